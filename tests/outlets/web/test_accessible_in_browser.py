"""Every view looked over by axe-core, light, dark and as wide as a phone: it finds nothing serious."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mapped import chromium, in_browser, served
from windows import VIEWS, Window, copied

import tadmor

ROOT = Path(__file__).parents[3]
AXE = next(iter((ROOT / "build" / "parts").glob("axe-core-*.js")), None)
pytestmark = [in_browser, pytest.mark.skipif(AXE is None, reason="axe-core is not here (make page)")]
_RUN = "axe.run(document, {resultTypes: ['violations'], elementRef: false})"
MODES = {"light": ("light", 1440, 900), "dark": ("dark", 1440, 900), "phone": ("light", 390, 844)}


def decided(path: Path, ids: dict[str, str]) -> Path:
    """The record with claims that two readers decided, alike and not."""
    with tadmor.open(path) as monitor:
        claims = [t.claim.id for t in monitor.claims()]
        for claim in claims[:4]:
            monitor.accept(claim, who="Amal")
        monitor.accept(claims[0], who="Basim")
        monitor.reject(claims[1], because="it says no such thing", who="Basim")
        monitor.correct(ids["claim"], {"place": "Palmyra"}, because="it was there", who="Basim")
    return path


@pytest.fixture(scope="module")
def pages(built, tmp_path_factory) -> Iterator[Any]:
    """A window that lets axe-core in, on a record of which some is decided."""
    path = decided(copied(built, tmp_path_factory.mktemp("axe")), built[1])
    with chromium() as browser, served(path) as home:
        context = browser.new_context(bypass_csp=True)
        context.add_init_script(path=str(AXE))
        yield Window(context.new_page(), home, built[1])


def test_the_lock_file_names_the_axe_core_that_is_here():
    parts = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert AXE is not None
    assert AXE.name == f"axe-core-{parts['node_modules/axe-core']['version']}.js"
    assert parts["node_modules/axe-core"]["dev"] is True


SEEN = {**VIEWS, "review of a decided claim": "/review?claim={claim}", "review, blind": "/review?blind=1"}


@pytest.mark.parametrize("view", SEEN)
def test_nothing_serious_keeps_anybody_out(pages, view):
    page = pages.page
    found = []
    for mode, (scheme, width, height) in MODES.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        if mode == "light":
            pages.go(SEEN[view])
        for violation in page.evaluate(_RUN)["violations"]:
            told = (mode, violation["impact"], violation["id"], violation["nodes"][0]["html"][:120])
            found += [told] if violation["impact"] in ("serious", "critical") else []
    assert found == []
