"""Names exchanged for others of their sort, so that the reader learns what is done and not who is named.

A sentence of a training report is used as it stands, or with its countries, nationalities and armed groups drawn
anew (the same name always gets the same other name within a sentence).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from tadmor.reading.words import words_of
from training.corpus import Sentence, Trigger

DATA = Path(__file__).parent.parent / "src/tadmor/data"
Name = tuple[str, ...]


def _words(name: str) -> Name:
    return tuple(name[a:b] for a, b in words_of(name))


@cache
def sorts() -> dict[str, list[Name]]:
    """Names by sort: countries, nationalities, groups."""
    with (DATA / "countries.tsv").open(encoding="utf-8") as f:
        rows = list(csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t"))
    countries = [_words(r["name"]) for r in rows]
    nationalities = [_words(w) for r in rows for w in (r["adjectives"] or "").split("|")[:1] if w]
    groups: list[Name] = []
    for path in sorted((DATA / "actors").glob("*.tsv")):
        with path.open(encoding="utf-8") as f:
            for row in csv.DictReader(f, delimiter="\t"):
                if row["kind"] in ("group", "force"):
                    groups += [_words(n) for n in [row["label"], *(row["aliases"] or "").split("|")][:4] if n]
    return {"country": countries, "nationality": nationalities, "group": groups}


@cache
def known() -> dict[Name, str]:
    """Every name with its sort."""
    return {name: sort for sort, names in sorts().items() for name in names if len(name[0]) > 2}


def swapped(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence with its known names drawn anew; itself where it holds none."""
    words, drawn = sentence.words, {}
    out: list[str] = []
    where: dict[int, list[int]] = {}
    i = 0
    while i < len(words):
        name = next((n for k in (5, 4, 3, 2, 1) if (n := tuple(words[i : i + k])) in known() and len(n) == k), None)
        old = range(i, i + (len(name) if name else 1))
        if name is not None:
            if name not in drawn:
                drawn[name] = rng.choice(sorts()[known()[name]])
            new: Iterable[str] = drawn[name]
        else:
            new = [words[i]]
        start = len(out)
        out.extend(new)
        for w in old:
            where[w] = list(range(start, len(out)))
        i = old[-1] + 1
    if not drawn:
        return sentence

    def moved(at: Iterable[int]) -> set[int]:
        return {n for w in at for n in where[w]}

    triggers = [
        Trigger(sorted(moved(t.words)), t.kind, t.told, {r: moved(v) for r, v in t.roles.items()})
        for t in sentence.triggers
    ]
    return replace(sentence, words=out, triggers=triggers)


def weathered(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence as rough copy has it: all capitals, lower case, or without its commas and hyphens."""
    roll = rng.random()
    if roll < 0.08:
        return replace(sentence, words=[w.upper() for w in sentence.words])
    if roll < 0.10:
        return replace(sentence, words=[w.lower() for w in sentence.words])
    if roll > 0.9:
        used = {w for t in sentence.triggers for w in t.words}
        keep = [i for i, w in enumerate(sentence.words) if w not in {",", "-", "–", '"', "“", "”"} or i in used]
        number = {old: new for new, old in enumerate(keep)}

        def moved(at: Iterable[int]) -> set[int]:
            return {number[w] for w in at if w in number}

        triggers = [
            Trigger(sorted(moved(t.words)), t.kind, t.told, {r: moved(v) for r, v in t.roles.items()})
            for t in sentence.triggers
        ]
        return replace(sentence, words=[sentence.words[i] for i in keep], triggers=triggers)
    return sentence
