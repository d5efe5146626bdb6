"""Reports, claims and events for tests of exports: some by hand, some made by hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tadmor import model
from tadmor.model import (
    Attribution,
    Claim,
    Difference,
    Event,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Report,
    Span,
    Telling,
    Toll,
    Version,
    When,
    Where,
)
from tadmor.outlets.exports import Export
from tadmor.query import Query

DAY = date(2016, 3, 27)
TADMUR = Place("geonames:163960", "Tadmur", "SY", 34.5624, 38.284, "town", "Homs", 51015)
TEXT = "Army troops recaptured Palmyra from the rebels on Sunday, state radio said; 12 rebels and 3 farmers died."
KINDS = {"syria-army": "force", "syria-government": "state", "rebels-of-homs": "group", "us-army": "force"}
LINEAGES = {"syria-army": ("syria-army", "syria-government"), "us-army": ("us-army", "us-government")}
COUNTRIES = {"syria-army": "SY", "syria-government": "SY", "us-army": "US", "us-government": "US"}
EXPORT = Export(
    "homs",
    "0.1.0",
    datetime(2026, 11, 1, 12, 30, tzinfo=UTC),
    Query(places=("Palmyra",), kinds=("capture",)),
    date(2016, 4, 1),
    label=lambda id: id.replace("-", " ").title() if id in KINDS else id,
    kind_of=lambda id: "state" if id == "us-government" else KINDS.get(id),
    country_of=COUNTRIES.get,
    lineage=lambda id: LINEAGES.get(id, (id,)),
)


def words(text: str, part: str) -> Span:
    """The first place where the part stands."""
    start = text.index(part)
    return Span(start, start + len(part), part)


def mention(part: str, kind: MentionKind = "force", ref: str | None = None, text: str = TEXT) -> Mention:
    return Mention(words(text, part), kind, ref)


CLAIM = Claim(
    "c1",
    "r1",
    "capture",
    "asserted",
    Span(0, len(TEXT), TEXT),
    words(TEXT, "recaptured"),
    (mention("Army troops", ref="syria-army"),),
    (mention("rebels", "group", "rebels-of-homs"),),
    Where(words(TEXT, "Palmyra"), TADMUR, "in", "town"),
    When(DAY, DAY, "day", "relative", words(TEXT, "on Sunday")),
    (Quantity(words(TEXT, "12"), 12, 12, "killed", words(TEXT, "rebels")),),
    Attribution("Coast Herald", (mention("state radio", "outlet"),), words(TEXT, "said")),
    0.93,
    "frame:capture.active",
)
REPORT = Report("r1", TEXT, "Troops take town", "Coast Herald", url="https://herald.example/1", published=DAY)
TELLING = Telling(CLAIM, DAY, "r1", DAY, "Coast Herald", None, "Troops take town", "https://herald.example/1", row=7)
TOLLS = (
    Toll("killed", "rebels-of-homs", 10, 12, None, "majority", "c1", ("c1",)),
    Toll("killed", "civilians", 3, 3, 3, "majority", "c1", ("c1",)),
    Toll("killed", None, 400, 400, 400, "majority", "c1", ("c1",), total=True),
)
EVENT = Event(
    "e1", "capture", (TELLING,), CLAIM.when, CLAIM.where, ("syria-army",), ("rebels-of-homs",), TOLLS, ("place",),
    (Difference("count", (Version("12", ("c1",), 1), Version("10", ("c1",), 1))),), 1,
)  # fmt: skip


def event(kind: str = "capture", **changes: object) -> Event:
    """The event, of another kind and with other values."""
    claim = replace(CLAIM, kind=kind)
    made = replace(EVENT, kind=kind, tellings=(replace(TELLING, claim=claim),))
    return replace(made, **changes)  # type: ignore[arg-type]


def told(sentence: str, trigger: str, **changes: object) -> Telling:
    """A telling in one sentence, with nothing but what is given."""
    bare = Claim("c1", "r1", "attack", "asserted", words(sentence, sentence), words(sentence, trigger))
    return replace(TELLING, claim=replace(bare, **changes))  # type: ignore[arg-type]


# --- made by hypothesis: any text, any values that the model allows -------------------------------------------------

_CHARS = st.characters(exclude_categories=["Cs"])
_TEXTS = st.text(_CHARS, min_size=1, max_size=30) | st.sampled_from(
    ["=1+1", "-5", "@x", "'=x", "''-", "\t", "0123", "12e34", "1234567890123456", "_x000D_", "#N/A", 'a;b,"c"\r\nd']
)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_FLOATS = st.floats(-90, 90)


def _literal(kind: object) -> st.SearchStrategy[str]:
    return st.sampled_from(kind.__args__)  # type: ignore[attr-defined]


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Span(start, end, text[start:end])


def _mentions(text: str) -> st.SearchStrategy[tuple[Mention, ...]]:
    one = st.builds(Mention, _spans(text), _literal(model.MentionKind), st.none() | _TEXTS)
    return st.lists(one, max_size=2).map(tuple)


def _claims(report: str, id: str, text: str) -> st.SearchStrategy[Claim]:
    whole = st.none() | st.integers(0, 10**6)
    places = st.builds(
        Place, _TEXTS, _TEXTS, st.none() | _TEXTS, _FLOATS, _FLOATS, _TEXTS, st.none() | _TEXTS,
        st.integers(0, 10**7),
    )  # fmt: skip
    wheres = st.builds(Where, _spans(text), st.none() | places, _TEXTS, st.none() | _literal(model.Precision))
    whens = st.builds(
        When, st.none() | _DAYS, st.none() | _DAYS, _literal(model.Grain), _literal(model.TimeBasis),
        st.none() | _spans(text),
    )  # fmt: skip
    count = st.builds(
        Quantity, _spans(text), whole, whole, st.none() | _literal(model.Unit), st.none() | _spans(text), st.booleans()
    )
    said = st.builds(Attribution, st.none() | _TEXTS, _mentions(text), st.none() | _spans(text))
    return st.builds(
        Claim, st.just(id), st.just(report), st.sampled_from(model.KINDS), st.sampled_from(model.MODALITIES),
        _spans(text), _spans(text), _mentions(text), _mentions(text), st.none() | wheres, st.none() | whens,
        st.lists(count, max_size=2).map(tuple), said, st.floats(0, 1), st.sampled_from(["", "frame:x", "=why"]),
    )  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> tuple[list[Event], dict[str, Report]]:
    """(events, reports by id): up to three reports with up to three claims each, spread over events."""
    reports: dict[str, Report] = {}
    tellings: list[Telling] = []
    for n in range(draw(st.integers(1, 3))):
        text = draw(st.text(_CHARS, min_size=1, max_size=250))
        optional: Callable[[], str | None] = lambda: draw(st.none() | _TEXTS)  # noqa: E731
        report = Report(
            f"{n}{draw(st.sampled_from(['', 'e5', '234567890123456']))}", text, optional(), optional(), optional(),
            url=optional(), published=draw(st.none() | _DAYS),
        )  # fmt: skip
        if report.id in reports:
            continue
        reports[report.id] = report
        known, origin = draw(_DAYS), draw(_TEXTS)
        for m in range(draw(st.integers(1, 3))):
            claim = draw(_claims(report.id, f"{report.id}-{m}", text))
            tellings.append(
                Telling(claim, known, origin, report.published, report.outlet, report.agency, report.title, report.url,
                        draw(_literal(model.Standing)), draw(st.integers(0, 10**9)))  # type: ignore[arg-type]
            )  # fmt: skip
    cut = draw(st.integers(1, len(tellings)))
    groups = [group for group in (tellings[:cut], tellings[cut:]) if group]
    return [_event(n, group) for n, group in enumerate(groups)], reports


def _event(n: int, tellings: list[Telling]) -> Event:
    first = tellings[0].claim
    return Event(f"e{n}", first.kind, tuple(tellings), first.when, first.where)
