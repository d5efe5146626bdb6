"""The commands that serve a record and keep the file of its users."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tadmor.outlets.batch import guarded, safe
from tadmor.outlets.options import Database, Debug

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Listen on this address; others need --users.")]
Port = Annotated[int, typer.Option("--port", metavar="N", help="Listen on this port; 0 takes a free one.")]
UsersFile = Annotated[str | None, typer.Option("--users", metavar="FILE", help="Who may sign in; see 'tadmor users'.")]
Name = Annotated[
    list[str] | None, typer.Option("--name", metavar="HOST", help="A name under which it is reached; again for more.")
]
Secure = Annotated[bool, typer.Option("--https", help="It is reached over HTTPS only, behind a server that does that.")]
Redact = Annotated[
    str | None, typer.Option("--redact", metavar="FILE", help="Words and names, one a line, that readers see as █.")
]
Coarsen = Annotated[
    str | None, typer.Option("--coarsen", metavar="KM", help="Show readers places to so many km, or to the town.")
]
Rate = Annotated[int, typer.Option("--rate", min=0, metavar="N", help="Requests a minute of one client; 0: any.")]
Tiles = Annotated[str | None, typer.Option("--tiles", metavar="FILE", help="A regional base map: a .pmtiles file.")]
Idle = Annotated[
    float, typer.Option("--idle", min=0, metavar="MINUTES", help="End after so many minutes without a request.")
]
File = Annotated[str, typer.Argument(metavar="FILE", help="The file of users; it is made where there is none.")]
Action = Annotated[str, typer.Argument(metavar="ACTION", help="add, remove or list.")]
Who = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The user's name.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or admin.")]
_ACTIONS = ("add", "remove", "list")


def serve(
    db: Database, host: Host = "127.0.0.1", port: Port = 8754, users: UsersFile = None, name: Name = None,
    https: Secure = False, redact: Redact = None, coarsen: Coarsen = None, tiles: Tiles = None, rate: Rate = 6000,
    idle: Idle = 0.0, debug: Debug = False,
) -> None:  # fmt: skip
    """Serve a record to browsers and programs: the page, and the API under /api.

    Only this machine reaches it, unless --host and --users say otherwise.
    """
    from tadmor.outlets.http.options import Options
    from tadmor.outlets.http.serve import serve as run

    with guarded(debug):
        options = Options(
            host, port, users, tuple(name or ()), https, redact, coarsen, tiles=tiles, rate=rate, idle=idle
        )
        run(db, options)


def users(file: File, action: Action, name: Who = None, role: Role = "reader", debug: Debug = False) -> None:
    """Keep the file of those who may sign in: add NAME (or give a new password and role), remove NAME, or list.

    The password is asked for; where something is piped in, its first line is the password.
    """
    if action not in _ACTIONS:
        raise typer.BadParameter(f"{action!r} is none of {', '.join(_ACTIONS)}", param_hint="ACTION")
    if action != "list" and not name:
        raise typer.BadParameter(f"whom to {action}?", param_hint="NAME")
    from tadmor.outlets.http.users import Users

    with guarded(debug):
        held = Users.made(Path(file)) if action == "add" else Users(Path(file))
        if action == "list":
            for user in held.all():
                print(f"{user.role:9} {safe(user.name)}")
        elif action == "add":
            user = held.put(str(name), role, _password())
            print(f"{safe(user.name)} may sign in as {user.role}")
        else:
            held.remove(str(name))
            print(f"{safe(str(name))} may not sign in any more")


def _password() -> str:
    if sys.stdin is not None and not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password
