"""Cutting from a page what is not its article: menus, share bars, related links, notices and readers' comments.

trafilatura finds the article but lets comments and boxes within it through, so they go first.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from tadmor.sources import lexicon

_HOLDERS = frozenset(("html", "body", "main"))


def prune(root: HtmlElement) -> None:
    """Remove from the tree, in place, everything that is surely not the article."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    article_text = _paragraph_chars(root)
    doomed = [element for element in root.iter() if _doomed(element, article_text)]
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _doomed(element: HtmlElement, article_text: int) -> bool:
    """Whether an element goes: sure ones unless the headline is within, others unless most of the text is."""
    tag = element.tag
    if tag in _HOLDERS or _within_quote(element):
        return False
    names = _names(element)
    if tag in lexicon.page("tags") or any(_tells(words, "comments") for words in names):
        return not _holds_article(element)
    box = _hidden(element) or element.get("role") in lexicon.page("roles")
    box = box or any(_tells(words, "boxes") or " ".join(words[:3]) in lexicon.page("pairs") for words in names)
    return box and not _holds_article(element) and 2 * _paragraph_chars(element) <= article_text


def _tells(words: list[str], part: str) -> bool:
    return not lexicon.page(part).isdisjoint(words) and lexicon.page("states").isdisjoint(words)


def _within_quote(element: HtmlElement) -> bool:
    """Whether this is the line beneath a quotation that names who said it."""
    parent = element.getparent()
    return element.tag == "footer" and parent is not None and parent.tag == "blockquote"


def _names(element: HtmlElement) -> list[list[str]]:
    """The words of each class name and of the id: "postComments" and "post-comments" are post and comments."""
    names = f"{element.get('class', '')} {element.get('id', '')}"[:2000].split()
    return [re.sub(r"([a-z])([A-Z])|[_-]+", r"\1 \2", name).lower().split() for name in names]


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style", "")[:400].replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _holds_article(element: HtmlElement) -> bool:
    """Whether the headline or the marked body of the article is within."""
    return next(element.iter("h1"), None) is not None or bool(element.xpath('boolean(.//*[@itemprop="articleBody"])'))


def _paragraph_chars(element: HtmlElement) -> int:
    return sum(len(p.text_content()) for p in element.iter("p"))
