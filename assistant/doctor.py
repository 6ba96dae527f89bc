"""`calldesk doctor`: what is used here and why, what is missing, and the command that mends it.

Nothing is loaded but a model of sherpa-onnx, in a process of its own.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import soundfile

from asr.engine_choice import EngineChoice, choices, choosable
from asr.engines.sherpa_trial import try_out
from asr.errors import EngineUnavailable
from assistant.machine_check import Check, check_machine
from assistant.models.model_catalogue import CATALOGUE, EMBEDDER
from assistant.settings import Settings

LLM_S = 0.5
FORMATS = ("WAV", "FLAC", "OGG", "MP3")
OPTIONAL = {
    "rapidocr": ("rapidocr opencv-python-headless", "reads scanned PDFs"),
    "xllamacpp": ("xllamacpp", "runs a language model inside the tests"),
}
MARKS = {"ok": "ok", "lacking": "--", "bad": "!!"}


def examine(settings: Settings) -> list[Check]:
    """Every check, those of hearing first."""
    return [
        *_models(settings),
        _llm(settings),
        *check_machine(settings),
        _formats(),
        *_packages(),
    ]


def _models(settings: Settings) -> list[Check]:
    try:
        return [*_hearing(settings), _embedding(settings), _reranking(settings)]
    except OSError as exc:
        said = f"{settings.models} cannot be looked at ({exc.strerror})"
        return [Check("models", "bad", said, "see that it may be read, or set CALLDESK_HOME")]


def healthy(checks: Iterable[Check]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(check.state != "bad" for check in checks)


def as_text(checks: list[Check]) -> str:
    """A line for each check, and one below it for what mends it."""
    lines = []
    for check in checks:
        lines.append(f"{MARKS[check.state]}  {check.name:22}{check.said}")
        if check.state != "ok" and check.mend:
            lines.append(f"    {'':22}{check.mend}")
    lines.append("The desk can work." if healthy(checks) else "Something that the desk needs is missing (!!).")
    return "\n".join(lines)


def as_json(checks: list[Check]) -> str:
    """The same for programs."""
    return json.dumps({"ok": healthy(checks), "checks": [asdict(check) for check in checks]}, ensure_ascii=False)


def _hearing(settings: Settings) -> list[Check]:
    try:
        choice, broken = _usable(choices(settings.engine, settings.models))
    except EngineUnavailable as exc:
        return [Check("hearing", "bad", f"none for CALLDESK_ENGINE={settings.engine}", str(exc))]
    checks = [Check("hearing", "ok", f"{choice.name}: {choice.why}")]
    if choice.punctuation:
        checks.append(Check("punctuation", "ok", choice.punctuation.name))
    passed_over = (*broken, *choice.passed_over)
    checks += [Check("hearing, passed over", "lacking", sentence) for sentence in passed_over]
    names = ", ".join(one.name for one in choosable(settings.models)) or "nothing else"
    return [*checks, Check("engines for a call", "ok", names)]


def _usable(ranked: tuple[EngineChoice, ...]) -> tuple[EngineChoice, list[str]]:
    """The first choice whose models of sherpa-onnx can be loaded, and what is wrong with those that cannot."""
    broken: dict[Path, EngineUnavailable] = {}
    for choice in ranked:
        for part in choice.parts:
            if part.engine == "sherpa" and part.folder not in broken:
                try:
                    try_out(part.folder)
                except EngineUnavailable as exc:
                    broken[part.folder] = exc
        if not broken.keys() & {part.folder for part in choice.parts}:
            return choice, [str(exc) for exc in broken.values()]
    raise next(iter(broken.values()))


def _embedding(settings: Settings) -> Check:
    package = "sentence_transformers" if settings.embedding == "float32" else "ctranslate2"
    if not CATALOGUE[EMBEDDER].present(settings.models):
        mend = f"run `calldesk models pull {EMBEDDER}`"
        return Check("embedding", "bad", f"{EMBEDDER} is missing: passages are found by words and sounds alone", mend)
    if not find_spec(package):
        name = package.replace("_", "-")
        return Check("embedding", "bad", f"the package {name} is missing", f"run `pip install {name}`")
    return Check("embedding", "ok", f"{EMBEDDER}, {settings.embedding}")


def _reranking(settings: Settings) -> Check:
    if not settings.reranker:
        return Check("reranking", "ok", "none; none was asked for (CALLDESK_RERANKER)")
    if (settings.models / settings.reranker).is_dir():
        return Check("reranking", "ok", settings.reranker)
    mend = f"put it into {settings.models / settings.reranker}, or leave CALLDESK_RERANKER empty"
    return Check("reranking", "lacking", f"{settings.reranker} is missing", mend)


def _llm(settings: Settings) -> Check:
    """Whether somebody listens at the address; nothing is sent."""
    if not settings.llm_base_url:
        return Check("language model", "ok", "none: answers are quotes (CALLDESK_LLM_BASE_URL)")
    mend = "start that server, or mend CALLDESK_LLM_BASE_URL"
    try:
        address = urlsplit(settings.llm_base_url)
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.hostname or "", port), LLM_S).close()
    except (OSError, ValueError):
        return Check("language model", "lacking", "nobody answers at its address: answers are quotes", mend)
    return Check("language model", "ok", f"{settings.llm_model or 'its own choice'} at {address.hostname}:{port}")


def _formats() -> Check:
    known = soundfile.available_formats()
    absent = [name for name in FORMATS if name not in known]
    if absent:
        return Check("audio formats", "lacking", f"no {', '.join(absent)}", "run `pip install -U soundfile`")
    return Check("audio formats", "ok", ", ".join(FORMATS) + " and raw G.711")


def _packages() -> list[Check]:
    return [
        Check(
            f"optional {module}", "ok", what if find_spec(module) else f"not there; with `pip install {name}` it {what}"
        )
        for module, (name, what) in OPTIONAL.items()
    ]
