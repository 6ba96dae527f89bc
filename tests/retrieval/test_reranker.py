"""The best passages read once more with the query: in the model's order, at no price to a call or to its pace."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

from retrieval.errors import RetrievalError
from retrieval.reranker import MOST_MS, RERANKED, Reranker, load_reranker
from retrieval.searcher import PER_DOCUMENT, Searcher

QUERY = "本市居民可以申请提取领取的费用"
TEXTS = ["失业保险金每月领取", "公积金提取办理", "居住证申领", "停水通知公布", "犬只登记"]
Search = Callable[..., list[str]]


def backwards(query: str, texts: Sequence[str]) -> list[float]:
    return [float(place) for place in range(len(texts))]


def failing(query: str, texts: Sequence[str]) -> list[float]:
    raise RuntimeError(query)


def steps(*seconds: float) -> Callable[[], float]:
    """A clock by which the runs, after the first that does not count, take so long."""
    readings = iter([reading for number, taken in enumerate(seconds) for reading in (10 * number, 10 * number + taken)])
    return lambda: next(readings)


def write_model(folder: Path, kind: type = BertForSequenceClassification, labels: int = 1) -> Path:
    """A BERT of random weights, of a few thousand characters."""
    folder.mkdir(parents=True)
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    sizes["max_position_embeddings"] = 1024
    config = BertConfig(vocab_size=5 + len(characters), num_labels=labels, initializer_range=0.5, **sizes)
    kind(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def search(base, plain) -> Search:
    """`search(scores, query, …)` gives the documents found with that reranker, without one for None."""

    def run(scores, query: str = QUERY, **more: object) -> list[str]:
        reranker = Reranker("scripted", scores) if scores else None
        hits = Searcher(base.library, base.index, plain, reranker).search(query, **more)  # type: ignore[arg-type]
        return [hit.passage.doc_id for hit in hits]

    return run


def test_the_order_is_that_of_the_models_logits(folder: Path) -> None:
    tokenizer, model = BertTokenizerFast.from_pretrained(folder), BertForSequenceClassification.from_pretrained(folder)
    with torch.inference_mode():
        logits = [float(model.eval()(**tokenizer(QUERY, text, return_tensors="pt")).logits) for text in TEXTS]
    best_first = sorted(range(len(TEXTS)), key=lambda place: logits[place], reverse=True)
    assert best_first != sorted(best_first)

    reranker = load_reranker(folder, 1, steps(0.01, 0.01, 0.01))
    assert reranker.name == "tiny"
    assert reranker.order(QUERY, TEXTS) == best_first
    assert reranker.order(QUERY, []) == []


@pytest.mark.parametrize("text", ["", "\ud800", "\x00", "😀", "好" * 3000])
def test_the_model_reads_any_text(folder: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    reranker = load_reranker(folder, 1, steps(0.01, 0.01, 0.01))
    assert sorted(reranker.order(text, [*TEXTS, text])) == list(range(len(TEXTS) + 1))
    assert not caplog.records


def test_only_the_beginning_of_a_long_text_is_read(folder: Path) -> None:
    reranker = load_reranker(folder, 1, steps(0.01, 0.01, 0.01))
    texts = ["好" * 600 + end * 9 for end in "公积"]
    assert reranker.order(QUERY, texts) == reranker.order(QUERY, texts[::-1]) == [0, 1]


def test_one_that_is_slow_here_is_left_out_by_its_median(folder: Path) -> None:
    assert load_reranker(folder, 1, steps(0.149, 9, 0.01)).name == "tiny"
    said = f"^The reranker tiny takes 412 ms for a search on this machine, more than {MOST_MS}: it is left out.$"
    with pytest.raises(RetrievalError, match=said):
        load_reranker(folder, 1, steps(0.412, 0.01, 3))


def test_a_missing_folder_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="bge-reranker-base into models/absent"):
        load_reranker(tmp_path / "absent", 1)


def test_a_folder_that_holds_no_cross_encoder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "config.json").write_text("{", "utf-8")
    write_model(tmp_path / "encoder", BertModel)
    write_model(tmp_path / "classes", labels=3)
    for name in ("empty", "text", "encoder", "classes"):
        with pytest.raises(RetrievalError, match=f"reranker {name} cannot be used: put a cross-encoder"):
            load_reranker(tmp_path / name, 1)


def test_a_missing_package_is_named_with_its_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(RetrievalError, match="pip install sentence_transformers"):
        load_reranker(folder, 1)


@pytest.mark.parametrize("scores", [failing, lambda *_: [1.0], lambda _, texts: [float("nan")] * len(texts)])
def test_a_model_that_fails_costs_nothing_and_is_logged_once(
    search: Search, scores, caplog: pytest.LogCaptureFixture
) -> None:
    reranker = Reranker("broken", scores)
    with caplog.at_level(logging.WARNING):
        assert [reranker.order(QUERY, TEXTS) for _ in range(2)] == [[0, 1, 2, 3, 4]] * 2
    (said,) = caplog.messages
    assert "reranker broken fails" in said and QUERY not in said
    assert search(scores) == search(None)


def test_the_best_are_ordered_anew_and_the_others_stay_behind_them(search: Search, texts) -> None:
    ranked = search(None, limit=20)
    assert len(ranked) == len(texts) > RERANKED
    assert search(backwards, limit=20) == [*reversed(ranked[:RERANKED]), *ranked[RERANKED:]]
    assert search(backwards, limit=3) == ranked[:RERANKED][::-1][:3]
    assert search(backwards, limit=0) == []


def test_equals_keep_the_rankings_order(search: Search) -> None:
    assert search(lambda _, texts: [0.5] * len(texts), limit=20) == search(None, limit=20)


def test_the_reranker_reads_titles_with_passages_and_the_query_as_asked(search: Search, texts) -> None:
    read: list[tuple[str, Sequence[str]]] = []

    def scores(query: str, passages: Sequence[str]) -> list[float]:
        read.append((query, passages))
        return backwards(query, passages)

    search(scores)
    ((query, passages),) = read
    assert query == QUERY and len(passages) == RERANKED
    assert all(any(f"{name}办事指南" in one and text in one for name, text in texts.items()) for one in passages)


def test_silence_is_not_the_rerankers_to_break(search: Search) -> None:
    asked = count()
    assert search(lambda _, texts: [next(asked)] * len(texts), "？！") == []
    assert next(asked) == 0


def test_what_the_conversation_is_on_stays_ahead(search: Search) -> None:
    query, about = "这个可以怎么申请办理", {"落户": 1.0, "医保": 1.0}
    ranked, found = (search(scores, query, about=about, limit=20) for scores in (None, backwards))
    assert {*ranked[:2]} == {*about}
    assert found[:2] == ranked[:2][::-1]
    assert found[2:RERANKED] == ranked[2:RERANKED][::-1]


def test_no_document_takes_all_places_while_others_are_there(base, search: Search, texts, make_document) -> None:
    base.library.add_document(make_document("犬只", "养犬应当办理犬只登记证并缴纳费用。" * 120))
    ids = {name: base.library.passages_of(name)[0].passage_id for name in texts}
    query, without = "养犬怎么办理犬只登记证", {ids[name] for name in [*texts][4:]}

    def prefers(_: str, texts: Sequence[str]) -> list[float]:
        return [float("养犬" in text) for text in texts]

    found = search(prefers, query, limit=RERANKED, without=without)
    assert len(found) > 4 + PER_DOCUMENT
    assert found[:PER_DOCUMENT] == ["犬只"] * PER_DOCUMENT
    assert {*found[PER_DOCUMENT : PER_DOCUMENT + 4]} == {*[*texts][:4]}
