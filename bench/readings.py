"""Claim lines (what ``tadmor claims --json`` prints) as tellings, for the benches of the record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tadmor.model import Attribution, Claim, Mention, Place, Quantity, Span, Telling, When, Where

_PROVINCE = "SELECT a.name FROM places p LEFT JOIN admin1 a ON a.country = p.country AND a.code = p.admin1"
Json = dict[str, Any]


def reports(path: Path) -> Iterator[Json]:
    """Each report of a file of claim lines, as it is written."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def tellings(report: Json, recorded: date = date(2020, 1, 1)) -> list[Telling]:
    """The claims of a report as a record would hold them, each report an origin of its own."""
    day, title = _day(report["published"]), report["title"]
    claims = (_claim(row, report) for row in report["claims"])
    return [Telling(c, day or recorded, report["id"], day, report["outlet"], title=title) for c in claims]


def _claim(row: Json, report: Json) -> Claim:
    sentence = row["sentence"]
    return Claim(
        id=f"{report['id']}/{row['id']}/{row['trigger']['start']}",
        report=report["id"],
        kind=row["kind"],
        modality=row["modality"],
        sentence=Span(sentence["start"], sentence["end"], report["text"][sentence["start"] : sentence["end"]]),
        trigger=_span(row["trigger"]),
        actors=_mentions(row["actors"]),
        targets=_mentions(row["targets"]),
        where=_where(row["place"]) if row["place"] else None,
        when=_when(row["when"]) if row["when"] else None,
        counts=tuple(_count(c) for c in row["counts"]),
        attribution=Attribution(report["outlet"], _mentions(row["speakers"])),
        score=row["score"],
        why=row["why"],
    )


def _span(row: Json) -> Span:
    return Span(row["start"], row["end"], row["text"])


def _mentions(rows: list[Json]) -> tuple[Mention, ...]:
    return tuple(Mention(_span(m), "force", m["ref"]) for m in rows)


def _where(row: Json) -> Where:
    place = None
    if row["id"]:
        place = Place(row["id"], row["name"], row["country"], row["lat"], row["lon"], "", _admin1(row["id"]))
    return Where(_span(row), place, precision=row["precision"])


@cache
def _admin1(place: str) -> str | None:
    """The province of a row of the gazetteer, which claim lines leave out."""
    book, _, name = place.partition(":")
    column = "id" if book == "geonames" else "slug"
    found = _gazetteer().execute(f"{_PROVINCE} WHERE p.{column} = ?", (name,)).fetchone()
    return found[0] if found else None


@cache
def _gazetteer() -> sqlite3.Connection:
    return sqlite3.connect(str(files("tadmor").joinpath("data", "gazetteer.sqlite")))


def _when(row: Json) -> When:
    return When(_day(row["start"]), _day(row["end"]), row["grain"], row["basis"])


def _count(row: Json) -> Quantity:
    return Quantity(_span(row), row["low"], row["high"], row["unit"], total=row.get("total", False))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
