"""Places of a report: the names as written, how they stand to what happens, and which place each means.

``find_places`` abstains rather than guesses: a name that cannot be resolved beyond doubt keeps ``place=None``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tadmor.doc import Doc
from tadmor.model import Place, Precision, Where
from tadmor.reading.gazetteer import Entry, countries, distance_km, fold, named, nationality, spelt_like
from tadmor.reading.places_names import Name, names
from tadmor.reading.places_resolve import FACILITIES, NATURE, Context, Hints, choose, is_capital
from tadmor.reading.places_words import Words, lexicon, look

__all__ = ["distance_km", "find_places", "nationality", "resolve"]

_KIND_PRECISION: dict[str, Precision] = {
    "adm1": "province", "adm2": "district", "region": "region", "town": "town", "quarter": "district",
    "county": "district", "street": "site", "airport": "site", "base": "site", "site": "site",
    "nature": "region", "area": "near",
}  # fmt: skip
_FEATURE_PRECISION: dict[str, Precision] = {
    "country": "country", "region": "region", "adm1": "province", "adm2": "district", "quarter": "district",
    "town": "town", "village": "town", "city": "town",
}  # fmt: skip
Votes = dict[str, float]
_ANGLOPHONE = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
_AWAY = ("near", "countryside", "outskirts", "between")
_PROVINCES = frozenset({"province", "governorate"})
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Reading:
    """The names of a report under way: hints by folded name, and the place each name was found to mean."""

    words: Words
    found: list[Name]
    hints: dict[str, Hints] = field(default_factory=dict)
    places: dict[tuple[str, str | None], Place | None] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    spoken: Context = field(default_factory=Context)

    def place(self, name: Name) -> Place | None:
        """The place this name means."""
        return self.places.get((name.key, _asked(name)))


def find_places(doc: Doc) -> list[Where]:
    """The places named in a Doc, in order, each with its relation, its precision and its gazetteer row or None."""
    words = look(doc)
    reading = _Reading(words, names(words))
    _point_back(reading)
    votes = _votes(reading)
    reading.context = reading.spoken = Context.of(votes)
    _resolve(reading)
    for _ in range(2):
        _hint(reading)
        more = _place_votes(reading)
        total = {c: votes.get(c, 0.0) + more[c] for c in votes.keys() | more.keys()}
        reading.context = Context.of(total, _anchors(reading))
        _resolve(reading)
    out = [w for n in reading.found if (w := _where(reading, n))]
    return sorted((*out, *_by_adjective(words)), key=lambda w: w.span.start)


def _point_back(reading: _Reading) -> None:
    """Take a name that a town and its province share for the province where "the northern province" follows, in its
    sentence or the next.
    """
    words = reading.words
    for first, end in words.doc.sentences:
        for at in range(first, end):
            if words.low[at] in _PROVINCES and _bare(reading, at):
                near = (n for n in reading.found if n.last < at and words.bounds[n.first][1] >= first)
                before = [n for n in near if _share(n.entries)]
                if before and before[-1].cue.kind is None:
                    before[-1].cue.kind = "adm1"


def _bare(reading: _Reading, at: int) -> bool:
    """Whether a province is called "the northern province", by no name; "the province" may be all about a town."""
    words, first = reading.words, at - 1
    while words.at(first, at) in lexicon().relations["directions"]:
        first -= 1
    named = any(n.first <= at <= max(n.last, n.cue.last) for n in reading.found)
    return first < at - 1 and words.at(first, at) in ("the", "this") and words.at(at + 1, at) != "of" and not named


def _share(entries: list[Entry]) -> bool:
    """Whether a town and a province of one country bear a name."""
    return bool(
        {e.place.country for e in entries if e.place.feature == "adm1"}
        & {e.place.country for e in entries if e.place.feature in ("town", "city")}
    )


def resolve(name: str, context: Iterable[str | Place] = ()) -> Place | None:
    """The place a single name means; ``context`` holds ISO codes of countries and places spoken of beside it.

    >>> resolve("Tripoli", ["LB"]).country, resolve("Tripoli", ["LY"]).country
    ('LB', 'LY')
    """
    known = list(context)
    places = [c for c in known if isinstance(c, Place)]
    votes = {c if isinstance(c, str) else c.country or "": 1.0 for c in known}
    outer = name.split(",")[1:]
    hints = Hints(countries={p.country for o in outer if (p := resolve(o.strip(), known)) and p.country})
    key = fold(name.split(",")[0])
    kind, key = _trailing_kind(key)
    hints.kind = kind
    spoken = Context.of(votes, places)
    return choose(_entries(named([key]).get(key, []), key, spoken, hints), hints, spoken)


def _trailing_kind(key: str) -> tuple[str | None, str]:
    """The kind of place a folded name ends with, if the rest names a place, and the name to look up."""
    head, _, tail = key.rpartition(" ")
    kind = lexicon().kinds.get(tail)
    return (kind, head) if head and kind and not named([key]) else (None, key)


def _entries(exact: list[Entry], key: str, context: Context, hints: Hints) -> list[Entry]:
    """Rows of this name; those of other spellings too where no row spelt so lies in a country spoken of."""
    if any(context.near(e.place.country) > 0.5 or e.place.feature == "country" for e in exact):
        return exact
    anywhere = not context.countries or bool(hints.countries)
    return exact + [e for e in spelt_like(key) if anywhere or context.near(e.place.country) > 0.2]


def _asked(name: Name) -> str | None:
    side = name.cue.relation
    return "countryside" if "countryside" in side else name.cue.kind


def _votes(reading: _Reading) -> Votes:
    """How often each country is named: after a preposition 1, else 0.7, in the dateline 2, by an adjective 0.4."""
    votes: Votes = defaultdict(float)
    for name in reading.found:
        ambiguous = any(e.place.feature == "adm1" for e in name.entries)
        for entry in name.entries:
            if entry.place.feature == "country" and entry.place.country and not ambiguous:
                votes[entry.place.country] += 1.0 if name.cue.strength >= 2 and not name.cue.belongs else 0.7
        if name.cue.country:
            votes[name.cue.country] += 0.6
    report = reading.words.doc.report
    for word in (*reading.words.doc.words, *_WORD.findall(report.title or "")):
        if word[0].isupper() and (iso := nationality(word)):
            votes[iso] += 0.4
    if report.dateline and report.dateline.place:
        for entry in named([fold(report.dateline.place)]).get(fold(report.dateline.place), []):
            if entry.place.country and (
                is_capital(entry.place) or entry.place.feature == "country" or entry.place.population > 500_000
            ):
                votes[entry.place.country] += 2.0
    return votes


def _place_votes(reading: _Reading) -> Counter[str]:
    """A vote for the country of each town and area already resolved."""
    places = [p for n in reading.found if (p := reading.place(n))]
    return Counter(p.country for p in places if p.feature != "country" and p.country)


def _anchors(reading: _Reading) -> list[Place]:
    places = {p.id: p for p in reading.places.values() if p and p.feature not in ("country", "region")}
    return list(places.values())[:40]


def _resolve(reading: _Reading) -> None:
    """Resolve each name once for the whole report: one name means one place, save where another kind is told."""
    context = reading.context
    reading.places.clear()
    for name in reading.found:
        ask = (name.key, _asked(name))
        if ask not in reading.places:
            base = reading.hints.get(name.key, Hints())
            hints = Hints(name.cue.kind, base.countries | _told(name), base.within, ask[1] == "countryside")
            reading.places[ask] = choose(_entries(name.entries, name.key, context, hints), hints, context)


def _told(name: Name) -> set[str]:
    return {name.cue.country} if name.cue.country else set()


def _hint(reading: _Reading) -> None:
    """Read containment from names that stand side by side ("X, Y", "X in Y province", "X, in Y")."""
    words = reading.words
    for inner, outer in zip(reading.found, reading.found[1:], strict=False):
        between = [words.low[i] for i in range(inner.cue.last + 1, outer.first) if words.low[i]]
        if (
            outer.cue.belongs
            or len(between) > 4
            or not between
            or words.bounds[inner.first] != words.bounds[outer.first]
        ):
            continue
        place = reading.place(outer)
        inner_country = any(e.place.feature == "country" for e in inner.entries)
        if place and place.feature in ("country", "adm1", "town", "city") and not inner_country and _holds(between):
            _take(reading.hints.setdefault(inner.key, Hints()), place, between)


def _holds(between: list[str]) -> bool:
    """Whether the words between two names say that the second holds the first."""
    fillers = {
        "the",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "rural",
        "province",
        "of",
    }
    core = [w for w in between if w not in fillers]
    return core in ([","], ["in"], [",", "in"], ["("]) or (not core and between == ["of"])


def _take(hints: Hints, place: Place, between: list[str]) -> None:
    if place.feature == "country" and place.country:
        hints.countries.add(place.country)
    elif place.feature == "adm1" or "in" in between:
        hints.within.append(place)


def _where(reading: _Reading, name: Name) -> Where | None:
    """What is said of this name, or None where it is no place after all."""
    place, told = reading.place(name), name.cue
    if not (_believed(reading, name, place) if place else _kept(reading, name)):
        return None
    relation = told.relation
    if told.belongs or (told.acts and place is not None and (place.feature == "country" or is_capital(place))):
        relation = "of"
    span = reading.words.doc.span(name.first, max(name.last, told.last))
    return Where(span, place, relation, _precision(place, told.kind, relation))


def _kept(reading: _Reading, name: Name) -> bool:
    """Whether an unresolved name is plainly a place all the same."""
    loud = reading.words.loud[name.first]
    labelled = "LOC" in reading.words.labels[name.first : name.last + 1]
    least = 3 if loud else 1 if labelled else 2
    return name.sure or (not name.weak and name.cue.strength >= least and not (loud and name.key in lexicon().common))


def _believed(reading: _Reading, name: Name, place: Place) -> bool:
    """Whether a resolved name means the place: a small town needs a cue, or its country spoken of."""
    if name.weak and reading.context.near(place.country) < 0.5:
        return False
    known = any(e.known and e.place.id == place.id for e in name.entries)
    if (
        place.feature != "town"
        or known
        or name.cue.strength
        or "LOC" in reading.words.labels[name.first : name.last + 1]
    ):
        return True
    if reading.words.loud[name.first] and place.population < 30_000 and " " not in name.key:
        return False
    return place.population >= 100_000 or (
        reading.spoken.near(place.country) >= 0.5 and place.country not in _ANGLOPHONE
    )


def _precision(place: Place | None, kind: str | None, relation: str) -> Precision | None:
    """How precisely the words place the happening."""
    away = any(w in relation for w in _AWAY) or (
        relation.endswith(" of") and not relation.startswith("in the") and relation != "of"
    )
    if place is None:
        return "near" if away and kind in (None, "town") else _KIND_PRECISION.get(kind or "")
    own = _FEATURE_PRECISION.get(place.feature) or (
        "site" if place.feature in FACILITIES else "region" if place.feature in NATURE else "town"
    )
    if own in ("town", "site", "district") and (away or kind == "area"):
        return "near"
    return "near" if own == "town" and _KIND_PRECISION.get(kind or "") == "site" else own


def _by_adjective(words: Words) -> list[Where]:
    """Places told by an adjective: "Syrian capital", "Turkish border", "Turkish-Syrian border", "Iraqi territory"."""
    out = []
    for i, word in enumerate(words.doc.words[:-1]):
        iso = nationality(word) if words.capital[i] else None
        after = words.low[i + 1]
        if iso and after == "capital" and words.at(i + 2, i) not in ("of", "city"):
            place = resolve(countries()[iso].capital, [iso])
            out.append(Where(words.doc.span(i, i + 1), place, "in", "town"))
        elif iso and after in ("territory", "territories", "soil", "airspace"):
            place = next(
                (
                    e.place
                    for e in named([fold(countries()[iso].name)])[fold(countries()[iso].name)]
                    if e.place.feature == "country"
                ),
                None,
            )
            out.append(Where(words.doc.span(i, i + 1), place, "in", "country"))
        elif iso and after in ("border", "frontier"):
            first, relation = (i - 2, "between") if _joined(words, i) else (i, "near")
            out.append(Where(words.doc.span(first, i + 1), None, relation, "region"))
    return out


def _joined(words: Words, i: int) -> bool:
    """Whether a hyphen joins word ``i`` to another people or country ("Turkish-Syrian")."""
    return i >= 2 and words.low[i - 1] in ("-", "–") and words.capital[i - 2]
