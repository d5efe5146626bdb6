"""What a page says of itself: title, outlet, byline, day of publication and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from tadmor.sources.dates import day_within
from tadmor.sources.prune import sorts_of
from tadmor.sources.published import published_words
from tadmor.sources.report import Facts
from tadmor.sources.tree import Element, around, names_of, text_of

_TITLE_CLASS = re.compile(
    r"(?<![a-z])(?:(?:post|entry|article|story|news|page|item)[_-]?title|headline)(?![a-z])", re.I
)
_SITE_MARK = re.compile(r"\s+[|\u2013\u2014\u00bb:·-]\s+")
_SITE_SEAM = " |\u2013\u2014\u00bb\u00ab:·-"
_SITE_CHARS, _TITLE_CHARS = 60, 15
_SIGNED = frozenset(("byline", "bylines", "author", "authors", "writer", "createdby", "submitted", "reporter"))
_UNSIGNED = frozenset(
    ("bio", "description", "avatar", "image", "photo", "box", "info", "comment", "commenter", "latest", "related",
     "date", "role", "email", "twitter", "social", "about", "time", "timestamp", "follow", "articles", "posts",
     "caption", "credit")
)  # fmt: skip
_OTHERS = frozenset(("caption", "figcaption", "related", "teaser"))
_NOTED = frozenset(("meta", "metadata", "postmetadata", "postmeta"))
_BY = re.compile(r"^(?:|.*\b(?:posted|written|submitted|reported|published)(?:\b.{0,60})?\s)by\b:?\s*", re.I)
_NOTED_BY = re.compile(
    r"\b(?i:posted|written|submitted|published|reported)\b.{0,80}?\b[Bb]y ([A-Z][\w.’'-]*+(?: [A-Z][\w.’'-]*+){1,3})"
)
_PLACED = re.compile(r"(?<=\w)\s+in\s+[A-Z][\w’'-]+(?:(?:,| and| &)? [A-Z][\w’'-]+){0,5}$")
_MAIL = re.compile(r"\s*[\w.+-]+@[\w.-]+")
_NOBODY = frozenset(
    ("admin", "administrator", "super user", "superuser", "webmaster", "root", "editor", "author", "guest", "user",
     "none", "anonymous", "site admin", "by")
)  # fmt: skip
_LD_DEPTH = 6
_NAMES_CHARS = 400

Properties = dict[str, str]


def page_facts(root: Element, known: Facts = Facts()) -> Facts:  # noqa: B008 - frozen
    """The facts of a page, unknown ones None; ``published`` in the page's words, the first of them that is a day."""
    meta = _meta(root)
    thing = _linked_article(root)
    told = _name(thing.get("publisher")) or _first(
        meta, "og:site_name", "application-name", "publisher", "dc.publisher"
    )
    title, site = _title(root, meta, thing, told)
    outlet = told or site
    return Facts(
        title=title,
        published=published_words(root, meta, thing, language_told(root), replace(known, title=title)),
        outlet=outlet,
        byline=_byline(root, meta, thing, outlet),
        url=_address(root, meta),
    )


def language_told(root: Element) -> str:
    """The language that a page says it is in, with its country as far as told: "en-gb"; "" where it does not say."""
    told = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if "-" not in told and "_" not in told:
        told = next((m.get("content", "") for m in root.iter("meta") if m.get("property") == "og:locale"), told) or told
    return told.replace("_", "-").lower()


def _meta(root: Element) -> Properties:
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


def _linked_article(root: Element) -> dict[str, Any]:
    """The article among a page's JSON-LD: the one that the page's title names, else the first; or an empty dict."""
    articles = [
        thing for thing in _linked_things(root) if re.search("Article|Posting|Report", str(thing.get("@type"))[:200])
    ]
    whole = _clean(root.findtext(".//title")) or ""
    named = (thing for thing in articles if (told := _clean(thing.get("headline"))) and told in whole)
    return next(named, articles[0] if articles else {})


def _linked_things(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            loaded = json.loads((script.text or "").strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _things(loaded, _LD_DEPTH)


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
        names = ", ".join(name for part in value[:8] if (name := _name(part)))
        return names if 0 < len(names) <= _NAMES_CHARS else None
    return _clean(value.get("name") if isinstance(value, dict) else value)


def _title(root: Element, meta: Properties, thing: dict[str, Any], outlet: str | None) -> tuple[str | None, str | None]:
    """(headline, site's name where the page's title tells it beside): as printed, if there is one; else as told."""
    whole = _clean(root.findtext(".//title"))
    heads = [words for h in root.iter("h1") if (words := _clean(text_of(h))) and words != outlet and not _home(h)]
    if len(heads) == 1 and len(heads[0]) >= _TITLE_CHARS:
        return heads[0], _site(whole, heads[0])
    told = _clean(thing.get("headline")) or _first(meta, "og:title", "twitter:title", "dc.title", "headline")
    if told is None:
        told = next(iter(heads or _marked_headlines(root)), None) or _printed(root, whole)
    return (told, _site(whole, told)) if told else (_without_site(whole, outlet), None)


def _home(heading: Element) -> bool:
    """Whether a heading is a link to the front page."""
    links = list(heading.iter("a"))
    return (
        len(links) == 1 and re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", links[0].get("href", "-")) is not None
    )


def _marked_headlines(root: Element) -> list[str]:
    """The headline of a page without h1, told by its class ("post-title"); none where there are several."""
    marked = (e for e in root.iter("h2", "h3", "div") if _headline_like(e))
    found = [words for element in marked if (words := _clean(text_of(element), 250))]
    return found if len(set(found)) == 1 else []


def _headline_like(element: Element) -> bool:
    named = _TITLE_CLASS.search((element.get("class") or "")[:200]) is not None
    return named or (element.get("itemprop") in ("headline", "name") and element.tag != "div")


def _printed(root: Element, whole: str | None) -> str | None:
    """The headline that stands in the page and, beside the site's name, in the page's title."""
    for element in root.iter() if whole else ():
        words = _clean(element.text) if element.tag not in ("title", "script", "style") else None
        if words and whole and len(words) >= _TITLE_CHARS and (words == whole or _site(whole, words)):
            return words
    return None


def _site(whole: str | None, title: str) -> str | None:
    """What the page's title has beside the headline: the site's name, if it is short and parted by a mark."""
    if whole is None or whole == title or title not in whole:
        return None
    before, _, after = whole.partition(title)
    part = max(before, after, key=len)
    name = _SITE_MARK.split(part.strip(_SITE_SEAM))[-1 if part == after else 0].strip(_SITE_SEAM)
    seam = part.strip()[-1:] if part == before else part.strip()[:1]
    return name if 0 < len(name) <= _SITE_CHARS and seam in _SITE_SEAM else None


def _without_site(title: str | None, outlet: str | None) -> str | None:
    """The title without the site's name after a bar or dash."""
    parts = _SITE_MARK.split(title) if title else []
    if title and len(parts) > 1:
        last = parts[-1]
        bar = title[: -len(last)].rstrip()[-1:] in "|»"
        if bar or (outlet and last.casefold() in outlet.casefold()):
            return title[: -len(last)].rstrip().rstrip("|\u2013\u2014»:·-").rstrip() or None
    return title


def _byline(root: Element, meta: Properties, thing: dict[str, Any], outlet: str | None) -> str | None:
    """Who signs: as the page's linked data tell, as printed in a marked line, or as a meta element tells."""
    told = _authors(root, meta, thing)
    return next((name for words in told if words and (name := _bare_name(words)) and name != outlet), None)


def _authors(root: Element, meta: Properties, thing: dict[str, Any]) -> Iterator[str | None]:
    yield _name(thing.get("author"))
    yield from _printed_authors(root)
    yield _first(meta, "author", "article:author", "parsely-author", "dc.creator", "byl")
    yield _noted_author(root)


def _printed_authors(root: Element) -> Iterator[str | None]:
    for element in root.iter():
        if (element.get("rel") or element.get("itemprop") or element.get("class")) and _signs(element):
            yield _clean(text_of(element), 160)


def _signs(element: Element) -> bool:
    """Whether an element is marked as the line that names the author, and of no comment or picture."""
    marked = element.get("rel") == "author" or element.get("itemprop") == "author"
    names = names_of(element)
    marked = marked or any(_last_of(words) in _SIGNED for words in names)
    return (
        marked
        and element.tag != "meta"
        and not any(_last_of(words) in _UNSIGNED for words in names)
        and _beside(element)
    )


def _last_of(words: tuple[str, ...]) -> str | None:
    """The word of a name that tells most, the last: "article-info__author" is of an author, "author-info" is not."""
    return next((word for word in reversed(words) if word in _SIGNED or word in _UNSIGNED), None)


def _beside(element: Element) -> bool:
    """Whether an element lies neither in readers' comments nor in a picture."""
    for holder in around(element):
        if "comments" in sorts_of(holder) or any(not _OTHERS.isdisjoint(words) for words in names_of(holder)):
            return False
    return True


def _noted_author(root: Element) -> str | None:
    """The name in a line such as "This entry was posted on 3 May by Ana Ruiz and is filed under …"."""
    for element in root.iter("p", "div", "span"):
        if any(not _NOTED.isdisjoint(words) for words in names_of(element)) and _beside(element):
            match = _NOTED_BY.search(text_of(element)[:400])
            if match:
                return match[1]
    return None


def _bare_name(words: str) -> str | None:
    """The names of a byline without "By", day, place and address; None where nobody is named."""
    bare = _MAIL.sub("", _BY.sub("", words, count=1))
    if found := day_within(bare):
        bare = bare[: found[0]]
    bare = re.sub(r"(?>\s+(?:on|at)|[\s,|–—-])+$", "", bare).strip()
    bare = _PLACED.sub("", bare)
    signed = len(bare) > 2 and not re.match(r"https?:|@", bare) and bare.casefold() not in _NOBODY
    return bare if signed else None


def _address(root: Element, meta: Properties) -> str | None:
    links = (link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower())
    return next((a for a in (*links, meta.get("og:url")) if a and re.match(r"https?://", a) and len(a) < 2000), None)
