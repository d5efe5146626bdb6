"""Which kind of fire words mean that leave it open, by the reader that ships."""

from __future__ import annotations

import pytest

from tadmor.coding import code, fire
from tadmor.coding.weighing import weights
from tadmor.reading import parse
from tadmor.sources import report_from_text


@pytest.mark.parametrize(
    ("before", "text", "kind"),
    [
        ("", "The bombardment of Stepanakert killed nine people.", "shelling"),
        ("", "Mortars and rockets fell all day. ", "shelling"),
        ("Warplanes flew over Douma. Airstrikes hit it.", "The bombardment killed nine people in Douma.", "airstrike"),
        ("Artillery fired on Douma. Shells hit it.", "The bombardment killed nine people in Douma.", "shelling"),
        ("A suicide bomber blew himself up in Kabul.", "The bombing killed nine people in Kabul.", "bombing"),
        ("Jets and helicopters were in the air.", "The bombing killed nine people in Sirte.", "airstrike"),
        ("", "Jets bombed Homs.", "airstrike"),
        ("", "A car bomb killed nine people in Kabul.", "bombing"),
        ("Warplanes flew over Kabul.", "A suicide bombing killed nine people in Kabul.", "bombing"),
    ],
)  # fmt: skip
def test_the_report_makes_the_means_plain(before: str, text: str, kind: str) -> None:
    doc = parse(report_from_text(f"{before} {text}".strip(), published="2016-03-27"))
    last = [c for c in code(doc) if c.sentence.text in text]
    assert kind in {c.kind for c in last}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("The bombardment went on.", "bombard"),
        ("The artillery bombardment went on.", None),
        ("A strike killed two.", "strike"),
        ("An air strike killed two.", None),
        ("The village was bombed.", "bombing"),
        ("The village was taken.", None),
    ],
)
def test_words_that_leave_the_means_open(text: str, group: str | None) -> None:
    doc = parse(report_from_text(text))
    assert {g for w in range(len(doc.words)) if (g := fire.left_open(doc, (w,)))} == ({group} if group else set())


def test_the_weights_name_kinds_of_fire() -> None:
    assert {name.partition("|")[0] for name in weights(fire.WEIGHTS_FILE)} == set(fire.FIRE)
