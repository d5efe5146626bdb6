"""Events in the columns of UCDP GED."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from made import DAY, EVENT, EXPORT, TADMUR, event

from tadmor.model import Event, Span, Toll, When, Where
from tadmor.outlets.exports import write
from tadmor.outlets.exports.dictionary import names
from tadmor.outlets.exports.ged import ged_row, left_out, priogrid

STANDARD = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,"
    "gwnob"
).split(",")


def test_a_row_has_what_the_event_tells_in_the_columns_of_ged_in_order() -> None:
    stream = io.BytesIO()
    write(stream, "ged", [EVENT], EXPORT)
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode(), newline=""))
    assert list(row) == STANDARD + names("tadmor")
    wanted = {
        "relid": "e1", "year": "2016", "type_of_violence": "1", "dyad_name": "Syria Army - Rebels Of Homs",
        "side_a": "Syria Army", "side_b": "Rebels Of Homs", "number_of_sources": "1",
        "source_article": "Coast Herald, 2016-03-27, Troops take town", "source_office": "Coast Herald",
        "source_date": "2016-03-27", "source_headline": "Troops take town", "source_original": "state radio",
        "where_prec": "1", "where_coordinates": "Tadmur", "where_description": "Palmyra", "adm_1": "Homs",
        "latitude": "34.5624", "longitude": "38.284", "geom_wkt": "POINT (38.284 34.5624)", "priogrid_gid": "179717",
        "country": "Syria", "country_id": "652", "region": "Middle East", "event_clarity": "1", "date_prec": "1",
        "date_start": "2016-03-27", "date_end": "2016-03-27", "deaths_a": "0", "deaths_b": "12",
        "deaths_civilians": "3", "deaths_unknown": "0", "best": "15", "high": "15", "low": "13", "gwnoa": "652",
        "gwnob": "", "conflict_name": "", "tadmor_kind": "capture",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert 0 < int(row["id"]) < 10**15


@pytest.mark.parametrize(
    ("actors", "targets", "violence", "side_a", "side_b"),
    [
        (("syria-army",), ("rebels-of-homs",), 1, "Syria Army", "Rebels Of Homs"),
        (("rebels-of-homs",), ("syria-army",), 1, "Syria Army", "Rebels Of Homs"),
        (("rebels-of-homs",), ("militants",), 2, "Rebels Of Homs", "militants"),
        (("rebels-of-homs",), ("farmers",), 3, "Rebels Of Homs", "Civilians"),
        (("us-army",), ("rebels-of-homs",), 1, "Us Army", "Rebels Of Homs"),
        (("rebels-of-homs",), (), None, "Rebels Of Homs", None),
        ((), (), None, None, None),
    ],
)
def test_type_of_violence_and_sides(
    actors: tuple[str, ...], targets: tuple[str, ...], violence: int | None, side_a: str | None, side_b: str | None
) -> None:
    row = ged_row(event("clash", actors=actors, targets=targets), EXPORT)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (violence, side_a, side_b)


def _toll(side: str | None, low: int | None, best: int | None, high: int | None) -> Toll:
    return Toll("killed", side, low, best, high, "latest", "c1", ("c1",))


@pytest.mark.parametrize(
    ("tolls", "row"),
    [
        ((_toll("rebels-of-homs", 10, 12, None),), (0, 12, 0, 0, 12, 12, 10)),
        ((_toll("syria-army", 1, 2, 3), _toll("civilians", 4, 5, 6)), (2, 0, 5, 0, 7, 9, 5)),
        ((_toll("syria-army", 2, 2, 2), _toll(None, 9, 9, 9)), (2, 0, 0, 7, 9, 9, 9)),
        ((_toll("others", 4, 4, 4),), (0, 0, 0, 4, 4, 4, 4)),
        ((_toll(None, None, None, 30),), (0, 0, 0, 0, 0, 30, 0)),
    ],
)
def test_deaths_by_side_add_up_to_best_between_low_and_high(tolls: tuple[Toll, ...], row: tuple[int, ...]) -> None:
    made = ged_row(event(tolls=tolls), EXPORT)
    found = [
        made[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")
    ]
    assert tuple(found) == row
    assert sum(row[:4]) == row[4]


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        (DAY, DAY, 1),
        (date(2016, 3, 26), DAY, 2),
        (date(2016, 3, 22), DAY, 2),
        (date(2016, 3, 21), DAY, 3),
        (date(2016, 3, 1), date(2016, 3, 31), 4),
        (date(2016, 1, 1), date(2016, 12, 31), 5),
        (date(2016, 1, 1), None, 5),
    ],
)
def test_date_prec(start: date, end: date | None, precision: int) -> None:
    row = ged_row(event(when=When(start, end, "span", "stated")), EXPORT)
    assert (row["date_prec"], row["date_start"], row["date_end"]) == (precision, start, end or start)


@pytest.mark.parametrize(
    ("precision", "code"),
    [("site", 1), ("town", 1), ("near", 2), ("district", 3), ("province", 4), ("region", 5), ("country", 6)],
)
def test_where_prec(precision: str, code: int) -> None:
    row = ged_row(event(where=Where(Span(0, 1, "x"), TADMUR, "in", precision)), EXPORT)  # type: ignore[arg-type]
    assert row["where_prec"] == code


@pytest.mark.parametrize(
    ("made", "reason"),
    [(event(tolls=()), "no deaths are told"), (event(when=None), "no day is known"), (EVENT, None)],
)
def test_only_deadly_events_with_a_day_are_written(made: Event, reason: str | None) -> None:
    assert left_out(made) == reason


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [
        (-90, -180, 1),
        (-89.9, -179.4, 2),
        (-89.5, -180, 721),
        (90, 179.9, 259200),
        (0, 180, 129601),
        (33.3, 44.4, 177569),
    ],
)
def test_cells_of_prio_grid(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell
