"""Pointing words: parses written by hand, and the name each pointing word must lead to."""

from __future__ import annotations

import re

import pytest

from tadmor.doc import Doc, Entity
from tadmor.model import Mention, MentionKind, Place, Precision, Report, Span, Where
from tadmor.reading.references import find_references

CENTRE = Place("geonames:1", "X", "XX", 0.0, 0.0, "PPL")


def parsed(
    rows: str, actors: dict[str, tuple[MentionKind, str | None]], places: dict[str, Precision] | None = None
) -> Doc:
    """A Doc from lines "word tag head relation" (heads counted from 1 in a sentence, blank line between sentences)."""
    words: list[str] = []
    tags: list[str] = []
    heads: list[int] = []
    rels: list[str] = []
    sentences = []
    for block in rows.strip().split("\n\n"):
        base = len(words)
        for row in block.splitlines():
            word, tag, head, rel = row.split()
            words.append(word)
            tags.append(tag)
            heads.append(base + int(head) - 1 if head != "0" else len(words) - 1)
            rels.append(rel)
        sentences.append((base, len(words)))
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
    doc = Doc(Report("r", text), words, starts, ends, sentences, tags=tags, heads=heads, deprels=rels)
    doc.actors = [Mention(span(text, w), kind, ref) for w, (kind, ref) in actors.items()]
    doc.places = [Where(span(text, w), CENTRE, precision=p) for w, p in (places or {}).items()]
    return doc


def span(text: str, words: str) -> Span:
    m = re.search(re.escape(words), text)
    assert m
    return Span(m.start(), m.end(), words)


def pointed(doc: Doc) -> dict[str, str]:
    return {a.text: b.text for a, b in find_references(doc).items()}


ARMY_THEN_IT = """
The DET 2 det
army NOUN 3 nsubj
left VERB 0 root
Marib PROPN 3 obj

It PRON 2 nsubj
denied VERB 0 root
this PRON 2 obj
"""

HOUTHIS_AND_TOWN = """
The DET 2 det
Houthis PROPN 3 nsubj
took VERB 0 root
Marib PROPN 3 obj

The DET 2 det
group NOUN 3 nsubj
mined VERB 0 root
the DET 5 det
town NOUN 3 obj
"""

MAN_SAID = """
Amal PROPN 2 nsubj
spoke VERB 0 root

He PRON 2 nsubj
praised VERB 0 root
his PRON 4 nmod:poss
driver NOUN 2 obj
"""

CIVILIANS = """
Residents NOUN 2 nsubj
fled VERB 0 root
the DET 4 det
army NOUN 2 obj

They PRON 2 nsubj
walked VERB 0 root
"""


def test_it_is_the_subject_before() -> None:
    doc = parsed(ARMY_THEN_IT, {"army": ("force", "yemen-armed-forces")}, {"Marib": "town"})
    assert pointed(doc) == {"It": "army"}


def test_the_group_and_the_town() -> None:
    doc = parsed(HOUTHIS_AND_TOWN, {"Houthis": ("group", "houthi-movement")}, {"Marib": "town"})
    assert pointed(doc) == {"group": "Houthis", "town": "Marib"}


def test_a_group_that_is_not_known_is_no_antecedent() -> None:
    doc = parsed(HOUTHIS_AND_TOWN, {"Houthis": ("group", None)}, {"Marib": "province"})
    assert pointed(doc) == {}


def test_he_is_the_person_before() -> None:
    doc = parsed(MAN_SAID, {})
    doc.entities = [Entity(0, 1, "PER")]
    assert pointed(doc) == {"He": "Amal", "his": "Amal"}


def test_they_may_be_people_without_a_name() -> None:
    assert pointed(parsed(CIVILIANS, {"army": ("force", "x")})) == {"They": "Residents"}


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("It PRON 2 nsubj\nseems VERB 0 root\nso ADV 2 advmod", {}),
        ("It PRON 3 expl\nis AUX 3 cop\nclear ADJ 0 root\nthat SCONJ 3 mark", {}),
        ("They PRON 2 nsubj\nleft VERB 0 root", {}),
        ("Its PRON 2 nmod:poss\nguns NOUN 3 nsubj\nfired VERB 0 root", {"Its": "Iran"}),
    ],
)
def test_number_and_empty_it(opening: str, expected: dict[str, str]) -> None:
    first = "Iran PROPN 2 nsubj\nspoke VERB 0 root\n\n"
    assert pointed(parsed(first + opening, {"Iran": ("state", "iran-government")})) == expected


def test_two_towns_and_no_standing_is_not_sure() -> None:
    rows = """
    Shells NOUN 2 nsubj
    fell VERB 0 root
    on ADP 4 case
    Taiz PROPN 2 obl
    and CCONJ 6 cc
    Marib PROPN 4 conj

    The DET 2 det
    city NOUN 3 nsubj
    burned VERB 0 root
    """
    both = parsed(rows.replace("    ", ""), {"Shells": ("force", None)}, {"Taiz": "town", "Marib": "town"})
    for n, where in enumerate(both.places):
        both.places[n] = Where(where.span, Place(f"geonames:{n}", "X", "XX", 0.0, 0.0, "PPL"), precision="town")
    assert pointed(both) == {}


SAID = """
Airwars PROPN 2 nsubj
said VERB 0 root
jets NOUN 4 nsubj
hit VERB 2 ccomp
Taiz PROPN 4 obj

Rain NOUN 2 nsubj
fell VERB 0 root

It PRON 2 nsubj
added VERB 0 root
more ADJ 2 obj
"""

SOURCE = """
A DET 3 det
military ADJ 3 amod
source NOUN 4 nsubj
spoke VERB 0 root

The DET 2 det
source NOUN 3 nsubj
left VERB 0 root
"""

FIGHTERS = """
Kachin ADJ 2 amod
fighters NOUN 3 nsubj
came VERB 0 root

The DET 2 det
fighters NOUN 3 nsubj
left VERB 0 root
"""


@pytest.mark.parametrize(
    ("rows", "actors", "expected"),
    [
        (SAID, {"Airwars": ("organisation", "airwars"), "jets": ("force", None)}, {"It": "Airwars"}),
        (SOURCE, {"military": ("force", None)}, {"source": "military source"}),
        (FIGHTERS, {"Kachin fighters": ("group", None)}, {"fighters": "Kachin fighters"}),
    ],
)
def test_speakers_and_repeated_nouns(
    rows: str, actors: dict[str, tuple[MentionKind, str | None]], expected: dict[str, str]
) -> None:
    assert pointed(parsed(rows, actors)) == expected


def test_a_title_leads_to_the_person_named_with_it() -> None:
    rows = "Colonel NOUN 3 nsubj\nDiaz PROPN 1 flat\nspoke VERB 0 root\n"
    rows += "".join(f"{w} X 3 dep\n" for w in ["on", "two", "days", "in", "one", "week", "of", "that", "month"])
    rows += "\nThe DET 2 det\ncolonel NOUN 3 nsubj\nleft VERB 0 root"
    doc = parsed(rows, {})
    doc.entities = [Entity(1, 2, "PER")]
    assert pointed(doc) == {"colonel": "Diaz"}


def test_nothing_named_nothing_found() -> None:
    assert find_references(parsed(ARMY_THEN_IT, {})) == {}
