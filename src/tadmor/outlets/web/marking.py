"""The text of a report in stretches, each with the claims whose words it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tadmor.model import Block, Claim, Report, Span, Telling
from tadmor.outlets import marked
from tadmor.outlets.drawing.families import family_of

_RANK = {"rejected": 0, "retracted": 0, "proposed": 1, "corrected": 2, "accepted": 2}
_NAMED = {"when": "day", "count": "number"}
"""What the page calls a role where it has a word of its own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one paragraph that are all marked alike.

    ``claims`` are the numbers (from 1) of the claims that they name, ``begins`` those whose words begin here;
    ``family`` and ``standing`` are of the first; ``role`` is what unnamed words are to a claim ("place"), or None.
    """

    text: str
    claims: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    family: str | None = None
    standing: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text, in stretches."""

    kind: str
    stretches: tuple[Stretch, ...]


def paragraphs(report: Report, tellings: Sequence[Telling]) -> list[Paragraph]:
    """The whole text, block by block, with every claim's words marked; claims count from 1 in their order."""
    marks = _Marks(tellings)
    found = (_paragraph(report.text, block, marks) for block in _blocks(report))
    return [paragraph for paragraph in found if paragraph.stretches]


def _blocks(report: Report) -> Iterator[Block]:
    """The report's blocks, and what lies between them as paragraphs, so that no word is lost."""
    at = 0
    for block in sorted(report.blocks, key=lambda b: b.start):
        start = max(block.start, at)
        if report.text[at:start].strip():
            yield Block("paragraph", at, start)
        if start < block.end:
            yield Block(block.kind, start, block.end)
            at = block.end
    if report.text[at:].strip():
        yield Block("paragraph", at, len(report.text))


class _Marks:
    """Where the words of claims begin and end."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        self.triggers = sorted((t.claim.trigger.start, t.claim.trigger.end, n) for n, t in enumerate(tellings, 1))
        self.roles = sorted((s.start, s.end, role) for t in tellings for role, s in roles(t.claim))

    def within(self, start: int, end: int) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, str]]]:
        """The words of triggers and of roles that overlap a block."""
        triggers = [m for m in self.triggers if m[0] < end and start < m[1]]
        return triggers, [m for m in self.roles if m[0] < end and start < m[1]]


def roles(claim: Claim) -> Iterator[tuple[str, Span]]:
    """What words beside the trigger are to a claim."""
    yield from ((_NAMED.get(role, role), span) for role, span in marked.roles(claim) if role != "trigger")


def _paragraph(text: str, block: Block, marks: _Marks) -> Paragraph:
    triggers, words = marks.within(block.start, block.end)
    edges = {block.start, block.end}
    for start, end, _ in (*triggers, *words):
        edges.update((max(start, block.start), min(end, block.end)))
    cuts = sorted(edges)
    pairs = pairwise(cuts)
    made = tuple(_stretch(text, start, end, triggers, words, marks.tellings) for start, end in pairs)
    return Paragraph(block.kind, made)


def _stretch(
    text: str, start: int, end: int, triggers: Iterable[tuple[int, int, int]], words: Iterable[tuple[int, int, str]],
    tellings: Sequence[Telling],
) -> Stretch:  # fmt: skip
    over = [(n, s) for s, e, n in triggers if s <= start and end <= e]
    if over:
        over.sort(key=lambda pair: (-_RANK[tellings[pair[0] - 1].standing], pair[0]))
        first = tellings[over[0][0] - 1]
        numbers, begins = tuple(n for n, _ in over), tuple(n for n, s in over if s == start)
        return Stretch(text[start:end], numbers, begins, family_of(first.claim.kind).key, first.standing)
    role = next((role for s, e, role in words if s <= start and end <= e), None)
    return Stretch(text[start:end], role=role)


def sentence(claim: Claim) -> tuple[Stretch, ...]:
    """A claim's sentence with its own words marked; the trigger stands over the other words."""
    start, end = claim.sentence.start, claim.sentence.end
    told = [(s.start, s.end, role) for role, s in roles(claim) if s.start < end and start < s.end]
    edges = {start, end, *(min(max(at, start), end) for s, e, _ in told for at in (s, e))}
    inside = start <= claim.trigger.start < claim.trigger.end <= end
    if inside:
        edges.update((claim.trigger.start, claim.trigger.end))
    cuts = sorted(edges)
    return tuple(_own(claim, a, b, told, inside) for a, b in pairwise(cuts))


def _own(claim: Claim, start: int, end: int, told: Sequence[tuple[int, int, str]], inside: bool) -> Stretch:
    words = claim.sentence.text[start - claim.sentence.start : end - claim.sentence.start]
    if inside and claim.trigger.start <= start and end <= claim.trigger.end:
        return Stretch(words, family=family_of(claim.kind).key, role="trigger")
    return Stretch(words, role=next((role for s, e, role in told if s <= start and end <= e), None))
