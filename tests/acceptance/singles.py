"""The reader over our own sentences, each a report of its own, with every field: how many are right in all of them.

``python tests/acceptance/singles.py`` shows what is wrong in the others. Nine are about Palmyra, forty about other
wars; some tell nothing. A sentence is right where the reader tells the claims that it should and no other, each of the
same kind and modality, with the same actors, targets and speakers, the same days, the same
figures in the same units, and the place resolved to the place that is meant.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring import SLOTS, Told, agreement, alike, expected, pairs, told

from tadmor import claims
from tadmor.reading.gazetteer import distance_km
from tadmor.reading.places import resolve

SINGLES = Path(__file__).parent / "singles.json"
NEAR_KM = 30
"""Two rows of the gazetteer for one town lie no farther apart."""


def reports() -> list[dict[str, Any]]:
    """The sentences with their expected claims, in the form of the annotated files."""
    rows: list[dict[str, Any]] = json.loads(SINGLES.read_text(encoding="utf-8"))
    return rows


def faults(row: dict[str, Any]) -> list[str]:
    """What is wrong in what the reader tells of a sentence; empty if all is right."""
    found = claims(row["text"], published=row["published"], outlet=row["outlet"])
    told_here = [told(c) for c in found]
    wanted = [expected(row["text"], c) for c in row["claims"]]
    places = {id(t): c.where and c.where.place for t, c in zip(told_here, found, strict=True)}
    names = {id(w): c["place_name"] for w, c in zip(wanted, row["claims"], strict=True)}
    paired = list(pairs(told_here, wanted))
    out = [f"missed {w.kind}" for w in wanted if all(w is not p for _, p in paired)]
    out += [f"added {c.kind} [{c.trigger}]" for c in told_here if all(c is not p for p, _ in paired)]
    for claim, want in paired:
        out += differences(claim, want)
        if not _is(places[id(claim)], names[id(want)]):
            out.append(f"{want.kind}: place {places[id(claim)]} for {names[id(want)]}")
    return out


def differences(claim: Told, want: Told) -> Iterator[str]:
    """The fields in which a claim differs from the expected one; how the place is resolved is looked at elsewhere."""
    if claim.kind != want.kind:
        yield f"kind {claim.kind} [{claim.trigger}] for {want.kind} [{want.trigger}]"
    for slot in SLOTS:
        right, told_here, wanted = agreement(slot, claim, want)
        if not right == told_here == wanted and slot != "place":
            yield f"{want.kind}: {slot} {claim.slots[slot]} for {want.slots[slot]}"


def _is(place: Any, name: str | None) -> bool:
    """Whether a resolved place is the one meant by a name with its country; no place is meant by None."""
    if name is None or place is None:
        return name is None and place is None
    meant = resolve(name)
    return alike(place.name, name) if meant is None else distance_km(place, meant) <= NEAR_KM


def measured() -> dict[str, float]:
    """The share of sentences, of those about Palmyra and of the others, in which all is right."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in reports():
        part = "palmyra" if row["id"].startswith("palmyra") else "others"
        total[part] += 1
        right[part] += not faults(row)
    shares = {part: round(right[part] / total[part], 4) for part in total}
    return {"all": round(right.total() / total.total(), 4), **shares}


if __name__ == "__main__":
    print("\n".join(f"{row['id']}: {fault}" for row in reports() for fault in faults(row)))
    print(json.dumps(measured()))
