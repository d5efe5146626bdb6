"""What a report has told so far: the place, the days and the speakers that a later sentence leaves unsaid."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from tadmor.model import Mention, When, Where

FAMILIES = (
    frozenset("bombing attack casualties execution shelling airstrike clash destruction displacement".split()),
    frozenset("capture advance offensive withdrawal clash".split()),
    frozenset("arrest abduction release".split()),
    frozenset("siege aid ceasefire talks".split()),
)
"""Kinds that tell of one happening: a bombing, the attack it is called next, and its dead."""
FRESH_DAYS = 14


@dataclass(frozen=True, slots=True)
class Told:
    """The days that one claim before this told in its own words."""

    sentence: int
    kind: str
    place: str | None
    when: When


@dataclass(slots=True)
class Context:
    """The latest place and speakers of the claims before this one, and the days they told."""

    where: Where | None = None
    when: When | None = None
    speakers: tuple[Mention, ...] = ()
    spoken_in: int = -1
    told: list[Told] = field(default_factory=list)

    def take(
        self, sentence: int, kind: str, where: Where | None, when: When | None, speakers: tuple[Mention, ...]
    ) -> None:
        """Remember what a claim of this sentence told."""
        self.where = where or self.where
        if when is not None and (when.start or when.end):
            self.when = when
            if when.span is not None:
                self.told.append(Told(sentence, kind, place_key(where), when))
        if speakers:
            self.speakers, self.spoken_in = speakers, sentence

    def lent(self) -> When | None:
        """The days told last, as those of another happening."""
        return _lent(self.when) if self.when else None

    def same_sentence(self, sentence: int) -> When | None:
        """The days told last in this sentence."""
        return next((_lent(t.when) for t in reversed(self.told) if t.sentence == sentence), None)

    def same_happening(self, kind: str, place: str | None, day: date) -> When | None:
        """The day, within two weeks before ``day``, that was told of a happening of this family at this place.

        Of 158 such claims in the annotated reports 86 hold on that day and 14 on the report's.
        """
        for t in reversed(self.told):
            single = t.when.start is not None and t.when.start == t.when.end
            if single and t.place == place and related(kind, t.kind) and 0 < (day - t.when.start).days <= FRESH_DAYS:  # type: ignore[operator]
                return _lent(t.when)
        return None


def related(x: str, y: str) -> bool:
    """Whether two kinds may tell of one happening."""
    return x == y or any(x in f and y in f for f in FAMILIES)


def place_key(where: Where | None) -> str | None:
    """What makes two mentions one place: its gazetteer id, else its words."""
    return None if where is None else where.place.id if where.place else where.span.text.lower()


def _lent(when: When) -> When:
    return replace(when, basis="context", span=None)
