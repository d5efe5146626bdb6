"""The commands that ask a record: events, claims, control, places, actors, sources, diff, explain, log, verify."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor.outlets.batch import guarded
from tadmor.outlets.filters import day_of, filtered
from tadmor.outlets.options import AsCsv, AsJson, Database, Debug, NoColor
from tadmor.query import Query

if TYPE_CHECKING:
    from rich.text import Text

    from tadmor.outlets.look import Look
    from tadmor.pipeline import Monitor

PlaceName = Annotated[str | None, typer.Argument(metavar="[PLACE]", help="A place or an area; else all places.")]
At = Annotated[str | None, typer.Option("--at", metavar="DAY", help="On this day; else today, or --as-of.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As known on this day.")]
History = Annotated[bool, typer.Option("--history", help="All changes of the place, not one day.")]
Claims = Annotated[bool, typer.Option("--claims", help="Add the claims that say so, with their words.")]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="What was known on this day…")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="…and on this one; else today.")]
Ident = Annotated[str, typer.Argument(metavar="ID", help="Of an event, a claim or a report, or how it begins.")]


def opened(database: str, *, create: bool = False) -> Monitor:
    """The monitor of a record; a record that is not there is an error unless ``create``."""
    from tadmor.pipeline import Monitor

    return Monitor.open(database, create=create)


def show(lines: Iterable[Text], look: Look) -> None:
    """Print lines on stdout."""
    for line in lines:
        look.console.print(line, soft_wrap=True)


def listed(
    table: str, answers: Iterable[object], as_json: bool, as_csv: bool, lines: Callable[[], Iterable[Text]], look: Look
) -> None:
    """Print answers as JSON lines or CSV where asked, else as ``lines``."""
    from tadmor.outlets.columns import TABLES
    from tadmor.outlets.listing import csv_lines, json_lines

    if as_json or as_csv:
        for line in (json_lines if as_json else csv_lines)(TABLES[table], answers):
            sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    else:
        show(lines(), look)


def print_events(
    db: Database, query: Query, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print the events of a record that the filters let through, by day."""
    from tadmor.outlets.event_lines import event_lines

    with guarded(debug), opened(db) as monitor:
        look = _look(no_color)
        events = monitor.events(query)
        listed("events", events, as_json, as_csv, lambda: _each(events, lambda e: event_lines(e, look, monitor.label)), look)


def print_recorded(
    db: str, query: Query, as_json: bool = False, as_csv: bool = False, no_color: bool = False, debug: bool = False
) -> None:
    """Print the claims of a record that the filters let through, by day."""
    from tadmor.outlets.event_lines import telling_lines

    with guarded(debug), opened(db) as monitor:
        look = _look(no_color)
        told = monitor.claims(query)
        listed("claims", told, as_json, as_csv, lambda: _each(told, lambda t: telling_lines(t, look, monitor.label)), look)


def print_control(
    db: Database, place: PlaceName = None, at: At = None, as_of: AsOf = None, history: History = False,
    claims: Claims = False, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print who holds a place, or every place, on a day, as known on a day."""
    known = day_of(as_of, "--as-of")
    day = day_of(at, "--at") or known or date.today()
    if history and place is None:
        raise typer.BadParameter("--history is of one place: name it", param_hint="PLACE")
    with guarded(debug), opened(db) as monitor:
        look = _look(no_color)
        if history:
            held = monitor.history(str(place), known)
        else:
            held = monitor.control(day, place, known)
        listed("control", held, as_json, as_csv, lambda: _control(monitor, held, day, known, history, claims, place, look), look)


def _control(
    monitor: Monitor, held: Sequence[Held], day: date, known: date | None, history: bool, claims: bool,
    place: str | None, look: Look,
) -> Iterator[Text]:  # fmt: skip
    from tadmor.outlets.control_lines import claims_behind, held_lines, history_lines, map_lines

    if history:
        yield from history_lines(monitor.place(str(place)), [h.control for h in held], look, monitor.label)
    elif place is None or len(held) != 1:
        yield from map_lines(held, look, monitor.label)
    else:
        yield from held_lines(held[0], day, known, look, monitor.label)
    if claims:
        ids = dict.fromkeys(claim for h in held for claim in h.control.claims)
        yield from claims_behind(monitor.tellings(ids), look, monitor.label)


def print_places(
    db: Database, query: Query, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print the places that the claims let through tell of, most told of first."""
    _counted("places", lambda m: m.places(query), db, as_json, as_csv, no_color, debug)


def print_actors(
    db: Database, query: Query, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print the actors of the claims let through, with how often they act, are acted upon, and speak."""
    _counted("actors", lambda m: m.actors(query), db, as_json, as_csv, no_color, debug)


def print_sources(
    db: Database, query: Query, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print the outlets of the claims let through, with their reports and how many stories stood there first."""
    _counted("sources", lambda m: m.sources(query), db, as_json, as_csv, no_color, debug)


def _counted(
    table: str, ask: Callable[[Monitor], Iterable[object]], db: str, as_json: bool, as_csv: bool, no_color: bool,
    debug: bool,
) -> None:  # fmt: skip
    from tadmor.outlets.grid import grid

    with guarded(debug), opened(db) as monitor:
        look = _look(no_color)
        answers = list(ask(monitor))
        listed(table, answers, as_json, as_csv, lambda: grid(table, answers, look), look)
