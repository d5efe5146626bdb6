from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from tadmor.errors import SettingError
from tadmor.outlets.http.state import PARAMETERS, Spot, State


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], State()),
        ([("day", "2015-06-01"), ("known", "2016-03-27")], State(day=date(2015, 6, 1), known=date(2016, 3, 27))),
        ([("from", "2015-06-01"), ("to", "2015-06-30")], State(since=date(2015, 6, 1), until=date(2015, 6, 30))),
        ([("place", "Homs"), ("place", "x"), ("within_km", "20")], State(places=("Homs", "x"), within_km=20)),
        ([("kind", "capture"), ("disputed", "1")], State(kinds=("capture",), disputed=True)),
        ([("disputed", "No")], State(disputed=False)),
        ([("q", "  mass grave ")], State(words="mass grave")),
        ([("m", "34.5,38.2,6")], State(at=Spot(34.5, 38.2, 6.0))),
        ([("day", ""), ("place", " "), ("utm_source", "x")], State()),
        ([("limit", "1000"), ("after", "abc")], State(limit=1000, after="abc")),
    ],
)  # fmt: skip
def test_an_address_is_read(pairs: list[tuple[str, str]], expected: State) -> None:
    assert State.of(pairs) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "yesterday"), ("day", "2015-13-01"), ("day", "20150601"), ("day", "2015-6-1"), ("known", "0000-01-01"),
        ("from", "٢٠١٥-٠٦-٠١"), ("kind", "party"), ("within_km", "0"), ("within_km", "nan"), ("within_km", "1e9"),
        ("disputed", "maybe"), ("m", "1,2"), ("m", "91,0,3"), ("m", "a,b,c"), ("m", "inf,0,1"), ("limit", "0"),
        ("limit", "1001"), ("limit", "-1"), ("limit", "1e2"), ("limit", "9" * 400), ("limit", "٣"),
        ("place", "x" * 501), ("q", "a\x00b"), ("actor", "\ud800"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_an_error(name: str, value: str) -> None:
    with pytest.raises(SettingError):
        State.of([("place", "Palmyra"), (name, value)] if name == "within_km" else [(name, value)])


@pytest.mark.parametrize(
    "pairs",
    [
        [("day", "2015-01-01"), ("day", "2015-01-02")],
        [("place", "x")] * 51,
        [("from", "2016-01-01"), ("to", "2015-01-01")],
        [("within_km", "20")],
    ],
)
def test_what_does_not_go_together_is_an_error(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(SettingError):
        State.of(pairs)


WHOLE = State(
    date(2015, 6, 1), date(2016, 3, 27), date(2015, 1, 1), date(2015, 12, 31), ("Deir ez-Zor & more", "ʿAyn"), 12.5,
    ("Islamic State",), ("capture", "siege"), ("sana",), ("Coast Herald?",), False, "\"mass grave\" #1", "e1",
    Spot(1, -2, 3.5), 50, "e0",
)  # fmt: skip


@pytest.mark.parametrize("state", [State(), WHOLE, State(disputed=True), State(places=("a=b&c",))])
def test_the_address_of_a_state_is_read_as_that_state(state: State) -> None:
    address = state.url("/events", after=state.after)
    assert State.of(parse_qsl(urlsplit(address).query)) == state


def test_a_change_of_question_begins_at_the_first_page() -> None:
    assert WHOLE.url("/events", disputed=True).count("after=") == 0
    assert State().url("/events") == "/events"


def test_a_state_asks_the_record_the_same() -> None:
    query = WHOLE.query(limit=7)
    assert (query.places, query.as_of, query.words, query.limit) == (WHOLE.places, WHOLE.known, WHOLE.words, 7)


def test_each_field_of_a_state_has_a_parameter() -> None:
    assert {p.field for p in PARAMETERS} == set(State.__dataclass_fields__)


@pytest.mark.parametrize(("state", "expected"), [(State(), False), (State(day=date(2015, 1, 1)), False), (WHOLE, True)])
def test_a_state_knows_whether_it_filters(state: State, expected: bool) -> None:
    assert state.filtered is expected
