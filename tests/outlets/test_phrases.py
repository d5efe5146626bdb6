from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hand import REPORT, TADMUR, span

from tadmor.model import Dateline, Place, Quantity, Span, When, Where
from tadmor.outlets.phrases import bounds, counted, dated, days, filed, heading, meaning, resolved, visible

D = date


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("Tillabéri تدمر 😀", "Tillabéri تدمر 😀"),
        ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"),
        ("bell\x07 escape\x1b[31m", "bell<U+0007> escape<U+001B>[31m"),
        ("two\nlines\tand\u00a0a\u2028half", "two lines and a half"),
        ("soft\u00adhyphen \ufeffmark", "softhyphen mark"),
        ("half \ud83d pair", "half <U+D83D> pair"),
        ("👨\u200d👩 می\u200cخواهم", "👨\u200d👩 می\u200cخواهم"),
    ],
)
def test_characters_that_a_terminal_acts_upon_are_named(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (D(2016, 3, 27), D(2016, 3, 27), "27 March 2016"),
        (D(2015, 5, 1), D(2015, 5, 31), "May 2015"),
        (D(2016, 2, 1), D(2016, 2, 29), "February 2016"),
        (D(2016, 2, 1), D(2016, 2, 28), "1–28 February 2016"),
        (D(2015, 5, 1), D(2015, 8, 31), "May–August 2015"),
        (D(2015, 11, 1), D(2016, 1, 31), "November 2015 – January 2016"),
        (D(2014, 1, 1), D(2014, 12, 31), "2014"),
        (D(2014, 1, 1), D(2016, 12, 31), "2014–2016"),
        (D(2016, 3, 7), D(2016, 3, 27), "7–27 March 2016"),
        (D(2016, 3, 7), D(2016, 4, 2), "7 March – 2 April 2016"),
        (D(2015, 12, 28), D(2016, 1, 3), "28 December 2015 – 3 January 2016"),
        (D(2016, 3, 15), None, "since 15 March 2016"),
        (None, D(2016, 3, 15), "until 15 March 2016"),
        (None, None, "day not known"),
    ],
)
def test_days(start: date | None, end: date | None, told: str) -> None:
    assert days(start, end) == told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (When(D(2016, 3, 27), D(2016, 3, 27), "day", "relative", span("on Sunday")), ("on Sunday", "27 March 2016")),
        (When(None, None, "week", "none", span("last May")), ("last May", "day not known")),
        (When(D(2015, 5, 1), D(2015, 5, 31), "month", "stated", Span(0, 8, "May\n2015")), ("May 2015", "")),
        (When(D(2016, 3, 27), D(2016, 3, 27), "day", "published"), (None, "27 March 2016 (the report's day)")),
        (When(D(2016, 3, 27), D(2016, 3, 27), "day", "context"), (None, "27 March 2016 (from the context)")),
    ],
)
def test_time_words_and_the_days_they_mean(when: When, told: tuple[str | None, str]) -> None:
    assert meaning(when) == told


SYRIA = Place("geonames:163843", "Syria", "SY", 35.0, 38.0, "PCLI")
HOMS = Place("geonames:169577", "Homs", "SY", 34.7, 36.7, "PPLA")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Where(Span(0, 7, "Palmyra"), TADMUR, "in", "town"), "Tadmur, Syria; town"),
        (Where(Span(0, 7, "Palmyra"), TADMUR, "near", "near"), "near Tadmur, Syria"),
        (Where(Span(0, 7, "Palmyra"), TADMUR, "north of", "near"), "north of Tadmur, Syria; near"),
        (Where(Span(0, 4, "Homs"), HOMS, "in", "town"), "Syria; town"),
        (Where(Span(0, 4, "Homs"), HOMS, "toward", "town"), "Syria; town"),
        (Where(Span(0, 4, "Homs"), HOMS, "east of", "near"), "east of Homs, Syria; near"),
        (Where(Span(0, 5, "Syria"), SYRIA, "in", "country"), "country"),
        (Where(Span(0, 3, "Bel"), None), "not resolved"),
    ],
)
def test_what_a_place_was_resolved_to(where: Where, told: str) -> None:
    assert resolved(where) == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (12, 12, "12"),
        (1200, None, "1,200 or more"),
        (None, 30, "up to 30"),
        (200, 300, "200–300"),
        (None, None, "number not known"),
    ],
)
def test_bounds(low: int | None, high: int | None, told: str) -> None:
    assert bounds(low, high) == told


SENTENCE = Span(100, 152, "Dozens of soldiers and two to three rebels were hurt")
DOZENS, SOLDIERS, TWO = Span(100, 106, "Dozens"), Span(110, 118, "soldiers"), Span(123, 135, "two to three")
ELSEWHERE = Span(10, 16, "rebels")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (Quantity(DOZENS, 24, None, "killed", SOLDIERS), ("Dozens of soldiers", "killed (24 or more)")),
        (Quantity(TWO, 2, 3, "wounded", Span(136, 142, "rebels")), ("two to three rebels", "wounded (2–3)")),
        (Quantity(TWO, 2, 3, "wounded", ELSEWHERE), ("two to three rebels", "wounded (2–3)")),
        (Quantity(TWO, 12, 12, "wounded", Span(136, 142, "rebels")), ("two to three rebels", "wounded")),
        (Quantity(Span(1, 12, "at least 12"), 12, None, "killed"), ("at least 12", "killed")),
        (Quantity(Span(1, 6, "1,200"), 1200, 1200, "displaced", total=True), ("1,200", "displaced in all")),
        (Quantity(Span(1, 4, "400"), 400, 400, None, Span(1, 13, "400 fighters")), ("400 fighters", "")),
        (Quantity(Span(1, 12, "1.5 million"), 1_500_000, 1_500_000, None), ("1.5 million", "(1,500,000)")),
    ],
)
def test_counts(count: Quantity, told: tuple[str, str]) -> None:
    sentence = SENTENCE if count.span.start >= SENTENCE.start else Span(1, 13, "400 fighters")
    assert counted(count, sentence) == told


def test_the_head_of_a_report() -> None:
    bare = replace(REPORT, outlet=None, agency=None, title=None, published=None, dateline=Dateline(None, None))
    assert heading(REPORT) == "Coast Herald · Troops enter the old town"
    assert heading(replace(REPORT, outlet=None)) == "Levant Wire · Troops enter the old town"
    assert heading(bare) == "Troops enter the old town Army troops recaptured Palmyra from rebels …"
    assert dated(REPORT) == "published 27 March 2016 (from its dateline)"
    assert dated(bare) == "day of publication not known (--published DAY gives it)"
    assert filed(REPORT) == "filed Beirut, 27 March 2016"
    assert filed(bare) is None
