"""Learns the ranking from questions, and how much better than the one in use it is on questions that it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from sklearn.model_selection import KFold

from eval.benchmarks.answer_elsewhere import own_passages
from eval.benchmarks.silence_benchmark import measures
from eval.benchmarks.wording import Wording
from eval.data.selection import Skipped
from eval.errors import EvalError
from eval.metrics.ranking import ranking_figures
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from eval.tuning.lesson import HEARD_ABOUT, MISHEARD, Lesson, learn
from eval.tuning.questions import Questions
from eval.tuning.silence import ABOUT
from retrieval.ranking import Ranking, Way
from retrieval.searcher import Searcher

FOLDS = 5
IN_USE = "in_use"
_FIGURES = ("hit@1", "hit@5")
_SEED = 1

_Lessons = Mapping[str, Lesson]


def benchmark_tuning(
    kinds: Sequence[Questions], ranking: Ranking, skipped: Sequence[Skipped], run: Run
) -> tuple[Result, Ranking]:
    """The ranking learnt from all questions, and figures of rankings each learnt without a fifth of them, on that.

    `hit@1` and `hit@5` are of what is shown, so that silence counts as a miss; `kept` and `silent` as in the silence
    benchmark; `unanswered_silent` is of questions that no document answers. The ranking in use stands beside them as
    `in_use`: if it learnt from these questions, it has seen them. A way in which nothing is asked keeps its ranking.
    """
    samples: list[Sample] = []
    learnt = ranking
    ways: tuple[Way, ...] = ("typed", "heard")
    for way in ways:
        lessons = [kind.lessons(way) for kind in kinds]
        if not any(kind.asked.get(way) for kind in kinds):
            continue
        learnt = replace(learnt, **{way: learn([list(one.values()) for one in lessons], *_leniency(kinds, way))})
        for kind, taught, searchers in zip(kinds, lessons, _held_out(kinds, lessons, way), strict=True):
            known = [wording for wording in kind.asked.get(way, ()) if wording.key in searchers]
            score = partial(_sample, kind, taught, searchers)
            samples += run.measure(f"{kind.name} {way}".strip().capitalize(), known, lambda one: one.key, score)
    return Result(tuple(measures(samples)), samples, {"n": len(samples)}, run.skipped(*skipped)), learnt


def _held_out(kinds: Sequence[Questions], lessons: Sequence[_Lessons], way: Way) -> list[dict[str, Searcher]]:
    """For each kind, by question, a search whose ranking was learnt from other questions."""
    few = min((len(one) for one in lessons if one), default=0)
    if few < FOLDS:
        raise EvalError(
            "There are {count} questions {way}: give at least {least}, better some hundreds.",
            count=few,
            way=way,
            least=FOLDS,
        )
    searchers: list[dict[str, Searcher]] = [{} for _ in kinds]
    for fold in range(FOLDS):
        unknown = [_fold(one, fold) for one in lessons]
        rest = [[one[key] for key in one if key not in left] for one, left in zip(lessons, unknown, strict=True)]
        model = learn(rest, *_leniency(kinds, way))
        for kind, left, found in zip(kinds, unknown, searchers, strict=True):
            found |= dict.fromkeys(left, kind.base.ranked_by(Ranking(model, model)))
    return searchers


def _leniency(kinds: Sequence[Questions], way: Way) -> tuple[float, float]:
    if way == "typed":
        return 0.0, ABOUT
    asked = [wording for kind in kinds for wording in kind.asked.get(way, ())]
    return 0.0 if all(wording.question.audio for wording in asked) else MISHEARD, HEARD_ABOUT


def _fold(lessons: _Lessons, fold: int) -> set[str]:
    names = list(lessons)
    if not names:
        return set()
    splits = list(KFold(FOLDS, shuffle=True, random_state=_SEED).split(names))
    return {names[place] for place in splits[fold][1]}


def _sample(kind: Questions, lessons: _Lessons, searchers: Mapping[str, Searcher], wording: Wording) -> Sample:
    lesson = lessons[wording.key]
    learnt = _outcome(searchers[wording.key], kind, lesson, wording)
    used = _outcome(kind.base.searcher, kind, lesson, wording)
    place = f"{kind.name} {wording.way}".strip()
    observed = {f"{place} {name}": [[value, 1]] for name, value in learnt.items()}
    observed |= {f"{IN_USE} {place} {name}": [[value, 1]] for name, value in used.items()}
    unit = wording.key
    return {"id": unit, "unit": unit, "way": wording.way, "query": wording.text, **learnt, "observed": observed}


def _outcome(searcher: Searcher, kind: Questions, lesson: Lesson, wording: Wording) -> dict[str, float]:
    """Where the answer stands in another document too, nothing is asked of silence."""
    hits = searcher.search(wording.text, wording.heard)
    if not lesson.answered:
        return {"unanswered_silent": float(not hits)}
    figures = ranking_figures([hit.passage.doc_id in wording.question.doc_ids for hit in hits])
    outcome = {name: figures[name] for name in _FIGURES} | {"kept": float(bool(hits))}
    if lesson.unanswered:
        outcome["silent"] = float(
            not searcher.search(wording.text, wording.heard, without=own_passages(kind.base, wording.question))
        )
    return outcome
