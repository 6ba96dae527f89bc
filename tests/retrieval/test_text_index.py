"""Words to passages on disk: BM25 as in the books, whatever else goes on with the folder."""

from __future__ import annotations

import math
import threading
from collections import Counter
from pathlib import Path

import pytest

from retrieval.errors import RetrievalError
from retrieval.text_index import MANY, TextIndex

TEXTS = {
    3: "water price water three",
    5: "water pipe burst",
    7: "taxi price nine price price",
    8: "noise at night night night night night night",
    2**40: "a price",
}


def bm25(query: str, texts: dict[int, str]) -> dict[int, float]:
    """Robertson's formula with k1 1.2 and b 0.75, idf as ln(1 + (N - n + 0.5) / (n + 0.5))."""
    counts = {number: Counter(text.split()) for number, text in texts.items()}
    mean = sum(sum(count.values()) for count in counts.values()) / len(counts)
    scores: dict[int, float] = {}
    for token in set(query.split()):
        having = [number for number, count in counts.items() if token in count]
        idf = math.log(1 + (len(texts) - len(having) + 0.5) / (len(having) + 0.5))
        for number in having:
            often, length = counts[number][token], sum(counts[number].values())
            scores[number] = scores.get(number, 0) + idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / mean))
    return scores


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "text"


def filled(folder: Path) -> TextIndex:
    index = TextIndex(folder, ["words", "sound"])
    index.add({number: {"words": text, "sound": text[::-1]} for number, text in TEXTS.items()})
    return index


@pytest.fixture
def index(folder: Path) -> TextIndex:
    return filled(folder)


@pytest.mark.parametrize("query", ["price", "water price", "water water", "night noise a", "burst three nine unknown"])
def test_scores_are_those_of_bm25_best_first(index: TextIndex, query: str) -> None:
    found = index.search("words", query, 10)
    assert dict(found) == pytest.approx(bm25(query, TEXTS), rel=1e-4)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_fields_are_apart(index: TextIndex) -> None:
    assert index.search("sound", "price", 5) == []
    assert {number for number, _ in index.search("sound", "ecirp", 5)} == {3, 7, 2**40}


def test_no_more_than_asked_for_and_those_left_out_take_no_place(index: TextIndex) -> None:
    order = [number for number, _ in index.search("words", "price water", 10)]
    assert [number for number, _ in index.search("words", "price water", 2)] == order[:2]
    assert [number for number, _ in index.search("words", "price water", 2, {order[0]})] == order[1:3]
    assert index.search("words", "price water", 2, set(TEXTS)) == index.search("words", "price", 0) == []


def test_many_left_out_hide_no_other(index: TextIndex) -> None:
    index.add({number: {"words": "water price", "sound": ""} for number in range(100, 400)})
    out = set(range(100, 400)) - {250}
    assert {number for number, _ in index.search("words", "water price", 2, out)} == {250, 3}


def test_no_text_gets_more_than_the_most(index: TextIndex) -> None:
    index.add({9: {"words": "burst " * 500, "sound": ""}})
    most = index.most("words", "burst burst")
    assert 0.9 * most < index.search("words", "burst", 1)[0][1] < most
    assert index.most("words", "water price") == pytest.approx(
        index.most("words", "price") + index.most("words", "water")
    )
    assert index.most("words", "") == 0.0


def test_dropped_texts_are_gone_from_hits_ids_and_counts(index: TextIndex) -> None:
    index.drop([3, 4711])
    assert index.ids() == set(TEXTS) - {3}
    assert index.size() == len(TEXTS) - 1
    assert [number for number, _ in index.search("words", "three water", 5)] == [5]


def test_what_another_process_adds_and_drops_is_seen_after_a_reload(index: TextIndex, folder: Path) -> None:
    other = TextIndex(folder, ["words", "sound"])
    index.add({9: {"words": "late", "sound": ""}})
    index.drop([3])
    assert other.search("words", "late", 5) == []
    assert other.search("words", "three", 5) != []
    other.reload()
    assert [number for number, _ in other.search("words", "late", 5)] == [9]
    assert other.search("words", "three", 5) == []
    other.add({10: {"words": "later", "sound": ""}})
    index.reload()
    assert index.ids() == other.ids() == {*TEXTS, 9, 10} - {3}


def test_adding_at_once_from_threads_and_processes_loses_nothing(index: TextIndex, folder: Path) -> None:
    other, failed = TextIndex(folder, ["words", "sound"]), []

    def add(which: TextIndex, number: int) -> None:
        try:
            which.add({number: {"words": f"new w{number}", "sound": ""}})
        except RetrievalError as exc:
            failed.append(exc)

    threads = [threading.Thread(target=add, args=((index, other)[n % 2], 100 + n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index.reload()
    assert failed == []
    assert {number for number, _ in index.search("words", "new", 20)} == set(range(100, 108))


def test_many_small_additions_leave_few_files_and_all_texts(index: TextIndex, folder: Path) -> None:
    for number in range(100, 125):
        index.add({number: {"words": f"w{number} small", "sound": ""}})
    assert len(index.search("words", "small", 50)) == 25
    assert [number for number, _ in TextIndex(folder, ["words", "sound"]).search("words", "w110", 5)] == [110]
    assert len({path.stem for path in folder.glob("*.idx")}) < 15


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".json", b""),
        (".json", b"{}"),
        (".json", b"\xff\xfe"),
        (".term", None),
        (".pos", None),
        (".idx", b""),
        (".fast", b"x" * 200),
        (".store", None),
    ],
)
def test_a_damaged_folder_is_made_empty_and_can_be_filled(folder: Path, suffix: str, content: bytes | None) -> None:
    filled(folder)
    for path in folder.glob(f"*{suffix}"):
        path.unlink() if content is None else path.write_bytes(content)
    again = TextIndex(folder, ["words", "sound"])
    assert again.size() == 0
    assert again.search("words", "price", 5) == []
    again.add({1: {"words": "anew", "sound": ""}})
    assert TextIndex(folder, ["words", "sound"]).ids() == {1}


def test_another_schema_is_made_empty(folder: Path) -> None:
    filled(folder)
    assert TextIndex(folder, ["words", "title"]).size() == 0


def test_what_is_there_stays(folder: Path) -> None:
    filled(folder)
    assert TextIndex(folder, ["words", "sound"]).ids() == set(TEXTS)


@pytest.mark.parametrize(
    "token",
    [
        '"',
        "AND",
        "OR",
        "-",
        "+",
        "*",
        "a:b",
        "words:price",
        "NEAR(",
        "[a",
        "TO",
        "\x00",
        "\\",
        "^2",
        "~",
        "😀",
        "x" * 70_000,
    ],
)
def test_tokens_mean_nothing_but_themselves(index: TextIndex, token: str) -> None:
    assert index.search("words", token, 5) == []
    index.add({50: {"words": f"{token} other", "sound": ""}})
    assert [number for number, _ in index.search("words", token, 5)] == ([] if len(token) > 65_000 else [50])
    assert [number for number, _ in index.search("words", f"{token} burst", 1, {50})] == [5]
    assert index.most("words", token) > 0


def test_a_query_of_very_many_tokens(index: TextIndex) -> None:
    assert index.search("words", " ".join(f"t{n}" for n in range(3000)) + " burst", 10)[0][0] == 5


def test_a_folder_that_cannot_be_made_or_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RetrievalError, match="allow writing"):
        TextIndex(tmp_path / "file" / "text", ["words"])
    index = TextIndex(tmp_path / "text", ["words"])
    monkeypatch.setattr(index, "_write", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(RetrievalError, match="free some disk space"):
        index.add({1: {"words": "a"}})


def test_rarity_is_told_in_tokens_that_stand_nowhere(index: TextIndex) -> None:
    assert index.rarity("words", "") == 0
    assert index.rarity("words", "nowhere never nowhere") == pytest.approx(2)
    assert 0 < index.rarity("words", "price") < index.rarity("words", "burst") < 1


def test_in_a_handful_of_texts_a_word_of_all_of_them_is_no_common_one(folder: Path) -> None:
    index = TextIndex(folder, ["words"])
    index.add({1: {"words": "permit fee"}})
    assert index.rarity("words", "permit") > 0.8
    index.add({number: {"words": "permit"} for number in range(2, 3 * MANY)})
    assert index.rarity("words", "permit") < 0.01
