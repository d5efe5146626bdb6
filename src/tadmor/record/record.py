"""A record that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from tadmor.record.engine import Address
from tadmor.record.faults import told
from tadmor.record.interned import Interned
from tadmor.record.locks import alone
from tadmor.record.raw import Folder
from tadmor.record.rows import Facts
from tadmor.record.schema import tx
from tadmor.record.values import Finding
from tadmor.record.verify import findings, tolerant
from tadmor.record.view import View
from tadmor.record.writer import Writer


class Record(View):
    """Claims on two clocks, append-only: one writer at a time, any number of readers, who never wait.

    ``raw`` is the folder of the reports' raw bytes. To be closed, or used in a ``with``.
    """

    def __init__(self, engine: sa.Engine, address: Address) -> None:
        super().__init__(self._read)
        self._engine, self._address, self._interned = engine, address, Interned()
        self.url, self.raw = address.shown, Folder(address.raw)

    @property
    def address(self) -> str:
        """What opens it once more: the path, or the address with its password, which ``url`` hides."""
        place = self._address
        return str(place.file) if place.file else place.url.render_as_string(hide_password=False)

    @contextmanager
    def write(
        self, verb: str, who: str, *, rules: str | None = None, note: Any = None, timeout: float = 30.0
    ) -> Iterator[Writer]:
        """One write: all that is added within is kept when it ends, or, where it raises, nothing.

        Waits up to ``timeout`` seconds for another writer; then RecordError says who that is.
        """
        try:
            with told(self.url), alone(self._engine, self._address, who, timeout) as connection:
                writer = Writer(connection, Facts(who, verb, rules, note), self.raw, self._interned)
                yield writer
                writer.close()
        except BaseException:
            self._interned.forget()
            raise

    def verify(self) -> Iterator[Finding]:
        """What is wrong with database, chain of writes, raw files and quotes, as it is found; none where all is well.

        It cannot tell that the newest writes were cut off whole: compare ``head`` with one noted elsewhere.
        """
        with self._read() as connection, tolerant(connection):
            yield from findings(connection, self.raw, self.url)

    def head(self) -> str | None:
        """The digest of the newest write, which vouches for all before it."""
        with self._read() as connection:
            return connection.scalar(sa.select(tx.c.digest).order_by(tx.c.n.desc()).limit(1))

    def keep_pages(self, kilobytes: int) -> None:
        """Holds at most so much of an SQLite database in each connection's memory from now on; a server has its own."""
        if self._engine.dialect.name == "sqlite":
            pragma = f"PRAGMA cache_size=-{kilobytes}"
            sa.event.listen(self._engine, "connect", lambda connection, _: connection.execute(pragma).close())
            self._engine.dispose()

    def close(self) -> None:
        """Lets go of all connections."""
        self._engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with told(self.url), self._engine.connect() as connection:
            yield connection


def open_record(url: str | Path, *, create: bool, read_only: bool, raw: str | Path | None) -> Record:
    """The record at an address; see ``tadmor.record.open``."""
    from tadmor.record.opening import opened

    return Record(*opened(url, create=create, read_only=read_only, raw=raw))
