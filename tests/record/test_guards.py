"""The database itself refuses to change or take out what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from syrian import DAY, PALMYRA, add, address, claim, report, stake

from tadmor import record
from tadmor.errors import RecordError
from tadmor.record.chain import columns
from tadmor.record.record import Record
from tadmor.record.schema import KEYS, TABLES


def fill(syria: Record) -> None:
    """A row or more in every table."""
    one, other = report("The army captured Palmyra."), report("The army, it is said, captured Palmyra.")
    told = claim(one, "captured", actors=["army"], place=PALMYRA)
    with syria.write("add", "tester", rules="rules-1") as w:
        n, m = w.add_report(one, b"raw"), w.add_report(other)
        (c,) = w.add_reading(n, [told])
        w.add_blocks(c, [1])
        w.add_bands(n, [2])
        w.add_origin(m, n, "copy")
        w.add_stakes(c, [stake(told, DAY, DAY)])
        w.add_event("e1", told.id)
        w.add_event("e2")
        w.add_members([(c, "e1", None, None, ())])
        w.add_forward("e2", "e1")
        w.add_decision("accept", told.id)
        w.add_gone(c, "rejection")
        w.flush()
        w.undo_gone(c)


def refused(syria: Record, statement: str) -> str:
    """What the database says to a statement."""
    with pytest.raises(DBAPIError) as fault, syria._engine.begin() as connection:
        connection.execute(sa.text(statement))
    return str(fault.value.orig)


@pytest.mark.parametrize("table", TABLES)
def test_rows_can_neither_be_changed_nor_taken_out(guarded: Record, table: str) -> None:
    column = columns(table)[1]
    assert "append-only" in refused(guarded, f"UPDATE {table} SET {column} = {column}")
    assert "append-only" in refused(guarded, f"DELETE FROM {table}")
    if guarded._engine.dialect.name == "postgresql":
        assert "append-only" in refused(guarded, f"TRUNCATE {table}")
        assert "append-only" in refused(guarded, f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1 ON CONFLICT (n) "
                                                 f"DO UPDATE SET {column} = excluded.{column}")  # fmt: skip
    assert list(guarded.verify()) == []


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, keys in KEYS.items() for key in keys])
def test_no_key_is_written_twice_and_none_replaced(guarded: Record, table: str, key: str) -> None:
    # Another number, where the row would go by another key.
    listed = ", ".join("n + 1000" if c == "n" and key != "n" else f'"{c}"' for c in columns(table))
    again = f"INTO {table} SELECT {listed} FROM {table} LIMIT 1"
    if guarded._engine.dialect.name == "postgresql":
        assert "duplicate key" in refused(guarded, f"INSERT {again}")
        return
    for verb in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
        assert "append-only" in refused(guarded, f"{verb} {again}")
    assert list(guarded.verify()) == []


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def guarded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("guards")
    with record.open(address(request, request.param, folder), raw=folder / "raw") as opened:
        fill(opened)
        yield opened


def test_every_table_was_tried(guarded: Record) -> None:
    (entry,) = guarded.log()
    assert set(entry.rows) == TABLES.keys() - {"tx"}


def test_a_record_opened_read_only_takes_no_write(syria: Record, opened: Callable[..., Record]) -> None:
    one = report("The army captured Palmyra.")
    add(syria, one, claim(one, "captured"))
    reader = opened(read_only=True)
    assert len(list(reader.tellings())) == 1
    with pytest.raises(RecordError, match="it can only be read"):
        add(reader, report("Other words."))
    assert list(reader.verify()) == []
