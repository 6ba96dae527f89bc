"""What an evaluator may choose for a run, as the arguments of the benchmark's command."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evaluation.dataset_shelf import Dataset, training_files

NOISES_DB = (20.0, 10.0, 5.0)
CODECS = {"G.711 A": "alaw", "G.711 µ": "ulaw", "GSM": "gsm"}
LOSSES = (0.01, 0.03, 0.1)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`noise` in dB of signal to noise, `loss` as shares of packets; these, `fast` and `limit` are for calls alone."""

    strict: bool = False
    baselines: bool = True
    fast: bool = False
    limit: int | None = None
    noise: tuple[float, ...] = ()
    codec: tuple[str, ...] = ()
    loss: tuple[float, ...] = ()

    def arguments(self, dataset: Dataset) -> list[str]:
        """What follows `calldesk eval`."""
        chosen = [*(["--strict"] if self.strict else []), *([] if self.baselines else ["--no-baselines"])]
        return [dataset.kind, *_data(dataset), *chosen, *(self._of_calls() if dataset.kind == "calls" else [])]

    def _of_calls(self) -> list[str]:
        chosen = ["--fast"] if self.fast else []
        chosen += ["--limit", str(self.limit)] if self.limit else []
        for name, values in (("noise", self.noise), ("codec", self.codec), ("loss", self.loss)):
            for value in values:
                chosen += [f"--{name}", value if isinstance(value, str) else f"{value:g}"]
        return chosen


def _data(dataset: Dataset) -> list[str]:
    folder = dataset.path.resolve()
    match dataset.kind:
        case "calls":
            return [str(folder)]
        case "retrieval":
            return ["--documents", str(folder / "documents.jsonl"), "--questions", str(folder / "questions.jsonl")]
        case "categories":
            trains = [part for file in training_files(folder) for part in ("--train", str(file))]
            return [*trains, "--test", str(folder / "test.jsonl")]
        case "asr":
            return [str(folder / "manifest.jsonl")]
