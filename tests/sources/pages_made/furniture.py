"""What stands around an article: menus, teasers, style sheets, scripts and icons, other ones for each page."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

SECTIONS = ("World", "Politics", "Business", "Opinion", "Sport", "Culture", "Science", "Travel", "Video", "Weather")
SUBJECTS = (
    "Mayor", "Ferry company", "Court", "Fishermen", "Orchestra", "Central bank", "Astronomers", "Farmers", "Minister",
    "Goalkeeper", "Pharmacists", "Pilots", "Village", "Envoy", "Museum", "Rebels", "Tax office", "Beekeepers",
)  # fmt: skip
DEEDS = (
    "loses appeal over lighthouse", "calls off winter timetable", "finds coins under the stage",
    "doubles price of stamps", "walks out of talks on tariffs", "opens door to the public",
    "votes to keep the old clock", "shuts for want of snow", "asks for calm after the derby",
    "sells island to its tenants", "names new chief for the north", "warns of a dry spring",
)  # fmt: skip
SUMMARIES = (
    "It was the {n}th time since {month}, and few of those who had come for the hearing were surprised by it.",
    "What began {n} years ago with a quarrel over a hedge has ended before the highest judges of the land, in {month}.",
    "The figures for {month} were better than feared, but shopkeepers in {n} towns on the coast see little of it.",
    "A long read about salt, patience and the {n} people who live below the dyke until {month}.",
    "Our reporter spent {n} nights on the train in {month} and met nobody who had booked a seat.",
    "Police arrested {n} people in {month} after a fight on the old bridge; a man of {n} was hurt.",
    "The council meets again in {month}. Until then {n} houses will have no water, the mayor said.",
)
MONTHS = ("January", "March", "May", "June", "August", "October", "November")
NOTICES = (
    "We and our 134 partners store and read information on your device to measure audiences and show advertisements.",
    "This website uses cookies so that we can give you the best experience. Read our privacy policy to learn more.",
)


def tools(seed: str) -> dict[str, Callable[..., Any]]:
    """What layouts call: the same for the same seed."""
    chance = Random(seed)
    return {
        "teasers": lambda count: [_teaser(chance) for _ in range(count)],
        "sections": lambda count: chance.sample(SECTIONS, count),
        "notice": lambda: chance.choice(NOTICES),
        "css": lambda count: "".join(_rule(chance) for _ in range(count)),
        "js": lambda count: "".join(_statement(chance) for _ in range(count)),
        "svg": lambda: _icon(chance),
        "number": lambda low, high: chance.randint(low, high),
        "hash": lambda: "".join(chance.choices("abcdefghkmnprstuvwxyzABCDEFGH0123456789", k=5)),
    }


def _teaser(chance: Random) -> dict[str, str]:
    title = f"{chance.choice(SUBJECTS)} {chance.choice(DEEDS)}"
    slug = f"/{chance.choice(SECTIONS).lower()}/{chance.randint(1000, 99999)}-{title.lower().replace(' ', '-')}"
    day = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.randint(2009, 2025)}"
    summary = chance.choice(SUMMARIES).format(n=chance.randint(4, 90), month=chance.choice(MONTHS))
    return {"title": title, "url": slug, "summary": summary, "day": day}


def _rule(chance: Random) -> str:
    name = chance.choice(("nav", "card", "hero", "grid", "btn", "meta", "lede", "foot", "rail"))
    side = chance.choice(("margin", "padding", "inset"))
    number = chance.randint(1, 99)
    style = f"{side}:0 {chance.randint(1, 40)}px;color:#{chance.randint(100000, 999999)}"
    return f".{name}-{number}>a:not(.is-on){{{style}}}"


def _statement(chance: Random) -> str:
    key = "".join(chance.choices("abcdefghijkl", k=6))
    return f'window.{key}=window.{key}||{{q:[],id:"{chance.randint(10**8, 10**9)}",on:function(e){{this.q.push(e)}}}};'


def _icon(chance: Random) -> str:
    path = " ".join(f"{chance.choice('MLCQ')}{chance.randint(0, 24)} {chance.randint(0, 24)}" for _ in range(9))
    return f'<svg aria-hidden="true" class="icon" width="24" height="24" viewBox="0 0 24 24"><path d="{path}z"/></svg>'
