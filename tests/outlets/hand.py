"""A report and its claims made by hand, for tests that need no model."""

from __future__ import annotations

from datetime import date

from tadmor.model import (
    Attribution,
    Block,
    Claim,
    Dateline,
    Mention,
    MentionKind,
    Place,
    Quantity,
    Report,
    Span,
    When,
    Where,
)

TEXT = (
    "Troops enter the old town\n\nArmy troops recaptured Palmyra from rebels on Sunday, state radio quoted an officer "
    "as saying. Dozens of soldiers and 400 rebels died there, monitors said. The temple may have been damaged last May."
)
TADMUR = Place("geonames:163960", "Tadmur", "SY", 34.5624, 38.2840, "town", "Homs", 50000)
DAY = date(2016, 3, 27)


def span(words: str) -> Span:
    """The first place where these words stand."""
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def mention(words: str, kind: MentionKind = "force", ref: str | None = None) -> Mention:
    return Mention(span(words), kind, ref)


REPORT = Report(
    id="r1",
    text=TEXT,
    title="Troops enter the old town",
    outlet="Coast Herald",
    agency="Levant Wire",
    url="https://coast-herald.example/1",
    source="reports/1.txt",
    dateline=Dateline("Beirut", DAY),
    published=DAY,
    published_basis="dateline",
    blocks=(Block("title", 0, 25), Block("paragraph", 27, len(TEXT))),
)
_FIRST, _SECOND, _THIRD = (
    span("Army troops recaptured Palmyra from rebels on Sunday, state radio quoted an officer as saying."),
    span("Dozens of soldiers and 400 rebels died there, monitors said."),
    span("The temple may have been damaged last May."),
)
CAPTURE = Claim(
    id="4f2a1c88aa",
    report="r1",
    kind="capture",
    modality="asserted",
    sentence=_FIRST,
    trigger=span("recaptured"),
    actors=(mention("Army troops", ref="syria-army"),),
    targets=(mention("rebels"),),
    where=Where(span("Palmyra"), TADMUR, "in", "town"),
    when=When(DAY, DAY, "day", "relative", span("on Sunday")),
    attribution=Attribution(
        "Coast Herald", (mention("officer", "person"), mention("state radio", "outlet")), span("quoted")
    ),
    score=0.93,
    why="frame:capture.active",
)
CLASH = Claim(
    id="9b2a1c88aa",
    report="r1",
    kind="casualties",
    modality="asserted",
    sentence=_SECOND,
    trigger=span("died"),
    targets=(mention("soldiers"), mention("400 rebels")),
    where=Where(span("Palmyra"), TADMUR, "near", "near"),
    when=When(DAY, DAY, "day", "published", None),
    counts=(
        Quantity(span("Dozens"), 24, None, "killed", span("soldiers")),
        Quantity(span("400"), 400, 400, "killed", None, total=True),
    ),
    attribution=Attribution("Coast Herald", (mention("monitors"),)),
    score=0.8,
    why="model",
)
DAMAGE = Claim(
    id="aa2a1c88aa",
    report="r1",
    kind="destruction",
    modality="possible",
    sentence=_THIRD,
    trigger=span("damaged"),
    targets=(mention("temple", "thing"),),
    where=Where(span("old town"), None),
    when=When(date(2015, 5, 1), date(2015, 5, 31), "month", "relative", span("last May")),
    score=0.5,
    why="frame:destruction.passive",
)
CLAIMS = (CAPTURE, CLASH, DAMAGE)
