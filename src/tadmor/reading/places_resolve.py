"""Which place a name means, from the report it stands in; None rather than a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log10

from tadmor.model import Place
from tadmor.reading.gazetteer import Entry, countries, distance_km, fold

FACILITIES = frozenset(
    [
        "airport",
        "airbase",
        "base",
        "dam",
        "bridge",
        "crossing",
        "heritage",
        "camp",
        "prison",
        "hospital",
        "field",
        "road",
        "site",
        "mosque",
        "church",
        "port",
        "square",
        "checkpoint",
        "school",
        "castle",
        "museum",
    ]
)
NATURE = frozenset(["river", "lake", "mountain", "desert", "sea", "valley", "island", "pass", "forest", "plain"])
_PRIOR = {
    "country": 11.0,
    "adm1": 5.4,
    "region": 5.4,
    "adm2": 4.2,
    "quarter": 3.2,
    "river": 5.0,
    "desert": 4.8,
    "sea": 5.4,
}
_SUPPLEMENT_PRIOR = 4.2
_KNOWN_PRIOR, _KNOWN, _CAPITAL, _CITY = 4.2, 0.4, 1.5, 1.2
_SURE, _SURE_IF_ONLY, _MARGIN, _SAME_KM = 5.4, 4.4, 0.9, 30.0
_FEW_VOTES, _SPOKEN_OF = 1.0, 0.35
_FIT = {
    "adm1": frozenset({"adm1"}),
    "adm2": frozenset({"adm2", "adm1", "quarter"}),
    "county": frozenset({"adm2"}),
    "region": frozenset({"region", "adm1"}) | NATURE,
    "town": frozenset({"town", "city", "village", "quarter"}),
    "quarter": frozenset({"quarter"}),
    "airport": frozenset({"airport", "airbase"}),
    "base": frozenset({"base", "airbase", "camp", "site"}),
    "site": FACILITIES,
    "street": FACILITIES | {"quarter"},
    "nature": NATURE,
}


@dataclass(slots=True)
class Context:
    """What a report tells of where it plays: weight of each country (the greatest 1) and places already resolved."""

    countries: dict[str, float] = field(default_factory=dict)
    anchors: list[Place] = field(default_factory=list)
    _near: dict[str | None, float] = field(default_factory=dict)

    @classmethod
    def of(cls, votes: Mapping[str, float], anchors: Iterable[Place] = ()) -> Context:
        """The context of weighed country votes and resolved places."""
        most = max(_FEW_VOTES, *votes.values(), 0.0)
        return cls({c: v / most for c, v in votes.items() if v > 0}, list(anchors))

    def near(self, country: str | None) -> float:
        """How much the report speaks of this country, 0 to 1; a neighbour of one spoken of counts 0.3 of it."""
        if country not in self._near:
            own = self.countries.get(country or "", 0.0)
            land = countries().get(country or "")
            beside = (0.3 * self.countries.get(n, 0.0) for n in (land.neighbours if land else ()))
            self._near[country] = max([own, *beside])
        return self._near[country]


@dataclass(slots=True)
class Hints:
    """What is told of one name: kinds of place, countries and admin areas that hold it."""

    kind: str | None = None
    countries: set[str] = field(default_factory=set)
    within: list[Place] = field(default_factory=list)
    countryside: bool = False


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Whether a town and a first-level area of one country share the name; a country and such an area abroad."""

    area_of_town: bool
    area_abroad: bool

    @classmethod
    def of(cls, entries: list[Entry]) -> Namesakes:
        """The namesakes among these entries."""
        areas = {e.place.country for e in entries if e.place.feature == "adm1"}
        towns = {
            e.place.country for e in entries if e.place.feature in ("town", "city") and e.place.population > 10_000
        }
        lands = {e.place.country for e in entries if e.place.feature == "country"}
        return cls(bool(areas & towns), bool(lands and areas - lands))


def is_capital(place: Place) -> bool:
    """Whether the place is its country's capital."""
    land = countries().get(place.country or "")
    return bool(land) and place.feature in ("town", "city") and fold(land.capital) == fold(place.name)  # type: ignore[union-attr]


def _prior(entry: Entry) -> float:
    """How likely a place is meant before anything is known of the report."""
    place = entry.place
    if place.feature in ("town", "village", "city"):
        size = log10(place.population + 100)
        base = max(size + _KNOWN, _KNOWN_PRIOR) if entry.known else size
        return base + (_CAPITAL if is_capital(place) and entry.main else _CITY if place.feature == "city" else 0)
    return _PRIOR.get(place.feature, _SUPPLEMENT_PRIOR)


def _fits(place: Place, hints: Hints, shared: bool) -> float:
    """How well the kind of place told agrees with the place; ``shared`` if a town and its area bear this name."""
    if hints.countryside and place.feature == "adm1":
        return 4.0
    if place.feature == "region" and hints.kind in ("adm2", "town", "quarter", "county"):
        return -4.0
    if hints.kind in (None, "area"):
        return -1.5 if place.feature == "adm1" and shared else 0.0
    fit = place.feature in _FIT.get(hints.kind or "", ())
    if hints.kind in ("adm1", "county", "street"):
        return 2.5 if fit else -2.0 if place.feature == "country" and hints.kind == "adm1" else -6.0
    if hints.kind == "quarter":
        return 1.5 if fit else 0.0
    return 1.5 if fit else -0.5 if hints.kind in ("site", "airport", "base", "nature") else -1.0


def _contained(place: Place, hints: Hints) -> float:
    if hints.countries and place.country not in hints.countries:
        return -5.0
    score = 4.0 if hints.countries else 0.0
    for outer in hints.within:
        if (
            outer.feature == "adm1"
            and place.country == outer.country
            and (place.admin1 == outer.name or distance_km(place, outer) < 60)
        ):
            score += 5.0
        elif outer.feature not in ("adm1", "country") and distance_km(place, outer) < 60:
            score += 4.0
        elif outer.feature == "adm1":
            score -= 3.0
    return score


def _score(entry: Entry, hints: Hints, context: Context, namesakes: Namesakes) -> float:
    """How well an entry fits everything told of the name and the report, but for nearness to other places."""
    place = entry.place
    score = _prior(entry) + (1.0 if entry.main else 0.0) - (1.2 + 3 * entry.gap if entry.gap else 0.0)
    score += _spoken_of(entry, context, namesakes.area_abroad)
    return score + _fits(place, hints, namesakes.area_of_town) + _contained(place, hints)


def _spoken_of(entry: Entry, context: Context, rivalled: bool) -> float:
    """What the countries spoken of add; ``rivalled`` if a country shares its name with an area abroad."""
    place = entry.place
    if place.country is None:
        return 2.0
    near = context.near(place.country)
    if place.feature == "country":
        return 3.5 * near - 3.0 if rivalled else 0.0
    if not context.countries or near >= _SPOKEN_OF or (near >= 0.15 and (entry.known or place.population >= 1_000_000)):
        return 3.5 * near
    return 3.5 * near - (1.0 if entry.known or (entry.main and place.population >= 1_000_000) else 2.5)


def _closeness(place: Place, anchors: list[Place]) -> float:
    """0 far from every resolved place to 1.8 beside one."""
    nearest = min((distance_km(place, a) for a in anchors if a.id != place.id), default=1e4)
    return 1.8 * exp(-nearest / 120)


def choose(entries: Iterable[Entry], hints: Hints, context: Context, *, anchored: bool = True) -> Place | None:
    """The one place meant, or None where the best is not good enough or not clearly better than the next."""
    known = list(entries)
    shared = Namesakes.of(known)
    ranked = sorted(
        ((_score(e, hints, context, shared), i, e.place) for i, e in enumerate(known)), key=lambda x: -x[0]
    )[:10]
    if anchored and context.anchors:
        ranked = sorted(((s + _closeness(p, context.anchors), i, p) for s, i, p in ranked), key=lambda x: -x[0])
    if not ranked:
        return None
    best, _, place = ranked[0]
    only = all(distance_km(place, other) < _SAME_KM for _, _, other in ranked[1:])
    if best < (_SURE_IF_ONLY if only else _SURE):
        return None
    if (place.feature == "quarter" or hints.kind == "quarter") and not _city_spoken_of(place, context, hints):
        return None
    for score, _, other in ranked[1:]:
        if best - score < _MARGIN and distance_km(place, other) > _SAME_KM and other.id != place.id:
            area = _area_of_both(place, other)
            if area is None:
                return None
            place = area
    return place


def _area_of_both(a: Place, b: Place) -> Place | None:
    """The first-level area, if one of the two is that and holds the other: less precise, and sure to hold the place."""
    area = next((p for p in (a, b) if p.feature == "adm1"), None)
    return area if area and a.country == b.country and a.admin1 == b.admin1 else None


def _city_spoken_of(place: Place, context: Context, hints: Hints) -> bool:
    """Whether a quarter's city (any place within 30 km) is spoken of."""
    return any(
        distance_km(place, a) < 30 for a in (*context.anchors, *hints.within) if a.feature not in ("country", "region")
    )
