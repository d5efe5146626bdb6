"""A small regional base map around Palmyra, in the schema of Protomaps: a lake, a road, a border, a town."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

BOUNDS = (37.0, 33.5, 40.0, 36.0)
LAKE = (38.0, 34.8, 39.0, 35.3)
EXTENT = 4096
Point = tuple[float, float]


def box(west: float, south: float, east: float, north: float) -> list[Point]:
    """The ring of a box in degrees."""
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


LAYERS: dict[str, list[tuple[str, Any, dict[str, Any]]]] = {
    "earth": [("Polygon", box(*BOUNDS), {"kind": "earth"})],
    "water": [("Polygon", box(*LAKE), {"kind": "lake"})],
    "roads": [("LineString", [(37.2, 34.2), (39.8, 34.3)], {"kind": "highway"})],
    "boundaries": [("LineString", [(37.2, 33.8), (39.8, 33.8)], {"kind": "country", "disputed": True})],
    "places": [
        ("Point", (39.3, 34.9), {"kind": "locality", "name": "السخنة", "name:en": "Sukhna", "population_rank": 5}),
    ],
}  # fmt: skip


def made(path: Path, zooms: Iterable[int] = range(9), layers: dict[str, Any] | None = None) -> Path:
    """The file of these tiles at a path."""
    shown = LAYERS if layers is None else layers
    used = sorted(zooms)
    with write(path) as out:
        for zoom in used:
            for x, y in _covering(zoom):
                out.write_tile(zxy_to_tileid(zoom, x, y), gzip.compress(_tile(shown, zoom, x, y)))
        west, south, east, north = (round(degrees * 10_000_000) for degrees in BOUNDS)
        head = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": used[0], "max_zoom": used[-1],
            "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north, "center_zoom": used[0],
            "center_lon_e7": west, "center_lat_e7": south,
        }  # fmt: skip
        named = [{"id": name, "fields": {}} for name in shown]
        out.finalize(head, {"vector_layers": named, "attribution": '<a href="https://x.example">© Surveyors</a>'})
    return path


def _covering(zoom: int) -> Iterable[tuple[int, int]]:
    (left, top), (right, bottom) = _world(BOUNDS[0], BOUNDS[3]), _world(BOUNDS[2], BOUNDS[1])
    sides = 2**zoom
    for x in range(int(left * sides), int(right * sides) + 1):
        for y in range(int(top * sides), int(bottom * sides) + 1):
            yield x, y


def _world(lon: float, lat: float) -> Point:
    """Mercator's place, 0 to 1 from the north-west."""
    return (lon + 180) / 360, 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def _tile(layers: dict[str, Any], zoom: int, x: int, y: int) -> bytes:
    def inside(point: Point) -> Point:
        u, v = _world(*point)
        return round((u * 2**zoom - x) * EXTENT), round((v * 2**zoom - y) * EXTENT)

    def drawn(sort: str, points: Any) -> dict[str, Any]:
        if sort == "Point":
            return {"type": sort, "coordinates": inside(points)}
        placed = [inside(point) for point in points]
        return {"type": sort, "coordinates": [placed] if sort == "Polygon" else placed}

    told = [
        {"name": name, "features": [{"geometry": drawn(s, p), "properties": more} for s, p, more in features]}
        for name, features in layers.items()
    ]
    encoded: bytes = mapbox_vector_tile.encode(told, default_options={"y_coord_down": True, "extents": EXTENT})
    return encoded
