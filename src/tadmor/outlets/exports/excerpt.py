"""The words of a report that leave with its claims, and the text that is made of them where they arrive.

The text of an excerpt has each quote at the offsets that it has in the whole text, and line breaks in between: so
claims keep their offsets, and a second excerpt or the whole text agrees with the first (docs/decisions/0007).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tadmor.model import Block, Claim, Event, Span, Telling
from tadmor.settings import DEFAULTS

QUOTE = 300  # characters of a sentence that leave where full texts stay home
_FILL = "\n"


def window(sentence: Span, trigger: Span, limit: int) -> Span:
    """The sentence, or where it is longer than ``limit`` whole words of it around the trigger."""
    if len(sentence.text) <= limit:
        return sentence
    length = len(sentence.text)
    inside = sentence.start <= trigger.start and trigger.end <= sentence.end
    middle = (trigger.start + trigger.end) // 2 - sentence.start if inside else 0
    start = max(0, min(middle - limit // 2, length - limit))
    start, end = _whole_words(sentence.text, start, start + limit)
    return Span(sentence.start + start, sentence.start + end, sentence.text[start:end])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the pieces of words at its ends; as it is where it is one long word."""
    first, last = start, end
    while 0 < first < end and not text[first - 1].isspace():
        first += 1
    while first < last < len(text) and not text[last].isspace():
        last -= 1
    stretch = text[first:last]
    first += len(stretch) - len(stretch.lstrip())
    return (first, first + len(stretch.strip())) if stretch.strip() else (start, end)


def shortened(event: Event, limit: int = QUOTE) -> Event:
    """The event with no sentence of its claims longer than ``limit``."""
    if all(len(telling.claim.sentence.text) <= limit for telling in event.tellings):
        return event
    return replace(event, tellings=tuple(_short(telling, limit) for telling in event.tellings))


def _short(telling: Telling, limit: int) -> Telling:
    claim = telling.claim
    return replace(telling, claim=replace(claim, sentence=window(claim.sentence, claim.trigger, limit)))


def spans(claim: Claim) -> Iterator[Span]:
    """Every stretch of the text that a claim quotes."""
    yield from (claim.sentence, claim.trigger)
    for mention in (*claim.actors, *claim.targets, *claim.attribution.speakers):
        yield mention.span
    if claim.where:
        yield claim.where.span
    for count in claim.counts:
        yield from (span for span in (count.span, count.who) if span)
    yield from (span for span in (claim.when.span if claim.when else None, claim.attribution.cue) if span)


def excerpt(quotes: Iterable[Span], longest: int = DEFAULTS.max_chars) -> tuple[str, tuple[Block, ...]]:
    """(text, the stretches of it that are known). ValueError where two quotes contradict or one cannot stand so."""
    runs: list[tuple[int, str]] = []
    for span in sorted(quotes, key=lambda span: (span.start, span.end)):
        if span.start < 0 or span.end - span.start != len(span.text) or span.end > longest:
            raise ValueError(f"{span.text!r} cannot stand at {span.start} to {span.end}")
        start, known = runs[-1] if runs else (0, "")
        if runs and span.start <= start + len(known):
            runs[-1] = (start, _joined(known, span.text, span.start - start))
        else:
            runs.append((span.start, span.text))
    return _filled(runs), tuple(Block("paragraph", start, start + len(known)) for start, known in runs)


def _joined(known: str, words: str, at: int) -> str:
    shared = min(len(known) - at, len(words))
    if known[at : at + shared] != words[:shared]:
        raise ValueError(f"{words!r} stands where another quote has {known[at : at + shared]!r}")
    return known + words[shared:]


def _filled(runs: list[tuple[int, str]]) -> str:
    pieces, at = [], 0
    for start, known in runs:
        pieces += [_FILL * (start - at), known]
        at = start + len(known)
    return "".join(pieces)
