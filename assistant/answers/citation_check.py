"""Whether a sentence may be said: its quote stands in a cited passage, and the quote says the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.answer import Citation
from assistant.answers.clauses import Clause, addresses_machine, clauses, is_question
from assistant.answers.figures import figures, supported
from assistant.answers.polarity import same_sense
from knowledge_base.document import Passage
from knowledge_base.readers.clause_path import clause_path
from retrieval.words import words

_SHORTEST = 4
_OVERLAP_ALL = 0.6
_OVERLAP_QUOTE = 0.3
_LATIN = re.compile(r"[a-z][a-z0-9.]+")
_ASKING = re.compile(r"[?？]|[吗呢]\W*$")
_NUMERAL = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿幺]+")
_FREE = re.compile("免费|免收|不收|不用交|无偿|不要钱")
# Words that a spoken sentence is built with and that no quote needs to hold.
_PLAIN = frozenset({"可以", "需要", "您好", "如果", "根据", "按照", "规定", "应当", "进行", "以及", "或者", "我们"})


def check(sentence: str, passages: Sequence[Passage], quote: str = "") -> tuple[Citation, ...] | None:
    """The exact quote that supports a sentence, None where nothing in the cited passages does.

    `quote` is what the writer gave; altered by more than width, spaces and punctuation it is no quote.
    Without one, the clauses that support the sentence best are looked for. Supported means: every figure
    and Latin word is there, nothing denied is affirmed or the reverse, and most words are shared. A
    question supports nothing and is never supported.
    """
    if len(_squeezed(sentence)[0]) < _SHORTEST or _ASKING.search(sentence) or addresses_machine(sentence):
        return None
    spans = _quoted(passages, quote) if quote else _any_clause(passages)
    best = max(
        ((support, passage, span) for passage, span in spans if (support := _support(sentence, passage, span))),
        key=lambda found: found[0],
        default=None,
    )
    return (cite(best[1], best[2]),) if best else None


def _quoted(passages: Sequence[Passage], quote: str) -> Iterator[tuple[Passage, Clause]]:
    """The quote itself and, in case it was cut short, the clauses that it stands in; a heading is no quote."""
    for passage in passages:
        span = exact_span(quote, passage.text)
        if span is None:
            continue
        around = [each for each in clauses(passage.text) if each.start < span[1] and span[0] < each.end]
        if around:
            yield passage, Clause(passage.text[slice(*span)], *span, around[0].lead)
            start, end = min(span[0], around[0].start), max(span[1], *(each.end for each in around))
            yield passage, Clause(passage.text[start:end], start, end, around[0].lead)


def _any_clause(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Clause]]:
    """Every clause, and every two that follow each other in a paragraph."""
    for passage in passages:
        whole = clauses(passage.text)
        yield from ((passage, each) for each in whole)
        single = [each for each in whole if not each.whole_list]
        for first, second in pairwise(single):
            text = passage.text[first.start : second.end]
            if "\n" not in text:
                yield passage, Clause(text, first.start, second.end, first.lead)


def _support(sentence: str, passage: Passage, span: Clause) -> float:
    """How much of the sentence's words the quote holds (0..1), 0 where it says anything else."""
    if addresses_machine(span.text):
        return 0.0
    context = " ".join((passage.title, *passage.heading_path, span.lead))
    given = f"{span.text} {context}"
    introduced = "" if is_question(span.lead) else span.lead
    if not supported(figures(sentence), figures(span.text) | figures(introduced)):
        return 0.0
    if not set(_LATIN.findall(_folded(sentence))) <= set(_LATIN.findall(_folded(given))):
        return 0.0
    if _FREE.search(sentence) and not _FREE.search(given):
        return 0.0
    if not same_sense(sentence, f"{span.text}。{span.lead}"):
        return 0.0
    stated = {word for word in words(_NUMERAL.sub(" ", sentence)) if len(word) > 1 and word not in _PLAIN}
    if not figures(sentence) and not any(word in span.text and word not in context for word in stated):
        return 0.0
    of_all, of_quote = _share(stated, _folded(given)), _share(stated, _folded(span.text))
    if of_all < _OVERLAP_ALL or of_quote < _OVERLAP_QUOTE:
        return 0.0
    # The shorter of two quotes that support alike is the better one.
    return of_all + of_quote - min(len(span.text), 400) / 2000


def _share(stated: Iterable[str], text: str) -> float:
    held = [word in text for word in stated]
    return sum(held) / len(held) if held else 0.0


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def exact_span(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, whatever the width, spaces and punctuation; None if nowhere."""
    wanted, _ = _squeezed(quote)
    squeezed, places = _squeezed(text)
    at = squeezed.find(wanted) if len(wanted) >= _SHORTEST else -1
    while at >= 0 and _splits_number(squeezed, at, at + len(wanted)):
        at = squeezed.find(wanted, at + 1)
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _splits_number(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a number: "8个月" is no quote of "18个月"."""
    return text[start - 1 : start + 1].isdecimal() or (end < len(text) and text[end - 1 : end + 1].isdecimal())


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Letters and digits in one width with the place of each; signs stay only between digits (1.5, 3-5)."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        between = text[place - 1 : place].isdecimal() and text[place + 1 : place + 2].isdecimal()
        for folded in _folded(character):
            if folded.isalnum() or folded == "%" or (between and not folded.isspace() and folded != ","):
                kept.append(folded)
                places.append(place)
    return "".join(kept), places


def cite(passage: Passage, span: Clause) -> Citation:
    """The clause as a quote whose span indexes into the document's text."""
    return Citation(
        passage.passage_id,
        passage.doc_id,
        passage.title,
        clause_path(passage.heading_path, passage.text, span.start),
        passage.page,
        passage.start + span.start,
        passage.start + span.end,
        span.text,
    )
