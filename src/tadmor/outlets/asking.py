"""The commands that ask a record: events, claims, control, places, actors, sources, diff, explain, log, verify."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tadmor.outlets.batch import guarded
from tadmor.outlets.options import AsCsv, AsJson, Database, Debug, NoColor, Rank, Rule, day_of
from tadmor.query import Query

if TYPE_CHECKING:
    from rich.text import Text

    from tadmor.model import Event
    from tadmor.outlets.look import Look
    from tadmor.pipeline import Monitor
    from tadmor.pipeline.answers import Held

PlaceName = Annotated[str | None, typer.Argument(metavar="[PLACE]", help="A place or an area; else all places.")]
At = Annotated[str | None, typer.Option("--at", metavar="DAY", help="On this day; else --as-of, else today.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="As known on this day.")]
History = Annotated[bool, typer.Option("--history", help="All changes of the place, not one day.")]
WithClaims = Annotated[bool, typer.Option("--claims", help="Add the claims that say so, with their words.")]
Ledger = Annotated[bool, typer.Option("--ledger", help="Each event at length, with every claim.")]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="What was known on this day…")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="…and on this one; else today.")]
Ident = Annotated[str, typer.Argument(metavar="ID", help="Of an event, a claim or a report, or how it begins.")]


def opened(database: str, *, create: bool = False, rule: str | None = None, ranks: Sequence[str] = ()) -> Monitor:
    """The monitor of a record; a record that is not there is an error unless ``create``."""
    from tadmor.pipeline import Monitor
    from tadmor.settings import DEFAULTS, Settings

    settings = Settings(toll_rule=rule or DEFAULTS.toll_rule, ranks=tuple(ranks or ()))
    return Monitor.open(database, create=create, settings=settings)


def look_for(no_color: bool) -> Look:
    """How to write on stdout."""
    from tadmor.outlets.look import look_of

    return look_of(color=not no_color)


def show(lines: Iterable[Text], look: Look) -> int:
    """Print lines on stdout; how many."""
    shown = 0
    for shown, line in enumerate(lines, 1):  # noqa: B007
        look.console.print(line, soft_wrap=True)
    return shown


def listed(
    table: str, answers: Iterable[Any], as_json: bool, as_csv: bool, lines: Callable[[Iterable[Any]], Iterable[Text]],
    look: Look,
) -> None:  # fmt: skip
    """Print answers as JSON lines or CSV where asked, else as ``lines`` makes them."""
    from tadmor.outlets.columns import TABLES
    from tadmor.outlets.listing import csv_lines, json_lines

    if not (as_json or as_csv):
        if not show(lines(answers), look):
            print("nothing in the record meets this", file=sys.stderr)
        return
    for line in (json_lines if as_json else csv_lines)(TABLES[table], answers):
        sys.stdout.buffer.write(line)


def print_events(
    db: Database, query: Query, at_length: Ledger = False, rule: Rule = None, rank: Rank = None,
    as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Print the events of a record that the filters let through, by day."""
    from tadmor.outlets.event_lines import event_lines, ledger

    with guarded(debug), opened(db, rule=rule, ranks=rank or ()) as monitor:
        look = look_for(no_color)
        each = ledger if at_length else event_lines

        def lines(events: Iterable[Any]) -> Iterator[Text]:
            return (line for event in sorted(events, key=_day) for line in each(event, look, monitor.label))

        listed("events", monitor.events(query), as_json, as_csv, lines, look)


def _day(event: Event) -> tuple[date, date]:
    """First and last day, for the order of a table; what has none comes last."""
    first = event.when.start or event.when.end if event.when else None
    last = event.when.end if event.when else None
    return first or date.max, last or date.max


def print_recorded(db: str, query: Query, as_json: bool, as_csv: bool, no_color: bool, debug: bool) -> None:
    """Print the claims of a record that the filters let through, by day."""
    from tadmor.outlets.event_lines import telling_lines

    with guarded(debug), opened(db) as monitor:
        look = look_for(no_color)

        def lines(told: Iterable[Any]) -> Iterator[Text]:
            return (line for telling in told for line in telling_lines(telling, look, monitor.label))

        listed("claims", monitor.claims(query), as_json, as_csv, lines, look)


def print_control(
    db: Database, place: PlaceName = None, at: At = None, as_of: AsOf = None, history: History = False,
    claims: WithClaims = False, as_json: AsJson = False, as_csv: AsCsv = False, no_color: NoColor = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Print who holds a place, or every place, on a day, as known on a day."""
    known = day_of(as_of, "--as-of")
    day = day_of(at, "--at") or known or date.today()
    if history and place is None:
        raise typer.BadParameter("it is of one place: name it", param_hint="--history")
    with guarded(debug), opened(db) as monitor:
        look = look_for(no_color)
        held = monitor.history(str(place), known) if history else monitor.control(day, place, known)

        def lines(_: Iterable[Any]) -> Iterator[Text]:
            if history:
                yield from _history(monitor, str(place), held, look)
            else:
                yield from _states(monitor, held, day, known, look)
            if claims:
                yield from _behind(monitor, held, look)

        listed("control", held, as_json, as_csv, lines, look)


def _history(monitor: Monitor, place: str, held: Sequence[Held], look: Look) -> Iterator[Text]:
    from tadmor.outlets.control_lines import history_lines

    return history_lines(monitor.place(place), [h.control for h in held], look, monitor.label)


def _states(monitor: Monitor, held: Sequence[Held], day: date, known: date | None, look: Look) -> Iterator[Text]:
    from tadmor.outlets.control_lines import held_lines, map_lines

    if len(held) == 1:
        return held_lines(held[0], day, known, look, monitor.label)
    return map_lines(held, look, monitor.label)


def _behind(monitor: Monitor, held: Sequence[Held], look: Look) -> Iterator[Text]:
    from tadmor.outlets.event_lines import telling_lines

    for telling in monitor.tellings(dict.fromkeys(claim for h in held for claim in h.control.claims)):
        yield from telling_lines(telling, look, monitor.label)


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
    table: str, ask: Callable[[Monitor], Sequence[object]], db: str, as_json: bool, as_csv: bool, no_color: bool,
    debug: bool,
) -> None:  # fmt: skip
    from tadmor.outlets.grid import grid

    with guarded(debug), opened(db) as monitor:
        look = look_for(no_color)
        listed(table, ask(monitor), as_json, as_csv, lambda answers: grid(table, list(answers), look), look)


def print_diff(db: Database, since: From, until: To = None, no_color: NoColor = False, debug: Debug = False) -> None:
    """Print what was learnt between two days: events new and told otherwise, places that changed hands."""
    from tadmor.outlets.learnt_lines import learnt_lines

    first, last = day_of(since, "--from"), day_of(until, "--to") or date.today()
    assert first is not None
    if last <= first:
        raise typer.BadParameter(f"{last} is not after {first}", param_hint="--to")
    with guarded(debug), opened(db) as monitor:
        look = look_for(no_color)
        show(learnt_lines(monitor.diff(first, last), look, monitor.label), look)


def explain_recorded(db: str, ident: str, rule: str | None, ranks: Sequence[str], no_color: bool, debug: bool) -> None:
    """Explain a claim, an event or a report of a record at length."""
    from tadmor.outlets.explained import explained

    with guarded(debug), opened(db, rule=rule, ranks=ranks) as monitor:
        look = look_for(no_color)
        show(explained(monitor.explain(ident), look, monitor.label), look)


def print_log(db: Database, no_color: NoColor = False, debug: Debug = False) -> None:
    """Print every write of a record and every decision, in order."""
    from tadmor.outlets.log_lines import log_lines

    with guarded(debug), opened(db) as monitor:
        look = look_for(no_color)
        show(log_lines(monitor.log(), monitor.decisions(), look), look)


def verify(db: Database, debug: Debug = False) -> None:
    """Check a record: chain of writes, database, raw files, and every quote at its place in the text."""
    with guarded(debug), opened(db) as monitor:
        faults = 0
        for fault in monitor.verify():
            faults += 1
            print(f"{fault.where}: {fault.what} ({fault.remedy})")
        if faults:
            print(f"{faults:,} fault" + ("" if faults == 1 else "s"), file=sys.stderr)
            raise typer.Exit(1)
        print("no fault found")
