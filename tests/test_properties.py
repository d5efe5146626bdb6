"""Whatever the text, there is an answer: claims whose words stand in it, or an error that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tadmor
from tadmor.model import Claim, Span
from tadmor.pipeline import Reader, report_of
from tadmor.settings import Settings

PIECES = [
    "Troops", "rebels", "the army", "captured", "killed at least 12", "Palmyra", "on Sunday", "said", "air strikes",
    "was not taken", "\u202eevil\u202c", "\x00", "🧨", "e\u0301", "؟", "“", "”", "'s", "...", "!", "\n\n", "\t", "\xa0",
    "31 February 2016", "last last year", "100,000,000,000,000,000,000", "U.S.", "(", ")", "—", "\ud83d",
]  # fmt: skip
NASTY = {
    "bidi": "\u202eTroops\u202c took \u2067Palmyra\u2069 on \u200fSunday\u200e, rebels said.",
    "control characters": "Rebels\x00 shelled\x07 Homs\x1b[31m on\x08 Friday,\x7f killing\x0b six\x0c people.\x85",
    "emoji first": "🧨💥👨‍👩‍👧‍👦 A car bomb killed 12 people in Baghdad on Monday 🇮🇶.",
    "one letter": "a" * 10_000,
    "capitals without end": "ARMY TAKES TOWN " * 600,
    "no full stop": "the army said that rebels fired mortars at the town and that " * 150,
    "punctuation": "?!…—–-\"“”‘’()[]{}.,;:/\\|@#$%^&*~`<>" * 40,
    "full stops": "." * 3000,
    "one word a line": "\n".join(["bomb", "Homs", "Sunday", "killed"] * 200),
    "Arabic": "قالت مصادر إن الجيش استعاد مدينة تدمر يوم الأحد بعد معارك عنيفة مع تنظيم الدولة الإسلامية.",
    "mixed scripts": "Army units retook تدمر (Palmyra) on Sunday — Пальмира, 帕尔米拉, said قائد عسكري in Homs.",
    "combining marks": "T\u0301\u0302\u0303roops to\u0308ok Pa\u0327lmyra on Sund\u0301ay. " * 20,
    "half a surrogate": "Rebels took \ud83d Homs on Sunday.",
    "zero width": "Re\u200bbels cap\u200btured\u200d Ho\ufeffms on Sun\u00adday.",
    "numbers": "1 2 3 4,5 6.7.8 9/9/9999 32/13/2016 00-00-0000 99999999999999999999 killed 0 -5 1e9 ½ ²",
    "markup": "<script>bomb</script> &amp; <b>Troops</b> took <a href='x'>Homs</a> &#x202e; ]]> <!-- killed 5 -->",
    "nested quotations": '"' * 200 + "He said 'she said \"they said “rebels took Homs”\"'" + "”" * 200,
    "line separators": "Rebels\u2028took\u2029Homs\r\non\rSunday.",
}  # fmt: skip


def spans(claim: Claim) -> Iterator[Span]:
    """Every span of a claim."""
    yield from (claim.sentence, claim.trigger)
    for mention in (*claim.actors, *claim.targets, *claim.attribution.speakers):
        yield mention.span
    placed = [found.span for found in (claim.where, claim.when) if found]
    counted = [span for count in claim.counts for span in (count.span, count.who)]
    yield from (span for span in (*placed, *counted, claim.attribution.cue) if span)


def answer(text: str, published: str | None) -> tuple[Claim, ...] | tadmor.TadmorError:
    """The claims of a text in whatever language, or what was wrong with it."""
    settings = Settings(languages=())
    try:
        return Reader(settings).read(report_of(text, published=published, settings=settings)).claims
    except tadmor.TadmorError as fault:
        return fault


def check(text: str, published: str | None = None) -> None:
    """Fail unless the text gives claims that hold together, or a TadmorError with a message."""
    given = answer(text, published)
    if isinstance(given, tadmor.TadmorError):
        assert str(given)
        return
    for claim in given:
        for span in spans(claim):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
        if claim.when and claim.when.start and claim.when.end:
            assert claim.when.start <= claim.when.end
        assert all(q.low is None or q.high is None or q.low <= q.high for q in claim.counts)
    assert len({c.id for c in given}) == len(given)


slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(st.text(max_size=300))
def test_any_string_gives_an_answer(text: str) -> None:
    check(text)


@slow
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.dates().map(str))
def test_any_jumble_of_a_report_gives_an_answer(text: str, published: str) -> None:
    check(text, published)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_a_nasty_text_gives_an_answer(text: str) -> None:
    check(text, "2016-03-27")


def test_a_span_after_emoji_counts_code_points() -> None:
    text = "👨‍👩‍👧‍👦🧨 Government troops recaptured Palmyra from Islamic State on Sunday."
    found = tadmor.claims(text, published="2016-03-27")
    assert found
    assert all(text[c.trigger.start : c.trigger.end] == c.trigger.text for c in found)
