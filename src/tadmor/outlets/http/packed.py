"""The files of the page, each packed once and kept: to pack the largest anew takes a tenth of a second."""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import Scope

_LEAST = 1000  # bytes; below, packing saves nothing
_KINDS = (".js", ".mjs", ".css", ".json", ".svg", ".txt")
_LEVEL = 6


class PackedFiles(StaticFiles):
    """Files of a folder; texts go out packed by gzip to whoever takes that."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, packed where that helps; 304 where the browser has it."""
        plain = super().file_response(full_path, stat_result, scope, status_code)
        takes = "gzip" in Headers(scope=scope).get("accept-encoding", "") and "range" not in Headers(scope=scope)
        path = Path(full_path)
        if plain.status_code != 200 or not takes or stat_result.st_size < _LEAST or path.suffix not in _KINDS:
            return plain
        kept = {name: plain.headers[name] for name in ("content-type", "etag", "last-modified")}
        body = _packed(path, stat_result.st_mtime_ns)
        return Response(body, headers={**kept, "content-encoding": "gzip", "vary": "Accept-Encoding"})


@lru_cache(128)
def _packed(path: Path, changed: int) -> bytes:
    """The packed bytes of a file as it was at a moment."""
    return gzip.compress(path.read_bytes(), _LEVEL, mtime=0)
