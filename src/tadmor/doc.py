"""A parsed report: words, tags and tree as arrays, whichever parser made them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

import numpy as np

from tadmor.model import Mention, Quantity, Report, Span, When, Where


class Spanned(Protocol):
    """Anything found in a text."""

    @property
    def span(self) -> Span | None: ...


S = TypeVar("S", bound=Spanned)
LONGEST_FOUND = 400
"""Code points; nothing found in a text is longer."""


def around(found: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Those that may overlap ``start`` to ``end``; ``found`` is in order of the text. A long
    report is not searched whole.
    """
    first = bisect_left(found, start - LONGEST_FOUND, key=_start)
    return found[first : bisect_left(found, end, lo=first, key=_start)]


def in_order(found: Sequence[S]) -> list[S]:
    """These in the order of the text, as ``around`` wants them."""
    return sorted(found, key=_start)


def _start(found: Spanned) -> int:
    return found.span.start if found.span else -1


@dataclass(slots=True)
class Entity:
    """A named entity over words ``start`` to ``end`` (exclusive); label PER, ORG, LOC or MISC."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Doc:
    """Arrays over the words of one report, and what the reading modules found in it.

    ``tags`` are universal, ``xtags`` Penn Treebank parts of speech.
    ``heads[i]`` is the index in this Doc of word i's head, and i itself for a root. ``deprels`` are Universal
    Dependencies relations without subtypes save ``nsubj:pass``, ``aux:pass`` and ``obl:agent`` where known.
    ``starts`` and ``ends``
    are code points of ``report.text``. ``sentences`` are (first word, last word + 1). ``history``: published long
    after what it tells. ``headings`` are the times that head the lines of a chronicle, by the line's first code point.
    """

    report: Report
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    tags: list[str] = field(default_factory=list)
    xtags: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    actors: list[Mention] = field(default_factory=list)
    references: dict[Span, Span] = field(default_factory=dict)
    learned: dict[str, np.ndarray] = field(default_factory=dict)
    history: bool = False
    headings: dict[int, When] = field(default_factory=dict)
    _children: list[list[int]] | None = None

    @property
    def text(self) -> str:
        return self.report.text

    @property
    def day(self) -> date | None:
        """The day from which the report's words count: that of publication; None in a history."""
        return None if self.history else self.report.published

    def span(self, first: int, last: int) -> Span:
        """The words ``first`` to ``last`` (inclusive) as a span of the text."""
        return self.report.span(self.starts[first], self.ends[last])

    def sentence_span(self, n: int) -> Span:
        """Sentence ``n`` as a span of the text."""
        a, b = self.sentences[n]
        return self.span(a, b - 1)

    def sentence_of(self, word: int) -> int:
        """The number of the sentence that holds this word."""
        return bisect_right(self.sentences, (word, len(self.words) + 1)) - 1

    def word_at(self, offset: int) -> int | None:
        """The word that holds this code point, or None between words."""
        i = bisect_right(self.starts, offset) - 1
        return i if i >= 0 and offset < self.ends[i] else None

    def words_in(self, span: Span) -> range:
        """The words that lie in (or overlap) a span of the text."""
        first = bisect_right(self.ends, span.start)
        last = first
        while last < len(self.words) and self.starts[last] < span.end:
            last += 1
        return range(first, last)

    def entity_label(self, word: int) -> str:
        """The label of the entity that holds this word, "" if none does."""
        i = bisect_right(self.entities, word, key=lambda e: e.start) - 1
        return self.entities[i].label if i >= 0 and word < self.entities[i].end else ""

    def children(self, word: int) -> list[int]:
        """Words whose head is this word, in order."""
        if self._children is None:
            self._children = [[] for _ in self.words]
            for i, h in enumerate(self.heads):
                if h != i:
                    self._children[h].append(i)
        return self._children[word]

    def subtree(self, word: int) -> list[int]:
        """This word and all below it, in order."""
        out, todo = [], [word]
        while todo:
            w = todo.pop()
            out.append(w)
            todo.extend(self.children(w))
        return sorted(out)

    def ancestors(self, word: int) -> Iterator[int]:
        """Heads above this word, nearest first."""
        seen = {word}
        while (h := self.heads[word]) not in seen:
            yield h
            seen.add(h)
            word = h
