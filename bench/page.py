"""Opens a served record in Chromium, and times what a reader waits for.

    python bench/page.py RECORD [--times 20]

A copy of the record is served, with the file of its events where there is one. Once all is in memory a browser opens
the map on days at random, each time with an empty cache. The table shows the median and 95th percentile in ms of

- the first view: from the request until discs, events and time line are drawn on land, and when the base map is, too;
- moving the day: from the key on the handle until the discs of a day that was not asked for before are drawn;
- opening an event: from the choice until its sentences stand beside the map,

and below it the weight of all that the first view asks for in kB as it comes over the line, how many requests went
elsewhere, and how many errors the console holds. It ends with 1 where the last two are not 0. It needs playwright and
Debian's Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from api import served, until_whole
from playwright.sync_api import Browser, Page, sync_playwright

_MOVES = 5  # days, and events, in each window
_SETTLED = 500  # ms in which what was asked for ahead comes
_READY = "() => document.documentElement.dataset.ready && performance.getEntriesByName('tadmor:base').length"
_MARKS = """() => {
  const at = (name) => performance.getEntriesByName(`tadmor:${name}`)[0].startTime;
  return { ready: document.documentElement.dataset.ready, view: at('ready'), base: Math.max(at('ready'), at('base')) };
}"""
_WEIGHT = """() => {
  const ready = performance.getEntriesByName('tadmor:ready')[0].startTime;
  const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return parts.filter((part) => part.startTime <= ready).reduce((sum, part) => sum + part.transferSize, 0);
}"""
_STEP = """() => new Promise((done) => {
  const begun = performance.now();
  const drawn = new PerformanceObserver((found) => {
    if (!found.getEntriesByName('tadmor:control').some((entry) => entry.startTime > begun)) return;
    drawn.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  drawn.observe({ entryTypes: ['measure'] });
  const key = { key: 'ArrowRight', bubbles: true, cancelable: true, shiftKey: true };
  document.querySelector('.handle.day').dispatchEvent(new KeyboardEvent('keydown', key));
})"""
_OPEN = """(id) => new Promise((done) => {
  const begun = performance.now();
  document.addEventListener('drawer:open', () => requestAnimationFrame(() => setTimeout(
    () => done([performance.now() - begun, document.querySelectorAll('#drawer blockquote').length])
  )), { once: true });
  const link = document.createElement('a');
  link.href = `/event/${id}`;
  link.dataset.select = id;
  document.body.append(link);
  link.click();
  link.remove();
})"""


@dataclass
class Seen:
    """What was timed, in ms, and what went wrong."""

    first: list[float] = field(default_factory=list)
    still: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    weight: int = 0
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Window:
    """One window with a cache of its own, and what it saw."""

    def __init__(self, page: Page, home: str, seen: Seen) -> None:
        self.page, self.home, self.seen = page, home, seen
        page.on("console", lambda said: seen.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: seen.errors.append(str(fault)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.seen.elsewhere.append(url)

    def open(self, path: str) -> None:
        """Opens the map, and notes how long it took."""
        self.page.goto(self.home + path, wait_until="commit")
        self.page.wait_for_function(_READY, timeout=120_000)
        marks = self.page.evaluate(_MARKS)
        assert marks["ready"] == "yes", marks
        self.seen.first.append(marks["view"])
        self.seen.still.append(marks["base"])

    def weigh(self) -> None:
        """Notes the bytes of all that the first view asked for."""
        self.page.wait_for_timeout(_SETTLED)
        self.seen.weight = self.page.evaluate(_WEIGHT)

    def move(self) -> None:
        """Moves the day by a week, some times."""
        for _ in range(_MOVES):
            self.page.wait_for_timeout(_SETTLED)
            self.seen.moved.append(self.page.evaluate(_STEP))

    def choose(self, events: list[str]) -> None:
        """Opens events beside the map."""
        for event in events:
            self.page.wait_for_timeout(_SETTLED)
            taken, sentences = self.page.evaluate(_OPEN, event)
            assert sentences, event
            self.seen.opened.append(taken)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or another that is on the path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "there is no Chromium (apt-get install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def _days(port: int) -> list[date]:
    """The days on which events begin, without the first and last tenth."""
    found = [date.fromisoformat(row[0]) for row in _asked(port, "/api/days")["days"]]
    tenth = len(found) // 10
    return found[tenth : len(found) - tenth]


def _events(port: int, day: date) -> list[str]:
    told = _asked(port, f"/api/events?from={day - timedelta(days=30)}&to={day}")
    return [row[0] for row in told["events"]]


def _asked(port: int, path: str) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    return json.loads(connection.getresponse().read())


def watched(port: int, times: int) -> Seen:
    """What so many windows saw, each on another day."""
    dice, seen = Random(3), Seen()
    days = _days(port)
    with chromium() as browser:
        for at in range(times):
            day = dice.choice(days)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            window = Window(page, f"http://127.0.0.1:{port}", seen)
            window.open(f"/?day={day}")
            if at == 0:
                window.weigh()
            events = _events(port, day)
            window.choose(dice.sample(events, min(_MOVES, len(events))))
            window.move()
            page.close()
    return seen


def told(seen: Seen) -> None:
    """Prints the table."""
    print(f"{'':24} {'median':>7} {'p95':>7} {'times':>6}")
    for name, taken in (
        ("first view", seen.first), ("base map drawn", seen.still), ("moving the day", seen.moved),
        ("opening an event", seen.opened),
    ):  # fmt: skip
        some = sorted(taken)
        print(f"{name:24} {median(some):7.0f} {some[int(len(some) * 0.95)]:7.0f} {len(some):6}")
    print(
        f"first view {seen.weight / 1000:.0f} kB; {len(seen.elsewhere)} requests elsewhere; {len(seen.errors)} errors"
    )
    for what in (*seen.elsewhere, *seen.errors):
        print(what)


def main() -> None:
    """Serve, watch, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    with served(given.record) as port:
        print(f"all in memory after {until_whole(port):.1f} s")
        seen = watched(port, given.times)
    told(seen)
    sys.exit(bool(seen.elsewhere or seen.errors))


if __name__ == "__main__":
    main()
