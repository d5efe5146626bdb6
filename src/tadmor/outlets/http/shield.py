"""What readers are not shown: words of a redaction list as █, and places no finer than they may be."""

from __future__ import annotations

import dataclasses
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tadmor.errors import SettingError
from tadmor.model import Claim, Place, Span
from tadmor.pipeline.naming import distance_km

T = TypeVar("T")
_BAR = "█"
_KEPT = frozenset(
    {"id", "report", "origin", "raw_sha256", "kind", "modality", "standing", "digest", "verb", "event", "claim", "via"}
)
_KM_A_DEGREE = 111.2
_TOWNS = frozenset({"town", "city"})
_WIDER = frozenset({"country", "adm1", "adm2", "region", "sea", "river", "road", "mountain", "lake"})
_IDS = ("geonames:", "tadmor:")
_NEAREST_KM = 50.0


class Shield:
    """Values as readers may see them; one that shields nothing gives every value back as it is."""

    def __init__(self, words: Iterable[str] = (), coarsen: str | None = None) -> None:
        self._found = _pattern(words)
        self._km = float(coarsen) if coarsen and coarsen != "town" else None
        self._to_town = coarsen == "town"
        self._towns: Callable[[], Iterable[Place]] = lambda: ()
        self._placed = lru_cache(65_536)(self._coarse)

    @classmethod
    def of(cls, redact: str | None, coarsen: str | None) -> Shield:
        """The shield of a file of words, one a line ("#" begins a remark). Raises SettingError."""
        if redact is None:
            return cls((), coarsen)
        try:
            lines = Path(redact).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingError(f"it cannot be read ({fault})", where=redact, remedy="give a text in UTF-8") from None
        words = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        return cls(words, coarsen)

    def among(self, towns: Callable[[], Iterable[Place]]) -> None:
        """Say which places there are, for coarsening to the nearest town."""
        self._towns = towns

    @property
    def redacts(self) -> bool:
        """Whether it hides words."""
        return self._found is not None

    @property
    def idle(self) -> bool:
        """Whether it changes nothing."""
        return self._found is None and self._km is None and not self._to_town

    def words(self, text: str) -> str:
        """The text with what is on the list as █, each sign for one, so that offsets stay true."""
        if self._found is None or text.startswith(_IDS):
            return text
        out = text
        for match in self._found.finditer(_folded(text)):
            start, end = match.span()
            out = out[:start] + _BAR * (end - start) + out[end:]
        return out

    def place(self, place: Place) -> Place:
        """The place, as coarsely as readers may see it."""
        return place if self.idle else self._placed(place)

    def shown(self, value: T) -> T:
        """A value of the model, or of what a monitor answers with, and all within it."""
        return value if self.idle else self._shown(value)

    def _shown(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, tuple | list):
            return type(value)(self._shown(one) for one in value)
        if isinstance(value, dict):
            return {name: self._shown(one) for name, one in value.items()}
        if isinstance(value, Place):
            return self.place(value)
        if isinstance(value, Claim) and self._found:
            return self._fields(_within(value, self.words(value.sentence.text)))
        return self._fields(value) if dataclasses.is_dataclass(value) else value

    def _fields(self, value: Any) -> Any:
        held = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        seen = {name: one if name in _KEPT and isinstance(one, str) else self._shown(one) for name, one in held.items()}
        changed = {name: one for name, one in seen.items() if one is not held[name]}
        return dataclasses.replace(value, **changed) if changed else value

    def _coarse(self, place: Place) -> Place:
        named = dataclasses.replace(place, name=self.words(place.name))
        if self._to_town and place.feature not in _TOWNS | _WIDER:
            near = [t for t in self._towns() if t.feature in _TOWNS and distance_km(t, place) <= _NEAREST_KM]
            if near:
                town = min(near, key=lambda t: distance_km(t, place))
                return dataclasses.replace(named, lat=town.lat, lon=town.lon)
            return _snapped(named, 10.0)
        return _snapped(named, self._km) if self._km else named


def _snapped(place: Place, km: float) -> Place:
    """The place in the middle of its square of a grid of so many kilometres."""
    step = km / _KM_A_DEGREE
    lat = (math.floor(place.lat / step) + 0.5) * step
    wide = step / max(0.05, math.cos(math.radians(lat)))
    lon = (math.floor(place.lon / wide) + 0.5) * wide
    return dataclasses.replace(place, lat=round(max(-90.0, min(90.0, lat)), 4), lon=round(lon, 4))


def _within(claim: Claim, sentence: str) -> Claim:
    """The claim with its words cut anew from the redacted sentence: a part of a name alone would not be known."""
    start, end = claim.sentence.start, claim.sentence.end

    def cut(value: Any) -> Any:
        if isinstance(value, Span):
            inside = start <= value.start and value.end <= end and len(value.text) == value.end - value.start
            return (
                dataclasses.replace(value, text=sentence[value.start - start : value.end - start]) if inside else value
            )
        if isinstance(value, tuple):
            return tuple(cut(one) for one in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, Place):
            return dataclasses.replace(
                value, **{f.name: cut(getattr(value, f.name)) for f in dataclasses.fields(value)}
            )  # type: ignore[type-var]
        return value

    return cut(claim)  # type: ignore[no-any-return]


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the words in folded text, in any case, with or without marks, and joined as addresses join them."""
    each = [[re.escape(part) for part in _folded(word).replace("\0", "").split()] for word in words]
    made = [r"[\s\-_+.%\d]{0,6}".join("\0*".join(_signs(part)) for part in parts) for parts in each if parts]
    made.sort(key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(made) + r")\0*(?!\w)") if made else None


def _signs(escaped: str) -> list[str]:
    return re.findall(r"\\.|.", escaped, re.S)


def _folded(text: str) -> str:
    """The text in lower case without marks, sign for sign: what folds to nothing is NUL."""
    return "".join(map(_fold, text)) if not text.isascii() else text.lower()


@lru_cache(65_536)
def _fold(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    if sign == "ـ" or not kept:
        return "\0"
    return kept[0]
