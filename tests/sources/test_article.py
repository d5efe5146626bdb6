"""The article of a page, however it is set and whatever stands beside it."""

from io import BytesIO

import pytest

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.sources import read

TITLE = "Brigade takes Orvan village at night"
SAID = "The brigade took the village of Orvan on Sunday after a night of shelling, its mayor said."
TEXT = [
    f"{n} shells fell on the {quarter} quarter. {SAID}" for n, quarter in enumerate("old new upper lower west".split())
]
SET = "".join(f"<p>{words}</p>" for words in TEXT)
H1 = f"<h1>{TITLE}</h1>"
SUMMARY = "It was the second time in a month that the harbour was closed, and few ships waited."
CARDS = "".join(
    f"<div class=z><h3><a href=/{n}>Harbour opens after storm {n}</a></h3><p>{SUMMARY}</p></div>" for n in "12345"
)
NAV = "".join(f"<a href=/{n}>Section number {n}</a><br>" for n in range(20))


def first(body: str, head: str = "") -> Report | SourceError:
    page = f"<html><head><title>{TITLE} | Coast Observer</title>{head}</head><body>{body}</body></html>"
    return next(item for item in read("-", stdin=BytesIO(page.encode())) if type(item) in (Report, SourceError))


def told(body: str, head: str = "") -> list[str]:
    found = first(body, head)
    assert isinstance(found, Report), found
    return [found.text[b.start : b.end] for b in found.blocks if b.kind == "paragraph"]


@pytest.mark.parametrize(
    "body",
    [
        f"<form id=aspnetForm>{NAV}<div class=t>{TITLE}</div><div>{SET}</div></form>",
        H1 + "".join(f"<div class='elementor-widget text-editor'><div><p>{words}</p></div></div>" for words in TEXT),
        f"<div id=consent-sdk>{'<p>We store what we like, with your consent.</p>' * 20}</div>{H1}<div>{SET}</div>",
        f"{H1}<div><div class=preview><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div><div class=rest>"
        + "".join(f"<p>{words}</p>" for words in TEXT[2:])
        + "</div></div>",
        f"<main>{H1}<div class=txt>{SET}</div><div class=qqq><h2>Elsewhere</h2>{CARDS}</div></main>",
        f"<h2 class=post-title>{TITLE}</h2><div>{'<br><br>'.join(TEXT)}</div>",
        H1 + "<div>" + "".join(f"<div>{words}</div>" for words in TEXT) + "</div>",
        H1 + "<div>" + "".join(f"<span><span>{words}</span></span><br>" for words in TEXT) + "</div>",
        f"<table><tr><td>{NAV}<td><b>{TITLE}</b><br>By Ana Ruiz<br>3 May 2003<p>{'<p>'.join(TEXT)}</table>",
        H1 + "<table>" + "".join(f"<tr><td>{words}</td></tr>" for words in TEXT) + "</table>",
        "<div>" * 300 + H1 + SET,
        f"{H1}<div class='node node-promoted'>{SET}</div><div class='column sidebar'>{f'<p>{SUMMARY}</p>' * 9}</div>",
        f"{H1}<div>{SET}<blockquote class=big><p>after a night of shelling, its mayor said</p></blockquote></div>",
        f"<div class=w><div>{NAV * 4}</div><h2>{TITLE}</h2><div>{SET}</div></div>",
        f"{H1}<div>{SET}<p><a href=/x>Harbour of Tavira opens after the storm</a></p></div>",
    ],
)  # fmt: skip
def test_the_article_and_nothing_else(body):
    assert told(body) == TEXT


def test_headings_rows_and_entries_of_a_live_page_stay():
    entry = (
        "<div><h3><a href=#e>Shells on quarter {}</a></h3><time>1{}:05</time><div class=entry-content>{}</div></div>"
    )
    entries = "".join(entry.format(n, n, words) for n, words in enumerate(TEXT))
    assert told(H1 + entries) == [words for n, entry in enumerate(TEXT) for words in (f"Shells on quarter {n}", entry)]
    rows = "".join(f"<tr><td><a href=/t{n}>Town of Orvan {n}</a></td><td>{n}</td></tr>" for n in (4, 5))
    assert told(f"{H1}<div>{SET}<table>{rows}</table></div>")[-2:] == ["Town of Orvan 4 | 4", "Town of Orvan 5 | 5"]


@pytest.mark.parametrize("answer", ["<a href=/r>Reply</a>", "<button> Reply</button>", "<span>Like · Reply</span>"])
@pytest.mark.parametrize("count", [2, 40])
@pytest.mark.parametrize("body", ["{}<div class=b>{}</div>{}", "<main>{}{}{}</main>"])
def test_readers_words_that_bear_no_name_are_told_by_their_reply(body, count, answer):
    lies = f"<div class=x8><b>Petra</b><p>I count forty dead there, and the mayor lies to us all.</p>{answer}</div>"
    assert told(body.format(H1, SET, f"<div class=x7>{lies * count}</div>")) == TEXT


def test_a_page_of_cards_holds_no_article():
    assert isinstance(first(f"<main>{CARDS}</main>"), SourceError)


LINES = "\\n\\n".join(TEXT)
PARTS = ", ".join(f'{{"type": "p", "content": "<b>{words}</b>"}}' for words in TEXT)


@pytest.mark.parametrize(
    "script",
    [
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{LINES}"}}</script>',
        f'<script id="__NEXT_DATA__" type="application/json">{{"props": {{"body": [{PARTS}]}}}}</script>',
        f'<script>window.state = {{"article": {{"html": "{SET}"}}, "more": []}};</script>',
    ],
)
def test_an_article_that_stands_in_a_script_only(script):
    assert told(f"<div id=root></div><p>Please turn on scripts.</p>{script}") == TEXT


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        ("", "<div class=byline>By Ana Ruiz and Lev Arkan in Orvan</div>", "Ana Ruiz and Lev Arkan"),
        ("", "<div class=submitted>Submitted by Ana Ruiz on Sun, 03/27/2016 - 12:05</div>", "Ana Ruiz"),
        ("", "<p class=postmetadata>This entry was posted on 3 May 2016 at 9 by Ana Ruiz and filed.</p>", "Ana Ruiz"),
        ("", "<div>By Ana Ruiz 5/4/2016</div>", "Ana Ruiz"),
        ('<meta name="author" content="Super User">', "<dd class=createdby>Written by Ana Ruiz</dd>", "Ana Ruiz"),
        ('<meta name="author" content="admin">', "", None),
        ("", "<div class=author-bio>Ana Ruiz has two dogs.</div>", None),
        ("", "<div class=article-info__author>Staff and agencies</div>", "Staff and agencies"),
    ],
)  # fmt: skip
def test_bylines(head, body, byline):
    found = first(f"{H1}{body}<div>{SET}</div>", head)
    assert isinstance(found, Report)
    assert found.byline == byline


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta name="date" content="2012-01-01">', "<article><time>27 March 2016</time>{}</article>",
         "2016-03-27"),
        ('<link rel=canonical href="https://a.example/2016/03/27/x"><meta name="date" content="2024-01-01">', "{}",
         "2016-03-27"),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "<p class=date>27 March 2016</p>{}",
         "2016-03-27"),
        ('<meta property="og:locale" content="en_GB">', "<p class=date>05/04/2016</p>{}", "2016-04-05"),
        ('<meta property="og:locale" content="en_US">', "<p class=date>05/04/2016</p>{}", "2016-05-04"),
        ("", "<p class=date>05/04/2016</p>{}", None),
        ("", "<p class=date>Tue, 05/04/2016</p>{}", "2016-04-05"),
        ("", "<p class=date>27.03.16 | 12:05</p>{}", "2016-03-27"),
        ("", "<span class=updated>Updated 28 March 2016</span><span class=date>27 March 2016</span>{}", "2016-03-27"),
        ("", "{}<div><a href=/x>Harbour opens after the storm</a><span class=date>3 May 2019</span></div>", None),
        ("", "{}<div id=comments><div class=date>3 May 2019</div></div>", None),
        ("", "<div>27 March 2016 04:42 GMT</div>{}", "2016-03-27"),
    ],
)  # fmt: skip
def test_days_of_publication(head, body, day):
    found = first(H1 + body.format(f"<div>{SET}</div>"), head)
    assert isinstance(found, Report)
    assert (found.published and found.published.isoformat()) == day


@pytest.mark.parametrize(("day", "published"), [("June 14, 2001", "2001-06-14"), ("March 3, 2024", None)])
def test_a_day_above_the_headline_gives_a_dateline_its_year_or_nothing(day, published):
    found = first(f"<table><tr><td>{day}</td></tr></table>{H1}<p>ORVAN, June 14 -- {TEXT[0]}</p>{SET}")
    assert isinstance(found, Report)
    assert (found.published and found.published.isoformat()) == published
