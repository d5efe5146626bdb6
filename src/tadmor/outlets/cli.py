"""The command line: data to stdout, progress and faults to stderr. Heavy imports wait until a command runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor import __version__
from tadmor.outlets import adding, amending, archives, asking, exporting, watching
from tadmor.outlets.batch import INTERRUPTED, Batch, guarded
from tadmor.outlets.drawing import command as drawing
from tadmor.outlets.filters import filtered
from tadmor.outlets.http import command as serving
from tadmor.outlets.options import AsCsv, Debug, NoColor, Outlet, Processes, Published, Quiet, Rank, Rule, given_of
from tadmor.query import Query

if TYPE_CHECKING:
    from rich.text import Text

    from tadmor.model import Claim
    from tadmor.outlets.look import Look
    from tadmor.pipeline import Reading

app = typer.Typer(
    name="tadmor",
    help="Read reports of a conflict and print what they claim: who did what to whom, where, when, and who says so.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE…", help="Files, folders, patterns; - is stdin; or one record.")
]
Name = Annotated[str, typer.Argument(metavar="FILE", help="A file, - for stdin, or a record.")]
Ident = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="A claim's id or how it begins; in a record an event's or a report's, too."),
]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line: of a report, or of a claim recorded.")]
Why = Annotated[bool, typer.Option("--why", help="Add the frame or model that made each claim, and its score.")]
Version = Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version.")]


@app.callback(invoke_without_command=True)
def _options(context: typer.Context, version: Version = False) -> None:
    if version:
        print_version()
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())
    else:
        return
    raise typer.Exit


@app.command("claims")
@filtered
def print_claims(
    query: Query,
    files: Files = None,
    as_json: JsonLines = False,
    as_csv: AsCsv = False,
    why: Why = False,
    published: Published = None,
    n_process: Processes = 1,
    no_color: NoColor = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Print the claims of reports, or those of a record that the filters let through.

    A sentence with its words marked, under it a line for each claim it makes; or JSON.
    """
    if files and len(files) == 1 and is_record(files[0]):
        asking.print_recorded(files[0], query, as_json, as_csv, no_color, debug)
        return
    if query != Query(outlets=query.outlets[:1]) or as_csv:
        message = "the filters and --csv are for a record; 'tadmor add' makes one of files"
        raise typer.BadParameter(message, param_hint="FILE…")
    given = given_of(published, query.outlets[0] if query.outlets else None)
    batch = Batch(_files(files), given, n_process, quiet, debug)
    with guarded(debug):
        write = _write_json if as_json else _table_writer(no_color, why)
        for reading in batch.readings():
            write(reading)
        sys.stdout.flush()
        batch.close()


@app.command("explain")
def explain_claims(
    file: Name,
    ident: Ident = None,
    published: Published = None,
    outlet: Outlet = None,
    rule: Rule = None,
    rank: Rank = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Explain a claim at length; of a record also an event, with its ledger, or a report.

    Each field with its words, where they stand, and how its value was worked out.
    """
    if is_record(file):
        if ident is None:
            raise typer.BadParameter("name a claim, an event or a report of the record", param_hint="ID")
        asking.explain_recorded(file, ident, rule, rank or (), no_color, debug)
        return
    batch = Batch([file], given_of(published, outlet), debug=debug)
    with guarded(debug):
        found = 0
        for reading in batch.readings():
            wanted = [claim for claim in reading.claims if claim.id.startswith(ident or "")]
            if wanted:
                _explain(reading, wanted, _look(no_color))
            found += len(wanted)
        sys.stdout.flush()
        batch.close()
    if ident and not found:
        message = f"no claim of {file} has an id that begins with {ident!r}; 'tadmor claims' shows the ids"
        raise typer.BadParameter(message, param_hint="ID")


_COMMANDS: dict[str, Callable[..., None]] = {
    "add": adding.add, "events": filtered(asking.print_events), "control": asking.print_control,
    "places": filtered(asking.print_places), "actors": filtered(asking.print_actors),
    "sources": filtered(asking.print_sources), "diff": asking.print_diff, "judge": amending.judge,
    "correct": amending.correct, "retract": amending.retract, "accept": amending.accept, "reject": amending.reject,
    "undo": amending.undo, "log": asking.print_log, "verify": asking.verify, "reread": adding.reread,
    "reconcile": adding.reconcile, "export": filtered(exporting.export), "import": adding.import_file,
    "read": archives.read, "watch": watching.watch, "map": drawing.draw_map, "serve": serving.serve,
    "users": serving.users,
}  # fmt: skip
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)


def is_record(name: str) -> bool:
    """Whether what is named is a record: the address of a server, or a file that SQLite made."""
    if name.startswith(("postgresql:", "postgresql+", "sqlite:")):
        return True
    try:
        with open(name, "rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def _files(files: Sequence[str] | None) -> list[str]:
    """What to read: standard input where nothing is named and something is piped in."""
    if not files and (sys.stdin is None or sys.stdin.isatty()):
        message = "nothing to read: name a file, a folder or a pattern, or pipe a text in"
        raise typer.BadParameter(message, param_hint="FILE…")
    return list(files or ["-"])


def _write_json(reading: Reading) -> None:
    from tadmor.outlets.claim_json import line

    typer.echo(line(reading.report, reading.claims).encode())


def _table_writer(no_color: bool, why: bool) -> Callable[[Reading], None]:
    from tadmor.outlets.table import table

    look = _look(no_color, why)
    return lambda reading: _print(table(reading.report, reading.claims, look), look)


def _explain(reading: Reading, claims: Sequence[Claim], look: Look) -> None:
    from tadmor.outlets.explanation import explanation
    from tadmor.outlets.table import head

    _print(head(reading.report, reading.claims, look), look)
    for claim in claims:
        _print(explanation(reading.report, claim, look), look)


def _look(no_color: bool, why: bool = False) -> Look:
    from tadmor.outlets.look import look_of

    return look_of(color=not no_color, why=why)


def _print(lines: Iterable[Text], look: Look) -> None:
    for line in lines:
        look.console.print(line, soft_wrap=True)


@app.command("version")
def print_version() -> None:
    """Print the version."""
    typer.echo(f"tadmor {__version__}")


def main() -> None:
    """The command ``tadmor``."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
