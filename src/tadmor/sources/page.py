"""An HTML page to a report: its article found, its furniture gone, its captions kept apart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from lxml import etree

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources.article import CAPTION, Article, find_article, lines_of, opening_words, pieces_of
from tadmor.sources.blocks import Layout, Piece, assemble, day_alone, kinds, line_of_facts
from tadmor.sources.dates import numeric_day
from tadmor.sources.metadata import language_told, page_facts
from tadmor.sources.notices import reads_as
from tadmor.sources.prune import prune
from tadmor.sources.report import Facts, build, day_published
from tadmor.sources.scripted import scripted_article
from tadmor.sources.tree import REMEDY, Element, fold, names_of, parse, text_of

_CAPTION_CHARS = 1000
# Two letters or figures, forty characters more and a stop; whether there is a stop is looked up once for each stretch.
_SENTENCE = re.compile(r"(?:\A|(?<=[.!?…]))(?=[^.!?…]*+[.!?…])[^.!?…]*?\w\w[^.!?…]{40}")
_WORD = re.compile(r"\w+")


def read_page(html: str, facts: Facts, settings: Settings) -> tuple[Report, Facts]:
    """The report of a page and the facts it gave of itself; SourceError where no article is found."""
    root = parse(html.replace(CAPTION, ""))
    facts = _merged(page_facts(root, facts), facts)
    scripted, language = scripted_article(root), language_told(root)
    prune(root)
    _set_captions(root)
    article = find_article(root, facts.title)
    pieces = [*_titled(facts.title), *_pieces(root, article, scripted, facts.title)]
    if not _tell(pieces):
        raise SourceError("the page holds no article", remedy=REMEDY)
    text, layout = _assembled(pieces, article, day_published(facts.published)[0], language)
    return build(text, replace(facts, title=facts.title or layout.title), settings, layout), facts


def _tell(pieces: list[Piece]) -> bool:
    """Whether pieces are an article: a sentence, or however few words by which a publisher takes one back."""
    told = [words[:2000] for kind, words in pieces if kind == "paragraph"]
    titles = [words for kind, words in pieces if kind == "title"]
    return any(map(_SENTENCE.search, told)) or any(
        any(reads_as(taking, words) for words in told) or any(told and reads_as(taking, t, title=True) for t in titles)
        for taking in ("withdrawal", "correction")
    )


def _merged(told: Facts, known: Facts) -> Facts:
    """What a page tells of itself, and what is known of it, which is the address too where it is known."""
    return replace(
        told, id=known.id, source=known.source, raw=known.raw, fetched=known.fetched, url=known.url or told.url
    )


def _titled(title: str | None) -> list[Piece]:
    return [("title", title)] if title else []


def _pieces(root: Element, article: Article, scripted: list[str], title: str | None) -> list[Piece]:
    """Paragraphs and captions of the article in order, by the surest way that finds one."""
    found = list(_clean(pieces_of(article, title)))
    if not article.sure and _size(other := _by_trafilatura(root, title)) > 1.5 * _size(found):
        found = other
    return list(_clean(scripted)) if _size(found) < min(200, sum(map(len, scripted))) else found


def _assembled(pieces: list[Piece], article: Article, day: date | None, language: str) -> tuple[str, Layout]:
    """Text and layout, with the day that the lines near the headline tell where nothing else does.

    Figures under it are read as the language has them. A day above it may be that of reading, so it only gives its year
    to a dateline of the days before.
    """
    text, layout = assemble(pieces, day)
    if day or layout.head_day:
        return text, layout
    if figures := next(filter(None, (numeric_day(words, language) for words in opening_words(article))), None):
        return text, replace(layout, head_day=figures)
    for above in filter(None, (day_alone(line.words) for line in article.above)):
        dated = assemble(pieces, above)
        filed = dated[1].filing.dateline.date if dated[1].filing else None
        if filed and timedelta(0) <= above - filed <= timedelta(days=3):
            return dated
    return text, layout


def _size(pieces: list[Piece]) -> int:
    return sum(len(words) for kind, words in pieces if kind == "paragraph" and _SENTENCE.search(words[:2000]))


def _set_captions(root: Element) -> None:
    """Put each picture's caption, marked, in the picture's place as a paragraph, so that it stays if the place does."""
    for element in list(root.iter()):
        if not _tells_caption(element) or not _still_in(element, root):
            continue
        picture = _picture_of(element)
        words = fold(text_of(element))
        if not words or len(words) > _CAPTION_CHARS or next(picture.iter("h1", "article"), None) is not None:
            continue
        marked = etree.Element("p")
        marked.text, marked.tail = CAPTION + words, picture.tail
        parent = picture.getparent()
        if parent is not None:
            parent.replace(picture, marked)


def _tells_caption(element: Element) -> bool:
    if element.tag == "figcaption" or element.get("itemprop") == "caption":
        return True
    if element.tag in ("figure", "img", "video", "amp-img"):
        return False
    return any("caption" in words and "text" not in words[:1] for words in names_of(element))


def _picture_of(caption: Element) -> Element:
    """The figure that a caption is of, if it holds nothing else to be read; else the caption itself."""
    figure = caption if caption.tag == "figcaption" else None
    for holder in caption.iterancestors("figure"):
        figure = holder
        break
    if figure is None or figure is caption:
        return caption
    others = [e for e in figure.iter("figcaption", "table", "blockquote", "pre") if e is not caption]
    return caption if others else figure


def _still_in(element: Element, root: Element) -> bool:
    return element.getroottree().getroot() is root


def _by_trafilatura(root: Element, title: str | None) -> list[Piece]:
    """The pieces that trafilatura finds in a page whose article is in doubt."""
    import trafilatura  # half a second to load

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it discards is told by our own faults
    html = etree.tostring(root, encoding="unicode", method="html")
    try:
        found = trafilatura.bare_extraction(
            html, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # a fault of the extractor in a hostile page; what was found before stays
        return []
    body = getattr(found, "body", None)
    if body is None:
        return []
    lines = list(lines_of(body))
    return list(_clean(pieces_of(Article([], [], lines, sure=False), title)))


def _clean(stretches: Iterable[str]) -> Iterator[Piece]:
    """The pieces of an article without its furniture, scraps at its ends, and what is said twice."""
    words = _without_echoes(_without_scraps(list(stretches)))
    for piece, kind in zip(words, kinds(words), strict=True):
        if piece.startswith(CAPTION):
            yield "caption", piece.strip(CAPTION + " ")
        elif kind:
            yield kind, piece


def _without_scraps(words: list[str]) -> list[str]:
    """The pieces without the scraps of menus before the first sentence and after the last."""
    scraps = [len(p.split()) <= 3 and p[-1] not in '.!?:"”' and not line_of_facts(p) for p in words]
    first = scraps.index(False) if False in scraps else 0
    last = len(scraps) - scraps[::-1].index(False) if False in scraps else 0
    return words[first:last]


def _without_echoes(words: list[str]) -> list[str]:
    """The pieces without those of four words and more that stand in a longer one, as a pulled quotation does."""
    runs = [f" {' '.join(_WORD.findall(piece.casefold()))} " for piece in words]
    whole = "\n".join(runs)
    kept, seen = [], set[str]()
    for piece, run in zip(words, runs, strict=True):
        echo = run.count(" ") > 4 and (run in seen or (len(run) < 300 and _within_longer(run, whole)))
        if not echo:
            kept.append(piece)
        seen.add(run)
    return kept


def _within_longer(run: str, whole: str) -> bool:
    """Whether the run stands within a line of the whole that has more."""
    at = whole.find(run)
    while at >= 0:
        end = at + len(run)
        if (at > 0 and whole[at - 1] != "\n") or (end < len(whole) and whole[end] != "\n"):
            return True
        at = whole.find(run, at + 1)
    return False
