"""Who says, asks, wishes or blames, over hand-made trees."""

from __future__ import annotations

import pytest
from test_slots import doc_of

from tadmor.coding.attribution import attributions, sayings
from tadmor.doc import Entity

TREES = {
    "asked": """
        1 Farmers farmer NOUN _ _ 2 nsubj _ _
        2 urged urge VERB _ _ 0 root _ _
        3 a a DET _ _ 4 det _ _
        4 truce truce NOUN _ _ 2 obj _ _
        """,
    "said": """
        1 Farmers farmer NOUN _ _ 2 nsubj _ _
        2 said say VERB _ _ 0 root _ _
        3 mills mill NOUN _ _ 4 nsubj _ _
        4 burned burn VERB _ _ 2 ccomp _ _
        """,
    "said alone": """
        1 Fire fire NOUN _ _ 0 root _ _
        2 , , PUNCT _ _ 4 punct _ _
        3 farmers farmer NOUN _ _ 4 nsubj _ _
        4 said say VERB _ _ 1 list _ _
        """,
    "held": """
        1 Farmers farmer NOUN _ _ 3 nsubj _ _
        2 were be AUX _ _ 3 cop _ _
        3 wary wary ADJ _ _ 0 root _ _
        4 of of ADP _ _ 5 case _ _
        5 floods flood NOUN _ _ 3 obl _ _
        """,
    "labelled": """
        1 Mira Mira PROPN _ _ 5 nsubj _ _
        2 : : PUNCT _ _ 1 punct _ _
        3 no no DET _ _ 4 det _ _
        4 raid raid NOUN _ _ 5 nsubj _ _
        5 came come VERB _ _ 0 root _ _
        """,
}


@pytest.mark.parametrize(
    ("name", "cue", "speaker"),
    [("asked", "urged", "Farmers"), ("said", "said", "Farmers"), ("said alone", "said", "farmers"),
     ("held", "wary", "Farmers"), ("labelled", ":", "Mira")],
)  # fmt: skip
def test_attributions(name: str, cue: str, speaker: str) -> None:
    doc = doc_of(TREES[name])
    doc.entities = [Entity(0, 1, "PER")] if name == "labelled" else []
    (found,) = attributions(doc, 0)
    assert (doc.words[found.cue], [doc.words[s] for s in found.speakers]) == (cue, [speaker])
    assert found.cue not in found.said


def test_claims_heed_sayings_only() -> None:
    assert [bool(sayings(doc_of(TREES[n]), 0)) for n in ("said", "asked", "held")] == [True, False, False]
