"""Cutting from a page what is not its article: menus, share bars, related links, notices and readers' comments.

trafilatura finds the article but lets comments and boxes within it through, so they go first.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

_TAGS = frozenset(
    "script style noscript nav form iframe button select textarea input svg canvas object embed template dialog aside "
    "footer video audio map".split()
)
_ROLES = frozenset("navigation complementary dialog alertdialog contentinfo banner search menu toolbar".split())
_COMMENT = frozenset("comment comments commentlist commentary disqus livefyre commento respond replies coral".split())
_BOX = frozenset(
    "share sharing shares sharebar sharethis addthis addtoany social socials follow newsletter newsletters subscribe "
    "subscription signup related recommended recommendations recirc outbrain taboola trending popular cookie cookies "
    "gdpr consent breadcrumb breadcrumbs advert advertisement ad ads promo promoted sponsored paywall sidebar menu "
    "toolbar pagination pager tags nav navbar navigation skip".split()
)
_PAIRS = re.compile(r"(?:most (?:read|viewed|popular|shared)|read (?:more|next|also)|more (?:stories|news|from|on)|see also|also read|next (?:post|article)|up next|you may|author bio|about author|print only|sr only|screen reader|visually hidden)")
_STATE = frozenset("open closed has no with without enabled disabled count off on single page body template layout".split())
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
    tag = element.tag
    if tag in _HOLDERS:
        return False
    if tag in _TAGS:
        return not (tag == "footer" and _within_quote(element)) and not (tag in {"form", "aside"} and _holds_article(element))
    names = _class_words(element)
    if any(_COMMENT & words and not _STATE & words for words in names):
        return not _holds_article(element)
    if _hidden(element) or element.get("role") in _ROLES or any(_BOX & w and not _STATE & w for w in names) or _paired(element):
        return not _holds_article(element) and 2 * _paragraph_chars(element) <= article_text
    return False


def _within_quote(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in {"blockquote", "figure"}


def _class_words(element: HtmlElement) -> list[frozenset[str]]:
    """The words of each class name and of the id: "postComments" and "post-comments" are {post, comments}."""
    names = f"{element.get('class', '')} {element.get('id', '')}"[:2000].split()
    return [frozenset(_name_words(name)) for name in names]


def _name_words(name: str) -> list[str]:
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ").replace("-", " ").lower().split()


def _paired(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"[:2000]
    return bool(names.strip()) and any(_PAIRS.fullmatch(" ".join(_name_words(name)[:3])) for name in names.split())


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style", "")[:400].replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _holds_article(element: HtmlElement) -> bool:
    """Whether the headline or the marked body of the article is within."""
    return next(element.iter("h1"), None) is not None or bool(element.xpath('boolean(.//*[@itemprop="articleBody"])'))


def _paragraph_chars(element: HtmlElement) -> int:
    return sum(len(p.text_content()) for p in element.iter("p"))
