"""The gazetteer: places by name, in whatever spelling; countries, nationalities, distances.

``gazetteer.sqlite`` is made by ``training/gazetteer.py`` from GeoNames and ``data/places.tsv``; opened read-only.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from tadmor.errors import ModelError
from tadmor.model import Place

_STROKES = str.maketrans("ıøłđðþæœßə", "iolddtaoba", "'’‘ʿʾʻʼ`´′\"“”ـ")
_ARABIC = str.maketrans("أإآٱىةیېکگۆھەڕڵ", "اااايهييككوههرل")
_NOT_WORD = re.compile(r"[^\w]+")
_ARTICLES = frozenset(
    [
        "al",
        "el",
        "ad",
        "ar",
        "as",
        "ash",
        "at",
        "az",
        "an",
        "ath",
        "adh",
        "aj",
        "ed",
        "er",
        "es",
        "esh",
        "et",
        "ez",
        "en",
        "eth",
        "il",
        "ul",
        "ur",
        "uz",
        "us",
        "ud",
        "ol",
    ]
)
_SOUNDS = [
    (re.compile(p), s)
    for p, s in (
        (r"tch|ch|sch|sh|ş", "š"), (r"kh|x", "h"), (r"gh", "g"), (r"dh|th", "d"), (r"ph", "f"), (r"tz|ts", "z"),
        (r"ck", "k"),
        (r"[qc]", "k"), (r"j", "g"), (r"v", "w"), (r"p", "b"), (r"t", "d"), (r"([^aeiouwy])\1+", r"\1"),
    )
]  # fmt: skip
_SOFT = re.compile(r"(?<=.)[aeiouwy]+")
_LEAD = re.compile(r"^[aeiouwy]+")
_FINAL_H = re.compile(r"(?<=[aeiou])h\b")
_ATTACHED = re.compile(r"^(?:al(?=[^aeiouy])|[ae]([dnrstz])(?=\1))(?=\w{4})")
_VOWELS = str.maketrans("eiyuw", "aaaoo")


@lru_cache(maxsize=65_536)  # a stream of texts has no end of words
def fold(name: str) -> str:
    """The name without case, marks, apostrophes, hyphens and double blanks: the exact key of the gazetteer."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_STROKES).translate(_ARABIC))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.translate(_STROKES).translate(_ARABIC)).strip()


def bare(folded: str) -> str:
    """A folded name without Arabic articles and vocalic endings' h ("ar raqqah" gives "raqqa"); never empty."""
    words = [w.removeprefix("ال") if len(w) > 4 else w for w in folded.split()]
    kept = [w for w in words if w not in _ARTICLES] or words
    return _FINAL_H.sub("", " ".join(_ATTACHED.sub("", w) for w in kept))


def skeleton(folded: str) -> str:
    """The consonants of a folded name as they sound, so that transliterations of one name agree; "" if under three."""
    sounds = bare(folded).replace(" ", "")
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    sounds = _LEAD.sub("a", sounds)
    sounds = _SOFT.sub("", sounds)
    return sounds if len(sounds) >= 3 else ""


def spelling_gap(a: str, b: str) -> float:
    """How far two folded names of one skeleton stand apart, 0 (alike) to 1; vowels of one class count as the same."""
    x, y = (re.sub(r"(.)\1+", r"\1", bare(s).replace(" ", "").translate(_VOWELS)) for s in (a, b))
    if x == y:
        return 0.0
    row = list(range(len(y) + 1))
    for i, c in enumerate(x, 1):
        before, row[0] = row[0], i
        for j, d in enumerate(y, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (c != d))
    return row[-1] / max(len(x), len(y))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the gazetteer that bears a name.

    ``gap`` is 0 for the name as spelt, ``main`` whether it is the usual name, ``known`` whether it is in places.tsv.
    """

    place: Place
    gap: float = 0.0
    main: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """A country: names and adjectives as written, ISO codes of its neighbours."""

    iso: str
    name: str
    capital: str
    neighbours: frozenset[str]
    names: tuple[str, ...]
    adjectives: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Every country by its ISO code."""
    out = {}
    for line in (files("tadmor") / "data" / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "iso\t")):
            iso, name, capital, _, _, near, names, adjectives = line.split("\t")
            called = (name, *(n for n in names.split("|") if n))
            out[iso] = Country(
                iso, name, capital, frozenset(near.split()), called, tuple(a for a in adjectives.split("|") if a)
            )
    return out


@cache
def _nationalities() -> dict[str, str]:
    return {a.casefold(): c.iso for c in countries().values() for a in c.adjectives}


def nationality(word: str) -> str | None:
    """The country whose adjective or people this is.

    >>> nationality("Syrian"), nationality("Iraqis"), nationality("Tadmur")
    ('SY', 'IQ', None)
    """
    if word == "us":
        return None
    known, low = _nationalities(), word.casefold()
    return known.get(low) or known.get(low.removesuffix("s") if len(low) > 4 else low)


@cache
def _connection() -> sqlite3.Connection:
    path = files("tadmor") / "data" / "gazetteer.sqlite"
    if not path.is_file():
        raise ModelError("the gazetteer is missing", where=str(path), remedy="install tadmor again")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


_COLUMNS = "p.id, p.slug, p.name, p.country, a.name, p.lat, p.lon, p.feature, p.population"
_JOIN = "JOIN places p ON p.id = n.place LEFT JOIN admin1 a ON a.country = p.country AND a.code = p.admin1"
_EXACT = f"SELECT j.value, n.key, {_COLUMNS} FROM json_each(?) j JOIN names n ON n.key = j.value {_JOIN}"
_LOOSE = f"""SELECT j.value, n.key, {_COLUMNS} FROM json_each(?) j
             JOIN names n ON n.key >= '~' || j.value || ':' AND n.key < '~' || j.value || ';' {_JOIN}"""
_MAX_GAP, _MAX_GAP_SHORT, _LONG = 0.2, 0.1, 6


def _place(row: tuple[object, ...]) -> Place:
    number, slug, name, country, admin1, lat, lon, feature, population = row
    ident = f"geonames:{number}" if number > 0 else f"tadmor:{slug}"  # type: ignore[operator]
    return Place(ident, name, country, lat / 1e4, lon / 1e4, feature or "town", admin1, population)  # type: ignore[arg-type, operator]


def named(keys: Iterable[str]) -> dict[str, list[Entry]]:
    """Places by folded name, spelt just so: one query for all keys; keys without a place are left out."""
    out: dict[str, list[Entry]] = {}
    for key, _, *row in _connection().execute(_EXACT, (json.dumps(sorted(set(keys)), ensure_ascii=False),)):
        place = _place(tuple(row))
        out.setdefault(key, []).append(Entry(place, main=fold(place.name) == key, known=row[1] is not None))
    return out


def by_id(ident: str) -> Place | None:
    """The place of an id ("geonames:163808", "tadmor:dabiq"), or None."""
    source, _, name = ident.partition(":")
    column, value = ("id", name) if source == "geonames" else ("slug", name)
    query = f"""SELECT {_COLUMNS} FROM places p LEFT JOIN admin1 a ON a.country = p.country AND a.code = p.admin1
                WHERE p.{column} = ?"""
    row = _connection().execute(query, (value,)).fetchone()
    return _place(row) if row else None


@lru_cache(maxsize=4096)
def spelt_like(key: str) -> tuple[Entry, ...]:
    """Places whose name is another transliteration of this folded name, nearest spelling first."""
    if not (sounds := skeleton(key)):
        return ()
    best: dict[str, Entry] = {}
    parted = any(w in _ARTICLES for w in key.split()[1:])  # "Ras al-Tin" is no spelling of Rastan
    for _, form, *row in _connection().execute(_LOOSE, (json.dumps([sounds], ensure_ascii=False),)):
        spelt = form.partition(":")[2]
        if parted and " " not in bare(spelt):
            continue
        gap = spelling_gap(key, spelt)
        place = _place(tuple(row))
        if gap <= (_MAX_GAP if len(spelt) > _LONG else _MAX_GAP_SHORT) and (
            place.id not in best or gap < best[place.id].gap
        ):
            best[place.id] = Entry(place, gap + 0.01, known=row[1] is not None)
    return tuple(sorted(best.values(), key=lambda e: e.gap))


def distance_km(a: Place, b: Place) -> float:
    """Kilometres between two places along the great circle."""
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, h)))
