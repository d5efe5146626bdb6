"""Which model, rules and code read a report: one digest, kept with every reading."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

_PARTS = ("data", "reading", "coding")


@cache
def rules_digest() -> str:
    """First 16 hexadecimal digits of the SHA-256 over all files that a reading depends on; 0.1 s, then kept."""
    whole = sha256()
    for part in _PARTS:
        for name, file in _files(files("tadmor") / part, part):
            whole.update(f"{name}\n".encode())
            whole.update(sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{path}/{entry.name}")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield f"{path}/{entry.name}", entry
