"""The documents that were searched, as the answers of a call script name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.citation_check import exact_span
from eval.data.call_set import CallScript, ExpectedAnswer
from eval.errors import EvalError
from knowledge_base.told import Told


@dataclass(frozen=True, slots=True)
class KnownDocuments:
    """`names` are their files' names without ending by id; `text` gives a document's text by id, None if gone."""

    names: Mapping[str, str]
    text: Callable[[str], str | None]

    def answered_by(self, answer: ExpectedAnswer, doc_id: str) -> bool:
        """Whether it is the document that the answer names or, where it names none, holds its quote."""
        if answer.document is not None:
            return self.names.get(doc_id) == answer.document
        return self.span(answer, doc_id) is not None

    def span(self, answer: ExpectedAnswer, doc_id: str) -> tuple[int, int] | None:
        """Where the answer's quote stands in a document's text, in characters."""
        return _span(answer.quote or "", self.text(doc_id) or "")

    def check(self, script: CallScript) -> None:
        """Raises EvalError naming an answer that no recommendation could give: unknown document or quote."""
        for place, answer in enumerate(script.expected.answers):
            named = [doc_id for doc_id in self.names if self.answered_by(answer, doc_id)]
            if answer.document is not None and not named:
                raise _unknown(script, place, "document", Told('there is no document "{name}"', name=answer.document))
            if answer.quote is not None and not any(self.span(answer, doc_id) for doc_id in named):
                raise _unknown(script, place, "quote", Told("these words stand in no such document"))


_span = lru_cache(maxsize=512)(exact_span)


def _unknown(script: CallScript, place: int, field: str, what: Told) -> EvalError:
    return EvalError(
        "{call}: expected.answers.{place}.{field}: {what}. Add the document to the knowledge base, "
        "mend the field, or leave the call out.",
        call=script.id,
        place=place,
        field=field,
        what=what,
    )
