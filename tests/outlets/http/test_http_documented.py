"""What can be asked, set or answered is in docs/api.md and docs/serving.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tadmor.outlets.http import problems
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.state import PARAMETERS, Parameter
from tadmor.outlets.http.tables import OURS
from tadmor.outlets.http.visitors import ROLES

DOCS = Path(__file__).parents[3] / "docs"


def documented() -> dict[str, set[str]]:
    """What docs/api.md says that each address heeds."""
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    filters = set(re.findall(r"`(\w+)`", page.partition("*filters* are ")[2].partition(".")[0]))
    assert len(filters) == 10
    out = {}
    for cells in re.findall(r"^\| `(/[^`]*)` \|(.*)\|$", page, re.MULTILINE):
        what, _, heeds = cells[1].rpartition("|")
        less = set(re.findall(r"but `(\w+)`", heeds))
        names = (filters if "filters" in heeds else set()) | set(re.findall(r"`(\w+)`", heeds))
        forms = [] if cells[0].startswith("/api/") else re.findall(r"`(\.\w+)`", what)
        out.update({f"{cells[0]}{form}": names - less for form in forms or [""]})
    return out


def test_each_route_is_documented_with_what_it_heeds(reader: TestClient) -> None:
    told = documented()
    for path, ways in reader.get("/api/openapi.json").json()["paths"].items():
        if path == "/api/session":
            continue
        if "get" not in ways:
            assert path in told
            continue
        listed = [one.get("name") or one["$ref"].rpartition("/")[2] for one in ways["get"]["parameters"]]
        extra = {"changed_since"} if path == "/api/claims" else set()
        assert told.get(path, set()) | extra == set(listed) - {"ident"}, path


@pytest.mark.parametrize(
    "words",
    ["/api/session", "changed_since", "X-CSRF-Token", "If-None-Match", "ETag", "Retry-After", "OPTIONS", "HEAD",
     *(f"| {status} |" for status in {*problems.documented(404, 409), 405} - {304}), *(f"`{role}`" for role in ROLES)],
)  # fmt: skip
def test_what_all_routes_share_is_documented(words: str) -> None:
    assert words in (DOCS / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_each_parameter_is_documented(parameter: Parameter) -> None:
    assert f"| `{parameter.name}` | {parameter.help}" in (DOCS / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "default", "help_words"), Options.table())
def test_each_option_is_documented(name: str, default: object, help_words: str) -> None:
    assert f"| `{name}` | `{default!r}` | {help_words} |" in (DOCS / "serving.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", OURS)
def test_each_column_of_its_own_is_documented(table: str) -> None:
    section = (
        (DOCS / "api.md").read_text(encoding="utf-8").partition(f"### {table.capitalize()}\n")[2].partition("###")[0]
    )
    assert [column.name for column in OURS[table] if f"| `{column.name}` | {column.help} |" not in section] == []
