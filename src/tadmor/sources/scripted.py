"""The article that a page keeps in a script, for pages whose text is set by the reader's browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tadmor.sources.article import lines_of
from tadmor.sources.blocks import paragraphs
from tadmor.sources.tree import Element, fold, parse

_ASSIGNED = re.compile(r"=\s*(?=\{)")
_KEYS = ("content", "text", "html", "value", "body", "paragraph", "children")
_WHOLE = ("articleBody", "body", "content", "html", "text", "bodyHtml", "body_html", "rendered")
_DEPTH = 12
_SCRIPT_CHARS = 4_000_000
_PARAGRAPH_CHARS = 30
_ARTICLE_CHARS = 200
_SHOWN_CHARS = 600


def scripted_article(root: Element) -> list[str]:
    """The paragraphs of the longest article in the scripts of a page that shows little text itself; else none."""
    shown = sum(len(p.text or "") for p in root.iter("p", "div", "td", "span", "font") if len(p.text or "") > 60)
    if shown > _SHOWN_CHARS:
        return []
    tellings = (telling for script in root.iter("script") for telling in _tellings(script))
    best = max(tellings, key=lambda telling: sum(map(len, telling)), default=[])
    return best if sum(map(len, best)) >= _ARTICLE_CHARS else []


def _tellings(script: Element) -> Iterator[list[str]]:
    text = (script.text or "")[:_SCRIPT_CHARS].strip()
    if not text.startswith(("{", "[")):
        assigned = _ASSIGNED.search(text)
        text = text[assigned.end() :] if assigned else ""
    if len(text) < _ARTICLE_CHARS:
        return
    try:
        loaded, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return
    for value in _values(loaded, _DEPTH):
        yield _paragraphs_in(value)


def _values(value: Any, depth: int) -> Iterator[Any]:
    """Each list, and each string that may be a whole article, within a value."""
    if depth and isinstance(value, list):
        yield value
        for part in value:
            yield from _values(part, depth - 1)
    elif depth and isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and key in _WHOLE:
                yield part
            else:
                yield from _values(part, depth - 1)


def _paragraphs_in(value: Any) -> list[str]:
    """The paragraphs of a string, or of a list of strings or of parts that have one."""
    if isinstance(value, str):
        return _shown(value) if len(value) >= _ARTICLE_CHARS else []
    told = (part if isinstance(part, str) else _words_of(part) for part in value)
    return [words for part in told if part for words in _shown(part)]


def _words_of(part: Any) -> str | None:
    if not isinstance(part, dict):
        return None
    return next((part[key] for key in _KEYS if isinstance(part.get(key), str)), None)


def _shown(html: str) -> list[str]:
    """The paragraphs that a piece of HTML, or of plain text, shows."""
    if "<" not in html:
        stretches = paragraphs(html)
        return [words for a, b in stretches if len(words := fold(html[a:b])) >= _PARAGRAPH_CHARS]
    lines = lines_of(parse(f"<html><body>{html}</body></html>"))
    return [words for line in lines if len(words := line.words) >= _PARAGRAPH_CHARS]
