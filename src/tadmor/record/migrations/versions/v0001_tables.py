"""The tables of the first version, append-only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from tadmor.record.migrations.guards import guards

revision = "0001"
down_revision = None

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES: dict[str, str] = {
    "band": "tx:long key:long report_n:long",
    "block": "tx:long key:long claim_n:long",
    "claim": (
        "tx:long id:text report_n:long reading_n:long kind:text modality:text start:long? until:long? "
        "place_n:long? precision:text? known:long value:text digest:text"
    ),
    "decision": (
        "tx:long verb:text subject:text other:text? field:text? value:text? quote:text? because:text? who:text "
        "known:long digest:text"
    ),
    "event": "tx:long id:text! seed:text?",
    "forward": "tx:long event_n:long into_n:long because:text?",
    "gone": "tx:long claim_n:long known:long by:text instead_n:long? digest:text",
    "member": "tx:long claim_n:long event_n:long? via:long? score:real? because:text?",
    "name": "tx:long key:text!",
    "origin": "tx:long report_n:long first_n:long how:text? score:real? because:text?",
    "part": "tx:long claim_n:long role:text name_n:long",
    "place": "tx:long id:text! name:text country:text? admin1:text? lat:real lon:real feature:text population:long",
    "reading": "tx:long report_n:long rules:text? digest:text",
    "report": (
        "tx:long id:text! known:long published:long? outlet:text? agency:text? title:text? url:text? "
        "language:text? raw_sha256:text? raw_bytes:long? text:text rest:text digest:text"
    ),
    "stake": (
        "tx:long claim_n:long place_n:long day:long until:long known:long sort:text modality:text holder:text? "
        "loser:text? voice:text origin:text claim:text grain:text"
    ),
    "tx": "at:text who:text verb:text version:text rules:text? note:text? previous:text rows:text digest:text",
    "undone": "tx:long gone_n:long digest:text",
}
"""Columns after ``n`` as name:sort, "?" where they may be empty, "!" where they hold no value twice."""
_INDEXES: dict[str, str] = {
    "band_key": "band key report_n",
    "block_key": "block key claim_n",
    "claim_id": "claim id",
    "claim_kind": "claim kind start",
    "claim_place": "claim place_n start until known",
    "claim_report": "claim report_n",
    "claim_start": "claim start",
    "decision_other": "decision other",
    "decision_subject": "decision subject",
    "forward_event": "forward event_n",
    "gone_claim": "gone claim_n known",
    "gone_instead": "gone instead_n",
    "member_claim": "member claim_n",
    "member_event": "member event_n",
    "origin_report": "origin report_n",
    "part_name": "part name_n role claim_n",
    "reading_report": "reading report_n",
    "report_outlet": "report outlet",
    "stake_claim": "stake claim_n",
    "stake_place": "stake place_n day known",
    "undone_gone": "undone gone_n",
}
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {"text": sa.Text(), "long": _LONG, "real": sa.Double()}


def upgrade() -> None:
    """Tables, indexes and guards."""
    dialect = op.get_bind().dialect.name
    for table, columns in _TABLES.items():
        op.create_table(table, sa.Column("n", _LONG, primary_key=True, autoincrement=False), *_columns(columns))
        unique = [column.split(":")[0] for column in columns.split() if column.endswith("!")]
        for statement in guards(dialect, table, ["n", *unique]):
            op.execute(statement)
    for index, words in _INDEXES.items():
        table, *keys = words.split()
        op.create_index(index, table, keys)


def _columns(words: str) -> list[sa.Column[Any]]:
    out = []
    for word in words.split():
        name, sort = word.split(":")
        out.append(sa.Column(name, _TYPES[sort.strip("?!")], nullable="?" in sort, unique="!" in sort or None))
    return out
