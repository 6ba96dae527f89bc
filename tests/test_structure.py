"""The shape of the sources: who imports whom, where each heavy package lives, how long files and functions are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "asr": set(),
    "knowledge_base": set(),
    "retrieval": {"knowledge_base"},
    "assistant": {"asr", "retrieval", "knowledge_base"},
    "ui": {"assistant"},
    "eval": {"assistant", "asr", "retrieval", "knowledge_base"},
}
HOMES: dict[str, list[str]] = {
    "vosk": ["asr/engines/vosk_recognizer.py"],
    "faster_whisper": ["asr/engines/whisper_recognizer.py"],
    "ctranslate2": ["asr/engines/whisper_recognizer.py", "retrieval/quantized_embedder.py"],
    "sherpa_onnx": ["asr/engines/sherpa_recognizer.py"],
    "onnxruntime": ["asr/utterances/silero.py"],
    "sentence_transformers": ["retrieval/embedder.py", "retrieval/reranker.py", "eval/baselines/plain_embedder.py"],
    "torch": ["retrieval/embedder.py", "retrieval/reranker.py"],
    "transformers": ["retrieval/embedder.py", "retrieval/reranker.py"],
    "faiss": ["retrieval/dense_index.py"],
    "tantivy": ["retrieval/text_index.py"],
    "pypdfium2": ["knowledge_base/readers/pdf_*.py", "knowledge_base/readers/ocr.py"],
    "rapidocr": ["knowledge_base/readers/ocr.py"],
    "openpyxl": ["knowledge_base/readers/xlsx_reader.py", "knowledge_base/readers/merged_cells.py"],
    "pptx": ["knowledge_base/readers/pptx_reader.py"],
    "sqlite_utils": [
        "*_tables.py",
        "knowledge_base/store.py",
        "knowledge_base/migrations.py",
        "assistant/call_log.py",
        "assistant/migrations.py",
    ],
    "langchain_text_splitters": ["knowledge_base/splitter.py"],
    "langchain*": ["assistant/llm.py", "knowledge_base/splitter.py", "eval/baselines/langchain_faiss.py"],
    "openai": ["assistant/llm.py"],
    "gradio": [
        "ui/*_page.py",
        "ui/knowledge/*_page.py",
        "ui/call_bar.py",
        "ui/ticket_form.py",
        "ui/faults.py",
        "ui/server.py",
    ],
    "fastapi": ["ui/server.py", "ui/*_router.py"],
    "websockets": ["eval/benchmarks/load_line.py"],
    "matplotlib": ["eval/runs/plots.py"],
    "ir_measures": ["eval/metrics/ranking.py"],
    "scipy": ["eval/runs/measure.py", "eval/tuning/merit.py"],
    "uvicorn": ["ui/server.py"],
}
TOP_LEVEL = {
    *(".ci", ".gitignore", "assistant", "asr", "eval", "knowledge_base", "retrieval", "tests", "ui"),
    *("calldesk.py", "pyproject.toml", "requirements.lock", "Makefile", "LICENSE"),
    *("README.md", "README.zh-CN.md", "CHANGELOG.md"),
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 30


def name_of(file: Path) -> str:
    """The dotted name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = [ROOT / "calldesk.py", *(file for folder in MAY_IMPORT for file in sorted((ROOT / folder).rglob("*.py")))]
TREES = {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in SOURCES}
MODULES = {name_of(file) for file in SOURCES}
OURS = {*MAY_IMPORT, "calldesk", "tests"}


def imported(node: ast.AST, file: str) -> list[str]:
    """Dotted names that one node imports; of `from package import name`, both the package and the name in it."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{file}:{node.lineno} imports relatively"
        module = node.module or ""
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def roots(tree: ast.AST, file: str) -> set[str]:
    """The top-level packages that a file imports anywhere in it."""
    return {name.split(".")[0] for node in ast.walk(tree) for name in imported(node, file)}


def at_top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported, those inside `if TYPE_CHECKING` left out."""
    for node in body:
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from at_top(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With):
            blocks = [getattr(node, part, []) for part in ("body", "orelse", "finalbody")]
            blocks += [handler.body for handler in getattr(node, "handlers", [])]
            yield from (inner for block in blocks for inner in at_top(block))


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end without the docstring's."""
    last = function.end_lineno or function.lineno
    lines = last - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_folders_import_only_what_lies_below_them() -> None:
    wrong = []
    for file, tree in TREES.items():
        folder = file.split("/")[0]
        allowed = set(MAY_IMPORT) if file == "calldesk.py" else MAY_IMPORT[folder] | {folder}
        wrong += [f"{file} imports {name}" for name in sorted(roots(tree, file) & OURS - allowed)]
    assert not wrong


def test_heavy_packages_have_one_home() -> None:
    wrong = []
    for file, tree in TREES.items():
        for package in roots(tree, file):
            for pattern, homes in HOMES.items():
                if fnmatch(package, pattern) and not any(fnmatch(file, home) for home in homes):
                    wrong.append(f"{file} imports {package}, which only {homes} may")
    assert not wrong


def test_no_module_imports_itself_in_a_circle() -> None:
    needs = {
        name_of(ROOT / file): {n for node in at_top(tree.body) for n in imported(node, file)} & MODULES
        for file, tree in TREES.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


def test_the_front_door_imports_what_is_heavy_only_when_it_runs() -> None:
    file = "calldesk.py"
    first = {name.split(".")[0] for node in at_top(TREES[file].body) for name in imported(node, file)}
    assert first <= {*sys.stdlib_module_names, "click", "eval", "assistant"}


def test_every_module_says_what_it_is_for() -> None:
    assert not [file for file, tree in TREES.items() if tree.body and not ast.get_docstring(tree)]


def test_files_are_short() -> None:
    lengths = {file: len((ROOT / file).read_text("utf-8").splitlines()) for file in TREES}
    assert not {file: lines for file, lines in lengths.items() if lines >= LONGEST_FILE}


def test_functions_are_short() -> None:
    lengths = {
        f"{file}:{node.lineno} {node.name}": code_lines(node)
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}


def test_no_file_is_a_drawer_for_everything() -> None:
    assert not [file for file in TREES if Path(file).stem in {"utils", "util", "helpers", "common", "misc"}]


def test_the_top_level_is_what_was_agreed() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    here = {path.name for path in ROOT.iterdir() if not any(fnmatch(path.name, pattern) for pattern in ignored)}
    assert here - {".git"} == TOP_LEVEL


def test_the_front_door_opens_without_what_only_benchmarks_and_models_need() -> None:
    code = "import sys, calldesk; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "scipy", "torch", "gradio", "sklearn"} & set(loaded.split())
