from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from shown import ARABIC, EVIL, EVIL_URL

_TWINS = (".json", ".csv", ".geojson", ".rss", ".svg", ".png", "/raw")
_RUNS = {"script", "style", "object", "embed", "base", "iframe"}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"}


class Page(HTMLParser):
    """What of a page could run or lead elsewhere, its text, its ids and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own = (given.get("src") or "").startswith("/static/")
        frame = tag == "iframe" and "sandbox" in given and not given["sandbox"]
        if tag in _RUNS and not (tag == "script" and own) and not frame:
            self.faults.append(f"<{tag}> {given}")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.faults.append(f"{name} of <{tag}>")
            if name in _ADDRESSES and urlsplit(value or "").scheme not in ("", "http", "https"):
                self.faults.append(f"{name}={value}")
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" and "href" in given else []

    def handle_data(self, data: str) -> None:
        self.text += data


def words(html: str) -> str:
    """The text of a page with white space folded."""
    return " ".join(Page(html).text.split())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", ["Who holds what on"]),
        ("/?day=2016-03-27", ["27 March 2016", "Palmyra"]),
        ("/events", ["Recapture of Palmyra, 27 March 2016", "Capture of Palmyra, 20 May 2015", "sources differ on"]),
        ("/events?kind=siege", ["No event meets these filters"]),
        (
            "/event/{capture 2016}",
            ["Recapture of Palmyra, 27 March 2016", "State television", "Why these are one event"],
        ),
        ("/event/{casualties 2016}", ["Killed", "180", "the figure of the highest-ranked source", "Where they differ"]),
        ("/report/{Coast Herald}", ["captured", "published", "Coast Herald", "SHA-256", "The page as it was captured"]),
        ("/place/geonames:163808", ["Held by Islamic State since 20 May 2015", "As the reports write it", "تدمر"]),
        ("/actor/islamic-state", ["Islamic State", "What it holds on", "What it did, and what was done to it"]),
        ("/source/Coast Herald", ["told by it alone", "contradicted by another", "Army retakes Palmyra"]),
        ("/search", ["Write words of a report"]),
        ("/search?q=recaptured", ["Palmyra falls to army", "Events of such reports"]),
        ("/search?q=nowhere", ["No report in this record holds all these words"]),
        ("/coverage", ["silence is not peace", "Inland Post"]),
        ("/log", ["Nobody has decided anything yet", "maker"]),
        ("/review", ["claims left", "Right, next", "The report does not say this"]),
    ],
)
def test_each_view_says_what_it_should(reader, path, told):
    html = reader.get(path.format(**reader.ids))
    text = words(html).lower() + html.lower()
    assert [one for one in told if one.lower() not in text] == []
    assert Page(html).faults == []


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/event/nope", 404, "search for words, places and actors"),
        ("/report/nope", 404, "Not in this record"),
        ("/claim/nope", 404, "Not in this record"),
        ("/place/Palmira", 404, "Palmyra"),
        ("/actor/islamic-stat", 404, "Islamic State"),
        ("/source/nope", 404, "Coast Herald"),
        ("/events?day=yesterday", 422, "write it as 2016-03-27"),
        ("/events?place=Qqzz", 422, "no place"),
        (f"/event/{quote(EVIL, safe='')}", 404, "Not in this record"),
        (f"/actor/{quote(EVIL[:-8], safe='')}", 404, "Not in this record"),
    ],
)
def test_what_is_not_there_is_told_with_what_to_do(reader, path, status, told):
    html = reader.get(path, status)
    assert told.lower() in words(html).lower()
    assert Page(html).faults == []


def test_every_link_of_every_view_leads_somewhere_and_nothing_hostile_runs(reader):
    waiting = ["/", "/events", "/search", "/search?q=Homs", "/coverage", "/review", "/log"]
    seen: set[str] = set()
    often: Counter[str] = Counter()
    shown = 0
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/") or urlsplit(path).path.endswith(_TWINS):
            continue
        often[urlsplit(path).path] += 1
        if often[urlsplit(path).path] > 4:  # the same view under ever more filters
            continue
        seen.add(path)
        html = reader.get(path) if not path.startswith("/claim/") else reader.client.get(path).text
        page = Page(html)
        assert page.faults == [], path
        assert len(page.ids) == len(set(page.ids)), f"{path}: an id stands twice"
        shown += page.text.count("<script>alert(1)</script>")
        waiting += page.links
    assert len(seen) > 40
    assert shown > 20


def test_a_hostile_address_is_shown_and_is_no_link(reader):
    html = reader.get("/report/hostile0report?raw=1")
    assert EVIL_URL in words(html)
    assert not any(link.startswith("javascript") for link in Page(html).links)
    assert "<iframe sandbox " in html


def test_the_raw_page_runs_nothing_and_asks_for_nothing(reader):
    answer = reader.client.get("/report/hostile0report/raw")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_claims_and_their_words_lead_to_each_other(reader):
    page = Page(reader.get(f"/report/{reader.ids['Coast Herald']}"))
    marks = [one for one in page.ids if one.startswith("w-")]
    assert len(marks) >= 1
    assert {f"#{one}" for one in marks} <= set(page.links)
    assert {f"#c-{one[2:]}" for one in marks} <= set(page.links)
    assert {f"c-{one[2:]}" for one in marks} <= set(page.ids)


def test_a_quote_leads_to_its_words_in_the_report(reader):
    links = [link for link in Page(reader.get(f"/event/{reader.ids['capture 2016']}")).links if "#w-" in link]
    quoted = [link.split("#") for link in links if link.startswith("/report/")]
    assert quoted
    assert all(words in Page(reader.get(path)).ids for path, words in quoted)


@pytest.mark.parametrize("kind", ["event", "place"])
def test_beside_the_map_a_page_of_its_own_is_offered_and_on_it_the_map(reader, kind):
    ident = {"event": reader.ids["capture 2016"], "place": "geonames:163808"}[kind]
    beside, alone = Page(reader.get(f"/?sel={ident}")).text, Page(reader.get(f"/{kind}/{ident}")).text
    assert ("As a page of its own" in beside, "On the map" in beside) == (True, False)
    assert ("As a page of its own" in alone, "On the map" in alone) == (False, True)


def test_the_whole_text_is_shown_and_its_direction_left_to_it(reader):
    html = reader.get(f"/report/{reader.ids['صحيفة الساحل']}")
    archived = html[html.index('class="archived"') : html.index('class="claims"')]
    assert "".join(Page(f"<p {archived}").text.split()).endswith("".join(ARABIC.split()))
    assert archived.count('dir="auto"') == 3
    assert archived.startswith('class="archived" dir="rtl"')


def test_the_drawer_gets_the_article_alone(reader):
    path = f"/event/{reader.ids['capture 2016']}"
    alone, whole = reader.get(path, **{"X-Part": "article"}), reader.get(path)
    assert "<html" not in alone
    assert "data-close" in alone
    assert "Recapture of Palmyra" in alone
    assert "<html" in whole


def test_the_band_of_a_place_names_each_holder_with_its_claims(reader):
    html = reader.get("/place/geonames:163808")
    bars = re.findall(r'<a href="#band-\d+" class="bar" data-says="([^"]+)"', html)
    assert bars[0] == "Held by Islamic State since 20 May 2015 until 27 March 2016"
    assert bars[1].startswith("Held by Syrian")
    assert html.count('class="tickmark st-proposed"') >= 3


def test_a_link_keeps_day_and_known(reader):
    page = Page(reader.get("/events?day=2016-03-27&known=2016-03-28"))
    events = [link for link in page.links if link.startswith("/event/")]
    assert events
    assert all("day=2016-03-27" in link and "known=2016-03-28" in link for link in events)


def test_what_became_known_later_is_left_out(reader):
    assert "20 May 2015" in words(reader.get("/place/geonames:163808?known=2015-06-01"))
    assert "27 March 2016" not in words(reader.get("/place/geonames:163808?known=2015-06-01"))
    path = f"/event/{reader.ids['capture 2016']}?known=2015-06-01"
    assert "choose a later day" in words(reader.get(path, 404)).lower()
