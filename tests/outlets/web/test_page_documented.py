"""Every address, parameter, form and key of the page is in docs/page.md, and nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from tadmor.outlets.http.twins import TWINS
from tadmor.outlets.http.visitors import ROLES

DOCS = Path(__file__).parents[3] / "docs"
WEB = files("tadmor.outlets.web")
_NAMES = {
    "ArrowLeft": "←", "ArrowRight": "→", "ArrowUp": "↑", "ArrowDown": "↓", " ": "Space", "PageUp": "Page Up",
    "PageDown": "Page Down",
}  # fmt: skip
_MAPS_OWN = {"←", "→", "↑", "↓", "+", "-"}  # MapLibre's


def page() -> str:
    return (DOCS / "page.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The cells of the rows of the table whose text before it, or first line, begins so."""
    lines = page()[page().index(head) :].splitlines()
    begun = next(at for at, line in enumerate(lines) if line.startswith("|"))
    ended = next((at for at, line in enumerate(lines) if at > begun and not line.startswith("|")), len(lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[begun + 2 : ended]]


def words(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def routes(router: Any) -> Iterator[APIRoute]:
    """The routes of a router and of those that it includes, which later FastAPIs keep whole."""
    for route in router.routes:
        if inner := getattr(route, "original_router", None):
            yield from routes(inner)
        elif isinstance(route, APIRoute):
            yield route


def plain(path: str) -> str:
    return re.sub(r"\{\w+(:path)?\}", "ID", path)


def test_each_address_of_the_page_is_documented_and_no_other(reader):
    shown: dict[str, set[str]] = {"GET": set(), "POST": set()}
    for route in routes(reader.client.app):
        path = plain(route.path)
        if not path.startswith("/api") and "." not in path and not path.startswith("/tiles"):
            shown[next(iter(route.methods & {"GET", "POST"}))].add(path)
    assert {path for row in table("| address") for path in words(row[0])} == shown["GET"]
    assert {path for row in table("| form") for path in words(row[0])} == shown["POST"]


def test_each_twin_is_documented():
    told = {next(iter(words(row[0]))): row[1].rpartition(": ")[2] for row in table("| address") if row[1]}
    told["/map"] = told.pop("/")
    assert told == {plain(path): forms for path, (_, forms) in TWINS.items() if path != "/claims"}


def test_each_parameter_of_one_view_is_documented():
    sources = [one.read_text(encoding="utf-8") for one in WEB.iterdir() if one.name.endswith(".py")]
    asked = {name for source in sources for name in re.findall(r'query_params\.get\("(\w+)"', source)}
    assert {name for row in table("| parameter") for name in words(row[0])} == asked | {"next"}


@pytest.mark.parametrize(
    ("head", "scripts", "beside"),
    [
        ("On the map:", ["js/page.js", "js/drawer.js", "page/frame.js"], _MAPS_OWN),
        ("On the handles of the time line", ["js/timeline.js"], set()),
        ("In the review:", ["page/review.js"], set()),
        ("In a field that takes words", ["page/picking.js"], set()),
    ],
)
def test_each_key_of_a_script_is_documented_and_no_other(head, scripts, beside):
    bound = set(beside)
    for script in scripts:
        bound |= keys(WEB.joinpath("static").joinpath(script).read_text(encoding="utf-8"))
    if "page/review.js" in scripts:
        bound |= set(re.findall(r'data-key="(.)"', (WEB / "templates" / "review.html").read_text(encoding="utf-8")))
    assert {key for row in table(head) for key in words(row[0])} == bound


def keys(script: str) -> set[str]:
    """The keys that a script asks for: compared with, or named in an object that the key is looked up in."""
    found = set(re.findall(r'\.key === "([^"]+)"', script))
    for listed in re.findall(r"\{([^{}]*)\}\[(?:event\.)?key\]", script):
        found |= set(re.findall(r"(\w+):", listed))
    return {_NAMES.get(key, key) for key in found}


def test_every_script_that_listens_to_keys_is_looked_at():
    listening = {
        f"{folder}/{one.name}"
        for folder in ("js", "page")
        for one in WEB.joinpath("static").joinpath(folder).iterdir()
        if one.name.endswith(".js") and '"keydown"' in one.read_text(encoding="utf-8")
    }
    looked_at = {"js/page.js", "js/drawer.js", "js/timeline.js", "page/frame.js", "page/review.js", "page/picking.js"}
    assert listening == looked_at


def test_each_role_is_documented():
    assert {role for row in table("| role") for role in words(row[0])} == set(ROLES)
