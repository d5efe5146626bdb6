from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest
from shown import MARCH, readings

from tadmor.model import Control, Span, Version, When, Where
from tadmor.outlets.drawing.families import FAMILIES
from tadmor.outlets.web import bands, coverage, marking
from tadmor.outlets.web.addresses import more
from tadmor.outlets.web.words import direction, plural, safe_url, told_at, version_words, when_words
from tadmor.pipeline.adding import telling_of

DAY = date(2016, 3, 27)


def label(key: str) -> str:
    return {"islamic-state": "Islamic State", "syria-government": "Syrian government"}.get(key, key)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://coast.example/a?b=1", True), ("http://coast.example", True), ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False), ("java\nscript:alert(1)", False), ("data:text/html,x", False),
        ("https:///nowhere", False), ("//coast.example", False), ("file:///etc/passwd", False), ("", False),
        ("http://[", False), (" https://coast.example", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url, safe):
    assert safe_url(url) == (url if safe else None)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(DAY, DAY, "day", "stated"), "27 March 2016"),
        (When(date(2015, 5, 1), date(2015, 5, 31), "month", "stated"), "May 2015, day not told"),
        (When(date(2015, 1, 1), date(2015, 12, 31), "year", "stated"), "2015, day not told"),
        (When(date(2015, 5, 1), date(2015, 7, 19), "month", "stated"), "1 May – 19 July 2015"),
        (When(None, None, "day", "none"), "day not known"),
        (None, "day not known"),
    ],
)
def test_days_are_told_with_their_precision(when, words):
    assert when_words(when) == words


@pytest.mark.parametrize(
    ("noun", "kind", "relation", "words"),
    [
        ("Recapture of", "capture", "in", "Recapture of “Palmyra”"),
        ("Capture of", "capture", "near", "Capture near “Palmyra”"),
        ("Air strike on", "airstrike", "north of", "Air strike north of “Palmyra”"),
        ("Displacement, ", "displacement", "in", "Displacement, “Palmyra”"),
    ],
)
def test_a_heading_tells_where(noun, kind, relation, words):
    assert told_at(noun, kind, Where(Span(0, 7, "Palmyra"), None, relation)) == words
    assert told_at(noun, kind, None).endswith(", place not told")


@pytest.mark.parametrize(
    ("aspect", "value", "words"),
    [
        ("date", "2016-03-27", "27 March 2016"),
        ("date", "2016-03-01/2016-03-31", "March 2016"),
        ("date", "2016-03-01/..", "since 1 March 2016"),
        ("perpetrator", "islamic-state, rebels", "Islamic State, rebels"),
        ("count", "at least 12 killed (islamic-state)", "at least 12 killed (Islamic State)"),
        ("denied", "denied", "denies it"),
        ("place", "Palmyra", "Palmyra"),
    ],
)
def test_versions_are_told_as_a_person_would(aspect, value, words):
    assert version_words(Version(value, (), 1), aspect, label) == words


@pytest.mark.parametrize(("text", "way"), [("12 dead", "ltr"), ("12 قتيلا in", "rtl"), ("", "ltr"), ("שלום", "rtl")])
def test_the_first_letter_tells_the_direction(text, way):
    assert direction(text) == way


@pytest.mark.parametrize(("count", "words"), [(1, "1 claim"), (0, "0 claims"), (1200, "1,200 claims")])
def test_numbers_have_their_noun(count, words):
    assert plural(count, "claim") == words


def test_parameters_of_one_view_are_added():
    assert more("/review", blind=0, last=None) == "/review"
    assert more("/review?q=a", claim="b c") == "/review?q=a&claim=b+c"


def tellings():
    report, claims = next((r.report, r.claims) for r in readings() if r.report.text == MARCH)
    return report, [telling_of(report, claim, n, report.id, DAY) for n, claim in enumerate(claims, 1)]


def test_every_word_of_a_report_stands_once_and_in_order():
    report, told = tellings()
    parts = marking.paragraphs(report, told)
    assert [p.kind for p in parts] == ["title", "paragraph", "paragraph"]
    assert "\n\n".join("".join(s.text for s in p.stretches) for p in parts) == MARCH
    marked = [(s.text, s.claims, s.family) for p in parts for s in p.stretches if s.claims]
    assert marked == [("recaptured", (1,), "fighting"), ("killed", (2,), "harm"), ("shelling", (3,), "explosion")]


def test_a_word_of_two_claims_is_of_both():
    report, told = tellings()
    [both] = [s for p in marking.paragraphs(report, [told[0], told[0]]) for s in p.stretches if s.claims]
    assert (both.claims, both.begins) == ((1, 2), (1, 2))


def test_a_sentence_keeps_its_words():
    _, told = tellings()
    for telling in told:
        assert "".join(s.text for s in marking.sentence(telling.claim)) == telling.claim.sentence.text
        assert [s.text for s in marking.sentence(telling.claim) if s.role == "trigger"] == [telling.claim.trigger.text]


def control(holder, holding, start, end, by=None):
    return Control("p", holder, holding, start, end, start, 1.0, (), "because", by)


def test_a_band_has_a_row_a_holder_and_hatches_what_is_contested():
    told = [
        control("islamic-state", "held", date(2015, 5, 20), date(2016, 3, 1)),
        control("islamic-state", "contested", date(2016, 3, 1), DAY, "syria-government"),
        control("syria-government", "held", DAY, None),
    ]
    chart = bands.chart(told, (), date(2015, 6, 1), label)
    assert [words for words, _, _ in chart.rows] == ["Islamic State", "Syrian government"]
    assert [bar.hatch is not None for bar in chart.bars] == [False, True, False]
    assert [a.x + a.width <= b.x + 0.2 for a, b in zip(chart.bars, chart.bars[1:], strict=False)] == [True, True]
    assert chart.day is not None
    assert all(0 <= bar.x <= bar.x + bar.width <= 100 for bar in chart.bars)
    assert bands.chart([], (), None, label) is None


@pytest.mark.parametrize(
    ("last", "grain"),
    [(date(2016, 4, 30), "day"), (date(2017, 6, 1), "week"), (date(2020, 1, 1), "month"), (date(2050, 1, 1), "year")],
)
def test_coverage_takes_the_finest_grain_that_fits(last, grain):
    told = [(DAY, "Coast Herald", 2), (last, "Inland Post", 1), (None, "Coast Herald", 4)]
    grid = coverage.coverage(told, None, None)
    assert (grid.grain, grid.reports, grid.undated) == (grain, 3, 4)
    assert sum(cell.count for cell in grid.cells) == 3
    assert len({cell.x for cell in grid.cells}) <= coverage.MOST_COLUMNS + 1
    assert coverage.coverage(told, date(1999, 1, 1), date(1999, 12, 31)) is None


def test_the_style_sheet_has_the_colours_of_the_families():
    css = files("tadmor.outlets.web").joinpath("static/css/tadmor.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"\.f-(\w+) \{ --fam: (#[0-9a-f]{6}); \}", css))
    assert found == {family.key: family.colour for family in FAMILIES}
