"""A record as one visitor sees it: a monitor without what is kept from them, that decides in their name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from tadmor.errors import RecordError
from tadmor.model import Event, Report, Telling
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.shield import Shield
from tadmor.outlets.http.visitors import Visitor
from tadmor.pipeline import Monitor
from tadmor.pipeline.answers import ActorRow, PlaceRow, SourceRow
from tadmor.pipeline.monitor import ALL
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.outlets.http.atlas import Atlas
    from tadmor.record.record import Record
    from tadmor.record.values import Hit
    from tadmor.settings import Settings


T = TypeVar("T")


class Lens(Monitor):
    """A monitor for one visitor: what they decide is theirs, and only as far as their role goes."""

    def __init__(
        self, record: Record, settings: Settings, visitor: Visitor, shield: Shield, atlas: Atlas | None = None
    ) -> None:
        super().__init__(record if shield.idle else cast("Record", Shielded(record, shield)), settings)
        self.visitor, self.shield, self._atlas = visitor, shield, atlas

    def events(self, query: Query = ALL, among: Sequence[int] | None = None) -> Iterator[Event]:
        """As Monitor.events; which events meet a query as a whole is known beforehand where the atlas has them."""
        if among is None and self._atlas is not None:
            among = self._atlas.meeting(query)
        return super().events(query, among)

    def label(self, key: str) -> str:
        """The usual name of an actor's id; words without an id stay as they are."""
        return self.shield.words(super().label(key))

    def places(self, query: Query = ALL) -> list[PlaceRow]:
        """As Monitor.places, counted once for each write."""
        return self._counted("places", query, super().places)

    def actors(self, query: Query = ALL) -> list[ActorRow]:
        """As Monitor.actors, counted once for each write."""
        return self._counted("actors", query, super().actors)

    def sources(self, query: Query = ALL) -> list[SourceRow]:
        """As Monitor.sources, counted once for each write."""
        return self._counted("sources", query, super().sources)

    def _counted(self, what: str, query: Query, ask: Callable[[Query], list[T]]) -> list[T]:
        if self._atlas is None:
            return ask(query)
        return list(self._atlas.counted((what, query, self.shield), lambda: ask(query)))

    @property
    def monitor(self) -> Monitor:
        """The monitor behind it: itself, as what is kept from the visitor is kept from the record."""
        return self

    def telling(self, ident: str, as_of: date | None = None) -> Telling:
        """The claim of an id or its beginning, with its standing where it is gone. Raises RecordError."""
        return self.record.telling(ident, as_of)

    def report(self, ident: str) -> Report:
        """The report of an id or its beginning. Raises RecordError."""
        return self.record.report(ident)

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """The reports of these ids, or all, in the order in which they came in."""
        return self.record.reports(ids)

    def search(self, words: str, limit: int | None = None) -> list[Hit]:
        """The reports that hold all words and "phrases", the newest first."""
        return self.record.search(words, limit)

    def raw(self, ident: str) -> bytes:
        """The bytes that a report was read from. Raises RecordError; ProblemError where words of it are hidden."""
        report = self.record.report(ident)
        if report.raw_sha256 is None:
            raise ProblemError(404, "the record has no raw page of this report")
        return self.record.raw.read(report.raw_sha256)

    def judge(self, a: str, b: str, *, same: bool, because: str, who: str | None = None) -> str:
        """As Monitor.judge, in the visitor's name."""
        return super().judge(a, b, same=same, because=because, who=self._reviewer())

    def retract(self, ident: str, *, because: str, known: date | None = None, who: str | None = None) -> str:
        """As Monitor.retract, in the visitor's name; a whole report is for an admin to take back."""
        name = self._reviewer()
        if not self.visitor.governs and not self._is_claim(ident):
            self.visitor.must_govern()
        return super().retract(ident, because=because, known=known, who=name)

    def correct(self, ident: str, changes: Mapping[str, str], *, because: str, who: str | None = None) -> str:
        """As Monitor.correct, in the visitor's name."""
        return super().correct(ident, changes, because=because, who=self._reviewer())

    def accept(self, ident: str, *, because: str = "", who: str | None = None) -> str:
        """As Monitor.accept, in the visitor's name."""
        return super().accept(ident, because=because, who=self._reviewer())

    def reject(self, ident: str, *, because: str, who: str | None = None) -> str:
        """As Monitor.reject, in the visitor's name."""
        return super().reject(ident, because=because, who=self._reviewer())

    def undo(self, number: int, *, because: str = "", who: str | None = None) -> str:
        """As Monitor.undo, in the visitor's name; what others decided is for an admin to take back."""
        name = self._reviewer()
        if not self.visitor.governs and any(d.number == number and d.who != name for d in self.decisions()):
            self.visitor.must_govern()
        return super().undo(number, because=because, who=name)

    def _event(self, ident: str, tellings: Sequence[Telling]) -> Event:
        if not tellings:
            remedy = "see what was decided in the log"
            raise RecordError(f"nobody tells of event {ident} now: its claims were all taken back", remedy=remedy)
        return super()._event(ident, tellings)

    def _reviewer(self) -> str:
        self.visitor.must_review()
        return self.visitor.name

    def _is_claim(self, ident: str) -> bool:
        try:
            return bool(self.record.telling(ident))
        except RecordError:
            return False


class Shielded:
    """A record that can only be read, and whose answers a shield has gone over."""

    def __init__(self, record: Record, shield: Shield) -> None:
        self._record, self._shield = record, shield
        self.url, self.raw = record.url, _NoRaw() if shield.redacts else record.raw

    def __getattr__(self, name: str) -> Any:
        ask = getattr(self._record, name)
        return self._over(ask) if callable(ask) and not name.startswith("_") else ask

    def write(self, *given: Any, **more: Any) -> NoReturn:
        """Nobody writes what they may not see."""
        raise ProblemError(403, "readers decide nothing")

    def search(self, words: str, limit: int | None = None) -> Any:
        """As Record.search, without the words that are hidden: whether they are found would tell."""
        return self._over(self._record.search)(self._shield.words(words), limit)

    def _over(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(ask)
        def asked(*given: Any, **more: Any) -> Any:
            found = ask(*map(self._question, given), **more)
            return map(self._shield.shown, found) if isinstance(found, Iterator) else self._shield.shown(found)

        return asked

    def _question(self, value: Any) -> Any:
        if isinstance(value, Query) and value.words:
            return replace(value, words=self._shield.words(value.words))
        return value


class _NoRaw:
    """Stands for the folder of raw bytes where words of them are hidden."""

    def read(self, digest: str) -> NoReturn:
        raise ProblemError(403, "the raw page may hold words that readers are not shown", remedy="ask a reviewer")
