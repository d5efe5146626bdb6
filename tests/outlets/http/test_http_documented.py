"""What can be asked, set or answered is in docs/api.md and docs/serving.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tadmor.outlets.http.options import Options
from tadmor.outlets.http.state import PARAMETERS, Parameter
from tadmor.outlets.http.tables import OURS

DOCS = Path(__file__).parents[3] / "docs"


def test_each_route_is_documented(reader: TestClient) -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    routes = [path for path in reader.get("/api/openapi.json").json()["paths"] if path.startswith("/api/")]
    assert [path for path in routes if f"`{path}`" not in page and path != "/api/session"] == []
    assert "/api/session" in page


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
