"""Makes a model's folder of the files that a source gave, which it may take away."""

from __future__ import annotations

import zipfile
from pathlib import Path

from retrieval.e5_folder import write_settings
from retrieval.e5_weights import expand

E5_DIMENSION = 384
E5_POSITIONS = 512


def move_files(files: Path, folder: Path) -> None:
    """The files are the model."""
    for path in list(files.iterdir()):
        path.rename(folder / path.name)


def unzip_root(files: Path, folder: Path) -> None:
    """The one zip archive holds the model below one folder of its own."""
    with zipfile.ZipFile(next(files.glob("*.zip"))) as archive:
        archive.extractall(files / "unzipped")
    move_files(next((files / "unzipped").iterdir()), folder)


def add_e5_settings(files: Path, folder: Path) -> None:
    """The hub's weights and tokenizer, with the settings that sentence-transformers 6 reads."""
    move_files(files, folder)
    write_settings(folder, E5_DIMENSION, E5_POSITIONS, None)


def expand_e5(files: Path, folder: Path) -> None:
    """The 4-bit blob becomes a sentence-transformers folder."""
    expand(files / "e5-small-q4.bin", folder)
