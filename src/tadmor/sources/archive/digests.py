"""The digests that a WARC gives of its records, beside those of the bytes that are there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

_KNOWN = frozenset(("md5", "sha1", "sha256", "sha384", "sha512"))


def fits(told: str | None, candidates: Iterable[bytes]) -> bool:
    """Whether one of the candidates has the digest told ("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", or in hexadecimal).

    What cannot be checked fits: no digest, or one of a kind that is not known.
    """
    name, _, value = (told or "").partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in _KNOWN:
        return True
    size = hashlib.new(name, usedforsecurity=False).digest_size
    wanted = _bytes(value.strip(), size)
    return any(hashlib.new(name, body, usedforsecurity=False).digest() == wanted for body in candidates)


def _bytes(value: str, size: int) -> bytes | None:
    """A digest of so many bytes from its text, hexadecimal, base 32 or base 64; None where it is none."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        folded = value.rstrip("=")
        if len(folded) == -(-8 * size // 5):
            return base64.b32decode(folded.upper() + "=" * (-len(folded) % 8))
        return base64.b64decode(
            folded + "=" * (-len(folded) % 4), altchars=b"-_" if "-" in value or "_" in value else None
        )
    except ValueError:
        return None
