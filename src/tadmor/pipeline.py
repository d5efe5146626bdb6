"""From reports to claims: the one module that knows the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tadmor.errors import TadmorError
from tadmor.model import Claim, Report
from tadmor.settings import Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """One report with its claims, in the order of the text."""

    report: Report
    claims: tuple[Claim, ...]


class Reader:
    """Reads reports; loads model, gazetteer and rules once. ``n_process`` above 1 reads in that many processes."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def read(self, report: Report) -> Reading:
        """The claims of one report."""
        from tadmor.coding import code
        from tadmor.reading import parse

        return Reading(report, tuple(code(parse(report))))

    def pipe(self, reports: Iterable[Report], n_process: int = 1) -> Iterator[Reading | TadmorError]:
        """One ``Reading`` a report, in order; a report that fails gives its error in its place."""
        raise NotImplementedError
