from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tadmor import __version__
from tadmor.model import Claim, Report, Span
from tadmor.outlets.cli import app
from tadmor.pipeline import Reader, Reading


def read_word(self: Reader, report: Report) -> Reading:
    """One claim for each "took" in the text; "crash" fails."""
    if "crash" in report.text:
        raise ZeroDivisionError("by none")
    claims, at = [], report.text.find("took")
    while at >= 0:
        words = Span(at, at + 4, "took")
        claims.append(
            Claim(f"{at:02}-{report.id}", report.id, "capture", "asserted", report.span(0, len(report.text)), words)
        )
        at = report.text.find("took", at + 1)
    return Reading(report, tuple(claims))


@pytest.fixture(autouse=True)
def _reads_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "read", read_word)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("They took the hill.")
    Path("b.txt").write_text("They took the bridge and took the mill.")
    return tmp_path


def tadmor(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, words, input=given)


def ids(result: Result) -> list[str]:
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]


def test_the_table_of_a_file(folder: Path) -> None:
    result = tadmor("claims", "a.txt", "--published", "2016-03-27", "--outlet", "Coast Herald")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert (
        result.stdout
        == """\
Coast Herald · They took the hill.
a.txt · published 27 March 2016 · 1 claim

  They *took* the hill.
  05-2f4  capture       says: the report

""".replace("05-2f4", result.stdout.split()[-5])
    )


@pytest.mark.parametrize("named", [["a.txt", "b.txt"], ["."], ["*.txt"], ["a.txt", "b*"]])
def test_files_folders_and_patterns(folder: Path, named: list[str]) -> None:
    result = tadmor("claims", "--json", *named)
    assert ids(result) == ["They took the hill.", "They took the bridge and took the mill."]


@pytest.mark.parametrize("named", [[], ["-"]])
def test_standard_input(named: list[str]) -> None:
    result = tadmor("claims", "--json", *named, given="He took it.")
    assert (result.exit_code, ids(result)) == (0, ["He took it."])


def test_json_lines_keep_id_text_and_order(folder: Path) -> None:
    rows = [{"id": f"r{n}", "text": f"They took \u202e it \u2028 {n} 😀\u0000"} for n in range(5)]
    Path("r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = tadmor("claims", "--json", "r.jsonl")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [{"id": t["id"], "text": t["text"]} for t in told] == rows


def test_what_fails_is_listed_and_the_others_are_done(folder: Path) -> None:
    Path("c.jsonl").write_text('{"id": "1", "text": "He took it."}\n{"id": "2"}\n{"id": "3", "text": "crash"}\n')
    result = tadmor("claims", "--json", "gone.txt", ".", "--quiet")
    assert result.exit_code == 1
    assert len(ids(result)) == 3
    head, *faults = result.stderr.splitlines()
    assert head == "3 documents could not be read:"
    assert [fault.split(" (")[0].strip() for fault in faults] == [
        "gone.txt: there is no such file",
        'c.jsonl:2: no "text" here',
        "c.jsonl, report 3: reading it failed: ZeroDivisionError: by none",
    ]
    assert "Traceback" not in result.output


def test_debug_shows_the_traceback(folder: Path) -> None:
    Path("c.txt").write_text("crash")
    assert "Traceback (most recent call last)" in tadmor("claims", "c.txt", "--debug").stderr


def test_a_note_is_listed_and_is_no_failure(folder: Path) -> None:
    Path("c.jsonl").write_text('{"id": "1", "text": "He took it.", "published": "2016-02-31"}\n')
    result = tadmor("claims", "--json", "c.jsonl")
    assert result.exit_code == 0
    assert "1 document read with a reserve:\n  c.jsonl:1: published is '2016-02-31'" in result.stderr
    assert tadmor("claims", "--json", "c.jsonl", "--quiet").stderr == ""


def test_a_message_cannot_act_upon_the_terminal(folder: Path) -> None:
    assert "<U+001B>c.txt: there is no such file" in tadmor("claims", "\x1bc.txt").stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["claims", "a.txt", "--published", "27 March"], "'27 March' is no day; write it as 2016-03-27"),
        (["claims", "a.txt", "--n-process", "0"], "n-process"),
        (["claims", "a.txt", "--colour"], "colour"),
        (["frob"], "frob"),
        (["explain"], "FILE"),
        (["explain", "a.txt", "zz"], "no claim of a.txt has an id that begins with 'zz'"),
    ],
)
def test_wrong_usage_is_exit_code_2(folder: Path, words: list[str], message: str) -> None:
    result = tadmor(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_nothing_to_read_on_a_terminal() -> None:
    master, slave = pty.openpty()
    result = subprocess.run(
        [sys.executable, "-m", "tadmor.outlets.cli", "claims"], stdin=slave, capture_output=True, text=True
    )
    os.close(master)
    os.close(slave)
    assert result.returncode == 2
    assert "nothing to read" in result.stderr


def test_explain_one_claim_or_all(folder: Path) -> None:
    every = tadmor("explain", "b.txt").stdout
    assert every.count("  trigger    took") == 2
    one = tadmor("explain", "b.txt", "05").stdout
    assert one.count("  trigger    took") == 1
    assert "characters 5–9" in one


@pytest.mark.parametrize("words", [["version"], ["--version"]])
def test_version(words: list[str]) -> None:
    assert tadmor(*words).stdout == f"tadmor {__version__}\n"


def test_no_command_shows_the_help() -> None:
    assert tadmor().stdout == tadmor("--help").stdout
    assert "Print the claims of reports" in tadmor().stdout


def command(*words: str) -> list[str]:
    """The command line in a process of its own, with the reader of words."""
    start = "from test_cli import *; Reader.read = read_word; from tadmor.outlets.cli import main; main()"
    return [sys.executable, "-c", start, *words]


HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_closed_pipe_ends_it_quietly(folder: Path, form: list[str]) -> None:
    Path("many.jsonl").write_text('{"id": "1", "text": "They took it."}\n' * 3000)
    process = subprocess.Popen(
        command("claims", "many.jsonl", *form), env=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 141
    process.stderr.close()


@pytest.mark.parametrize("n_process", ["1", "2"])
def test_ctrl_c_ends_it_quietly(n_process: str) -> None:
    process = subprocess.Popen(
        command("claims", "-", "--json", "--n-process", n_process),
        env=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b'{"id": "1", "text": "Shots."}\n' * 400)
    process.stdin.flush()
    assert process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 130


def test_a_fault_of_our_own_shows_no_traceback(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tadmor.outlets.table.table", lambda *_: 1 / 0)
    result = tadmor("claims", "a.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("tadmor: ZeroDivisionError: division by zero (a fault of Tadmor")


def test_a_terminal_gets_colour_unless_it_is_refused(folder: Path) -> None:
    assert b"\x1b[1;4mtook" in on_terminal("claims", "a.txt")
    assert b"\x1b" not in on_terminal("claims", "a.txt", "--no-color")
    assert b"\x1b" not in on_terminal("claims", "a.txt", NO_COLOR="1")


def on_terminal(*words: str, **environment: str) -> bytes:
    """What the command writes to a terminal."""
    master, slave = pty.openpty()
    terminal = {**HERE, "TERM": "xterm-256color", **environment}
    subprocess.run(command(*words), env=terminal, stdout=slave, stderr=slave, check=True)
    os.close(slave)
    written = os.read(master, 65536)
    os.close(master)
    return written


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = "import sys; from tadmor.outlets.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"numpy", "rich", "onnxruntime", "trafilatura", "lxml", "sqlite3", "tadmor.pipeline"} & set(loaded) == set()
