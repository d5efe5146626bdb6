"""From documents to claims."""

from __future__ import annotations

import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context

from tadmor.errors import ModelError, SettingError, SourceError, TadmorError
from tadmor.model import Claim, Report, Standing
from tadmor.settings import Settings

Item = Report | TadmorError
_AHEAD = 4  # reports that wait for each process, so that none idles and a stream of millions stays in memory


@dataclass(frozen=True, slots=True)
class Reading:
    """One report with its claims, in the order of the text.

    What was read elsewhere may bring more: since when the report is ``known``, and by claim id what people decided
    (``standings``) and the event that it tells of (``events``). ``replaces`` are the reports of the same address of
    which this is a later version, the latest first.
    """

    report: Report
    claims: tuple[Claim, ...]
    known: date | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()

    def with_raw(self, raw: bytes | None) -> Reading:
        """The same reading, its report with the bytes that it was read from."""
        return replace(self, report=replace(self.report, raw=raw))

    def under(self, report: Report) -> Reading:
        """The same reading of a report that has another id now, and its claims with it."""
        same = report.id == self.report.id
        return replace(self, report=report, claims=self.claims if same else claims_under(report, self.claims))


def claims_under(report: Report, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that were read of another report, as this one makes them, which differs in id and outlet at most."""
    from tadmor.coding import numbered

    own = (
        replace(claim, report=report.id, attribution=replace(claim.attribution, outlet=report.outlet))
        for claim in claims
    )
    return tuple(map(numbered, own))


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows of all reports and sets over what they say themselves; None leaves it to them."""

    published: date | None = None
    outlet: str | None = None

    def over(self, report: Report) -> Report:
        """The report with what is given."""
        if self.published:
            report = replace(report, published=self.published, published_basis=None)
        return replace(report, outlet=self.outlet) if self.outlet else report


def documents(uris: Iterable[str], settings: Settings | None = None) -> Iterator[Item]:
    """The reports of files, folders, patterns and "-", in order; what cannot be read gives its error in its place."""
    from tadmor.sources import read

    for uri in uris:
        yield from read(uri, settings=settings or Settings())


def is_note(fault: TadmorError) -> bool:
    """Whether a fault is a mere note: the document was read all the same."""
    from tadmor.sources import SourceNote

    return isinstance(fault, SourceNote)


def report_of(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    settings: Settings | None = None,
) -> Report:
    """The text as a report, unchanged. Raises SourceError where it is empty, too long or in a language not read."""
    from tadmor.sources import report_from_text

    return report_from_text(text, published=published, title=title, outlet=outlet, settings=settings or Settings())


class Reader:
    """Reads reports; model, gazetteer and rules are loaded once, at the first report.

    >>> Reader().settings.languages
    ('en',)
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def read(self, report: Report) -> Reading:
        """The claims of one report."""
        from tadmor.coding import code
        from tadmor.reading import parse

        return Reading(report, tuple(code(parse(report))))

    def pipe(self, reports: Iterable[Item], n_process: int = 1) -> Iterator[Reading | TadmorError]:
        """One ``Reading`` a report, in order and as they come; a report that fails gives its error in its place.

        Errors among ``reports`` are handed on where they stand. With ``n_process`` above 1 so many processes read,
        each with a model of its own; a process that dies costs the report it died of. A model or a frame that is
        wrong is no report's fault and raises.
        """
        if n_process < 1:
            raise SettingError(f"n_process is {n_process}", remedy="give a number of processes, 1 or more")
        if n_process == 1:
            return (self.outcome(item) for item in reports)
        return _Pool(self, n_process).outcomes(reports)

    def outcome(self, item: Item) -> Reading | TadmorError:
        """The reading of a report, or what was wrong with it; an error is handed back as it is."""
        if isinstance(item, TadmorError):
            return item
        try:
            return self.read(item)
        except SourceError as fault:
            return fault if fault.where else type(fault)(fault.message, where=_place(item), remedy=fault.remedy)
        except TadmorError:
            raise
        except (ImportError, OSError) as fault:  # the report is in memory: what is opened now is the package's own
            raise ModelError(f"a part of Tadmor cannot be loaded: {fault}", remedy="install tadmor again") from fault
        except Exception as fault:
            return _unforeseen(item, fault)


def _place(report: Report) -> str:
    return f"{report.source}, report {report.id}" if report.source else f"report {report.id}"


def _unforeseen(report: Report, fault: Exception) -> TadmorError:
    """A fault of Tadmor's own, with its traceback as a note, which survives the way from another process."""
    error = TadmorError(
        f"reading it failed: {type(fault).__name__}: {fault}",
        where=_place(report),
        remedy="this is a fault of Tadmor: report it, with what --debug prints",
    )
    error.add_note("".join(traceback.format_exception(fault)))
    error.__cause__ = fault
    return error


class _Pool:
    """Processes that read, and the reports they have in hand."""

    def __init__(self, reader: Reader, n_process: int) -> None:
        self.reader, self.n_process = reader, n_process
        self.executor = self._executor(n_process)
        self.waiting: deque[tuple[Item, Future[Reading | TadmorError] | None]] = deque()

    def _executor(self, n_process: int) -> ProcessPoolExecutor:
        # A forked child would inherit the threads' locks of onnxruntime, and hang.
        # Ctrl-C reaches children too: they leave it to the parent, which ends them.
        return ProcessPoolExecutor(n_process, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))

    def outcomes(self, reports: Iterable[Item]) -> Iterator[Reading | TadmorError]:
        """One outcome a report, in order."""
        try:
            for item in reports:
                self.waiting.append((item, self._submit(item)))
                if len(self.waiting) >= _AHEAD * self.n_process:
                    yield self._next()
            while self.waiting:
                yield self._next()
        finally:
            self.executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, item: Item) -> Future[Reading | TadmorError] | None:
        if isinstance(item, TadmorError):
            return None
        try:
            return self.executor.submit(self.reader.outcome, item)
        except BrokenProcessPool:
            self.executor.shutdown(wait=False)
            self.executor = self._executor(self.n_process)
            return self.executor.submit(self.reader.outcome, item)

    def _next(self) -> Reading | TadmorError:
        item, future = self.waiting.popleft()
        if isinstance(item, TadmorError) or future is None:
            assert isinstance(item, TadmorError)
            return item
        try:
            return future.result()
        except BrokenProcessPool:
            return self._alone(item)

    def _alone(self, item: Report) -> Reading | TadmorError:
        """The outcome of a report that was in hand when a process died: read again, with nobody beside it to blame."""
        with self._executor(1) as executor:
            try:
                return executor.submit(self.reader.outcome, item).result()
            except BrokenProcessPool:
                remedy = "most often memory ran out: use fewer processes or a shorter text"
                return SourceError("the process that read it died", where=_place(item), remedy=remedy)
