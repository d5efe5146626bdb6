"""What became of those counted, by the nouns about them, and from one count to the next in a list."""

from __future__ import annotations

from itertools import pairwise

from tadmor.model import Unit
from tadmor.reading.counted import Counted, Stretch, closed, double_nouns, fit, nouns, unit_words, units_of

TOLLED: tuple[Unit, ...] = ("killed", "wounded")


def read_noun(s: Stretch, c: Counted) -> None:
    """Fill units from the counted noun itself ("12 bodies")."""
    if c.head is None:
        return
    units = units_of(unit_words().get(s.lower[c.head], ()), ("nouns",))
    if units:
        c.units, c.via = (units[0],), "noun"


def read_casualties(s: Stretch, c: Counted) -> None:
    """Fill killed and wounded for "35 casualties", killed for bodies and deaths, whatever the verb says of them."""
    word = s.lower[c.head] if c.head is not None else ""
    if word in double_nouns():
        c.units, c.via = ("killed", "wounded"), "noun"
    elif word in ("bodies", "corpses", "deaths", "fatalities", "slain"):
        c.units, c.via = ("killed",), "noun"


def read_among(s: Stretch, c: Counted) -> None:
    """Fill the unit from "among the dead were 4 …", "the dead included 4 …"."""
    before = s.lower[max(s.begin, c.first - 6) : c.first]
    for at, word in enumerate(before[:-1]):
        linked = before[at + 1] in ("included", "include") or (
            before[at + 1] in ("were", "was") and "among" in before[:at]
        )
        units = units_of(unit_words().get(word, ()), ("nouns",)) or (["killed"] if word in ("victims", "slain") else [])
        if units and linked:
            c.units, c.via = (units[0],), "left"
            return


def read_modifier(s: Stretch, c: Counted) -> None:
    """Fill the unit from a participle before the noun ("12 wounded soldiers", "3 burned-out tanks")."""
    for at in range(c.after, c.head if c.head is not None else c.after):
        units = units_of(unit_words().get(s.lower[at], ()), ("passive",))
        if units and units[0] != "involved":
            c.units, c.via = fit(s, c, units), "noun"
            return


def read_part(s: Stretch, c: Counted) -> None:
    """Fill the unit "involved" (or what hostages and refugees are) where no verb told another."""
    if c.head is None or c.units or c.article:
        return
    for unit in ("displaced", "captured", "involved", "killed"):
        if s.lower[c.head] in nouns(unit):
            c.units, c.via = (unit,), "part"
            return


def read_toll(s: Stretch, c: Counted) -> None:
    """Fill killed and ``total`` for a toll ("the death toll rose to 112", "brings to 112 the number of dead")."""
    before = s.lower[max(s.begin, c.first - 32) : c.first]
    cut = max((i for i, w in enumerate(before) if w in (";", ".", "“")), default=-1)
    before = before[cut + 1 :]
    linked = set(before[-2:]) & closed("toll_links")
    if {"toll", "tolls"} & set(before) and linked:
        c.units, c.via, c.total = c.units or ("killed",), c.via or "toll", True
        return
    about = " ".join(before), " ".join(s.lower[c.stop : min(s.end, c.stop + 6)])
    for unit in TOLLED:
        words = [w for w, forms in unit_words().items() if (unit, "nouns") in forms]
        if linked & {"to", "topped", "reached"} and any(_counts_number(text, words) for text in about):
            c.units, c.via, c.total = (unit,), "toll", True


def _counts_number(text: str, words: list[str]) -> bool:
    """The words tell of "the number of dead", "the number injured"."""
    return "number" in text and any(f"number {link}{w}" in text for link in ("of ", "of the ", "") for w in words)


def link_subsets(s: Stretch, counts: list[Counted]) -> None:
    """Set ``parent`` of a count that is part of one before it ("including 4 children", "eight of them children")."""
    for before, c in pairwise(counts):
        between = s.lower[before.stop : c.first]
        opener = [w for w in between[-3:] if w not in ("at", "least", "with", "the")]
        of_them = s.lower[c.after : c.after + 2] in (["of", "them"], ["of", "whom"])
        listed = before.parent is not None and len(between) <= 2 and set(between) <= {",", "and"}
        in_places = before.parent is not None and c.head is None and s.lower[c.after : c.after + 1] == ["in"]
        if (
            of_them
            or (opener and opener[-1] in closed("subset"))
            or (listed and ("," not in between or c.head is None))
            or in_places
        ):
            c.parent = before.parent or before


def _plain(words: list[str]) -> list[str]:
    """The words without what stands in brackets."""
    if "(" in words and ")" in words:
        return words[: words.index("(")] + words[words.index(")") + 1 :]
    return words


def _follows(s: Stretch, one: Counted, other: Counted) -> bool:
    between = _plain(s.lower[one.stop : other.first])
    return len(between) <= 3 and bool(between) and set(between) <= closed("chain")


def spread(s: Stretch, counts: list[Counted]) -> None:
    """Carry units along "A, B and C were killed", "killing A and B", and from a whole to its part."""
    for one, nxt in reversed(list(pairwise(counts))):
        settled = one.parent is not None and one.parent.units  # "ten were killed including a child and five were hurt"
        if (
            not one.units
            and not settled
            and nxt.units
            and (one.via == "among" or (nxt.via in ("right", "chained") and _follows(s, one, nxt)))
        ):
            one.units, one.via = nxt.units, "chained"
    mains = [c for c in counts if c.parent is None]
    for one, nxt in reversed(list(pairwise(mains))):
        parts = [c for c in counts if c.parent is one]
        end = parts[-1] if parts else one
        if not one.units and nxt.via in ("right", "chained") and _follows(s, end, nxt):
            one.units, one.via = nxt.units, "chained"
    for one, nxt in pairwise(mains):
        parts = [c for c in counts if c.parent is one]
        if (
            not nxt.units
            and one.via in ("left", "toll", "right-list")
            and _follows(s, parts[-1] if parts else one, nxt)
        ):
            nxt.units, nxt.via = one.units, one.via
    for c in counts:
        if c.parent is not None and not c.units:
            c.units, c.via = c.parent.units, "part of"
