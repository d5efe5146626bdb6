"""The map in Debian's Chromium: a server, a window, and the colour of a spot on the map."""

from __future__ import annotations

import base64
import math
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tadmor.outlets.http.app import make_app
from tadmor.outlets.http.options import Options
from tadmor.outlets.web.desk import has_part

CHROMIUM = shutil.which("chromium")
_MISSING = CHROMIUM is None or find_spec("playwright") is None or not has_part("vendor/maplibre-gl.mjs")
in_browser = pytest.mark.skipif(_MISSING, reason="needs Chromium, playwright and the parts of the page (make page)")
_PIXEL = """async ([picture, x, y]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const ctx = canvas.getContext("2d");
  ctx.drawImage(image, 0, 0);
  return [...ctx.getImageData(x, y, 1, 1).data].slice(0, 3);
}"""


class MapWindow:
    """The map's page in the browser, what its console said, and what it asked of whom."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home = page, home
        self.said: list[str] = []
        self.urls: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda fault: self.said.append(str(fault)))
        page.on("request", lambda request: self.urls.append(request.url))

    @property
    def asked(self) -> list[str]:
        """What it asked of other hosts."""
        return [url for url in self.urls if not url.startswith((self.home, "data:", "blob:"))]

    def map(self, path: str) -> Any:
        """The page, once its first view stands."""
        self.page.goto(self.home + path, wait_until="load")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def until(self, true: str) -> None:
        """Wait until an expression of script is true, twenty seconds at most; the policy allows no other polling."""
        end = time.monotonic() + 20
        while not self.page.evaluate(true):
            assert time.monotonic() < end, f"it did not come: {true}"
            self.page.wait_for_timeout(50)
        self.page.wait_for_timeout(200)

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """The pixel of a place on the page; the address says where the map looks."""
        middle_lat, middle_lon, zoom = map(float, re.search(r"m=([^&]*)", self.page.url)[1].split(","))  # type: ignore[index]
        box = self.page.locator("#map .base").bounding_box()
        scale = 512 * 2**zoom
        x = (lon - middle_lon) / 360 * scale
        y = (_down(lat) - _down(middle_lat)) * scale
        return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y

    def colour(self, lon: float, lat: float) -> list[int]:
        """Red, green and blue of the map at a place."""
        x, y = self.spot(lon, lat)
        picture = base64.b64encode(self.page.screenshot()).decode()
        return list(self.page.evaluate(_PIXEL, [picture, int(x), int(y)]))


def _down(lat: float) -> float:
    return 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


@contextmanager
def served(record: Path, **options: Any) -> Iterator[str]:
    """The address of a record that is served."""
    import uvicorn

    app = make_app(record, Options(**{"warm": False, "rate": 0, **options}))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def window(browser: Any, home: str, mode: str = "light", width: int = 1440, **more: Any) -> Iterator[MapWindow]:
    """A window of the browser, closed at the end; ``more`` is what playwright is told of it."""
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=mode, **more)
    try:
        yield MapWindow(page, home)
    finally:
        page.close()


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
