"""The regional base map: a .pmtiles file, looked at when the server starts and sent in the parts asked for."""

from __future__ import annotations

import gzip
import json
import re
import struct
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from tadmor.errors import SettingError
from tadmor.outlets.http.problems import ProblemError

ADDRESS = "/tiles/base.pmtiles"
_HEAD = 127  # bytes; the specification of version 3, https://github.com/protomaps/PMTiles
_VECTOR, _RASTER = 1, {2: "png", 3: "jpeg", 4: "webp", 5: "avif"}
_PACKED = {1: "not at all", 2: "by gzip"}  # how a browser can unpack
_DRAWN = {"earth", "roads"}  # layers of the schema of Protomaps; other schemas call them otherwise
_LONGEST = 16 << 20  # bytes of metadata that are read
_CACHED = "private, max-age=86400"
_MAKE = "make one by 'pmtiles extract' of a Protomaps basemap (docs/map.md), or leave --tiles out"


@dataclass(frozen=True, slots=True)
class Tiles:
    """A file of tiles: ``kind`` is vector or raster, ``bounds`` west, south, east, north in degrees."""

    path: Path
    kind: str
    bounds: tuple[float, float, float, float]
    zooms: tuple[int, int]
    attribution: str
    version: str

    @classmethod
    def of(cls, file: str | Path) -> Tiles:
        """The tiles of a file. Raises SettingError that says what is wrong with it, and what to do."""
        path = Path(file)
        try:
            with path.open("rb") as opened:
                head = opened.read(_HEAD)
                size, changed = path.stat().st_size, path.stat().st_mtime_ns
                numbers = _header(path, head, size)
                opened.seek(numbers["metadata"])
                about = _metadata(path, opened.read(min(numbers["metadata_bytes"], _LONGEST)), numbers["packed"])
        except OSError as fault:
            raise SettingError(f"it cannot be read ({fault.strerror})", where=str(path), remedy=_MAKE) from None
        kind = "vector" if numbers["type"] == _VECTOR else "raster"
        if kind == "vector":
            _check_layers(path, about)
        version = sha256(head + f"{size} {changed}".encode()).hexdigest()[:12]
        attribution = " ".join(re.sub(r"<[^>]*>", "", str(about.get("attribution") or "")).split())[:200]
        return cls(path, kind, numbers["bounds"], numbers["zooms"], attribution, version)

    def told(self) -> str:
        """What the page's script needs of it, as JSON; the address changes with the file."""
        return json.dumps(
            {
                "address": f"{ADDRESS}?v={self.version}", "kind": self.kind, "bounds": self.bounds, "zooms": self.zooms,
                "attribution": self.attribution,
            }
        )  # fmt: skip


def router(tiles: Tiles | None) -> APIRouter:
    """The route that sends the file, or the bytes of it that a Range names."""
    out = APIRouter(include_in_schema=False)

    def file() -> Response:
        if tiles is None:
            raise ProblemError(404, "this record is served without a regional base map", remedy="start it with --tiles")
        if not tiles.path.is_file():
            raise ProblemError(404, "the file of the regional base map is gone", remedy="put it back, or start anew")
        return FileResponse(tiles.path, media_type="application/vnd.pmtiles", headers={"Cache-Control": _CACHED})

    out.add_api_route(ADDRESS, file, methods=["GET"], response_model=None)
    return out


def _header(path: Path, head: bytes, size: int) -> dict[str, Any]:
    """The numbers of a file's head. Raises SettingError."""
    if head[:7] != b"PMTiles":
        _refuse(path, "it is no file of PMTiles")
    if len(head) < _HEAD or head[7] != 3:
        version = head[7] if len(head) > 7 else "none"
        _refuse(path, f"it is PMTiles of version {version}, and 3 is wanted", "convert it by 'pmtiles convert'")
    parts = struct.unpack_from("<8Q", head, 8)
    packed, squeezed, sort, low, high = struct.unpack_from("<5B", head, 97)
    if any(at + length > size for at, length in zip(parts[::2], parts[1::2], strict=True)):
        _refuse(path, "it is cut short: its head names bytes behind its end", "copy it again")
    if sort != _VECTOR and sort not in _RASTER:
        _refuse(path, f"its tiles are of type {sort}, and vector (MVT), PNG, JPEG, WebP or AVIF are wanted")
    if packed not in _PACKED or (sort == _VECTOR and squeezed not in _PACKED):
        _refuse(path, "its tiles are packed by neither gzip nor nothing, and browsers unpack no other")
    bounds = tuple(degrees / 1e7 for degrees in struct.unpack_from("<4i", head, 102))
    if not (-180 <= bounds[0] < bounds[2] <= 180 and -90 <= bounds[1] < bounds[3] <= 90) or low > high:
        _refuse(path, f"its head says that it covers {bounds}, zooms {low} to {high}, which is nowhere")
    return {
        "metadata": parts[2], "metadata_bytes": parts[3], "packed": packed, "type": sort, "zooms": (low, high),
        "bounds": bounds,
    }  # fmt: skip


def _metadata(path: Path, held: bytes, packed: int) -> dict[str, Any]:
    """What the file says of itself. Raises SettingError."""
    try:
        found = json.loads(gzip.decompress(held) if packed == 2 else held) if held else {}
    except (OSError, EOFError, ValueError):
        _refuse(path, "its metadata cannot be read", "copy it again")
    return found if isinstance(found, dict) else {}


def _check_layers(path: Path, about: dict[str, Any]) -> None:
    """Raises SettingError where the layers are named, and none is of the schema that the style draws."""
    listed = about.get("vector_layers")
    names = {str(layer.get("id")) for layer in listed if isinstance(layer, dict)} if isinstance(listed, list) else set()
    if names and not names & _DRAWN:
        told = ", ".join(sorted(names)[:8])
        _refuse(path, f"its layers ({told}) are not those of the Protomaps basemap (earth, water, roads, places)")


def _refuse(path: Path, what: str, remedy: str = _MAKE) -> NoReturn:
    raise SettingError(what, where=str(path), remedy=remedy)
