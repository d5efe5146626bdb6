"""How a record grows: a million claims added, and what it takes to ask.

    python bench/record.py CLAIMS.jsonl... [--claims 10000 100000 1000000] [--folder DIR]

CLAIMS are lines that `tadmor claims --json` printed; their sentences are drawn anew into reports of other days (see
resample.py). For each size: claims added a second with everything (store, chain, stories, events, holders), the share
of it that finding events takes, and the time of questions, the worst of several, in ms. All are the processor's time,
so that what else the machine does weighs little.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

import resample

from tadmor.pipeline import Monitor, Reading
from tadmor.pipeline.events import Clusters
from tadmor.query import Query

T = TypeVar("T")
_ASKED = 15


def main() -> None:
    """Prints a row a size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--claims", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    options.add_argument("--folder", type=Path, default=Path("build/bench"))
    given = options.parse_args()
    found = resample.pieces(given.files)
    base = peak()
    print(f"{base:.0f} MB are the sentences drawn from; they are left out below")
    print(f"{'claims':>9} {'added/s':>8} {'events':>7} {'point':>7} {'month':>7} {'map':>7} {'report':>7} {'MB':>6}")
    for size in given.claims:
        print(f"{row(found, size, given.folder)} {peak() - base:6.0f}", flush=True)


def row(found: list[resample.Piece], size: int, folder: Path) -> str:
    """One row: claims, claims a second, share of events, then the questions."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    late = list(islice(resample.made(found, 2_000, seed=7, number=10**7, begun=size // resample.A_DAY), 5))
    spent = timed_events()
    with Monitor.open(folder / "made.db") as monitor:
        start = time.process_time()
        for outcome in monitor.add_readings(resample.made(found, size)):
            if isinstance(outcome, Exception):
                raise outcome
        taken = time.process_time() - start
        asked = questions(monitor, late, size // resample.A_DAY)
    cells = " ".join(f"{ms:7.1f}" for ms in asked)
    return f"{size:9} {size / taken:8.0f} {spent[0] / taken:7.2f} {cells}"


def peak() -> float:
    """The most memory that was held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed_events() -> list[float]:
    """A cell in which the seconds that finding events takes add up."""
    spent, place = [0.0], Clusters.place

    def timed(self: Clusters, *given: object, **named: object) -> int:
        start = time.process_time()
        try:
            return place(self, *given, **named)  # type: ignore[arg-type]
        finally:
            spent[0] += time.process_time() - start

    Clusters.place = timed  # type: ignore[method-assign]
    return spent


def questions(monitor: Monitor, late: list[Reading], span: int) -> list[float]:
    """Milliseconds: who held a place on a day; events of a place and month; the map of a day; one more report."""
    dice = random.Random(2)
    places = [row.place for row in monitor.places()[:200]]
    days = [resample.FIRST + timedelta(days=dice.randrange(span)) for _ in range(_ASKED)]
    known = date(2020, 1, 1)

    def month(day: date) -> None:
        query = Query(places=(dice.choice(places).id,), since=day.replace(day=1), until=day.replace(day=28))
        list(monitor.events(query))

    return [
        worst(lambda day: monitor.control(day, dice.choice(places).id, known), days),
        worst(month, days),
        worst(lambda day: monitor.control(day, None, known), days[:5]),
        worst(lambda reading: list(monitor.add_readings([reading])), late),
    ]


def worst(ask: Callable[[T], object], asked: list[T]) -> float:
    """The 95th percentile in ms, of few the worst."""
    taken = []
    for one in asked:
        start = time.process_time()
        ask(one)
        taken.append(1000 * (time.process_time() - start))
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 10 else max(taken)


if __name__ == "__main__":
    main()
