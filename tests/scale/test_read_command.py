"""The command ``read``, as its user types it: what it prints, and what it says to wrong input."""

from __future__ import annotations

import re
from pathlib import Path

import archived_sheets
import pytest
from typer.testing import CliRunner

from tadmor.outlets.cli import app

pytest.importorskip("pyarrow")


def read(*words: str | Path) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of ``tadmor read``."""
    result = CliRunner().invoke(app, ["read", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def told(words: str) -> str:
    """The words in one line, without the frame around wrong usage."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", words).split())


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with one archive."""
    monkeypatch.chdir(tmp_path)
    archived_sheets.warc(tmp_path / "press.warc.gz")
    return tmp_path


def test_what_became_of_the_pages_is_told(press: Path) -> None:
    code, out, err = read("press.warc.gz", "--out", "out")
    assert (code, err) == (0, "")
    assert re.fullmatch(
        r"1 archive read: 7 pages, 1 passed over at a first look, 1 in another language, 1 without an article, "
        r"1 with the words of an earlier one; 3 read: \d+ claims\n",
        out,
    )
    again = read("press.warc.gz", "--out", "out")
    assert again == (0, out.replace("1 archive read:", "1 archive read (1 before):"), "")


def test_broken_records_are_listed_and_make_the_exit_code(press: Path) -> None:
    archive = press / "press.warc.gz"
    archive.write_bytes(archive.read_bytes()[:-30])
    for _ in range(2):
        code, out, err = read("*.warc.gz", "--out", "out")
        assert code == 1
        assert "1 archive read" in out
        assert re.match(r"1 record could not be read:\n  .*press.warc.gz, record at byte \d+: ", err)


def test_of_many_broken_records_the_first_are_listed(press: Path) -> None:
    (press / "rows.jsonl").write_text("{}\n" * 30)
    code, _, err = read("rows.jsonl", "--out", "out")
    assert code == 1
    assert err.count("\n") == 22
    assert err.splitlines()[-1] == f"  and 10 more, in {Path('out') / 'manifest'}"


def test_notes_can_be_left_out(press: Path) -> None:
    (press / "index.cdx").touch()
    assert "index.cdx is no archive by name, and passed over" in read(".", "--out", "../out")[2]
    assert read(".", "--out", "../out", "--quiet")[2] == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["none.warc.gz", "--out", "out"], 1, "none.warc.gz: there is no such file"),
        (["press.warc.gz"], 2, "Missing option '--out'"),
        (["--out", "out"], 2, "Missing argument"),
        (["press.warc.gz", "--out", "press.warc.gz"], 1, "tadmor: press.warc.gz: this is a file (give a folder)"),
        (["press.warc.gz", "--out", "out", "-n", "0"], 2, "0 is not in the range x>=1"),
        (["press.warc.gz", "--out", "out", "--engine", "spark"], 1, "'spark' is no engine (one of: dask://HOST:PORT"),
        (["http://press.example/a.warc.gz", "--out", "out"], 1, "Tadmor fetches no pages"),
        (["zzz://press.example/a.warc.gz", "--out", "out"], 1, "zzz:// is not read"),
    ],
)
def test_wrong_input_is_told(words: list[str], code: int, said: str, press: Path) -> None:
    found, _, err = read(*words)
    assert (found, "Traceback" in err) == (code, False)
    assert said in told(err)


def test_every_page_is_read_where_that_is_asked_for(press: Path) -> None:
    assert "; 4 read: " in read("press.warc.gz", "--out", "out", "--all")[1]
    code, _, err = read("press.warc.gz", "--out", "out")
    assert code == 1
    assert "what is here was read otherwise: gate False (now True)" in err


def test_a_missing_package_is_told(press: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    code, _, err = read("press.warc.gz", "--out", "out")
    assert code == 1
    assert "needs pyarrow, which is not installed (pip install 'tadmor[archives]')" in err
