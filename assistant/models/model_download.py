"""Pulls a model: sources in order, in a working folder, moved in place whole and checked or not at all."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from filelock import FileLock

from assistant.errors import ModelUnavailable
from assistant.models.model_catalogue import CATALOGUE, Model, Origin
from assistant.models.model_progress import Progress
from assistant.models.model_source import TransferCut
from retrieval.errors import RetrievalError

PARTIAL = ".partial"


def pull(name: str, models: Path, progress: Progress | None = None) -> Path:
    """The folder of a model of the catalogue, fetched where it is missing; raises ModelUnavailable."""
    if name not in CATALOGUE:
        raise ModelUnavailable(
            "There is no model {name}: choose one of {models}.", name=repr(name), models=", ".join(CATALOGUE)
        )
    return pull_model(CATALOGUE[name], models, progress or Progress(quiet=True))


def pull_model(model: Model, models: Path, progress: Progress) -> Path:
    """The same for any model; of two pulls at once the second waits and finds the work done."""
    final = models / model.name
    if model.present(models):
        return final
    partial = models / PARTIAL
    work = partial / model.name
    try:
        partial.mkdir(parents=True, exist_ok=True)
        with FileLock(partial / f"{model.name}.lock"):
            if not model.present(models):
                _pull(model, final, work, progress)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        raise _disk_trouble(error, model, models) from error
    finally:
        progress.end()
    return final


def _pull(model: Model, final: Path, work: Path, progress: Progress) -> None:
    if final.exists():
        raise ModelUnavailable(
            "{final} is there but incomplete: delete it, then pull {model} again.", final=final, model=model.name
        )
    reasons: list[str] = []
    kept = False
    for number, origin in enumerate(model.origins):
        folder = work / str(number)
        try:
            _build(model, origin, folder, final, progress)
        except TransferCut as error:
            kept = True
            reasons.append(f"{error} (the next pull goes on from there)")
        except (ModelUnavailable, RetrievalError) as error:
            shutil.rmtree(folder)
            reasons.append(str(error).rstrip("."))
        else:
            shutil.rmtree(work)
            return
        if number + 1 < len(model.origins):
            following = model.origins[number + 1].source.label
            progress.note(f"{model.name}: {reasons[-1]}; trying {following}.")
    if not kept:
        shutil.rmtree(work)
    raise _unavailable(model, reasons, final)


def _unavailable(model: Model, reasons: list[str], final: Path) -> ModelUnavailable:
    return ModelUnavailable(
        "{model} cannot be had: {reasons}. When that is mended, run `calldesk models pull {model}` again, or put the "
        "model there by hand as {final}.",
        model=model.name,
        reasons="; ".join(reasons),
        final=final,
    )


def _build(model: Model, origin: Origin, folder: Path, final: Path, progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    needed = origin.source.total + model.bytes
    if shutil.disk_usage(folder).free < needed:
        raise ModelUnavailable(
            "{source} needs {megabytes} MB of free disk", source=origin.source.label, megabytes=needed // 10**6
        )
    progress.begin(f"{model.name} from {origin.source.label}", origin.source.total)
    files = origin.source.fetch(folder, progress)
    progress.end()
    built = folder.with_name("built")
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir()
    origin.build(files, built)
    built.rename(final)


def _disk_trouble(error: OSError, model: Model, models: Path) -> ModelUnavailable:
    if error.errno == errno.ENOSPC:
        return ModelUnavailable(
            "The disk became full while pulling {model}: make room at {folder} and run `calldesk models pull {model}` "
            "again.",
            model=model.name,
            folder=models,
        )
    return ModelUnavailable(
        "{model} cannot be written to {folder} ({reason}): mend that and run `calldesk models pull {model}` again.",
        model=model.name,
        folder=models,
        reason=error.strerror or type(error).__name__,
    )
