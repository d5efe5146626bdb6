"""Days of happenings in a history: published on 30 March 2023, told of 2014."""

from __future__ import annotations

import pytest

from tadmor.coding import code
from tadmor.reading import parse
from tadmor.sources import report_from_text

HISTORY = """On 4 May 2014, rebels captured the town of Azaz. They seized the airport of Minakh.

Troops shelled Marea for weeks.

On 9 June, the army recaptured Azaz. The next day rebels bombed the rebel-held town of Marea. In 2015 it was rebuilt.
"""


Told = dict[tuple[str, str], tuple[str | None, str | None]]


@pytest.fixture(scope="module", params=["2023-03-30", None])
def told(request: pytest.FixtureRequest) -> Told:
    """Days and basis by trigger and first word of the sentence."""
    found = code(parse(report_from_text(HISTORY, published=request.param)))
    return {
        (c.kind, c.sentence.text.split()[0]): (
            c.when and c.when.start and c.when.start.isoformat(),
            c.when and c.when.basis,
        )
        for c in found
    }


@pytest.mark.parametrize(
    ("kind", "opens", "day", "basis"),
    [
        ("capture", "On", "2014-06-09", "context"),  # the last of two
        ("capture", "They", "2014-05-04", "context"),  # goes on from the sentence before
        ("shelling", "Troops", None, None),  # a paragraph of its own
        ("control", "The", "2014-06-10", "context"),  # not the day of publication
    ],
)
def test_days_of_a_history(told: Told, kind: str, opens: str, day: str | None, basis: str | None) -> None:
    assert told[kind, opens] == (day, basis)


CHRONICLE = """* Flag of Norland.svg 6 January 2017 – Rebels destroyed two jets at the airbase of Deir ez-Zor.
* 4 March 2017 – A jet was shot down by rebels near Hama. The pilot was killed.
* 16 April 2017 – Forty rockets were fired by rebels at the town of Salamiyah."""


def test_a_line_of_a_chronicle_has_the_day_that_heads_it() -> None:
    found = code(parse(report_from_text(CHRONICLE)))
    days = {c.kind: (c.when and str(c.when.start), c.when and c.when.basis) for c in found}
    assert days["destruction"] == ("2017-01-06", "stated")
    assert days["casualties"] == ("2017-03-04", "context")
    assert days["shelling"] == ("2017-04-16", "stated")
