"""Judged pairs of claims, found again among predicted ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readings import reports, tellings

from tadmor.pipeline.naming import lineage
from tadmor.reconcile.sketch import Sketch, sketch

Spot = tuple[str, int, str, str]
"""Report, where the trigger starts, kind, id of the place or "": by these a claim is found again when ids change."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that a person has judged."""

    a: Sketch
    b: Sketch
    same: bool


def sketches(claims: Path) -> dict[Spot, Sketch]:
    """Where a claim is told -> its sketch."""
    out = {}
    for report in reports(claims):
        for telling in tellings(report):
            claim = telling.claim
            place = claim.where.place.id if claim.where and claim.where.place else ""
            out[report["id"], claim.trigger.start, claim.kind, place] = sketch(telling, lineage)
    return out


def spot(row: Mapping[str, str], which: str) -> Spot:
    """Where claim ``which`` ("a", "b") of a row of a table of pairs is told."""
    return row[f"report_{which}"], int(row[f"start_{which}"]), row[f"kind_{which}"], row[f"place_{which}"].strip("-")


def judged(path: Path, known: Mapping[Spot, Sketch]) -> list[Pair]:
    """The pairs of a table whose claims are known, those judged unsure left out."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["verdict"] != "unsure"]
    both = [(known.get(spot(row, "a")), known.get(spot(row, "b")), row["verdict"] == "same") for row in rows]
    return [Pair(a, b, same) for a, b, same in both if a and b]
