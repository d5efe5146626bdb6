"""The place of a happening: the one its sentence ties to it, else the one the report told before."""

from __future__ import annotations

from dataclasses import replace

from tadmor.coding.context import Context, place_key
from tadmor.coding.fillers import nouns
from tadmor.coding.learned import Array, told
from tadmor.coding.slots import coordinated
from tadmor.coding.spots import candidates as spots_of
from tadmor.coding.spots import chosen
from tadmor.doc import Doc, around
from tadmor.model import Precision, Where

SURE, LIKELY, LAST_RESORT = 0.5, 0.25, 0.12
"""The least probability of a name's best word: by itself; where the place is likely stated; where it surely is."""
IN_SLOT = 0.25
"""Added to it where a frame expects the place there."""
IN_LIST = 0.1
"""Enough for a name that stands in a list with the best one."""
LIST_WORDS = frozenset({",", "and", "or", "&", "as", "well", "the", "of", "in", "cities", "towns", "villages", "both"})
TOWNS = frozenset({"city", "town"})
"""What points back to a town and to nothing smaller."""
ON_THE_WAY = frozenset({"advance", "offensive", "withdrawal", "deployment", "displacement"})
"""Kinds whose place may be where forces or people are going."""
SIZES: tuple[Precision, ...] = ("country", "region", "province", "district", "near", "town", "site")
"""From the largest."""

Rated = list[tuple[float, Where]]


def wheres(
    doc: Doc, sentence: int, trigger: tuple[int, ...], kind: str, scores: Array, expected: list[int], context: Context
) -> list[Where | None]:
    """The places of a happening: several only where the sentence lists them; [None] where none is known.

    ``scores`` has one probability a word of the sentence; ``expected`` are words where a frame expects the place.
    """
    rated = _rated(doc, sentence, kind, scores, expected)
    placing = told(doc, trigger, "placing")
    sure = [w for s, w in rated if s >= SURE]
    if not sure and rated:
        least = SURE if placing["stated"] < 0.5 else LIKELY if placing["stated"] < 0.8 else LAST_RESORT
        best = max(rated, key=lambda r: r[0])
        sure = [best[1]] if best[0] >= least else []
    if sure:
        return list(_listed(doc, [_town_of(doc, rated, w, expected) for w in sure], rated))
    doubted = max(rated, key=lambda r: r[0], default=None)
    named = _told_before(doc, sentence, context)
    spots = spots_of(doc, sentence, trigger, kind, placing, named, doubted, context)
    context.spots[doc.span(min(trigger), max(trigger))] = spots
    return [chosen(spots)]


def _rated(doc: Doc, sentence: int, kind: str, scores: Array, expected: list[int]) -> Rated:
    """The places that a sentence names with the probability of their best word; titles and governments are none."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    out: Rated = []
    for where in around(doc.places, span.start, span.end):
        words = doc.words_in(where.span)
        if not (span.start <= where.span.start and where.span.end <= span.end and len(words)):
            continue
        slot = IN_SLOT if set(words) & set(expected) else 0.0
        if where.relation == "of" or (where.relation == "toward" and kind not in ON_THE_WAY and not slot):
            continue
        out.append((float(max(scores[w - a] for w in words)) + slot, where))
    return out


def _town_of(doc: Doc, rated: Rated, where: Where, expected: list[int]) -> Where:
    """The place itself, or the town where a frame expects the place, if this is a site that is hit in it ("blew up the
    Temple of Bel in Palmyra").
    """
    if where.precision != "site" or set(doc.words_in(where.span)) & set(expected):
        return where
    towns = (w for _, w in rated if w.precision == "town" and set(doc.words_in(w.span)) & set(expected))
    return next(towns, where)


def _told_before(doc: Doc, sentence: int, context: Context) -> dict[str, Where | None]:
    """What "the city" in this sentence refers to ("meant"), the place of the last claim ("last"), the last place named
    ("near").

    A place where nothing was told to happen ("the ministry in Moscow") is no such city while another is.
    """
    a, b = doc.sentences[sentence]
    before = doc.sentence_span(sentence).start
    pointed = (where for word in range(a, b) for where in _meant(doc, word))
    meant = next((w for w in pointed if context.where is None or place_key(w) in context.places), None)
    last = context.where
    if meant is None and last is not None and any(_called_town(doc, w) for w in range(a, b)):
        meant = _town(doc, before, last)
    named = _last_named(doc, before, ("town", "site", "near", "district", "province", None))
    return {"meant": meant, "last": last, "near": named}


def _town(doc: Doc, before: int, last: Where) -> Where:
    """What "the city" means that points back to no name: the last place, the town that it was near, or the town named
    before it where that place is smaller than one.
    """
    if last.precision == "near" and last.relation != "in" and last.place and last.place.feature == "town":
        return replace(last, relation="in", precision="town")
    quarter = last.precision == "district" and last.place is not None and last.place.feature == "quarter"
    town = _last_named(doc, before, ("town",)) if quarter or last.precision == "site" else None
    return town if town is not None and _land(town) == _land(last) else last


def _land(where: Where) -> str | None:
    return where.place.country if where.place else None


def _called_town(doc: Doc, word: int) -> bool:
    """Whether this is a bare "the city"."""
    kids = doc.children(word)
    bare_noun = all(doc.deprels[c] not in ("nmod", "appos", "compound", "flat", "amod") for c in kids)
    return (
        bare_noun and doc.lemmas[word].lower() in TOWNS and any(doc.words[c].lower() in ("the", "this") for c in kids)
    )


def _meant(doc: Doc, word: int) -> list[Where]:
    """The place that a noun at this word points back to ("the city")."""
    meant = doc.references.get(doc.span(word, word))
    if meant is None:
        return []
    return [w for w in around(doc.places, meant.start, meant.end) if w.span == meant and w.relation != "of"]


def _last_named(doc: Doc, before: int, precisions: tuple[Precision | None, ...]) -> Where | None:
    """The last place of these sizes named before this code point."""
    found = reversed(around(doc.places, max(0, before - 3000), before))
    return next((w for w in found if w.relation != "of" and w.precision in precisions), None)


def _listed(doc: Doc, sure: list[Where], rated: Rated) -> list[Where]:
    """The best place, or the smaller one that it only describes, and those that stand in one list with it."""
    scores = {w.span: s for s, w in rated}
    best = max(sure, key=lambda w: scores[w.span])
    likely = [w for s, w in rated if s >= IN_LIST]
    best = max((w for w in likely if w is best or _one_phrase(doc, best, w)), key=_smallness, default=best)
    listed = [best]
    for w in [*likely, *reversed(likely)]:  # along the list, from the best one to both its ends
        if w not in listed and any(_same_list(doc, known, w) for known in listed):
            listed.append(w)
    return sorted(listed, key=lambda w: w.span.start)


def _smallness(where: Where) -> int:
    """How small the place is, as far as that is known."""
    return SIZES.index(where.precision) if where.precision in SIZES else len(SIZES) - 1


def _one_phrase(doc: Doc, x: Where, y: Where) -> bool:
    """Whether one noun carries both names ("the West Bank town of Jenin", "the camp near Nablus")."""
    one, two = doc.words_in(x.span), doc.words_in(y.span)
    return _named(doc, one) == _named(doc, two)


def _within(inner: Where, outer: Where) -> bool:
    """Whether the second is the province or the country in which the first lies."""
    a, b = inner.place, outer.place
    if a is None or b is None or a.country != b.country or b.feature not in ("country", "adm1"):
        return False
    return a.feature != b.feature and (b.feature == "country" or a.admin1 in (None, b.admin1))


def _same_list(doc: Doc, x: Where, y: Where) -> bool:
    first, second = sorted((x, y), key=lambda w: w.span.start)
    if _one_phrase(doc, x, y) or _within(first, second):
        return False
    one, two = doc.words_in(first.span), doc.words_in(second.span)
    between = {doc.words[i].lower() for i in range(one.stop, two.start)}
    if between == {","} and _within(second, first):
        return False  # "In Syria, Homs was shelled"
    if between and between <= LIST_WORDS and between & {",", "and", "or", "&"}:
        return bool(between & {"and", "or", "&"}) or first.relation == second.relation
    ours, theirs = _named(doc, one), _named(doc, two)
    return bool(set(coordinated(doc, ours)) & {theirs} | set(coordinated(doc, theirs)) & {ours})


def _named(doc: Doc, words: range) -> int:
    """The word that carries a name in the tree: "city" of "the city of Tikrit", else the name's own."""
    head = next((w for w in words if doc.heads[w] not in words), words[0])
    above = doc.heads[head]
    carried = doc.deprels[head] in ("nmod", "nmod:poss", "compound", "appos") and doc.lemmas[above].lower() in nouns(
        "place"
    )
    return above if carried else head
