"""What is changed past Tadmor is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
import sqlalchemy as sa
from syrian import PALMYRA, add, claim, report

from tadmor import record
from tadmor.errors import RecordError
from tadmor.record.record import Record
from tadmor.record.schema import TABLES
from tadmor.record.values import Finding

FIRST = report("The army captured Palmyra.", id="r1")
SECOND = report("Later the army left Palmyra.", id="r2")


@pytest.fixture
def filled(syria: Record) -> Record:
    add(syria, FIRST, claim(FIRST, "captured", id="c1", actors=["army"], place=PALMYRA), raw=b"<p>first</p>")
    add(syria, SECOND, claim(SECOND, "left", "withdrawal", id="c2", actors=["army"], place=PALMYRA), raw=b"second")
    with syria.write("decide", "Zenobia") as w:
        w.add_decision("accept", "c1")
    return syria


def tamper(syria: Record, statement: str) -> list[Finding]:
    """What verify finds after a statement by somebody who took the guards off and put them on again."""
    with syria._engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.execute(sa.text(statement))
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
        else:
            guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
            for name, _ in guards:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.execute(sa.text(statement))
            for _, sql in guards:
                connection.exec_driver_sql(sql)
    return list(syria.verify())


def test_what_was_not_touched_is_clean(filled: Record) -> None:
    assert list(filled.verify()) == []


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE claim SET modality = 'denied' WHERE id = 'c2'", "table claim, row 2 (c2), write 2", "it was changed"),
        ("UPDATE claim SET tx = 1 WHERE id = 'c2'", "table claim, row 2 (c2), write 1", "it was changed"),
        ("UPDATE report SET known = known - 1 WHERE n = 1", "table report, row 1 (r1), write 1", "it was changed"),
        ("UPDATE decision SET who = 'X'", "table decision, row 1, write 3", "it was changed"),
        ("UPDATE reading SET rules = 'X' WHERE n = 2", "table reading, row 2, write 2", "it was changed"),
        ("DELETE FROM claim WHERE n = 1", "table claim, write 1", "row 1 is missing"),
        ("DELETE FROM part", "table part, write 2", "row 2 is missing"),
        ("UPDATE part SET role = 'target' WHERE n = 2", "table part, rows 2 to 2, write 2", "rows were changed"),
        ("UPDATE name SET key = 'X'", "table name, rows 1 to 1, write 1", "rows were changed"),
        ("UPDATE place SET lat = 0", "table place, rows 1 to 1, write 1", "rows were changed"),
        ("INSERT INTO part VALUES (7, 2, 2, 'actor', 1)", "table part, row 7, write 2", "it belongs to no write"),
        ("INSERT INTO part VALUES (0, 1, 2, 'actor', 1)", "table part, row 0, write 1", "it belongs to no write"),
        ("UPDATE tx SET who = 'X' WHERE n = 2", "write 2 (", "its row was changed"),
        ("UPDATE tx SET rows = 'X' WHERE n = 2", "write 2 (", "its row was changed"),
        ("DELETE FROM tx WHERE n = 2", "table tx", "writes 2 to 2 are missing"),
        ("UPDATE report SET text = 'The army ceded! Palmyra.' WHERE n = 1", "claim c1 (row 1) of report r1", "quotes"),
    ],
)  # fmt: skip
def test_what_is_changed_is_named(filled: Record, statement: str, where: str, what: str) -> None:
    found = tamper(filled, statement)
    assert [f for f in found if f.where.startswith(where) and what in f.what], found
    assert all(f.remedy for f in found)


def test_a_row_changed_with_its_own_digest_breaks_the_write(filled: Record) -> None:
    from tadmor.record.chain import row_digest

    with filled._engine.connect() as connection:
        row = list(connection.execute(sa.select(TABLES["decision"])).one())
    row[TABLES["decision"].columns.keys().index("subject")] = "c2"
    found = tamper(filled, f"UPDATE decision SET subject = 'c2', digest = '{row_digest(row[:-1])}'")
    assert [f.where for f in found] == ["table decision, rows 1 to 1, write 3"]


def test_a_missing_guard_is_named(filled: Record) -> None:
    name = "claim_no_update" if filled._engine.dialect.name == "sqlite" else "claim_no_change"
    with filled._engine.begin() as connection:
        table = "" if connection.dialect.name == "sqlite" else " ON claim"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{table}")
    (finding,) = filled.verify()
    assert name in finding.what


def test_raw_files_are_proved(filled: Record) -> None:
    first, second = (filled.raw.file(str(one.raw_sha256)) for one in filled.reports())
    first.write_bytes(b"<p>FIRST</p>")
    second.unlink()
    found = list(filled.verify())
    assert [(f.what, f.where) for f in found] == [
        ("the raw file was changed", f"{first} (report r1)"),
        ("the raw file is missing", f"{second} (report r2)"),
    ]


def test_a_report_missing_from_the_index_of_words_is_told(filled: Record) -> None:
    with filled._engine.begin() as connection:
        lite = "INSERT INTO search (search, rowid, words) VALUES ('delete', 1, 'the army captured palmyra')"
        connection.exec_driver_sql(
            lite if connection.dialect.name == "sqlite" else "DELETE FROM search WHERE report_n = 1"
        )
    (finding,) = filled.verify()
    assert "1 of 2 reports" in finding.what


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The file of a record that is closed."""
    path = tmp_path / "closed.db"
    with record.open(path) as syria:
        add(syria, FIRST, claim(FIRST, "captured", id="c1", actors=["army"], place=PALMYRA))
    return path


@pytest.mark.parametrize(
    ("words", "instead", "where"),
    [
        (b"The army captured Palmyra.", b"The army captured Palmyrb.", "table report, row 1 (r1)"),
        (b"The army captured Palmyra.", b"The army captured Palmyr\xff.", "table report, row 1 (r1)"),
        (b"frame:capture.verb", b"frame:capture.verc", "table claim, row 1 (c1)"),
        (b"Palmyra Post", b"Palmyra Po\x00t", "table report, row 1 (r1)"),
    ],
)
def test_a_changed_byte_of_a_text_is_named(file: Path, words: bytes, instead: bytes, where: str) -> None:
    content = file.read_bytes()
    assert words in content
    file.write_bytes(content.replace(words, instead))
    with record.open(file, read_only=True) as syria:
        assert any(f.where.startswith(where) for f in syria.verify())


def test_no_changed_byte_of_a_page_raises(file: Path) -> None:
    content = file.read_bytes()
    with closing(connect(file)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim'").fetchone()[0]
    start = (page - 1) * 4096
    for at in (start, start + 3, start + 5, start + 8, start + 9):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        with record.open(file, read_only=True) as syria:
            assert list(syria.verify()), f"byte {at - start} of the page"


def test_a_file_that_lost_its_end_is_told(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(RecordError, match="it is damaged"):
        record.open(file, read_only=True)
