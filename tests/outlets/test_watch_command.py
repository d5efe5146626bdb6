"""The command that watches: what it prints and how it ends; it asks no network here."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tadmor.errors import SourceError
from tadmor.outlets.cli import app
from tadmor.outlets.watching import _Tally
from tadmor.pipeline.watching_reading import Seen

LIST = '[manners]\ncontact = "me@example.org"\nstall = 1\ndeadline = 2\n[[feed]]\nurl = "http://127.0.0.1:9/rss"\n'


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "feeds.toml"
    path.write_text(LIST)
    return path


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["watch", *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["feeds.toml"], 2, "Missing argument 'DB'"),
        (["none.toml", "war.db", "--once"], 1, "tadmor: none.toml: there is no such file"),
        (["feeds.toml", "war.db", "--every", "often"], 1, "--every: 'often' is no length of time"),
        (["feeds.toml", "no/war.db", "--once"], 1, "no/war.db: it cannot be opened"),
    ],
)
def test_wrong_usage_is_told(feeds: Path, words: list[str], code: int, told: str) -> None:
    found, _, errors = run(*words)
    assert found == code
    assert told in errors


def test_a_feed_that_may_not_be_asked_is_listed_and_then_not_due(feeds: Path) -> None:
    code, out, errors = run("feeds.toml", "war.db", "--once")
    assert code == 1
    assert "could not be read: http://127.0.0.1:9/rss" in errors
    assert "loopback" in errors
    assert out.startswith("0 pages recorded: 0 claims; 1 could not be read; next at ")
    code, out, errors = run("feeds.toml", "war.db", "--once")
    assert (code, errors) == (0, "")
    assert out.startswith("0 pages recorded: 0 claims; next at ")


def test_what_is_met_with_is_told_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    tally = _Tally(once=False, quiet=False, debug=False)
    for seen in (
        Seen("listed", "u", "Feed", 3), Seen("new", "u", "Title", 2), Seen("changed", "u", "Title", 1),
        Seen("taken", "u", None, 2, "This story has been withdrawn."), Seen("vanished", "u", None, 0, "it answers 410"),
        Seen("later", "u", None, 0, "no connection"), Seen("same", "u"), SourceError("no article", where="u"),
        Seen("resting", "", words="noon"), Seen("resting", "", words="one"),
    ):  # fmt: skip
        tally.take(seen)
    assert capsys.readouterr().err.splitlines() == [
        "changed: u: Title (1 claim)",
        "taken back: u: This story has been withdrawn. (2 claims)",
        "vanished: u: it answers 410",
        "to be asked again: u: no connection",
        "could not be read: u: no article",
        f"{tally.sum()}; next at noon",
    ]
    assert tally.sum() == (
        "1 page recorded: 3 claims; 1 changed; 1 as before; 1 vanished; 2 claims taken back; 1 to be asked again; "
        "1 could not be read"
    )


def test_quiet_tells_faults_alone(capsys: pytest.CaptureFixture[str]) -> None:
    tally = _Tally(once=False, quiet=True, debug=False)
    tally.take(Seen("changed", "u"))
    tally.take(SourceError("no article", where="u"))
    tally.take(Seen("resting", "", words="noon"))
    assert capsys.readouterr().err == "could not be read: u: no article\n"
