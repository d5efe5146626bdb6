"""What a capture takes, and whose hold it ends, by the reader that ships."""

from __future__ import annotations

import pytest

from tadmor.coding import code
from tadmor.model import Claim
from tadmor.reading import parse
from tadmor.sources import report_from_text


def claims(text: str) -> list[Claim]:
    return code(parse(report_from_text(text, published="2016-03-27")))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rebels captured 20 fighters in Gao.", {"arrest"}),
        ("Two ISIL fighters were captured near Raqqa.", {"arrest"}),
        ("General Pedro Quispe was captured in Ayacucho.", {"arrest"}),
        ("The army seized weapons in Daraa.", set()),
        ("The militia captured a large quantity of ammunition near Goma.", set()),
        ("Rebels captured an arms depot in Idlib.", {"capture"}),
        ("The militia lost nine villages near Goma and recaptured two.", {"capture"}),
        ("Marines captured a hill near Khe Sanh.", {"capture"}),
        ("Coast troops captured Abu Grein from ISIL militants.", {"capture"}),
        ("Gunmen captured the town of Bria and 12 soldiers.", {"capture"}),
    ],
)
def test_people_are_arrested_and_arms_are_no_place(text: str, kinds: set[str]) -> None:
    assert {c.kind for c in claims(text)} == kinds


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The army recaptured the Islamic State-held town of Palmyra on Sunday.", "ended"),
        ("Residents celebrated the capture of ISIL's stronghold Tabqa.", "ended"),
        ("Troops captured several districts of rebel-held Aleppo.", "asserted"),
        ("Rebels defended their stronghold of Douma.", "asserted"),
        ("The army plans to recapture the rebel-held town of Gao.", "asserted"),
    ],
)
def test_who_held_what_is_taken_holds_it_no_more(text: str, modality: str) -> None:
    assert [c.modality for c in claims(text) if c.kind == "control"] == [modality]


@pytest.mark.parametrize(
    "text",
    [
        "Jets bombed ISIL positions south of Tikrit.",
        "The blast hit an army position in Quneitra.",
        "Shells fell on rebel areas near Goma.",
    ],
)
def test_a_position_that_is_hit_tells_of_no_control(text: str) -> None:
    assert [c.trigger.text for c in claims(text) if c.kind == "control"] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Shells fell on Aleppo. Two died in the Sheikh Said district. Troops took the city on Friday.", "Aleppo"),
        ("Jets bombed villages near Hasakeh. Gunmen then seized the city, witnesses said.", "Hasakeh"),
    ],
)
def test_the_city_is_a_city(text: str, place: str) -> None:
    taken = next(c for c in claims(text) if c.kind == "capture")
    assert taken.where is not None
    assert (taken.where.span.text, taken.where.precision, taken.where.relation) == (place, "town", "in")
