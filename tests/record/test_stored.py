"""A report and a claim come out of the record equal to what went in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syrian import add, report

from tadmor import record
from tadmor.model import (
    KINDS,
    MODALITIES,
    Attribution,
    Block,
    Claim,
    Dateline,
    Mention,
    Place,
    Quantity,
    Report,
    Span,
    When,
    Where,
)
from tadmor.record.record import Record
from tadmor.record.stored import claim_of, value_of

texts = st.text(max_size=20)
days = st.none() | st.dates()
numbers = st.integers(0, 10**12)
reals = st.floats(-180, 180)
spans = st.builds(Span, numbers, numbers, texts)
mentions = st.builds(Mention, spans, st.sampled_from(["force", "group", "person"]), st.none() | texts)
places = st.builds(Place, texts, texts, st.none() | texts, reals, reals, texts, st.none() | texts, numbers)
precisions = st.none() | st.sampled_from(["site", "town", "country"])
wheres = st.builds(Where, spans, st.none() | places, texts, precisions)
whens = st.builds(
    When, days, days, st.sampled_from(["day", "span"]), st.sampled_from(["stated", "none"]), st.none() | spans
)
counts = st.builds(
    Quantity, spans, st.none() | numbers, st.none() | numbers, st.none() | st.sampled_from(["killed", "wounded"]),
    st.none() | spans, st.booleans(),
)  # fmt: skip


def several(some: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(some, max_size=3).map(tuple)


claims = st.builds(
    Claim, texts, texts, st.sampled_from(KINDS), st.sampled_from(MODALITIES), spans, spans, several(mentions),
    several(mentions), st.none() | wheres, st.none() | whens, several(counts),
    st.builds(Attribution, st.none() | texts, several(mentions), st.none() | spans), st.floats(0, 1), texts,
)  # fmt: skip


@given(claims, st.booleans())
def test_a_claim_is_rebuilt_from_its_row(one: Claim, interned: bool) -> None:
    place = one.where.place if one.where and interned else None
    assert claim_of(one.id, one.report, one.kind, one.modality, value_of(one, place), place) == one


@given(claims)
def test_a_claim_keeps_its_place_where_the_row_of_that_id_says_otherwise(one: Claim) -> None:
    row = Place("geonames:1", "Elsewhere", None, 0.0, 0.0, "PPL")
    assert claim_of(one.id, one.report, one.kind, one.modality, value_of(one, row), row) == one


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(claims, max_size=4))
def test_claims_come_back_equal(made: Record, some: list[Claim]) -> None:
    one = report(repr(some))
    mine = [replace(c, report=one.id, id=f"{one.id}-{at}") for at, c in enumerate(some)]
    add(made, one, *mine)
    back = {t.claim.id: t.claim for t in made.tellings_of([c.id for c in mine])}
    assert [back[c.id] for c in mine] == mine


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder: Path = tmp_path_factory.mktemp("stored")
    with record.open(folder / "syria.db") as opened:
        yield opened


def test_a_report_comes_back_equal(syria: Record) -> None:
    one = Report(
        "r1", "PALMYRA, March 27 – The army said\u2028so. تَدْمُر 🏛", "A title", "Post", "AFP", "By A. Writer",
        "https://example.org/1", Dateline("Palmyra", date(2016, 3, 27), Span(0, 17, "PALMYRA, March 27")),
        date(2016, 3, 27), "dateline", datetime(2016, 3, 28, 1, 2, 3, 4, UTC), "en", "ab" * 32,
        (Block("dateline", 0, 17), Block("paragraph", 20, 30)), "reports/1.html",
    )  # fmt: skip
    bare = Report("r2", "Bare words.")
    add(syria, one)
    add(syria, bare)
    assert list(syria.reports()) == [one, bare]
    assert syria.report("r1") == one
    assert list(syria.reports(["r2", "r3"])) == [bare]
