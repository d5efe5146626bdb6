"""Full-text search over folded reports; the reports that are there already are taken in."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from tadmor.record.search import fill

revision = "0002"
down_revision = "0001"

_STEP = 500
_LITE = "CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
_POSTGRES = (
    "CREATE TABLE search (report_n bigint NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX search_words ON search USING gin (words)",
    "CREATE INDEX search_report ON search (report_n)",
)


def upgrade() -> None:
    """The index of words, filled."""
    bind = op.get_bind()
    for statement in (_LITE,) if bind.dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
    for rows in _reports(bind):
        fill(bind, rows)


def _reports(bind: sa.Connection) -> Iterator[list[tuple[int, str | None, str]]]:
    """(n, title, text) of all reports, some hundred at a time."""
    last = 0
    query = sa.text("SELECT n, title, text FROM report WHERE n > :last ORDER BY n LIMIT :step")
    while rows := bind.execute(query, {"last": last, "step": _STEP}).all():
        yield [(row.n, row.title, row.text) for row in rows]
        last = rows[-1].n
