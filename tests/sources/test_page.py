"""Pages in the manner of several publishing systems, and pages that mean ill."""

from io import BytesIO
from pathlib import Path

import pytest

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.sources import read

PAGES = Path(__file__).parent / "pages"
SENTENCE = "The brigade took the village of Orvan on Sunday after a night of shelling, its mayor said. "
PARAGRAPHS = "".join(f"<p>{n} shells fell. {SENTENCE}</p>" for n in range(4))


def one(page: str | bytes) -> Report | SourceError:
    raw = page.encode() if isinstance(page, str) else page
    items = [item for item in read("-", stdin=BytesIO(raw)) if type(item) in (Report, SourceError)]
    assert len(items) == 1
    return items[0]


def report(page: str | bytes) -> Report:
    found = one(page)
    assert isinstance(found, Report), found
    return found


def words(found: Report, kind: str) -> list[str]:
    return [found.text[b.start : b.end] for b in found.blocks if b.kind == kind]


@pytest.mark.parametrize(
    ("name", "title", "outlet", "agency", "byline", "published", "place"),
    [
        ("wordpress", "Militia shells harbour district of Tavira", "Coast Observer", None, "Ines Marlow",
         "2014-11-09", "Tavira"),
        ("agency", "Rebels quit Orvan after week of air raids", "Wireline", "Reuters", "Lena Duarte, Sami Okafor",
         "2021-06-03", "Orvan"),
        ("tables-1998", "Convoy ambushed near Brest pass", "Valley Herald", "AP", "Marek Dolin, Associated Press", None,
         "Kolva"),
        ("blog", "Two policemen shot in the port of Orvan", None, None, "Kell Adan", "2015-05-03", None),
        ("div-soup", "Two bridges mined in Sarn, engineers say", None, None, None, "2009-08-17", None),
    ],
)  # fmt: skip
def test_facts(name, title, outlet, agency, byline, published, place):
    found = report((PAGES / f"{name}.html").read_bytes())
    assert (found.title, found.outlet, found.agency, found.byline) == (title, outlet, agency, byline)
    assert (found.published and found.published.isoformat()) == published
    assert (found.dateline and found.dateline.place) == place


@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [
        ("wordpress", "Militia gunners fired", "The militia denied", 7),
        ("agency", "Rebel fighters left", "Reporting by", 5),
        ("tables-1998", "Gunmen ambushed an army convoy near", "Interior Minister", 3),
        ("div-soup", "Army engineers found", "Clearing will take", 4),
        ("blog", "Gunmen shot two", "Nobody has claimed", 3),
    ],
)
def test_paragraphs(name, first, last, count):
    found = words(report((PAGES / f"{name}.html").read_bytes()), "paragraph")
    assert found[0].startswith(first)
    assert found[-1].startswith(last)
    assert len(found) == count


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("wordpress", ["cookies", "Share this", "Twitter", "fifty people", "shelled the silos", "Read also", "Related",
                       "Talks over the fort", "Leave a Reply", "Fishing fleet", "rights reserved", "tracking",
                       "Front page"]),
        ("agency", ["inbox", "Email", "Volcano", "Our Standards", "Business"]),
        ("tables-1998", ["Sport", "Copyright", "Home"]),
        ("blog", ["themselves", "Posted by", "1 comment"]),
        ("div-soup", ["never happened", "Imprint", "Politics"]),
    ],
)  # fmt: skip
def test_furniture_is_gone(name, gone):
    text = report((PAGES / f"{name}.html").read_bytes()).text
    assert [word for word in gone if word in text] == []


def test_list_items_and_quotations_survive():
    found = words(report((PAGES / "wordpress.html").read_bytes()), "paragraph")
    assert "Two grain silos burnt down." in found
    assert any(piece.startswith("“They aimed at the cranes") for piece in found)


def test_captions_stand_apart_in_their_place():
    found = report((PAGES / "agency.html").read_bytes())
    assert [b.kind for b in found.blocks][:3] == ["title", "caption", "dateline"]
    assert words(found, "caption") == ["A burnt-out lorry on the Orvan road, June 2, 2021. WIRELINE/Pia Holm"]


def test_no_break_spaces_emoji_and_bidi_marks_survive():
    found = report(
        f"<html><body><article><p>Some\u00a040&nbsp;men 😀 of \u200fabc\u200e fled. {SENTENCE}</p>{PARAGRAPHS}"
    )
    assert "Some\u00a040\u00a0men 😀 of \u200fabc\u200e fled." in found.text


def test_all_capital_copy_in_pre_survives():
    copy = (
        "ORVAN, 3 MAY 89 (EFE) -- [TEXT] TWO POLICEMEN WERE KILLED BY A BOMB IN THIS\nCITY TODAY, RADIO ORVAN SAID.\n\n"
        "NO GROUP HAS CLAIMED IT SO FAR, THE STATION ADDED IN ITS NOON BULLETIN."
    )
    found = report(f"<html><body><h1>RADIO BULLETIN OF TODAY</h1><pre>{copy}</pre></body></html>")
    assert words(found, "paragraph")[0].startswith("TWO POLICEMEN WERE KILLED BY A BOMB IN THIS CITY TODAY")
    assert found.dateline is not None
    assert found.dateline.place == "Orvan"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@graph":[{"@type":"Report","datePublished":"2016-07-02"}]}</script>',
        '<script type="application/ld+json">[{"@type":["Article"],"datePublished":"2016-07-02"}]</script>',
        '<meta property="article:published_time" content="2016-07-02T23:59:00+03:00">',
        '<meta name="DC.date.issued" content="2 July 2016">',
        '<meta itemprop="datePublished" content="20160702">',
        '<script type="application/ld+json">{broken</script><meta name="date" content="02.07.2016">',
    ],
)
def test_published_from_metadata(head):
    found = report(f"<html><head>{head}</head><body><article>{PARAGRAPHS}</article></body></html>")
    assert (str(found.published), found.published_basis) == ("2016-07-02", "metadata")


def test_published_from_time_element_and_dateline():
    filed = f"<p>ORVAN, June 30 (AP) - {SENTENCE}</p>{PARAGRAPHS}"
    found = report(f"<html><body><article><time datetime='2016-07-02'>2 July</time>{filed}</article></body></html>")
    assert str(found.published) == "2016-07-02"
    assert found.dateline is not None
    assert str(found.dateline.date) == "2016-06-30"


def test_a_day_that_cannot_be_is_noted():
    page = (
        f'<html><head><meta name="date" content="2016-02-31"></head><body><article>{PARAGRAPHS}</article></body></html>'
    )
    items = list(read("-", stdin=BytesIO(page.encode())))
    assert isinstance(items[0], Report)
    assert items[0].published is None
    assert "2016-02-31" in str(items[1])


@pytest.mark.parametrize(
    "box",
    [
        '<div class="comments-list"><p>{}</p></div>', '<div id="disqus_thread"><p>{}</p></div>',
        '<section class="postComments"><p>{}</p></section>', '<div class="related-articles"><p>{}</p></div>',
        '<div class="newsletter-box"><p>{}</p></div>', '<aside><p>{}</p></aside>', '<nav><p>{}</p></nav>',
        '<div role="complementary"><p>{}</p></div>', '<div style="display: none"><p>{}</p></div>',
        '<ul class="social-links"><li>{}</li></ul>', '<div class="most-read"><p>{}</p></div>',
        "<h3>Comments (2)</h3><p>{}</p>",
        "<h3>Related stories</h3><p><a href=/x>Lava flows near the southern port</a></p>",
    ],
)  # fmt: skip
def test_boxes_are_cut(box):
    strange = "Lava flows near the southern port and nobody there has ever seen the like of it."
    found = report(
        f"<html><body><article><h1>Brigade takes Orvan village</h1>{PARAGRAPHS}{box.format(strange)}</article>"
    )
    assert "Lava" not in found.text
    assert "3 shells fell." in found.text


@pytest.mark.parametrize("name", ["comments-open", "has-sidebar", "no-comments single-post", "related-page"])
def test_class_names_of_the_whole_page_cut_nothing(name):
    found = report(
        f'<html><body class="{name}"><div class="{name}"><h1>Brigade takes Orvan village</h1>{PARAGRAPHS}</div></body>'
    )
    assert "3 shells fell." in found.text


@pytest.mark.parametrize(
    ("title", "words", "told"),
    [
        ("Twelve killed in shelling of market", "This story has been withdrawn.", True),
        ("Twelve killed in shelling of market", "Correction: two were.", True),
        ("KILL: Twelve killed in shelling of market", "Eds: kill.", True),
        ("Twelve killed in shelling of market", "The army has withdrawn.", False),
        ("KILL: Twelve killed in shelling of market", "", False),
    ],
)
def test_a_notice_is_an_article_however_short(title, words, told):
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{words}</p></article></body>"
    found = one(html.encode())
    assert isinstance(found, SourceError) is not told
    assert not told or words in found.text


def test_a_page_without_article_is_a_fault_with_remedy():
    fault = one((PAGES / "index.html").read_bytes())
    assert isinstance(fault, SourceError)
    assert fault.where == "stdin"
    assert "no article" in fault.message
    assert fault.remedy


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 10_000 + PARAGRAPHS,
        "<html><body><!-- never closed " + PARAGRAPHS,
        "<html><head><script>var x = 1;" + PARAGRAPHS,
        "<html>", "<html><body></body></html>", "<html><frameset><frame src=a></frameset></html>",
    ],
)  # fmt: skip
def test_hostile_pages_are_faults(page):
    assert isinstance(one(page), SourceError)


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><article>{PARAGRAPHS}<script>var x = '<p>hi",
        f"<html><body><article><p>\0Two\0 men fled.\x01\x1b {SENTENCE}</p>{PARAGRAPHS}",
        f"<html><body><article data-x='{'a' * 500_000}'>{PARAGRAPHS}",
        f"<html><body><article><p>&#1;&#xFFFE;&#xD800;Two men fled.</p>{PARAGRAPHS}",
        '<html><head><script type="application/ld+json">'
        + "[" * 100_000
        + f"</script></head><body><article>{PARAGRAPHS}",
        "<html><body>" + "<table><tr><td>" * 200 + PARAGRAPHS,
        f'<?xml version="1.0" encoding="iso-8859-1"?><html><body><article>{PARAGRAPHS}',
    ],
)
def test_hostile_pages_are_read(page):
    found = report(page)
    assert "3 shells fell." in found.text
    assert not set(found.text) & set("\0\x01\x1b\ufffe")


@pytest.mark.parametrize(
    ("declared", "used"),
    [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("utf-8", "utf-16")],
)
def test_pages_that_lie_about_their_characters(declared, used):
    quote = "<p>“Não,” said José – he’d seen it.</p>"
    page = f"<html><head><meta charset={declared}></head><body><article>{quote}{PARAGRAPHS}"
    assert "“Não,” said José – he’d seen it." in report(page.encode(used)).text


def test_arabic_page_that_declares_latin_is_told_as_arabic():
    line = "قال شهود عيان إن القصف أصاب السوق القديم في المدينة صباح اليوم وقتل أربعة أشخاص على الأقل. "
    page = f"<html><head><meta charset=iso-8859-1></head><body><article><p>{line * 3}</p><p>{line * 2}</p></article>"
    fault = one(page.encode("cp1256"))
    assert isinstance(fault, SourceError)
    assert "Arabic (ar)" in fault.message
