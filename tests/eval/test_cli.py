import pytest
from click.testing import CliRunner

from eval.cli import evaluate

MEASURING = [
    *("asr", "retrieval", "categories", "calls", "load"),
    *("tune", "silence", "messages", "ingest", "scale", "repair", "noise"),
]


def test_every_command_is_there_and_its_help_needs_no_models() -> None:
    assert list(evaluate.commands) == [*MEASURING, "compare", "suite"]
    for command in evaluate.commands:
        assert CliRunner().invoke(evaluate, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("command", MEASURING)
def test_every_benchmark_has_a_folder_a_file_and_can_be_strict(command: str) -> None:
    shown = CliRunner().invoke(evaluate, [command, "--help"]).stdout
    assert all(option in shown for option in ("--out", "--json", "--strict"))
