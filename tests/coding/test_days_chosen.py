"""What is found of the days that a claim may have, and which is taken."""

from __future__ import annotations

from datetime import date

import pytest

from tadmor.coding import days
from tadmor.coding.code import tellings
from tadmor.coding.weighing import score, weights
from tadmor.reading import parse
from tadmor.sources import report_from_text

PUBLISHED = date(2016, 3, 27)
BOMB = "A car bomb killed nine in Kabul on Friday. Nobody claimed the attack."


def found(text: str, trigger: str) -> list[days.Choice]:
    """The candidates of the claim that these words trigger."""
    doc = parse(report_from_text(text, published=PUBLISHED.isoformat()))
    claims, context = tellings(doc)
    at = next(i for i, c in enumerate(claims) if c.trigger.text == trigger)
    dated = [i for i, c in enumerate(claims) if c.when is not None and c.when.span is not None]
    return days.choices(claims, at, dated, context.opens[claims[at].trigger], PUBLISHED)


@pytest.mark.parametrize(
    ("text", "trigger", "day", "tags"),
    [
        (BOMB, "attack", date(2016, 3, 25), {"before.last", "first", "previous", "one day"}),
        (BOMB, "attack", PUBLISHED, {"report", "that day"}),
        (BOMB, "attack", None, {"none"}),
    ],
)  # fmt: skip
def test_candidates_and_where_they_were_found(text: str, trigger: str, day: date | None, tags: set[str]) -> None:
    by_day = {c.when.start if c.when else None: c for c in found(text, trigger)}
    assert tags <= set(by_day[day].found)


def test_days_that_are_found_twice_are_one_candidate() -> None:
    text = "A car bomb killed nine in Kabul on Sunday. Nobody claimed the attack."
    starts = [c.when.start if c.when else None for c in found(text, "attack")]
    assert sorted(starts, key=str) == [PUBLISHED, None]


def test_the_weights_name_only_what_is_found() -> None:
    assert all(name and abs(value) < 10 for name, value in weights(days.WEIGHTS_FILE).items())
    assert score({"no such thing": 1.0}, days.WEIGHTS_FILE) == 0.0


def test_the_day_of_a_saying_speaks_and_news_has_a_day() -> None:
    text = "The army said on Friday that it had regained control of Palmyra."
    by_day = {c.when.start if c.when else None: c for c in found(text, "regained control")}
    assert "near.said" in by_day[date(2016, 3, 25)].found
    assert None not in by_day
