"""An HTML page to a report: its article found, its furniture gone, its captions kept apart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources.blocks import Piece, assemble, kinds, paragraphs
from tadmor.sources.metadata import page_facts
from tadmor.sources.prune import prune
from tadmor.sources.report import Facts, build, day_published

_REMEDY = "copy the article's text into a .txt file"
_NO_BREAK, _CAPTION = "\ue000", "\ue001"  # private marks that trafilatura lets through; it would fold no-break spaces
_PRIVATE = str.maketrans(dict.fromkeys((_NO_BREAK, _CAPTION)))
_BLOCKS = frozenset(  # of trafilatura's body, and of a page
    ("p", "head", "quote", "item", "list", "table", "row", "cell", "code", "dd", "dt", "div", "section", "article",
     "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "td", "th", "tr", "tbody",
     "header", "dl")
)  # fmt: skip
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML forbids them; in a page they say nothing
_SENTENCE = re.compile(r"\w{2,}[^.!?…]{40,}[.!?…]")


def read_page(html: str, facts: Facts, settings: Settings) -> tuple[Report, Facts]:
    """The report of a page and the facts it gave of itself; SourceError where no article is found."""
    root = _parse(html)
    facts = _merged(page_facts(root), facts)
    _set_captions(root)
    prune(root)
    pieces = _pieces(root, facts.title)
    if not any(kind == "paragraph" and _SENTENCE.search(words[:2000]) for kind, words in pieces):
        raise SourceError("the page holds no article", remedy=_REMEDY)
    text, layout = assemble(pieces, day_published(facts.published)[0])
    return build(text, replace(facts, title=facts.title or layout.title), settings, layout), facts


def _merged(told: Facts, known: Facts) -> Facts:
    return replace(told, id=known.id, source=known.source, raw=known.raw)


def _parse(html: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = document_fromstring(_CONTROL.sub("", html.translate(_PRIVATE)).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise SourceError("the page cannot be read as HTML", remedy=_REMEDY) from None
    if any("depth" in fault.message for fault in parser.error_log):
        raise SourceError("the page's elements are nested more than 2,000 deep", remedy=_REMEDY)
    return root


def _set_captions(root: HtmlElement) -> None:
    """Put each picture's caption, marked, in the picture's place as a paragraph, so that it stays if the place does."""
    for element in root.xpath('//figure[.//figcaption] | //*[contains(@class, "caption")][not(ancestor::figure)]'):
        if element.getparent() is None or next(element.iter("h1", "article"), None) is not None:
            continue
        captions = list(element.iter("figcaption")) or [element]
        words = _marked(" ".join(c.text_content() for c in captions), keep_lines=False) or ""
        if not words.strip() or len(words) > 1000 or not _still_in(element, root):
            continue
        marked = element.makeelement("p")
        marked.text, marked.tail = _CAPTION + words.strip(), element.tail
        element.getparent().replace(element, marked)


def _still_in(element: HtmlElement, root: HtmlElement) -> bool:
    return element.getroottree().getroot() is root


def _pieces(root: HtmlElement, title: str | None) -> list[Piece]:
    """Title, paragraphs and captions of the article in order: by trafilatura, or the largest article or main."""
    _even_spaces(root)
    body = _extracted(root)
    found = list(_clean_pieces(body, title)) if body is not None else []
    if sum(len(words) for kind, words in found if kind == "paragraph") < 200:
        simple = list(_clean_pieces(_largest(root), title))
        found = max(found, simple, key=lambda pieces: sum(len(words) for _, words in pieces))
    head: list[Piece] = [("title", title)] if title else []
    return head + found


def _even_spaces(root: HtmlElement) -> None:
    """Mark no-break spaces, and fold line ends outside ``pre``: from here on a line end is one of the page."""
    for element in root.iter():
        kept = isinstance(element.tag, str) and any(True for _ in element.iterancestors("pre"))
        element.tail = _marked(element.tail, kept)
        element.text = _marked(element.text, kept or element.tag == "pre")


def _marked(words: str | None, keep_lines: bool) -> str | None:
    if words is None:
        return None
    words = _CONTROL.sub("", words).replace("\xa0", _NO_BREAK)
    return words if keep_lines else re.sub(r"[ \t\r\n\f]+", " ", words)


def _extracted(root: HtmlElement) -> HtmlElement | None:
    import trafilatura  # half a second to load

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it discards is told by our own faults
    try:
        found = trafilatura.bare_extraction(
            root, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # a fault of the extractor in a hostile page; the simple way below still reads it
        return None
    return getattr(found, "body", None)


def _largest(root: HtmlElement) -> HtmlElement:
    candidates = [*root.iter("article", "main"), *root.xpath('//*[@itemprop="articleBody" or @role="main"]')]
    return max(candidates, key=lambda element: len(element.text_content()), default=root)


def _clean_pieces(body: HtmlElement, title: str | None) -> Iterator[Piece]:
    """The pieces of an extracted body without its furniture and without the title said again."""
    words = [_fold(stretch[a:b]) for stretch in _stretches(body) for a, b in paragraphs(stretch)]
    words = _without_scraps([piece for piece in words if piece and piece != title])
    for piece, kind in zip(words, kinds(words), strict=True):
        if piece.startswith(_CAPTION):
            yield "caption", piece.strip(_CAPTION + " ")
        elif kind:
            yield kind, piece


def _without_scraps(words: list[str]) -> list[str]:
    """The pieces without the scraps of menus before the first sentence and after the last."""
    scraps = [len(piece.split()) <= 3 and piece[-1] not in '.!?:"”' for piece in words]
    first = scraps.index(False) if False in scraps else 0
    last = len(scraps) - scraps[::-1].index(False) if False in scraps else 0
    return words[first:last]


def _fold(words: str) -> str:
    return re.sub(r"[ \t\r\n\f\v]+", " ", words).replace(_NO_BREAK, "\xa0").strip(" ")


def _stretches(body: HtmlElement) -> Iterator[str]:
    """The text of each innermost block, line breaks as line ends; a row of a table is one stretch."""
    kept: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            if tag in {"cell", "td", "th"} and _plain_row(element):
                kept.append(" | " if event == "end" and element.getnext() is not None else "")
            else:
                yield "".join(kept)
                kept.clear()
        if event == "start":
            kept.append(("\n" if tag in {"lb", "br"} else "") + (element.text or ""))
        elif element is not body:
            kept.append(element.tail or "")
    yield "".join(kept)


def _plain_row(cell: HtmlElement) -> bool:
    row = cell.getparent()
    return row is not None and next(row.iter("p", "div", "list", "ul", "quote", "blockquote", "head"), None) is None
