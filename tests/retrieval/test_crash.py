"""A process killed at any point of adding versions leaves a whole base, in which all that is left is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder
from retrieval.ranking import Ranking
from retrieval.search_index import SearchIndex
from retrieval.searcher import Searcher

ADDED = 3
KILLS = 13
QUERY = "停车收费的规定"
SPAWNER = """
import os, signal, sqlite3, sys
from pathlib import Path
from knowledge_base import store
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder
from retrieval.search_index import SearchIndex
from retrieval.text_index import TextIndex

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

    def around(fn):
        def run(*args):
            step()
            fn(*args)
            step()
        return run

    connect, TextIndex._write = sqlite3.connect, around(TextIndex._write)
    store.sqlite3.connect = lambda *args, **more: connect(*args, factory=Counting, **more)
    sys.addaudithook(lambda event, args: step() if event in ("open", "os.rename", "os.remove") else None)
    base = Store(home / "base.db")
    library = Library(base, home / "originals", SearchIndex(home, base, HashedEmbedder()))
    (home / "begun").touch()
    first = steps
    for text in sorted(home.glob("*.text")):
        (home / "a.md").write_bytes(text.read_bytes())
        library.add(home / "a.md")
    (home / "steps").write_text(f"{first} {steps}")

for line in sys.stdin:
    limit, home = line.rstrip().split(" ", 1)
    child = os.fork()
    if child == 0:
        add_versions(Path(home), int(limit))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def text_of(number: int) -> str:
    rule = f"第一条 第{number}版的停车收费规定。{'停车应当缴费。' * 60}"
    return f"# 办法\n\n{rule}\n\n第二条 本办法自202{number}年1月1日起施行。{'停车应当守规。' * 60}\n"


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


def whole_versions(home: Path, ranking: Ranking) -> tuple[int, int]:
    """How many versions there are, each of them checked: text, days, passages, original, nothing else.

    And how many passages the killed process had placed that were never committed.
    """
    with Store(home / "base.db") as store:
        index = SearchIndex(home, store, HashedEmbedder())
        library = Library(store, home / "originals", index)
        searcher = Searcher(library, index, ranking)
        documents = library.documents()
        versions = library.versions(documents[0].doc_id) if documents else []
        ids = []
        for number, version in enumerate(versions):
            document, original = library.document(version.doc_id), library.original(version.doc_id)
            assert f"第{number}版" in document.text
            assert str(version.effective_from) == f"202{number}-01-01"
            assert original and original.read_text("utf-8") == text_of(number)
            passages = library.passages_of(version.doc_id)
            assert len(passages) > 1 and all(p.text == document.text[p.start : p.end] for p in passages)
            ids += [passage.passage_id for passage in passages]
        assert library.passage_ids() == ids
        found = {hit.passage.passage_id for hit in searcher.search(QUERY, limit=50, include_repealed=True)}
        assert found == {*ids}, "even before anything is mended"
        folder = home / "originals"
        assert len(list(folder.iterdir()) if folder.is_dir() else []) == len(versions)
        assert store.read(lambda db: db.execute("PRAGMA integrity_check").fetchone())[0] == "ok"
        astray = index.passages.size() - len(ids)
        check_indexes(library, index, searcher)
        return len(versions), astray


def check_indexes(library: Library, index: SearchIndex, searcher: Searcher) -> None:
    """After a refresh every index has all that is committed and nothing else; nothing was embedded for it."""
    ids, documents = set(library.passage_ids()), library.counts()[1]
    assert searcher.refresh() == 0
    assert index.dense.ids() == index.passages.ids() == ids
    assert index.documents.ids() == set(library.first_passages().values())
    assert (index.passages.size(), index.documents.size(), index.dense.size()) == (len(ids), documents, len(ids))
    for channel, scores in searcher.scores(QUERY).items():
        assert set(scores) == ids, channel


def test_a_kill_at_any_point_leaves_whole_versions_that_are_found(tmp_path: Path, plain: Ranking) -> None:
    spawner = Spawner(tmp_path)
    home, code = spawner.run(0)
    assert (code, whole_versions(home, plain)) == (0, (ADDED, 0))
    first, last = map(int, (home / "steps").read_text().split())
    left = []
    for step in [1, first // 2, *range(first + 1, last + 1, max(1, (last - first) // KILLS))]:
        home, code = spawner.run(step)
        assert code == -9
        left.append(whole_versions(home, plain))
    spawner.close()
    versions = [count for count, _ in left]
    assert versions == sorted(versions)
    assert {*versions} >= {*range(ADDED)}
    assert min(astray for _, astray in left) == 0 < max(astray for _, astray in left), "some died between the two"
