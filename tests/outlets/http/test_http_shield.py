from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from served import AIRPORT, HOMS, PALMYRA, READINGS, client, recorded, sign_in, users_file
from starlette.testclient import TestClient
from test_http_api import filled_in

from tadmor.errors import SettingError
from tadmor.model import Span
from tadmor.outlets.http.api import _READS
from tadmor.outlets.http.shield import Shield
from tadmor.outlets.http.twins import TWINS
from tadmor.reading.gazetteer import distance_km

TABLE = [
    ("Ahmad Khalil", "Ahmad Khalil said so.", "████████████ said so."),
    ("Ahmad Khalil", "AHMAD  KHALIL, ahmad-khalil, ahmad_khalil", "█████████████, ████████████, ████████████"),
    ("Ahmad Khalil", "Ahmad said. Khalil too.", "Ahmad said. Khalil too."),
    ("ahmad", "Ahmadi, Ahmad's, (Ahmad)", "Ahmadi, █████'s, (█████)"),
    ("Jose", "José and JOSE\u0301", "████ and █████"),
    ("ʿAyn Issa", "Ayn Issa, ʿAyn Issa", None),
    ("محمد", "قال محمد ومـحمد", "قال ████ ومـحمد"),
    ("محمد", "قال مُحَمَّد", None),
    ("a.b (c", "see a.b (c here", "see ██████ here"),
    ("Khalil", "https://x.example/ahmad-khalil-2016", "https://x.example/ahmad-██████-2016"),
    ("x", "", ""),
]


@pytest.mark.parametrize(("word", "text", "expected"), TABLE)
def test_words_are_hidden_sign_for_sign(word: str, text: str, expected: str | None) -> None:
    hidden = Shield([word]).words(text)
    assert len(hidden) == len(text)
    assert "█" in hidden if expected is None else hidden == expected


def test_the_longest_of_several_is_hidden_whole() -> None:
    assert Shield(["Ahmad", "Ahmad Khalil"]).words("Ahmad Khalil, Ahmad") == "████████████, █████"


@pytest.mark.parametrize("words", [(), ("   ", "-")])
def test_an_empty_list_hides_nothing(words: tuple[str, ...]) -> None:
    assert "█" not in Shield(words).words("Ahmad, as before")


def test_a_part_of_a_name_in_a_claim_is_hidden_with_the_whole() -> None:
    claim = READINGS[2].claims[1]
    at = claim.sentence.text.index("Khalil")
    alone = Span(claim.sentence.start + at, claim.sentence.start + at + 6, "Khalil")
    shown = Shield(["Ahmad Khalil"]).shown(replace(claim, trigger=alone))
    assert (shown.trigger.text, shown.actors[0].span.text) == ("██████", "████████████")
    assert shown.id == claim.id


@pytest.mark.parametrize("km", ["1", "10", "100"])
@pytest.mark.parametrize("place", [PALMYRA, HOMS, AIRPORT])
def test_a_place_is_moved_no_farther_than_its_square(km: str, place: object) -> None:
    coarse = Shield((), km).place(place)  # type: ignore[arg-type]
    assert 0 < distance_km(coarse, place) <= float(km) * 0.8  # type: ignore[arg-type]
    assert coarse == Shield((), km).place(replace(place, lat=place.lat + 1e-6))  # type: ignore[type-var, attr-defined]


def test_a_site_is_shown_at_its_town() -> None:
    shield = Shield((), "town")
    shield.among(lambda: [PALMYRA, HOMS, AIRPORT])
    assert (shield.place(AIRPORT).lat, shield.place(AIRPORT).lon) == (PALMYRA.lat, PALMYRA.lon)
    assert shield.place(HOMS) == HOMS
    alone = Shield((), "town").place(AIRPORT)
    assert 0 < distance_km(alone, AIRPORT) < 8


def test_a_list_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        Shield.of(str(tmp_path / "none.txt"), None)


@pytest.fixture(scope="module")
def shielded(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("shielded")
    (folder / "hidden.txt").write_text("# who is in danger\nAhmad Khalil\n\nwelcomed\n", encoding="utf-8")
    options = {"users": str(users_file(folder)), "redact": str(folder / "hidden.txt"), "coarsen": "town"}
    with client(recorded(folder / "own.db"), **options) as made:
        yield made


PATHS = [f"/api{path}" for path in _READS] + ["/api/claims", "/api/events", "/api/control", "/api/legend", "/api/days"]
PATHS += [f"{path}.{form}" for path, (_, forms) in TWINS.items() for form in forms.split()]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_to_a_reader_holds_what_is_hidden(shielded: TestClient, path: str) -> None:
    sign_in(shielded, "Rada")
    answer = shielded.get(filled_in(shielded, path))
    assert answer.status_code == 200, answer.text
    assert "khalil" not in answer.text.lower()
    assert "welcomed" not in answer.text
    assert str(AIRPORT.lon) not in answer.text


@pytest.mark.parametrize("ident", ["Rada", "Vera"])
def test_a_report_is_whole_for_reviewers_only(shielded: TestClient, ident: str) -> None:
    sign_in(shielded, ident)
    report = shielded.get("/api/claims?kind=talks").json()["rows"][0]["report"]
    told = shielded.get(f"/api/reports/{report}").json()["report"]
    assert ("Ahmad Khalil" in told["text"]) is (ident == "Vera")
    assert ("ahmad-khalil" in told["url"]) is (ident == "Vera")
    assert len(told["text"]) == len(READINGS[2].report.text)
    assert shielded.get(f"/report/{report}/raw").status_code == (200 if ident == "Vera" else 403)


@pytest.mark.parametrize(
    "path", ["/search.json?q=khalil", '/api/search?q="Ahmad Khalil"', "/api/claims?q=Ahmad+Khalil"]
)
def test_what_is_hidden_cannot_be_looked_for(shielded: TestClient, path: str) -> None:
    sign_in(shielded, "Vera")
    assert len(shielded.get(path).json()["rows"]) == (2 if "claims" in path else 1)
    sign_in(shielded, "Rada")
    found = shielded.get(path)
    rows = json.loads(found.text).get("rows", [])
    assert rows == [] or "Ahmad" not in path


def test_the_map_shows_a_reader_the_town_in_place_of_the_site(shielded: TestClient) -> None:
    site = shielded.app.state.site  # type: ignore[attr-defined]
    for made in (False, True):
        if made:
            site.atlas.almanac.build(site.head(), lambda: False, lambda: None)
        for who, lon in (("Rada", 38.284), ("Vera", 38.3167)):
            sign_in(shielded, who)
            told = shielded.get("/api/events?kind=attack").json()
            assert told["whole"] is made
            assert dict(zip(told["columns"], told["events"][0], strict=True))["lon"] == lon
