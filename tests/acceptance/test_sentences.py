from __future__ import annotations

import json
from pathlib import Path

import pinned
import pytest
import sentences
from pinned import UnpinnedError, below, fingerprint, floors
from scoring import expected, scores

from tadmor.model import KINDS, MODALITIES


def test_no_figure_falls_below_its_floor() -> None:
    measured = {name: score.f1 for name, score in sentences.measured().items()}
    fallen = below(measured, "acceptance", sentences.SENTENCES)
    assert not fallen, "\n".join([*fallen, *(line for row in sentences.reports() for line in sentences.faults(row))])


@pytest.mark.parametrize("row", sentences.reports(), ids=lambda row: row["id"])
def test_expected_claims_stand_in_their_report(row: dict) -> None:
    for claim in row["claims"]:
        assert claim["sentence"] in row["text"]
        assert claim["trigger"] in claim["sentence"]
        assert claim["kind"] in KINDS
        assert claim["modality"] in MODALITIES
        words = [*claim["actor"], *claim["target"], *claim["speakers"], *(q["words"] for q in claim["counts"])]
        assert all(w in row["text"] for w in words)


def test_floors_hold_for_the_file_they_were_set_on_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = tmp_path / "sentences.json"
    reports.write_text("[]")
    table = {"acceptance": {"fingerprint": fingerprint(reports), "kind": 0.5}}
    monkeypatch.setattr(pinned, "FLOORS", tmp_path / "floors.json")
    pinned.FLOORS.write_text(json.dumps(table))
    assert below({"kind": 0.5}, "acceptance", reports) == []
    assert below({"kind": 0.4}, "acceptance", reports) == ["acceptance kind: 0.4000 is below the floor of 0.5"]
    with pytest.raises(UnpinnedError, match="no floors of 'swaps'"):
        floors("swaps", reports)
    reports.write_text("[{}]")
    with pytest.raises(UnpinnedError, match="not the file that the floors"):
        floors("acceptance", reports)


def test_the_scorer_gives_full_marks_to_the_truth_and_none_to_silence() -> None:
    wanted = [[expected(row["text"], c) for c in row["claims"]] for row in sentences.reports()]
    assert all(s.f1 == pytest.approx(1) for s in scores((w, w) for w in wanted).values())
    assert all(s.f1 == 0 for s in scores(([], w) for w in wanted).values())
