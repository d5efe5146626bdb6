"""Rows of ACLED and UCDP GED as reports: the notes are the text, and the row's codes one claim about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256

from tadmor.errors import SourceError
from tadmor.model import (
    KINDS,
    MODALITIES,
    Attribution,
    Block,
    Claim,
    Mention,
    MentionKind,
    Modality,
    Place,
    Precision,
    Quantity,
    Report,
    Span,
    When,
    Where,
)
from tadmor.outlets.exports.cells import unsafe
from tadmor.outlets.exports.codec import Misfit
from tadmor.outlets.exports.lossless import csv_rows, misfit
from tadmor.outlets.exports.value import Imported

_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d/%m/%Y")  # as ACLED and UCDP have written them over the years


class Cells:
    """The cells of one row; a wrong one raises Misfit under the name of its column."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self._row = row

    def text(self, name: str) -> str | None:
        """The words, in one line; None where there are none."""
        cell = self._row.get(name, "")
        if any("\udc80" <= char <= "\udcff" for char in cell):
            raise Misfit("holds bytes that are no UTF-8", name)
        return " ".join(unsafe(cell).split()) or None

    def listed(self, name: str) -> list[str]:
        """The parts of a cell that are separated by semicolons."""
        return [part for part in map(str.strip, (self.text(name) or "").split(";")) if part]

    def number(self, name: str) -> float | None:
        """A number, or None for an empty cell."""
        cell = self.text(name)
        try:
            return float(cell) if cell else None
        except ValueError:
            raise Misfit(f"{cell!r} is no number", name) from None

    def whole(self, name: str) -> int | None:
        """A whole number, or None for an empty cell."""
        number = self.number(name)
        if number is None or number == int(number):
            return None if number is None else int(number)
        raise Misfit(f"{number} is no whole number", name)

    def day(self, name: str) -> date | None:
        """A day, or None for an empty cell; a time of day behind it is passed over."""
        cell = self.text(name)
        if cell is None:
            return None
        for words in (cell, cell.split()[0], cell[:10]):
            for form in _DAYS:
                try:
                    return datetime.strptime(words, form).date()
                except ValueError:
                    continue
        raise Misfit(f"{cell!r} is no day (2016-03-27)", name)


class Words:
    """The text of a report that grows: the notes, and under them what stands in the row and not in the notes."""

    def __init__(self, notes: str) -> None:
        self.text = notes
        self.notes = Span(0, len(notes), notes)

    def span(self, words: str, *, label: str = "") -> Span:
        """Where these words stand: in the notes, or else on a line of their own behind ``label``."""
        found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.notes.text)
        if found:
            return Span(found.start(), found.end(), words)
        start = len(self.text) + 1 + len(label)
        self.text += f"\n{label}{words}"
        return Span(start, start + len(words), words)

    def trigger(self, candidates: Iterable[str]) -> Span:
        """The first of the words for a happening that the notes have; all of the notes where they have none."""
        for words in candidates:
            found = re.search(rf"\b{re.escape(words)}\b", self.notes.text, re.IGNORECASE)
            if found:
                return Span(found.start(), found.end(), found[0])
        return self.notes


@dataclass(frozen=True, slots=True)
class Row:
    """What a row tells, in the terms of a claim; ``kind`` of None is a row that no kind of claim fits."""

    key: str
    maker: str
    kind: str | None
    words: Words
    trigger: Span
    published: date | None
    outlet: str | None
    title: str | None = None
    url: str | None = None
    modality: Modality = "asserted"
    actors: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    speakers: tuple[Mention, ...] = ()
    where: Where | None = None
    when: When | None = None
    counts: tuple[Quantity, ...] = ()


def reports(path: str, format: str) -> Iterator[Imported | SourceError]:
    """One report with one claim for each row (none where no kind of claim fits the row)."""
    from tadmor.outlets.exports import foreign_acled, foreign_ged

    read: Callable[[Cells], Row] = {"acled": foreign_acled.row_of, "ged": foreign_ged.row_of}[format]
    for n, row in csv_rows(path):
        where = f"{path}, line {n}"
        try:
            yield imported(read(Cells(row)), where)
        except Misfit as fault:
            yield misfit(fault, where)


def imported(row: Row, source: str) -> Imported:
    """The report and the claim of a row. Its id is a hash of the row's own id and its words, so that it stays."""
    text = row.words.text
    id = sha256(f"{row.key}\n{text}".encode()).hexdigest()[:16]
    report = Report(
        id, text, row.title, row.outlet, byline=row.maker, url=row.url, published=row.published,
        published_basis="metadata" if row.published else None, language="en",
        blocks=(Block("paragraph", 0, len(text)),), source=source,
    )  # fmt: skip
    return Imported(report, (claim_of(row, id),) if row.kind else (), known=row.published)


def claim_of(row: Row, report: str) -> Claim:
    """The claim that the row's codes make."""
    id = sha256(f"{report}\n{row.kind}\n{row.trigger.start}".encode()).hexdigest()[:16]
    return Claim(
        id, report, row.kind or "", row.modality, row.words.notes, row.trigger, row.actors, row.targets, row.where,
        row.when, row.counts, Attribution(row.outlet, row.speakers), 1.0, f"import:{row.maker}",
    )  # fmt: skip


def place(cells: Cells, words: Words, written: str | None, country: str | None, precision: Precision) -> Where | None:
    """The place of a row: its words and its point; None where no words or no coordinates are given."""
    lat, lon = cells.number("latitude"), cells.number("longitude")
    for name, degrees, most in (("latitude", lat, 90), ("longitude", lon, 180)):
        if degrees is not None and not -most <= degrees <= most:
            raise Misfit(f"{degrees} lies outside -{most} to {most}", name)
    if written is None:
        return None
    span = words.span(written)
    if lat is None or lon is None:
        return Where(span, None, "in", precision)
    feature = {"province": "adm1", "region": "region", "country": "country", "district": "adm2"}.get(precision, "town")
    admin1 = cells.text("admin1") or cells.text("adm_1")
    point = Place(f"point:{lat:.4f},{lon:.4f}", written, country, lat, lon, feature, admin1)
    return Where(span, point, "near" if precision == "near" else "in", precision)


def mentions(names: Iterable[str | None], words: Words, kind_of: Callable[[str], MentionKind]) -> tuple[Mention, ...]:
    """The actors of these names."""
    return tuple(Mention(words.span(name), kind_of(name)) for name in names if name)


def killed(number: int | None, words: Words, who: Span | None = None) -> tuple[Quantity, ...]:
    """So many killed; nothing for 0, which says that none are told of."""
    if not number:
        return ()
    return (Quantity(words.span(str(number), label="killed: "), number, number, "killed", who),)


def actor_kind(name: str, inter: str | None = None) -> MentionKind:
    """The kind of an actor by how ACLED and UCDP name them, and ACLED's number or word for its sort."""
    lower = name.lower()
    if inter in ("5", "6", "7", "Rioters", "Protesters", "Civilians") or lower.startswith("civilians"):
        return "people"
    if inter in ("1", "State forces") or lower.startswith(("military forces", "police forces", "government of")):
        return "force"
    return "group"


def sorted_by(inter: str | None) -> Callable[[str], MentionKind]:
    """``actor_kind`` with ACLED's code for the sort."""
    return partial(actor_kind, inter=inter)


def own(cells: Cells, name: str) -> str | None:
    """A cell of the columns that Tadmor adds, where the file has them."""
    return cells.text(f"tadmor_{name}")


def own_kind(cells: Cells, kind: str | None) -> str | None:
    """The kind as Tadmor wrote it, else the one given."""
    told = own(cells, "kind")
    if told and told not in KINDS:
        raise Misfit(f"{told!r} is no kind of claim", "tadmor_kind")
    return told or kind


def own_modality(cells: Cells) -> Modality:
    """The modality as Tadmor wrote it, else asserted."""
    told = own(cells, "modality") or "asserted"
    found = next((modality for modality in MODALITIES if modality == told), None)
    if found is None:
        raise Misfit(f"{told!r} is no modality", "tadmor_modality")
    return found


def stretch(first: date, days: int) -> date:
    """The last of so many days."""
    return first + timedelta(days=days - 1)
