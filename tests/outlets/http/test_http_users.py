from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from served import PASSWORD, claim_id, client, sign_in, token, users_file
from starlette.testclient import TestClient

from tadmor.errors import SettingError
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.signing import _within
from tadmor.outlets.http.users import Users
from tadmor.outlets.http.visitors import Sessions


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return users_file(tmp_path_factory.mktemp("users"))


@pytest.fixture
def guarded(own: Path, users: Path) -> object:
    with client(own, users=str(users), host="0.0.0.0", tries=3) as made:
        yield made


def test_the_file_holds_no_password_and_is_its_owners_alone(users: Path) -> None:
    assert PASSWORD not in users.read_text()
    assert "$argon2id$" in users.read_text()
    assert users.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("", "reader", PASSWORD), (" x", "reader", PASSWORD), ("a\nb", "reader", PASSWORD), ("x" * 61, "reader", PASSWORD),
     ("x", "king", PASSWORD), ("x", "reader", "short"), ("x", "reader", "y" * 1001), ("<b>", "reader", PASSWORD)],
)  # fmt: skip
def test_who_cannot_be_a_user(tmp_path: Path, name: str, role: str, password: str) -> None:
    with pytest.raises(SettingError):
        Users.made(tmp_path / "users.json").put(name, role, password)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"users": {}}', '{"secret": "x", "users": {"a": {"role": "king", "hash": ""}}}']
)
def test_a_file_that_is_none_of_users_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "users.json").write_text(text)
    with pytest.raises(SettingError, match="no file of users"):
        Users(tmp_path / "users.json")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        Users(tmp_path / "none.json")


@pytest.mark.parametrize("path", ["/api/claims", "/events.json", "/events.csv", "/api/openapi.json", "/api/control"])
def test_nothing_is_told_to_who_has_not_signed_in(guarded: TestClient, path: str) -> None:
    answer = guarded.get(path)
    assert answer.status_code == 401
    assert "Palmyra" not in answer.text
    page = guarded.get("/events?place=Palmyra", headers={"Accept": "text/html"})
    assert page.status_code == 303
    assert page.headers["location"] == "/sign-in?next=%2Fevents%3Fplace%3DPalmyra"


@pytest.mark.parametrize("name", ["Rada", "Vera", "Ada"])
def test_who_signs_in_is_known_by_name(guarded: TestClient, name: str) -> None:
    sign_in(guarded, name)
    assert guarded.get("/api/session").json()["name"] == name
    assert guarded.get("/api/claims").status_code == 200


def test_the_cookie_is_for_this_site_alone(guarded: TestClient) -> None:
    answer = guarded.post("/api/session", json={"name": "Vera", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert "Vera" not in cookie
    assert PASSWORD not in answer.text


def test_over_https_the_cookie_is_never_sent_without(own: Path, users: Path) -> None:
    with client(own, users=str(users), secure=True) as made:
        answer = made.post("/api/session", json={"name": "Vera", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-tadmor=")
        assert "Secure" in cookie
        assert "Path=/;" in f"{cookie};"
        assert "domain" not in cookie.lower()
        found = {"Cookie": cookie.partition(";")[0]}
        assert made.get("/api/claims", headers=found).status_code == 200
        plain = {"Cookie": found["Cookie"].removeprefix("__Host-")}
        assert made.get("/api/claims", headers=plain).status_code == 401
        origin = {"Origin": "http://127.0.0.1"}
        assert made.post("/api/session", json={"name": "Vera", "password": PASSWORD}, headers=origin).status_code == 403


def test_signing_in_begins_a_session_of_its_own(guarded: TestClient) -> None:
    """A session that somebody else put into the browser, or had before, is over."""
    sign_in(guarded, "Wim")
    before = guarded.cookies["tadmor"]
    for name in ("Vera", "Vera"):
        sign_in(guarded, name)
        after = guarded.cookies["tadmor"]
        assert after != before
        guarded.cookies.clear()
        assert guarded.get("/api/claims", headers={"Cookie": f"tadmor={before}"}).status_code == 401
        guarded.cookies.set("tadmor", after, domain="127.0.0.1", path="/")
        before = after
    assert guarded.get("/api/session").json()["name"] == "Vera"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403),
     ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403)],
)  # fmt: skip
def test_nobody_is_signed_in_from_a_page_elsewhere(guarded: TestClient, headers: dict[str, str], status: int) -> None:
    answer = guarded.post("/api/session", json={"name": "Vera", "password": PASSWORD}, headers=headers)
    assert answer.status_code == status
    form = {"name": "Vera", "password": PASSWORD, "next": "/"}
    assert guarded.post("/sign-in", data=form, headers=headers).status_code == (303 if status == 200 else 403)


def test_signing_out_empties_what_the_browser_kept(guarded: TestClient) -> None:
    headers = sign_in(guarded, "Vera")
    answer = guarded.request("DELETE", "/api/session", headers=headers)
    assert answer.headers["clear-site-data"] == '"cache"'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("name", "password"), [("Vera", "wrong password"), ("Nobody", PASSWORD), ("vera", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_sound_alike(guarded: TestClient, name: str, password: str) -> None:
    answer = guarded.post("/api/session", json={"name": name, "password": password})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "name or password is wrong"
    assert "set-cookie" not in answer.headers


def test_who_guesses_too_often_waits_even_with_the_right_password(guarded: TestClient) -> None:
    wrong = [guarded.post("/api/session", json={"name": "Vera", "password": "x" * 12}).status_code for _ in range(4)]
    assert wrong == [403, 403, 403, 429]
    answer = guarded.post("/api/session", json={"name": "Vera", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60


@pytest.mark.parametrize(("name", "status"), [("Rada", 403), ("Vera", 200), ("Ada", 200)])
def test_who_may_decide(guarded: TestClient, name: str, status: int) -> None:
    headers = sign_in(guarded, name)
    path = f"/api/claims/{claim_id(guarded, 'attack')}/accept"
    assert guarded.post(path, json={}, headers=headers).status_code == status
    decided = guarded.get("/api/decisions").json()["rows"]
    assert [row["who"] for row in decided] == ([name] if status == 200 else [])


def test_a_report_is_for_an_admin_to_retract(guarded: TestClient) -> None:
    headers = sign_in(guarded, "Vera")
    report = guarded.get("/api/reports").json()["rows"][0]["id"]
    because = {"because": "withdrawn by its outlet"}
    assert guarded.post(f"/api/retract/{report}", json=because, headers=headers).status_code == 403
    claim = claim_id(guarded, "shelling")
    assert guarded.post(f"/api/retract/{claim}", json=because, headers=headers).status_code == 200
    assert guarded.post(f"/api/retract/{report}", json=because, headers=sign_in(guarded, "Ada")).status_code == 200


def test_what_others_decided_is_for_an_admin_to_take_back(guarded: TestClient) -> None:
    headers = sign_in(guarded, "Vera")
    path = f"/api/claims/{claim_id(guarded, 'attack')}/accept"
    number = guarded.post(path, json={}, headers=headers).json()["decision"]
    undo = f"/api/decisions/{number}/undo"
    assert guarded.post(undo, json={}, headers=sign_in(guarded, "Wim")).status_code == 403
    assert guarded.post(undo, json={}, headers=sign_in(guarded, "Ada")).status_code == 200


def test_the_token_of_another_session_decides_nothing(guarded: TestClient) -> None:
    old = sign_in(guarded, "Vera")
    sign_in(guarded, "Wim")
    path = f"/api/claims/{claim_id(guarded, 'attack')}/accept"
    assert guarded.post(path, json={}, headers=old).status_code == 403


def test_who_signed_out_is_out_even_with_the_old_cookie(guarded: TestClient) -> None:
    headers = sign_in(guarded, "Vera")
    cookie = guarded.cookies["tadmor"]
    assert guarded.request("DELETE", "/api/session", headers=headers).status_code == 200
    guarded.cookies.clear()
    assert guarded.get("/api/claims", headers={"Cookie": f"tadmor={cookie}"}).status_code == 401


@pytest.mark.parametrize("what", ["password", "role", "removal"])
def test_a_change_of_the_user_ends_the_session(own: Path, tmp_path: Path, what: str) -> None:
    file = users_file(tmp_path)
    with client(own, users=str(file)) as made:
        sign_in(made, "Vera")
        assert made.get("/api/claims").status_code == 200
        users = Users(file)
        if what == "removal":
            users.remove("Vera")
        else:
            users.put("Vera", "admin" if what == "role" else "reviewer", "another long password")
        assert made.get("/api/claims").status_code == 401


@pytest.mark.parametrize(
    "forge",
    [lambda c: "", lambda c: c + "0", lambda c: c[1:], lambda c: c.replace(".", "", 1), lambda c: "....",
     lambda c: ".".join([*c.split(".")[:3], b"Ada".hex(), c.split(".")[4]]),
     lambda c: ".".join([c.split(".")[0], "9" * 12, *c.split(".")[2:]]), lambda c: "é" * 9, lambda c: "a.b.c.d.e"],
)  # fmt: skip
def test_a_forged_cookie_is_nobodys(forge: object) -> None:
    sessions = Sessions()
    cookie = sessions.begin("Vera", "stamp")
    assert sessions.read(cookie)[1:] == ("Vera", "stamp")  # type: ignore[index]
    assert sessions.read(forge(cookie)) is None  # type: ignore[operator]
    assert Sessions().read(cookie) is None


def test_a_session_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions()
    cookie = sessions.begin("Vera", "stamp")
    now = __import__("time").time()
    monkeypatch.setattr("time.time", lambda: now + 13 * 3600)
    assert sessions.read(cookie) is None


def test_a_form_signs_in_and_leads_on(guarded: TestClient) -> None:
    given = {"name": "Vera", "password": PASSWORD, "next": "/events?place=Palmyra"}
    answer = guarded.post("/sign-in", data=given, headers={"Origin": "http://127.0.0.1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/events?place=Palmyra")
    assert guarded.get("/api/session").json()["name"] == "Vera"
    assert guarded.post("/sign-out", data={"csrf": "wrong"}).status_code == 403
    out = guarded.post("/sign-out", data={"csrf": token(guarded)["X-CSRF-Token"]})
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert guarded.get("/api/session").json()["name"] is None


def test_a_form_that_fails_shows_itself_again(guarded: TestClient) -> None:
    answer = guarded.post("/sign-in", data={"name": "<b>", "password": "x", "next": '"><script>'})
    assert answer.status_code == 403
    assert "<script>" not in answer.text
    assert 'name="password"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/events?a=b", "/events?a=b"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/"),
     ("javascript:alert(1)", "/"), ("", "/"), ("/a\nb", "/"), ("events", "/"), ("/ok\\", "/"),
     ("https://[::1", "/"), ("//[::1", "/"), ("/%0d%0aSet-Cookie:x", "/%0d%0aSet-Cookie:x")],
)  # fmt: skip
def test_one_is_led_within_the_site_only(address: str, expected: str) -> None:
    assert _within(address) == expected


def test_without_users_nobody_signs_in(writer: TestClient) -> None:
    entry = {"name": "Vera", "password": PASSWORD}
    assert writer.post("/api/session", json=entry, headers=token(writer)).status_code == 409


def test_guesses_at_one_moment_are_counted_before_they_are_looked_at(
    guarded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = guarded.app.state.site  # type: ignore[attr-defined]
    seen: list[str] = []

    def slow(name: str, password: str) -> None:
        if len(seen) < 20:
            seen.append(name)
            with contextlib.suppress(ProblemError):
                site.sign_in("elsewhere", name, "a wrong password")

    monkeypatch.setattr(site.users, "signed", slow)
    with pytest.raises(ProblemError):
        site.sign_in("elsewhere", "Vera", "a wrong password")
    assert len(seen) == site.options.tries
