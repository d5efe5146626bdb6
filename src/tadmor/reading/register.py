"""The register of actors: who they are, what they are called, and the trie by which their names are found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tadmor.model import MentionKind
from tadmor.reading.lexicon import load_lexicon, split_words

WORD = re.compile(r"(?:[^\W\d_]\. ?)+[^\W\d_]\.(?!\w)|[^\W_]+(?:['’ʿʼ`‘´](?![sS]\b)[^\W_]+)*")
ARTICLES = frozenset(("al", "el", "ash", "ad", "an", "as", "at", "az", "ar", "ul"))
OFFICES = (
    ("government", "state", "government", ""),
    ("government-forces", "force", "government forces", "government"),
    ("armed-forces", "force", "armed forces", "government-forces"),
    ("police", "force", "police", "government-forces"),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A row of the register; ``first`` and ``last`` are the years it was known by this name, ``parent`` another id."""

    id: str
    label: str
    kind: MentionKind
    country: str | None
    first: int | None
    last: int | None
    parent: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an actor (``ref``), a country or an adjective of one (``country``); ``role`` says which."""

    written: str
    role: str
    ref: str | None = None
    country: str | None = None
    exact: bool = False  # letters must be capital as written: acronyms
    proper: bool = True  # the first letter must be capital


def plain(word: str) -> str:
    """A word in lower case without marks, dots and apostrophes, in one spelling ("Da'esh" -> "daesh")."""
    bare = word.lower() if word.isascii() else _unmarked(word)
    if not bare.isalnum():
        bare = re.sub(r"[^\w]", "", bare)
    return _spellings().get(bare, bare)


def _unmarked(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


@cache
def _spellings() -> dict[str, str]:
    table = load_lexicon("actor_words.toml")["spellings"]
    return {other: one for one, others in table.items() for other in others.split()}


def slug(name: str) -> str:
    """An id made of a name: "South Sudan" -> "south-sudan"."""
    return re.sub(r"[^a-z0-9]+", "-", _unmarked(name).replace("'", "")).strip("-")


@cache
def countries() -> dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Country code -> (name, all names, adjectives), states that are no more included."""
    out: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {}
    for line in files("tadmor").joinpath("data", "countries.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 8 and cells[0] != "iso":
            names = [cells[1], *filter(None, cells[6].split("|"))]
            out[cells[0]] = (cells[1], tuple(names), tuple(filter(None, cells[7].split("|"))))
    for code, (name, names, adjectives) in load_lexicon("actor_words.toml")["former"].items():
        out[code] = (name, (name, *filter(None, names.split("|"))), tuple(filter(None, adjectives.split("|"))))
    return out


@cache
def capitals() -> dict[str, str]:
    """Capital, plain -> country code."""
    out: dict[str, str] = {}
    for line in files("tadmor").joinpath("data", "countries.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 8 and cells[0] != "iso":
            out[plain(cells[2])] = cells[0]
    return out


def _read_actor(line: str) -> Actor:
    id_, label, kind, country, first, last, parent, aliases = line.split("\t")
    years = [int(y) if y else None for y in (first, last)]
    names = tuple(a for a in aliases.split("|") if a)
    return Actor(id_, label, kind, country or None, years[0], years[1], parent or None, names)  # type: ignore[arg-type]


@cache
def register() -> dict[str, Actor]:
    """Every actor that has a row of its own, by id."""
    out: dict[str, Actor] = {}
    for file in sorted(files("tadmor").joinpath("data", "actors").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".tsv"):
            rows = file.read_text(encoding="utf-8").splitlines()[1:]
            out.update((actor.id, actor) for actor in map(_read_actor, rows))
    return out


@cache
def _offices() -> dict[str, Actor]:
    """Government, government forces, armed forces and police of every country, by id ("syria-armed-forces")."""
    out: dict[str, Actor] = {}
    for code, (name, _, adjectives) in countries().items():
        base = slug(name)
        for office, kind, words, parent in OFFICES:
            label = f"{adjectives[0] if adjectives else name} {words}"
            above = f"{base}-{parent}" if parent else None
            out[f"{base}-{office}"] = Actor(f"{base}-{office}", label, kind, code, None, None, above, ())  # type: ignore[arg-type]
    return out


def office(country: str, which: str) -> str | None:
    """The id of a country's government, government-forces, armed-forces or police; None for an unknown code."""
    named: dict[str, str] = load_lexicon("actor_words.toml")["armies"]
    if which == "armed-forces" and country in named:
        return named[country]
    return f"{slug(countries()[country][0])}-{which}" if country in countries() else None


def actor(ref: str) -> Actor | None:
    """The actor of an id, from the register or from the offices of a country."""
    return register().get(ref) or _offices().get(ref)


def canonical(ref: str) -> str:
    """The neutral label of an actor ("islamic-state" -> "Islamic State"); the id itself if it is unknown."""
    found = actor(ref)
    return found.label if found else ref


def kind_of(ref: str) -> MentionKind | None:
    """The kind of an actor, or None if the id is unknown."""
    found = actor(ref)
    return found.kind if found else None


@cache
def actor_words() -> frozenset[str]:
    """Lower-case nouns that mark a conflict actor: army, militants, police, warplanes…"""
    return split_words(load_lexicon("actor_words.toml")["marks"]["actor_words"])


@cache
def saying_sources() -> frozenset[str]:
    """Lower-case nouns that mark who says something: spokesman, monitor, agency, witness…"""
    return split_words(load_lexicon("actor_words.toml")["marks"]["saying"])


def pieces(text: str) -> list[str]:
    """The plain words of a name, as the trie holds them; "al-", "el-" and "ash-" are one."""
    out = []
    for m in WORD.finditer(text):
        word = plain(m[0])
        glued = text[m.end() : m.end() + 1] == "-"
        out.append("al" if glued and word in ARTICLES else word)
    return out


def _names() -> list[Name]:
    out: list[Name] = []
    for row in register().values():
        for written in (row.label, *row.aliases):
            exact = written.isupper() and len(written) <= 7 and " " not in written
            out.append(Name(written, "actor", row.id, row.country, exact, written[0].isupper()))
            if row.kind == "person" and not written.endswith("s"):
                out.append(Name(written + "s", "actor", row.id, row.country))
    for code, (_, names, adjectives) in countries().items():
        for role, forms in (("country", names), ("adjective", adjectives)):
            for written in forms:
                acronym = written.replace(".", "").isupper()
                out.append(Name(written, role, None, code, acronym))
                if not acronym and role == "country" and not written.endswith("s"):
                    out.append(Name(written + "s", "possessive", None, code))
    return out


@cache
def trie() -> dict[str, Any]:
    """Nested dicts by plain word; the key "" holds the list of Names that end there."""
    root: dict[str, Any] = {}
    for name in _names():
        node = root
        for word in pieces(name.written):
            node = node.setdefault(word, {})
        node.setdefault("", []).append(name)
    return root
