"""Reading: a report to words, tags, tree, entities, times, places, quantities, actors and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tadmor.doc import Doc
    from tadmor.model import Report
    from tadmor.reading.network import Network


def parse(report: Report, network: Network | None = None) -> Doc:
    """The parsed report; ``network`` defaults to the one that ships, loaded once a process."""
    from tadmor.reading.parser import parse_report

    return parse_report(report, network)


__all__ = ["parse"]
