"""What the comparison of two claims needs to know of each, in few and plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tadmor.model import Claim, Grain, Mention, Modality, Place, Precision, Quantity, Telling, TimeBasis, Unit
from tadmor.reconcile.kinds import rules

Lineage = Callable[[str], tuple[str, ...]]
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDINGS = ("ations", "ation", "ings", "ions", "ing", "ied", "ies", "ion", "ers", "ed", "es", "er", "s", "e")
_STOPS = Path(__file__).parent.parent / "data" / "stop_words.txt"
_DEATH: dict[str, Unit] = {"casualties": "killed", "execution": "killed", "displacement": "displaced"}
RARE = "chemical"  # a weapon that points to the happening by itself
_LIFELESS = frozenset(("weapon", "thing", "outlet"))


@dataclass(frozen=True, slots=True)
class Count:
    """A counted number: "at least 12" is 12..None; ``total`` marks a cumulative toll."""

    unit: str
    low: int | None
    high: int | None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where, as the comparison needs it: the row's id, or the folded words where there is none."""

    id: str | None
    words: str
    lat: float = 0.0
    lon: float = 0.0
    precision: Precision = "town"
    country: str | None = None
    admin1: str | None = None
    stems: frozenset[str] = frozenset()  # of the words
    chief: bool = False  # bears its province's name, and may stand for it ("in Idlib")


@dataclass(frozen=True, slots=True)
class Sketch:
    """One telling as the comparison sees it. Days are ordinals of ``date``; words are stems.

    ``published`` is None where only the day of recording is known. ``actors`` and ``targets`` are ids or folded words,
    ``actor_sides`` and ``target_sides`` the same with all that stand above them. ``gist`` are words of the report.
    """

    claim: str
    report: str
    origin: str
    kind: str
    modality: Modality = "asserted"
    outlet: str | None = None
    published: int | None = None
    start: int | None = None
    end: int | None = None
    grain: Grain | None = None
    basis: TimeBasis = "none"
    spot: Spot | None = None
    actors: frozenset[str] = frozenset()
    actor_sides: frozenset[str] = frozenset()
    sure: bool = False  # whether one of the actors is known by id
    targets: frozenset[str] = frozenset()
    target_sides: frozenset[str] = frozenset()
    speakers: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    trigger: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    gist: frozenset[str] = frozenset()
    sentence: int = 0  # where it starts in the report
    hints: frozenset[str] = frozenset()  # told "again", as one "more", as a "habit"


def sketch(telling: Telling, lineage: Lineage, gist: frozenset[str] | None = None) -> Sketch:
    """The sketch of a telling; without a ``gist`` of the report (see ``content``) the words of its title stand in."""
    claim = telling.claim
    actors, actor_sides = _parties(claim.actors, lineage)
    targets, target_sides = _parties(claim.targets, lineage)
    trigger, words = _stems(claim.trigger.text), content(claim.sentence.text)
    when = claim.when
    dated = when is not None and (when.start is not None or when.end is not None)
    return Sketch(
        claim=claim.id,
        report=claim.report,
        origin=telling.origin,
        kind=claim.kind,
        modality=claim.modality,
        outlet=telling.outlet,
        published=telling.published.toordinal() if telling.published else None,
        start=when.start.toordinal() if when and when.start else None,
        end=when.end.toordinal() if when and when.end else None,
        grain=when.grain if when and dated else None,
        basis=when.basis if when and dated else "none",
        spot=_spot(claim),
        actors=actors,
        actor_sides=actor_sides,
        sure=any(m.ref for m in claim.actors),
        targets=targets,
        target_sides=target_sides,
        speakers=tuple(m.ref or _folded(m.span.text) for m in claim.attribution.speakers),
        counts=tuple(_count(c, claim.kind) for c in claim.counts),
        trigger=trigger,
        weapons=weapons(trigger) or weapons(words) & {RARE},
        words=words - _stems(_folded(claim.where.span.text)) if claim.where else words,
        gist=gist if gist is not None else _stems(telling.title or ""),
        sentence=claim.sentence.start,
        hints=_hints(claim),
    )


def _hints(claim: Claim) -> frozenset[str]:
    """What the six words before the trigger tell of it; only the last two can tell that it is told again."""
    at = claim.trigger.start - claim.sentence.start
    words = claim.sentence.text[max(0, at - 60) : max(at, 0)].lower().split()[-6:]
    known = rules().before
    hints = {known[w] for w in words if w in known}
    if "again" in hints and not any(known.get(w) == "again" for w in words[-2:]):
        hints.discard("again")
    return frozenset(hints)


def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning.

    >>> sorted(content("The army retook Palmyra; the army's guns fired."))
    ['army', 'fir', 'gun', 'palmyra', 'retook']
    """
    return frozenset(s for word in _WORD.findall(text) if (s := stem(word)))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word in lower case without marks and ending; "" for one that carries no meaning."""
    plain = fold(word)
    if plain in _stops() or len(plain) < 2:
        return ""
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            return plain[: -len(ending)]
    return plain


def fold(text: str) -> str:
    """The text in lower case without marks and apostrophes.

    >>> fold("Daʿesh’s Qāʾim")
    'daeshs qaim'
    """
    if text.isascii():
        return text.lower().replace("'", "")
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’‘ʿʾʼ`´")


def weapons(stems: Iterable[str]) -> frozenset[str]:
    """The weapons that word stems name."""
    table = _weapon_stems()
    return frozenset(table[s] for s in stems if s in table)


@cache
def _weapon_stems() -> dict[str, str]:
    return {stem(word): weapon for word, weapon in rules().weapons.items()}


@cache
def _stops() -> frozenset[str]:
    return frozenset(_STOPS.read_text(encoding="utf-8").split())


def _key(mention: Mention) -> str:
    return mention.ref or _named(mention.span.text)


@lru_cache(maxsize=65536)
def _named(text: str) -> str:
    """Words for somebody without an id, as a key: "rebels" for any word for them, "" for the faceless."""
    r, words = rules(), _folded(text).split()
    if not r.rebels.isdisjoint(words):
        return "rebels"
    return "" if not words or words[-1] in r.faceless else " ".join(words)


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def _parties(mentions: tuple[Mention, ...], lineage: Lineage) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of those who act or suffer, but for the faceless ("people"); and these with all that stand above them."""
    keys = frozenset(key for m in mentions if m.kind not in _LIFELESS if (key := _key(m)))
    sides = frozenset(above for key in keys for above in lineage(key)) | keys
    return keys, sides - rules().loose | keys


def _spot(claim: Claim) -> Spot | None:
    where = claim.where
    if where is None:
        return None
    words, row = _folded(where.span.text), where.place
    if row is None:
        return Spot(None, words, precision=where.precision or "town", stems=_stems(words))
    precision, admin1 = where.precision or _precision(row), row.admin1 and rules().areas.get(row.admin1, row.admin1)
    chief = row.admin1 is not None and _stems(words) <= _stems(row.admin1)
    return Spot(row.id, words, row.lat, row.lon, precision, row.country, admin1, _stems(words), chief)


@lru_cache(maxsize=65536)
def _stems(words: str) -> frozenset[str]:
    return content(words)


def _precision(row: Place) -> Precision:
    return {"country": "country", "region": "region", "adm1": "province", "adm2": "district"}.get(row.feature, "town")  # type: ignore[return-value]


def _count(count: Quantity, kind: str) -> Count:
    return Count(count.unit or _DEATH.get(kind, "involved"), count.low, count.high, count.total)
