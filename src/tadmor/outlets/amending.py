"""The commands by which a person decides: judge, retract, correct, accept, reject, undo."""

from __future__ import annotations

from typing import Annotated

import typer

from tadmor.outlets.asking import opened
from tadmor.outlets.batch import guarded
from tadmor.outlets.options import Because, Database, Debug, Who, day_of

One = Annotated[str, typer.Argument(metavar="A", help="A claim or an event.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another one.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim, or how it begins.")]
Subject = Annotated[str, typer.Argument(metavar="ID", help="A claim or a report, or how its id begins.")]
Same = Annotated[bool | None, typer.Option("--same/--different", help="Whether they tell of one happening.")]
Changes = Annotated[
    list[str], typer.Option("--set", metavar="FIELD=VALUE", help="A field and what it should be; again for more.")
]
Known = Annotated[
    str | None, typer.Option("--known", metavar="DAY", help="Day on which the retraction became known; else today.")
]
Number = Annotated[int, typer.Argument(metavar="N", help="The number of the decision, as 'tadmor log' shows it.")]


def judge(
    db: Database, a: One, b: Other, because: Because, same: Same = None, by: Who = None, debug: Debug = False
) -> None:
    """Say whether two claims or events tell of one happening; it stands over every comparison."""
    if same is None:
        raise typer.BadParameter("say which", param_hint="--same/--different")
    with guarded(debug), opened(db) as monitor:
        print(monitor.judge(a, b, same=same, because=because, who=by))


def retract(
    db: Database, ident: Subject, because: Because, known: Known = None, by: Who = None, debug: Debug = False
) -> None:
    """Take a claim, or all claims of a report, back; as known on an earlier day they still stand."""
    day = day_of(known, "--known")
    with guarded(debug), opened(db) as monitor:
        print(monitor.retract(ident, because=because, known=day, who=by))


def correct(
    db: Database, ident: ClaimId, changes: Changes, because: Because, by: Who = None, debug: Debug = False
) -> None:
    """Correct fields of a claim; it stands over any later reading of the report."""
    wrong = next((change for change in changes if "=" not in change), None)
    if wrong is not None:
        raise typer.BadParameter(f"{wrong!r} has no '='; write kind=attack", param_hint="--set")
    fields = dict(change.split("=", 1) for change in changes)
    with guarded(debug), opened(db) as monitor:
        print(monitor.correct(ident, fields, because=because, who=by))


def accept(db: Database, ident: ClaimId, because: Because = "", by: Who = None, debug: Debug = False) -> None:
    """Say that a claim was read rightly."""
    with guarded(debug), opened(db) as monitor:
        print(monitor.accept(ident, because=because, who=by))


def reject(db: Database, ident: ClaimId, because: Because, by: Who = None, debug: Debug = False) -> None:
    """Say that the report does not claim this; it is left out of every answer and stays in the log."""
    with guarded(debug), opened(db) as monitor:
        print(monitor.reject(ident, because=because, who=by))


def undo(db: Database, number: Number, because: Because = "", by: Who = None, debug: Debug = False) -> None:
    """Take a decision back."""
    with guarded(debug), opened(db) as monitor:
        print(monitor.undo(number, because=because, who=by))
