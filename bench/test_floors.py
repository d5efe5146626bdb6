from __future__ import annotations

import json

import pytest
from floors import SHARED, Section, gold, raised, sections
from pinned import below
from sentences import measured, read, reports
from swaps import SWAPS

from tadmor.outlets.claim_json import as_json
from tadmor.pipeline import Reader, report_of


@pytest.mark.parametrize("section", sections(SHARED)[2:], ids=lambda section: section.name)
def test_no_figure_on_shared_files_falls_below_its_floor(section: Section) -> None:
    if not section.measured_on.is_file():
        pytest.skip(f"{section.measured_on} is not here: the shared folder lies beside the project")
    fallen = below(section.measure(), section.name, section.measured_on)
    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize(
    ("figure", "old", "floor"),
    [(0.7, 0.5, 0.684), (0.4, 0.5, 0.5), (48, 40, 48), (30, 40, 40)],
)
def test_floors_only_rise(figure: float, old: float, floor: float) -> None:
    section = Section("swaps", SWAPS, dict)
    assert raised(section, {"x": figure}, {"x": old})["x"] == pytest.approx(floor, abs=0.001)


def test_our_scorer_agrees_with_the_shared_one() -> None:
    if not (SHARED / "gold/score.py").is_file():
        pytest.skip("no scorer beside the project")
    rows = reports()
    claims = {}
    for row in rows:
        report = report_of(row["text"], published=row["published"], title=row["title"], outlet=row["outlet"])
        claims[row["id"]] = json.loads(json.dumps(as_json(report, Reader().read(report).claims)))["claims"]
        assert len(claims[row["id"]]) == len(read(row)[0])
    theirs = gold.scorer(SHARED).score(rows, claims)
    assert {k: v.f1 for k, v in measured().items()} == {k: pytest.approx(theirs[k]["f1"], abs=1e-3) for k in theirs}
