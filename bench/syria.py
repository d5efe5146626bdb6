"""The record of the war reports: every report of fakes and every page of wikipedia_syria, read, recorded and asked.

    python bench/syria.py [--shared ../shared] [--folder build/bench] [--facts bench/control_facts.tsv]

Prints one JSON object: facts of who held which town on a day, asked as a user would (a holder is right where it is one
of the fact's, parted by "|", or stands on the side of one; "lost" and "unknown" are abstentions); judged
pairs of claims (bench/same_pairs.tsv), by the events they are in; and the share of the time that goes into the record
and not into reading. A record that is there from an earlier run by the same rules is asked again, not made again.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from same_pairs import Spot, spot

from tadmor.errors import SettingError
from tadmor.pipeline import Monitor
from tadmor.pipeline.adding import Adder
from tadmor.pipeline.rules import rules_digest
from tadmor.query import Query
from tadmor.reconcile.sides import side_of

ROOT = Path(__file__).resolve().parents[1]
_SOURCES = ("data/fakes/reports.jsonl", "data/wikipedia_syria")


def made(shared: Path, folder: Path) -> Path:
    """The record, made where there is none by these rules; what making it took stands beside it."""
    path, told = folder / "syria.db", folder / "syria.json"
    if told.is_file() and json.loads(told.read_text())["rules"] == rules_digest():
        return path
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    spent = _timed_writes()
    start = time.process_time()
    with Monitor.open(path) as monitor:
        faults = sum(isinstance(o, Exception) for o in monitor.add([str(shared / source) for source in _SOURCES]))
    taken = time.process_time() - start
    told.write_text(json.dumps({"rules": rules_digest(), "store": spent[0] / taken, "s": taken, "faults": faults}))
    return path


def _timed_writes() -> list[float]:
    """A cell in which the seconds add up that writing takes: store, chain, stories, events, holders."""
    spent, write = [0.0], Adder.write

    def timed(self: Adder, readings: Any) -> Any:
        start = time.process_time()
        try:
            return write(self, readings)
        finally:
            spent[0] += time.process_time() - start

    Adder.write = timed  # type: ignore[method-assign]
    return spent


def facts(monitor: Monitor, table: Path) -> dict[str, Any]:
    """Shares of facts right, abstained and wrong, and the places that were wrong."""
    rows = list(csv.DictReader(table.open(encoding="utf-8"), delimiter="\t"))
    verdicts = [(verdict(monitor, row), row) for row in rows]
    counts = Counter(v for v, _ in verdicts)
    wrong = [f"{row['place']} {row['day']}" for v, row in verdicts if v == "wrong"]
    return {**{v: counts[v] / len(rows) for v in ("right", "abstained", "wrong")}, "n": len(rows), "wrongly": wrong}


def verdict(monitor: Monitor, fact: dict[str, str]) -> str:
    """Right, abstained or wrong, by the holder's side."""
    try:
        held = monitor.control(date.fromisoformat(fact["day"]), f"{fact['place']}, {fact['country']}")
    except SettingError:
        return "abstained"
    control = held[0].control if len(held) == 1 else None
    if control is None or control.holder is None or control.holding in ("unknown", "lost"):
        return "abstained"
    wanted = {side_of(holder) for holder in fact["holder"].split("|")}
    return "right" if side_of(control.holder) in wanted else "wrong"


def pairs(monitor: Monitor, table: Path) -> dict[str, float]:
    """Precision and recall of "same" by the events that two claims are in; a claim no longer read is no event's."""
    said: Counter[tuple[bool, bool]] = Counter()
    found: dict[str, dict[Spot, str | None]] = {}
    for row in csv.DictReader(table.open(encoding="utf-8"), delimiter="\t"):
        if row["verdict"] in ("same", "different"):
            a, b = (_event(monitor, spot(row, which), found) for which in ("a", "b"))
            said[a is not None and a == b, row["verdict"] == "same"] += 1
    hit = said[True, True]
    return {
        "precision": hit / max(hit + said[True, False], 1),
        "recall": hit / max(hit + said[False, True], 1),
        "n": said.total(),
    }


def _event(monitor: Monitor, told: Spot, found: dict[str, dict[Spot, str | None]]) -> str | None:
    """The event of one claim of a pair."""
    report = told[0]
    if report not in found:
        found[report] = {}
        for telling, event in monitor.record.placed(Query(report=report)):
            claim = telling.claim
            place = claim.where.place.id if claim.where and claim.where.place else ""
            found[report][report, claim.trigger.start, claim.kind, place] = event
    return found[report].get(told)


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--folder", type=Path, default=ROOT / "build/bench")
    options.add_argument("--facts", type=Path, default=ROOT / "bench/control_facts.tsv")
    given = options.parse_args()
    path = made(given.shared, given.folder)
    making = json.loads((given.folder / "syria.json").read_text())
    with Monitor.open(path, create=False) as monitor:
        out = {
            "facts": facts(monitor, given.facts),
            "pairs": pairs(monitor, ROOT / "bench/same_pairs.tsv"),
            "store share": making["store"],
            "reports": sum(row.reports for row in monitor.sources()),
        }
    print(json.dumps(out))


if __name__ == "__main__":
    main()
