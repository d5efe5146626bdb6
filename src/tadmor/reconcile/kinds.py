"""What may tell of one happening: kinds, days and distances that go together, read from data/same.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).parent.parent / "data"
Relation = Literal["same", "near", "part", "far"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of data/same.toml, as the comparison looks them up."""

    relations: dict[tuple[str, str], Relation]
    groups: dict[str, str]  # kind -> its group
    reach: dict[str, int]  # group -> days that two tellings of any of its kinds may lie apart
    lasting: dict[str, int]  # kind that lasts -> days that two tellings of it may lie apart
    states: frozenset[str]
    stated: int
    published: int
    bin: int
    kilometres: dict[str, float]
    stances: dict[str, str]
    misread: frozenset[str]
    taking: frozenset[str]
    background: frozenset[str]
    notable: int
    loose: frozenset[str]
    faceless: frozenset[str]
    rebels: frozenset[str]
    areas: dict[str, str]  # province -> the one that is taken for the same
    weapons: dict[str, str]  # stem -> weapon
    before: dict[str, str]  # word before a trigger -> again, more or habit
    join: float
    mean: float
    merge: float
    core: float
    amiss: float
    least: float
    members: int
    weights: dict[str, float]
    phrases: dict[str, str]
    names: dict[str, str]  # kind -> its plural, for users


@cache
def rules() -> Rules:
    """The rules that ship with the package."""
    table = tomllib.loads((DATA / "same.toml").read_text(encoding="utf-8"))
    lasting = {k: table["days"][sort] for sort in ("lasting", "state") for k in table["days"][f"{sort}_kinds"].split()}
    days, taking, threshold = table["days"], table["taking"], table["threshold"]
    return Rules(
        relations=_relations(table["pairs"], table["groups"]),
        groups=_turned(table["groups"]),
        reach={
            g: min(lasting.get(k, days["published"]) for k in kinds.split()) for g, kinds in table["groups"].items()
        },
        lasting=lasting,
        states=frozenset(days["state_kinds"].split()),
        stated=days["stated"],
        published=days["published"],
        bin=days["bin"],
        kilometres=table["kilometres"],
        stances=_turned(table["modalities"]),
        misread=frozenset(table["plans"]["misread"].split()),
        taking=frozenset(taking["kinds"].split()),
        background=frozenset(taking["background"].split()),
        notable=taking["notable"],
        loose=frozenset(table["sides"]["loose"].split()),
        faceless=frozenset(table["sides"]["faceless"].split()),
        rebels=frozenset(table["sides"]["rebels"].split()),
        areas=table["areas"],
        weapons=_turned(table["weapons"]),
        before=_turned(table["before"]),
        join=threshold["join"],
        mean=threshold["mean"],
        merge=threshold["merge"],
        core=threshold["core"],
        amiss=threshold["amiss"],
        least=threshold["least"],
        members=threshold["members"],
        weights=table["weights"],
        phrases=table["because"],
        names=table["names"],
    )


def _relations(pairs: dict[str, dict[str, Relation]], groups: dict[str, str]) -> dict[tuple[str, str], Relation]:
    out: dict[tuple[str, str], Relation] = {(k, k): "same" for kinds in groups.values() for k in kinds.split()}
    for one, others in pairs.items():
        for other, relation in others.items():
            out[one, other] = out[other, one] = relation
    return out


def _turned(table: dict[str, str]) -> dict[str, str]:
    """Each word of the rows -> the row that holds it."""
    return {word: name for name, words in table.items() for word in words.split()}


@cache
def rarity() -> dict[str, float]:
    """Word stem -> how telling it is, 0 to 1: 1 is a word seldom met in reports; those that are not listed are."""
    rows = (DATA / "word_rarity.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {word: float(value) for word, value in (row.split("\t") for row in rows)}
