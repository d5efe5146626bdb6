"""Answers are as the server describes them, whatever is asked: a short run of what bench/fuzz.py does at length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from served import client, token
from test_http_api import ident

from tadmor.outlets.http.api import _READS
from tadmor.outlets.http.pictures import FORMS
from tadmor.outlets.http.review import _DECIDES
from tadmor.outlets.http.twins import TWINS

schemathesis = pytest.importorskip("schemathesis", reason="the API is tried with schemathesis")
CASES = 8
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
]  # fmt: skip
ROUTES = [("get", f"/api{path}") for path in _READS]
ROUTES += [
    ("get", f"/api/{name}") for name in ("control", "events", "days", "legend", "names", "claims", "record", "session")
]
ROUTES += [("get", f"/map.{form}") for form in FORMS]
ROUTES += [("get", f"{path}.{form}") for path, (_, forms) in TWINS.items() for form in forms.split()]
ROUTES += [("post", f"/api{path}") for path in _DECIDES] + [("post", "/api/session"), ("delete", "/api/session")]
ROUTES = [(method, path.replace(":path}", "}")) for method, path in ROUTES]


@pytest.fixture(scope="module")
def described(record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    own = Path(copy(record, tmp_path_factory.mktemp("described") / "own.db"))
    with client(own, names=("testserver",)) as made:
        yield schemathesis.openapi.from_asgi("/api/openapi.json", made.app), token(made), made


def test_every_route_is_tried(described: Any) -> None:
    _, _, made = described
    told = made.get("/api/openapi.json").json()["paths"]
    assert sorted((method, path) for path, ways in told.items() for method in ways) == sorted(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_answers_are_as_described(described: Any, method: str, path: str) -> None:
    schema, headers, _ = described

    @given(case=schema[path][method].as_strategy())
    @settings(max_examples=CASES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def tried(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=_checks())

    tried()


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "get"])
def test_what_is_there_is_as_described(described: Any, path: str) -> None:
    schema, headers, made = described
    what = path.removeprefix("/api").strip("/").partition("/")[0]
    named = {"path_parameters": {"ident": ident(made, what)}} if "{ident}" in path else {}
    answer = schema[path]["get"].Case(**named).call_and_validate(headers=headers, checks=_checks())
    assert answer.status_code == 200


def _checks() -> list[Any]:
    found: list[Any] = schemathesis.checks.CHECKS.get_by_names(CHECKS)
    return found
