"""The reader over our own short reports, against the claims that they tell.

``python tests/acceptance/sentences.py`` shows what it misses and adds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring import Score, Told, expected, pairs, scores, told

from tadmor import claims

SENTENCES = Path(__file__).parent / "sentences.json"


def reports() -> list[dict[str, Any]]:
    """The reports with their expected claims, in the form of the annotated files."""
    rows: list[dict[str, Any]] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return rows


def read(row: dict[str, Any]) -> tuple[list[Told], list[Told]]:
    """What the reader tells of a report, and what it should."""
    found = claims(row["text"], published=row["published"], title=row["title"], outlet=row["outlet"])
    return [told(c) for c in found], [expected(row["text"], c) for c in row["claims"]]


def measured() -> dict[str, Score]:
    """The measures over all reports."""
    return scores(read(row) for row in reports())


def faults(row: dict[str, Any]) -> Iterator[str]:
    """What the reader misses, adds or tells as another kind in a report, as lines to read."""
    found, wanted = read(row)
    paired = list(pairs(found, wanted))
    for claim, want in paired:
        if claim.kind != want.kind:
            yield f"{row['id']}: {want.kind} [{want.trigger}] told as {claim.kind} [{claim.trigger}]"
    yield from (f"{row['id']}: missed {w.kind} [{w.trigger}]" for w in wanted if all(w is not p for _, p in paired))
    yield from (f"{row['id']}: added {c.kind} [{c.trigger}]" for c in found if all(c is not p for p, _ in paired))


if __name__ == "__main__":
    print("\n".join(line for row in reports() for line in faults(row)))
    print(json.dumps({name: round(score.f1, 4) for name, score in measured().items()}))
