"""Fills the page's ``static/vendor`` from npm's registry: when a wheel is built, and by ``python hatch_build.py``.

Each part is fetched by ``package-lock.json`` and checked against the digest there; no Node is needed. The registry is
that of npm's environment variable ``NPM_CONFIG_REGISTRY`` where it is set.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import io
import json
import math
import os
import re
import sys
import tarfile
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
VENDOR = "src/tadmor/outlets/web/static/vendor"
REGISTRY = "https://registry.npmjs.org/"
TAKEN = {
    "maplibre-gl": ("dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt"),
    "world-atlas": ("countries-10m.json", "LICENSE"),
    "pmtiles": ("dist/pmtiles.js",),
    "fflate": ("LICENSE",),  # it is within dist/pmtiles.js
}
TOOLS = {"axe-core": "axe.min.js"}  # looks for what keeps people out; MPL-2.0
TOOLS_FOLDER = "build/parts"
LICENCES = {
    # The package on npm brings no licence; this is the one of its repository, https://github.com/protomaps/PMTiles.
    "pmtiles": """Copyright 2021 Protomaps LLC

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution.

3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote
products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
""",
}
# The triangle in square degrees that a point must span with its neighbours to stay.
SMALLEST = {"coast": 1.2e-3, "borders": 1.2e-4, "disputed": 4e-5}
POLAR = 57  # degrees from the equator; beyond, a coast is all islets and fjords, and is drawn ten times as plainly
ISLAND = 6e-3  # square degrees: the least ring that is kept, about 70 square kilometres
GRID = 0.0025  # degrees: about 280 metres
# Borders that a party to them does not accept, by the numbers of the lands, or their names where they have none.
DISPUTED = [
    {"376", "760"}, {"376", "275"}, {"275", "400"}, {"356", "586"}, {"356", "156"}, {"504", "732"}, {"688", "Kosovo"},
    {"706", "Somaliland"}, {"231", "Somaliland"}, {"196", "N. Cyprus"}, {"818", "729"}, {"728", "729"}, {"408", "410"},
    {"356", "Siachen Glacier"}, {"586", "Siachen Glacier"}, {"156", "Siachen Glacier"}, {"643", "804"},
    {"N. Cyprus", "Cyprus U.N. Buffer Zone"}, {"196", "Cyprus U.N. Buffer Zone"},
]  # fmt: skip


class PageParts(BuildHookInterface):  # type: ignore[type-arg]
    """Packs the parts of the page into a wheel; an editable install is left as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet, and name it to the wheel although git ignores it."""
        if version == "editable":
            return
        try:
            fill(Path(self.root))
        except SystemExit as fault:  # all but the page's map works without them
            self.app.display_warning(f"the page's map is left out: {fault}")
            return
        build_data["artifacts"].append(f"/{VENDOR}/*")


def fill(root: Path) -> list[Path]:
    """The files of ``static/vendor``, made where the lock file is newer than they."""
    lock, vendor = root / "package-lock.json", root / VENDOR
    stamp = vendor / "made-from.txt"
    digest = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        parts = json.loads(lock.read_text())["packages"]
        vendor.mkdir(parents=True, exist_ok=True)
        for name, content in files({name: fetch(name, parts[f"node_modules/{name}"]) for name in TAKEN}):
            (vendor / name).write_bytes(content)
        stamp.write_text(digest)
    return sorted(vendor.iterdir())


def fill_tools(root: Path) -> list[Path]:
    """What tests need beside the page, in ``build/parts``; none of it is packed."""
    parts = json.loads((root / "package-lock.json").read_text())["packages"]
    out = []
    for package, name in TOOLS.items():
        part = parts[f"node_modules/{package}"]
        path = root / TOOLS_FOLDER / f"{package}-{part['version']}.js"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tarfile.open(fileobj=io.BytesIO(fetch(package, part))) as tar:
                path.write_bytes(read(tar, f"package/{name}"))
        out.append(path)
    return out


def files(packages: dict[str, bytes]) -> Iterable[tuple[str, bytes]]:
    """(name, bytes) of each file, from the packages' tarballs."""
    licences = []
    for package, names in TAKEN.items():
        with tarfile.open(fileobj=io.BytesIO(packages[package])) as tar:
            taken = {name: read(tar, f"package/{name}") for name in names}
        licence = LICENCES.get(package) or taken.pop(names[-1]).decode()
        licences.append(f"{package}\n\n{licence}\n".encode())
        for name, content in taken.items():
            if name == "countries-10m.json":
                yield "world.json", json.dumps(world(json.loads(content)), separators=(",", ":")).encode()
            elif package == "pmtiles":
                yield "pmtiles.mjs", without_map(content) + b"\nexport const { PMTiles, Protocol } = pmtiles;\n"
            else:
                yield Path(name).name, plain(content) if name.endswith(".css") else without_map(content)
    yield "LICENCES.txt", b"\n".join(licences)


def fetch(name: str, part: dict[str, str]) -> bytes:
    """The tarball of a part of the lock file. Raises SystemExit where it cannot be had or is not what was locked."""
    registry = os.environ.get("NPM_CONFIG_REGISTRY", REGISTRY).rstrip("/")
    url = f"{registry}/{name}/-/{name}-{part['version']}.tgz"
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            content: bytes = answer.read()
    except OSError as fault:
        raise SystemExit(f"{url}: {fault} (the page's parts come from npm's registry: is there a network?)") from fault
    kind, _, wanted = part["integrity"].partition("-")
    if base64.b64encode(hashlib.new(kind, content).digest()).decode() != wanted:
        raise SystemExit(f"{url}: not what package-lock.json names (do not use it)")
    return content


def read(tar: tarfile.TarFile, name: str) -> bytes:
    """The bytes of a file in a tarball."""
    file = tar.extractfile(name)
    assert file is not None, name
    return file.read()


def plain(css: bytes) -> bytes:
    """A style sheet without pictures written into it: the page allows none, and draws its own buttons."""
    drawn = rb"""(background-image|background|mask-image|mask|-webkit-mask-image):\s*url\(("|')data:.*?\2\)[^;}]*;?"""
    return re.sub(drawn, b"", css)


def without_map(script: bytes) -> bytes:
    """A script without the line that names a map of its source, which is not packed."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", script)


def world(atlas: dict[str, Any]) -> dict[str, Any]:
    """Countries, borders, disputed borders and coast as delta-coded lines on one grid of ``step`` degrees.

    ``lines``: [x0, y0, dx, dy, …]. ``countries``: [number or name, name, polygons of rings of lines]; ~n is line n
    from its end. ``borders``, ``disputed`` and ``coast`` are lists of lines.
    """
    arcs = decoded(atlas)
    shapes = [kept(shape, arcs) for shape in atlas["objects"]["countries"]["geometries"]]
    owners: dict[int, set[str]] = defaultdict(set)
    for key, _, polygons in shapes:
        for line in (line for polygon in polygons for ring in polygon for line in ring):
            owners[line if line >= 0 else ~line].add(key)
    used = {old: new for new, old in enumerate(sorted(owners))}
    kinds: dict[str, list[int]] = {"borders": [], "disputed": [], "coast": []}
    for old, new in used.items():
        sort = kind(owners[old], arcs[old])
        polar = sort == "coast" and abs(arcs[old][0][1]) > POLAR
        arcs[old] = simplified(arcs[old], SMALLEST[sort] * (10 if polar else 1))
        kinds[sort].append(new)
    return {
        "step": GRID, "source": "Natural Earth 4.1 (public domain), by way of world-atlas",
        "lines": [delta(arcs[old]) for old in used],
        "countries": [
            [key, name, [[[used[n] if n >= 0 else ~used[~n] for n in ring] for ring in p] for p in polygons]]
            for key, name, polygons in shapes if polygons
        ],
    } | kinds  # fmt: skip


def decoded(atlas: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines of a TopoJSON file in degrees east and north (RFC-like specification: quantised, delta-coded)."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    lines = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)
    return lines


def simplified(line: list[tuple[float, float]], smallest: float) -> list[tuple[float, float]]:
    """A line without the points that span less than ``smallest`` with their neighbours (Visvalingam, Whyatt 1993)."""
    before, after = [i - 1 for i in range(len(line))], [i + 1 for i in range(len(line))]
    sizes = [math.inf] * len(line)
    heap = []
    for i in range(1, len(line) - 1):
        sizes[i] = spanned(line[i - 1], line[i], line[i + 1])
        heap.append((sizes[i], i))
    heapq.heapify(heap)
    gone = [False] * len(line)
    while heap and heap[0][0] < smallest:
        size, i = heapq.heappop(heap)
        if gone[i] or size != sizes[i]:
            continue
        gone[i] = True
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < len(line) - 1:
                sizes[j] = max(size, spanned(line[before[j]], line[j], line[after[j]]))
                heapq.heappush(heap, (sizes[j], j))
    return [point for point, out in zip(line, gone, strict=True) if not out]


def spanned(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """The triangle's area in square degrees of the equator."""
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return area * math.cos(math.radians(b[1]))


def kept(shape: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> tuple[str, str, list[list[list[int]]]]:
    """(number or name, name, polygons) of a country, without islets and lakes that nobody could see."""
    name = shape["properties"]["name"]
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    large = [[ring for ring in polygon if extent(ring, arcs) > ISLAND] for polygon in polygons]
    most = max(polygons, key=lambda p: extent(p[0], arcs), default=None)
    found = [polygon for polygon in large if polygon] or ([most] if most and len(polygons) else [])
    return shape.get("id") or name, name, found


def extent(ring: list[int], arcs: list[list[tuple[float, float]]]) -> float:
    """The area of a ring, in square degrees of the equator."""
    points = [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    return abs(area) / 2 * math.cos(math.radians(points[0][1]))


def kind(owners: set[str], line: list[tuple[float, float]]) -> str:
    """Whether a line is coast, a border, or a disputed one."""
    if len(owners) < 2:
        return "coast"
    if owners == {"643", "804"}:  # of Ukraine and Russia only the line that cuts the Crimea off is drawn as disputed
        east, north = (sum(p[i] for p in line) / len(line) for i in (0, 1))
        return "disputed" if 33 < east < 36 and north < 46.5 else "borders"
    return "disputed" if owners in DISPUTED else "borders"


def delta(line: list[tuple[float, float]]) -> list[int]:
    """[x0, y0, dx, dy, …] in steps of the grid; points that fall together with the one before are left out."""
    points = [(round(x / GRID), round(y / GRID)) for x, y in line]
    out = [*points[0]]
    for (x, y), (u, v) in pairwise(points):
        if (x, y) != (u, v):
            out += (u - x, v - y)
    return out if len(out) > 2 else [*out, 0, 0]


if __name__ == "__main__":
    for path in (*fill(ROOT), *fill_tools(ROOT)):
        print(f"{path.stat().st_size:>10,}  {path.relative_to(ROOT)}", file=sys.stderr)
