"""What a report has told so far: the place, the days and the speakers that a later sentence leaves unsaid."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tadmor.model import Mention, Span, When, Where

if TYPE_CHECKING:
    from tadmor.coding.days import Open
    from tadmor.coding.spots import Spot


@dataclass(slots=True)
class Context:
    """The latest place and speakers of the claims before this one, and the days they told; by trigger ``opens``, what
    stands open of days, ``found``, what speaks for a claim, and ``spots``, the places it may have; ``claims`` are
    sentence, kind and place of each that has one.
    """

    where: Where | None = None
    places: set[str | None] = field(default_factory=set)
    when: When | None = None
    speakers: tuple[Mention, ...] = ()
    spoken_in: int = -1
    told: list[tuple[int, When]] = field(default_factory=list)
    opens: dict[Span, Open] = field(default_factory=dict)
    found: dict[Span, dict[str, float]] = field(default_factory=dict)
    spots: dict[Span, list[Spot]] = field(default_factory=dict)
    claims: list[tuple[int, str, Where]] = field(default_factory=list)

    def take(
        self, sentence: int, kind: str, where: Where | None, when: When | None, speakers: tuple[Mention, ...]
    ) -> None:
        """Remember what a claim of this sentence told."""
        self.places.add(place_key(where))
        if where is not None:
            self.claims.append((sentence, kind, where))
        if where is not None and (where.place is not None or self.where is None or self.where.place is None):
            self.where = where  # a place that could not be resolved does not oust one that could
        if when is not None and (when.start or when.end):
            self.when = when
            if when.span is not None:
                self.told.append((sentence, when))
        if speakers:
            self.speakers, self.spoken_in = speakers, sentence

    def lent(self) -> When | None:
        """The days told last, as those of another happening."""
        return _lent(self.when) if self.when else None

    def same_sentence(self, sentence: int) -> When | None:
        """The days told last in this sentence."""
        return next((_lent(when) for n, when in reversed(self.told) if n == sentence), None)


def place_key(where: Where | None) -> str | None:
    """What makes two mentions one place: its gazetteer id, else its words."""
    return None if where is None else where.place.id if where.place else where.span.text.lower()


def _lent(when: When) -> When:
    return replace(when, basis="context", span=None)
