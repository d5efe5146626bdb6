"""The place and the days of a happening: those its sentence ties to it, else those the report has told before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tadmor.coding.context import Context, place_key
from tadmor.coding.learned import told
from tadmor.coding.slots import coordinated
from tadmor.doc import Doc
from tadmor.model import When, Where

SURE, LIKELY, LAST_RESORT = 0.5, 0.25, 0.12
"""Probabilities of a name's best word to be the place: alone; where the happening's place is likely stated;
where it surely is.
"""
LIST_WORDS = frozenset({",", "and", "or", "&", "as", "well", "the", "of", "in", "cities", "towns", "villages", "both"})

Array = np.ndarray[Any, np.dtype[Any]]


def wheres(
    doc: Doc, sentence: int, words: tuple[int, ...], scores: Array, expected: list[int], context: Context
) -> list[Where | None]:
    """The places of a happening: several only where the sentence lists them; [None] where none is known."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    here = [w for w in doc.places if span.start <= w.span.start and w.span.end <= span.end and w.relation != "of"]
    rated = [(float(max(scores[i - a] for i in doc.words_in(w.span))), w) for w in here if len(doc.words_in(w.span))]
    rated = [(s + (0.25 if set(doc.words_in(w.span)) & set(expected) else 0.0), w) for s, w in rated]
    placing = told(doc, words, "placing")
    least = SURE if placing["stated"] < 0.5 else LIKELY if placing["stated"] < 0.8 else LAST_RESORT
    sure = [w for s, w in rated if s >= SURE]
    if not sure and rated:
        best = max(rated, key=lambda r: r[0])
        sure = [best[1]] if best[0] >= least else []
    if sure:
        return list(_listed(doc, sure, rated))
    if placing["none"] > 0.6 or context.where is None:
        return [None]
    return [context.where]


def _listed(doc: Doc, sure: list[Where], rated: list[tuple[float, Where]]) -> list[Where]:
    """The best place, and those that stand in one list with it."""
    scores = {w.span: s for s, w in rated}
    best = max(sure, key=lambda w: scores[w.span])
    return [w for w in sure if w is best or _same_list(doc, best, w)]


def _same_list(doc: Doc, x: Where, y: Where) -> bool:
    first, second = sorted((x, y), key=lambda w: w.span.start)
    one, two = doc.words_in(first.span), doc.words_in(second.span)
    between = {doc.words[i].lower() for i in range(one.stop, two.start)}
    if between and between <= LIST_WORDS and between & {",", "and", "or", "&"}:
        return "and" in between or "or" in between or "&" in between or first.relation == second.relation
    heads = [w for w in one if doc.heads[w] not in one]
    return any(set(coordinated(doc, h)) & set(two) for h in heads)


def when(
    doc: Doc, sentence: int, words: tuple[int, ...], kind: str, scores: Array, where: Where | None, context: Context
) -> When | None:
    """The days of a happening."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    at = doc.starts[words[0]]
    here = [
        t for t in doc.times if t.span and span.start <= t.span.start and t.span.end <= span.end and t.basis != "none"
    ]
    here = [
        t for t in here if t.span and not t.span.start <= at < t.span.end
    ]  # "since it took the city in 2014": not of its own clause
    rated = [(float(max((scores[i - a] for i in doc.words_in(t.span)), default=0.0)), t) for t in here if t.span]
    dating = told(doc, words, "dating")
    best = max(rated, key=lambda r: r[0], default=None)
    if best and (best[0] >= SURE or (best[0] >= 0.2 and dating["stated"] > 0.5)):
        return _until_report(best[1], doc)
    return _unstated(doc, sentence, dating, kind, where, context)


def _until_report(when: When, doc: Doc) -> When:
    """An open "since" runs to the report's day: what it tells holds when it is told (77 of 102 annotated)."""
    if when.end is None and when.start is not None and doc.report.published and when.start <= doc.report.published:
        return replace(when, end=doc.report.published)
    return when


def _unstated(
    doc: Doc, sentence: int, dating: dict[str, float], kind: str, where: Where | None, context: Context
) -> When | None:
    """The days of a happening whose sentence ties no time words to it."""
    day = doc.report.published
    if day is None:
        return context.same_sentence(sentence) or (
            context.when and replace(context.when, basis="context", span=None) if dating["earlier"] > 0.5 else None
        )
    report = When(day, day, "day", "published")
    if kind == "control":
        return report
    if dating["none"] > 0.5:
        return None
    known = context.same_happening(kind, place_key(where), day)
    earlier = known or context.when
    if earlier is not None and (known or dating["earlier"] > max(dating["report"], dating["none"])):
        return replace(earlier, basis="context", span=None)
    return report if dating["report"] >= dating["none"] else None
