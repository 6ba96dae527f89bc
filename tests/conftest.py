"""Fixtures that every folder's tests share."""

from pathlib import Path

import pytest

from assistant.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose home is empty and whose address is no one's."""
    return Settings(home=tmp_path / "home")
