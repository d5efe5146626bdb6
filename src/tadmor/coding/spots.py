"""The place of a happening whose sentence ties none to it: chosen among those that its report tells, or none at all.

The candidates are what "the city" points back to, the place of the claim before, that of the first claim and of the
last of the kind, the place named last before the sentence, a name in the sentence that the network doubts, the country
spoken of, and no place. A conditional log-linear model (McFadden's choice model) weighs what speaks for each;
``training/spots.py`` fits the weights. A toll of the whole war is not pinned on the town of the sentence before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tadmor.coding.context import Context, place_key
from tadmor.coding.days import AKIN, stands, told_as
from tadmor.coding.weighing import DATA, log, score
from tadmor.doc import Doc, around
from tadmor.model import PLACINGS, Quantity, Where

WEIGHTS_FILE = DATA / "spots.tsv"
NATION = frozenset("country nation nationwide nationally countrywide homeland".split())
WAR = frozenset("war conflict uprising revolt revolution insurgency crisis".split())
SPANS = frozenset("since so overall total altogether throughout".split())
REACH = 20_000
"""Code points back to which the country spoken of is looked for."""
Found = dict[str, float]


@dataclass(slots=True)
class Spot:
    """A candidate, and what speaks for it."""

    where: Where | None
    found: Found


def chosen(spots: list[Spot]) -> Where | None:
    """The likeliest of the candidates."""
    return max(spots, key=lambda s: score(s.found, WEIGHTS_FILE)).where


def candidates(
    doc: Doc, sentence: int, words: tuple[int, ...], kind: str, placing: Mapping[str, float],
    named: Mapping[str, Where | None], doubted: tuple[float, Where] | None, context: Context,
) -> list[Spot]:  # fmt: skip
    """All candidates, those of one place as one. ``named`` are places by how they were found ("meant", "last", "near");
    ``doubted`` is the likeliest name of the sentence, with its probability.
    """
    spots: dict[str | None, Spot] = {None: Spot(None, {"none": 1.0})}

    def add(where: Where | None, tag: str) -> None:
        if where is not None:
            spots.setdefault(place_key(where), Spot(where, {})).found[tag] = 1.0

    for tag, where in named.items():
        add(where, tag)
    for where, tag in _of_claims(context, sentence, kind):
        add(where, tag)
    if doubted is not None:
        add(doubted[1], "doubted")
        spots[place_key(doubted[1])].found["doubted.much"] = log(doubted[0])
    add(_country(doc, sentence), "country")
    told = _told(doc, sentence, words, kind)
    for spot in spots.values():
        _weigh(spot, placing, told)
    return list(spots.values())


def _of_claims(context: Context, sentence: int, kind: str) -> Iterator[tuple[Where, str]]:
    """The places of the last claim before, of the first, and of the last of this kind, each with how it was found."""
    if not context.claims:
        return
    (told_in, last_kind, last), (_, _, first) = context.claims[-1], context.claims[0]
    ago = sentence - told_in
    yield last, "last claim"
    yield last, "last claim." + ("here" if ago == 0 else "next" if ago == 1 else "soon" if ago < 4 else "far")
    if last_kind == kind:
        yield last, "last claim.kind"
    if any({last_kind, kind} <= kinds for kinds in AKIN):
        yield last, "last claim.akin"
    yield first, "first claim"
    if len({place_key(where) for _, _, where in context.claims}) == 1:
        yield first, "only place"
    yield from [(where, "of kind") for _, known, where in reversed(context.claims) if known == kind][:1]


def _country(doc: Doc, sentence: int) -> Where | None:
    """The country named last up to the end of this sentence."""
    end = doc.sentence_span(sentence).end
    named = reversed(around(doc.places, max(0, end - REACH), end))
    return next((w for w in named if w.precision == "country" and w.place is not None), None)


def _told(doc: Doc, sentence: int, words: tuple[int, ...], kind: str) -> list[str]:
    """How the happening is told, and of what its sentence speaks."""
    a, b = doc.sentences[sentence]
    lemmas = {doc.lemmas[w].lower() for w in range(a, b)}
    spoken = [name for name, some in (("nation", NATION), ("war", WAR), ("spans", SPANS)) if lemmas & some]
    spoken += ["high figure"] if any((q.low or 0) >= 1000 for q in _counted(doc, sentence)) else []
    return [*told_as(doc, words), *stands(doc, sentence), *spoken, f"kind.{kind}"]


def _counted(doc: Doc, sentence: int) -> list[Quantity]:
    span = doc.sentence_span(sentence)
    return [q for q in around(doc.quantities, span.start, span.end) if span.start <= q.span.start < span.end]


def _weigh(spot: Spot, placing: Mapping[str, float], told: list[str]) -> None:
    """Adds what the network says of its sort, how large it is, and how all is told."""
    found, where = spot.found, spot.where
    sort = "none" if where is None else "doubted" if "doubted" in found else "earlier"
    sort = "country" if sort == "earlier" and where is not None and where.precision == "country" else sort
    for label in PLACINGS:
        found[f"{sort}/{label}"] = log(placing[label])
    if where is not None:
        found[f"size.{where.precision}"] = 1.0
        found["known" if where.place else "unknown"] = 1.0
    for form in told:
        found[f"{sort}|{form}"] = 1.0
