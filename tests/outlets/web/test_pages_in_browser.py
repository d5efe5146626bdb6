"""The pages in Debian's Chromium, where it and playwright are installed."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="pages are tried in a browser with playwright")
uvicorn = pytest.importorskip("uvicorn", reason="the page needs tadmor[web]")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")


class Window:
    """A page in the browser, what its console said, and what it asked of other hosts."""

    def __init__(self, page: Any, home: str, ids: dict[str, str]) -> None:
        self.page, self.home, self.ids = page, home, ids
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.asked.append(url)

    def go(self, path: str) -> Any:
        self.page.goto(self.home + path, wait_until="load")
        return self.page


@pytest.fixture
def home(reader) -> Iterator[str]:
    """The address of the record, served."""
    config = uvicorn.Config(reader.client.app, port=0, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def window(browser, home, reader, request) -> Iterator[Window]:
    """A window as wide as the test asks, 1440 where it asks nothing."""
    width = getattr(request, "param", 1440)
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme="light")
    yield Window(page, home, reader.ids)
    page.close()


def test_the_review_is_done_by_keys_alone(window):
    page = window.go("/review")
    claim = window.ids["claim"]
    assert page.locator(f'form[action*="{claim}/accept"]').count() == 1
    page.keyboard.press("a")
    page.wait_for_selector(".done")
    assert "Accepted" in page.text_content(".done")
    assert page.locator(f'form[action*="{claim}/accept"]').count() == 0
    page.keyboard.press("u")
    page.wait_for_url(f"**claim={claim}**")
    page.keyboard.press("r")
    page.wait_for_selector(".done >> text=Rejected")
    page.keyboard.press("u")
    page.wait_for_url(f"**claim={claim}**")
    assert (window.said, window.asked) == ([], [])


def test_a_field_is_corrected_by_picking_words_in_the_text(window):
    page = window.go(f"/review?claim={window.ids['claim']}")
    page.keyboard.press("c")
    page.focus('input[name="target"]')
    page.evaluate(
        "() => { const walk = document.createTreeWalker(document.querySelector('.archived'), NodeFilter.SHOW_TEXT);"
        " let node; while ((node = walk.nextNode())) { const at = node.data.indexOf('Residents'); if (at >= 0) {"
        " getSelection().setBaseAndExtent(node, at, node, at + 9); break; } } }"
    )
    page.dispatch_event(".archived", "mouseup")
    assert page.input_value('input[name="target"]') == "Residents"
    page.fill('.decide input[name="because"]', "they were under fire")
    page.click(".decide button.main")
    page.wait_for_selector(".done >> text=Corrected")
    assert "target: Residents" in window.go("/log").text_content("main")
    assert (window.said, window.asked) == ([], [])


@pytest.mark.parametrize("window", [1440, 390], indirect=True)
@pytest.mark.parametrize(
    "path",
    ["/events", "/event/{casualties 2016}", "/report/{صحيفة الساحل}", "/report/hostile0report",
     "/place/geonames:163808", "/actor/islamic-state", "/source/Coast Herald", "/search?q=Palmyra", "/coverage",
     "/log", "/review"],
)  # fmt: skip
def test_no_view_is_wider_than_its_window_or_asks_elsewhere(window, path):
    page = window.go(path.format(**window.ids))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (window.said, window.asked) == ([], [])


def test_arabic_runs_from_the_right(window):
    page = window.go(f"/report/{window.ids['صحيفة الساحل']}")
    for part in (".archived", ".archived p.block"):
        assert page.evaluate("one => getComputedStyle(document.querySelector(one)).direction", part) == "rtl"


def test_the_raw_page_runs_nothing(window):
    page = window.go("/report/hostile0report?raw=1")
    page.wait_for_timeout(200)
    assert page.frames[1].url.endswith("/raw")
    assert not [said for said in window.said if said.startswith("dialog")]
    assert window.asked == []


def test_focus_on_a_band_tells_its_sentence(window):
    page = window.go("/place/geonames:163808")
    page.focus("a.bar >> nth=0")
    assert re.match("Held by Islamic State since 20 May 2015", page.text_content("[data-saying]"))
