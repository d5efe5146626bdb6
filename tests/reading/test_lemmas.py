"""Every row is (word, tag, lemma)."""

from __future__ import annotations

import pytest

from tadmor.reading.lemmas import lemma

DOUBLED = [("expelled", "expel"), ("patrolling", "patrol"), ("repelled", "repel"), ("rebelled", "rebel"),
           ("controlled", "control"), ("shelled", "shell"), ("shelling", "shell"), ("killed", "kill"),
           ("installed", "install"), ("recalled", "recall"), ("stopped", "stop"), ("passed", "pass")]  # fmt: skip
IRREGULAR = [("sank", "sink"), ("beaten", "beat"), ("overran", "overrun"), ("overrun", "overrun"), ("dug", "dig"),
             ("overrunning", "overrun"), ("bled", "bleed"), ("fleeing", "flee"), ("freed", "free"),
             ("over", "over"), ("vying", "vie"), ("withheld", "withhold")]  # fmt: skip
NOUNS = [("Troops", "troop"), ("militiamen", "militiaman"), ("gunmen", "gunman"), ("women", "woman"),
         ("sorties", "sortie"), ("casualties", "casualty"), ("bases", "base"), ("specimen", "specimen"),
         ("barracks", "barracks"), ("crises", "crisis"), ("clashes", "clash")]  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), DOUBLED + IRREGULAR)
def test_verbs(word: str, expected: str) -> None:
    assert lemma(word, "VERB") == expected


@pytest.mark.parametrize(("word", "expected"), NOUNS)
def test_nouns(word: str, expected: str) -> None:
    assert lemma(word, "NOUN") == expected


def test_names_keep_their_form() -> None:
    assert lemma("Shelled", "PROPN") == "Shelled"
