"""The page of the map in Chromium: its keys, its names, its legend, and what it asks of the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mapped
import pytest

from tadmor.outlets import web
from tadmor.outlets.web.desk import early_parts

pytestmark = mapped.in_browser
STATIC = Path(web.__file__).parent / "static"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with mapped.chromium() as found:
        yield found


@pytest.fixture
def home(built) -> Iterator[str]:
    with mapped.served(built[0]) as found:
        yield found


def test_every_module_that_the_page_imports_is_named_early():
    reached, left = set(), ["page.js"]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += re.findall(r'^import .*"\./(.*?)";$', (STATIC / "js" / name).read_text("utf-8"), re.M)
    assert {f"js/{name}" for name in reached} == {part for part in early_parts() if part.startswith("js/")}


@pytest.mark.parametrize("width", [1440, 390])
def test_keys_alone_reach_an_event_and_lead_back(browser, home, width):
    with mapped.window(browser, home, width=width) as window:
        page = window.map("/?day=2016-03-28")
        page.focus("#map")
        told = []
        for _ in range(4):
            page.keyboard.press("n")
            told.append(page.text_content("#status"))
        page.keyboard.press("p")
        assert page.text_content("#status") == told[2]
        assert any("Palmyra: held by" in words for words in told)
        page.keyboard.press("Enter")
        page.wait_for_selector("#drawer.open h1, #drawer.open h2")
        page.keyboard.press("Escape")
        page.wait_for_selector("#drawer", state="hidden")
        assert page.evaluate("document.activeElement.id || document.activeElement.tagName") in ("map", "CANVAS")
        page.focus("#map")
        for key, day in ((".", "29 Mar"), (",", "28 Mar"), (",", "27 Mar")):
            page.keyboard.press(key)
            assert page.text_content(".handle.day .flag") == f"{day} 2016"
        page.keyboard.press(" ")
        page.wait_for_selector("#timeline [aria-pressed=true]")
        page.keyboard.press(" ")
        page.wait_for_selector("#timeline [aria-pressed=false]")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (window.said, window.asked) == ([], [])


def test_the_legend_says_what_is_not_known_and_whose_the_outlines_are(browser, home):
    with mapped.window(browser, home) as window:
        page = window.map("/?day=2016-03-28")
        page.wait_for_selector("#legend h3 >> text=Not known")
        heads = page.locator("#legend h3").all_text_contents()
        legend = page.text_content("#legend")
    assert heads[:2] == ["Held by", "Not known"]
    for words in ("the land between is not claimed", "Dashed borders are disputed", "Natural Earth"):
        assert words in legend


def test_the_reader_may_choose_in_what_language_places_are_named(browser, home):
    with mapped.window(browser, home) as window:
        page = window.map("/?day=2016-03-28")
        page.click("#legend a[lang=ar]")
        page.wait_for_selector("html[data-ready] #legend b[lang=ar]")
        assert "names=ar" in page.url
        assert "day=2016-03-28" in page.url
    assert (window.said, window.asked) == ([], [])


def test_nothing_jumps_while_it_loads(browser, home):
    with mapped.window(browser, home) as window:
        window.page.add_init_script(
            "window.jumps = []; new PerformanceObserver(list => jumps.push(...list.getEntries().map(e => e.value)))"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        page = window.map("/?day=2016-03-28")
        page.wait_for_selector("#legend h3")
        page.wait_for_timeout(300)
        assert sum(page.evaluate("jumps")) < 0.01


def test_a_first_view_weighs_no_more_than_900_kilobytes(browser, home):
    with mapped.window(browser, home) as window:
        page = window.map("/?day=2016-03-28")
        window.until("performance.getEntriesByName('tadmor:base').length > 0")
        weight = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
        )
    assert 300_000 < weight < 900_000
