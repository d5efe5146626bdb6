"""Judged pairs of claims, found again among predicted ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readings import reports, tellings

from tadmor.pipeline.naming import lineage
from tadmor.reconcile.sketch import Sketch, sketch


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that a person has judged."""

    a: Sketch
    b: Sketch
    same: bool


def sketches(claims: Path) -> dict[str, Sketch]:
    """Report, claim and start of the trigger, with slashes between -> the claim's sketch."""
    out = {}
    for report in reports(claims):
        out.update({t.claim.id: sketch(t, lineage) for t in tellings(report)})
    return out


def judged(path: Path, known: Mapping[str, Sketch]) -> list[Pair]:
    """The pairs of a table whose claims are known, those judged unsure left out."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["verdict"] != "unsure"]
    both = [(_found(row, "a", known), _found(row, "b", known), row["verdict"] == "same") for row in rows]
    return [Pair(a, b, same) for a, b, same in both if a and b]


def _found(row: dict[str, str], which: str, known: Mapping[str, Sketch]) -> Sketch | None:
    return known.get(f"{row[f'report_{which}']}/{row[f'claim_{which}']}/{row[f'start_{which}']}")
