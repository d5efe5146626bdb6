"""How far what was read of a made page is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from html import unescape

from pages_made.making import Made
from tadmor.model import Report

RUN = 5  # so many words of a comment in a row, that the article has not, are a leak


@dataclass(frozen=True)
class Found:
    """What was read of a page. ``captions`` is None where the reader does not keep them apart."""

    paragraphs: list[str]
    captions: list[str] | None
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None


@dataclass(frozen=True)
class Score:
    """Counts of one page, or of several added up."""

    pages: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0
    captions_wanted: int = 0
    captions_found: int = 0
    captions_right: int = 0
    comments: int = 0
    leaked: int = 0
    dates: int = 0
    bylines: int = 0
    titles: int = 0
    outlets: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def paragraphs_f1(self) -> float:
        """2PR/(P+R) of paragraphs; 1 where none are wanted and none found."""
        return _f1(self.right, self.wanted, self.found)

    @property
    def captions_f1(self) -> float:
        """The same of captions."""
        return _f1(self.captions_right, self.captions_wanted, self.captions_found)


def _f1(right: int, wanted: int, found: int) -> float:
    return 2 * right / (wanted + found) if wanted + found else 1.0


def found_in(report: Report) -> Found:
    """What a report holds; a dateline belongs to the paragraph that it opens."""
    paragraphs, opening = [], ""
    for block in report.blocks:
        words = report.text[block.start : block.end]
        if block.kind == "dateline":
            opening = f"{words} "
        elif block.kind == "paragraph":
            paragraphs.append(opening + words)
            opening = ""
    captions = [report.text[b.start : b.end] for b in report.blocks if b.kind == "caption"]
    published = report.published.isoformat() if report.published else None
    return Found(paragraphs, captions, report.title, report.outlet, report.byline, published)


def score(made: Made, found: Found | None) -> Score:
    """The counts of one page; None is a page in which no article was found."""
    if found is None:
        return Score(1, len(made.paragraphs), captions_wanted=len(made.captions), comments=len(made.comments))
    told = _told(made, found)
    wanted = Counter(map(_words, made.paragraphs))
    right, captions = sum((wanted & told).values()), _captions(made, found.captions or [])
    return Score(
        1, wanted.total(), told.total(), right,
        len(made.captions), len(found.captions or []), captions,
        len(made.comments), len(list(leaks(made, found))),
        found.published == made.published,
        names(found.byline) == names(made.byline),
        _words(found.title or "") == _words(made.title),
        _words(found.outlet or "") == _words(made.outlet),
    )  # fmt: skip


def _told(made: Made, found: Found) -> Counter[str]:
    """The paragraphs found without those that are neither wanted nor wrong."""
    wanted, may = set(map(_words, made.paragraphs)), set(map(_words, made.may))
    if found.captions is None:
        may |= {form for caption in made.captions for form in _forms(caption)}
    told = (_words(paragraph) for paragraph in found.paragraphs)
    return Counter(words for words in told if words and (words in wanted or words not in may))


def _captions(made: Made, captions: Iterable[str]) -> int:
    left = [_forms(caption) for caption in made.captions]
    right = 0
    for words in map(_words, captions):
        if hit := next((forms for forms in left if words in forms), None):
            left.remove(hit)
            right += 1
    return right


def _forms(caption: tuple[str, str]) -> set[str]:
    """A caption without its credit and with it."""
    return {_words(caption[0]), _words(" ".join(caption))}


def leaks(made: Made, found: Found) -> Iterator[str]:
    """Each comment of which a run of words stands in the text, unless the article itself has the run."""
    own = _runs(" ".join(made.paragraphs))
    text = _runs(" ".join([*found.paragraphs, *(found.captions or []), found.title or ""]))
    yield from (comment for comment in made.comments if (_runs(comment) - own) & text)


def _runs(words: str) -> set[str]:
    tokens = _words(words).split()
    return {" ".join(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)}


def names(byline: str | None) -> frozenset[str]:
    """The names in a byline, whatever stands between them."""
    parts = re.split(r"[,;|]|\band\b|&", byline or "")
    return frozenset(name for part in parts if (name := _words(part)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unescape(text).casefold()))
