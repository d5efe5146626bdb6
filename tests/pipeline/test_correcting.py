"""Corrections: what may be set, what comes out, and how a claim is found again by its quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tadmor.errors import SettingError
from tadmor.model import Claim, Quantity, Report, Span, When
from tadmor.pipeline.correcting import Quote, corrected, found_again

TEXT = "Shells hit Palmyra at dawn, medics said. Twelve people died, the Syrian army said. Homs was quiet."
REPORT = Report("r1", TEXT)


def span(words: str, start: int = 0) -> Span:
    at = TEXT.index(words, start)
    return Span(at, at + len(words), words)


CLAIM = Claim("c1", "r1", "shelling", "asserted", span("Shells hit Palmyra at dawn, medics said."), span("Shells"))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("kind", "attack", "attack"),
        ("modality", "denied", "denied"),
        ("actor", "Syrian army", [("Syrian army", "syria-armed-forces")]),
        ("target", "people; medics", [("people", None), ("medics", None)]),
        ("speaker", "", []),
        ("place", "Homs", ("Homs", "geonames:169577", "town")),
        ("place", "", None),
        ("when", "2016-03-27", (date(2016, 3, 27), date(2016, 3, 27), "day")),
        ("when", "2016-03-01..2016-03-31", (date(2016, 3, 1), date(2016, 3, 31), "span")),
        ("when", "", None),
        ("killed", "12", (12, 12)),
        ("killed", "12..", (12, None)),
        ("wounded", "..30", (None, 30)),
        ("killed", "", None),
    ],
)
def test_a_field_is_set_to_words_of_the_report(field: str, value: str, expected: object) -> None:
    claim = corrected(CLAIM, REPORT, {field: value}, ["SY"])
    got = {
        "kind": lambda c: c.kind,
        "modality": lambda c: c.modality,
        "actor": lambda c: [(m.span.text, m.ref) for m in c.actors],
        "target": lambda c: [(m.span.text, m.ref) for m in c.targets],
        "speaker": lambda c: [m.span.text for m in c.attribution.speakers],
        "place": lambda c: (c.where.span.text, c.where.place.id, c.where.precision) if c.where else None,
        "when": lambda c: (c.when.start, c.when.end, c.when.grain) if c.when else None,
        "killed": lambda c: (c.counts[0].low, c.counts[0].high) if c.counts else None,
        "wounded": lambda c: (c.counts[0].low, c.counts[0].high) if c.counts else None,
    }[field](claim)
    assert got == expected
    assert replace(claim, id="") != replace(CLAIM, id="") or value == ""


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("colour", "red", "'colour' is no field of a claim"),
        ("kind", "battle", "'battle' is no kind"),
        ("actor", "the navy", "does not hold the words 'the navy'"),
        ("place", "geonames:169577", "no place words that an id"),
        ("when", "March", "'March' is no day"),
        ("when", "2016-03-27..2016-03-01", "ends before it begins"),
        ("killed", "a dozen", "'a dozen' is no number"),
    ],
)
def test_what_cannot_be_set_is_named_with_its_remedy(field: str, value: str, message: str) -> None:
    with pytest.raises(SettingError, match=message) as fault:
        corrected(CLAIM, REPORT, {field: value})
    assert fault.value.remedy


def test_the_nearest_words_to_the_sentence_are_taken() -> None:
    report = Report("r2", f"{TEXT} Homs and the Syrian army were named again.")
    [actor] = corrected(CLAIM, report, {"actor": "Syrian army"}).actors
    assert actor.span.start == TEXT.index("Syrian army")


@pytest.mark.parametrize("given", ["Syrian army", "Syrian  army", " Syrian\u00a0army "])
def test_words_are_found_however_they_are_spaced(given: str) -> None:
    text = TEXT.replace("Syrian army", "Syrian\narmy")
    [mention] = corrected(CLAIM, Report("r1", text), {"actor": given}).actors
    assert mention.span.text == "Syrian\narmy"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([replace(CLAIM, id="same")], "same"),
        ([replace(CLAIM, id="other kind", kind="attack"), replace(CLAIM, id="same")], "same"),
        ([replace(CLAIM, id="other words", trigger=span("hit"))], "other words"),
        ([replace(CLAIM, id="other sentence", sentence=span("Homs was quiet."))], None),
        ([replace(CLAIM, id="neither", trigger=span("hit"), kind="attack")], None),
        ([], None),
    ],
)
def test_a_claim_is_found_again_by_its_quote(others: list[Claim], expected: str | None) -> None:
    found = found_again(Quote.of(CLAIM), others)
    assert (found.id if found else None) == expected


def test_a_count_keeps_its_words_and_who_is_counted() -> None:
    who = span("people")
    counted = replace(CLAIM, counts=(Quantity(span("Twelve"), 12, 12, "killed", who),))
    [count] = corrected(counted, REPORT, {"killed": "11"}).counts
    assert (count.span.text, count.low, count.who) == ("Twelve", 11, who)


def test_days_keep_their_words() -> None:
    dated = replace(CLAIM, when=When(None, None, "day", "none", span("at dawn")))
    when = corrected(dated, REPORT, {"when": "2016-03-27"}).when
    assert when is not None
    assert when.span == span("at dawn")
