"""The score of a claim: what speaks for it, and that it is a chance."""

from __future__ import annotations

import pytest

from tadmor.coding import chances, code
from tadmor.coding.code import tellings
from tadmor.coding.weighing import weights
from tadmor.model import Claim
from tadmor.reading import parse
from tadmor.sources import report_from_text


def found(text: str, trigger: str) -> dict[str, float]:
    """What speaks for the claim of these words."""
    _, context = tellings(parse(report_from_text(text, published="2016-03-27")))
    return next(cells for span, cells in context.found.items() if span.text == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "there", "missing"),
    [
        ("Rebels captured Timbuktu on Friday.", "captured", {"frame", "place", "time", "actor"}, {"bare"}),
        ("A bomb killed nine in Kabul. The attack was the first.", "attack", {"place", "noun.the"}, {"bare", "time"}),
        ("The army said nobody had claimed the attack.", "attack", {"bare", "noun.the"}, {"place", "time", "actor"}),
        ("The army denied that it had shelled Douma.", "shelled", {"denied", "verb.had"}, {"asserted", "bare"}),
    ],
)  # fmt: skip
def test_what_speaks_for_a_claim(text: str, trigger: str, there: set[str], missing: set[str]) -> None:
    cells = found(text, trigger)
    assert there <= set(cells)
    assert not missing & set(cells)


def claims(text: str) -> list[Claim]:
    return code(parse(report_from_text(text, published="2016-03-27")))


def test_a_score_is_a_chance_and_tells_the_sure_from_the_doubtful() -> None:
    sure, killing = claims("Rebels captured the town of Gao on Friday, killing 12 soldiers.")
    assert (sure.kind, killing.kind) == ("capture", "attack")
    bare = next(
        c for c in claims("A bomb killed nine in Kabul. Nobody claimed the attack.") if c.trigger.text == "attack"
    )
    assert 0 < bare.score < sure.score < 1


def test_nothing_found_is_an_even_chance() -> None:
    assert chances.chance({}) == 0.5
    assert all(abs(value) < 10 for value in weights(chances.WEIGHTS_FILE).values())
