"""How big a record may get: events told by many, written straight through the store, and what it takes to ask.

    python bench/store.py RECORD CLAIMS.jsonl... [--claims 1000000] [--events 100000] [--years 10]
    python bench/store.py RECORD

CLAIMS are lines that `tadmor claims --json` printed: each telling takes a sentence of one of them. A happening has a
kind, a town, a day, a side and a toll; reports near its day, and some long after, tell of it, at times with another
toll or day. Nothing is compared: which claims are one event is given, so that a million claims take minutes. The words
stay as they were drawn, so what a claim means need not be what its sentence says. Without CLAIMS the record that is
there is asked. Prints claims a second, the size of the file in MB, and for each question the median and worst in ms.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from statistics import median

import resample

from tadmor.model import Claim, Mention, Place, Report, When, Where
from tadmor.pipeline import Monitor
from tadmor.pipeline.adding import telling_of
from tadmor.pipeline.naming import lineage
from tadmor.query import Query
from tadmor.reconcile.stakes import stakes_of
from tadmor.record import open as open_record
from tadmor.record.writer import Writer

_OUTLETS = [f"Outlet {n}" for n in range(40)]
_SPREAD = 1.2  # of the logarithm of how many tell of a happening: most are told few times, some very often
_MOST = 200  # tellings of one happening
_LATER = (0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 5, 8, 30, 365)  # days from a happening to a report of it
_OFTEN = 20  # the town of rank r is told of as often as 1 / (r + 20)
_ANOTHER = 0.2  # of the tellings that give another toll; half as many another day, a quarter another side
_IN_REPORT = (6, 14)
_COPIES = 0.12  # of the reports that print an earlier one's story
_WRITE, _KEYS, _BANDS = 200, 2, 25  # reports in one write; block keys of a claim, bands of a report
_RULES = "store"


@dataclass(frozen=True, slots=True)
class Happening:
    """What tellings tell of. ``n`` counts from 0; ``day`` is the first on which it is told."""

    n: int
    kind: str
    place: Place
    day: date
    actor: Mention | None
    toll: int


@dataclass(frozen=True, slots=True)
class Source:
    """What happenings are drawn from: sentences of one claim each by kind, and towns with their weights."""

    kinds: list[str]
    told: dict[str, list[tuple[str, Claim]]]
    towns: list[Place]
    weights: list[float]


def source(paths: Sequence[Path], dice: random.Random) -> Source:
    """The sentences of files of claim lines whose claims have a place and a day."""
    told: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    kinds: list[str] = []
    for piece in resample.pieces(list(paths)):
        for claim in piece.claims:
            if claim.where and claim.when and claim.when.start:
                told[claim.kind].append((piece.text, claim))
                kinds.append(claim.kind)
    towns = resample.towns(dice)
    return Source(kinds, told, towns, [1 / (rank + _OFTEN) for rank in range(len(towns))])


def happenings(drawn: Source, dice: random.Random, events: int, days: int) -> Iterator[Happening]:
    """So many happenings in order of their days."""
    for n in range(events):
        kind = dice.choice(drawn.kinds)
        _, claim = dice.choice(drawn.told[kind])
        place = dice.choices(drawn.towns, drawn.weights)[0]
        day = resample.FIRST + timedelta(days=n * days // events)
        toll = round(math.exp(dice.gauss(2, 1)))
        yield Happening(n, kind, place, day, next((m for m in claim.actors if m.ref), None), toll)


def reports(
    drawn: Source, dice: random.Random, claims: int, events: int, days: int
) -> Iterator[tuple[Report, list[tuple[Claim, int]]]]:
    """(report, its claims each with the number of its happening) in order of publication."""
    due: dict[date, list[Happening]] = defaultdict(list)
    coming = happenings(drawn, dice, events, days)
    following, made = next(coming, None), 0
    middle = math.log(claims / events) - _SPREAD**2 / 2
    for at in range(days + _LATER[-1] + 1):
        day = resample.FIRST + timedelta(days=at)
        while following and following.day <= day:
            times = min(_MOST, max(1, round(math.exp(dice.gauss(middle, _SPREAD)))))
            for later in (0, *dice.choices(_LATER, k=times - 1)):
                due[day + timedelta(days=later)].append(following)
            following = next(coming, None)
        today = due.pop(day, [])
        dice.shuffle(today)
        while today:
            size = dice.randint(*_IN_REPORT)
            yield _report(drawn, dice, made, day, today[:size])
            today, made = today[size:], made + 1


def _report(
    drawn: Source, dice: random.Random, number: int, day: date, told: list[Happening]
) -> tuple[Report, list[tuple[Claim, int]]]:
    ident, at = f"{number:016x}", 0
    texts: list[str] = []
    claims: list[tuple[Claim, int]] = []
    for order, happening in enumerate(told):
        text, claim = dice.choice(drawn.told[happening.kind])
        moved = resample.shifted(claim, at, timedelta(0), None)
        claims.append((_telling(dice, moved, happening, f"{number:010x}{order:06x}", ident), happening.n))
        texts.append(text)
        at += len(text) + 1
    whole = "\n".join(texts)
    outlet = dice.choice(_OUTLETS)
    return Report(ident, whole, title=texts[0][:80], outlet=outlet, published=day), claims


def _telling(dice: random.Random, claim: Claim, told: Happening, ident: str, report: str) -> Claim:
    """The claim of a sentence as one of a happening, at times with another toll, day or side."""
    toll = told.toll if dice.random() > _ANOTHER else max(1, round(told.toll * dice.uniform(0.5, 2)))
    day = told.day if dice.random() > _ANOTHER / 2 else told.day - timedelta(days=1)
    ours = told.actor if dice.random() > _ANOTHER / 4 else None
    actors = tuple(replace(m, ref=ours.ref, kind=ours.kind) for m in claim.actors[:1]) if ours else claim.actors
    counts = tuple(replace(c, low=toll, high=toll) if c.unit == "killed" else c for c in claim.counts)
    assert claim.where
    where = Where(claim.where.span, told.place, claim.where.relation, "town")
    when = When(day, day, "day", "stated")
    return replace(claim, id=ident, report=report, where=where, when=when, actors=actors, counts=counts)


def build(record: Path, paths: Sequence[Path], claims: int, events: int, years: int) -> None:
    """Writes the record, and prints how fast."""
    dice = random.Random(4)
    drawn = source(paths, dice)
    made = reports(drawn, dice, claims, events, years * 365)
    began, written = time.perf_counter(), 0
    with open_record(record) as store:
        while some := list(islice(made, _WRITE)):
            with store.write("add", "bench", rules=_RULES) as writer:
                written += sum(_put(writer, dice, report, told) for report, told in some)
    took = time.perf_counter() - began
    size = record.stat().st_size / 1e6
    print(f"{written:,} claims in {took:.0f} s: {written / took:.0f} a second; {size:.0f} MB")


def _put(writer: Writer, dice: random.Random, report: Report, told: list[tuple[Claim, int]]) -> int:
    """Writes a report with all that adding it would write; how many claims it has."""
    number = writer.add_report(report)
    first = number - dice.randint(1, 50) if number > 50 and dice.random() < _COPIES else number
    if first != number:
        writer.add_origin(number, first, "copy", 0.9, ("drawn so",))
    writer.add_bands(number, _keys(f"band {report.id}", _BANDS))
    rows = writer.add_reading(number, [claim for claim, _ in told])
    for row, (claim, event) in zip(rows, told, strict=True):
        assert report.published
        telling = telling_of(report, claim, row, f"{first - 1:016x}", report.published)
        writer.add_stakes(row, stakes_of(telling, lineage))
        writer.add_blocks(row, _keys(f"block {claim.kind} {event // 20}", _KEYS))
        writer.add_event(f"e{event:015x}", claim.id)
        writer.add_members([(row, f"e{event:015x}", None, 0.9, ("drawn so",))])
    return len(rows)


def _keys(words: str, many: int) -> list[int]:
    """So many numbers of 63 bits, the same for the same words."""
    digests = (blake2b(f"{words} {n}".encode(), digest_size=8).digest() for n in range(many))
    return [int.from_bytes(digest, "big") >> 1 for digest in digests]


def ask(record: Path) -> None:
    """Prints how long questions take, the first among them: each of another claim, report, place or day."""
    dice = random.Random(5)
    with Monitor.open(record, create=False) as monitor:
        print(f"{'':24} {'median':>7} {'worst':>7}")
        for what, question in _questions(monitor, dice).items():
            taken = []
            for _ in range(10):
                began = time.perf_counter()
                question()
                taken.append((time.perf_counter() - began) * 1000)
            print(f"{what:24} {median(taken):7.1f} {max(taken):7.1f}")


def _questions(monitor: Monitor, dice: random.Random) -> dict[str, Callable[[], object]]:
    """What is asked of the record, by name."""
    places = [row.place.id for row in monitor.places()[:500]]
    reports = sum(row.reports for row in monitor.sources())
    known = [f"{dice.randrange(reports):016x}" for _ in range(100)]

    def day() -> date:
        return resample.FIRST + timedelta(days=dice.randrange(9 * 365))

    def month() -> Query:
        first = day()
        return Query(places=(dice.choice(places),), since=first, until=first + timedelta(days=30))

    return {
        "claim by id": lambda: monitor.record.telling(f"{int(dice.choice(known), 16):010x}{0:06x}"),
        "report with its claims": lambda: monitor.explain(dice.choice(known)),
        "claims of a place, month": lambda: list(monitor.claims(month())),
        "events of a place, month": lambda: list(monitor.events(month())),
        "map of a day": lambda: monitor.control(day()),
        "map as known that day": lambda: monitor.control(found := day(), None, found),
        "words in texts, 20": lambda: monitor.record.search("Palmyra airport", 20),
        "places": monitor.places,
        "actors": monitor.actors,
        "outlets": monitor.sources,
    }


def main() -> None:
    """Build where claims are given, then ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    if given.files:
        build(given.record, given.files, given.claims, given.events, given.years)
    ask(given.record)


if __name__ == "__main__":
    main()
