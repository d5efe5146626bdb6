"""What a report has told so far: the place, the days and the speakers that a later sentence leaves unsaid."""

from __future__ import annotations

from dataclasses import dataclass, field

from tadmor.model import Mention, When, Where


@dataclass(slots=True)
class Context:
    """The latest place, days and speakers of the claims before this one."""

    where: Where | None = None
    when: When | None = None
    speakers: tuple[Mention, ...] = ()
    spoken_in: int = -1
    sentence_speakers: dict[int, tuple[Mention, ...]] = field(default_factory=dict)

    def take(self, sentence: int, where: Where | None, when: When | None, speakers: tuple[Mention, ...]) -> None:
        """Remember what a claim of this sentence told."""
        self.where = where or self.where
        if when is not None and (when.start or when.end):
            self.when = when
        if speakers:
            self.speakers, self.spoken_in = speakers, sentence
