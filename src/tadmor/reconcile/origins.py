"""Which reports are one story: copies of a wire text, its later versions, and prints that credit the same agency."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from struct import pack
from typing import Literal, NamedTuple
from zlib import crc32

from tadmor.reconcile.credits import bare_text, credit, table, update_mark

Signature = tuple[tuple[int, ...], tuple[int, ...]]
"""128 MinHash values of the runs of four words, and the keys of sampled passages of eight words."""

PERMUTATIONS, SEED = 128, 20110315
_BANDS, _ROWS = 25, 5  # meet in a band: 0.55 of pairs of Jaccard 0.5, 0.99 of 0.7, 0.008 of 0.2
_RUN, _PASSAGE = 4, 8
_SAMPLED, _MOST = 16, 48  # one passage in 16, at most 48: a cut copy shares some, whatever its Jaccard
_KEPT = 128  # runs kept of a text: a share of one half is told within 0.05
_SURE = 0.9  # no better candidate is looked for
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<![\d.,:-])\d{1,3}(?:,\d{3})*(?![\d.,:-]*\d)")
How = Literal["copy", "version", "credit"]
Runs = tuple[Sequence[int], frozenset[int]]
"""Runs of four words as numbers, in order and as a set."""


@dataclass(frozen=True, slots=True)
class Story:
    """A report as the search for its origin sees it. ``row`` is its number in the record."""

    report: str
    outlet: str | None
    agency: str | None
    title: str | None
    text: str
    published: date | None = None
    url: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class OriginLink:
    """That report ``a`` is the same story as report ``b``: how it is told, how sure (0..1), and why, in words."""

    a: str
    b: str
    how: How
    score: float
    because: tuple[str, ...]


class Likeness(NamedTuple):
    """Shares of shared runs (of both texts, of the shorter one, of its front), their number, words of the shorter."""

    jaccard: float
    whole: float
    front: float
    runs: int
    words: int


def _words(text: str) -> list[str]:
    """The words of a text without furniture, folded: lower case, no marks."""
    bare = bare_text(text)
    folded = unicodedata.normalize("NFKD", bare)
    if len(folded) != len(bare):
        folded = "".join(c for c in folded if not unicodedata.combining(c))
    return _WORD.findall(folded.casefold())


def _in_runs(words: Sequence[str], length: int) -> list[str]:
    """The runs of so many words, in order; fewer words are one run."""
    return [" ".join(words[at : at + length]) for at in range(max(len(words) - length + 1, 1))]


@lru_cache(maxsize=256)
def _runs(text: str) -> Runs:
    """Runs of four words, in order and as a set, as numbers that hold for this process only."""
    runs = tuple(map(hash, _in_runs(_words(text), _RUN)))
    return runs, frozenset(runs)


def signature(text: str) -> Signature:
    """The signature of a text, the same on every machine (MinHash: Broder 1997)."""
    return _signature(_words(text))


def _signature(words: Sequence[str]) -> Signature:
    from rensa import RMinHash

    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(set(_in_runs(words, _RUN))))
    return tuple(sketch.digest()), _passages(words)


def _passages(words: Sequence[str]) -> tuple[int, ...]:
    """Keys of the passages whose checksum falls to the sample, the lowest first."""
    found = {run.encode() for run in _in_runs(words, _PASSAGE)}
    sums = sorted((total, passage) for passage in found if (total := crc32(passage)) % _SAMPLED == 0)
    return tuple(_key(passage) for _, passage in sums[:_MOST])


def _key(value: bytes) -> int:
    """A key of 63 bits."""
    return int.from_bytes(blake2b(value, digest_size=8).digest(), "big") >> 1


def bands(signature: Signature) -> tuple[int, ...]:
    """Keys of 63 bits; stories that share none are not compared.

    A key shared by very many stories is background that all print, and may be passed over.
    """
    minimums, passages = signature
    rows = (minimums[at : at + _ROWS] for at in range(0, _BANDS * _ROWS, _ROWS))
    bound = [_key(pack(f">B{_ROWS}I", at, *row)) for at, row in enumerate(rows)]
    return tuple(dict.fromkeys((*bound, *passages)))


class Trace(NamedTuple):
    """What is kept of a text to know its copies by, the same on every machine.

    ``words`` is a key of all its words, ``bands`` as of ``bands``, ``runs`` the lowest checksums of its runs of four
    words (32 bits, 128 at most), in the order of the text.
    """

    words: int
    bands: tuple[int, ...]
    runs: tuple[int, ...]


def trace(text: str) -> Trace:
    """The trace of a text."""
    words = _words(text)
    sums = [crc32(run.encode()) for run in dict.fromkeys(_in_runs(words, _RUN))]
    most = sorted(sums)[min(len(sums), _KEPT) - 1]
    kept = tuple(total for total in sums if total <= most)
    return Trace(_key(" ".join(words).encode()), bands(_signature(words)), kept)


def alike(a: Sequence[int], b: Sequence[int], apart: int | None) -> bool:
    """Whether two texts are prints of one story, by the ``runs`` of their traces and the days between the two.

    Below the highest checksum kept of either, each has all of its own: there the two are compared (a bottom sketch:
    Cohen and Kelley 2007).
    """
    most = min(max(runs) if len(runs) >= _KEPT else 2**32 for runs in (a, b))
    ours, theirs = ([total for total in runs if total <= most] for runs in (a, b))
    if not ours or not theirs:
        return False
    like = _shared((ours, frozenset(ours)), (theirs, frozenset(theirs)), each=max(1.0, 2**32 / most))
    if like.words < _least("short_words") and like.jaccard < _least("short_whole"):
        return False  # a line that many print would make one story of all of them
    return _is_copy(like, apart)


def likeness(a: str, b: str) -> Likeness:
    """How much two texts share. A copy may be cut or have paragraphs put in, so the shorter one is asked for.

    Background ("more than 230,000 people have been killed since…") stands at the end, so the share is also taken
    where one of the two has its front: the first three fifths.
    """
    return _shared(_runs(a), _runs(b))


def _shared(a: Runs, b: Runs, each: float = 1) -> Likeness:
    """The likeness of two texts by their runs, of which one in ``each`` is given."""
    (runs, distinct), (other_runs, others) = sorted((a, b), key=lambda found: len(found[0]))
    shared = len(distinct & others)
    front, other_front = _front(runs), _front(other_runs)
    return Likeness(
        shared / (len(distinct) + len(others) - shared),
        shared / len(distinct),
        max(len(front & others) / len(front), len(distinct & other_front) / len(distinct)),
        round(shared * each),
        round(len(runs) * each) + _RUN - 1,
    )


def _front(runs: Sequence[int]) -> frozenset[int]:
    return frozenset(runs[: max(len(runs) * 3 // 5, 1)])


def same_origin(a: Story, b: Story) -> OriginLink | None:
    """Why two reports are one story, or None. Two outlets that quote one speaker in words of their own are two."""
    if a.url and a.url == b.url:
        return OriginLink(a.report, b.report, "version", 1.0, ("same address",))
    like = likeness(a.text, b.text)
    if like.whole < _least("credit_whole"):
        return None
    apart = abs((a.published - b.published).days) if a.published and b.published else None
    house = _shared_house(a, b)
    how = _how(like, apart, house)
    if how is None:
        return None
    because = [f"{like.whole:.0%} of the shorter text stands in the other"]
    if house:
        because.append(house[1])
    changes = _changes(a, b) if house else ()
    if changes and like.jaccard < 1:
        how = "version"
    score = min(1.0, 0.5 * like.whole + 0.5 * like.front)
    return OriginLink(a.report, b.report, how, round(score, 3), (*because, *changes))


def _shared_house(a: Story, b: Story) -> tuple[Literal["agency", "outlet"], str] | None:
    """The agency that both credit, or the outlet that published both."""
    ours, theirs = (story.agency or credit(story.text, story.outlet) for story in (a, b))
    if ours and ours == theirs:
        return "agency", f"both credit {ours}"
    if a.outlet and b.outlet and a.outlet.casefold() == b.outlet.casefold():
        return "outlet", f"both published by {a.outlet}"
    return None


def _how(like: Likeness, apart: int | None, house: tuple[str, str] | None) -> How | None:
    """How two stories are one by what they share, or None; ``apart`` is days between them, None where not known."""
    if _is_copy(like, apart):
        return "copy"
    if like.words < _least("short_words") or (apart is not None and apart > _least("close_days")):
        return None
    if like.runs >= _least("close_runs") and _reaches(like, "close"):
        return "version" if house else "copy"
    return "credit" if house and house[0] == "agency" and _reaches(like, "credit") else None


def _is_copy(like: Likeness, apart: int | None) -> bool:
    """Whether what two stories share leaves no doubt that one is a print of the other, whoever published them."""
    if like.words < _least("short_words"):
        brief = like.words < _least("brief_words")
        return _reaches(like, "short") and not (brief and like.whole < _least("brief_whole"))
    return _reaches(like, "far" if apart is not None and apart > _least("near_days") else "copy")


def _least(name: str) -> float:
    return float(table("likeness")[name])


def _reaches(like: Likeness, tier: str) -> bool:
    return like.whole >= _least(f"{tier}_whole") and like.front >= _least(f"{tier}_front")


def _changes(a: Story, b: Story) -> tuple[str, ...]:
    """What tells the later of two stories as another version: its mark, or other numbers in the title."""
    early, late = sorted((a, b), key=lambda s: (s.published or date.min, s.row))
    marks = [mark for s in (late, early) if (mark := update_mark(s.title, s.text))]
    out = [f'marked "{marks[0]}"'] if marks else []
    before, after = (tuple(dict.fromkeys(_NUMBER.findall(s.title or ""))) for s in (early, late))
    if before and after and set(before) != set(after):
        out.append(f"numbers of the title {', '.join(before)} → {', '.join(after)}")
    return tuple(out)


def origin_of(story: Story, candidates: Sequence[tuple[Story, str]]) -> tuple[str, OriginLink | None]:
    """(origin id, link to the candidate most like it); a story like none is its own origin.

    ``candidates`` are earlier stories that share a band, each with its origin id.
    """
    best: tuple[str, OriginLink | None] = (story.report, None)
    for other, origin in candidates:
        link = same_origin(story, other)
        if link and (best[1] is None or link.score > best[1].score):
            best = origin, link
            if link.score >= _SURE:
                break
    return best
