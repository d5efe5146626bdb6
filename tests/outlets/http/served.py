"""A small record of readings made by hand, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tadmor.errors import TadmorError
from tadmor.model import Attribution, Claim, Mention, Place, Quantity, Report, Span, When, Where
from tadmor.outlets.http.app import make_app
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.users import Users
from tadmor.pipeline import Monitor, Reading

PALMYRA = Place("geonames:163808", "Palmyra", "SY", 34.5624, 38.284, "town", "Homs Governorate", 51015)
AIRPORT = Place("tadmor:palmyra-airport", "Palmyra Airport", "SY", 34.5574, 38.3167, "airport", "Homs Governorate")
HOMS = Place("geonames:169577", "Homs", "SY", 34.724, 36.7256, "town", "Homs Governorate", 775404)
PLACES = {"Palmyra": PALMYRA, "Homs": HOMS, "the airport": AIRPORT}
REFS = {"The army": "syria-armed-forces", "Islamic State": "islamic-state", "state television": "syria-tv"}
PASSWORD = "nine lives and one more"

Told = dict[str, Any]


def reading(text: str, published: date, *claims: Told, outlet: str = "Coast Herald", **more: Any) -> Reading:
    """A report of this text with a claim for each dict: kind, trigger, actor, target, place, day, killed, speaker."""
    ident = more.pop("id", None) or sha256(f"{outlet} {text}".encode("utf-8", "replace")).hexdigest()[:12]
    raw = text.encode("utf-8", "replace")
    title = more.pop("title", text.partition(".")[0])
    digest = sha256(raw).hexdigest()
    report = Report(ident, text, title, outlet, published=published, raw=raw, raw_sha256=digest, **more)
    return Reading(report, tuple(_claim(report, **told) for told in claims))


def _claim(
    report: Report, kind: str, trigger: str, actor: str = "", target: str = "", place: str = "",
    day: date | None = None, killed: str = "", speaker: str = "", score: float = 0.8,
) -> Claim:  # fmt: skip
    at = report.text.index(trigger)
    start = report.text.rfind(". ", 0, at) + 2 if ". " in report.text[:at] else 0
    end = report.text.find(".", at) + 1 or len(report.text)

    def words(text: str) -> Span:
        found = report.text.index(text)
        return Span(found, found + len(text), text)

    def mentions(text: str) -> tuple[Mention, ...]:
        return (Mention(words(text), "group", REFS.get(text)),) if text else ()

    counts = (Quantity(words(killed), int(killed), int(killed), "killed"),) if killed else ()
    where = (
        Where(words(place), PLACES.get(place), "in", "town" if place != "the airport" else "site") if place else None
    )
    when = When(day, day, "day", "stated") if day else None
    ident = sha256(f"{report.id} {kind} {trigger}".encode("utf-8", "replace")).hexdigest()[:16]
    said = Attribution(report.outlet, mentions(speaker))
    return Claim(
        ident, report.id, kind, "asserted", report.span(start, end), words(trigger), mentions(actor), mentions(target),
        where, when, counts, said, score,
    )  # fmt: skip


TAKEN, RETAKEN = date(2015, 5, 20), date(2016, 3, 27)
READINGS = (
    reading(
        "Islamic State seized Palmyra. It killed 40 soldiers near the airport, state television said.",
        date(2015, 5, 21),
        {"kind": "capture", "trigger": "seized", "actor": "Islamic State", "place": "Palmyra", "day": TAKEN},
        {"kind": "attack", "trigger": "killed", "actor": "Islamic State", "place": "the airport", "day": TAKEN,
         "killed": "40", "speaker": "state television"},
    ),
    reading(
        "Islamic State took all of Palmyra, and killed 55 people there.", date(2015, 5, 22),
        {"kind": "capture", "trigger": "took", "actor": "Islamic State", "place": "Palmyra", "day": TAKEN,
         "killed": "55"},
        outlet="Desert Wire",
    ),
    reading(
        "The army recaptured Palmyra on Sunday. Ahmad Khalil welcomed it.", date(2016, 3, 27),
        {"kind": "capture", "trigger": "recaptured", "actor": "The army", "place": "Palmyra", "day": RETAKEN},
        {"kind": "talks", "trigger": "welcomed", "actor": "Ahmad Khalil", "day": RETAKEN, "score": 0.3},
        url="https://herald.example/ahmad-khalil-2016", byline="Ahmad Khalil",
    ),
    reading(
        "Shells fell on Homs.", date(2016, 4, 2),
        {"kind": "shelling", "trigger": "Shells", "place": "Homs", "day": date(2016, 4, 1)},
        outlet="Desert Wire",
    ),
)  # fmt: skip


def recorded(path: Path, readings: tuple[Reading, ...] = READINGS) -> Path:
    """A record of readings at a path."""
    with Monitor.open(path) as monitor:
        for added in monitor.add_readings(readings, who="tester"):
            assert not isinstance(added, TadmorError), added
    return path


@contextmanager
def client(path: Path, **options: Any) -> Iterator[TestClient]:
    """A client of a record, without work in the background unless that is asked for."""
    app = make_app(path, Options(**{"warm": False, "rate": 0, "writes": 0, **options}))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


def filled(client: TestClient) -> TestClient:
    """The client, once all events are made."""
    site = client.app.state.site  # type: ignore[attr-defined]
    site.atlas.almanac.build(site.head(), lambda: False, lambda: None)
    return client


def users_file(folder: Path) -> Path:
    """A file of users of each role, who all have one password."""
    users = Users.made(folder / "users.json")
    for name, role in (("Rada", "reader"), ("Vera", "reviewer"), ("Wim", "reviewer"), ("Ada", "admin")):
        users.put(name, role, PASSWORD)
    return folder / "users.json"


def sign_in(client: TestClient, name: str) -> dict[str, str]:
    """Sign in; the headers that decisions must bear."""
    answer = client.post("/api/session", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"X-CSRF-Token": answer.json()["token"]}


def token(client: TestClient) -> dict[str, str]:
    """The headers that decisions must bear, of who asks."""
    return {"X-CSRF-Token": client.get("/api/session").json()["token"]}


def claim_id(client: TestClient, kind: str) -> str:
    """The id of the first claim of a kind."""
    found: str = client.get(f"/api/claims?kind={kind}").json()["rows"][0]["id"]
    return found
