"""Slots, fillers and noun phrases over trees written by hand."""

from __future__ import annotations

import pytest

from tadmor.coding.fillers import fits, sorts_of
from tadmor.coding.frames import Frame, Matcher, parsed
from tadmor.coding.slots import fill, passive, phrase
from tadmor.doc import Doc, Entity
from tadmor.model import Report, Span, Where

PARSES = {
    "active": """
        1 Guerrillas guerrilla NOUN _ _ 2 nsubj _ _
        2 seized seize VERB _ _ 0 root _ _
        3 the the DET _ _ 4 det _ _
        4 town town NOUN _ _ 2 obj _ _
        5 and and CCONJ _ _ 7 cc _ _
        6 two two NUM _ _ 7 nummod _ _
        7 hills hill NOUN _ _ 4 conj _ _
        8 near near ADP _ _ 9 case _ _
        9 Puno Puno PROPN _ _ 7 nmod _ _
        """,
    "passive": """
        1 The the DET _ _ 2 det _ _
        2 port port NOUN _ _ 4 nsubj:pass _ _
        3 was be AUX _ _ 4 aux:pass _ _
        4 overrun overrun VERB _ _ 0 root _ _
        5 by by ADP _ _ 7 case _ _
        6 Chadian chadian ADJ _ _ 7 amod _ _
        7 rebels rebel NOUN _ _ 4 obl:agent _ _
        """,
    "relative": """
        1 The the DET _ _ 2 det _ _
        2 militia militia NOUN _ _ 7 nsubj _ _
        3 that that PRON _ _ 4 nsubj _ _
        4 shelled shell VERB _ _ 2 acl:relcl _ _
        5 the the DET _ _ 6 det _ _
        6 camp camp NOUN _ _ 4 obj _ _
        7 fled flee VERB _ _ 0 root _ _
        """,
    "bare relative": """
        1 The the DET _ _ 2 det _ _
        2 hills hill NOUN _ _ 0 root _ _
        3 the the DET _ _ 4 det _ _
        4 army army NOUN _ _ 5 nsubj _ _
        5 holds hold VERB _ _ 2 acl:relcl _ _
        """,
    "joined": """
        1 The the DET _ _ 5 det _ _
        2 rebel rebel NOUN _ _ 4 obl:unmarked _ _
        3 - - PUNCT _ _ 2 punct _ _
        4 held hold VERB _ _ 5 amod _ _
        5 suburb suburb NOUN _ _ 0 root _ _
        """,
    "noun": """
        1 An a DET _ _ 3 det _ _
        2 army army NOUN _ _ 3 compound _ _
        3 assault assault NOUN _ _ 0 root _ _
        4 on on ADP _ _ 5 case _ _
        5 Jaffna Jaffna PROPN _ _ 3 nmod _ _
        """,
    "light verb": """
        1 Marines marine NOUN _ _ 2 nsubj _ _
        2 mounted mount VERB _ _ 0 root _ _
        3 a a DET _ _ 4 det _ _
        4 raid raid NOUN _ _ 2 obj _ _
        5 on on ADP _ _ 7 case _ _
        6 the the DET _ _ 7 det _ _
        7 depot depot NOUN _ _ 2 obl _ _
        """,
    "struck": """
        1 A a DET _ _ 2 det _ _
        2 blast blast NOUN _ _ 3 nsubj _ _
        3 shook shake VERB _ _ 0 root _ _
        4 the the DET _ _ 5 det _ _
        5 market market NOUN _ _ 3 obj _ _
        """,
    "lent": """
        1 Tanks tank NOUN _ _ 2 nsubj _ _
        2 tried try VERB _ _ 0 root _ _
        3 to to PART _ _ 4 mark _ _
        4 enter enter VERB _ _ 2 xcomp _ _
        5 Gori Gori PROPN _ _ 4 obj _ _
        """,
    "part": """
        1 They they PRON _ _ 2 nsubj _ _
        2 hold hold VERB _ _ 0 root _ _
        3 most most ADJ _ _ 2 obj _ _
        4 of of ADP _ _ 6 case _ _
        5 the the DET _ _ 6 det _ _
        6 valley valley NOUN _ _ 3 nmod _ _
        """,
    "name": """
        1 Former former ADJ _ _ 3 amod _ _
        2 Interior interior PROPN _ _ 3 compound _ _
        3 Minister minister PROPN _ _ 7 nsubj _ _
        4 Juan Juan PROPN _ _ 3 flat _ _
        5 Diaz Diaz PROPN _ _ 3 flat _ _
        6 was be AUX _ _ 7 aux:pass _ _
        7 freed free VERB _ _ 0 root _ _
        """,
    "particle": """
        1 Rebels rebel NOUN _ _ 2 nsubj _ _
        2 blew blow VERB _ _ 0 root _ _
        3 a a DET _ _ 4 det _ _
        4 bridge bridge NOUN _ _ 2 obj _ _
        5 up up ADP _ _ 2 compound:prt _ _
        """,
    "backed": """
        1 A a DET _ _ 2 det _ _
        2 push push NOUN _ _ 0 root _ _
        3 by by ADP _ _ 7 case _ _
        4 Iran Iran PROPN _ _ 6 obl:unmarked _ _
        5 - - PUNCT _ _ 4 punct _ _
        6 backed back VERB _ _ 7 amod _ _
        7 units unit NOUN _ _ 2 nmod _ _
        """,
}


def doc_of(conllu: str) -> Doc:
    """A Doc of one sentence from CoNLL-U rows parted by blanks."""
    rows = [line.split() for line in conllu.strip().splitlines()]
    words = [r[1] for r in rows]
    ends = [sum(len(w) + 1 for w in words[: i + 1]) - 1 for i in range(len(words))]
    starts = [e - len(w) for e, w in zip(ends, words, strict=True)]
    heads = [int(r[6]) - 1 if r[6] != "0" else i for i, r in enumerate(rows)]
    lemmas, tags, relations = ([r[k] for r in rows] for k in (2, 3, 7))
    report = Report("r", " ".join(words))
    return Doc(report, words, starts, ends, [(0, len(rows))], tags, [], lemmas, heads, relations)


def doc(name: str) -> Doc:
    return doc_of(PARSES[name])


@pytest.mark.parametrize(
    ("parse", "trigger", "slots", "expected"),
    [
        ("active", "seized", "subject", "Guerrillas"),
        ("active", "seized", "object", "town hills"),
        ("active", "seized", "agent", ""),
        ("passive", "overrun", "object", "port"),
        ("passive", "overrun", "subject", ""),
        ("passive", "overrun", "subject agent", "rebels"),
        ("relative", "shelled", "subject", "militia"),
        ("bare relative", "holds", "object", "hills"),
        ("joined", "held", "agent", "rebel"),
        ("joined", "held", "joined", "rebel"),
        ("joined", "held", "object", "suburb"),
        ("noun", "assault", "doer", "army"),
        ("noun", "assault", "on", "Jaffna"),
        ("noun", "assault", "in", ""),
        ("light verb", "raid", "doer", "Marines"),
        ("light verb", "raid", "on", "depot"),
        ("struck", "blast", "struck", "market"),
        ("lent", "enter", "subject", "Tanks"),
        ("lent", "enter", "object", "Gori"),
        ("joined", "held", "described", "suburb"),
        ("noun", "assault", "sentence", "An army on Jaffna"),
        ("struck", "market", "head", "shook"),
    ],
)
def test_fill(parse: str, trigger: str, slots: str, expected: str) -> None:
    d = doc(parse)
    found = fill(d, d.words.index(trigger), tuple(slots.split()))
    assert " ".join(d.words[w] for w in found) == expected


@pytest.mark.parametrize(
    ("parse", "verb", "expected"),
    [
        ("active", "seized", False),
        ("passive", "overrun", True),
        ("joined", "held", True),
        ("relative", "shelled", False),
    ],
)
def test_passive(parse: str, verb: str, expected: bool) -> None:
    d = doc(parse)
    assert passive(d, d.words.index(verb)) is expected


@pytest.mark.parametrize(
    ("parse", "head", "expected"),
    [
        ("name", "Minister", "Former Interior Minister Juan Diaz"),
        ("passive", "port", "port"),
        ("passive", "rebels", "Chadian rebels"),
        ("active", "hills", "two hills"),
    ],
)
def test_phrase(parse: str, head: str, expected: str) -> None:
    d = doc(parse)
    first, last = phrase(d, d.words.index(head))
    assert " ".join(d.words[first : last + 1]) == expected


@pytest.mark.parametrize(
    ("parse", "word", "filler", "expected"),
    [
        ("active", "town", "place", True),
        ("active", "Guerrillas", "force", True),
        ("active", "Guerrillas", "place", False),
        ("part", "most", "place", True),
        ("part", "They", "force", True),
        ("part", "They", "any", True),
        ("lent", "Gori", "name", True),
        ("lent", "Tanks", "name", False),
        ("struck", "blast", "blow", True),
        ("struck", "market", "blow", False),
        ("noun", "Jaffna", "place", False),
    ],
)
def test_fits(parse: str, word: str, filler: str, expected: bool) -> None:
    d = doc(parse)
    assert fits(d, d.words.index(word), filler) is expected


def test_a_list_of_words_asks_for_the_words_before_a_noun_too() -> None:
    d = doc_of(
        "1 Mortar mortar NOUN _ _ 2 compound _ _\n2 rounds round NOUN _ _ 3 nsubj _ _\n3 fell fall VERB _ _ 0 root _ _"
    )
    assert fits(d, 1, "gun")
    assert not fits(d, 1, "air")


def test_what_was_found_of_a_name_decides_its_sort() -> None:
    d = doc("noun")
    d.entities = [Entity(4, 5, "LOC")]
    assert sorts_of(d, 4) == ("place",)
    d.places = [Where(Span(d.starts[4], d.ends[4], "Jaffna"), None)]
    d.entities = [Entity(4, 5, "PER")]
    assert sorts_of(d, 4) == ("place",)


@pytest.mark.parametrize(
    ("parse", "frame", "expected"),
    [
        ("particle", Frame("bombing.x", "bombing", phrases=("blow up",)), ["blew up"]),
        ("particle", Frame("bombing.x", "bombing", phrases=("blow up",), unless=("object:building",)), []),
        ("backed", Frame("advance.x", "advance", phrases=("push back",)), []),
        ("light verb", Frame("attack.x", "attack", phrases=("mount|stage raid|attack",)), ["mounted raid"]),
        ("active", Frame("capture.x", "capture", verbs=("seize",), needs=("object:place",)), ["seized"]),
        ("active", Frame("capture.x", "capture", verbs=("seize",), unless=("object=town",)), []),
        ("active", Frame("capture.x", "capture", verbs=("guerrilla",)), []),
    ],
)
def test_propose(parse: str, frame: Frame, expected: list[str]) -> None:
    d = doc(parse)
    found = Matcher((frame,)).propose(d, 0)
    assert [" ".join(d.words[w] for w in sorted(p.words)) for p in found] == expected


def test_the_roles_of_a_phrase_stand_under_any_of_its_words() -> None:
    d = doc("light verb")
    frame = Frame("attack.x", "attack", phrases=("mount raid",), actor=("subject",), place=("on",))
    (proposal,) = Matcher((frame,)).propose(d, 0)
    assert [d.words[w] for w in proposal.roles(d, "actor")] == ["Marines"]
    assert [d.words[w] for w in proposal.roles(d, "place")] == ["depot"]


def test_a_headline_in_capitals_is_read_as_nouns() -> None:
    d = doc_of(
        "1 Airstrikes Airstrikes PROPN _ _ 2 nsubj _ _\n2 Hit hit VERB _ _ 0 root _ _\n3 Gaza Gaza PROPN _ _ 2 obj _ _"
    )
    frame = Frame("airstrike.x", "airstrike", nouns=("airstrike",))
    assert [p.words for p in Matcher((frame,)).propose(d, 0)] == [(0,)]


@pytest.mark.parametrize(
    ("line", "slots", "fillers", "lemmas"),
    [
        ("object:place", ("object",), ("place",), ()),
        ("object of:place|force", ("object", "of"), ("place", "force"), ()),
        ("below=siege|blockade", ("below",), (), ("siege", "blockade")),
    ],
)
def test_parsed(line: str, slots: tuple[str, ...], fillers: tuple[str, ...], lemmas: tuple[str, ...]) -> None:
    condition = parsed(line)
    assert (condition.slots, condition.fillers, condition.lemmas) == (slots, fillers, lemmas)
