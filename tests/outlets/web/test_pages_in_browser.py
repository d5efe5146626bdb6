"""Every view in Debian's Chromium, on the small record, as a reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mapped import chromium, in_browser, served
from windows import VIEWS, Window, copied

pytestmark = in_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def home(built, tmp_path_factory) -> Iterator[str]:
    """The address of the record, which nobody here changes."""
    with served(copied(built, tmp_path_factory.mktemp("read"))) as address:
        yield address


@pytest.fixture(scope="module")
def reader_of_all(browser) -> Any:
    """One reader for most tests, whose browser keeps the page's parts."""
    return browser.new_context(viewport=WIDE, color_scheme="light")


@pytest.fixture
def window(browser, reader_of_all, home, built, request) -> Iterator[Window]:
    """A window; what a test asks by its parameter is told to a browser of its own."""
    given = getattr(request, "param", None)
    context = browser.new_context(**{"viewport": WIDE, "color_scheme": "light", **given}) if given else reader_of_all
    page = context.new_page()
    yield Window(page, home, built[1])
    page.close()
    if given:
        context.close()


WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
_TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize(
    ("view", "where", "told"),
    [
        ("map", "#legend", "Held bySyrian government (1)"),
        ("map with an event", "#drawer h1", "Recapture of Palmyra, 27 March 2016"),
        ("events", ".events .what", "Capture of Palmyra, 20 May 2015"),
        ("event", ".figures", "the figure of the highest-ranked source"),
        ("report", ".claim-list", "Recapture of Palmyra, 27 March 2016"),
        ("report in Arabic", ".archived", "استعاد"),
        ("hostile report", "h1", "<script>alert(1)</script>"),
        ("place", ".bands", "Held by Islamic State since 20 May 2015 until 27 March 2016"),
        ("actor", "article", "What it holds on"),
        ("source", ".tallies", "contradicted by another"),
        ("search", ".hits", "Palmyra falls to army"),
        ("learnt", "article", "28 March 2016"),
        ("coverage", "article", "silence is not peace"),
        ("log", "article", "Nobody has decided anything yet"),
        ("review", ".claims", "Right, next"),
        ("error", "article", "search for words, places and actors"),
    ],
)
def test_each_view_answers_its_purpose_and_fits_without_error_or_outside_request(window, view, where, told):
    page = window.go(VIEWS[view])
    assert told in " ".join(page.locator(where).all_text_contents())
    assert page.evaluate(_TOO_WIDE) <= 0
    page.set_viewport_size(NARROW)
    assert page.evaluate(_TOO_WIDE) <= 0
    errors = [said for said in window.said if view != "error" or "404" not in said]
    assert (errors, window.asked) == ([], [])


def test_a_claim_leads_to_its_words_and_the_words_to_their_claim(window):
    page = window.go("/report/{Coast Herald}")
    row = page.locator(".claim-list li").first
    ident = row.get_attribute("id")
    row.locator("a.back").click()
    assert page.url.endswith(f"#w-{ident[2:]}")
    mark = page.locator(f'.archived a[href="#{ident}"]')
    assert mark.text_content().startswith("recaptured")
    assert page.evaluate("getComputedStyle(document.querySelector(':target + a mark')).outlineStyle") == "solid"
    mark.click()
    assert page.locator(".claim-list li:target").get_attribute("id") == ident
    assert window.quiet()


def test_a_sentence_in_its_report_is_two_steps_from_the_map(window):
    page = window.go("/?day=2016-03-27&sel={capture 2016}")
    page.locator("#drawer .quote .to").first.click()
    page.wait_for_load_state()
    assert page.locator(".claim-list .reached b").text_content() == "Recapture of Palmyra, 27 March 2016"
    assert window.quiet()


def test_the_map_opens_what_keys_choose(window):
    page = window.go("/?day=2016-03-27")
    page.focus("#map")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h1")
    assert "sel=" in page.url
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer", state="hidden")
    assert "sel=" not in page.url
    assert window.quiet()


@pytest.mark.parametrize("window", [{"viewport": NARROW, "has_touch": True, "is_mobile": True}], indirect=True)
def test_on_a_phone_the_evidence_is_a_sheet_from_below(window):
    page = window.go("/?day=2016-03-27&sel={capture 2016}")
    assert page.evaluate(_TOO_WIDE) <= 0
    sheet = page.locator("#drawer").bounding_box()
    assert (sheet["x"], sheet["width"], round(sheet["y"] + sheet["height"])) == (0, 390, 844)
    assert sheet["y"] > 844 * 0.2
    page.locator("#drawer [data-close]").first.click()
    page.wait_for_selector("#drawer", state="hidden")
    assert window.quiet()


def test_arabic_runs_from_the_right_with_its_marks_in_the_order_of_the_text(window):
    page = window.go(VIEWS["report in Arabic"])
    for part in (".archived", ".archived p.block", "h1"):
        assert page.evaluate("one => getComputedStyle(document.querySelector(one)).direction", part) == "rtl"
    marks = page.evaluate(
        "[...document.querySelectorAll('.archived p.block .role, .archived p.block mark')].map(one => {"
        " const box = one.getClientRects()[0]; return [one.textContent, box.top + box.height / 2, box.right]; })"
    )
    assert [words for words, _, _ in marks] == ["التلفزيون الرسمي", "الجيش السوري", "استعاد", "تدمر", "داعش"]
    steps = list(pairwise(marks))
    assert all(after[1] > before[1] + 5 or after[2] < before[2] for before, after in steps)
    assert any(abs(after[1] - before[1]) <= 5 for before, after in steps)


def test_the_raw_page_runs_nothing(window):
    page = window.go("/report/hostile0report?raw=1")
    page.wait_for_timeout(200)
    assert page.frames[1].url.endswith("/raw")
    assert not [said for said in window.said if said.startswith("dialog")]
    assert window.asked == []


def test_pointing_at_a_band_or_focusing_it_tells_its_sentence(window):
    page = window.go("/place/geonames:163808")
    page.focus("a.bar >> nth=0")
    assert page.text_content("[data-saying]") == "Held by Islamic State since 20 May 2015 until 27 March 2016."
    page.hover("a.bar >> nth=1")
    assert page.text_content("[data-saying]").startswith("Held by Syrian")


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("map", "Who holds what on 27 March 2016"), ("map with an event", "Recapture of Palmyra, 27 March 2016"),
        ("events", "Recapture of Palmyra"), ("event", "Who says what"), ("report", "recaptured"),
        ("place", "Held by Islamic State since"), ("actor", "What it holds on"), ("source", "told by it alone"),
        ("search", "Palmyra falls to army"), ("coverage", "Inland Post"), ("log", "maker"), ("review", "Right, next"),
    ],
)  # fmt: skip
def test_without_script_every_view_but_the_moving_map_tells_the_same(window, view, told):
    path = VIEWS[view].format(**window.ids)
    window.page.goto(window.home + path, wait_until="load")
    assert told in window.page.locator("body").inner_text()
    assert window.quiet()


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_without_script_filters_and_search_work(window):
    page = window.page
    page.goto(f"{window.home}/events", wait_until="load")
    page.fill('.filters input[name="place"]', "Homs")
    page.click(".filters button.main")
    assert page.locator(".events .what").first.text_content() == "Shelling of Homs, 27 March 2016"
    assert "Palmyra" not in page.locator(".events").inner_text()
    page.fill("#find", "recaptured")
    page.keyboard.press("Enter")
    assert "Palmyra falls to army" in page.locator(".hits").inner_text()
    assert urlsplit(page.url).path == "/search"


_STATE = """() => ({
  day: document.querySelector('.clock [name=day]').value, known: document.querySelector('.clock [name=known]').value,
  heading: document.querySelector('h1').textContent, drawer: document.querySelector('#drawer')?.innerText ?? '',
  filters: [...document.querySelectorAll('.filters input, .filters select')]
    .map(one => [one.name, one.type === 'checkbox' ? one.checked : one.value].join('=')).sort(),
  events: document.querySelector('.events')?.innerText ?? '',
  status: document.querySelector('#status')?.innerText ?? '',
  flags: [...document.querySelectorAll('#timeline .flag')].map(one => one.textContent),
})"""


@pytest.mark.parametrize(
    "path",
    ["/?day=2016-03-27&known=2016-03-28&from=2016-03-01&to=2016-03-31&sel={capture 2016}&m=34.6000,38.2000,7.00",
     "/events?place=Palmyra&kind=capture&from=2016-01-01&known=2016-03-28&q=army&disputed=0",
     "/place/geonames:163808?day=2016-01-01&known=2016-03-28"],
)  # fmt: skip
def test_a_shared_link_shows_exactly_what_its_sender_saw(window, browser, path):
    page = window.go(path)
    sent, seen = page.url, page.evaluate(_STATE)
    other = browser.new_context(viewport=WIDE)
    try:
        received = Window(other.new_page(), window.home, window.ids)
        assert received.go(sent.removeprefix(window.home)).evaluate(_STATE) == seen
        assert urlsplit(received.page.url).query == urlsplit(sent).query
    finally:
        other.close()


def _but_view(url):
    """What an address asks for, without the stretch of map, which is written once the map has come to rest."""
    return {name: value for name, value in parse_qs(urlsplit(url).query).items() if name != "m"}


def test_back_and_forward_show_the_same_again(window):
    page = window.go("/?day=2016-03-27")
    begun = page.url
    page.focus("#map")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h1")
    chosen, heading = page.url, page.text_content("#drawer h1")
    page.go_back()
    page.wait_for_selector("#drawer", state="hidden")
    assert "sel=" not in page.url
    page.go_forward()
    page.wait_for_selector("#drawer h1")
    assert (_but_view(page.url), page.text_content("#drawer h1")) == (_but_view(chosen), heading)
    page.locator("#drawer .links a, #drawer .quote a").last.click()
    page.wait_for_load_state()
    page.go_back()
    page.wait_for_selector("#drawer h1")
    assert page.text_content("#drawer h1") == heading
    assert urlsplit(page.url).path == urlsplit(begun).path
    assert window.quiet()
