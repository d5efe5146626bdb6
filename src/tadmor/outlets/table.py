"""The claims of a report as a person reads them: its head, each sentence marked, under it a line a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from tadmor.model import Claim, Mention, Report
from tadmor.outlets.look import Look
from tadmor.outlets.marked import STYLES, marked
from tadmor.outlets.phrases import counted, dated, filed, heading, meaning, resolved, says, visible, words_of

_ID_CHARS, _KIND_COLUMNS = 6, 14
_NARROW = 72  # below it the fields stand under the kind, not beside it


def table(report: Report, claims: Sequence[Claim], look: Look) -> Iterator[Text]:
    """The lines of one report; a blank one stands before each sentence and at the end."""
    yield from head(report, claims, look)
    for sentence, told in groupby(claims, key=lambda claim: claim.sentence):
        group = list(told)
        yield Text()
        yield from look.fold(marked(sentence, group, styled=look.styled), 2)
        for claim in group:
            yield from _claim(claim, look)
    yield Text()


def head(report: Report, claims: Sequence[Claim], look: Look) -> Iterator[Text]:
    """What the report is: outlet and title; file, day of publication, dateline, number of claims."""
    yield from look.fold(look.source(heading(report), "bold"), 0)
    number = f"{len(claims)} claim" + ("" if len(claims) == 1 else "s")
    source = visible(report.source) if report.source else None
    agency = f"by {visible(report.agency)}" if report.agency and report.outlet else None
    parts = [source, agency, dated(report), filed(report), number]
    yield from look.flow([look.ours(part) for part in parts if part], Text())


def _claim(claim: Claim, look: Look) -> Iterator[Text]:
    begin = Text("  ") + look.ours(visible(claim.id)[:_ID_CHARS].ljust(_ID_CHARS)) + Text("  ")
    kind = look.source(claim.kind, "bold")
    if look.width < _NARROW:
        yield begin + kind
        begin = Text(" " * 4)
    else:
        kind.pad_right(max(_KIND_COLUMNS - kind.cell_len, 1))
        begin += kind
    yield from look.flow(list(_fields(claim, look)), begin)


def _fields(claim: Claim, look: Look) -> Iterator[Text]:
    """What a claim tells, each field by itself, unknown ones left out."""
    if claim.modality != "asserted":
        yield look.source(claim.modality, "bold")
    if claim.actors or claim.targets:
        yield _who(claim, look)
    if claim.where:
        place = look.source(words_of(claim.where.span) or "", STYLES["place"])
        meant = resolved(claim.where)
        if not claim.sentence.start <= claim.where.span.start < claim.sentence.end:
            meant += "; told before"
        yield place + look.ours(f" ({meant})") if meant else place
    if claim.when:
        words, meant = meaning(claim.when)
        time = look.source(words, STYLES["when"]) if words else Text()
        yield time + look.ours(f" → {meant}" if words and meant else meant)
    for count in claim.counts:
        words, meant = counted(count, claim.sentence)
        yield look.source(words, STYLES["count"]) + look.ours(f" {meant}" if meant else "")
    yield _speakers(claim, look)
    if look.why:
        yield look.ours(f"by {visible(claim.why) or 'unknown'}, score {claim.score:.2f}")


def _who(claim: Claim, look: Look) -> Text:
    sides = [_names(claim.actors, look, "actor"), _names(claim.targets, look, "target")]
    if not claim.targets:
        return sides[0]
    return sides[0] + look.ours(" → " if claim.actors else "→ ") + sides[1]


def _names(mentions: Sequence[Mention], look: Look, role: str) -> Text:
    names = [look.source(words_of(mention.span) or "", STYLES[role]) for mention in mentions]
    return Text(", ").join(names)


def _speakers(claim: Claim, look: Look) -> Text:
    names = [look.source(name, STYLES["speaker"]) for name in says(claim)]
    return look.ours("says: ") + (look.ours(" ← ").join(names) if names else look.ours("the report"))
