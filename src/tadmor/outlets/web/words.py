"""What the views say of events, claims and days, in words a person would use."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unicodedata import bidirectional
from urllib.parse import urlsplit

from tadmor.model import (
    Aspect,
    Claim,
    Control,
    Event,
    Mention,
    Modality,
    Standing,
    Telling,
    Toll,
    Version,
    When,
    Where,
)
from tadmor.outlets.control_lines import state_words
from tadmor.outlets.phrases import counted, country, days, visible, words_of

Label = Callable[[str], str]

# Kind -> the noun with its preposition for a place; "{}" is the place.
_TITLES = {
    "capture": "Capture of", "control": "Control of", "withdrawal": "Withdrawal from", "siege": "Siege of",
    "advance": "Advance at", "offensive": "Offensive at", "clash": "Clash at", "airstrike": "Air strike on",
    "shelling": "Shelling of", "bombing": "Bombing in", "attack": "Attack in", "execution": "Execution in",
    "casualties": "Casualties in", "arrest": "Arrest in", "abduction": "Abduction in", "release": "Release in",
    "displacement": "Displacement, ", "abuse": "Abuse in", "destruction": "Destruction in", "intact": "Left intact in",
    "mining": "Mines laid in", "demining": "Mines cleared in", "deployment": "Deployment in",
    "surrender": "Surrender in", "ceasefire": "Ceasefire in", "talks": "Talks in", "aid": "Aid in",
    "protest": "Protest in",
}  # fmt: skip
_AGAIN = ("recapt", "retak", "retook", "regain", "reclaim", "re-tak", "re-took", "re-capt")
_PLAIN = {"in", "of", "from", "toward", "to"}
ASPECTS: dict[Aspect, str] = {
    "count": "numbers", "side": "whose losses", "perpetrator": "who did it", "place": "the place", "date": "the day",
    "denied": "whether it happened",
}  # fmt: skip
MODALITIES: dict[Modality, str] = {
    "asserted": "says it happened", "denied": "denies it", "planned": "says it is planned",
    "threatened": "threatens it", "demanded": "demands it", "possible": "says it may be", "ended": "says it has ended",
}  # fmt: skip
VERBS = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "retract": "retracted", "judge": "judged",
    "undo": "took back a decision on",
}  # fmt: skip
_RULES = {
    "ranked": "the figure of the highest-ranked source",
    "latest": "the figure of the latest report",
    "majority": "the figure that most origins give",
}
_BASES = {
    "stated": "named in the text", "relative": "worked out from the words and the report's day",
    "context": "taken from the sentences around it", "published": "no day told: the report's own", "none": "not placed",
}  # fmt: skip


def kind_title(kind: str) -> str:
    """A kind as a heading's first word: "Air strike"."""
    noun = _TITLES.get(kind, kind.capitalize())
    return noun.rsplit(" ", 1)[0] if " " in noun.strip() else noun.strip().rstrip(",")


def headline(event: Event) -> str:
    """Kind, place and day as a person says them: "Recapture of Palmyra, 27 March 2016"."""
    again = {t.origin for t in event.tellings if _is_again(t.claim)}
    back = event.kind == "capture" and (len(again) > 1 or len(again) * 2 > event.origins)
    return f"{told_at(_noun(event.kind, back), event.kind, event.where)}, {when_words(event.when)}"


def claim_line(claim: Claim) -> str:
    """The same for one claim."""
    noun = _noun(claim.kind, _is_again(claim))
    return f"{told_at(noun, claim.kind, claim.where)}, {when_words(claim.when)}"


def _is_again(claim: Claim) -> bool:
    """Whether a capture is told as a return: "retook"."""
    return claim.kind == "capture" and claim.trigger.text.casefold().startswith(_AGAIN)


def _noun(kind: str, back: bool) -> str:
    """The heading of a kind."""
    return "Recapture of" if back else _TITLES.get(kind, f"{kind.capitalize()} in")


def told_at(noun: str, kind: str, where: Where | None) -> str:
    """A heading with its place; "place not told" where there is none."""
    if where is None:
        return f"{kind_title(kind) if noun != 'Recapture of' else 'Recapture'}, place not told"
    near = "" if where.relation in _PLAIN else f"{where.relation} "
    name = visible(where.place.name) if where.place else f"“{words_of(where.span)}”"
    if near:
        noun = noun.rsplit(" ", 1)[0] if not noun.endswith(", ") else noun.strip()
    return f"{noun.strip()} {near}{name}"


def when_words(when: When | None) -> str:
    """The days with their precision spoken: "May 2015, day not told"."""
    if when is None:
        return "day not known"
    told = days(when.start, when.end)
    return f"{told}, day not told" if when.grain in ("month", "season", "year") and _is_whole(when) else told


def _is_whole(when: When) -> bool:
    """Whether days are whole months."""
    return bool(when.start and when.end and when.start.day == 1 and (when.end + timedelta(days=1)).day == 1)


def where_words(where: Where | None) -> str:
    """The place with its country, and how precisely it is told where that is less than a town."""
    if where is None:
        return "place not told"
    near = "" if where.relation in _PLAIN else f"{where.relation} "
    if where.place is None:
        return f"{near}“{words_of(where.span)}”"
    home = country(where.place.country) if where.place.country else ""
    name = visible(where.place.name)
    return f"{near}{name}" + (f", {home}" if home and home != name else "")


def precision_words(where: Where | None) -> str:
    """How precisely a place is told, in words; "" for a town or a site."""
    if where is None or where.precision in (None, "town", "site"):
        return ""
    return f"told to the {where.precision}" if where.precision != "near" else "told as near it"


def basis_words(when: When | None) -> str:
    """Where the days come from."""
    return _BASES.get(when.basis, "") if when else "no day told"


def counts_words(claim: Claim) -> str:
    """A claim's counts in the report's words, with what they mean."""
    told = (counted(count, claim.sentence) for count in claim.counts)
    return "; ".join(f"{words} {meant}".strip() for words, meant in told)


def version_words(version: Version, aspect: Aspect, label: Label) -> str:
    """What one version says, with days and actors as a person says them."""
    value = version.value
    if aspect == "date":
        start, _, end = value.partition("/")
        return days(_day(start), _day(end or start))
    if aspect == "denied":
        return {"asserted": "says it happened", "denied": "denies it"}.get(value, value)
    if aspect in ("perpetrator", "side"):
        return ", ".join(visible(label(key)) for key in value.split(", "))
    side = re.fullmatch(r"(.*) \((.+)\)", value) if aspect == "count" else None
    return f"{side[1]} ({visible(label(side[2]))})" if side else visible(value)


def _day(words: str) -> date | None:
    return None if words in ("", "..") else date.fromisoformat(words)


def rule_words(toll: Toll) -> str:
    """The rule by which the best figure was chosen, in plain words."""
    if toll.best is None:
        return "no figure stands out"
    if toll.low == toll.best == toll.high and len(toll.claims) == 1:
        return "the only figure told"
    return _RULES.get(toll.rule, toll.rule)


def side_words(side: str | None, label: Label) -> str:
    """Whose losses, in words."""
    return visible(label(side)) if side else "not said whose"


def because_words(control: Control, label: Label) -> str:
    """The rule of a control, with actors by their names."""
    told = control.because
    for key in filter(None, (control.by, control.holder)):
        told = told.replace(key, visible(label(key)))
    return visible(told)


def holding_words(control: Control, label: Label) -> str:
    """Who holds a place, with a capital: "Held by Islamic State since 21 May 2015"."""
    told = state_words(control, label)
    return told[:1].upper() + told[1:]


def named(mention: Mention, label: Label) -> str:
    """An actor by the register's name, else by the words of the report."""
    return visible(label(mention.ref)) if mention.ref else words_of(mention.span) or ""


def event_standing(event: Event) -> Standing:
    """How an event stands: accepted where a person accepted or corrected one of its claims, else read by machine."""
    return "accepted" if any(t.standing in ("accepted", "corrected") for t in event.tellings) else "proposed"


def voices(telling: Telling) -> list[str]:
    """Who says so by the words of the report, the nearest first; empty where the report itself does."""
    return [words_of(m.span) or "" for m in telling.claim.attribution.speakers]


def outlet_of(told: Any) -> str:
    """Who published a telling or a report; where nobody is named, its title, which tells it from others."""
    named = visible(told.outlet or told.agency or "")
    return named or (f"“{visible(told.title)}”" if told.title else "outlet not known")


def safe_url(url: str | None) -> str | None:
    """The address where it may become a link (http or https with a host), else None."""
    if not url or any(ord(sign) < 33 for sign in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def direction(text: str) -> str:
    """ "rtl" where the first letter of a text is of a script that runs from the right, else "ltr"."""
    strong = (bidirectional(sign) for sign in text)
    return "rtl" if next((one for one in strong if one in ("L", "R", "AL")), "L") != "L" else "ltr"


def plural(count: int, noun: str) -> str:
    """ "1 claim", "1,200 claims"; a noun that ends in "y" changes it."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{count:,} {noun}s"
