"""Who the actors of an event are, in the sorts that other codings know: state forces, rebels, civilians…"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tadmor.model import Event, Mention, MentionKind
from tadmor.outlets.exports.value import Export

_NO_PARTY = {"thing", "weapon", "outlet"}
_SORT_OF_KIND = {"people": "civilians", "group": "rebels", "state": "state"}
_ARMED = {"state", "rebels", "militias", "external"}
UNARMED = {"civilians", "protesters", "rioters"}
EXTERNAL = 8


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of an event: key, name, sort (None: not known), and the country whose state it belongs to."""

    key: str
    label: str
    sort: str | None
    state: str | None = None

    @property
    def inter(self) -> int:
        """ACLED's number of the sort; 0 where it is not known."""
        return EXTERNAL if self.sort == "external" else _numbers().get(self.sort or "", 0)

    @property
    def armed(self) -> bool:
        """Whether it is known to bear arms."""
        return self.sort in _ARMED


@cache
def _words() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """(sort, ACLED's number, its words) in the order in which they are tried."""
    text = files("tadmor").joinpath("data", "exports", "actors.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["sort"]
    return tuple((r["name"], r["inter"], re.compile(rf"\b(?:{'|'.join(r['words'].split())})\b")) for r in rows)


@cache
def _numbers() -> dict[str, int]:
    return {name: number for name, number, _ in _words()}


def sides(event: Event, export: Export) -> tuple[list[Party], list[Party]]:
    """(who acts, who is acted upon); where a clash names both as actors, the second is the other side."""
    kinds = _kinds(event)
    home = event.where.place.country if event.where and event.where.place else None
    actors = [party(key, kinds.get(key), home, export) for key in event.actors if _acts(key, kinds)]
    targets = [party(key, kinds.get(key), home, export) for key in event.targets if _acts(key, kinds)]
    if event.kind in ("clash", "ceasefire", "talks") and len(actors) > 1 and not targets:
        return actors[:1], actors[1:]
    return actors, targets


def _acts(key: str, kinds: dict[str, MentionKind]) -> bool:
    return kinds.get(key) not in _NO_PARTY


def _kinds(event: Event) -> dict[str, MentionKind]:
    """Key of an actor -> kind of its first mention."""
    kinds: dict[str, MentionKind] = {}
    for telling in event.tellings:
        for mention in (*telling.claim.actors, *telling.claim.targets):
            kinds.setdefault(key_of(mention), mention.kind)
    return kinds


def key_of(mention: Mention) -> str:
    """The id of the register, or the words in lower case."""
    return mention.ref or mention.span.text.lower()


def party(key: str, kind: str | None, home: str | None, export: Export) -> Party:
    """The actor of this key; ``home`` is the country where it happens."""
    known = export.kind_of(key)
    if known is None:
        return Party(key, export.label(key), _sort_of_words(key, kind))
    lineage = export.lineage(key)
    kinds = [export.kind_of(one) for one in lineage]
    country = next((land for one in lineage if (land := export.country_of(one))), None)
    if "state" in kinds:
        return Party(key, export.label(key), "state" if home in (None, country) else "external", country)
    return Party(key, export.label(key), _sort_of_kinds(kinds, country))


def _sort_of_kinds(kinds: list[str | None], country: str | None) -> str | None:
    """Forces and bodies of no state: rebels where they have a country, else of many nations and so external."""
    if "group" in kinds:
        return "rebels"
    if kinds[0] in ("force", "organisation"):
        return "rebels" if kinds[0] == "force" and country else "external"
    return _SORT_OF_KIND.get(kinds[0] or "")


def _sort_of_words(key: str, kind: str | None) -> str | None:
    found = next((name for name, _, words in _words() if words.search(key)), None)
    return found or _SORT_OF_KIND.get(kind or "")
