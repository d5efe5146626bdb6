"""What a page says of itself: title, outlet, byline, day of publication and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from tadmor.sources import lexicon
from tadmor.sources.dates import head_date, parse_day
from tadmor.sources.report import Facts

_DATE_CLASS = re.compile(r"(?<![a-z])(?:date|datetime|timestamp|published|pubdate|posted|time|dateline)(?![a-z])", re.I)
_BYLINE_CLASS = re.compile(r"(?<![a-z])(?:byline|author|writer)(?![a-z])", re.I)
_TITLE_CLASS = re.compile(r"(?<![a-z])(?:(?:post|entry|article|story|news|page)[_-]?title|headline)(?![a-z])", re.I)
_SITE_MARK = re.compile(r"\s+[|\u2013\u2014\u00bb:·-]\s+")
_LD_DEPTH = 6

Properties = dict[str, str]


def page_facts(root: HtmlElement) -> Facts:
    """The facts of a page, unknown ones None; ``published`` in the page's words, the first of them that is a day."""
    meta = _meta(root)
    thing = _linked_article(root)
    told = _first(meta, "og:site_name", "application-name", "publisher", "dc.publisher")
    outlet = _name(thing.get("publisher")) or told
    days = [day for day in _days(root, meta, thing) if day]
    return Facts(
        title=_title(root, meta, thing, outlet),
        published=next((day for day in days if parse_day(day)), days[0] if days else None),
        outlet=outlet,
        byline=_byline(root, meta, thing, outlet),
        url=_address(root, meta),
    )


def _meta(root: HtmlElement) -> Properties:
    """Contents of the meta elements by name, property or itemprop, lower case; the first of each."""
    found: Properties = {}
    for element in root.iter("meta"):
        content = _clean(element.get("content"))
        for attribute in ("property", "name", "itemprop"):
            if content and (name := element.get(attribute)):
                found.setdefault(name.strip().lower(), content)
    return found


def _clean(words: object, limit: int = 400) -> str | None:
    """The words with white space folded; None for none, and for more than a field can hold."""
    if not isinstance(words, str):
        return None
    folded = " ".join(unescape(words[: 4 * limit]).split())
    return folded if 0 < len(folded) <= limit else None


def _first(meta: Properties, *names: str) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _linked_article(root: HtmlElement) -> dict[str, Any]:
    """The article among a page's JSON-LD, or an empty dict."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            loaded = json.loads((script.text or "").strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(loaded, _LD_DEPTH):
            if re.search("Article|Posting|Report", str(thing.get("@type"))[:200]):
                return thing
    return {}


def _things(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(value, list):
        for part in value:
            yield from _things(part, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _things(value.get(key), depth - 1)


def _name(value: object) -> str | None:
    """The name of a person or organisation in JSON-LD, or of several."""
    if isinstance(value, list):
        return ", ".join(name for part in value[:8] if (name := _name(part))) or None
    return _clean(value.get("name") if isinstance(value, dict) else value)


def _title(root: HtmlElement, meta: Properties, thing: dict[str, Any], outlet: str | None) -> str | None:
    """The headline as printed on the page, if there is one only; else as told in its metadata."""
    heads = [words for h in root.iter("h1") if (words := _clean(h.text_content())) and words != outlet]
    if len(heads) == 1 and len(heads[0]) >= 15:
        return heads[0]
    told = _clean(thing.get("headline")) or _first(meta, "og:title", "twitter:title", "dc.title", "headline")
    if told is None and (heads or (heads := _marked_headlines(root))):
        return heads[0]
    return _without_site(told or _clean(root.findtext(".//title")), outlet)


def _marked_headlines(root: HtmlElement) -> list[str]:
    """The headline of a page without h1, told by its class ("post-title"); none where there are several."""
    marked = (e for e in root.iter("h2", "h3", "div") if _TITLE_CLASS.search((e.get("class") or "")[:200]))
    found = [words for element in marked if (words := _clean(element.text_content(), 250))]
    return found if len(set(found)) == 1 else []


def _without_site(title: str | None, outlet: str | None) -> str | None:
    """The title without the site's name after a bar or dash."""
    parts = _SITE_MARK.split(title) if title else []
    if title and len(parts) > 1:
        last = parts[-1]
        bar = title[: -len(last)].rstrip()[-1:] in "|»"
        if bar or (outlet and last.casefold() in outlet.casefold()):
            return title[: -len(last)].rstrip().rstrip("|\u2013\u2014»:·-").rstrip() or None
    return title


def _days(root: HtmlElement, meta: Properties, thing: dict[str, Any]) -> Iterator[str | None]:
    """What the page gives as its day of publication, surest first."""
    yield _clean(thing.get("datePublished"))
    yield from (meta.get(name) for name in lexicon.published_names())
    for element in root.xpath('//*[@itemprop="datePublished"] | //article//time | //main//time | //time[@pubdate]'):
        yield _clean(element.get("datetime") or element.get("content") or element.text_content(), 80)
    yield _clean(thing.get("dateCreated"))
    times = list(root.iter("time"))
    if len(times) == 1:
        yield _clean(times[0].get("datetime") or times[0].text_content(), 80)
    for element in root.iter("span", "div", "p", "li", "h2", "h3", "h4", "td", "b", "small", "em"):
        if _DATE_CLASS.search((element.get("class") or element.get("id") or "")[:200]):
            words = _clean(element.text_content(), 120)
            if words and (found := head_date(words)):
                yield found[0].isoformat()


def _byline(root: HtmlElement, meta: Properties, thing: dict[str, Any], outlet: str | None) -> str | None:
    printed = (_clean(e.text_content(), 160) for e in root.xpath("//*[@rel or @itemprop or @class]") if _signs(e))
    told = [_name(thing.get("author")), _first(meta, "author", "article:author", "parsely-author", "dc.creator", "byl")]
    for words in (*told, *printed):
        bare = re.sub(r"^(?:written |posted |reported )?by:?\s+", "", words, flags=re.I) if words else None
        if bare and not re.match(r"https?:|@|by$", bare) and bare != outlet and len(bare) > 2:
            return bare
    return None


def _signs(element: HtmlElement) -> bool:
    """Whether an element is marked as the line that names the author."""
    marked = element.get("rel") == "author" or element.get("itemprop") == "author"
    return marked or _BYLINE_CLASS.search((element.get("class") or "")[:200]) is not None


def _address(root: HtmlElement, meta: Properties) -> str | None:
    links = (link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower())
    return next((a for a in (*links, meta.get("og:url")) if a and re.match(r"https?://", a) and len(a) < 2000), None)
