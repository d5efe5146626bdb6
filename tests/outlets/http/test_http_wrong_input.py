from __future__ import annotations

import json
import re
from itertools import cycle

from served import token
from starlette.testclient import TestClient
from test_http_api import ident

from tadmor.outlets.http.state import PARAMETERS

WRONG = (
    "", " ", "x" * 501, "\x00", "../../etc/passwd", "%", "%00", "' OR 1=1 --", "<script>alert(1)</script>", "٣", "-1",
    "1e999", "NaN", "null", "[]", "\U0001f600", "a\r\nSet-Cookie: b=c", "9999-99-99", "0001-01-01", "9999-12-31",
    "islamic-state\u2028", "*", '"', "'", "AND", "NEAR(", "^", "{}",
)  # fmt: skip
BODIES = (
    b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"because": ""}', b'{"because": 1}', b'{"because": "x", "more": 1}',
    b'{"because": "\\ud800"}', b'{"because": "\\u0000"}', b"\xff\xfe", b'{"because": "' + b"x" * 3000 + b'"}',
    b'{"a": "", "b": "", "same": true, "because": "x"}', b'{"changes": {}, "because": "x"}',
    b'{"changes": {"nothing": "x"}, "because": "x"}', b'{"changes": {"when": "2016-99-99"}, "because": "x"}',
    b'{"because": "x", "known": "soon"}', b"[" * 2000,
)  # fmt: skip


def described(client: TestClient) -> list[tuple[str, str, dict[str, object]]]:
    """(path, method, operation) of each route that OpenAPI tells of."""
    paths = client.get("/api/openapi.json").json()["paths"]
    return [(path, method, way) for path, ways in paths.items() for method, way in ways.items()]


NAMES = [parameter.name for parameter in PARAMETERS]


def test_no_wrong_parameter_is_a_fault_of_ours(reader: TestClient) -> None:
    for name in [*NAMES, "changed_since"]:
        for value in WRONG:
            check(reader.get("/api/claims", params={name: value}), "/api/claims", name, value)


def test_no_route_takes_a_wrong_parameter_ill(reader: TestClient) -> None:
    """Every route with every parameter, each with one wrong value or other: they are read by one function."""
    values = cycle(WRONG)
    for path, method, _ in described(reader):
        for name in NAMES[:: 2 if "." in path else 1] if method == "get" else ():
            value = next(values)
            check(reader.get(filled(reader, path), params={name: value}), path, name, value)


def test_no_wrong_id_is_a_fault_of_ours(reader: TestClient) -> None:
    for path, method, _ in described(reader):
        if method == "get" and "{" in path:
            for value in filter(None, WRONG):
                quoted = "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))
                check(reader.get(re.sub(r"\{.*?\}", quoted, path)), path, "id", value)


def test_no_wrong_body_is_a_fault_of_ours(writer: TestClient) -> None:
    headers = {**token(writer), "Content-Type": "application/json"}
    for path, method, _ in described(writer):
        if method == "post" and path != "/api/session":
            for body in BODIES:
                check(
                    writer.post(filled(writer, path), content=body, headers=headers),
                    path,
                    "body",
                    body.decode("latin-1"),
                )
                assert writer.post(filled(writer, path), content=body).status_code == 403
    kept = writer.get("/api/decisions").json()["rows"]
    assert {row["verb"] for row in kept} <= {"accept"}  # a claim is accepted without a reason


def filled(client: TestClient, path: str) -> str:
    """The path with something that is there in the place of its parameter."""
    if "{number}" in path:
        return path.replace("{number}", "999")
    what = path.strip("/").removeprefix("api/").partition("/")[0]
    return re.sub(r"\{.*?\}", ident(client, "claims" if what == "retract" else what), path) if "{" in path else path


def check(answer: object, path: str, name: str, value: str) -> None:
    """An answer that is right or a problem told well, and never a fault of ours."""
    status, kind, text = answer.status_code, answer.headers["content-type"], answer.text  # type: ignore[attr-defined]
    assert status < 500, (path, name, value, text)
    assert "set-cookie" not in answer.headers  # type: ignore[attr-defined]
    if status >= 400:
        assert text.startswith("{"), (path, name, value, status, text[:99])
        told = json.loads(text)
        assert kind == "application/problem+json", (path, name, value)
        assert told["status"] == status
        assert told["title"]
        assert told["detail"]
