"""The picture of the README is what the command draws from the example reports."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from tadmor.outlets.cli import app
from tadmor.outlets.drawing.outlines import outlines

ROOT = Path(__file__).parents[3]
PICTURE = ROOT / "docs" / "map.svg"


def variable(name: str) -> list[str]:
    """The words of a variable of the Makefile."""
    found = re.search(rf"^{name} := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert found
    return found[1].split()


@pytest.mark.skipif(outlines() is None, reason="the picture has borders, which make page fetches")
def test_the_picture_is_what_the_command_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    record, drawn = str(tmp_path / "syria.db"), tmp_path / "map.svg"
    for words in (["add", record, *variable("REPORTS")], ["map", record, *variable("SHOWN"), "-o", str(drawn)]):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
    assert drawn.read_text(encoding="utf-8") == PICTURE.read_text(encoding="utf-8"), "make picture"


def test_the_picture_shows_every_sign_that_the_legend_tells_of() -> None:
    words = " ".join("".join(node.itertext()) for node in ElementTree.parse(PICTURE).iter() if node.tag[-4:] == "text")
    for told in ("contested", "besieged", "versions compete", "fading", "nobody says who held", "Sources: ", " km"):
        assert told in words


@pytest.mark.parametrize("document", ["README.md", "docs/map.md"])
def test_the_picture_is_shown_with_words_for_who_does_not_see_it(document: str) -> None:
    page = (ROOT / document).read_text(encoding="utf-8")
    shown = re.search(r"^!\[(Map of Syria[^\]]+)\]\((\S+map\.svg|map\.svg)\)$", page, re.M)
    assert shown
    assert ((ROOT / document).parent / shown[2]).resolve() == PICTURE
