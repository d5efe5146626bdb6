"""The days of a happening that its sentence ties to it; in a story without a day those at which it has arrived."""

from __future__ import annotations

from dataclasses import replace

from tadmor.coding.context import Context
from tadmor.coding.days import Open, opened
from tadmor.coding.learned import Array, told
from tadmor.doc import Doc, around
from tadmor.model import When, Where

SURE, LIKELY = 0.5, 0.2
"""The least probability of an expression's best word: by itself; where the day is likely stated in the sentence."""

UNDATED, REACH, OPENING = 0.3, 6, 12
"""In a story without a day: the probability of "no day" from which none is lent; sentences of a paragraph over which
days are; code points before the time with which a sentence opens."""


def when(
    doc: Doc, sentence: int, trigger: tuple[int, ...], scores: Array, context: Context
) -> tuple[When | None, Open | None]:
    """The days of a happening, or what stands open of them. ``scores`` has one probability a word of the sentence."""
    rated = _rated(doc, sentence, trigger, scores)
    dating = told(doc, trigger, "dating")
    best = max(rated, key=lambda r: r[0], default=None)
    if best and (best[0] >= SURE or (best[0] >= LIKELY and dating["stated"] > 0.5)):
        return _until_report(best[1], doc), None
    if heading := _heading(doc, sentence):
        return heading, None
    if doc.day is None:
        return _running(doc, sentence, dating, context), None
    return None, opened(doc, sentence, trigger, dating, rated)


def each(doc: Doc, sentence: int, trigger: tuple[int, ...], scores: Array, places: list[Where | None]) -> list[When]:
    """A day for each place of a list that gives each its own ("Hama in May and Homs in June"), else none."""
    told_here = [t for s, t in _rated(doc, sentence, trigger, scores) if s >= LIKELY and t.span]
    spots = [w.span.start for w in places if w is not None]
    if len(places) < 2 or len(spots) != len(places) or len(told_here) != len(places):
        return []
    marks = sorted([(p, "place") for p in spots] + [(t.span.start, "time") for t in told_here if t.span])
    turns = [kind for _, kind in marks]
    return told_here if turns == ["place", "time"] * len(places) else []


def _rated(doc: Doc, sentence: int, trigger: tuple[int, ...], scores: Array) -> list[tuple[float, When]]:
    """The time expressions of a sentence with the probability of their best word.

    One whose clause holds the trigger ("since it took the city in 2014") is not its time; the date within may be.
    """
    a, b = doc.sentences[sentence]
    span, at = doc.span(a, b - 1), doc.starts[trigger[0]]
    out = []
    for time in around(doc.times, span.start, span.end):
        t = time.span
        if t is None or time.basis == "none" or not (span.start <= t.start and t.end <= span.end):
            continue
        if not t.start <= at < t.end:
            out.append((float(max((scores[w - a] for w in doc.words_in(t)), default=0.0)), time))
    return out


def _until_report(when: When, doc: Doc) -> When:
    """An open "since" runs to the report's day: what it tells holds when it is told (77 of 102 annotated)."""
    day = doc.day
    if when.end is None and when.start is not None and day and when.start <= day:
        return replace(when, end=day)
    return when


def _running(doc: Doc, sentence: int, dating: dict[str, float], context: Context) -> When | None:
    """The days at which a story without a day of its own has arrived: those that its sentence opens with or tells of
    another happening, else those of the sentences before it in its paragraph.
    """
    here = _opening(doc, sentence) or context.same_sentence(sentence)
    if here or dating["none"] > UNDATED:
        return here
    for n in range(sentence - 1, max(-1, sentence - REACH), -1):
        if "\n" in doc.text[doc.sentence_span(n).end : doc.sentence_span(n + 1).start]:
            break
        days = _opening(doc, n) or context.same_sentence(n)
        if days:
            return days
    return context.lent() if dating["earlier"] > 0.5 else None


def _heading(doc: Doc, sentence: int) -> When | None:
    """The time that heads the line of a sentence in a chronicle ("4 May 2014 – Shells hit …")."""
    span = doc.sentence_span(sentence)
    time = doc.headings.get(doc.text.rfind("\n", 0, span.start) + 1)
    if time is None or time.span is None:
        return None
    return time if span.start <= time.span.start < span.end else replace(time, basis="context", span=None)


def _opening(doc: Doc, sentence: int) -> When | None:
    """The time with which a sentence opens ("On 4 May, …"), if it can be placed; not "two days after the raid"."""
    span = doc.sentence_span(sentence)
    for time in around(doc.times, span.start, span.end):
        at = time.span
        if at is None or not (span.start <= at.start <= span.start + OPENING and at.end <= span.end):
            continue
        if (time.start or time.end) and not at.text.lower().endswith((" after", " before")):
            return replace(time, basis="context", span=None)
    return None
