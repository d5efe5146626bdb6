"""One claim at length: each field with its words, where they stand, and how its value was worked out."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from tadmor.model import Claim, Mention, Place, Quantity, Report, Span, When, Where
from tadmor.outlets.look import Look
from tadmor.outlets.marked import STYLES, marked
from tadmor.outlets.phrases import bounds, country, day, days, visible, words_of

_LABEL = 11
_BASES = {
    "stated": "the words name the days themselves",
    "relative": "worked out from the words and the report's day",
    "context": "taken from what the report says around the sentence",
    "published": "no time is told: the report's day",
    "none": "the words cannot be placed",
}
_GRAINS = {
    "time": "to a part of the day", "day": "to the day", "week": "to the week", "month": "to the month",
    "season": "to the season", "year": "to the year", "span": "from one day to another",
}  # fmt: skip
_FEATURES = {"adm1": "province", "adm2": "district", "heritage": "heritage site", "field": "oil or gas field"}
_BLOCKS = {"title": "headline", "dateline": "dateline", "paragraph": "text", "caption": "caption of a picture"}


def explanation(report: Report, claim: Claim, look: Look) -> Iterator[Text]:
    """The lines that explain one claim, a blank one first."""
    yield Text()
    modality = "" if claim.modality == "asserted" else f", {claim.modality}"
    yield look.source(f"{claim.kind}{modality}", "bold") + look.ours(f"  claim {visible(claim.id)}")
    for label, words in _rows(report, claim, look):
        first, *rest = look.fold(words, _LABEL + 2)
        yield Text("  ") + look.ours(label.ljust(_LABEL)) + first[_LABEL + 2 :]
        yield from rest


def _rows(report: Report, claim: Claim, look: Look) -> Iterator[tuple[str, Text]]:
    yield "sentence", marked(claim.sentence, [claim], styled=look.styled)
    yield "", look.ours(f"{_standing(claim.sentence)}, {_block(report, claim.sentence)}")
    yield "trigger", _quoted(claim.trigger, "trigger", look)
    for role, mentions in (("actor", claim.actors), ("target", claim.targets)):
        for mention in mentions:
            yield from _mention(role, mention, claim, look)
    yield from _where(claim.where, claim, look)
    yield from _when(claim.when, report, claim, look)
    for count in claim.counts:
        yield from _count(count, look)
    yield from _speakers(claim, look)
    yield "made by", look.ours(f"{visible(claim.why) or 'unknown'}, score {claim.score:.2f}")


def _standing(span: Span) -> str:
    return f"characters {span.start}–{span.end}"


def _block(report: Report, sentence: Span) -> str:
    kinds = (block.kind for block in report.blocks if block.start <= sentence.start < block.end)
    return _BLOCKS.get(next(kinds, "paragraph"), "text")


def _quoted(span: Span, role: str, look: Look, within: Span | None = None) -> Text:
    """The words and where they stand; said so where that is another sentence."""
    elsewhere = within and not within.start <= span.start < within.end
    note = f"  {_standing(span)}" + (", in another sentence" if elsewhere else "")
    return look.source(words_of(span) or "", STYLES[role]) + look.ours(note)


def _mention(label: str, mention: Mention, claim: Claim, look: Look) -> Iterator[tuple[str, Text]]:
    role = label if label in STYLES else "speaker"
    yield label, _quoted(mention.span, role, look, claim.sentence)
    register = f"register: {mention.ref}" if mention.ref else "not in the register of actors"
    yield "", look.ours(f"{mention.kind}; {register}")


def _where(where: Where | None, claim: Claim, look: Look) -> Iterator[tuple[str, Text]]:
    if where is None:
        yield "place", look.ours("not told")
        return
    yield "place", _quoted(where.span, "place", look, claim.sentence)
    yield "", look.ours(_row(where.place) if where.place else "not resolved: no place fits the words beyond doubt")
    yield "", look.ours(f"relation: {where.relation}; precision: {where.precision or 'not known'}")


def _row(place: Place) -> str:
    home = f", {country(place.country)}" if place.country and country(place.country) != place.name else ""
    lat, lon = f"{abs(place.lat):.4f} {'NS'[place.lat < 0]}", f"{abs(place.lon):.4f} {'EW'[place.lon < 0]}"
    return f"{visible(place.name)}{home}; {lat}, {lon}; {_FEATURES.get(place.feature, place.feature)}; {place.id}"


def _when(when: When | None, report: Report, claim: Claim, look: Look) -> Iterator[tuple[str, Text]]:
    if when is None:
        yield "when", look.ours("not known")
        return
    told = look.ours(f"{days(when.start, when.end)}, {_GRAINS[when.grain]}")
    if when.span:
        yield "when", _quoted(when.span, "when", look, claim.sentence)
        yield "", told
    else:
        yield "when", told
    published = f" ({day(report.published)})" if report.published and when.basis in ("relative", "published") else ""
    yield "", look.ours(f"{when.basis}: {_BASES[when.basis]}{published}")


def _count(count: Quantity, look: Look) -> Iterator[tuple[str, Text]]:
    yield "count", _quoted(count.span, "count", look)
    unit = count.unit or "of what is not told"
    yield "", look.ours(f"{bounds(count.low, count.high)} {unit}" + (", a total so far" if count.total else ""))
    if count.who:
        yield "", look.ours("who: ") + _quoted(count.who, "count", look)


def _speakers(claim: Claim, look: Look) -> Iterator[tuple[str, Text]]:
    if not claim.attribution.speakers:
        yield "says", look.ours("the report, in its own voice")
    for n, mention in enumerate(claim.attribution.speakers):
        yield from _mention("says" if n == 0 else "quoted by", mention, claim, look)
    if claim.attribution.cue:
        yield "cue", _quoted(claim.attribution.cue, "speaker", look)
