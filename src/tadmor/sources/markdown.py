"""Markdown to a report: front matter read, marks taken off, pictures' texts as captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources.blocks import Piece, assemble, kinds, stanzas
from tadmor.sources.report import Facts, build, day_published

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w-]*)[ \t]*:[ \t]*(?P<value>[^\r\n]*)", re.M)
_KEYS = {
    "title": "title", "headline": "title", "subject": "title", "published": "published", "pubdate": "published",
    "date": "published", "author": "byline", "byline": "byline", "url": "url", "link": "url", "canonical": "url",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "id": "id",
}  # fmt: skip
# Every run is bounded: without bounds a paragraph of 100,000 open brackets takes minutes.
_TARGET = r"""\([^()\s]{0,1000}(?:[ \t]+["'(][^"')\n]{0,300}["')])?\)"""
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]{0,500})\]" + _TARGET)
_INLINE = (
    (re.compile(r"\[([^\[\]]{0,500})\]" + _TARGET), r"\1"),
    (re.compile(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,100}\]"), r"\1"),
    (re.compile(r"\[\^[\w-]{1,40}\]"), ""),  # footnote marks
    (re.compile(r"<(https?://[^<>\s]{1,1000})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,200}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
)
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*+][ \t]+)?")
_NOT_TEXT = re.compile(
    r"^(?:[ \t:|-][ \t:-]*+\|[ \t:|-]*+|"
    r"[ \t]*+(?:```.*|~~~.*|(?:[-*_][ \t]*+){3,}+|=++|\[[^\]]++\]:[ \t]*+\S.*))$"
)
_UNDERLINED = re.compile(r"^([^\s#>|-][^\n]*)\r?\n=+[ \t]*$", re.M)
_STARTS_ITS_OWN = re.compile(r"^[ \t]{0,3}(?:>|#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t]|\||!\[)")


def read_markdown(text: str, facts: Facts, settings: Settings) -> tuple[Report, Facts]:
    """The report of a Markdown text and the facts its front matter gave."""
    front = _FRONT.match(text)
    if front:
        facts = replace(facts, **_fields(front["front"]))  # type: ignore[arg-type]
        text = text[front.end() :]
    pieces = list(_pieces(text))
    heads = [words for kind, words in pieces if kind == "title"]
    title = facts.title or (heads[0] if heads else None)
    facts = replace(facts, title=title)
    made, layout = assemble(_with_title(pieces, title), day_published(facts.published)[0])
    return build(made, facts, settings, layout), facts


def _fields(front: str) -> dict[str, str]:
    """The facts of a front matter of plain "key: value" lines; of two keys for one fact, the plainer in ``_KEYS``.

    A bare "date" beside a day of publication is often that of the happening.
    """
    found = {m["key"].lower(): m["value"].strip().strip("\"'").strip() for m in reversed([*_FIELD.finditer(front)])}
    facts: dict[str, str] = {}
    for key, name in _KEYS.items():
        if found.get(key, "[]") not in ("", "[]", "|-"):
            facts.setdefault(name, found[key])
    return facts


def _with_title(pieces: list[Piece], title: str | None) -> Iterator[Piece]:
    """The pieces headed by the title; where they tell it, it is not told twice, and other headings are paragraphs."""
    told = next((i for i, (_, words) in enumerate(pieces[:3]) if words == title), None)
    if title:
        yield "title", title
    for i, (kind, words) in enumerate(pieces):
        if i != told:
            yield ("paragraph" if kind == "title" else kind), words


def _pieces(text: str) -> Iterator[Piece]:
    """Headings of the first rank as titles, paragraphs and captions of a text without its marks."""
    stretches = [words for stretch in _stretches(text) if (words := stretch.strip())]
    plain = [_bare(words) for words in stretches]
    for words, bare, kind in zip(stretches, plain, kinds(p or "-" for p in plain), strict=True):
        for image in _IMAGE.finditer(words):
            if caption := image["alt"].strip():
                yield "caption", caption
        if bare and re.match(r"#[ \t]", words):
            yield "title", bare
        elif bare and kind:
            yield kind, bare


def _bare(words: str) -> str:
    words = _IMAGE.sub("", words)
    words = " ".join(_LINE_MARK.sub("", line).strip(" \t\r") for line in words.splitlines())
    for pattern, kept in _INLINE:
        words = pattern.sub(kept, words)
    return words.strip()


def _stretches(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items as written; rules, fences and link definitions left out."""
    text = _UNDERLINED.sub(r"# \1", text)
    for start, end in stanzas(text):
        kept: list[str] = []
        for line in text[start:end].splitlines():
            quote_runs_on = kept and line.lstrip().startswith(">") and kept[-1].lstrip().startswith(">")
            if (_NOT_TEXT.match(line) or _STARTS_ITS_OWN.match(line)) and not quote_runs_on:
                yield "\n".join(kept)
                kept = []
            if not _NOT_TEXT.match(line):
                kept.append(line)
        yield "\n".join(kept)
