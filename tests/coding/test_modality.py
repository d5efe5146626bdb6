"""What is tried, begun or ended, by the reader that ships; and where a word of ending stands, over hand-made trees."""

from __future__ import annotations

import pytest
from test_slots import doc_of

from tadmor.coding import code
from tadmor.coding.modality import ending
from tadmor.reading import parse
from tadmor.sources import report_from_text

TREES = {
    "broke the siege": """
        1 Troops troop NOUN _ _ 2 nsubj _ _
        2 broke break VERB _ _ 0 root _ _
        3 the the DET _ _ 4 det _ _
        4 siege siege NOUN _ _ 2 obj _ _
        """,
    "lifting of the siege": """
        1 The the DET _ _ 2 det _ _
        2 lifting lifting NOUN _ _ 0 root _ _
        3 of of ADP _ _ 5 case _ _
        4 the the DET _ _ 5 det _ _
        5 siege siege NOUN _ _ 2 nmod _ _
        """,
    "clashes broke out": """
        1 Clashes clash NOUN _ _ 2 nsubj _ _
        2 broke break VERB _ _ 0 root _ _
        3 out out ADP _ _ 2 compound:prt _ _
        """,
    "the offensive ended the siege": """
        1 The the DET _ _ 2 det _ _
        2 offensive offensive NOUN _ _ 3 nsubj _ _
        3 ended end VERB _ _ 0 root _ _
        4 the the DET _ _ 5 det _ _
        5 siege siege NOUN _ _ 3 obj _ _
        """,
}


@pytest.mark.parametrize(
    ("tree", "word", "expected"),
    [
        ("broke the siege", "siege", "broke"),
        ("lifting of the siege", "siege", "lifting"),
        ("clashes broke out", "Clashes", None),
        ("the offensive ended the siege", "siege", "ended"),
        ("the offensive ended the siege", "offensive", None),
    ],
)
def test_ending(tree: str, word: str, expected: str | None) -> None:
    doc = doc_of(TREES[tree])
    end = ending(doc, (doc.words.index(word),), "siege" if word == "siege" else "clash")
    assert (None if end is None else doc.words[end]) == expected


def modalities(text: str, kind: str) -> set[str]:
    """The modalities of the claims of a kind."""
    found = code(parse(report_from_text(text, published="2016-03-27")))
    return {c.modality for c in found if c.kind == kind}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The brigade launched an operation to retake Gao.", "planned"),
        ("Militiamen began taking back Bria on Tuesday.", "planned"),
        ("Troops massed in a bid to recapture Kidal from the rebels.", "planned"),
        ("The gunmen tried to storm and take the town of Bangassou.", "planned"),
        ("The fighters opened a second front with the aim of seizing Timbuktu.", "planned"),
        ("Government forces have waged an assault since May to recapture Kismayo.", "planned"),
        ("The army managed to repel the raid and retake three villages near Goma.", "asserted"),
        ("The column went on to capture Bunia.", "asserted"),
    ],
)
def test_a_place_that_is_attempted_is_not_taken(text: str, modality: str) -> None:
    assert modalities(text, "capture") == {modality}


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("The army broke the siege of Kuito on Tuesday.", "siege", "ended"),
        ("The breaking of the siege of Huambo was celebrated.", "siege", "ended"),
        ("The siege of Srebrenica was lifted in June.", "siege", "ended"),
        ("Rebels are trying to break the siege of eastern Aleppo.", "siege", "asserted"),
        ("The envoy demanded the lifting of the siege of Taiz.", "siege", "asserted"),
        ("Clashes broke out in Bangui on Friday.", "clash", "asserted"),
        ("Fighting broke out between soldiers and rebels in Juba.", "clash", "asserted"),
        ("The army stopped the fighting in Juba.", "clash", "ended"),
        ("Rebels began withdrawing from Gao on Friday.", "withdrawal", "asserted"),
    ],
)
def test_what_is_over_and_what_goes_on(text: str, kind: str, modality: str) -> None:
    assert modalities(text, kind) == {modality}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The minister called the capture of Bria a disaster.", "asserted"),
        ("The minister called for the capture of Bria.", "demanded"),
    ],
)
def test_what_is_called_names_is_not_called_for(text: str, modality: str) -> None:
    assert modalities(text, "capture") == {modality}
