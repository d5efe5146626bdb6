"""Files in object storage and other file systems that fsspec opens; never the web: only ``watch`` fetches from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tadmor.errors import SourceError

# Protocol = the package that fsspec needs for it, None where it needs none.
_PACKAGES: dict[str, str | None] = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs", "abfss": "adlfs",
    "oci": "ocifs", "oss": "ossfs", "hdfs": "pyarrow", "memory": None,
}  # fmt: skip


def files(uri: str) -> Iterator[str | SourceError]:
    """The files that an address means: itself, those below it, or those that fit it; a fault where there is none."""
    try:
        system, path = _system(uri)
        found = sorted(_found(system, path))
    except SourceError as fault:
        yield SourceError(fault.message, where=uri, remedy=fault.remedy)
        return
    except Exception as fault:  # each storage has errors of its own: no credentials, no bucket, no connection
        yield _refused(uri, fault)
        return
    yield from (system.unstrip_protocol(one) for one in found)
    if not found:
        yield SourceError("there is no such file", where=uri, remedy="check the address")


def _found(system: Any, path: str) -> list[str]:
    if any(mark in path for mark in "*?["):
        return [one for one in system.glob(path) if not system.isdir(one) and not _hidden(one, path)]
    if system.isdir(path):
        return [one for one in system.find(path) if not _hidden(one, path)]
    return [path] if system.exists(path) else []


def _hidden(path: str, below: str) -> bool:
    """Whether a file, or a folder on the way to it from the one that was asked for, is hidden."""
    asked = re.split(r"[*?\[]", below)[0]
    asked = asked if asked == below else asked[: asked.rfind("/") + 1]
    return any(part.startswith(".") for part in path.removeprefix(asked).split("/"))


def opened(uri: str) -> BinaryIO:
    """A file opened to be read in any order. Raises SourceError."""
    try:
        system, path = _system(uri)
        return system.open(path, "rb")  # type: ignore[no-any-return]
    except SourceError:
        raise
    except Exception as fault:
        raise _refused(uri, fault) from fault


def state_of(uri: str) -> tuple[int, str]:
    """(bytes, its ETag or when it was changed) of a file. Raises SourceError."""
    try:
        system, path = _system(uri)
        told = system.info(path)
    except SourceError:
        raise
    except Exception as fault:
        raise _refused(uri, fault) from fault
    changed = next((told[key] for key in ("ETag", "etag", "LastModified", "updated", "mtime") if told.get(key)), "")
    return int(told["size"]), str(changed)


def _refused(uri: str, fault: Exception) -> SourceError:
    words = " ".join(str(fault).split())[:300]
    return SourceError(
        f"cannot be opened: {type(fault).__name__}: {words}", where=uri, remedy="check the address and your credentials"
    )


def _system(uri: str) -> tuple[Any, str]:
    """The file system of an address and the path on it."""
    protocol = uri.partition("://")[0].lower()
    if protocol not in _PACKAGES or "::" in uri:
        known = ", ".join(f"{name}://" for name in _PACKAGES)
        raise SourceError(f"{protocol}:// is not read", remedy=f"save the file, or give one of {known}")
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise SourceError(f"{protocol}:// needs the package fsspec", remedy="pip install 'tadmor[archives]'") from None
    try:
        return url_to_fs(uri)  # type: ignore[no-any-return]
    except ImportError:
        package = _PACKAGES[protocol]
        raise SourceError(f"{protocol}:// needs the package {package}", remedy=f"pip install {package}") from None
