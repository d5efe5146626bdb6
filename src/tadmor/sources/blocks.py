"""The parts of a plain text: title, dateline, paragraphs and captions. What is furniture lies in no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

from tadmor.model import Block, BlockKind
from tadmor.sources import lexicon
from tadmor.sources.dateline import Filing, read_dateline
from tadmor.sources.dates import day_within, head_date, parse_day

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_LINE_END = r"(?>\r\n|[\r\n\u2028\u2029\x0b\x0c])"
_BLANK_LINE = re.compile(rf"{_LINE_END}[^\S\r\n]*{_LINE_END}")
_BYLINE = re.compile(r"(?:(?i:written |reported |story |report )?(?:By|BY|by):?)\s+(?P<name>[A-Z][^\n]{2,120})$")
_AFTER_TITLE = re.compile(r"[\s.,:;|–—-]*+(?P<rest>[\S\s]+\w)")
_TITLE_CHARS, _CAPTION_CHARS, _FURNITURE_CHARS = 200, 400, 320
_WRAP_CHARS = 100  # no teleprinter or mail reader wraps lines longer than this


Stretch = tuple[int, int]  # start and end in a text
Piece = tuple[BlockKind, str]  # a part of a page before its text is put together


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text in order, and what was read on the way."""

    blocks: tuple[Block, ...]
    title: str | None = None
    filing: Filing | None = None
    byline: str | None = None
    head_day: date | None = None


@dataclass(slots=True)
class _Draft:
    """A layout in the making."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    filing: Filing | None = None
    byline: str | None = None
    head_day: date | None = None

    def add(self, kind: BlockKind, start: int, end: int) -> None:
        stretch = self.text[start:end]
        start, end = start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        if start < end:
            self.blocks.append(Block(kind, start, end))


def lay_out(text: str, title: str | None = None, published: date | None = None) -> Layout:
    """The layout of a plain text; a text with nothing but furniture is one paragraph block a paragraph."""
    spans = paragraphs(text)
    draft = _Draft(text)
    if found := head_date(text):
        draft.head_day = found[0]
    day = published or draft.head_day
    rest = _read_head(draft, spans, title, day)
    _read_body(draft, rest, day)
    if not any(block.kind == "paragraph" for block in draft.blocks):
        draft.blocks = [Block("paragraph", a, b) for a, b in spans]
    return Layout(tuple(draft.blocks), draft.title, draft.filing, draft.byline, draft.head_day)


def assemble(pieces: Iterable[Piece], published: date | None = None) -> tuple[str, Layout]:
    """The text made of these pieces, an empty line between them, and its layout; bylines and day lines are left out."""
    draft, kept = _Draft(""), list[Piece]()
    for kind, words in pieces:
        head = kind == "paragraph" and not any(k == "paragraph" for k, _ in kept)
        if not (head and _take_line_of_facts(draft, words)):
            kept.append((kind, words))
    draft.text = "\n\n".join(words for _, words in kept)
    at, day = 0, published or draft.head_day
    for kind, words in kept:
        if kind == "paragraph":
            _add_paragraph(draft, at, at + len(words), day, first=not any(b.kind == "paragraph" for b in draft.blocks))
        else:
            draft.add(kind, at, at + len(words))
        at += len(words) + 2
    if not any(block.kind == "paragraph" for block in draft.blocks):
        draft.blocks = [Block("paragraph", block.start, block.end) for block in draft.blocks]
    title = next((words for kind, words in kept if kind == "title"), None)
    return draft.text, Layout(tuple(draft.blocks), title, draft.filing, draft.byline, draft.head_day)


def _take_line_of_facts(draft: _Draft, words: str) -> bool:
    """Whether the words are a byline or a day alone, noted in the draft."""
    if len(words) > _TITLE_CHARS:
        return False
    if name := _named_author(words):
        found = day_within(name)
        draft.byline = name[: found[0]].strip(" ,|–—-") if found else name
        draft.head_day = draft.head_day or (parse_day(name[found[0] :]) if found else None)
        return True
    if day := day_alone(words):
        draft.head_day = draft.head_day or day
        return True
    return False


def day_alone(words: str) -> date | None:
    """The day of a line that holds little else."""
    found = head_date(words)
    beside = words[: found[1].start] + words[found[1].end :] if found else words
    return found[0] if found and len(re.findall(r"[^\W\d_]{2,}", beside)) <= 2 else None  # an outlet, a zone


def line_of_facts(words: str) -> bool:
    """Whether a paragraph is no more than a byline or a day."""
    return len(words) <= _TITLE_CHARS and (_named_author(words) or day_alone(words)) is not None


def _named_author(words: str) -> str | None:
    """Who wrote it, of a line "By Ana Ruiz in Orvan"; None for a sentence ("By Sunday the town had fallen")."""
    match = _BYLINE.match(words)
    if match is None or words[-1] in ".!?:":
        return None
    parts = match["name"].split()
    capitals = sum(part[0].isupper() for part in parts)
    return match["name"].strip() if capitals >= 0.6 * len(parts) and len(parts) <= 16 else None


def paragraphs(text: str) -> list[Stretch]:
    """(start, end) of each paragraph: split at blank lines, and at every line end where lines are not hard-wrapped."""
    spans = []
    for start, end in stanzas(text):
        lines = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end)]
        spans += _join(text, lines) if _wrapped(lines) else _whole(text, lines)
    return [span for a, b in spans if (span := _trim(text, a, b))]


def stanzas(text: str) -> Iterator[Stretch]:
    """(start, end) of each stretch between blank lines."""
    at = 0
    for match in _BLANK_LINE.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def _trim(text: str, start: int, end: int) -> Stretch | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _wrapped(lines: list[Stretch]) -> bool:
    """Whether lines were broken at a margin: none beyond it, and those before the last about equally long."""
    lengths = [end - start for start, end in lines]
    if len(lines) < 2 or max(lengths) > _WRAP_CHARS:
        return False
    return median(lengths[:-1]) >= max(40, 0.75 * max(lengths))


def _whole(text: str, lines: list[Stretch]) -> list[Stretch]:
    """The lines as paragraphs; one that begins with a small letter belongs to the one before."""
    spans: list[Stretch] = []
    for start, end in lines:
        if spans and text[start:end].lstrip()[:1].islower():
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _join(text: str, lines: list[Stretch]) -> list[Stretch]:
    """Paragraphs of hard-wrapped lines: a new one begins where a line is set in and the one before it is not."""
    indents = [len(line) - len(line.lstrip()) for a, b in lines if (line := text[a:b])]
    starts = [lines[0][0]] + [lines[i][0] for i in range(1, len(lines)) if indents[i] >= 2 and indents[i - 1] < 2]
    return list(pairwise([*starts, lines[-1][1]]))


def _read_head(draft: _Draft, spans: list[Stretch], title: str | None, day: date | None) -> list[Stretch]:
    """The paragraphs that are left when title, byline and date lines have been taken off the top."""
    spans = list(spans)
    if len(spans) == 1:
        return _title_given(draft, spans, title)
    if title:
        spans = _title_given(draft, spans, title)
    for _ in range(4):
        if len(spans) < 2 or not _take_head_line(draft, spans[0], spans[1], day):
            break
        spans.pop(0)
    return spans


def _title_given(draft: _Draft, spans: list[Stretch], title: str | None) -> list[Stretch]:
    """The paragraphs without the title, where the text (after a date at its head) begins with it."""
    if not title or not spans:
        return spans
    start, end = spans[0]
    found = head_date(draft.text)
    after = _trim(draft.text, found[1].end, end) if found and found[1].start == start else None
    for at in (start, after[0] if after else start):
        if _told_at(draft.text, title, at, end) and len(title) < end - at + len(spans) - 1:
            if at > start:
                draft.add("dateline", start, at)
            draft.title = title
            draft.add("title", at, at + len(title))
            rest = _AFTER_TITLE.match(draft.text, at + len(title), end)
            return ([(rest.start("rest"), end)] if rest else []) + spans[1:]
    return spans


def _told_at(text: str, title: str, at: int, end: int) -> bool:
    """Whether the title stands here by itself and not as the first words of a sentence."""
    after = at + len(title)
    if not text.startswith(title, at) or after > end or text[after : after + 1].isalnum():
        return False
    rest = re.search(r"\w", text[after:end])
    line_ends = text[after : after + 1] in "\r\n" or rest is None
    return line_ends or (len(title.split()) >= 4 and rest is not None and not rest[0].islower())


def _take_head_line(draft: _Draft, span: Stretch, following: Stretch, day: date | None) -> bool:
    """Whether the paragraph is a line of the head (title, byline, day), noted in the draft."""
    words = draft.text[span[0] : span[1]]
    if len(words) > _TITLE_CHARS or read_dateline(draft.text, *span, day) or is_furniture(words):
        return False
    byline = draft.byline
    if _take_line_of_facts(draft, words):
        if draft.byline == byline:
            draft.add("dateline", *span)
        return True
    if draft.title is None and _like_title(draft.text, span, following):
        draft.title = " ".join(words.split())
        draft.add("title", *span)
        return True
    return False


def _like_title(text: str, span: Stretch, following: Stretch) -> bool:
    words = text[span[0] : span[1]]
    if "\n" in words or words[-1] in ".:;," or not re.search(r"\w", words) or caption_like(words):
        return False
    gap = text[span[1] : following[0]]
    return _BLANK_LINE.search(gap) is not None or following[1] - following[0] > len(words)


def _read_body(draft: _Draft, spans: list[Stretch], day: date | None) -> None:
    """Add the captions and paragraphs of the body to the draft, leaving furniture out."""
    begun = False
    for (start, end), kind in zip(spans, kinds(draft.text[a:b] for a, b in spans), strict=True):
        if kind == "paragraph" and not begun and len(spans) > 1 and _take_line_of_facts(draft, draft.text[start:end]):
            continue  # a byline under the picture
        if kind == "paragraph":
            _add_paragraph(draft, start, end, day, first=not begun)
            begun = True
        elif kind:
            draft.add(kind, start, end)


def kinds(stretches: Iterable[str]) -> Iterator[BlockKind | None]:
    """For each paragraph of a body in order: "paragraph", "caption", or None for furniture.

    Furniture are notices and share bars, the titles in a list of other articles, and all that follows the heading of
    readers' comments.
    """
    in_list = begun = closed = False
    for words in stretches:
        closed = closed or (begun and _opens(words, "comments"))
        if closed:
            yield None
        elif is_furniture(words):
            in_list = begun and _opens(words, "lists")
            yield None
        elif in_list and len(words) < 140 and words[-1] not in '.!?"”':
            yield None
        else:
            in_list = False
            caption = caption_like(words)
            begun = begun or not caption
            yield "caption" if caption else "paragraph"


def _add_paragraph(draft: _Draft, start: int, end: int, day: date | None, *, first: bool) -> None:
    """Add a paragraph; off the first one a dateline, or a day of publication that opens it, is taken."""
    if first and draft.filing is None:
        found = head_date(draft.text[start:end])
        if found and found[1].start == 0 and found[1].end < end - start:
            draft.add("dateline", start, start + found[1].end)
            start += found[1].end
            start = (_trim(draft.text, start, end) or (start, end))[0]
        if filing := read_dateline(draft.text, start, end, day):
            draft.filing = filing
            draft.add("dateline", start, filing.end)
            start = filing.end
    draft.add("paragraph", start, end)


def is_furniture(words: str) -> bool:
    """Whether a whole paragraph is furniture of a page: share bars, notices, links to other articles."""
    bare = words.strip(" \t\r\n»›>|•·*-–—…")
    if len(bare) > _FURNITURE_CHARS:
        return False
    return not bare or any(_opens(bare, part) for part in ("lines", "lists", "comments"))


def _opens(words: str, part: str) -> bool:
    bare = words.strip(" \t\r\n»›>|•·*-–—…:")
    return len(bare) <= _FURNITURE_CHARS and lexicon.furniture(part).fullmatch(bare) is not None


def caption_like(words: str) -> bool:
    """Whether a paragraph is the caption of a picture: short, and with a credit or the word "file photo"."""
    return len(words) <= _CAPTION_CHARS and lexicon.caption_mark().search(words) is not None
