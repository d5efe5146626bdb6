"""Opening a record: found, made, upgraded, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tadmor.errors import RecordError
from tadmor.record.engine import LOCK, Address, address, connect, writing
from tadmor.record.faults import told
from tadmor.record.schema import VERSION


def opened(url: str | Path, *, create: bool, read_only: bool, raw: str | Path | None) -> tuple[sa.Engine, Address]:
    """The engine of a record of this version. Raises RecordError where there is none and none may be made."""
    place = address(url, raw)
    if place.file and not place.file.exists() and (read_only or not create):
        raise RecordError("there is no record", where=place.shown, remedy="give another path, or let it be made")
    engine = connect(place, read_only)
    try:
        with told(place.shown):
            _fit(engine, place, create and not read_only, read_only)
    except BaseException:
        engine.dispose()
        raise
    return engine, place


def _fit(engine: sa.Engine, place: Address, create: bool, read_only: bool) -> None:
    """Makes sure that the tables are those of this version; a plain select tells in the common case."""
    found = _version(engine)
    if found == VERSION:
        return
    if found is None and (not create or _foreign(engine)):
        remedy = "give the address of a record, or of an empty database to make one"
        raise RecordError("there is no record in this database", where=place.shown, remedy=remedy)
    if found is not None and not found < VERSION:
        message = f"it is of version {found}; this Tadmor reads versions up to {VERSION}"
        raise RecordError(message, where=place.shown, remedy="install a newer Tadmor: pip install --upgrade tadmor")
    if read_only:
        message = f"it is of the older version {found}"
        raise RecordError(message, where=place.shown, remedy=f"open it once for writing, which makes it {VERSION}")
    upgrade(engine, VERSION)


def upgrade(engine: sa.Engine, version: str) -> None:
    """Brings the tables to a version, all in one transaction: an upgrade that is cut short leaves the old version."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    _use_log(engine)
    with _alone(engine) as connection:
        context = MigrationContext.configure(
            connection,
            opts={"fn": lambda found, _: scripts._upgrade_revs(version, found), "transactional_ddl": True},
        )
        with Operations.context(context):
            context.run_migrations()


def _version(engine: sa.Engine) -> str | None:
    """The version of the tables, None where there are none."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DBAPIError as error:
        said = str(error.orig).lower()
        if "no such table" in said or ("does not exist" in said and "alembic_version" in said):
            return None
        raise


def _foreign(engine: sa.Engine) -> bool:
    """Whether the database holds tables of somebody else."""
    return bool(sa.inspect(engine).get_table_names())


def _use_log(engine: sa.Engine) -> None:
    """Sets SQLite's write-ahead log, in which readers never wait; the file remembers it."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        connection.cursor().execute("PRAGMA journal_mode=WAL")
        connection.close()


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction beside which no other upgrade or write runs."""
    with writing(engine) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        yield connection
