"""XML from strangers: no entities, no network, no depth beyond reason; what is broken is mended as far as it goes."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from tadmor.errors import SourceError
from tadmor.sources.decode import decode

_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?((?:windows|cp|iso|koi8|gb|big5|euc|shift|utf-?8)[\w.:-]{0,20})", re.I)
_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|urlset|sitemapindex|opml)\b", re.I)
_ENDED = re.compile(r"</[^<>]*>|/>")
# What feeds are written in, by the prefix that is usual for it; some feeds use a prefix and never explain it.
_SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "atom03": "http://purl.org/atom/ns#",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss1": "http://purl.org/rss/1.0/",
    "rss090": "http://my.netscape.com/rdf/simple/0.9/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
_NUMBERED = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_BARE = re.compile(r"&(?!#?\w{1,32};)")
_MAX_TAGS = 3_000_000  # a sitemap of 50,000 pages has half of it; an element takes libxml2 some 120 bytes
_MAX_MENDED = 500_000
_OWN = frozenset(("lt;", "gt;", "amp;", "quot;", "apos;"))


def text_of(content: bytes, media: str | None) -> tuple[str, str | None]:
    """(text, what is amiss with its characters or None) of a feed; SourceError where it is no text."""
    charset = _CHARSET.search(media or "")
    if charset and b"\0" not in content[:64] and not content.startswith(b"\xef\xbb\xbf"):
        # What the header says counts only where the bytes bear it out: UTF-8 passes for every charset of one byte.
        for name in ("utf-8", charset[1]):
            try:
                return content.decode(name), None
            except (UnicodeError, LookupError):
                continue
    return decode(content)


def tree_of(text: str) -> tuple[Any, str | None]:
    """(root element, what was broken or None) of an XML text; SourceError where nothing of it can be read."""
    from lxml import etree

    if (tags := text.count("<")) > _MAX_TAGS:
        raise SourceError(f"the feed has {tags:,} tags, more than the {_MAX_TAGS:,} that are read")
    text = text.lstrip("\ufeff \t\r\n")
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    if "<!DOCTYPE" in text:
        text = _mended(text)  # without it: nothing is declared, and the entities of HTML are what they are
    try:
        return _parsed(text, recover=False), None
    except etree.XMLSyntaxError as fault:
        broken = str(fault).partition(" (<string>")[0].replace("\n", " ")
    if tags > _MAX_MENDED:
        raise SourceError(f"this is broken XML, and with {tags:,} tags too long to mend: {broken}")
    try:
        root = _parsed(_mended(_ended(text)), recover=True)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise SourceError(f"this is no XML that can be read: {broken}", remedy="tell the site")
    return _rebuilt(root, None), broken


def _ended(text: str) -> str:
    """The text of a feed that breaks off, to its last whole element: half an address leads somewhere else."""
    root = _ROOT.search(text)
    if root is None or re.search(rf"</{re.escape(root[0][1:])}\s*>", text[root.end() :], re.I):
        return text
    ends = [element.end() for element in _ENDED.finditer(text)]
    return text[: ends[-1]] if ends else text


def _rebuilt(old: Any, parent: Any) -> Any:
    """A sound copy of an element, below ``parent``: libxml2's mending leaves names and attributes that are none."""
    from lxml import etree

    new = etree.Element(_tag(old)) if parent is None else etree.SubElement(parent, _tag(old))
    for key, value in old.attrib.items():
        space, _, name = key.rpartition("}")
        if _NAME.fullmatch(name) and space[1:] in ("", _SPACES["xml"], _SPACES["rdf"]):
            new.set(key, sound(value))
    new.text = sound(old.text or "")
    new.tail = sound(old.tail or "") if parent is not None else None
    for below in old:
        _rebuilt(below, new)
    return new


def _tag(element: Any) -> str:
    """The name of an element with its namespace, where that is one of feeds; "unknown" for names that are none."""
    space, _, name = str(element.tag).rpartition("}")
    prefix, colon, rest = name.partition(":")
    if colon:
        space, name = "{" + _SPACES.get(prefix, "?"), rest
    if not _NAME.fullmatch(name):
        return "unknown"
    if space[1:] in _SPACES.values():
        return f"{space}}}{name}"
    return "unknown" if colon or element.prefix else name


def _parsed(text: str, *, recover: bool) -> Any:
    """The root of a text, with neither entities nor comments nor instructions in it."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is not None:
        etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def _mended(text: str) -> str:
    """The text with what feeds most often get wrong put right: what a server wrote before the feed, HTML's entities,
    bare ampersands, control characters."""
    start = _ROOT.search(text)
    first, *others = _NUMBERED.sub(_numbered, sound(text[start.start() if start else 0 :])).split("<![CDATA[")
    parts = [_escaped(first)]
    for part in others:
        quoted, end, after = part.partition("]]>")
        parts.append(f"<![CDATA[{quoted}{end}{_escaped(after)}")
    return "".join(parts)


def _escaped(text: str) -> str:
    return _BARE.sub("&amp;", _NAMED.sub(_character, text))


def _numbered(match: re.Match[str]) -> str:
    """A character by its number, as it stood, unless XML does not allow it."""
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code <= 0x10FFFF and not _ILLEGAL.match(chr(code)) else " "


def sound(text: str) -> str:
    """The text with a space for each character that XML does not allow, halves of surrogate pairs among them."""
    return _ILLEGAL.sub(" ", text)


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in _OWN else html5.get(match[1], f"&amp;{match[1]}")


def local(element: Any) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def child(element: Any, *path: str) -> str | None:
    """The words of the first descendant along a path of local names, or None."""
    for name in path:
        element = next((below for below in element if local(below) == name), None)
        if element is None:
            return None
    return "".join(element.itertext()).strip() or None
