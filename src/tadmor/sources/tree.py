"""A page as a tree, and the few things that are done with its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from tadmor.errors import SourceError

REMEDY = "copy the article's text into a .txt file"
BLOCKS = frozenset(  # of a page, and of what trafilatura makes of it
    ("p", "head", "quote", "item", "list", "table", "row", "cell", "code", "dd", "dt", "div", "section", "article",
     "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "td", "th", "tr", "tbody",
     "header", "dl", "body", "center", "hr", "figure", "figcaption", "amp-carousel")
)  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Element = Any  # lxml.etree._Element, which no stub describes
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML forbids them; in a page they say nothing
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]+")


def parse(html: str) -> Element:
    """The root of a page without comments; SourceError where it is none, or nested too deep."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(without_control(html).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise SourceError("the page cannot be read as HTML", remedy=REMEDY)
    if any("depth" in fault.message for fault in parser.error_log):
        raise SourceError("the page's elements are nested more than 2,000 deep", remedy=REMEDY)
    return root


def without_control(words: str) -> str:
    """The words without the characters that XML forbids."""
    return _CONTROL.sub("", words)


def text_of(element: Element) -> str:
    """All text within an element, as it stands."""
    return "".join(element.itertext())


def longer_than(element: Element, chars: int) -> bool:
    """Whether the text within an element has more characters; of a longer one no more is looked at."""
    size = 0
    for part in element.itertext():
        size += len(part)
        if size > chars:
            return True
    return False


def fold(words: str) -> str:
    """The words with white space folded and trimmed; no-break spaces stay."""
    return _SPACE.sub(" ", words).strip(" ")


def drop(element: Element) -> None:
    """Take an element out of its tree, and leave the text behind it in."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def cut(root: Element, doomed: Callable[[Element], bool]) -> None:
    """Take out each element of which this holds, outermost first."""
    open_ones = [root]
    while open_ones:
        for child in list(open_ones.pop()):
            if doomed(child):
                drop(child)
            else:
                open_ones.append(child)


def leads_away(link: Element) -> bool:
    """Whether a link leads to another page, and not to a place in this one."""
    return not (link.get("href") or "").startswith("#")


def around(element: Element | None) -> Iterator[Element]:
    """The element and all it lies in."""
    while element is not None:
        yield element
        element = element.getparent()


def names_of(element: Element) -> tuple[tuple[str, ...], ...]:
    """The words of each class name and of the id: "postComments" and "post-comments" are post and comments."""
    return name_words(f"{element.get('class', '')} {element.get('id', '')}"[:2000])


@lru_cache(maxsize=8192)
def name_words(names: str) -> tuple[tuple[str, ...], ...]:
    """The words, lower case, of each of the names."""
    return tuple(tuple(word.lower() for word in _SEAM.split(name) if word) for name in names.split())
