"""Exports claims of real reports in every format, reads them back, and says how long it took and what was left out.

    python bench/exports.py CLAIMS… [--times N] [--out FOLDER]

CLAIMS are files of claims as ``tadmor claims --json`` prints them. Claims of one kind, place and day are one event.
With ``--times`` the events are written so many times over, under other ids, to see how time and memory grow.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tadmor.errors import TadmorError
from tadmor.model import (
    Attribution,
    Claim,
    Event,
    Mention,
    Place,
    Quantity,
    Report,
    Span,
    Telling,
    When,
    Where,
)
from tadmor.outlets.exports import FORMATS, Export, read, write
from tadmor.reading.register import actor, canonical, kind_of
from tadmor.reconcile.ledger import event_of

Key = tuple[Any, ...]


def lineage(id: str) -> tuple[str, ...]:
    """The id, its parent, and so on."""
    row = actor(id)
    return (id, *lineage(row.parent)) if row and row.parent else (id,)


def country_of(id: str) -> str | None:
    """The country of an actor of the register."""
    row = actor(id)
    return row.country if row else None


EXPORT = Export(
    "bench", "0", datetime(2026, 11, 1, tzinfo=UTC), label=canonical, kind_of=kind_of, country_of=country_of,
    lineage=lineage,
)  # fmt: skip


def span_of(text: str, start: int, end: int) -> Span:
    """The words from start to end."""
    return Span(start, end, text[start:end])


def mention_of(text: str, told: dict[str, Any]) -> Mention:
    """A mention; its kind, which the JSON has not, from the register, or the text's words."""
    return Mention(span_of(text, told["start"], told["end"]), kind_of(told["ref"] or "") or "organisation", told["ref"])


def claim_of(report: Report, told: dict[str, Any]) -> Claim:
    """The claim of its JSON."""
    text = report.text
    mentions = {role: tuple(mention_of(text, m) for m in told[role]) for role in ("actors", "targets", "speakers")}
    counts = tuple(
        Quantity(span_of(text, c["start"], c["end"]), c["low"], c["high"], c["unit"]) for c in told["counts"]
    )
    sentence, trigger = (span_of(text, told[part]["start"], told[part]["end"]) for part in ("sentence", "trigger"))
    return Claim(
        told["id"], report.id, told["kind"], told["modality"], sentence, trigger, mentions["actors"],
        mentions["targets"], where_of(text, told["place"]), when_of(told["when"]), counts,
        Attribution(report.outlet, mentions["speakers"]), told["score"], told["why"],
    )  # fmt: skip


def where_of(text: str, told: dict[str, Any] | None) -> Where | None:
    """The place of its JSON."""
    if told is None:
        return None
    place = Place(told["id"], told["name"], told["country"], told["lat"], told["lon"], "town") if told["id"] else None
    return Where(span_of(text, told["start"], told["end"]), place, "in", told["precision"])


def when_of(told: dict[str, Any] | None) -> When | None:
    """The days of their JSON."""
    if told is None:
        return None
    start, end = (date.fromisoformat(told[key]) if told[key] else None for key in ("start", "end"))
    return When(start, end, told["grain"], told["basis"])


def tellings(paths: list[Path]) -> Iterator[tuple[Report, Telling]]:
    """Every claim of the files, with its report."""
    for path in paths:
        for line in path.open(encoding="utf-8"):
            data = json.loads(line)
            day = date.fromisoformat(data["published"]) if data["published"] else None
            report = Report(data["id"], data["text"], data["title"], data["outlet"], url=data["url"], published=day)
            for told in data["claims"]:
                known = day or date(2026, 11, 1)
                claim = claim_of(report, told)
                yield report, Telling(claim, known, report.id, day, report.outlet, None, report.title, report.url)


def key_of(telling: Telling) -> Key:
    """What claims of one event share here: kind, place and day; a claim without these is an event by itself."""
    claim = telling.claim
    place = claim.where.place.id if claim.where and claim.where.place else None
    day = claim.when.start if claim.when else None
    return (claim.kind, place, day) if place and day else (claim.id,)


def events_of(paths: list[Path]) -> tuple[list[Event], dict[str, Claim]]:
    """(events, claims by id)."""
    groups: dict[Key, list[Telling]] = defaultdict(list)
    for _, telling in tellings(paths):
        groups[key_of(telling)].append(telling)
    events = [event_of(f"e{n}", tuple(group), lineage) for n, group in enumerate(groups.values())]
    return events, {t.claim.id: t.claim for event in events for t in event.tellings}


def repeated(events: list[Event], times: int) -> Iterator[Event]:
    """The events, so many times over."""
    for n in range(times):
        yield from (replace(event, id=f"{event.id}-{n}") for event in events)


def check(path: Path, claims: dict[str, Claim]) -> str:
    """What came back of a file: reports, claims, claims that are as they were, errors."""
    reports = same = back = faults = 0
    for item in read(path):
        if isinstance(item, TadmorError):
            faults += 1
            continue
        reports += 1
        back += len(item.claims)
        same += sum(claims.get(claim.id) == claim for claim in item.claims)
    return f"{reports:7,} reports {back:7,} claims, {same:7,} as they were, {faults} errors"


def main() -> None:
    """Print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    args = parser.parse_args()
    events, claims = events_of(args.claims)
    out = args.out or Path(tempfile.mkdtemp())
    print(f"{len(events):,} events of {len(claims):,} claims, {args.times} times over, in {out}")
    for format in args.format or FORMATS:
        path = out / f"{format}.out"
        start = time.perf_counter()
        done = write(path, format, repeated(events, args.times), EXPORT)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{format:10} {done.rows:8,} rows {seconds:6.1f} s {path.stat().st_size / 1e6:7.1f} MB, peak {peak} MB")
        for reason, number in sorted(done.left_out.items(), key=lambda pair: -pair[1]):
            print(f"{'':10} {number:8,} left out: {reason}")
        if format not in ("kml", "hxl", "rss"):
            print(f"{'':10} {check(path, claims)}")


if __name__ == "__main__":
    main()
