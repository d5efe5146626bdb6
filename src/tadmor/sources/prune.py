"""Cutting from a page what is not its article: menus, share bars, related links, notices and readers' comments.

Names tell most of it, for publishing systems call things alike. What is named otherwise is told by its shape (a list of
links, a row of cards) or by its heading ("Related", "Join the conversation").
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from tadmor.sources import lexicon
from tadmor.sources.tree import HEADINGS, Element, around, cut, drop, fold, leads_away, name_words, names_of, text_of

_HOLDERS = frozenset(("html", "body", "main"))
_LISTS = frozenset(("div", "ul", "ol", "dl", "section", "table", "tbody", "tr", "td", "center", "header", "article"))
_TEXT_HOLDERS = frozenset(("p", "div", "td", "font", "span", "section", "article", "pre"))
_PARAGRAPH_CHARS = 60  # text that stands in an element by itself and is so long may be a paragraph
_CORE_CHARS = 200  # no article is shorter
_CARD_CHARS = 320  # a title and a summary
_ROWS = frozenset(("table", "tbody", "tr"))
_LINK_CHARS = 12
_TITLE_CHARS = 60
_COMMENT_ITEM = re.compile(r"comment", re.I)


def prune(root: Element) -> None:
    """Remove from the tree, in place, everything that is surely not the article."""
    head = _headed(root)
    answered = _answered(root)
    cut(root, lambda element: _never(element) and element not in head)
    core = list(around(_densest(root)))
    _cut_links(root, head, {*head, *core})
    if core and core[0].getroottree().getroot() is not root:  # it was a card
        core = list(around(_densest(root)))
    keep = {*head, *core}
    cut(root, lambda element: _box(element) and element not in keep)
    _cut_titled(root, keep)
    _cut_answered(answered, root, keep)


def _headed(root: Element) -> set[Element]:
    """All elements that hold the headline or the marked body of the article."""
    marked = [*root.iter("h1"), *root.iterfind('.//*[@itemprop="articleBody"]')]
    return {holder for element in marked for holder in around(element)}


def _never(element: Element) -> bool:
    """Whether an element is of a sort that no article is in: scripts, menus, forms, comments."""
    if element.tag in lexicon.page("tags"):
        return not _within_quote(element) and not (element.tag == "form" and _holds_page(element))
    if element.tag in _HOLDERS:
        return False
    return "comments" in sorts_of(element) or _comment_item(element)


def _holds_page(form: Element) -> bool:
    """Whether the form is set around the whole page, as some systems do."""
    return sum(len(text_of(p)) for p in form.iter("p")) > 2 * _CORE_CHARS


def _comment_item(element: Element) -> bool:
    """Whether the page says in the terms of schema.org or SIOC that this is a comment."""
    told = (element.get("itemtype"), element.get("itemprop"), element.get("typeof"))
    return any(words and _COMMENT_ITEM.search(words) and "Count" not in words for words in told)


def _within_quote(element: Element) -> bool:
    """Whether this is the line beneath a quotation that names who said it."""
    parent = element.getparent()
    return element.tag == "footer" and parent is not None and parent.tag == "blockquote"


def _box(element: Element) -> bool:
    """Whether an element is a box beside the article, by its name or role, or not shown."""
    if element.tag in _HOLDERS or _within_quote(element):
        return False
    return "boxes" in sorts_of(element) or element.get("role") in lexicon.page("roles") or _hidden(element)


def sorts_of(element: Element) -> frozenset[str]:
    """What the names of an element tell it to be: "comments", "boxes", both or neither."""
    return _sorts_of(f"{element.get('class', '')} {element.get('id', '')}"[:2000])


@lru_cache(maxsize=8192)
def _sorts_of(names: str) -> frozenset[str]:
    told = set()
    for words in name_words(names):
        if lexicon.page("states").isdisjoint(words):
            told |= {part for part in ("comments", "boxes") if not lexicon.page(part).isdisjoint(words)}
        pairs = {" ".join(words[i : i + 2]) for i in range(len(words) - 1)}
        told |= {part for part in ("comments", "boxes") if not lexicon.page(f"{part}_pairs").isdisjoint(pairs)}
    return frozenset(told)


def _hidden(element: Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and "display:none" in style[:400].replace(" ", "").lower()


def _densest(root: Element) -> Element | None:
    """The element in which most text stands as paragraphs; one in a box only where all else is short."""
    free, boxed = defaultdict[Element, int](int), defaultdict[Element, int](int)
    in_box: dict[Element, bool] = {}
    for element in root.iter():
        parent = element.getparent()
        in_box[element] = _box(element) or (parent is not None and in_box[parent])
        if element.tag not in _TEXT_HOLDERS or (chars := _own_chars(element)) < _PARAGRAPH_CHARS:
            continue
        weights = boxed if in_box[element] else free
        weights[element] += chars
        if parent is not None and element.tag in ("p", "div", "section"):
            weights[parent] += chars
    best = max(free, key=lambda element: free[element], default=None)
    other = max(boxed, key=lambda element: boxed[element], default=None)
    if other is None or (best is not None and (free[best] >= _CORE_CHARS or 2 * free[best] >= boxed[other])):
        return best
    return other


def _own_chars(element: Element) -> int:
    """Characters of a paragraph outside links, or of the text that stands directly in another element."""
    if element.tag == "p":
        return len(text_of(element)) - sum(len(text_of(link)) for link in element.iter("a"))
    return len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)


def _answered(root: Element) -> list[Element]:
    """What stands around each "Reply", which is under readers' comments however they are named."""
    marks = root.iter("a", "button", "span", "div", "small", "p", "li")
    words = lexicon.page("replies")
    return [mark.getparent() for mark in marks if mark.text and mark.text.strip(" \n\t·|").casefold() in words]


def _cut_answered(answered: list[Element], root: Element, keep: set[Element]) -> None:
    """Take out the largest element around each of these that holds neither headline nor article."""
    for element in answered:
        outward = list(around(element))
        outside = [holder for holder in outward if holder not in keep]
        if outside and outward[-1] is root and len(outside) < len(outward):
            drop(outside[-1])


def _cut_titled(root: Element, keep: set[Element]) -> None:
    """Take out the boxes whose heading says that other articles, or readers' words, follow."""
    for heading in list(root.iter(*HEADINGS[1:], "div", "p", "span", "strong", "b", "header", "td", "dt")):
        if heading.getparent() is None or heading in keep or not _heading_like(heading):
            continue
        words = fold(text_of(heading)).strip("»›>|•·*-–—…: ")
        if 0 < len(words) <= _TITLE_CHARS and (sort := _titles(words)):
            _cut_box(heading, sort, keep)


def _heading_like(element: Element) -> bool:
    if element.tag in HEADINGS or element.tag in ("strong", "b"):
        return True
    return any(not lexicon.page("headings").isdisjoint(words) for words in names_of(element))


@lru_cache(maxsize=8192)
def _titles(words: str) -> str | None:
    """The sort of box that has this heading: "comments", "lists" or None."""
    return next((part for part in ("comments", "lists") if lexicon.furniture(part).fullmatch(words)), None)


def _cut_box(heading: Element, sort: str, keep: set[Element]) -> None:
    """Take out the largest element that this heading opens, or from it on all that is beside it if comments follow."""
    box = heading
    while (parent := box.getparent()) is not None and parent not in keep and _opens(box, parent):
        box = parent
    following = list(box.itersiblings()) if sort == "comments" else []
    for element in (box, *following):
        if element not in keep:
            drop(element)


def _opens(element: Element, parent: Element) -> bool:
    """Whether an element stands first in its parent, and the parent is no more than a box."""
    before = element.itersiblings(preceding=True)
    return not (parent.text or "").strip() and not any(text_of(e).strip() or (e.tail or "").strip() for e in before)


def _cut_links(root: Element, head: set[Element], keep: set[Element]) -> None:
    """Take out lists of links, and rows of cards that have a linked title and a summary each.

    A card may hold more text than anything else, on a page that is all cards; so only the headline keeps one.
    """
    sizes = _Sizes(root)
    open_ones = [root]
    while open_ones:
        element = open_ones.pop()
        cards = set(_cards(element, sizes))
        for child in list(element):
            if (child in cards and child not in head) or (child not in keep and _mostly_links(child, sizes)):
                drop(child)
            else:
                open_ones.append(child)


class _Sizes:
    """For each element its characters, and how many of them are links to other pages."""

    def __init__(self, root: Element) -> None:
        self.chars: dict[Element, int] = {}
        self.linked: dict[Element, int] = {}
        for element in reversed(list(root.iter())):
            inner = list(element)
            tails = sum(self.chars[child] + len((child.tail or "").strip()) for child in inner)
            self.chars[element] = len((element.text or "").strip()) + tails
            whole = element.tag == "a" and leads_away(element)
            self.linked[element] = self.chars[element] if whole else sum(self.linked[child] for child in inner)


def _mostly_links(element: Element, sizes: _Sizes) -> bool:
    """Whether an element is a list of links; a table is one only if each of its cells has a link."""
    if element.tag not in _LISTS or sizes.linked[element] < 0.7 * sizes.chars[element]:
        return False
    return sum(1 for _ in element.iter("a")) > 1 and not _figures(element, sizes)


def _figures(element: Element, sizes: _Sizes) -> bool:
    """Whether this is a table or a row with a cell that has words and no link."""
    return element.tag in _ROWS and any(sizes.chars[cell] and not sizes.linked[cell] for cell in element.iter("td"))


def _cards(element: Element, sizes: _Sizes) -> list[Element]:
    """The cards of which an element mostly consists, or none."""
    short = (child for child in element if sizes.linked[child] >= _LINK_CHARS and not _figures(child, sizes))
    cards = [child for child in short if sizes.chars[child] - sizes.linked[child] <= _CARD_CHARS and _has_title(child)]
    shown = sum(sizes.chars[card] for card in cards)
    return cards if len(cards) > 1 and shown >= 0.75 * sizes.chars[element] else []


def _has_title(card: Element) -> bool:
    """Whether a card is, or begins with, a link that is all of its line."""
    link = card if card.tag == "a" else next(card.iter("a"), None)
    if link is None:
        return False
    above = link
    while above is not card:
        before, above = above, above.getparent()
        if (above.text or "").strip() or (before.tail or "").strip():
            return False
    return True
