"""MUC's keys read, and the arithmetic of their scorers, on cases made up here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from muc import Incident as Told
from muc import aligned, by_head, by_role, by_words, counts, paired, scores, united
from muc_choice import Entity, fitted, last, weighed
from muc_keys import Filler, Template, keys, texts
from muc_roles import TARGET, VICTIM, WEAPON, WEAPONS, Found

from tadmor.model import Claim, Span

KEY = """
0.  MESSAGE: ID                     TST1-MUC3-9001
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (02 FEB 90) / (- 04 FEB 90)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         "BOMB" / "CAR BOMB"
10. PERP: ORGANIZATION ID           "RED DAWN" / "RD"
11. PERP: ORGANIZATION CONFIDENCE   POSSIBLE / REPORTED AS FACT: "RED DAWN" / "RD"
12. PHYS TGT: ID                    "MILL"
                                    ? "BARN"
18. HUM TGT: NAME                   "ANA DIAZ"
19. HUM TGT: DESCRIPTION            "MILLER": "ANA DIAZ"
                                    "GUARDS"
21. HUM TGT: NUMBER                 1: "ANA DIAZ"
                                    PLURAL: "GUARDS"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "ANA DIAZ"

0.  MESSAGE: ID                     TST1-MUC3-9002
1.  MESSAGE: TEMPLATE               *
"""
CLAIM = Claim("c", "r", "bombing", "asserted", Span(0, 9, "A bomb ..."), Span(2, 6, "bomb"))


def entity(role: str, words: str) -> Entity:
    return Entity(role, [Found(words, 0, CLAIM)])


def test_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(KEY, encoding="latin-1")
    read = keys(path)
    assert read["TST1-MUC3-9002"] == []
    (t,) = read["TST1-MUC3-9001"]
    assert t.optional
    assert t.kinds == {"BOMBING", "ATTACK"}
    assert t.days == ((date(1990, 2, 2), date(1990, 2, 2)), (date(1989, 12, 5), date(1990, 2, 4)))
    assert [f.optional for f in t.roles[TARGET]] == [False, True]
    named, guards = t.roles[VICTIM]
    assert (named.written, named.number, named.effects) == (("ANA DIAZ", "MILLER"), 1, {"DEATH"})
    assert (guards.written, guards.number) == (("GUARDS",), None)
    assert t.roles["perpetrator organisation"][0].sure == {"POSSIBLE", "REPORTED AS FACT"}


def test_texts_are_split_by_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    path.write_text("TST1-MUC3-9001\n\n   ONE LINE\nAND MORE.\n\n   TWO.\n\nTST1-MUC3-9002 (X)\n\n   THREE.\n")
    assert texts(path) == {"TST1-MUC3-9001": "ONE LINE AND MORE.\n\nTWO.", "TST1-MUC3-9002": "THREE."}


@pytest.mark.parametrize(
    ("words", "head"),
    [("members of the Red Dawn", "member"), ("THE TOWN'S MILLS", "mill"), ("two parties, both old", "party"), ("", "")],
)
def test_head_words(words: str, head: str) -> None:
    assert last(words) == head


def test_words_and_heads_match() -> None:
    filler = Filler(("SOLDIERS OF THE NORTH",))
    assert not by_words(entity(VICTIM, "soldier"), filler)
    assert by_head(entity(VICTIM, "soldier"), filler)
    assert by_words(entity(VICTIM, '"soldiers" of the  north'), filler)


def test_pairs_are_as_many_as_can_be() -> None:
    assert sorted(paired([1, 2], ["a", "b"], lambda n, x: (n, x) in {(1, "a"), (1, "b"), (2, "a")})) == [
        (1, "b"),
        (2, "a"),
    ]


def test_optional_fillers_are_wanted_where_found() -> None:
    fillers = [Filler(("MILL",)), Filler(("BARN",), optional=True), Filler(("SHED",), optional=True)]
    n = counts([entity(TARGET, "barn"), entity(TARGET, "road")], fillers, by_head)
    assert (n["right"], n["said"], n["wanted"]) == (1, 2, 2)
    assert scores(n) == {"p": 0.5, "r": 0.5, "f1": 0.5}


def test_fillers_of_two_templates_unite() -> None:
    one, two = Template("t", frozenset({"ATTACK"}), optional=True), Template("t", frozenset({"ATTACK"}))
    one.roles[TARGET], two.roles[TARGET] = [Filler(("MILL", "OLD MILL"))], [Filler(("MILL",)), Filler(("BARN",))]
    assert [(f.written, f.optional) for f in united([one, two], TARGET)] == [
        (("MILL", "OLD MILL"), False), (("BARN",), False),
    ]  # fmt: skip
    assert by_role({"t": [entity(TARGET, "mill")]}, {"t": [one, two]}, by_head)["overall"]["r"] == 0.5


def test_incidents_align_by_what_they_share() -> None:
    fire, bomb = Template("t", frozenset({"ARSON"})), Template("t", frozenset({"BOMBING"}))
    bomb.roles[TARGET] = [Filler(("MILL",))]
    ours = Told("BOMBING")
    ours.roles[TARGET] = [entity(TARGET, "the mill")]
    assert aligned([ours], [fire, bomb]) == [(ours, bomb)]
    assert aligned([Told("KIDNAPPING")], [fire, bomb]) == []


def test_weapons_by_their_words() -> None:
    found = WEAPONS.findall("A CAR BOMB OF 20 KG OF DYNAMITE, AND BURSTS OF MACHINE-GUN FIRE")
    assert found == ["CAR BOMB", "DYNAMITE", "MACHINE-GUN"]
    assert WEAPON == "weapon"


def test_fitted_weights_tell_signs_apart() -> None:
    by = fitted([{"always", "good"}] * 40 + [{"always", "bad"}] * 40, [True] * 40 + [False] * 40)
    assert weighed(by, {"always", "good"}) > 0.7 > 0.3 > weighed(by, {"always", "bad"})
