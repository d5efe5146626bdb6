"""The full-text index: FTS5 without a copy of the text in SQLite, tsvector in PostgreSQL, both of folded words.

Neither database's own parser sees the text or the question: both get words that ``fold`` made, so they find alike.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from tadmor.record.fold import fold, terms, words

_MOST_POSITIONS = 16_000  # PostgreSQL keeps positions up to 16383, and no tsvector over a megabyte
_ROUND = 60  # characters shown on each side of what was found


def fill(connection: sa.Connection, reports: Sequence[tuple[int, str | None, str]]) -> None:
    """Takes in reports, given as (n, title, text)."""
    if connection.dialect.name == "sqlite":
        lines = [(n, " ".join(words(f"{title or ''}\n{text}"))) for n, title, text in reports]
        connection.exec_driver_sql("INSERT INTO search (rowid, words) VALUES (?, ?)", lines)
        return
    rows = [(n, vector) for n, title, text in reports for vector in _vectors(words(f"{title or ''}\n{text}"))]
    connection.exec_driver_sql("INSERT INTO search (report_n, words) VALUES (%s, %s::tsvector)", rows)


def matching(dialect: str, question: str) -> sa.TextClause | None:
    """A select of the report numbers that hold every word and phrase; None where the question holds no word."""
    wanted = terms(question)
    if not wanted:
        return None
    if dialect == "sqlite":
        match = " AND ".join('"' + " ".join(term) + '"' for term in wanted)
        return sa.text("SELECT rowid AS report_n FROM search WHERE search MATCH :words").bindparams(words=match)
    one = "SELECT report_n FROM search WHERE words @@ CAST(:w{} AS tsquery)"
    binds = {f"w{at}": " <-> ".join(f"'{word}'" for word in term) for at, term in enumerate(wanted)}
    return sa.text(" INTERSECT ".join(one.format(at) for at in range(len(wanted)))).bindparams(**binds)


def snippet(text: str, question: str) -> str:
    """The words of the text around the first thing looked for, "…" where it was cut; else its beginning."""
    for term in terms(question):
        for start, end in _places(text, term):
            low, high = max(0, start - _ROUND), min(len(text), end + _ROUND)
            shown = " ".join(text[low:high].split())
            return f"{'…' if low else ''}{shown}{'…' if high < len(text) else ''}"
    shown = " ".join(text[: 2 * _ROUND].split())
    return shown + ("…" if len(text) > 2 * _ROUND else "")


def _places(text: str, term: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of the term in the text as written."""
    wanted = list(term)
    last: deque[tuple[str, int]] = deque(maxlen=len(wanted))
    for m in re.finditer(r"\S+", text):
        for word in re.findall(r"[^\W_]+", fold(m[0])):
            last.append((word, m.start()))
            if word == wanted[-1] and [told for told, _ in last] == wanted:
                yield last[0][1], m.end()


def _vectors(found: Sequence[str]) -> Iterator[str]:
    """The words as tsvectors with positions, a long text in several."""
    for start in range(0, max(1, len(found)), _MOST_POSITIONS):
        positions: dict[str, list[str]] = defaultdict(list)
        for at, word in enumerate(found[start : start + _MOST_POSITIONS], 1):
            positions[word[:500]].append(str(at))
        yield " ".join(f"'{word}':{','.join(at[:250])}" for word, at in positions.items())
