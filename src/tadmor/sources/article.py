"""Finding the article in a pruned page: the stretches of its text that belong together under the headline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tadmor.sources import lexicon
from tadmor.sources.blocks import Stretch, line_of_facts, paragraphs
from tadmor.sources.tree import BLOCKS, HEADINGS, Element, around, fold, leads_away, names_of, text_of, without_control

CAPTION = "\ue001"  # a private mark at the head of a caption that stands in its picture's place
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CELLS = frozenset(("td", "th", "cell"))
_CELL_CHARS = 200
_PROSE_CHARS = 40
_NOTE_CHARS = 240  # who wrote it and when
_ARTICLE_CHARS = 200
_STOPS = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)|[:;,]\s")
_ENDS = '.!?…:"”’)'
_PARAGRAPHS = frozenset(("p", "li", "th", "blockquote", "dd", "dt", "pre", *HEADINGS))
_OUTER = frozenset(("body", "html", "table", "tbody", "tr"))
_LINE_LIKE = frozenset(
    ("p", "li", "td", "th", "tr", "blockquote", "dd", "dt", "pre", "quote", "item", "head", "row", *HEADINGS)
)
_STANDFIRST = ("standfirst", "subtitle", "deck", "dek", "subheadline", "lead", "summary")
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|news|item|asset|node|field|detail)[_-]{0,2}(?:body|content|text|fulltext)"
    r"(?![a-z])|articlebody|articletext|storybody|storytext|newstext",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its words, white space folded, its innermost block, how many of its characters are links and bold,
    and whether it has the block to itself."""

    words: str
    owner: Element
    linked: int = 0
    bold: int = 0
    alone: bool = True

    @property
    def caption(self) -> bool:
        """Whether this is the caption of a picture."""
        return self.words.startswith(CAPTION)

    @property
    def prose(self) -> int:
        """Characters, if they are sentences and not links; else 0."""
        size = len(self.words)
        if size < _PROSE_CHARS or 2 * self.linked > size or self.caption:
            return 0
        return size if _STOPS.search(self.words) else 0

    @property
    def scrap(self) -> bool:
        """Whether this is a link, or a few words that no element marks as a line."""
        if self.caption:
            return False
        if self.linked >= 0.9 * len(self.words):
            return True
        marked = self.owner.tag in _LINE_LIKE or not self.alone or self.bold >= 0.9 * len(self.words)
        return not marked and len(self.words.split()) < 8 and self.words[-1] not in _ENDS


@dataclass(frozen=True, slots=True)
class Article:
    """The lines above the headline, between it and the body, and of the body; whether all this is beyond doubt."""

    above: list[Line]
    head: list[Line]
    body: list[Line]
    sure: bool


def find_article(root: Element, title: str | None) -> Article:
    """The article of a pruned page under this headline."""
    lines = list(lines_of(root))
    prose = [line.prose for line in lines]
    masses = _masses(lines, prose)
    headline = _headline(lines, title)
    region = _region(root, lines, masses, headline)
    first, last = masses.spans[region] if region in masses.spans else (0, len(lines) - 1)
    if headline is not None and first <= headline <= last:
        first = headline + 1
    head = lines[headline + 1 : first] if headline is not None and headline < first else []
    head = [*(line for line in lines[: headline or 0] if line.caption), *head]
    inside, total = sum(prose[first : last + 1]), sum(prose)
    sure = inside == total > 0 or (inside >= _ARTICLE_CHARS and (headline is not None or inside >= 0.6 * total))
    return Article(lines[: headline or first], head, lines[first : last + 1], sure)


class _Flow:
    """The text of one block as it is gathered, with the stretches of it that are links or bold."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.within = {"a": 0, "b": 0, "strong": 0, "pre": 0}
        self.linked: list[Stretch] = []
        self.bold: list[Stretch] = []

    def add(self, text: str | None) -> None:
        """Take in text of the page."""
        if not text:
            return
        text = without_control(text if self.within["pre"] else _SPACE.sub(" ", text))
        stretch = (self.size, self.size + len(text))
        if self.within["a"]:
            self.linked.append(stretch)
        if self.within["b"] or self.within["strong"]:
            self.bold.append(stretch)
        self.put(text)

    def put(self, mark: str) -> None:
        """Take in a mark between words: a line's end, or the bar between two cells."""
        self.parts.append(mark)
        self.size += len(mark)

    def lines(self, owner: Element) -> Iterator[Line]:
        """The paragraphs gathered so far; the flow is empty again."""
        whole = "".join(self.parts)
        if whole and not whole.isspace():
            stretches: list[Stretch] = paragraphs(whole)
            for a, b in stretches:
                linked, bold = _covered(self.linked, a, b), _covered(self.bold, a, b)
                yield Line(fold(whole[a:b]), owner, linked, bold, len(stretches) == 1)
        self.parts.clear()
        self.linked.clear()
        self.bold.clear()
        self.size = 0


def _covered(stretches: list[Stretch], start: int, end: int) -> int:
    return sum(max(0, min(b, end) - max(a, start)) for a, b in stretches)


def lines_of(root: Element) -> Iterator[Line]:
    """The paragraphs of each innermost block in order; a row of a table is one."""
    open_blocks, flow, plain = [root], _Flow(), dict[Element, bool]()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, start = element.tag, event == "start"
        if tag in flow.within and (tag != "a" or leads_away(element)):
            flow.within[tag] += 1 if start else -1
        if tag in _CELLS and _in_plain_row(element, plain):
            if not start and element.getnext() is not None:
                flow.put(" | ")
        elif tag in BLOCKS:
            yield from flow.lines(open_blocks[-1])
            if start:
                open_blocks.append(element)
            elif len(open_blocks) > 1:
                open_blocks.pop()
        if start and tag in ("br", "lb"):
            flow.put("\n")
        if start or element is not root:
            flow.add(element.text if start else element.tail)
    yield from flow.lines(root)


def _in_plain_row(cell: Element, plain: dict[Element, bool]) -> bool:
    """Whether a cell is of a table of figures; ``plain`` keeps what was found of each row."""
    row = cell.getparent()
    if row is None or row.tag not in ("tr", "row"):
        return False
    if row not in plain:
        plain[row] = _plain(row)
    return plain[row]


def _plain(row: Element) -> bool:
    """Whether neither a block nor a long text stands in a row."""
    short = len(row) > 1 and all(len(text_of(inner)) <= _CELL_CHARS for inner in row)
    return short and all(inner.tag not in BLOCKS or inner.tag in _CELLS for inner in row.iterdescendants("*"))


@dataclass(frozen=True, slots=True)
class _Masses:
    """For each element its prose in characters, its children that have some, and the first and last of its lines."""

    prose: dict[Element, int]
    children: dict[Element, dict[Element, None]]
    spans: dict[Element, tuple[int, int]]


def _masses(lines: list[Line], prose: list[int]) -> _Masses:
    masses, children = defaultdict[Element, int](int), defaultdict[Element, dict[Element, None]](dict)
    spans = dict[Element, tuple[int, int]]()
    for number, (line, size) in enumerate(zip(lines, prose, strict=True)):
        below = None
        for holder in around(line.owner):
            if size and below is not None:
                children[holder][below] = None
            masses[holder] += size
            spans[holder] = (spans.get(holder, (number, number))[0], number)
            below = holder
    return _Masses(masses, children, spans)


def _headline(lines: list[Line], title: str | None) -> int | None:
    """The number of the line that is the headline."""
    told = [n for n, line in enumerate(lines) if _same(line.words, title)]
    marked = [n for n in told if lines[n].owner.tag in HEADINGS]
    return next(iter([*marked, *told]), None)


def _region(root: Element, lines: list[Line], masses: _Masses, headline: int | None) -> Element:
    """The innermost element that holds the body of the article."""
    titled = set(around(lines[headline].owner)) if headline is not None else set[Element]()
    region = root
    while inner := masses.children.get(region):
        best = max(inner, key=lambda child: masses.prose[child])
        under_title = next((child for child in inner if child in titled), best)
        if 3 * masses.prose[under_title] >= masses.prose[region]:
            best = under_title
        rest = [child for child in inner if child is not best]
        if not _holds_paragraphs(best, masses):
            break
        if rest and not _body_alone(best, rest, masses) and not _apart(region, best, titled, masses):
            break
        region = best
    return region


def _holds_paragraphs(element: Element, masses: _Masses) -> bool:
    """Whether an element is more than one paragraph."""
    if element.tag not in _PARAGRAPHS and masses.children.get(element):
        return True
    first, last = masses.spans[element]
    return last > first


def _body_alone(best: Element, rest: list[Element], masses: _Masses) -> bool:
    """Whether this holds the marked body of an article, and no other does, as entries of a live page do."""
    return _named_body(best, masses) and not any(_named_body(other, masses) for other in rest)


def _named_body(element: Element, masses: _Masses) -> bool:
    """Whether this is, or is all but, the marked body of an article."""
    inner = element
    while True:
        names = f"{inner.get('class', '')} {inner.get('id', '')} {inner.get('itemprop', '')}"[:2000]
        if inner.tag != "p" and _BODY_NAME.search(names):
            return True
        children = list(masses.children.get(inner, ()))
        if len(children) != 1:
            return False
        inner = children[0]


def _apart(region: Element, best: Element, titled: set[Element], masses: _Masses) -> bool:
    """Whether what stands in the region beside its best part is another thing than the article.

    Of columns, and where the headline is in it, two fifths of the text are enough; below the headline it must be nearly
    all, for an article may be set in several parts.
    """
    share = masses.prose[best] / masses.prose[region]
    if region.tag in _OUTER or best.tag == "td" or best in titled:
        return share >= 0.4 or best in titled
    return share >= (0.75 if not titled or region in titled else 0.9)


def pieces_of(article: Article, title: str | None) -> Iterator[str]:
    """The paragraphs of head and body, lines of author and day first; scraps and the title said again left out."""
    opening, rest = _parted(article)
    facts = [line for line in opening if line_of_facts(line.words)]
    yield from (line.words for line in facts)
    for line in (*(line for line in opening if line not in facts and _of_article(line)), *rest):
        if not line.scrap and not _same(line.words, title):
            yield line.words


def opening_words(article: Article) -> list[str]:
    """The short lines under the headline, before the first paragraph."""
    return [line.words for line in _parted(article)[0] if len(line.words) <= _NOTE_CHARS // 2]


def _parted(article: Article) -> tuple[list[Line], list[Line]]:
    """(the lines before the first paragraph, those from it on)."""
    begun = next((n for n, line in enumerate(article.body) if line.prose and not _note(line)), len(article.body))
    return [*article.head, *article.body[:begun]], article.body[begun:]


def _same(words: str, title: str | None) -> bool:
    """Whether these words are the title, no-break spaces or not."""
    return title is not None and (words == title or " ".join(words.split()) == title)


def _of_article(line: Line) -> bool:
    """Whether a line before the first paragraph is a caption, a heading or a standfirst, and no note on its making."""
    words = line.words
    if line.caption or line.owner.tag in HEADINGS[1:]:
        return True
    if line.linked >= 0.3 * len(words) or _note(line):
        return False
    standfirst = any(word in names for names in names_of(line.owner) for word in _STANDFIRST)
    return standfirst or len(words.split()) >= 8 or (line.owner.tag in _LINE_LIKE and words[-1:] in _ENDS)


def _note(line: Line) -> bool:
    """Whether the element of a short line, or one within it, is marked as telling author or day."""
    if len(line.words) > _NOTE_CHARS or not line.alone:
        return False
    within = (e for e in line.owner.iter() if e.tag == "time" or e.get("class"))
    return any(e.tag == "time" or any(not lexicon.page("notes").isdisjoint(w) for w in names_of(e)) for e in within)
