"""Bytes to text: what a file is, in which character set, and never a wrong one in silence."""

from __future__ import annotations

import codecs
import re

from tadmor.errors import SourceError

_TO_TEXT = "convert it to text first"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, xlsx, odt, epub)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (doc, xls)"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"bplist", "a binary property list"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Possessive, and a comment ends at its first "-->": there is one way to match, so none to go back to.
_PAGE = re.compile(
    rb"(?:[\s\xef\xbb\xbf]|<\?xml[^>]*+>|<!--(?>.*?-->))*+<(?:!doctype\s+html|html|head|body|article)\b", re.I | re.S
)
_PAGE_BYTES = 1 << 16  # comments before a page's first element are rarely longer
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*+=\s*+(?:["']\s*+)?([\w.:-]{2,40})|"""
    rb"""<\?xml[^>]{0,80}?encoding=["']([\w.-]{2,40})""",
    re.I,
)
_CHARSETS = re.compile("windows|cp|iso|latin|us-ascii|ascii|koi8|mac|gb|big5|euc|shift|sjis|tis|ks_c|utf-?16")
# The marks that UTF-8 leaves when it was read as Windows-1252 and written again.
_TWICE = re.compile(
    "\u00e2\u20ac[\u2122\u0153\u009d\u201c\u201d\u2013\u02dc\u00a6]"
    "|\u00c3[\u00a9\u00a8\u00b1\u00b3\u00a1\u00ad\u00bc\u00b6]|\u00c2\u00a0"
)
# Four accented letters in a row are no Western language, but Arabic or Cyrillic.
_FOREIGN = re.compile("[\u00c0-\u00ff]{4}")
_BROKEN_SHARE = 0.01  # of the bytes beyond ASCII: a cut or a slip, no other character set


def decode(raw: bytes, told: str | None = None) -> tuple[str, str | None]:
    """(text, what is amiss with its characters or None) of a file's bytes; SourceError where they are no text.

    ``told`` is the character set that whoever sent them told beside them.
    """
    reject_binary(raw)
    text, amiss = _decoded(raw, told)
    if amiss is None and _TWICE.search(text):
        amiss = "the text was encoded twice (it holds marks such as \u00e2\u20ac\u2122 or \u00c3\u00a9)"
    return text, amiss


def reject_binary(raw: bytes) -> None:
    """Raise SourceError, saying what it is, for a file that is empty or not text."""
    if not raw:
        raise SourceError("the file is empty", remedy="leave it out, or fetch it again")
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise SourceError(f"this is {kind}, not text", remedy=_TO_TEXT)
    head = raw[:8192]
    if head.count(0) > 0.02 * len(head) + 2 and not _bom(raw) and not _wide(head):
        raise SourceError("this is a binary file, not text", remedy=_TO_TEXT)


def begins_page(raw: bytes) -> bool:
    """Whether bytes begin as a page of HTML does, after comments and the like."""
    return _PAGE.match(raw, 0, _PAGE_BYTES) is not None


def _bom(raw: bytes) -> str | None:
    return next((name for mark, name in _BOMS if raw.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is NUL."""
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if half < 4 or max(even, odd) < 0.7 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded(raw: bytes, told: str | None) -> tuple[str, str | None]:
    if wide := _bom(raw) or _wide(raw[:8192]):
        return _tolerant(raw, wide)
    try:
        return raw.decode("utf-8"), None  # bytes beyond ASCII that are UTF-8 by chance are next to none
    except UnicodeDecodeError as fault:
        cut = fault.start >= len(raw) - 3
    broken = raw.decode("utf-8", "replace").count("\ufffd")
    if cut or broken <= _BROKEN_SHARE * sum(byte > 127 for byte in raw):
        return _tolerant(raw, "utf-8")
    return _legacy(raw, told)


def _tolerant(raw: bytes, charset: str) -> tuple[str, str | None]:
    text = raw.decode(charset, "replace")
    lost = text.count("\ufffd")
    return text, f"{lost} characters were not {charset.upper()} and are shown as \ufffd" if lost else None


def _legacy(raw: bytes, told: str | None) -> tuple[str, str | None]:
    """Text in a character set of before Unicode: the one told or declared if it fits, Windows-1252 for text that is
    nearly all ASCII, else what charset-normalizer finds."""
    # A page in Arabic or Cyrillic often still declares the Latin-1 of its template.
    declared = _codec(told) or _declared(raw)
    believed = declared if declared != "cp1252" or _share_beyond_ascii(raw) < 0.2 else None
    candidates = [name for name in (believed, "cp1252" if _share_beyond_ascii(raw) < 0.15 else None) if name]
    for charset in candidates:
        try:
            text = raw.decode(charset)
        except (UnicodeError, LookupError):
            continue
        if re.search("[\x80-\x9f]", text):
            continue
        if charset == "cp1252" and _FOREIGN.search(text):
            return text, "the character set cannot be told: words of another script were read as Windows-1252"
        return text, None
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise SourceError("the character set cannot be told", remedy="save the file as UTF-8")
    return _tolerant(raw, best.encoding)


def _declared(raw: bytes) -> str | None:
    """The charset that a page declares, as a codec."""
    match = _DECLARED.search(raw[:4096])
    return _codec((match[1] or match[2]).decode("ascii", "replace")) if match else None


def _codec(charset: str | None) -> str | None:
    """The codec of a charset's name, None where it is none; Latin-1 means Windows-1252, as in every browser."""
    name = charset.strip().lower() if charset else None
    if name is None or not _CHARSETS.match(name):
        return None
    return "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name


def _share_beyond_ascii(raw: bytes) -> float:
    return sum(byte > 127 for byte in raw) / len(raw)
