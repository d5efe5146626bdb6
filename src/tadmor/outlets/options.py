"""Options and arguments that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Database = Annotated[str, typer.Argument(metavar="DB", help="The record: a file, or a postgresql:// address.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Mark words with *stars* and [brackets], not with colour.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; faults are still listed.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="The reason; it stands in the log.")]
