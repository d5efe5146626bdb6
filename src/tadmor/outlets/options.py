"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tadmor.pipeline import Given

Database = Annotated[str, typer.Argument(metavar="DB", help="The record: a file, or a postgresql:// address.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Mark words with *stars* and [brackets], not with colour.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; faults are still listed.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="The reason; it stands in the log.")]
Rule = Annotated[
    str | None, typer.Option("--rule", metavar="NAME", help="How best figures are chosen: ranked, latest, majority.")
]
Rank = Annotated[
    list[str] | None,
    typer.Option("--rank", metavar="NAME", help="A speaker or outlet for the rule ranked; the most trusted first."),
]
Processes = Annotated[int, typer.Option("--n-process", min=1, metavar="N", help="Read in N processes at once.")]
Published = Annotated[
    str | None, typer.Option("--published", metavar="DAY", help="Day of publication of every report (2016-03-27).")
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Outlet of every report.")]


def given_of(published: str | None, outlet: str | None) -> Given:
    """What the options say of all reports; raises typer.BadParameter for a day that is none."""
    from tadmor.pipeline import Given

    return Given(day_of(published, "--published"), outlet)


def day_of(words: str | None, option: str) -> date | None:
    """The day that an option gives, or None; raises typer.BadParameter for words that are no day."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no day; write it as 2016-03-27", param_hint=option) from None
