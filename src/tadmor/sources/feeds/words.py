"""Words and links of feeds: markup taken off, links made whole."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

_INLINE = frozenset("a abbr b bdi bdo cite code em font i ins kbd mark q s small span strong sub sup u wbr".split())
_HIDDEN = frozenset(("script", "style", "template", "noscript"))
_MAX_LINK = 8000
_MAX_WORDS = 100_000  # of a summary, with its markup


def plain(markup: str | None) -> str | None:
    """The words of a title or a summary, without tags and entities, on one line; None where there are none.

    >>> plain("<p>Shells fell on <b>Orvan</b> &amp; its market.</p>")
    'Shells fell on Orvan & its market.'
    """
    if not markup:
        return None
    markup = markup[:_MAX_WORDS]
    text = "".join(_shown(markup)) if "<" in markup else html.unescape(markup)
    return " ".join(text.split()) or None


def _shown(markup: str) -> Iterator[str]:
    """The words of a piece of HTML, with a space about all that does not stand within a line.

    By libxml2: patterns of tags and comments take a time that grows with the square of hostile input.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<body>{markup}</body>".encode("utf-8", "replace"), parser)
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        hidden += (1 if event == "start" else -1) if element.tag in _HIDDEN else 0
        yield "" if element.tag in _INLINE else " "
        words = element.text if event == "start" else element.tail
        yield words if words and not hidden else ""


def web_link(link: str | None, base: str) -> str | None:
    """A link as a whole web address without its fragment, or None where it is none (javascript:, file:, mailto:).

    >>> web_link("../b.html#top", "https://example.org/news/a.xml")
    'https://example.org/b.html'
    """
    words = re.sub(r"[\t\r\n]", "", (link or "").strip()).replace(" ", "%20")
    if not words or len(words) > _MAX_LINK:
        return None
    try:
        whole = urlsplit(urljoin(base, words))
        if whole.scheme not in ("http", "https") or not whole.hostname or (whole.port or 1) < 1:
            return None
    except ValueError:
        return None
    return whole._replace(fragment="").geturl()
