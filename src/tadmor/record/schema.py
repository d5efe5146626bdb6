"""The tables of a record, as the newest migration leaves them; every one is append-only.

Days are proleptic ordinals (``date.toordinal()``). ``n`` counts up from 1 without a gap in every table, so that a row
that is missing shows. Texts that are lists or objects are compact JSON.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

VERSION = "0002"
"""The newest migration; a record that says so is opened without loading Alembic."""

_LONG: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER is SQLite's own row number
_METADATA = MetaData()


def _long(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, _LONG, nullable=nullable)


def _text(name: str, nullable: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable, unique=unique)


def _real(name: str, nullable: bool = False) -> Column[float]:
    return Column(name, Double, nullable=nullable)


def _table(name: str, *columns: Column[int] | Column[str] | Column[float] | Index) -> Table:
    return Table(name, _METADATA, Column("n", _LONG, primary_key=True, autoincrement=False), *columns)


tx = _table(
    "tx", _text("at"), _text("who"), _text("verb"), _text("version"), _text("rules", True), _text("note", True),
    _text("previous"), _text("rows"), _text("digest"),
)  # fmt: skip
report = _table(
    "report", _long("tx"), _text("id", unique=True), _long("known"), _long("published", True), _text("outlet", True),
    _text("agency", True), _text("title", True), _text("url", True), _text("language", True),
    _text("raw_sha256", True), _long("raw_bytes", True), _text("text"), _text("rest"), _text("digest"),
    Index("report_outlet", "outlet"),
)  # fmt: skip
reading = _table(
    "reading", _long("tx"), _long("report_n"), _text("rules", True), _text("digest"),
    Index("reading_report", "report_n"),
)  # fmt: skip
claim = _table(
    "claim", _long("tx"), _text("id"), _long("report_n"), _long("reading_n"), _text("kind"), _text("modality"),
    _long("start", True), _long("until", True), _long("place_n", True), _text("precision", True), _long("known"),
    _text("value"), _text("digest"),
    Index("claim_id", "id"), Index("claim_report", "report_n"), Index("claim_kind", "kind", "start"),
    Index("claim_place", "place_n", "start", "until", "known"), Index("claim_start", "start"),
)  # fmt: skip
gone = _table(
    "gone", _long("tx"), _long("claim_n"), _long("known"), _text("by"), _long("instead_n", True), _text("digest"),
    Index("gone_claim", "claim_n", "known"), Index("gone_instead", "instead_n"),
)  # fmt: skip
undone = _table("undone", _long("tx"), _long("gone_n"), _text("digest"), Index("undone_gone", "gone_n"))
place = _table(
    "place", _long("tx"), _text("id", unique=True), _text("name"), _text("country", True), _text("admin1", True),
    _real("lat"), _real("lon"), _text("feature"), _long("population"),
)  # fmt: skip
name = _table("name", _long("tx"), _text("key", unique=True))
part = _table(
    "part", _long("tx"), _long("claim_n"), _text("role"), _long("name_n"),
    Index("part_name", "name_n", "role", "claim_n"),
)  # fmt: skip
decision = _table(
    "decision", _long("tx"), _text("verb"), _text("subject"), _text("other", True), _text("field", True),
    _text("value", True), _text("quote", True), _text("because", True), _text("who"), _long("known"), _text("digest"),
    Index("decision_subject", "subject"), Index("decision_other", "other"),
)  # fmt: skip
origin = _table(
    "origin", _long("tx"), _long("report_n"), _long("first_n"), _text("how", True), _real("score", True),
    _text("because", True), Index("origin_report", "report_n"),
)  # fmt: skip
band = _table("band", _long("tx"), _long("key"), _long("report_n"), Index("band_key", "key", "report_n"))
block = _table("block", _long("tx"), _long("key"), _long("claim_n"), Index("block_key", "key", "claim_n"))
event = _table("event", _long("tx"), _text("id", unique=True), _text("seed", True))
member = _table(
    "member", _long("tx"), _long("claim_n"), _long("event_n", True), _long("via", True), _real("score", True),
    _text("because", True), Index("member_claim", "claim_n"), Index("member_event", "event_n"),
)  # fmt: skip
forward = _table(
    "forward", _long("tx"), _long("event_n"), _long("into_n"), _text("because", True),
    Index("forward_event", "event_n"),
)  # fmt: skip
stake = _table(
    "stake", _long("tx"), _long("claim_n"), _long("place_n"), _long("day"), _long("until"), _long("known"),
    _text("sort"), _text("modality"), _text("holder", True), _text("loser", True), _text("voice"), _text("origin"),
    _text("claim"), _text("grain"), Index("stake_place", "place_n", "day", "known"), Index("stake_claim", "claim_n"),
)  # fmt: skip

TABLES: dict[str, Table] = {t.name: t for t in _METADATA.sorted_tables}
WRITTEN: tuple[str, ...] = tuple(sorted(TABLES.keys() - {"tx"}))
"""The tables that a tx row vouches for, in the order in which its digest takes them."""
EVIDENCE: frozenset[str] = frozenset(n for n in WRITTEN if "digest" in TABLES[n].columns)
"""Tables whose rows carry a digest of their own, so that a changed row is named."""
KEYS: dict[str, tuple[str, ...]] = {n: ("n", *(c.name for c in t.columns if c.unique)) for n, t in TABLES.items()}
"""The columns of each table that hold no value twice."""


def metadata() -> MetaData:
    """All tables, to compare with what the migrations make."""
    return _METADATA
