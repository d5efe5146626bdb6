"""Raw bytes of reports in a folder, each file named by the SHA-256 of what it holds."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from tadmor.errors import RecordError


def digest_of(content: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return sha256(content).hexdigest()


class Folder:
    """The folder; it is made at the first file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, digest: str) -> Path:
        """Where the bytes of that digest lie."""
        return self.path / digest[:2] / digest[2:]

    def keep(self, content: bytes) -> str:
        """Writes the bytes where they are not there yet, whole or not at all; gives their digest."""
        digest = digest_of(content)
        file = self.file(digest)
        if file.exists() and file.stat().st_size == len(content):
            return digest
        part = file.with_name(f"{file.name}.{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        except OSError as fault:
            part.unlink(missing_ok=True)
            remedy = "see that there is room on the disk and that the folder can be written"
            raise RecordError(f"raw bytes cannot be kept: {fault.strerror}", where=str(file), remedy=remedy) from fault
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of that digest."""
        try:
            return self.file(digest).read_bytes()
        except OSError as fault:
            remedy = "bring it back from a copy"
            raise RecordError("raw bytes are missing", where=str(self.file(digest)), remedy=remedy) from fault
