"""What reading whole archives needs of the rooms: pages, the cheap look, and readings as values that can be stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from tadmor.errors import SourceError
from tadmor.model import Claim, Report
from tadmor.settings import Settings

if TYPE_CHECKING:
    from tadmor.sources.stored import Again as Again
    from tadmor.sources.stored import Page as Page


def files(uri: str) -> Iterator[str | SourceError]:
    """The files that a path, a folder, a pattern or an address in object storage means."""
    from tadmor.sources.files import files as found

    return found(uri)


def archive_suffixes() -> tuple[str, ...]:
    """How the names of archives end, in small letters."""
    from tadmor.sources.suffixes import ARCHIVES

    return ARCHIVES


def opened(uri: str) -> BinaryIO:
    """A file that ``files`` names, opened. Raises SourceError or OSError."""
    from tadmor.sources.files import opened as stream

    return stream(uri)


def state_of(uri: str) -> tuple[int, str]:
    """(bytes, when it was changed or its ETag) of a file that ``files`` names. Raises SourceError or OSError."""
    from tadmor.sources.files import state_of as state

    return state(uri)


def pages_in(file: BinaryIO, name: str, settings: Settings) -> Iterator[Page | Report | SourceError]:
    """The pages and reports of an opened archive in order; what cannot be read gives its fault in its place."""
    from tadmor.sources import stored

    return stored.pages_in(file, name, settings)


def unread(fault: Exception, where: str) -> SourceError:
    """What is said where this machine, or a storage, fails: another try may read what was not read."""
    from tadmor.sources.files import unreadable

    return unreadable(fault, where)


def is_unread(fault: SourceError) -> bool:
    """Whether it was this machine, or a storage, that failed, and not what was to be read."""
    from tadmor.sources.files import Unread

    return isinstance(fault, Unread)


def report_of_page(page: Page, settings: Settings) -> tuple[Report, list[SourceError]]:
    """The report of a page, and notes on it. Raises SourceError where it holds no article, or is no text."""
    from tadmor.sources import stored

    report, *notes = stored.reports_of(page, settings)
    assert isinstance(report, Report)
    return report, [note for note in notes if isinstance(note, SourceError)]


def again(file: str, settings: Settings) -> Again:
    """What finds the pages of an archive again, in the order in which they were read; to be closed."""
    from tadmor.sources import stored

    return stored.again(file, settings)


def may_tell(text: str) -> bool:
    """Whether a text may hold a claim: a cheap look."""
    from tadmor.reading.gate import may_tell as look

    return look(text)


def may_tell_page(page: Page) -> bool:
    """Whether the markup of a page may hold a claim; what is in two bytes a letter is not looked at, and may."""
    return b"\0" in page.content[:1000] or may_tell(page.content.decode("utf-8", "replace"))


def claim_value(claim: Claim) -> str:
    """The whole claim as JSON, without its id, report, kind and modality."""
    from tadmor.record.stored import value_of

    return value_of(claim, None)


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of such a value; ``row`` has "id", "report", "kind", "modality" and, as "rest", the value."""
    from tadmor.record.stored import claim_of as stored_claim

    return stored_claim(row["id"], row["report"], row["kind"], row["modality"], row["rest"], None)


def report_value(report: Report) -> str:
    """What a report holds beside its plain fields, as JSON."""
    from tadmor.record.stored import rest_of

    return rest_of(report)


def report_of_row(row: Mapping[str, Any]) -> Report:
    """The report of its plain fields and, as "rest", such a value."""
    from tadmor.record.stored import ordinal, report_of

    return report_of(SimpleNamespace(**{**row, "published": ordinal(row["published"])}))


@cache
def model_digest() -> str:
    """First 16 hexadecimal digits of the SHA-256 of the model."""
    return sha256(resources.files("tadmor").joinpath("data", "reader.onnx").read_bytes()).hexdigest()[:16]


def note(message: str, where: str, remedy: str) -> SourceError:
    """A note: what it is about was read all the same."""
    from tadmor.sources import SourceNote

    return SourceNote(message, where=where, remedy=remedy)
