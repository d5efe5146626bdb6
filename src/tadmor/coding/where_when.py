"""The place and the days of a happening: those its sentence ties to it, else those the report has told before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tadmor.coding.context import Context
from tadmor.coding.learned import told
from tadmor.coding.slots import coordinated
from tadmor.doc import Doc
from tadmor.model import When, Where

SURE, LIKELY, LAST_RESORT = 0.5, 0.25, 0.12
"""Probabilities of a name's best word to be the place: alone; where the happening's place is likely stated; where it surely is."""
LIST_WORDS = frozenset({",", "and", "or", "&", "as", "well", "the", "of", "in", "cities", "towns", "villages", "both"})

Array = np.ndarray[Any, np.dtype[Any]]


def wheres(doc: Doc, sentence: int, words: tuple[int, ...], scores: Array, expected: list[int], context: Context) -> list[Where | None]:
    """The places of a happening: several only where the sentence lists them; [None] where none is known."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    here = [w for w in doc.places if span.start <= w.span.start and w.span.end <= span.end]
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


def when(doc: Doc, sentence: int, words: tuple[int, ...], kind: str, scores: Array, context: Context) -> When | None:
    """The days of a happening."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    here = [t for t in doc.times if t.span and span.start <= t.span.start and t.span.end <= span.end and t.basis != "none"]
    rated = [(float(max((scores[i - a] for i in doc.words_in(t.span)), default=0.0)), t) for t in here if t.span]
    dating = told(doc, words, "dating")
    best = max(rated, key=lambda r: r[0], default=None)
    if best and (best[0] >= SURE or (best[0] >= 0.2 and dating["stated"] > 0.5)):
        return best[1]
    return _unstated(doc, dating, kind, context)


def _unstated(doc: Doc, dating: dict[str, float], kind: str, context: Context) -> When | None:
    """The days of a happening whose sentence ties no time words to it."""
    day = doc.report.published
    report = When(day, day, "day", "published") if day else None
    earlier = replace(context.when, basis="context", span=None) if context.when else None
    if kind == "control":
        return report
    choices = {k: p for k, p in dating.items() if k != "stated"}
    if earlier is None:
        choices["report"] += choices.pop("earlier")
    if day is None:
        choices.pop("report")
    best = max(choices, key=choices.__getitem__)
    return {"report": report, "earlier": earlier, "none": None}[best]
