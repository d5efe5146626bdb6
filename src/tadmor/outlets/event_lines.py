"""Events as a person reads them: a line or two each, and one at length, its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.text import Text

from tadmor.model import Difference, Event, Telling, Toll, Where
from tadmor.outlets.columns import key_of
from tadmor.outlets.look import Look
from tadmor.outlets.marked import STYLES, marked
from tadmor.outlets.phrases import bounds, counted, country, day, days, says, visible

Label = Callable[[str], str]
ID_CHARS = 8
_PARTIES = 3
_RULES = {
    "ranked": "by the highest-ranked source",
    "latest": "by the latest report",
    "majority": "by most origins",
}


def number(count: int, noun: str) -> str:
    """ "1 origin", "3 origins"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def place_words(where: Where | None) -> str:
    """The place by its usual name and country, or in the report's own words where it could not be resolved."""
    if where is None:
        return "place not told"
    if where.place is None:
        return f"“{visible(where.span.text)}”"
    home = country(where.place.country) if where.place.country else ""
    name = visible(where.place.name)
    near = f"{where.relation} " if where.relation not in ("in", "of", "from", "toward") else ""
    return f"{near}{name}" + (f", {home}" if home and home != name else "")


def event_lines(event: Event, look: Look, label: Label) -> Iterator[Text]:
    """A line for when and where, and one for what, how many, and how well attested."""
    told = days(event.when.start, event.when.end) if event.when else "day not known"
    yield look.source(f"{told} · {place_words(event.where)}", "bold")
    begin = Text("  ") + look.ours(event.id[:ID_CHARS].ljust(ID_CHARS + 2)) + look.source(event.kind.ljust(13), "bold")
    yield from look.flow(list(_facts(event, look, label)), begin)


def _facts(event: Event, look: Look, label: Label) -> Iterator[Text]:
    sides = [_side(event.actors, "actor", look, label), _side(event.targets, "target", look, label)]
    if event.actors or event.targets:
        yield sides[0] + look.ours(" → " if event.actors and event.targets else "") + sides[1]
    for toll in event.tolls:
        yield look.source(toll_words(toll, label), STYLES["count"])
    yield look.ours(f"{number(event.origins, 'origin')}, {number(len(event.tellings), 'claim')}")
    if event.differences:
        yield look.source(f"sources differ on {aspects(event.differences)}", "bold")


def aspects(differences: Iterable[Difference]) -> str:
    """What these differ on, each aspect once: "count, date, whether it was so"."""
    return ", ".join(dict.fromkeys("whether it was so" if d.aspect == "denied" else d.aspect for d in differences))


def _side(keys: Sequence[str], role: str, look: Look, label: Label) -> Text:
    """The parties of one side, those told by most first; beyond three only how many more there are."""
    named = Text(", ").join(look.source(visible(label(key)), STYLES[role]) for key in keys[:_PARTIES])
    return named + look.ours(f" and {len(keys) - _PARTIES} more") if len(keys) > _PARTIES else named


def toll_words(toll: Toll, label: Label) -> str:
    """A toll in words: "killed, civilians: 12 (10–14)"."""
    side = f" {visible(label(toll.side))}" if toll.side else ""
    spread = "" if toll.low == toll.high == toll.best else f" ({bounds(toll.low, toll.high)})"
    best = f"{toll.best:,}" if toll.best is not None else "number not settled"
    return f"{toll.unit}{side}{' in all' if toll.total else ''} {best}{spread}"


def ledger(event: Event, look: Look, label: Label) -> Iterator[Text]:
    """One event at length: what follows from its claims, where they differ, and every claim by order of publication."""
    yield from event_lines(event, look, label)
    yield look.ours(f"  event {event.id}")
    if event.agreed:
        yield look.ours("  two origins or more agree on: " + ", ".join(event.agreed))
    for toll in event.tolls:
        yield from _toll(toll, look, label)
    for difference in event.differences:
        yield look.source(f"  they differ on {aspects([difference])}:", "bold")
        for version in difference.versions:
            words = f"    {visible(label(version.value))}" + look_claims(version.claims)
            yield from look.fold(look.source(f"{words} ({number(version.origins, 'origin')})"), 0)
    yield Text()
    for telling in event.tellings:
        yield from telling_lines(telling, look, label)


def look_claims(claims: Sequence[str], most: int = 4) -> str:
    """The first characters of these claims' ids, in brackets."""
    shown = ", ".join(claim[:ID_CHARS] for claim in claims[:most])
    return f" [{shown}{', …' if len(claims) > most else ''}]"


def _toll(toll: Toll, look: Look, label: Label) -> Iterator[Text]:
    rule = _RULES.get(toll.rule, toll.rule)
    chosen = f", claim {toll.chosen[:ID_CHARS]}" if toll.chosen else ""
    figures = f"low {_n(toll.low)}, best {_n(toll.best)}, high {_n(toll.high)}"
    yield from look.fold(look.source(f"{toll_words(toll, label)}: {figures}; best {rule}{chosen}"), 2)


def _n(figure: int | None) -> str:
    return "open" if figure is None else f"{figure:,}"


def telling_lines(telling: Telling, look: Look, label: Label) -> Iterator[Text]:
    """Who published it and when, the sentence with its words marked, and what it says."""
    claim = telling.claim
    where = telling.outlet or telling.agency or "outlet not known"
    parts = [
        look.ours(claim.id[:ID_CHARS]),
        look.ours(day(telling.known)),
        look.source(visible(where), STYLES["speaker"]),
        look.source(claim.kind if claim.modality == "asserted" else f"{claim.kind}, {claim.modality}", "bold"),
    ]
    if telling.standing != "proposed":
        parts.append(look.source(telling.standing, "bold"))
    if telling.origin != claim.report:
        parts.append(look.ours(f"same story as {telling.origin[:ID_CHARS]}"))
    yield from look.flow(parts, Text("  "))
    yield from look.fold(marked(claim.sentence, [claim], styled=look.styled), 4)
    yield from look.flow(list(_said(telling, look, label)), Text("      "))


def _said(telling: Telling, look: Look, label: Label) -> Iterator[Text]:
    claim = telling.claim
    actors, targets = [key_of(m) for m in claim.actors], [key_of(m) for m in claim.targets]
    if actors or targets:
        arrow = look.ours(" → " if actors and targets else "→ " if targets else "")
        yield _side(actors, "actor", look, label) + arrow + _side(targets, "target", look, label)
    if claim.where:
        yield look.source(place_words(claim.where), STYLES["place"])
    if claim.when:
        yield look.source(days(claim.when.start, claim.when.end), STYLES["when"])
    for count in claim.counts:
        words, meant = counted(count, claim.sentence)
        yield look.source(words, STYLES["count"]) + look.ours(f" {meant}" if meant else "")
    names = [look.source(name, STYLES["speaker"]) for name in says(claim)]
    yield look.ours("says: ") + (look.ours(" ← ").join(names) if names else look.ours("the report"))
