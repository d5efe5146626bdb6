from __future__ import annotations

import socket
import time
import urllib.request
from pathlib import Path
from threading import Thread

import pytest
import typer
from served import PASSWORD
from typer.testing import CliRunner

from tadmor.errors import SettingError
from tadmor.outlets.http import command, serve
from tadmor.outlets.http.options import Options

app = typer.Typer()
app.command("serve")(command.serve)
app.command("users")(command.users)
RUN = CliRunner()


def test_users_are_added_listed_and_removed(tmp_path: Path) -> None:
    file = str(tmp_path / "users.json")
    added = RUN.invoke(app, ["users", file, "add", "Ada", "--role", "admin"], input=f"{PASSWORD}\n")
    assert (added.exit_code, added.stdout) == (0, "Ada may sign in as admin\n")
    assert RUN.invoke(app, ["users", file, "list"]).stdout == "admin     Ada\n"
    assert RUN.invoke(app, ["users", file, "remove", "Ada"]).exit_code == 0
    assert RUN.invoke(app, ["users", file, "list"]).stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [(["FILE", "add"], 2), (["FILE", "praise", "Ada"], 2), (["FILE", "list"], 1), (["FILE", "remove", "Ada"], 1),
     (["FILE", "add", "Ada", "--role", "king"], 1)],
)  # fmt: skip
def test_wrong_words_are_told(tmp_path: Path, words: list[str], code: int) -> None:
    given = [str(tmp_path / "users.json") if word == "FILE" else word for word in words]
    assert RUN.invoke(app, ["users", *given], input=f"{PASSWORD}\n").exit_code == code


@pytest.mark.parametrize("words", [["--host", "0.0.0.0"], ["--coarsen", "far"], ["--users", "/no/such/file"]])
def test_what_would_be_unsafe_or_wrong_is_not_served(record: Path, words: list[str]) -> None:
    told = RUN.invoke(app, ["serve", str(record), *words])
    assert told.exit_code == 1
    assert told.stderr.startswith("tadmor: ")


def test_a_port_that_is_taken_is_told(record: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingError, match="cannot be had"):
            serve.serve(str(record), Options(port=taken.getsockname()[1], warm=False))


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_server_ends_when_nobody_has_asked_for_long_and_not_before(own: Path) -> None:
    options = Options(port=free_port(), warm=False, idle=0.05)  # three seconds
    server = Thread(target=serve.serve, args=(str(own), options), kwargs={"announce": False}, daemon=True)
    server.start()
    plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answered, until = [False], time.monotonic() + 6
    while time.monotonic() < until:
        try:
            plain.open(f"http://127.0.0.1:{options.port}/api/record", timeout=30).close()
            answered.append(True)
        except OSError:
            answered.append(False)
        time.sleep(0.2)
    assert answered == sorted(answered)  # none is refused once it has started
    assert answered[-1]
    assert server.is_alive()
    server.join(60)
    assert not server.is_alive()


def test_without_a_time_a_server_does_not_end_by_itself() -> None:
    assert Options().idle == 0
    assert RUN.invoke(app, ["serve", "none.db", "--idle", "-1"]).exit_code == 2
