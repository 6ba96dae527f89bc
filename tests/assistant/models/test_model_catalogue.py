"""The catalogue: what is there, what is pulled by default, and that everything taken is pinned."""

import json
import re
import zipfile
from pathlib import Path

from assistant.models.model_catalogue import CATALOGUE, default_models, models_listed
from assistant.models.model_folder import add_e5_settings, unzip_root
from assistant.models.model_web import WebFiles
from assistant.models.model_wheels import Wheels


def test_default_models_are_in_the_catalogue_without_the_test_model() -> None:
    assert default_models() == ("whisper-base", "multilingual-e5-small", "vosk-small-cn")
    assert set(CATALOGUE) == {*default_models(), "vosk-ko"}


def test_official_sources_come_before_wheels_and_all_are_pinned() -> None:
    for model in CATALOGUE.values():
        sources = [origin.source for origin in model.origins]
        assert [isinstance(source, Wheels) for source in sources] == sorted(
            isinstance(source, Wheels) for source in sources
        )
        for source in sources:
            assert isinstance(source, WebFiles | Wheels)
            files = source.files if isinstance(source, WebFiles) else [wheel.file for wheel in source.wheels]
            assert source.total > 10**7
            assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in files)


def test_models_are_listed_as_missing_then_present(tmp_path: Path) -> None:
    assert not any(state.present for state in models_listed(tmp_path))
    folder = tmp_path / "vosk-small-cn"
    for name in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(b"12345")
    states = {state.name: state for state in models_listed(tmp_path)}
    assert states["vosk-small-cn"].present
    assert states["vosk-small-cn"].bytes == 15
    assert not states["whisper-base"].present
    assert states["whisper-base"].bytes > 10**8
    assert all(state.purpose and state.licence for state in states.values())


def test_an_archive_loses_its_own_folder(tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "built"
    files.mkdir()
    folder.mkdir()
    with zipfile.ZipFile(files / "vosk-model.zip", "w") as archive:
        archive.writestr("vosk-model/am/final.mdl", "x")
    unzip_root(files, folder)
    assert (folder / "am" / "final.mdl").read_text() == "x"


def test_the_hubs_e5_keeps_its_config_and_gets_the_settings(tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "built"
    files.mkdir()
    folder.mkdir()
    (files / "config.json").write_text('{"model_type": "bert"}')
    add_e5_settings(files, folder)
    assert json.loads((folder / "config.json").read_text()) == {"model_type": "bert"}
    assert json.loads((folder / "1_Pooling" / "config.json").read_text())["embedding_dimension"] == 384
