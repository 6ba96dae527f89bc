"""What was chosen, as the command's arguments."""

from pathlib import Path

import pytest

from assistant.evaluation.dataset_shelf import Dataset, DatasetKind
from assistant.evaluation.run_options import RunOptions

DATA: dict[DatasetKind, list[str]] = {
    "calls": ["calls", "{}"],
    "retrieval": ["retrieval", "--documents", "{}/documents.jsonl", "--questions", "{}/questions.jsonl"],
    "categories": ["categories", "--train", "{}/train-2.jsonl", "--train", "{}/train.jsonl", "--test", "{}/test.jsonl"],
    "asr": ["asr", "{}/manifest.jsonl"],
}


@pytest.mark.parametrize("kind", DATA)
def test_each_kind_is_given_its_files(kind: DatasetKind, tmp_path: Path) -> None:
    for name in ("train.jsonl", "train-2.jsonl"):
        (tmp_path / name).touch()
    arguments = RunOptions().arguments(Dataset("x", kind, tmp_path, 1, 1))
    assert arguments == [part.format(tmp_path) for part in DATA[kind]]


def test_what_is_for_calls_alone_is_left_out_elsewhere(tmp_path: Path) -> None:
    options = RunOptions(True, False, True, 5, (20.0, 10.0), ("gsm",), (0.01,))
    assert options.arguments(Dataset("x", "asr", tmp_path, 1, 1))[2:] == ["--strict", "--no-baselines"]
    assert options.arguments(Dataset("x", "calls", tmp_path, 1, 1))[2:] == [
        *("--strict", "--no-baselines", "--fast", "--limit", "5"),
        *("--noise", "20", "--noise", "10", "--codec", "gsm", "--loss", "0.01"),
    ]
