"""The questions on the sample city: each answer's quote stands in the document that is named for it."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge_base.readers.converter import convert

SAMPLE = Path(__file__).resolve().parents[2] / "knowledge_base" / "sample"
QUESTIONS = [json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()]
FILES = {path.stem: path for path in (SAMPLE / "documents").rglob("*") if path.is_file()}


def test_every_quote_stands_in_its_document() -> None:
    texts = {name: convert(FILES[name]).text for name in {one["document"] for one in QUESTIONS if one["document"]}}
    assert texts.keys() == FILES.keys(), "every document is asked about"
    assert not [one["id"] for one in QUESTIONS if one["document"] and one["quote"] not in texts[one["document"]]]


def test_questions_without_an_answer_name_none() -> None:
    unanswered = [one for one in QUESTIONS if not one["document"]]
    assert len(unanswered) == 120
    assert not [one["id"] for one in unanswered if one["quote"] or one.get("also")]
    assert len({one["id"] for one in QUESTIONS}) == len({one["question"] for one in QUESTIONS}) == len(QUESTIONS)
