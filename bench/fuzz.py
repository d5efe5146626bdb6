"""Input that nobody would send: schemathesis over a served record, half of it with ids and words that are in it.

``bench/api.py RECORD --cases N`` runs it. Routes that read are tried first, then those that decide, then a tenth of
the first again over what was decided. Each part of an answer is held against the description that the server gives of
itself: its status, media type and schema.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from zlib import crc32

import schemathesis

_HOME = "TADMOR_HOME"  # of the server, for the hooks below
_CHECKS = "not_a_server_error,content_type_conformance,status_code_conformance,response_schema_conformance"
_SORTS = {
    "events": "/events.json", "event": "/events.json", "claims": "/api/claims", "reports": "/api/reports",
    "report": "/api/reports", "places": "/api/places", "place": "/api/places", "actors": "/api/actors",
    "actor": "/api/actors", "sources": "/api/sources", "source": "/api/sources", "retract": "/api/claims",
}  # fmt: skip
_ASKED = {"place": ("places", "name"), "actor": ("actors", "id"), "speaker": ("actors", "id"),
          "kind": ("claims", "kind"), "outlet": ("sources", "outlet"), "q": ("reports", "title"),
          "after": ("claims", "id")}  # fmt: skip
_CHANGES = (("kind", "attack"), ("modality", "denied"), ("killed", "12.."), ("when", "2016-03-27"), ("place", ""))


def tried(port: int, cases: int) -> int:
    """The exit status of schemathesis, which prints what it found: 0 where it found nothing."""
    home = f"http://127.0.0.1:{port}"
    token = _told(home, "/api/session")["token"]
    passes = (("GET", cases), ("POST", cases), ("DELETE", cases), ("GET", max(1, cases // 10)))
    return max(_run(home, token, method, number) for method, number in passes)


def _run(home: str, token: str, method: str, cases: int) -> int:
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{home}/api/openapi.json", "--max-examples", str(cases),
        "--checks", _CHECKS, "--header", f"X-CSRF-Token: {token}", "--phases", "fuzzing", "--include-method", method,
        "--generation-database", "none", "--suppress-health-check", "all", "--continue-on-failure", "--no-shrink",
        "--warnings", "off",
    ]  # fmt: skip
    print(f"{method}, {cases} cases a route", flush=True)
    here = str(Path(__file__).parent)
    environment = {**os.environ, _HOME: home, "SCHEMATHESIS_HOOKS": "fuzz", "PYTHONPATH": here}
    return subprocess.run(command, check=False, env=environment).returncode


def _told(home: str, path: str) -> Any:
    with urlopen(f"{home}{path}") as answer:
        return json.load(answer)


@cache
def _known(sort: str, column: str = "id") -> list[str]:
    """The ids of a sort of thing in the record, or what else stands in a column."""
    rows = _told(os.environ[_HOME], f"{_SORTS[sort]}?limit=200")["rows"]
    column = "outlet" if sort in ("sources", "source") else column
    return [row[column] for row in rows if row[column]]


def _chosen(made: object, real: list[str]) -> str | None:
    """One that is in the record for half of what was made, None for the rest."""
    number = crc32(repr(made).encode("utf-8", "replace"))
    return real[number // 2 % len(real)] if number % 2 and real else None


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """An id of the record in the place of half of those that were made up."""
    given = path_parameters or {}
    sort = context.operation.path.removeprefix("/api").strip("/").partition("/")[0]
    if "number" in given and (real := _chosen(given, [str(n) for n in range(1, 40)])):
        return {**given, "number": int(real)}
    if "ident" in given and sort in _SORTS and (real := _chosen(given, _known(sort))):
        return {**given, "ident": real}
    return path_parameters


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Words of the record in the place of half of those that were made up."""
    given = dict(query or {})
    for name in _ASKED.keys() & given.keys():
        if real := _chosen((name, given), _known(*_ASKED[name])):
            given[name] = real
    return given if query is not None else None


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Claims of the record, and fields that a claim has, in the place of half of those that were made up."""
    if not isinstance(body, dict):
        return body
    out = dict(body)
    for name in ("a", "b"):
        if name in out and (real := _chosen((name, body), _known("claims"))):
            out[name] = real
    if "changes" in out and (real := _chosen(body, [str(n) for n in range(len(_CHANGES))])):
        out["changes"] = dict([_CHANGES[int(real)]])
    return out
