"""Counts: (sentence, the words, bounds, unit and counted words that must be found)."""

from __future__ import annotations

import re

import pytest

from tadmor.doc import Doc
from tadmor.model import Report
from tadmor.reading.numerals import find_numerals
from tadmor.reading.quantities import find_quantities


def plain(text: str) -> Doc:
    """A Doc of one sentence with words only."""
    found = list(re.finditer(r"\d[\d,.]*\d|\d|[A-Z]\.(?:[A-Z]\.)+|[^\W\d_]+(?:[-'’][^\W_]+)*|\S", text))
    return Doc(
        Report("r", text),
        [m[0] for m in found],
        [m.start() for m in found],
        [m.end() for m in found],
        [(0, len(found))],
    )


def parsed(rows: str) -> Doc:
    """A Doc of one sentence from lines "word tag head relation", heads counted from 1."""
    table = [row.split() for row in rows.strip().splitlines()]
    text = " ".join(row[0] for row in table)
    starts = [sum(len(row[0]) + 1 for row in table[:i]) for i in range(len(table))]
    doc = plain(text)
    doc.words, doc.starts, doc.sentences = [row[0] for row in table], starts, [(0, len(table))]
    doc.ends = [s + len(w) for s, w in zip(starts, doc.words, strict=True)]
    doc.tags, doc.deprels = [row[1] for row in table], [row[3] for row in table]
    doc.heads = [int(row[2]) - 1 if row[2] != "0" else i for i, row in enumerate(table)]
    return doc


def told(text: str) -> list[tuple[int | None, int | None, str | None]]:
    return [(q.low, q.high, q.unit) for q in find_quantities(plain(text))]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("400", 400, 400),
        ("some 180", 180, 180),
        ("at least a dozen", 12, None),
        ("dozens", 24, None),
        ("scores", 40, None),
        ("hundreds", 200, None),
        ("thousands", 2000, None),
        ("tens of thousands", 20000, None),
        ("several hundred", 200, None),
        ("two to three", 2, 3),
        ("two to three million", 2_000_000, 3_000_000),
        ("between 10 and 15", 10, 15),
        ("10-15", 10, 15),
        ("more than 1,200", 1200, None),
        ("nearly 100", 100, 100),
        ("up to 30", None, 30),
        ("fewer than 20", None, 20),
        ("1 200", 1200, 1200),
        ("1.5 million", 1_500_000, 1_500_000),
        ("twenty-three", 23, 23),
        ("TWO HUNDRED AND FIVE", 205, 205),
        ("a hundred and ten", 110, 110),
        ("half a million", 500_000, 500_000),
        ("more than a quarter of a million", 250_000, None),
        ("three quarters of a million", 750_000, 750_000),
        ("two and a half million", 2_500_000, 2_500_000),
        ("a million and a half", 1_500_000, 1_500_000),
        ("between two and three and a half million", 2_000_000, 3_500_000),
        ("half a dozen", 6, 6),
        ("60 or more", 60, None),
        ("an estimated 35", 35, 35),
    ],
)
def test_number_forms(text: str, low: int | None, high: int | None) -> None:
    found = [(n.low, n.high, text[n.start : n.end]) for n in find_numerals(text)]
    assert found == [(low, high, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A mortar round fell on the market, killing 12.", [(12, 12, "killed")]),
        ("At least 12 were killed near the bridge.", [(12, None, "killed")]),
        ("The clash left 12 dead and 30 wounded.", [(12, 12, "killed"), (30, 30, "wounded")]),
        ("Nine villagers died and 14 others were hurt.", [(9, 9, "killed"), (14, 14, "wounded")]),
        ("10 soldiers killed 15 injured in ambush.", [(10, 10, "killed"), (15, 15, "wounded")]),
        ("Three gunmen killed four soldiers.", [(3, 3, "involved"), (4, 4, "killed")]),
        ("A sniper killed two medics and wounded a nurse.", [(2, 2, "killed"), (1, 1, "wounded")]),
        ("Some 20 people were killed or wounded.", [(20, 20, "killed"), (20, 20, "wounded")]),
        ("The army took 35 casualties.", [(35, 35, "killed"), (35, 35, "wounded")]),
        ("There were 35 casualties.", [(35, 35, "killed"), (35, 35, "wounded")]),
        ("The flood of shells claimed the lives of 12 farmers.", [(12, 12, "killed")]),
        ("Rescuers pulled out 12 bodies.", [(12, 12, "killed")]),
        ("Police detained 40 students.", [(40, 40, "captured")]),
        ("Gunmen abducted three nuns.", [(3, 3, "captured")]),
        ("The kidnappers released five hostages.", [(5, 5, "freed")]),
        ("About 2,000 families fled their homes.", [(2000, 2000, "displaced")]),
        ("Thousands have been displaced.", [(2000, None, "displaced")]),
        ("Troops destroyed 4 tanks and two bridges.", [(4, 4, "destroyed"), (2, 2, "destroyed")]),
        ("Jets carried out 15 air strikes.", [(15, 15, "involved")]),
        ("Six sailors are missing.", [(6, 6, "missing")]),
        ("A soldier was killed at the gate.", [(1, 1, "killed")]),
        ("The shell killed his wife and two children.", [(1, 1, "killed"), (2, 2, "killed")]),
        ("THE MINE WOUNDED ONE PERSON.", [(1, 1, "wounded")]),
        ("A colonel, two drivers and 3 guards were killed.", [(1, 1, "killed"), (2, 2, "killed"), (3, 3, "killed")]),
        (
            "Ten were killed including a child and 37 others were injured.",
            [(10, 10, "killed"), (1, 1, "killed"), (37, 37, "wounded")],
        ),
        ("The raid killed 12 people, including 4 children.", [(12, 12, "killed"), (4, 4, "killed")]),
        ("It killed 12 people, eight of them women, on Monday.", [(12, 12, "killed"), (8, 8, "killed")]),
        ("Four men, who had come by boat, were arrested.", [(4, 4, "captured")]),
        ("The death in combat of 12 conscripts was announced.", [(12, 12, "killed")]),
        ("The rebels blew up two pylons.", [(2, 2, "destroyed")]),
        ("Among the dead were two clerks.", [(2, 2, "killed")]),
        ("Two of his guards were shot dead.", [(2, 2, "killed")]),
    ],
)
def test_units(text: str, expected: list[tuple[int | None, int | None, str | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No one was hurt on 12 May 1987.",
        "The blast at 4:30 p.m. killed nobody.",
        "A 12-year-old boy spoke to the radio in 2014.",
        "Ahmad Salim, 45, a grocer, saw smoke.",
        "The 3rd Division moved along Route 5 to Brigade 47.",
        "The T-72 and the F-16 are old, and so is the 82mm mortar.",
        "Resolution 2254 asks for a truce within 30 days.",
        "The town lies 20 km from the border, 3 hours by car.",
        "Prices rose 12 percent to $5 million.",
        "One of them said that the other one left.",
        "Call 555-1234 or write to Channel 10.",
        "Two-thirds of the town is empty.",
        "A soldier said that a general had arrived.",
        "Children under 5 need milk.",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("The death toll rose to 112.", True),
        ("The find brings to 112 the number of dead.", True),
        ("The strike killed 112 people.", False),
    ],
)
def test_tolls(text: str, total: bool) -> None:
    assert [(q.low, q.unit, q.total) for q in find_quantities(plain(text))] == [(112, "killed", total)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The raid killed 12 Fatah fighters.", "Fatah fighters"),
        ("The raid killed dozens of civilians.", "civilians"),
        ("Another 30 others were wounded.", "others"),
        ("It killed 5 members of the tribe.", "members of the tribe"),
        ("It killed 5 and wounded six.", None),
    ],
)
def test_who(text: str, who: str | None) -> None:
    found = find_quantities(plain(text))[0].who
    assert (found.text if found else None) == who


def test_the_tree_tells_what_stands_far_off() -> None:
    doc = parsed(
        """
        Eight NUM 2 nummod
        herders NOUN 12 nsubj:pass
        who PRON 5 nsubj
        had AUX 5 aux
        sought VERB 2 acl
        in ADP 8 case
        vain ADJ 8 amod
        shelter NOUN 5 obl
        there ADV 5 advmod
        said VERB 12 parataxis
        were AUX 12 aux
        killed VERB 0 root
        """
    )
    assert [(q.low, q.unit, q.who.text if q.who else None) for q in find_quantities(doc)] == [(8, "killed", "herders")]


def test_spans_are_words_of_the_text() -> None:
    doc = plain("More than 40 peasants were killed and at least 7 hurt.")
    assert [q.span.text for q in find_quantities(doc)] == ["More than 40", "at least 7"]
    assert all(doc.text[q.span.start : q.span.end] == q.span.text for q in find_quantities(doc))
