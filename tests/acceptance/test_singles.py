from __future__ import annotations

import pytest
import singles
from scoring import expected

from tadmor.model import KINDS, MODALITIES

LEAST = 0.69
"""The least share of sentences that is right in every field."""


def test_no_fewer_sentences_are_right_in_every_field() -> None:
    faults = {row["id"]: singles.faults(row) for row in singles.reports()}
    right = sum(not found for found in faults.values())
    assert right >= LEAST * len(faults), "\n".join(f"{i}: {fault}" for i, found in faults.items() for fault in found)


@pytest.mark.parametrize("row", singles.reports(), ids=lambda row: row["id"])
def test_expected_fields_stand_in_their_sentence(row: dict) -> None:
    for claim in row["claims"]:
        words = [*claim["actor"], *claim["target"], *claim["speakers"], *(q["words"] for q in claim["counts"])]
        assert claim["sentence"] == row["text"]
        assert all(w in row["text"] for w in (claim["trigger"], claim["place"] or "", *words))
        assert claim["kind"] in KINDS
        assert claim["modality"] in MODALITIES


def test_the_truth_has_no_faults_and_another_value_is_one() -> None:
    wanted = [expected(row["text"], c) for row in singles.reports() for c in row["claims"]]
    assert all(not list(singles.differences(w, w)) for w in wanted)
    assert all(list(singles.differences(w, v)) for w in wanted[:1] for v in wanted[1:])
