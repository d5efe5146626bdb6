"""What make demo opens: a page in the background, at a true address, that holds nothing open of who started it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the page needs tadmor[web]")
ROOT = Path(__file__).parent.parent
TADMOR = Path(sys.executable).parent / "tadmor"
pytestmark = pytest.mark.skipif(not TADMOR.exists(), reason="the program is not installed beside this Python")
LINE = re.compile(r"The page: (http://127\.0\.0\.1:\d+) \(stops by itself .*make stop\)\n")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose build/ holds a record; the page that a test opens is closed."""
    (tmp_path / "build").mkdir()
    report = tmp_path / "a.txt"
    report.write_text("The army recaptured Palmyra from Islamic State on 27 March 2016, state media said.\n")
    subprocess.run([TADMOR, "add", "build/palmyra.db", str(report)], cwd=tmp_path, check=True, capture_output=True)
    yield tmp_path
    page(tmp_path, "stop")


def page(folder: Path, *words: str) -> str:
    """What the script prints; it ends although the page goes on, or the test does not."""
    words = (sys.executable, str(ROOT / "examples" / "page.py"), *words)
    done = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def opened(folder: Path) -> tuple[str, int]:
    """(address, process) of the page that was opened."""
    told = LINE.fullmatch(page(folder, "start", "build/palmyra.db"))
    assert told
    plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with plain.open(f"{told[1]}/api/record", timeout=60) as answer:
        assert b"palmyra.db" in answer.read()
    return told[1], int((folder / "build" / "page.pid").read_text())


def test_the_page_is_opened_anew_and_closed(folder: Path) -> None:
    _, first = opened(folder)
    _, second = opened(folder)
    assert first != second
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert page(folder, "stop") == "The page was closed.\n"
    assert page(folder, "stop") == "No page was open.\n"


def test_where_the_port_is_taken_another_is_told(folder: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8754))
            taken.listen()
        except OSError:  # somebody else has it: so much the better
            pass
        address, _ = opened(folder)
    assert not address.endswith(":8754")


def test_a_process_of_others_is_let_be(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (folder / "build" / "page.pid").write_text(f"{other.pid}\n")
        assert page(folder, "stop") == "No page was open.\n"
        assert other.poll() is None
        other.communicate(b"\n")


def test_the_demo_has_what_it_names() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in re.findall(r"examples/\w+(?:\.py)?", make):
        assert (ROOT / path).exists(), path
    assert (
        shutil.which("make") is None
        or subprocess.run(
            ["make", "--dry-run", "-o", ".venv/.ready", "demo", "picture", "stop"], cwd=ROOT, capture_output=True
        ).returncode
        == 0
    )
