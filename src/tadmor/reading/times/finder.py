"""Finds every expression of time in a text and works out its days."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tadmor.model import Span, When
from tadmor.reading.times import dates, feasts, weekdays  # noqa: F401 - they register their rules
from tadmor.reading.times.anchors import day_told
from tadmor.reading.times.grammar import Hit, Moment, hits, pattern
from tadmor.reading.times.lexer import Lexed, codes, lex
from tadmor.reading.times.offsets import away_from, away_from_happening
from tadmor.reading.times.stretches import echo, lasting, moment_word
from tadmor.reading.times.weekdays import clock

_STOP = re.compile(r"""[.!?]["'”’)]*\s+(?=["'“‘(\[]?[A-Z0-9])|\n\s*\n""")
_AHEAD = re.compile(
    r"\b(?:will|shall|would|going to|due to|scheduled|slated|set to|expected|planned|plans to|is to|are to|upcoming"
    r"|must|as soon as|as early as|postponed|deadline)\b[^;.]*$",
    re.IGNORECASE,
)
# What stands before a time and turns it: from it on, up to it, after it; "on" and the like only widen the span.
_LEAD = (
    "(?:(?:(?P<from>SINCE|FROM|BEGIN|BOUND(?=IN|ON))|(?P<to>BY|UNTIL|UP TO|UP UNTIL)|(?P<before>BEFORE)"
    "|(?P<after>AFTER))(?:ON|IN|AT)?|ON|IN|AT|OVER|BETWEEN)?ABOUT?THE?$"
)
_CLAUSE_REACH = 22  # words between "since" or "a week after" and the date that the clause ends on
_ANCHOR_REACH = 3  # sentences over which "the next day" of a dated report looks back


@dataclass(slots=True)
class _Found:
    """A time over tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    when: When
    hit: Hit
    joined: bool = False


def find_times(
    text: str,
    day: date | None,
    sentences: Sequence[tuple[int, int]] | None = None,
    tense: Callable[[int], str | None] | None = None,
    scope: When | None = None,
) -> list[When]:
    """Every time told in ``text``, in order, with its span, days, grain and basis.

    ``day`` is the report's; without it (or in a history, which its publication does not date) relative words have no
    days unless a date told before lends them, and ``scope`` is the time that the whole tells of. A time that
    is not when a happening was ("the five-year-old conflict") has basis "none". A clause "since … in March 2011" is
    given whole, beside its own date. ``tense`` tells "past" or "future" for the verb around an offset.

    >>> [(w.span.text, w.start.isoformat()) for w in find_times("It fell on Sunday.", date(2016, 3, 30))]
    [('on Sunday', '2016-03-27')]
    """
    lexed = lex(text)
    starts = [s for s, _ in sentences] if sentences is not None else _guess_starts(text)
    found = _read(lexed, Moment(day, scope=scope), starts, tense)
    _place_durations(lexed, found, starts)
    times = [_told(lexed, f) for f in _anchored(lexed, found, starts)]
    before = [0, *(f.last for f in found)]
    times += [w for f, taken in zip(found, before, strict=False) if (w := _since_clause(lexed, f, taken))]
    return sorted(times, key=lambda w: (w.span.start, -w.span.end) if w.span else (0, 0))


def _guess_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in _STOP.finditer(text))]


def _read(lexed: Lexed, moment: Moment, starts: list[int], tense: Callable[[int], str | None] | None) -> list[_Found]:
    """The times in order of the text, each read in the light of those before it."""
    found: list[_Found] = []
    clusters = list(_clusters(lexed))
    day, told_in = moment.day, 0
    moment = moment if day else replace(moment, era=moment.scope or _first_dated(clusters))
    for hit in (hit for cluster in clusters for hit in _chosen(cluster, moment)):
        sentence = bisect_right(starts, lexed.tokens[hit.first].start)
        if day and sentence - told_in > _ANCHOR_REACH:
            moment = replace(moment, anchor=None)
        verb = _tense_at(lexed, hit, starts, tense)
        now = replace(moment, future=verb == "future", past=verb == "past", fresh=sentence - told_in < 2)
        when = hit.read(now)
        if when is None:
            continue
        item = _join(found, _Found(hit.first, hit.last, when, hit), now)
        found.append(item)
        moment = _moved(moment, item, starts)
        if moment.anchor is item.when:
            told_in = sentence
    return found


def _clusters(lexed: Lexed) -> Iterator[list[Hit]]:
    """Hits that overlap, together; the longest first, so that the shorter stand in where it is refused."""
    cluster: list[Hit] = []
    reach = 0
    for hit in sorted(hits(lexed), key=lambda h: h.first):
        if cluster and hit.first >= reach:
            yield sorted(cluster, key=lambda h: h.first - h.last)
            cluster, reach = [], 0
        cluster.append(hit)
        reach = max(reach, hit.last)
    if cluster:
        yield sorted(cluster, key=lambda h: h.first - h.last)


def _chosen(cluster: list[Hit], moment: Moment) -> list[Hit]:
    """The hits of a cluster that stand, in order: the longest, and of the others what still fits beside them."""
    chosen: list[Hit] = []
    for hit in cluster:
        rest: Hit | None = hit
        for other in chosen:
            rest = _beside(rest, other) if rest else None
        if rest and rest.read(moment):
            chosen.append(rest)
    return sorted(chosen, key=lambda h: h.first)


def _beside(hit: Hit, other: Hit) -> Hit | None:
    """What of a rule's match is left before or after the words that another has taken, where it still fits the rule."""
    if hit.last <= other.first or other.last <= hit.first:
        return hit
    if hit.first < other.first:
        again = hit.match.re.match(hit.lexed.classes, hit.first, other.first)
    else:
        again = hit.match.re.search(hit.lexed.classes, other.last) if other.last < hit.last else None
    if again is None or again.start() >= hit.last or again.end() > hit.last or again.end() == again.start():
        return None
    return Hit(hit.lexed, again.start(), again.end(), again, hit.meaning)


def _first_dated(clusters: list[list[Hit]]) -> When | None:
    """The first date told with its year, to lend it; a year alone, or the start of something, lends none."""
    for hit in (hit for cluster in clusters for hit in cluster if hit.has("y") or hit.has("date")):
        when = hit.read(Moment())
        if when and when.basis == "stated" and when.start and when.grain != "year" and not hit.before("SINCE"):
            return when
    return None


def _tense_at(lexed: Lexed, hit: Hit, starts: list[int], tense: Callable[[int], str | None] | None) -> str | None:
    """The tense of the verb around a time; where nobody tells, the future is guessed from the words before."""
    at = lexed.tokens[hit.first].start
    if tense is not None and (told := tense(at)):
        return told
    sentence = starts[max(0, bisect_right(starts, at) - 1)]
    return "future" if _AHEAD.search(lexed.text, max(sentence, at - 70), at) else None


def _join(found: list[_Found], item: _Found, moment: Moment) -> _Found:
    """The range that ``item`` ends ("from Friday to Sunday"), taking its first half out of ``found``; else ``item``."""
    if not found:
        return item
    first = found[-1]
    link = pattern("THE?(?:(?P<to>TO|UNTIL|DASH)|(?P<and>AND))(?:ON|IN|EDGE)*THE?$").fullmatch(
        item.hit.lexed.classes, first.last, item.first
    )
    if link is None:
        return item
    start, end = first.when, item.when
    if item.hit.has("y") and not first.hit.has("y") and end.start and end.basis == "stated":
        again = first.hit.read(replace(moment, year=end.start.year))
        start = again or start
    if start.start is None or end.end is None:
        return item
    between = bool(link["to"]) or first.hit.before("BETWEEN")
    if between and start.start > end.end and first.hit.has("w") and start.grain == end.grain == "day":
        start = replace(start, start=start.start - timedelta(days=7))  # "between Friday and Monday", told on a Saturday
    if start.start is None or start.start > end.end or not (between or _side_by_side(start, end)):
        return item
    found.pop()
    return _Found(first.first, item.last, When(start.start, end.end, "span", end.basis), item.hit, True)


def _side_by_side(start: When, end: When) -> bool:
    """Whether two times of one grain follow on each other, as Saturday and Sunday do."""
    near = start.end is not None and end.start is not None and end.start - start.end <= timedelta(days=1)
    return near and start.grain == end.grain


def _moved(moment: Moment, item: _Found, starts: list[int]) -> Moment:
    """The moment after a time was told: a day becomes the day told last, a date lends its year."""
    when = item.when
    if when.basis == "none" or when.start is None or when.end is None or item.hit.meaning is away_from_happening:
        return moment
    moment = replace(moment, last=when)
    narrated = moment.day is None and when.basis != "relative" and when.grain in ("month", "span")
    if when.grain in ("day", "time") or narrated:
        moment = replace(moment, anchor=when)
    if when.basis in ("stated", "context"):
        leads = any(t.start in starts for t in item.hit.lexed.tokens[max(0, item.first - 1) : item.first + 1])
        if leads or (when.grain != "year" and not item.hit.before("SINCE")):
            moment = replace(moment, era=when)
    return moment


def _place_durations(lexed: Lexed, found: list[_Found], starts: list[int]) -> None:
    """Takes the days from "for ten days" where a date in its sentence tells that it was not the last ten, in place."""
    for n, item in enumerate(found):
        if item.hit.meaning is lasting and item.when.end:
            sentence = bisect_right(starts, lexed.tokens[item.first].start)
            for other in found[max(0, n - 1) : n + 2]:
                same = bisect_right(starts, lexed.tokens[other.first].start) == sentence
                if same and other.when.basis == "stated" and other.when.end and other.when.end < item.when.end:
                    item.when = When(None, None, "span", "none")
                    break


def _anchored(lexed: Lexed, found: list[_Found], starts: list[int]) -> Iterator[_Found]:
    """The times, "a week after …" counted from the date that stands in its own clause, or is told of it elsewhere."""
    stop = pattern("[COMMA DOT END BREAK]")
    for n, item in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        away = item.hit.meaning is away_from_happening and following is not None
        if away and following and following.when.start and following.when.basis != "none":
            near = following.first - item.last < _CLAUSE_REACH
            if near and not stop.search(lexed.classes, item.last, following.first):
                item.when = away_from(item.hit, following.when)
        if item.hit.meaning is away_from_happening and item.when.start is None and item.when.end is None:
            told = day_told(lexed, item.last, ((f.first, f.when) for f in found if f is not item), starts)
            item.when = away_from(item.hit, told) if told else item.when
        yield item


def _told(lexed: Lexed, found: _Found) -> When:
    """The time with the words before it taken in, turned by "since", "by", "until", "before", "after"."""
    back = max(0, found.first - 4)
    lead = pattern(_LEAD).search(lexed.classes, back, found.first)
    first, when = found.first, found.when
    own = pattern("[IN ON AT FOR OVER BY OF OVERNIGHT]").match(lexed.classes, first)
    if lead and lead.end() > lead.start() and (lead.lastgroup or not own) and not _stands_alone(lexed, found):
        first = lead.start()
        if not found.joined and when.basis != "none" and not (_within_day(lexed, found) and _not_open(lead)):
            when = _turned(when, lead, found.hit.has("bound"))
    start, end = lexed.tokens[first].start, lexed.tokens[found.last - 1].end
    start += lexed.text[start] in "'’"
    return replace(when, span=Span(start, end, lexed.text[start:end]))


def _stands_alone(lexed: Lexed, found: _Found) -> bool:
    """Whether the words before do not turn the time: it owns what follows ("after Saturday's strikes"), or is vague."""
    if found.hit.meaning is moment_word and found.hit.has("what") and found.hit.value("what") != "now":
        return True
    words = lexed.tokens[found.last - 1].text.lower()
    return (words.endswith(("'s", "’s")) and words[0].isalpha()) or (words.endswith("days") and found.hit.has("w"))


def _within_day(lexed: Lexed, found: _Found) -> bool:
    """Whether the time names a part or an hour of a day first: "before dawn on Thursday" is still that Thursday."""
    return found.hit.has("lead") or pattern("PART").match(lexed.classes, found.first) is not None


def _not_open(lead: re.Match[str]) -> bool:
    return not lead["from"] and lead["to"] in (None, codes()["BY"])


def _turned(when: When, lead: re.Match[str], at_bound: bool) -> When:
    """The time opened at its start or end as the words before it tell; ``at_bound``: it is itself an end."""
    if lead["from"]:
        return replace(when, end=None)
    if lead["to"] or (lead["before"] and at_bound):
        return replace(when, start=None)
    if lead["before"]:
        earlier = when.start - timedelta(days=1) if when.start and when.start > date.min else None
        return replace(when, start=None, end=earlier)
    if lead["after"]:
        return replace(when, end=None)
    return when


def _since_clause(lexed: Lexed, found: _Found, taken: int) -> When | None:
    """The clause "since the war began in March 2011" as a time open at its end; None where there is none."""
    when = found.when
    if when.start is None or when.basis == "none" or found.joined or found.hit.meaning in (moment_word, echo, clock):
        return None
    if when.grain == "span" and not (found.hit.has("edge") or found.hit.has("bound")):
        return None
    stop = pattern("[SINCE COMMA DOT END BREAK]")
    for at in range(found.first - 1, max(taken - 1, found.first - _CLAUSE_REACH), -1):
        if stop.match(lexed.classes, at):
            if found.first - at < 3 or not pattern("SINCE").match(lexed.classes, at) or _is_adverb(lexed, at):
                return None
            start, end = lexed.tokens[at].start, lexed.tokens[found.last - 1].end
            return replace(when, end=None, span=Span(start, end, lexed.text[start:end]))
    return None


def _is_adverb(lexed: Lexed, at: int) -> bool:
    """Whether the "since" at this token is an adverb: "they have since lost …"."""
    helped = at > 0 and lexed.tokens[at - 1].text.lower() in ("have", "has", "had")
    return helped and not pattern("[THE AN CAPITAL]").match(lexed.classes, at + 1)
