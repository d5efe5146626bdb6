"""The day on which a report was published, read from its first words."""

from __future__ import annotations

from datetime import date

from tadmor.model import Span
from tadmor.reading.times import dates  # noqa: F401 - registers its rules
from tadmor.reading.times.grammar import Hit, Moment, hits
from tadmor.reading.times.lexer import lex

_HEAD = 240  # code points read
_CUES = frozenset({"published", "posted", "publication", "updated", "issued", "released", "filed"})
_NOT_BEFORE = frozenset({"died", "born", "dated", "until", "since", "by", "of", "on", "in", "from", "to", "and", "the"})


def report_day(text_head: str) -> tuple[date, Span] | None:
    """The publication date told in a report's first words, with its span; None where no full date stands there.

    >>> report_day("Posted on August 3 2016 by A. Writer The siege goes on")[0].isoformat()
    '2016-08-03'
    """
    lexed = lex(text_head[:_HEAD])
    best: tuple[int, int, int, date, Span] | None = None
    for hit in hits(lexed):
        if not ((hit.has("d") and hit.has("m")) or hit.has("date") or hit.has("glued")):
            continue
        when = hit.read(Moment())
        if when is None or when.basis != "stated" or when.start is None or when.start != when.end:
            continue
        rank = _rank(hit)
        if rank is None:
            continue
        start, end = lexed.tokens[hit.first].start, lexed.tokens[hit.last - 1].end
        entry = (rank, start, start - end, when.start, Span(start, end, text_head[start:end]))
        best = entry if best is None else min(best, entry, key=lambda e: e[:3])
    return (best[3], best[4]) if best else None


def _rank(hit: Hit) -> int | None:
    """0 after "published on" and the like, 1 standing free; None where the date belongs to the prose."""
    tokens = hit.lexed.tokens
    before = [t.text.lower() for t in tokens[max(0, hit.first - 4) : hit.first]]
    if _CUES & set(before):
        return 0
    if hit.first == 0:
        return 1
    following = hit.beside(1)
    free = following is None or not following.text[0].islower() or following.text.lower() in ("at", "by")
    in_prose = tokens[hit.first - 1].text[0].islower() and hit.after("COMMA", "DOT", "RPAR")
    led = tokens[hit.first].text.lower() in _NOT_BEFORE
    if before[-1] in _NOT_BEFORE or led or not free or in_prose or hit.after("RPAR"):
        return None
    return 1
