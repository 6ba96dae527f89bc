"""A process killed at any point of adding versions leaves a whole base."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from knowledge_base.library import Library
from knowledge_base.store import Store

ADDED = 3
KILLS = 24
SPAWNER = """
import os, signal, sqlite3, sys
from pathlib import Path
from knowledge_base import store
from knowledge_base.library import Library
from knowledge_base.store import Store

steps = 0

def add_versions(home, limit):
    def step(*_):
        global steps
        steps += 1
        if steps == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    class Counting(sqlite3.Connection):
        def execute(self, *args):
            step()
            return super().execute(*args)

        def executemany(self, *args):
            step()
            return super().executemany(*args)

    connect = sqlite3.connect
    store.sqlite3.connect = lambda *args, **more: connect(*args, factory=Counting, **more)
    sys.addaudithook(lambda event, args: step() if event in ("open", "os.rename", "os.remove") else None)
    library = Library(Store(home / "base.db"), home / "originals", {"words": " ".join, "sound": " ".join})
    for text in sorted(home.glob("*.text")):
        (home / "a.md").write_bytes(text.read_bytes())
        library.add(home / "a.md", 10_000)
    (home / "steps").write_text(str(steps))

for line in sys.stdin:
    limit, home = line.rstrip().split(" ", 1)
    child = os.fork()
    if child == 0:
        add_versions(Path(home), int(limit))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def text_of(number: int) -> str:
    return f"# 办法\n\n第一条 第{number}版的规定。\n\n第二条 本办法自202{number}年1月1日起施行。\n"


class Spawner:
    """One process that forks another for each run, which is quicker than importing everything each time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        repository = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-c", SPAWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=repository, env=os.environ | {"PYTHONPATH": str(repository)},
        )  # fmt: skip

    def run(self, limit: int) -> tuple[Path, int]:
        """A base, and the exit code of the process that filled it until it was killed before its n-th step."""
        home = self._root / f"home-{limit}"
        home.mkdir()
        for number in range(ADDED):
            (home / f"{number}.text").write_text(text_of(number), "utf-8")
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{limit} {home}\n")
        self._process.stdin.flush()
        return home, int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def whole_versions(home: Path) -> int:
    """How many versions there are, each of them checked: text, days, passages, tokens, original, nothing else."""
    with Store(home / "base.db") as store:
        library = Library(store, home / "originals", {"words": " ".join, "sound": " ".join})
        documents = library.documents()
        versions = library.versions(documents[0].doc_id) if documents else []
        spans = []
        for number, version in enumerate(versions):
            document, original = library.document(version.doc_id), library.original(version.doc_id)
            assert f"第{number}版" in document.text
            assert str(version.effective_from) == f"202{number}-01-01"
            assert original and original.read_text("utf-8") == text_of(number)
            passages = library.passages_of(version.doc_id)
            assert passages and all(p.text == document.text[p.start : p.end] for p in passages)
            spans += [passage.passage_id for passage in passages]
        assert library.passage_ids() == spans
        for index in ("words", "sound"):
            assert sorted(i for i, _ in library.match(index, "办", 100)) == spans
        folder = home / "originals"
        assert len(list(folder.iterdir()) if folder.is_dir() else []) == len(versions)
        assert store.read(lambda db: db.execute("PRAGMA integrity_check").fetchone())[0] == "ok"
        return len(versions)


def test_a_kill_at_any_point_leaves_whole_versions(tmp_path: Path) -> None:
    spawner = Spawner(tmp_path)
    home, code = spawner.run(0)
    assert (code, whole_versions(home)) == (0, ADDED)
    steps = int((home / "steps").read_text())
    left = []
    for step in range(1, steps + 1, max(1, steps // KILLS)):
        home, code = spawner.run(step)
        assert code == -9
        left.append(whole_versions(home))
    spawner.close()
    assert left == sorted(left)
    assert {*left} >= {*range(ADDED)}
