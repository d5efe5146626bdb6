from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from served import claim_id, client, token
from starlette.testclient import TestClient

from tadmor.errors import SettingError
from tadmor.outlets.http import guard
from tadmor.outlets.http.guard import HEADERS
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.problems import MEDIA

PLACES = ("/", "/events", "/api/claims", "/events.csv", "/events.rss", "/api/nothing", "/api/claims?day=x",
          "/api/session", "/static/nothing.js", "/report/zzz/raw")  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_bears_the_headers_of_safety(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code < 500
    for name, value in HEADERS.items():
        if name not in ("Vary", "Cache-Control"):
            assert answer.headers[name] == value


def test_the_policy_lets_no_script_of_others_and_none_inline_run() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:8754", 200), ("localhost:1", 200), ("[::1]:8754", 200), ("127.8.9.1", 200),
        ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421), ("evil@localhost", 421), ("10.0.0.1", 421),
        ("localhost.", 421), ("[::1", 421), ("[evil]", 421), ("a b", 421), ("localhost:99999999", 200),
        ("LOCALHOST", 200), ("[::1]", 200), ("[::ffff:10.0.0.1]", 421), ("[::1%25lo]", 421), ("[::]", 421),
        ("127.1", 421), ("2130706433", 421), ("0x7f.1", 421), ("localhost/evil", 421), ("localhost?x", 421),
        ("localhost#x", 421), ("evil#@localhost", 421), ("localhost,evil", 421), ("127.0.0.1:80:80", 421),
        ("localhost:80@evil", 421), ("localhost\t", 421),
    ],
)  # fmt: skip
def test_only_its_own_names_are_answered(reader: TestClient, host: str, status: int) -> None:
    assert reader.get("/api/record", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:99"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403),
        ({"Origin": "ftp://127.0.0.1"}, 403),
        ({"Origin": "127.0.0.1"}, 403),
        ({"Host": "[::1]:8754", "Origin": "http://[::1]:8754"}, 200),
        ({"Host": "[::1]:8754", "Origin": "http://[::1]"}, 403),
        ({"Host": "localhost", "Origin": "http://127.0.0.1"}, 403),
        ({"X-CSRF-Token": ""}, 403),
        ({"X-CSRF-Token": "0" * 64}, 403),
        ({"X-CSRF-Token": "é".encode()}, 403),
    ],
)
def test_decisions_come_from_its_own_pages_only(writer: TestClient, headers: dict[str, str], status: int) -> None:
    path = f"/api/claims/{claim_id(writer, 'attack')}/accept"
    answer = writer.post(path, json={}, headers={**token(writer), **headers})
    assert answer.status_code == status
    assert len(writer.get("/api/decisions").json()["rows"]) == (status == 200)


@pytest.mark.parametrize("field", ["csrf=", "csrf=wrong", "csrf={token}&csrf={token}", "because=x", "CSRF={token}"])
def test_a_form_without_its_token_decides_nothing(writer: TestClient, field: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = field.format(token=token(writer)["X-CSRF-Token"])
    path = f"/api/claims/{claim_id(writer, 'attack')}/accept"
    assert writer.post(path, content=asked, headers=headers).status_code == 403


@pytest.mark.parametrize("length", [70_000, 1_000_000])
def test_a_long_body_is_refused(writer: TestClient, length: int) -> None:
    path = f"/api/claims/{claim_id(writer, 'attack')}/reject"
    answer = writer.post(path, content=b"x" * length, headers=token(writer))
    assert answer.status_code == 413
    parts = (b"x" * 10_000 for _ in range(length // 10_000))
    assert writer.post(path, content=parts, headers=token(writer)).status_code == 413


def test_who_asks_too_often_waits(own: object) -> None:
    with client(own, rate=60) as made:  # type: ignore[arg-type]
        statuses = [made.get("/api/session").status_code for _ in range(14)]
        assert statuses[:10] == [200] * 10
        assert 429 in statuses
        last = made.get("/api/session")
        assert last.status_code == 429
        assert int(last.headers["Retry-After"]) >= 1
        assert last.json()["status"] == 429


def test_who_decides_too_often_waits(own: object) -> None:
    with client(own, writes=6) as made:  # type: ignore[arg-type]
        path, headers = f"/api/claims/{claim_id(made, 'attack')}/accept", token(made)
        statuses = [made.post(path, json={}, headers=headers).status_code for _ in range(12)]
        assert statuses.count(200) == 10
        assert statuses[-1] == 429


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "tadmor.example"])
def test_others_are_served_with_users_only(host: str) -> None:
    with pytest.raises(SettingError, match="open to others"):
        Options(host=host)
    assert Options(host=host, users="users.json").host == host


@pytest.mark.parametrize(
    "wrong", [{"port": -1}, {"port": 65_536}, {"coarsen": "0"}, {"coarsen": "village"}, {"coarsen": "nan"}]
)
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingError):
        Options(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mode", "dest", "status"),
    [("navigate", "document", 200), ("navigate", "iframe", 403), ("no-cors", "image", 403), ("no-cors", "script", 403),
     ("cors", "empty", 403), ("navigate", "object", 403), ("no-cors", "style", 403)],
)  # fmt: skip
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/", "/api/claims", "/map.svg", "/static/css/tadmor.css"])
def test_pages_elsewhere_may_link_and_load_nothing(
    reader: TestClient, site: str, mode: str, dest: str, status: int, path: str
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert reader.get(path, headers=headers).status_code == status


METHODS = [
    ("/api/claims", "GET, HEAD, OPTIONS"), ("/events.csv", "GET, HEAD, OPTIONS"), ("/events", "GET, HEAD, OPTIONS"),
    ("/api/judge", "POST, OPTIONS"), ("/api/session", "GET, POST, DELETE, HEAD, OPTIONS"),
    ("/sign-out", "POST, OPTIONS"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "allowed"), METHODS)
def test_an_address_tells_its_methods(reader: TestClient, path: str, allowed: str) -> None:
    answer = reader.options(path)
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, allowed, b"")
    wrong = reader.request("PATCH", path, headers=token(reader))
    assert (wrong.status_code, wrong.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "FOO"])
def test_what_only_reads_takes_no_other_method(writer: TestClient, method: str) -> None:
    assert writer.request(method, "/api/claims", headers=token(writer)).status_code == 405
    assert writer.request(method, "/api/claims").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "accept", "status", "media"),
    [
        ("GET", "/nothing", "text/html", 404, "text/html"), ("GET", "/nothing", "*/*", 404, MEDIA),
        ("GET", "/api/nothing", "text/html", 404, MEDIA), ("GET", "/report/zz", "text/html", 404, "text/html"),
        ("GET", "/report/zz.json", "text/html", 404, MEDIA), ("GET", "/events.xml", "text/html", 404, "text/html"),
        ("PATCH", "/events", "text/html", 405, "text/html"), ("PATCH", "/events", "*/*", 405, MEDIA),
        ("PATCH", "/api/claims", "text/html", 405, MEDIA), ("GET", "/events?day=x", "text/html", 422, "text/html"),
        ("GET", "/events.csv?day=x", "text/html", 422, MEDIA), ("GET", "/map.svg?day=x", "text/html", 422, MEDIA),
        ("GET", "/static/nothing.js", "*/*", 404, MEDIA), ("GET", "/static/", "*/*", 404, MEDIA),
    ],
)  # fmt: skip
def test_who_reads_gets_a_page_and_who_asks_by_program_a_problem(
    reader: TestClient, method: str, path: str, accept: str, status: int, media: str
) -> None:
    answer = reader.request(method, path, headers={**token(reader), "Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, media)


@pytest.mark.parametrize(
    "path",
    ["/static/../views.py", "/static/%2e%2e/views.py", "/static/..%2f..%2fviews.py", "/static//etc/passwd",
     "/static/css/../../views.py", "/static/..%5cviews.py", "/static/%00", "/static/css/tadmor.css%00.js",
     "/static/%2fetc%2fpasswd", "/static/....//views.py"],
)  # fmt: skip
def test_nothing_but_its_files_is_had(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/events", "/log", "/review", "/api/claims", "/map.svg", "/events.rss"])
def test_a_view_bears_a_tag_by_which_it_is_had_once(reader: TestClient, path: str) -> None:
    headers = {"Accept": "text/html"}
    whole, head = reader.get(path, headers=headers), reader.head(path, headers=headers)
    tag = whole.headers["etag"]
    assert (head.headers["etag"], head.content, head.headers["content-type"]) == (
        tag, b"", whole.headers["content-type"]
    )  # fmt: skip
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = reader.get(path, headers={**headers, "If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert set(whole.headers["vary"].split(", ")) <= set(again.headers["vary"].split(", "))
    for other in ({"X-Part": "article"}, {"Accept-Language": "ar"}):
        assert reader.get(path, headers={**headers, "If-None-Match": tag, **other}).status_code == 200


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/", "private, no-cache"), ("/api/claims", "private, no-cache"), ("/events.csv", "private, no-cache"),
     ("/api/nothing", "private, no-cache"), ("/api/session", "no-store")],
)  # fmt: skip
def test_what_is_private_is_kept_by_nobody_else(reader: TestClient, path: str, kept: str) -> None:
    assert reader.get(path).headers["cache-control"] == kept


def test_a_body_that_does_not_come_is_waited_for_a_while_only(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.05)
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.sleep(30)

    async def told(message: Any) -> None:
        sent.append(message)

    with client(own) as made:
        headers = [(b"host", b"127.0.0.1"), (b"content-length", b"10")]
        scope = {"type": "http", "method": "POST", "path": "/api/judge", "query_string": b"", "headers": headers,
                 "client": ("127.0.0.1", 1)}  # fmt: skip
        asyncio.run(made.app(scope, never, told))
    assert sent[0]["status"] == 408


def test_a_fault_of_ours_is_told_without_its_inside(
    own: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with client(own) as made:  # type: ignore[arg-type]
        monkeypatch.setattr(made.app.state.site.monitor.record, "log", lambda: 1 / 0)  # type: ignore[attr-defined]
        answer = made.get("/api/log")
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert "ZeroDivision" not in answer.text
        assert "content-security-policy" in answer.headers
    assert "ZeroDivisionError" in caplog.text
