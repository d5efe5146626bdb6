"""The command line: data to stdout, progress and faults to stderr. Heavy imports wait until a command runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor import __version__
from tadmor.outlets.batch import INTERRUPTED, Batch, guarded

if TYPE_CHECKING:
    from rich.text import Text

    from tadmor.model import Claim
    from tadmor.outlets.look import Look
    from tadmor.pipeline import Given, Reading

app = typer.Typer(
    name="tadmor",
    help="Read reports of a conflict and print what they claim: who did what to whom, where, when, and who says so.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE…", help="Files, folders, patterns; - is stdin.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="A file; - is stdin.")]
ClaimId = Annotated[str | None, typer.Argument(metavar="CLAIM-ID", help="A claim's id or how it begins; else all.")]
Published = Annotated[str | None, typer.Option(metavar="DAY", help="Day of publication of every report (2016-03-27).")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of every report.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a report, a line each.")]
Why = Annotated[bool, typer.Option("--why", help="Add the frame or model that made each claim, and its score.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Mark words with *stars* and [brackets], not with colour.")]
Processes = Annotated[int, typer.Option("--n-process", min=1, metavar="N", help="Read in N processes at once.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; faults are still listed.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
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
def print_claims(
    files: Files = None,
    as_json: AsJson = False,
    why: Why = False,
    published: Published = None,
    outlet: Outlet = None,
    n_process: Processes = 1,
    no_color: NoColor = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Print the claims of reports.

    A sentence with its words marked, under it a line for each claim it makes; or JSON.
    """
    batch = Batch(_files(files), _given(published, outlet), n_process, quiet, debug)
    with guarded(debug):
        write = _write_json if as_json else _table_writer(no_color, why)
        for reading in batch.readings():
            write(reading)
        sys.stdout.flush()
        batch.close()


@app.command("explain")
def explain_claims(
    file: File,
    claim_id: ClaimId = None,
    published: Published = None,
    outlet: Outlet = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Explain a claim at length.

    Each field with its words, where they stand, and how its value was worked out.
    """
    batch = Batch([file], _given(published, outlet), debug=debug)
    with guarded(debug):
        found = 0
        for reading in batch.readings():
            wanted = [claim for claim in reading.claims if claim.id.startswith(claim_id or "")]
            if wanted:
                _explain(reading, wanted, _look(no_color))
            found += len(wanted)
        sys.stdout.flush()
        batch.close()
    if claim_id and not found:
        message = f"no claim of {file} has an id that begins with {claim_id!r}; 'tadmor claims' shows the ids"
        raise typer.BadParameter(message, param_hint="CLAIM-ID")


def _files(files: Sequence[str] | None) -> list[str]:
    """What to read: standard input where nothing is named and something is piped in."""
    if not files and (sys.stdin is None or sys.stdin.isatty()):
        message = "nothing to read: name a file, a folder or a pattern, or pipe a text in"
        raise typer.BadParameter(message, param_hint="FILE…")
    return list(files or ["-"])


def _given(published: str | None, outlet: str | None) -> Given:
    from tadmor.pipeline import Given

    try:
        return Given(date.fromisoformat(published) if published else None, outlet)
    except ValueError:
        raise typer.BadParameter(f"{published!r} is no day; write it as 2016-03-27", param_hint="--published") from None


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
