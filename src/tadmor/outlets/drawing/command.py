"""The command that draws the map of a day."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor.errors import SettingError
from tadmor.outlets.asking import opened
from tadmor.outlets.batch import guarded
from tadmor.outlets.options import Database, Debug, day_of
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.pipeline import Monitor

At = Annotated[str, typer.Option("--at", metavar="DAY", help="Who held what on this day.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As known on this day.")]
Area = Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Of this area alone.")]
Target = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="map.svg or map.png; - is SVG on stdout.")]
_NAMED = 6  # outlets that the sources line names


def draw_map(db: Database, at: At, as_of: AsOf = None, place: Area = None, output: Target = "-",
             debug: Debug = False) -> None:  # fmt: skip
    """Draw the map of who held what on a day, with its legend and sources, as SVG or PNG."""
    day, known = day_of(at, "--at"), day_of(as_of, "--as-of")
    assert day is not None
    with guarded(debug), opened(db) as monitor:
        drawing = drawing_of(monitor, day, known, (place,) if place else ())
        if output == "-":
            sys.stdout.write(drawing)
        elif output.lower().endswith(".png"):
            Path(output).write_bytes(png(drawing))
        elif output.lower().endswith(".svg"):
            Path(output).write_text(drawing, encoding="utf-8")
        else:
            raise SettingError(f"{output!r} is neither SVG nor PNG", remedy="name a file .svg or .png")


def drawing_of(
    monitor: Monitor, day: date, known: date | None = None, places: Collection[str] = (),
    within_km: float | None = None, shown: Callable[[str], str] = str,
) -> str:  # fmt: skip
    """The map of a record on a day, as known on a day, of these places and areas or of all, as SVG.

    ``within_km`` takes in what lies so near; ``shown`` gives the names of the areas as they may be seen. Raises
    SettingError.
    """
    from tadmor.outlets.drawing.outlines import outlines
    from tadmor.outlets.drawing.sheet import Asked, map_svg
    from tadmor.pipeline.naming import place_ids

    told = [row.place for row in monitor.places(Query(as_of=known))]
    held = monitor.control(day, None, known)
    if places:
        rows = monitor.record.place_rows()
        wanted = place_ids(places, rows.values(), within_km)
        told, held = [p for p in told if p.id in wanted], [h for h in held if h.place.id in wanted]
    area = ", ".join(shown(monitor.place(name).name) for name in places)
    asked = Asked(day, known, area or None, sources_line(monitor, known), monitor.label)
    return map_svg(held, told, asked, outlines())


def sources_line(monitor: Monitor, known: date | None) -> str:
    """ "Sources: 10 reports: State Agency, Orontes Post. Tadmor, record syria.db.": what the record rests on."""
    rows = monitor.sources(Query(as_of=known))
    count = sum(row.reports for row in rows)
    names = [row.outlet for row in rows if row.outlet]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    named = f": {', '.join(names[:_NAMED])}{more}" if names else ""
    reports = f"{count:,} report{'' if count == 1 else 's'}"
    return f"Sources: {reports}{named}. Tadmor, record {Path(monitor.record.url).name}."


def png(drawing: str, zoom: float = 2.0) -> bytes:
    """A drawing as PNG, ``zoom`` pixels to each of its own. Raises SettingError without the extra "png"."""
    try:
        import resvg_py
    except ImportError:
        raise SettingError("PNG needs the package resvg-py", remedy='pip install "tadmor[png]", or write SVG') from None
    made: bytes = bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=zoom))
    return made
