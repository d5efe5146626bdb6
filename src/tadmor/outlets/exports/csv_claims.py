"""Claims in CSV, one a row: with the columns alone nothing of a claim is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.cells import Rows
from tadmor.outlets.exports.claim_row import claim_row
from tadmor.outlets.exports.dictionary import names
from tadmor.outlets.exports.excerpt import shortened
from tadmor.outlets.exports.value import Run


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """A row for each claim."""
    rows = Rows(stream, names("claim"), run.bom)
    for event in events:
        kept = event if run.full_text else shortened(event)
        for telling in kept.tellings:
            rows.write(claim_row(event.id, telling))
            run.rows += 1
