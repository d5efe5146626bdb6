"""The three tables of a shard: reports, claims, and the words behind each claim with where they are archived.

A table is a list of columns: name, type, meaning, and how the value is worked out of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from operator import attrgetter
from platform import node
from typing import Any

from tadmor.errors import SettingError
from tadmor.model import Claim, Mention, Report, Span
from tadmor.pipeline.archived import claim_value, report_value
from tadmor.scale.doubles import Print


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a report stands in its archive: the file, the byte at which its record begins, and how many it takes."""

    file: str
    offset: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A report of a shard, the ``n``-th from 1; ``origin`` is the first report of the same story.

    ``copied`` says that its claims are those read of an earlier one, which has the same text, title and day.
    """

    n: int
    report: Report
    stand: Stand
    origin: str
    copied: bool
    print: Print
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of a row."""

    row: Row
    claim: Claim


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report that a field of a claim rests on."""

    row: Row
    claim: Claim
    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its type is "text", "int", "key" (64 bits), "float", "day", "time" (UTC), "flag" or "bytes"."""

    name: str
    type: str
    help: str
    value: Callable[[Any], object]


def _plain(type: str, *told: tuple[str, str, str]) -> Iterator[Column]:
    """Columns of (name, help, path to the field)."""
    return (Column(name, type, help, attrgetter(path)) for name, help, path in told)


def _listed(mentions: Iterable[Mention]) -> str | None:
    """Ids of the register, or words in lower case, as the columns of a record's claims have them."""
    return "; ".join(m.ref or " ".join(m.span.text.lower().split()) for m in mentions) or None


def _counts(claim: Claim) -> str | None:
    return "; ".join(f"{c.span.text} {c.unit or ''}".strip() for c in claim.counts) or None


def _of_place(path: str) -> Callable[[Told], object]:
    return lambda t: attrgetter(path)(t.claim.where.place) if t.claim.where and t.claim.where.place else None


def _of_where(path: str) -> Callable[[Told], object]:
    return lambda t: attrgetter(path)(t.claim.where) if t.claim.where else None


def _of_when(path: str) -> Callable[[Told], object]:
    return lambda t: attrgetter(path)(t.claim.when) if t.claim.when else None


_COPIED = "whether it was not read again: it has text, title and day of an earlier one, and so its claims"

REPORTS: tuple[Column, ...] = (
    Column("n", "int", "number of the report in its shard, from 1", attrgetter("n")),
    *_plain(
        "text", ("id", "id of the report", "report.id"), ("url", "address of the report", "report.url"),
        ("title", "title of the report", "report.title"), ("outlet", "who published it", "report.outlet"),
        ("agency", "the news agency it is from", "report.agency"), ("byline", "who wrote it", "report.byline"),
    ),
    Column("published", "day", "day of publication", attrgetter("report.published")),
    Column("fetched", "time", "when it was fetched", attrgetter("report.fetched")),
    *_plain(
        "text", ("language", "ISO 639-1 code of its language", "report.language"),
        ("origin", "id of the first report of the same story in the shard", "origin"),
    ),
    Column("copied", "flag", _COPIED, attrgetter("copied")),
    Column("claims", "int", "how many claims it makes", lambda r: len(r.claims)),
    Column("text", "text", "main text; offsets are its code points", attrgetter("report.text")),
    Column("file", "text", "the archive", attrgetter("stand.file")),
    *_plain(
        "int", ("offset", "byte of the archive at which its record begins", "stand.offset"),
        ("length", "bytes that the record takes there", "stand.length"),
    ),
    Column("raw_sha256", "text", "SHA-256 of the bytes it was read from", attrgetter("report.raw_sha256")),
    Column("words", "key", "number that reports with the very same words share", attrgetter("print.words")),
    Column("bands", "bytes", "numbers of 32 bits, of which copies of one story share some", attrgetter("print.bands")),
    Column("runs", "bytes", "numbers of 32 bits by which copies are compared", attrgetter("print.runs")),
    Column("rest", "text", "what else the report holds, as JSON for Tadmor", lambda r: report_value(r.report)),
)  # fmt: skip

CLAIMS: tuple[Column, ...] = (
    Column("n", "int", "number of its report in the shard", attrgetter("row.n")),
    *_plain(
        "text", ("id", "id of the claim", "claim.id"), ("kind", "kind of the happening or state", "claim.kind"),
        ("modality", "asserted, denied, planned…", "claim.modality"),
    ),
    Column("start", "day", "first day", _of_when("start")),
    Column("end", "day", "last day", _of_when("end")),
    Column("grain", "text", "how fine the days are told", _of_when("grain")),
    Column("basis", "text", "where the days come from", _of_when("basis")),
    Column("place", "text", "usual name of the place", _of_place("name")),
    Column("written", "text", "the place in the report's words", _of_where("span.text")),
    Column("country", "text", "ISO 3166 code of its country", _of_place("country")),
    Column("latitude", "float", "degrees north", _of_place("lat")),
    Column("longitude", "float", "degrees east", _of_place("lon")),
    Column("precision", "text", "how precise the place is", _of_where("precision")),
    Column("place_id", "text", "id of the place", _of_place("id")),
    Column("actors", "text", "ids of the actors, or their words", lambda t: _listed(t.claim.actors)),
    Column("targets", "text", "ids of the targets, or their words", lambda t: _listed(t.claim.targets)),
    Column("counts", "text", "the counts in the report's words, with their units", lambda t: _counts(t.claim)),
    Column("speakers", "text", "who says so, the nearest first", lambda t: _listed(t.claim.attribution.speakers)),
    *_plain(
        "text", ("quote", "the sentence", "claim.sentence.text"),
        ("trigger", "the words that name the happening", "claim.trigger.text"),
        ("outlet", "who published it", "row.report.outlet"), ("title", "title of the report", "row.report.title"),
        ("url", "address of the report", "row.report.url"), ("report", "id of the report", "claim.report"),
        ("origin", "id of the first report of the same story in the shard", "row.origin"),
    ),
    Column("published", "day", "day of publication", attrgetter("row.report.published")),
    Column("score", "float", "how sure the reading is, 0 to 1", attrgetter("claim.score")),
    Column("why", "text", "the frame or model that made it", attrgetter("claim.why")),
    Column("rest", "text", "the whole claim, as JSON for Tadmor", lambda t: claim_value(t.claim)),
)  # fmt: skip

EVIDENCE: tuple[Column, ...] = (
    *_plain("text", ("claim", "id of the claim", "claim.id"), ("report", "id of the report", "claim.report")),
    *_plain("text", ("field", "sentence, trigger, actor, target, place, time, count, counted, speaker, cue", "field")),
    *_plain(
        "int", ("start", "first code point of the words in the report's text", "span.start"),
        ("end", "code point after the last", "span.end"),
    ),
    Column("words", "text", "the words", attrgetter("span.text")),
    Column("file", "text", "the archive", attrgetter("row.stand.file")),
    *_plain(
        "int", ("offset", "byte of the archive at which the report's record begins", "row.stand.offset"),
        ("length", "bytes that the record takes there", "row.stand.length"),
    ),
)  # fmt: skip

COLUMNS: dict[str, tuple[Column, ...]] = {"reports": REPORTS, "claims": CLAIMS, "evidence": EVIDENCE}


def rows_of(row: Row) -> dict[str, list[dict[str, object]]]:
    """The rows that one report gives, by table."""
    told = [Told(row, claim) for claim in row.claims]
    evidence = [
        Evidence(row, claim, field, span) for claim in row.claims for field, span in dict.fromkeys(_spans(claim))
    ]
    given: dict[str, Sequence[object]] = {"reports": [row], "claims": told, "evidence": evidence}
    return {table: [{c.name: c.value(one) for c in COLUMNS[table]} for one in ones] for table, ones in given.items()}


def _spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    """(field, words) of every span of a claim; of two counts in the same words, twice."""
    yield "sentence", claim.sentence
    yield "trigger", claim.trigger
    named = (("actor", claim.actors), ("target", claim.targets), ("speaker", claim.attribution.speakers))
    yield from ((field, mention.span) for field, mentions in named for mention in mentions)
    if claim.where:
        yield "place", claim.where.span
    if claim.when and claim.when.span:
        yield "time", claim.when.span
    for count in claim.counts:
        yield "count", count.span
        if count.who:
            yield "counted", count.who
    if claim.attribution.cue:
        yield "cue", claim.attribution.cue


def schema(table: str) -> Any:
    """The Arrow schema of a table; each field's metadata tell what it means."""
    arrow, _ = pyarrow()
    types = {
        "text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "day": arrow.date32(),
        "time": arrow.timestamp("us", tz="UTC"), "flag": arrow.bool_(), "key": arrow.uint64(), "bytes": arrow.binary(),
    }  # fmt: skip
    return arrow.schema([arrow.field(c.name, types[c.type], metadata={"help": c.help}) for c in COLUMNS[table]])


def check_packages() -> None:
    """Raise SettingError where a package is missing without which some archives, or pages in them, are not read."""
    for name in ("pyarrow", "zstandard", "brotli", "fsspec"):
        if find_spec(name) is None:
            raise _missing(name)


def _missing(package: str) -> SettingError:
    message = f"reading archives needs {package}, which is not installed"
    return SettingError(message, where=node(), remedy="pip install 'tadmor[archives]'")


def pyarrow() -> tuple[Any, Any]:
    """The modules pyarrow and pyarrow.parquet."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise _missing("pyarrow") from None
    return pyarrow, pyarrow.parquet
