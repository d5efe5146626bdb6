"""Counts as they are read, and the lexicon of words that tell what became of those counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from tadmor.model import Unit
from tadmor.reading.lexicon import load_lexicon, split_words

UNITS: tuple[Unit, ...] = ("killed", "wounded", "missing", "captured", "displaced", "freed", "destroyed", "involved")
LONGEST = 4  # words of the longest phrase in the lexicon


@dataclass(slots=True)
class Counted:
    """A number at words ``first:after``, its noun phrase up to ``stop`` with noun ``head``; then its units."""

    first: int
    after: int
    stop: int
    head: int | None
    article: bool = False
    parent: Counted | None = None
    units: tuple[Unit, ...] = ()
    via: str = ""
    total: bool = False


@dataclass(slots=True)
class Stretch:
    """A sentence: words ``begin:end`` of the words in lower case, its tags or none, its counts by first word."""

    lower: list[str]
    tags: list[str]
    begin: int
    end: int
    counts: dict[int, Counted] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


Form = tuple[Unit, str]


@cache
def unit_words() -> dict[str, tuple[Form, ...]]:
    """Word or phrase -> (unit, form) pairs; forms are active, passive, passive_only, nouns and of."""
    out: dict[str, list[Form]] = {}
    lexicon = load_lexicon("quantities.toml")
    for unit in UNITS:
        for form, listing in lexicon[unit].items():
            for phrase in split_words(listing):
                out.setdefault(phrase, []).append((unit, form))
    return {phrase: tuple(forms) for phrase, forms in out.items()}


@cache
def closed(name: str) -> frozenset[str]:
    """A list of function words of the lexicon, by its name in the table ``closed``."""
    return frozenset(load_lexicon("quantities.toml")["closed"][name].split())


@cache
def nouns(name: str) -> frozenset[str]:
    """A noun list of the lexicon: person, kin, involved, displaced, captured."""
    return split_words(load_lexicon("quantities.toml")["nouns"][name])


@cache
def double_nouns() -> frozenset[str]:
    return split_words(load_lexicon("quantities.toml")["both"]["nouns"])


def phrase_from(s: Stretch, at: int) -> tuple[int, tuple[Form, ...]]:
    """(words, forms) of the longest lexicon phrase that begins at a word; (0, ()) if none does."""
    table = unit_words()
    for n in range(min(LONGEST, s.end - at), 0, -1):
        forms = table.get(" ".join(s.lower[at : at + n]))
        if forms:
            return n, forms
    return 0, ()


def phrase_to(s: Stretch, at: int) -> tuple[int, tuple[Form, ...]]:
    """(words, forms) of the longest lexicon phrase whose last word is ``at``."""
    table = unit_words()
    for n in range(min(LONGEST, at - s.begin + 1), 0, -1):
        forms = table.get(" ".join(s.lower[at - n + 1 : at + 1]))
        if forms:
            return n, forms
    return 0, ()


def is_person(s: Stretch, c: Counted) -> bool:
    return c.head is None or s.lower[c.head] in nouns("person")


def fit(s: Stretch, c: Counted, units: list[Unit]) -> tuple[Unit, ...]:
    """Units that suit who is counted: people are not destroyed but killed, things not killed but destroyed."""
    person = is_person(s, c)
    if not person and c.head is not None and "missing" in units:
        return ()
    out: list[Unit] = []
    for unit in units:
        if unit == "destroyed" and person and c.head is not None:
            unit = "killed"
        if (
            unit == "freed"
            and c.head is not None
            and s.lower[c.head] in ("villages", "towns", "areas", "cities", "hamlets")
        ):
            unit = "captured"
        if unit not in out:
            out.append(unit)
    if len(out) > 1 and "involved" in out:
        out.remove("involved")
    return tuple(out[:1] if not (set(out) <= {"killed", "wounded", "captured"}) else out)


def units_of(forms: tuple[Form, ...], wanted: tuple[str, ...]) -> list[Unit]:
    return [unit for unit, form in forms if form in wanted]
