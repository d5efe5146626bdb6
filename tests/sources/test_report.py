"""Reports from any text at all."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources import read, report_from_text
from tadmor.sources.language import language_of

FRENCH = (
    "Des hommes armés ont tué deux policiers près du vieux marché du port dimanche avant de fuir vers les collines "
    "voisines, selon des témoins."
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
SCRAPS = st.lists(
    st.sampled_from(
        ["ORVAN (AP) - ", "3 May 2016", "Share", "Related", "Comments", "By Ana Ruiz", "\n", "\n\n", "\r\n", " ",
        "\u2028", "   ",
         "Gunmen shot two policemen.", "Gunmen flee", "FILE PHOTO: A bus", "😀", "\u202e", "-- [TEXT] ", ", ", "—",
         "\ufeff"]
    )
).map("".join)  # fmt: skip


def check(found: Report) -> None:
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end <= len(found.text)
        words = found.text[block.start : block.end]
        assert words == words.strip() or block.kind == "dateline"
        at = block.end
    if found.dateline and found.dateline.span:
        span = found.dateline.span
        assert found.text[span.start : span.end] == span.text
    assert any(block.kind == "paragraph" for block in found.blocks)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT | SCRAPS, st.none() | SCRAPS)
def test_any_text_is_a_report_or_a_fault(text, title):
    try:
        found = report_from_text(text, title=title)
    except SourceError:
        return
    assert found.text == text
    check(found)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300) | SCRAPS.map(str.encode),
    st.sampled_from([b"", b"<html><p>", b"---\na: b\n---\n", b'{"id": "', b"text,id\n"]),
)
def test_any_bytes_are_reports_or_faults(raw, head):
    for item in read("-", stdin=BytesIO(head + raw)):
        if isinstance(item, Report):
            check(item)
        else:
            assert item.where


def test_identity():
    one, same, other = (
        report_from_text("Shells fell.", url=url) for url in ("https://a.example", "https://a.example", None)
    )
    assert one.id == same.id != other.id
    assert len(one.id) == 16
    assert report_from_text("Shells fell.", id="mine").id == "mine"


@pytest.mark.parametrize("day", [date(2016, 3, 27), datetime(2016, 3, 27, 23, 59), "2016-03-27", "27 March 2016"])
def test_published_given(day):
    found = report_from_text("Shells fell.", published=day)
    assert (found.published, found.published_basis) == (date(2016, 3, 27), "metadata")


@pytest.mark.parametrize(
    ("text", "published", "basis"),
    [
        ("ORVAN, 27 March 2016 (AP) - Shells fell.", "2016-03-27", "dateline"),
        ("27 March 2016 Shells fell on Orvan.", "2016-03-27", "head"),
        ("ORVAN, March 27 (AP) - Shells fell.", None, None),
        ("Shells fell.", None, None),
    ],
)
def test_published_read(text, published, basis):
    found = report_from_text(text)
    assert (found.published and found.published.isoformat(), found.published_basis) == (published, basis)


def test_a_day_that_cannot_be():
    with pytest.raises(SourceError, match="2016-02-31"):
        report_from_text("Shells fell.", published="2016-02-31")


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("By Ana Ruiz, Associated Press", "AP"),
        ("By Ana Ruiz for Reuters", "Reuters"),
        ("By AFP", "AFP"),
        ("By Ana Ruiz", None),
    ],
)
def test_agency_from_byline(byline, agency):
    found = report_from_text(
        f"Shells fall on Orvan\n\n{byline}\n\nShells fell on the market of Orvan on Sunday, killing two."
    )
    assert found.byline == byline.removeprefix("By ")
    assert found.agency == agency


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Gunmen shot two policemen near the old market of the port city on Sunday and fled to the hills behind it, "
            "officials of the town said.",
            "en",
        ),
        (
            "GUNMEN SHOT TWO POLICEMEN NEAR THE OLD MARKET OF THE PORT CITY ON SUNDAY AND FLED TO THE HILLS BEHIND IT, "
            "OFFICIALS OF THE TOWN SAID.",
            "en",
        ),
        ("Shells fell.", None),
        (
            FRENCH,
            "fr",
        ),
        (
            "قتل مسلحون شرطيين اثنين قرب السوق القديم في المدينة الساحلية يوم الأحد ثم فروا إلى التلال المجاورة كما "
            "قال مسؤولون محليون.",
            "ar",
        ),
        (
            "Ahmad Khalil Hassan, Omar Suleiman, Yusuf Mahmoud, Ali Hussein Jabr, Mustafa Karim, Deir Orvan, Tavira, "
            "Harbel, Kolva, Sarn",
            None,
        ),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


def test_other_languages_are_read_where_settings_allow():
    with pytest.raises(SourceError, match=r"French \(fr\); Tadmor reads English"):
        report_from_text(FRENCH)
    assert report_from_text(FRENCH, settings=Settings(languages=())).language == "fr"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Shells kill two in Orvan AFP Friday 1 Jul 2016 Shells killed two.", "AFP"),
        ("Shells killed two men in Orvan on Friday.-REUTERS", "Reuters"),
        ("Shells killed two men in Orvan on Friday. (AP)", "AP"),
        ("Shells killed two men in Orvan, he told AFP.", None),
        ("Shells killed two men in Orvan (north).", None),
    ],
)
def test_agency_at_the_ends(text, agency):
    assert report_from_text(text).agency == agency
