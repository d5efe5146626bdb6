"""Makes the pages: an article of ``articles/`` set in the layout of its system in ``layouts/``.

A file of ``articles/`` holds the articles of one system. Each begins with ``=== name`` and lines of ``key: value``,
then a line for each part of its body, told by its first letter (``PARTS``). Layouts are Jinja templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pages_made import furniture

HERE = Path(__file__).parent
HELD_BACK = ("agency", "blox", "joomla", "rtl")  # drawn by lot: Random(6).sample
PARTS = {
    "p": "paragraph", "h": "heading within the article", "q": "quotation", "l": "item of a list", "t": "row of a table",
    "c": "picture: caption | credit", "g": "picture of a gallery: caption | credit",
    "e": "embedded post: who | name | day | words",
    "d": "standfirst", "k": "correction", "T": "entry of a live page: time | heading", "n": "note on who reported",
    "m": "link to another article", "x": "pulled quotation", "f": "promotion", "r": "box of so many related articles",
    "a": "advertisement", "b": "newsletter box", "#": "comment: who | words", "##": "answer to a comment",
}  # fmt: skip
_KEYS = (
    "outlet", "url", "title", "byline", "machine", "signed", "published", "stamp", "modified", "metadate", "printed",
    "updated", "with", "lang",
)  # fmt: skip


@dataclass
class Part:
    """A part of a body: its letter, its words as HTML, and its columns; of a group, its members."""

    kind: str
    words: str = ""
    columns: list[str] = field(default_factory=list)
    members: list[Part] = field(default_factory=list)


@dataclass
class Article:
    """One article as its file tells it."""

    name: str
    system: str
    facts: dict[str, str]
    parts: list[Part]

    def __getattr__(self, key: str) -> Any:
        if key in _KEYS:
            return self.facts.get(key, "")
        raise AttributeError(key)

    def has(self, feature: str) -> bool:
        """Whether the line ``with:`` names this."""
        return feature in self.facts.get("with", "").split()

    @property
    def body(self) -> list[Part]:
        """The parts but comments, list items, table rows and gallery pictures that follow each other in groups."""
        kept = []
        for kind, run in groupby((p for p in self.parts if p.kind[0] != "#"), key=lambda part: part.kind):
            members = list(run)
            kept += [Part(kind, members=members)] if kind in "ltg" else members
        return kept

    @property
    def comments(self) -> list[Part]:
        """What readers wrote."""
        return [part for part in self.parts if part.kind[0] == "#"]

    @property
    def names(self) -> list[str]:
        """The authors one by one, as the page's linked data tell them."""
        told = self.machine or self.byline
        return told.split(", ") if told else []


@dataclass(frozen=True)
class Made:
    """A page and what is true of it. ``may`` are words that are neither wanted nor wrong among the paragraphs."""

    name: str
    system: str
    html: str
    title: str
    outlet: str
    byline: str | None
    published: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]
    may: tuple[str, ...]
    comments: tuple[str, ...]


@cache
def pages() -> tuple[Made, ...]:
    """All pages, by system and name."""
    return tuple(_made(article) for path in sorted(HERE.glob("articles/*.txt")) for article in articles(path))


def articles(path: Path) -> Iterator[Article]:
    """The articles of one file."""
    for chunk in path.read_text(encoding="utf-8").split("=== ")[1:]:
        name, *lines = chunk.strip().splitlines()
        facts = dict(re.fullmatch(r"(\w+):\s*(.*)", line).groups() for line in lines if line.split(":")[0] in _KEYS)
        parts = [_part(line) for line in lines if line.split(":")[0] not in _KEYS]
        yield Article(name, path.stem, facts, parts)


def _part(line: str) -> Part:
    match = re.match(r"(##?|[a-zA-Z](?= |$)) ?(.*)", line)
    if match is None or match[1] not in PARTS:
        raise ValueError(f"no part of a body begins so: {line}")
    return Part(match[1], match[2], [cell.strip() for cell in match[2].split("|")])


def _made(article: Article) -> Made:
    layouts = Environment(
        loader=FileSystemLoader(HERE / "layouts"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    layouts.globals.update(furniture.tools(article.name))
    layout = layouts.get_template(f"{article.system}.html")
    kinds = {kind: [part for part in article.parts if part.kind == kind] for kind in PARTS}
    return Made(
        name=article.name,
        system=article.system,
        html=layout.render(a=article, body=article.body, comments=article.comments),
        title=bare(article.title),
        outlet=bare(article.outlet),
        byline=article.byline or None,
        published=article.published or None,
        paragraphs=tuple(words for part in article.parts for words in _paragraphs(part)),
        captions=tuple(_caption(part) for part in kinds["c"] + kinds["g"]),
        may=tuple(bare(words) for words in _may(article, kinds)),
        comments=tuple(bare(part.columns[1]) for part in article.comments),
    )


def _caption(part: Part) -> tuple[str, str]:
    """A picture's caption and its credit, which may be empty."""
    return bare(part.columns[0]), bare(" ".join(part.columns[1:]))


def _paragraphs(part: Part) -> Iterator[str]:
    """What is wanted of a part."""
    if part.kind in "phqldk":
        yield bare(part.words)
    elif part.kind == "t":
        yield " | ".join(bare(cell) for cell in part.columns)
    elif part.kind == "T" and part.columns[1]:
        yield bare(part.columns[1])
    elif part.kind == "e":
        yield bare(part.columns[3])


def _may(article: Article, kinds: dict[str, list[Part]]) -> Iterator[str]:
    yield article.title
    yield from (part.words for part in kinds["n"])
    yield from (part.columns[0] for part in kinds["T"])
    yield from (f"— {who} (@{name}) {day}" for who, name, day, _ in (part.columns for part in kinds["e"]))
    yield from (credit for part in kinds["c"] + kinds["g"] for credit in part.columns[1:2])


def bare(words: str) -> str:
    """HTML as the words that it shows."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", words)).split())
