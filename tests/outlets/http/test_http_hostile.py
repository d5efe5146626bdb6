"""Texts by those who wish a reader harm stay texts, in every field and every form."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hostile as made
import pytest
from hostile import HOSTILE, NO_TEXT, RUN
from served import client
from starlette.testclient import TestClient

from tadmor.outlets import exports
from tadmor.outlets.exporting import export_of
from tadmor.outlets.exports import FORMATS
from tadmor.outlets.http.api import _READS
from tadmor.outlets.http.state import PARAMETERS
from tadmor.outlets.http.twins import TWINS
from tadmor.outlets.web.words import safe_url
from tadmor.pipeline import Monitor
from tadmor.query import Query

PLAIN = tuple(f"https://plain.example/{n}" if n % 2 else f"plain words {n}" for n in range(40))
TEXTS = [n for n, words in enumerate(HOSTILE) if words not in NO_TEXT]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
VIEWS = ("/", "/events", "/search", "/coverage", "/log", "/review")
ADDRESSED = {"href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href", "ping", "background"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / f"<img src=x onerror={RUN}>own.db"
    refused = made.recorded(path, HOSTILE)
    assert [HOSTILE[n] for n in refused] == list(NO_TEXT)
    return path


@pytest.fixture(scope="module")
def hostile(record: Path) -> Iterator[TestClient]:
    with client(record) as served:
        yield served


class Seen(HTMLParser):
    """What a page holds: its text, (element, attribute) of all, and (element, attribute, value) of addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.pairs: set[tuple[str, str]] = set()
        self.addresses: set[tuple[str, str, str]] = set()
        self.remarks: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pairs |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        self.addresses |= {(tag, name, value or "") for name, value in attrs if name in ADDRESSED}

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.remarks.append(data)

    unknown_decl = handle_pi = handle_comment


def pages(n: int, event: str | None, words: str) -> list[str]:
    """The pages that are about the report of a number; for every fourth those too that lists of all show as well."""
    report, named, place = made.ident(n), quote(words, safe=""), quote(made.place(words, n).id, safe="")
    about = [f"/report/{report}", f"/review?claim=claim{n:03}", f"/place/{place}", f"/actor/{named}"]
    about += [f"/event/{event}"] if event else []
    if n % 4 == 0:
        about += [f"/report/{report}?raw=1", f"/source/{named}", f"/search?q={named}", f"/events?outlet={named}"]
        about += [f"/?sel={place}", *([f"/event/{event}?all=1", f"/?sel={event}"] if event else [])]
    return about


@pytest.fixture(scope="module")
def events(hostile: TestClient) -> dict[str, str]:
    """The event at the place of each name."""
    rows = hostile.get("/events.json?limit=1000").json()["rows"]
    assert len(rows) > 60
    return {row["place"]: row["id"] for row in rows}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(element, attribute) of all that the templates write, and of what the drawn map has, of harmless texts."""
    path = tmp_path_factory.mktemp("plain") / "own.db"
    assert made.recorded(path, PLAIN) == {}
    with client(path) as served:
        rows = served.get("/events.json?limit=1000").json()["rows"]
        events = {row["place"]: row["id"] for row in rows}
        found = [page for n, words in enumerate(PLAIN) for page in pages(n, events.get(words), words)]
        found += [*VIEWS, "/nothing", "/events?day=x", "/report/none", "/actor/nobody", "/place/none", "/source/none"]
        found += ["/?sel=none", "/search?q=nothing", "/review?blind=1", "/events?limit=2", "/sign-in"]
        answers = [served.get(page, headers={"Accept": "text/html"}, follow_redirects=True) for page in found]
        return set().union(*(Seen(answer.text).pairs for answer in answers)), drawn(served)


def drawn(served: TestClient) -> set[tuple[str, str]]:
    """(element, attribute) of the map of the last day."""
    answer = served.get("/map.svg?day=2016-02-01")
    assert answer.headers["content-type"].startswith("image/svg+xml"), answer.text[:300]
    return {(one.tag, name) for one in ET.fromstring(answer.content).iter() for name in ("", *one.keys())}


def check_page(page: str, answer: Any, pairs: set[tuple[str, str]], words: str) -> Seen:
    """That a page has no element, attribute or address but those of its template. What it holds."""
    assert answer.status_code < 500, (page, answer.text[:500])
    check_headers(answer)
    seen = Seen(answer.text)
    assert seen.pairs <= pairs, (page, seen.pairs - pairs)
    assert seen.remarks == []
    strange = [a for a in seen.addresses if not re.match(r"[#?]|/(?![/\\])|$", a[2]) and a[2] != safe_url(words)]
    assert strange == [], page
    return seen


def check_headers(answer: Any) -> None:
    """That each header is one line of plain signs, and that the policy is there."""
    for name, value in answer.headers.multi_items():
        assert re.fullmatch(r"[\x20-\x7e]*", value), (name, value)
    assert "set-cookie" not in answer.headers
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_there_are_more_than_sixty_and_no_two_are_alike() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) > 60


@pytest.mark.parametrize("n", TEXTS)
def test_on_pages_it_is_text(hostile: TestClient, events: dict[str, str], written: Any, n: int) -> None:
    words = HOSTILE[n]
    for page in pages(n, events.get(words), words):
        answer = hostile.get(page, headers={"Accept": "text/html"})
        seen = check_page(page, answer, written[0], words)
        if page.startswith("/report/"):
            assert plain(words) in plain("".join(seen.words)), page


def plain(text: str) -> str:
    """The text without what HTML and the page do to spaces and signs that cannot be seen."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd]+", "", text)


@pytest.mark.parametrize("view", VIEWS)
def test_on_views_of_all_it_is_text(hostile: TestClient, written: Any, view: str) -> None:
    for page in (view, f"{view}?known=2016-03-01&limit=1000", f"{view}?limit=1"):
        answer = hostile.get(page, headers={"Accept": "text/html"})
        own = {a for a in Seen(answer.text).addresses if safe_url(a[2])}
        assert own == set(), page
        check_page(page, answer, written[0], "")


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_what_is_asked_is_text(hostile: TestClient, written: Any, n: int) -> None:
    words = HOSTILE[n].replace("\ud800", "\ufffd")[:400]
    for name in ("q", "place", "actor", "sel", "day", "m", "names"):
        answer = hostile.get("/", params={name: words}, headers={"Accept": "text/html"})
        check_page(f"/ {name}", answer, written[0], "")
        assert answer.status_code in (200, 404, 409, 422)
    answer = hostile.get("/events.json", params={parameter.name: words for parameter in PARAMETERS})
    assert answer.status_code == 422, answer.text[:300]
    assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_an_address_is_text(hostile: TestClient, written: Any, n: int) -> None:
    named = quote(HOSTILE[n].replace("\ud800", "\ufffd"), safe="")
    for path in ("/{}", "/event/{}", "/claim/{}", "/actor/{}", "/report/{}.json", "/sign-in?next={}", "/static/{}"):
        page = path.format(named)
        answer = hostile.get(page, headers={"Accept": "text/html"})
        assert answer.status_code < 500
        if "html" in answer.headers.get("content-type", ""):
            check_page(page, answer, written[0], "")
        else:
            check_headers(answer)


LISTS = [f"/api{path}" for path in _READS if "{" not in path]
LISTS += ["/api/claims", "/api/events", "/api/control", "/api/days", "/api/legend", "/api/record"]
LISTS += [f"{path}.{form}" for path, (_, forms) in TWINS.items() for form in forms.split() if "{" not in path]


@pytest.mark.parametrize("path", LISTS)
def test_every_form_can_be_read_and_none_is_a_page(hostile: TestClient, path: str) -> None:
    check_form(path, hostile.get(path, params={"limit": 1000}))


def check_form(path: str, answer: Any) -> None:
    """That an answer is sound in its form."""
    assert answer.status_code == 200, (path, answer.text[:500])
    assert "html" not in answer.headers["content-type"]
    check_headers(answer)
    if path.endswith(".rss"):
        check_feed(answer.content)
    elif path.endswith(".csv"):
        check_cells(answer.content)
    else:
        json.loads(answer.text)
        assert not re.search("[\u2028\u2029\x7f-\x9f]", answer.text)


def check_feed(feed: bytes) -> None:
    """That a feed has its own elements only, no link but to the web, and no HTML in what readers take for HTML."""
    tree = ET.fromstring(feed)
    assert {one.tag for one in tree.iter()} <= {
        "rss", "channel", "item", "title", "link", "description", "guid", "pubDate", "category", "lastBuildDate",
        "generator",
    }  # fmt: skip
    links = [one.text or "" for one in tree.iter("link")]
    assert [one for one in links if not one.startswith(("https://", "http://", "urn:tadmor:"))] == []
    assert [one.text for one in tree.findall(".//item/description") if Seen(one.text or "").pairs] == []


def check_cells(table: bytes) -> None:
    """That no cell of a table begins a formula, and that all rows are as long as the head."""
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA) and not is_number(cell)] == []
    assert {len(row) for row in rows} == {len(rows[0])}


def is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


@pytest.mark.parametrize("n", TEXTS[::3])
def test_each_twin_of_one_can_be_read(hostile: TestClient, events: dict[str, str], n: int) -> None:
    words = HOSTILE[n]
    named = {"report": made.ident(n), "place": made.place(words, n).id, "actor": words.lower(), "source": words,
             "event": events.get(words)}  # fmt: skip
    for path, (_, forms) in TWINS.items():
        what = path.split("/")[1]
        if "{ident" not in path or named[what] is None or (what == "source" and n % 7 == 2):
            continue
        for form in forms.split():
            address = f"/{what}/{quote(named[what], safe='')}.{form}"
            answer = hostile.get(address)
            if answer.status_code in (404, 409, 422):
                assert "json" in answer.headers["content-type"], answer.text[:300]
            else:
                check_form(address, answer)


@pytest.mark.parametrize("n", TEXTS)
def test_a_report_comes_back_as_it_was_written(hostile: TestClient, n: int) -> None:
    report = hostile.get(f"/api/reports/{made.ident(n)}").json()["report"]
    assert [report[name] for name in ("title", "outlet", "url", "agency", "byline")] == [HOSTILE[n]] * 5
    assert report["text"].startswith(HOSTILE[n])


@pytest.mark.parametrize("form", FORMATS)
def test_each_export_can_be_read(record: Path, tmp_path: Path, form: str) -> None:
    with Monitor.open(record) as monitor:
        file = tmp_path / f"own.{form}"
        exports.write(file, form, monitor.events(), export_of(monitor, Query()))
    content = file.read_bytes()
    if form in ("csv", "acled", "ged", "hxl"):
        check_cells(content)
    elif form == "rss":
        check_feed(content)
    elif form == "kml":
        assert len({one.tag for one in ET.fromstring(content).iter()}) < 30
        assert f"<script>{RUN}".encode() not in content
    elif form in ("geojson", "jsonl"):
        assert [json.loads(line) for line in (content.splitlines() if form == "jsonl" else [content])]
    elif form == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        assert {cell.data_type for sheet in sheets for row in sheet for cell in row} <= {"s", "n", "d", "b"}


def test_in_the_drawn_map_it_is_text(hostile: TestClient, written: Any) -> None:
    assert drawn(hostile) <= written[1]


def test_the_name_of_a_file_is_plain(hostile: TestClient) -> None:
    answer = hostile.get("/events.csv")
    assert re.fullmatch(r'attachment; filename="[\w-]+-events\.csv"', answer.headers["content-disposition"])


@pytest.mark.parametrize("words", ["x\x00y", "half \ud800 pair"])
def test_what_is_no_text_is_no_reason(hostile: TestClient, words: str) -> None:
    headers = {"X-CSRF-Token": hostile.get("/api/session").json()["token"], "Content-Type": "application/json"}
    body = json.dumps({"because": words})
    for verb in ("accept", "reject"):
        answer = hostile.post(f"/api/claims/claim000/{verb}", content=body, headers=headers)
        assert answer.status_code == 422, answer.text
    form = {"csrf": headers["X-CSRF-Token"], "because": words.encode("utf-8", "surrogatepass")}
    answer = hostile.post("/review/claim000/accept", data=form, headers={"Accept": "text/html"})
    assert answer.status_code < 500, answer.text[:300]
