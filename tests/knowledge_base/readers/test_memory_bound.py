"""Bounds of memory, tried in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
IMPORT = "from knowledge_base.readers.memory_bound import bound_memory, widen_memory\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only Unix bounds memory")


def ends_well(code: str) -> bool:
    return subprocess.run([sys.executable, "-c", IMPORT + code], cwd=ROOT, stderr=subprocess.DEVNULL).returncode == 0


def test_a_bounded_process_gets_no_more() -> None:
    assert ends_well("bytearray(2 << 30)")
    assert not ends_well("bound_memory(); bytearray(2 << 30)")
    assert ends_well("bound_memory(); bytearray(1 << 30)")


def test_it_can_be_widened_and_still_has_an_end() -> None:
    assert ends_well("bound_memory(); widen_memory(); bytearray(2 << 30)")
    assert not ends_well("bound_memory(); widen_memory(); bytearray(5 << 30)")


def test_what_is_unbounded_stays_so_when_widened() -> None:
    assert ends_well("widen_memory(); bytearray(5 << 30)")
