"""In a browser no hostile text runs, is loaded from elsewhere, or makes an element of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hostile as made
import pytest
from hostile import ADDRESSES, BREAKOUTS, HOSTILE, MARKUP, NO_TEXT, RUN

from outlets.web.mapped import chromium, in_browser, served

pytestmark = in_browser
_WATCH = """
window.broken = [];
document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.violatedDirective));
"""
_LED = """Array.from(document.querySelectorAll('a'), (link) => link.getAttribute('href')).filter((to) => to !== null)
  .map((to) => new URL(to, location.href).protocol)"""
ALL = ("/events?limit=1000", "/log", "/coverage", "/review", "/search?q=seized", "/events?limit=1000&known=2016-03-01")
MAPS = ("/?day=2016-02-01", "/?day=2016-02-01&sel={event}", "/?day=2016-02-01&sel={place}")


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page on a record with each text in every field; ``said`` is what went wrong."""
    path = tmp_path_factory.mktemp("hostile") / f"<img src=x onerror={RUN}>own.db"
    assert [HOSTILE[n] for n in made.recorded(path, HOSTILE)] == list(NO_TEXT)
    with served(Path(path)) as home, chromium() as browser:
        page = browser.new_context(base_url=home).new_page()
        page.add_init_script(_WATCH)
        page.said = said = []
        own = (home, "data:", "blob:")
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda fault: said.append(str(fault)))
        page.on("request", lambda asked: None if asked.url.startswith(own) else said.append(asked.url))
        yield page


def check(page: Any) -> None:
    """That nothing ran, broke the policy, asked elsewhere or leads to a script."""
    assert page.evaluate("[window.canary === undefined, window.broken]") == [True, []]
    said = list(page.said)
    page.said.clear()
    assert said == []
    assert set(page.evaluate(_LED)) <= {"http:", "https:"}


def test_what_runs_is_seen(window: Any) -> None:
    window.goto("about:blank")
    window.set_content(MARKUP[0])
    assert window.evaluate("window.canary") == 1


@pytest.mark.parametrize("path", ALL)
def test_no_list_of_all_runs_anything(window: Any, path: str) -> None:
    window.goto(path, wait_until="load")
    assert window.evaluate("document.querySelectorAll('main').length") == 1
    check(window)


@pytest.mark.parametrize("path", MAPS)
def test_the_map_runs_nothing(window: Any, path: str) -> None:
    words = MARKUP[0]
    place = quote(made.place(words, 0).id, safe="")
    rows = window.request.get("/events.json?limit=1000").json()["rows"]
    event = next(row["id"] for row in rows if row["place"] == words)
    window.goto(path.format(event=event, place=place), wait_until="load")
    window.wait_for_selector("html[data-ready]")
    window.mouse.move(700, 300)
    window.wait_for_timeout(300)
    check(window)


@pytest.mark.parametrize("n", [n for n, words in enumerate(HOSTILE) if words not in NO_TEXT])
def test_no_report_runs_anything(window: Any, n: int) -> None:
    window.goto(f"/report/{made.ident(n)}", wait_until="load")
    assert "seized" in window.text_content(".archived")
    check(window)


@pytest.mark.parametrize("words", [*MARKUP, *BREAKOUTS, *ADDRESSES])
def test_nothing_that_is_asked_runs(window: Any, words: str) -> None:
    window.goto(f"/search?q={quote(words, safe='')}", wait_until="load")
    said = [told for told in window.said if "status of 422" not in told]
    window.said.clear()
    assert said == []
    check(window)
