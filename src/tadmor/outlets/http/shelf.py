"""A file beside a record that keeps what was worked out of it, so that a server need not do it at each start.

It can always be made anew: one that is not whole, of another program or of another record is passed over. It says up
to which write it goes and the digest of that write, and writes are never changed: so it is right if the record has a
write of that number and digest, and only what changed since need be made.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tadmor.pipeline.rules import rules_digest
from tadmor.record.schema import tx

if TYPE_CHECKING:
    from tadmor.record.record import Record

HEAD = 1024
"""Bytes before what is kept: a line of JSON, filled up with blanks."""
_FORM = 1
_CODE = (
    "model.py", "reconcile/*.py", "outlets/http/making.py", "outlets/http/sheet.py", "outlets/http/ground.py",
    "outlets/exports/facts.py", "outlets/web/words.py", "outlets/phrases.py", "outlets/drawing/families.py",
)  # fmt: skip
"""What it is made by, beside what a reading depends on."""
_LOG = logging.getLogger("tadmor.http")
Write = tuple[int, str]
"""The number of a write and its digest."""


class Shelf:
    """The file of one record: its path with a name at its end. A record that is no file has none.

    ``settings`` are those that what is kept depends on.
    """

    def __init__(self, record: Record, name: str, *settings: str) -> None:
        file = Path(record.address)
        self._record = file if file.is_file() else None
        self._path = file.with_name(f"{file.name}.{name}")
        self._settings = settings

    def read(self) -> tuple[mmap.mmap, Write, int] | None:
        """(the file, up to which write it goes, how many things it holds); None where it cannot be used."""
        if self._record is None:
            return None
        try:
            with self._path.open("rb") as file:
                found = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            head = json.loads(found[:HEAD])
            whole = head["sha256"] == sha256(memoryview(found)[HEAD:]).hexdigest()
            if whole and (head["form"], head["made_by"]) == (_FORM, self._made_by()):
                return found, (int(head["write"]), str(head["digest"])), int(head["count"])
        except OSError:
            return None
        except (ValueError, KeyError, TypeError):
            pass  # told of below
        _LOG.info("%s is not whole, or of another program: it is made anew", self._path)
        return None

    def write(self, parts: Iterable[bytes], write: Write, count: int) -> None:
        """Puts these bytes into the file, all or nothing; in a folder that cannot be written nothing is kept."""
        if self._record is None:
            return
        try:
            with NamedTemporaryFile(dir=self._path.parent, prefix=f"{self._path.name}-", delete=False) as file:
                try:
                    self._put(file, parts, write, count)
                    file.close()
                    os.chmod(file.name, self._record.stat().st_mode & 0o666)
                    os.replace(file.name, self._path)
                except BaseException:
                    os.unlink(file.name)
                    raise
        except OSError as fault:
            _LOG.info("%s cannot be written (%s): it is made anew at each start", self._path, fault)

    def _put(self, file: Any, parts: Iterable[bytes], write: Write, count: int) -> None:
        file.write(b" " * HEAD)
        whole = sha256()
        for part in parts:
            whole.update(part)
            file.write(part)
        head = {
            "form": _FORM, "made_by": self._made_by(), "write": write[0], "digest": write[1], "count": count,
            "sha256": whole.hexdigest(),
        }  # fmt: skip
        file.seek(0)
        file.write(json.dumps(head).encode())

    def _made_by(self) -> str:
        """What it depends on beside the record: program, rules and settings."""
        return sha256("\n".join((rules_digest(), _code_digest(), *self._settings)).encode()).hexdigest()


def newest(connection: sa.Connection) -> Write:
    """The newest write; 0 and "" where there is none."""
    row = connection.execute(sa.select(tx.c.n, tx.c.digest).order_by(tx.c.n.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, "")


def has(connection: sa.Connection, write: Write) -> bool:
    """Whether a record has this write."""
    return connection.scalar(sa.select(tx.c.digest).where(tx.c.n == write[0])) == write[1]


@cache
def _code_digest() -> str:
    """The SHA-256 of the program's own text, as far as what is kept depends on it."""
    whole = sha256()
    for pattern in _CODE:
        for file in sorted(Path(str(files("tadmor"))).glob(pattern)):
            whole.update(file.read_bytes())
    return whole.hexdigest()
