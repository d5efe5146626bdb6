"""tadmor map: a drawing in a file or on stdout, and faults that say what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
from typer.testing import CliRunner

import tadmor
from tadmor.outlets.drawing.command import draw_map, png

app = typer.Typer()
app.command()(draw_map)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The record of one report that tells who took a town."""
    folder = tmp_path_factory.mktemp("map")
    (folder / "a.txt").write_text(
        "The army recaptured Palmyra from Islamic State on 27 March 2016, state media said.\n"
    )
    with tadmor.open(folder / "war.db") as monitor:
        given = tadmor.pipeline.Given(date(2016, 3, 28), "Orontes Post")
        assert not [a for a in monitor.add([str(folder / "a.txt")], given=given) if isinstance(a, Exception)]
    return str(folder / "war.db")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_svg_on_stdout(record: str) -> None:
    code, words = run(record, "--at", "2016-03-28")
    assert code == 0
    assert "Who held what, 28 March 2016" in words
    assert "Orontes Post" in words
    ElementTree.fromstring(words)


@pytest.mark.parametrize(("name", "begin"), [("map.svg", b"<svg "), ("map.png", b"\x89PNG")])
def test_files(record: str, tmp_path: Path, name: str, begin: bytes) -> None:
    if name.endswith("png"):
        pytest.importorskip("resvg_py")
    code, words = run(
        record, "--at", "2016-03-28", "--as-of", "2016-03-29", "--place", "Syria", "-o", str(tmp_path / name)
    )
    assert (code, words) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(begin)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--at", "2016-03-28", "-o", "map.jpg"), "is neither SVG nor PNG"),
        (("--at", "28 March"), "is no day"),
        (("--at", "2016-03-28", "--place", "Atlantis"), "Atlantis"),
    ],
)
def test_faults_say_what_to_do(record: str, words: tuple[str, ...], told: str) -> None:
    code, out = run(record, *words)
    assert code != 0
    assert told in out


def test_png_is_twice_as_large() -> None:
    pytest.importorskip("resvg_py")
    made = png('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="8"></svg>')
    assert (int.from_bytes(made[16:20], "big"), int.from_bytes(made[20:24], "big")) == (20, 16)
