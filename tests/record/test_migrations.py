"""Old records are upgraded, whole or not at all; later ones are refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from syrian import add, report

from tadmor import record
from tadmor.errors import RecordError
from tadmor.record import opening, search
from tadmor.record.migrations.guards import guard_names
from tadmor.record.record import Record
from tadmor.record.schema import TABLES, VERSION, metadata

OLD = Path(__file__).parent / "version_0001.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A record as the first version left it: a report with two claims, one of them corrected."""
    file = tmp_path / "old.db"
    with closing(connect(file)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    return file


def version(file: Path) -> str:
    with closing(connect(file)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_newest_migration_is_the_version_of_the_tables() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_current_head() == VERSION


def test_the_migrations_make_the_tables_that_are_written_to(syria: Record) -> None:
    with syria._engine.connect() as connection:
        options = {"include_object": lambda _, name, kind, *__: not name.startswith("search")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata()) == []
        dialect = connection.dialect.name
        lite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        triggers = lite if dialect == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        there = set(connection.scalars(sa.text(triggers)))
    assert there == {name for table in TABLES for name in guard_names(dialect, table)}


def test_an_old_record_is_upgraded_with_all_that_it_holds(old: Path) -> None:
    assert version(old) == "0001"
    with record.open(old) as syria:
        assert [(t.claim.kind, t.standing) for t in syria.tellings()] == [
            ("shelling", "proposed"),
            ("capture", "corrected"),
        ]
        assert [hit.report for hit in syria.search("ayn")] == ["0001"]
        assert list(syria.verify()) == []
        add(syria, report("The army left ʿAyn.", id="new"))
        assert {hit.report for hit in syria.search("ayn")} == {"0001", "new"}
    assert version(old) == VERSION


def test_an_old_record_cannot_be_upgraded_read_only(old: Path) -> None:
    with pytest.raises(RecordError, match=r"older version 0001.*open it once for writing"):
        record.open(old, read_only=True)
    assert version(old) == "0001"


def test_an_upgrade_that_is_cut_short_leaves_the_old_version(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(search, "fill", cut)
        with pytest.raises(KeyboardInterrupt):
            record.open(old)
    assert version(old) == "0001"
    with closing(connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'").fetchone() == (0,)
    with record.open(old) as syria:
        assert [hit.report for hit in syria.search("ayn")] == ["0001"]
        assert list(syria.verify()) == []


def test_a_record_of_a_later_version_is_refused(syria: Record, opened: Callable[..., Record]) -> None:
    with syria._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for read_only in (False, True):
        with pytest.raises(RecordError, match=r"version 9999.*reads versions up to .*upgrade tadmor"):
            opened(read_only=read_only)


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(connect(file)) as connection:
        connection.execute("CREATE TABLE mine (n)")
    before = file.read_bytes()
    with pytest.raises(RecordError, match="no record in this database"):
        record.open(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "match"),
    [
        ("mysql://host/name", "no database that Tadmor writes"),
        ("oracle://host/name", "no database that Tadmor writes"),
        ("http://example.org/record", "no database that Tadmor writes"),
        ("://", "no address"),
        ("postgresql://tadmor@/x?host=/nowhere", "the server does not answer"),
    ],
)
def test_addresses_that_are_none(url: str, match: str) -> None:
    with pytest.raises(RecordError, match=match):
        record.open(url)


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    for words in ({"create": False}, {"read_only": True}):
        with pytest.raises(RecordError, match="there is no record"):
            record.open(tmp_path / "none.db", **words)
    with pytest.raises(RecordError, match="cannot be opened"):
        record.open(tmp_path / "no" / "folder.db")
    (tmp_path / "text.db").write_text("This is a text and no database at all. " * 10)
    with pytest.raises(RecordError, match="it is not a record"):
        record.open(tmp_path / "text.db")
    assert not (tmp_path / "none.db").exists()


def test_passwords_are_not_shown() -> None:
    with pytest.raises(RecordError) as fault:
        record.open("postgresql://tadmor:secret@/x?host=/nowhere")
    assert "secret" not in str(fault.value)


def test_opening_a_record_that_fits_loads_no_migrations(tmp_path: Path) -> None:
    import subprocess

    file = tmp_path / "syria.db"
    record.open(file).close()
    program = "import sys; from tadmor import record; record.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
