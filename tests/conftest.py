"""Fixtures that every folder's tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose home is empty."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def models() -> Callable[..., Path]:
    """`models("whisper-base", …)` gives the folder of pulled models, or skips saying which one is missing."""
    folder = Path(os.environ.get("CALLDESK_TEST_MODELS", ROOT / ".calldesk" / "models"))

    def folder_with(*names: str) -> Path:
        for name in names:
            if not (folder / name).is_dir():
                pytest.skip(f"the model {name} is missing: run `calldesk models pull {name}`")
        return folder

    return folder_with
