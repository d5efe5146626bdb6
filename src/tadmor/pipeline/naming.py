"""Names that a person types, to the ids that the record knows; and ids to names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from tadmor.errors import SettingError
from tadmor.model import Mention, Place, Span
from tadmor.reading.actor_names import heads
from tadmor.reading.gazetteer import distance_km as distance_km
from tadmor.reading.gazetteer import fold, nationality
from tadmor.reading.places import resolve
from tadmor.reading.register import actor, canonical, kind_of, office, pieces, register, trie

AREAS = frozenset({"country", "adm1", "adm2", "region"})


@lru_cache(maxsize=65536)
def lineage(key: str) -> tuple[str, ...]:
    """An actor's id, then whom it belongs to, the nearest first; words without an id stand alone.

    >>> lineage("sana"), lineage("armed men")
    (('sana', 'syria-government'), ('armed men',))
    """
    line, seen = [key], {key}
    while (found := actor(line[-1])) and found.parent and found.parent not in seen:
        line.append(found.parent)
        seen.add(found.parent)
    return tuple(line)


@cache
def _children() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for row in register().values():
        for above in lineage(row.id)[1:]:
            out.setdefault(above, []).append(row.id)
    return {above: tuple(below) for above, below in out.items()}


def actor_keys(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """The keys of the actors that these names or ids mean, with all that belong to them, among those ``known``.

    Raises SettingError, with the nearest names, where one means nobody the record speaks of.
    """
    have = frozenset(known)
    return frozenset(key for name in names for key in _actor_keys(name, have))


def _actor_keys(name: str, known: frozenset[str]) -> frozenset[str]:
    meant = {name, name.lower()} | _named_actors(name) | _described(name)
    below = {child for ref in meant for child in _children().get(ref, ())}
    found = {key for key in known if key in meant or key in below or meant & set(lineage(key))}
    if not found:
        near = get_close_matches(name.lower(), [*known, *(canonical(k).lower() for k in known)], n=3)
        raise SettingError(f"no actor {name!r} in this record", remedy=_did_you_mean(near, "tadmor actors"))
    return frozenset(found)


def _named_actors(name: str) -> set[str]:
    """The ids of the register that bear this name."""
    node = trie()
    for piece in pieces(name):
        if piece not in node:
            return set()
        node = node[piece]
    return {row.ref for row in node.get("", []) if row.ref}


def _described(name: str) -> set[str]:
    """The id of a state's office that is described: "Syrian army", "Turkish government"."""
    adjective, _, rest = name.partition(" ")
    land, kind = nationality(adjective), heads().get(rest.lower())
    which = {"government": "government", "police": "police", "forces": "government-forces", "army": "armed-forces"}
    found = office(land, which[kind]) if land and kind in which else None
    return {found} if found else set()


def mention_of(span: Span) -> Mention:
    """The mention of these words, with the register's id where they name exactly one actor."""
    refs = _named_actors(span.text) | _described(span.text)
    ref = refs.pop() if len(refs) == 1 else None
    return Mention(span, kind_of(ref) or "group" if ref else "group", ref)


def place_ids(names: Iterable[str], known: Iterable[Place], within_km: float | None = None) -> frozenset[str]:
    """The ids of the places that these names or ids mean, among those ``known``.

    An area stands for all places in it; ``within_km`` takes in the places so near. Raises SettingError for a name
    that is no place of the record.
    """
    have = {place.id: place for place in known}
    return frozenset(ident for name in names for ident in _place_ids(name, have, within_km))


def _place_ids(name: str, known: dict[str, Place], within_km: float | None) -> set[str]:
    centre = place_named(name, known)
    if within_km is not None:
        return {p.id for p in known.values() if distance_km(p, centre) <= within_km}
    return {centre.id} | {p.id for p in known.values() if contains(centre, p)}


def place_named(name: str, known: Mapping[str, Place]) -> Place:
    """The place that a name or an id means, by id; the countries that the record speaks of most are looked in first.

    Raises SettingError where the gazetteer has no such place beyond doubt.
    """
    if name in known:
        return known[name]
    key = fold(name.partition(",")[0])
    by_name = [p for p in known.values() if fold(p.name) == key]
    found = resolve(name, [p.country for p in known.values() if p.country])
    if found is None and by_name:
        found = max(by_name, key=lambda p: (p.feature not in AREAS, p.population))
    if found is None:
        near = get_close_matches(key, sorted({fold(p.name) for p in known.values()}), n=3)
        raise SettingError(f"no place {name!r} in this record", remedy=_did_you_mean(near, "tadmor places"))
    return found


def contains(area: Place, place: Place) -> bool:
    """Whether a place lies in an area, by country and first-order division."""
    if area.id == place.id or area.country != place.country:
        return False
    if area.feature == "country":
        return True
    return area.feature == "adm1" and place.admin1 in (area.admin1, area.name)


def _did_you_mean(near: list[str], command: str) -> str:
    return f"did you mean {' or '.join(repr(n) for n in near)}?" if near else f"'{command}' lists those it knows"
