from __future__ import annotations

import pytest
from served import claim_id, client, token
from starlette.testclient import TestClient

from tadmor.errors import SettingError
from tadmor.outlets.http.guard import HEADERS
from tadmor.outlets.http.options import Options

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


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_what_only_reads_takes_no_other_method(writer: TestClient, method: str) -> None:
    assert writer.request(method, "/api/claims", headers=token(writer)).status_code == 405
    assert writer.request(method, "/api/claims").status_code == 403


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
