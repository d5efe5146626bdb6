"""The console blocks of the documents: commands with their true output. Run as a program, it writes them anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_STEP = re.compile(r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.M)


def steps(document: Path) -> Iterator[tuple[str, str]]:
    """(command, output) of each line that begins with "$ " in the console blocks of a document."""
    for block in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        yield from ((step["command"], step["output"]) for step in _STEP.finditer(block[1]))


def is_ours(command: str) -> bool:
    """Whether a command is Tadmor's own, and so to be run; "make" and "pip" are for the reader."""
    return re.search(r"(?:^|\| )tadmor\b", command) is not None


def output_of(command: str, folder: Path) -> str:
    """What a command prints on stdout, run by a shell in a folder; a fault is printed too."""
    here = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    here.pop("COLUMNS", None)
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=here, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of its own with the examples in it: what one step of a document writes, the next one finds."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("examples", "reports"):
            if (ROOT / part).exists():
                (folder / part).symlink_to(ROOT / part)
        yield folder


def outputs(document: Path) -> list[tuple[str, str, str]]:
    """(command, output shown, true output) of Tadmor's own commands in a document, run in order."""
    with workplace() as folder:
        return [(command, shown, output_of(command, folder)) for command, shown in steps(document) if is_ours(command)]


def renew(document: Path) -> None:
    """Write the true output below each command of a document."""
    text = document.read_text(encoding="utf-8")
    true = iter(outputs(document))

    def renewed(step: re.Match[str]) -> str:
        return f"$ {step['command']}\n{next(true)[2]}" if is_ours(step["command"]) else step[0]

    text = _BLOCK.sub(lambda block: f"```console\n{_STEP.sub(renewed, block[1])}```", text)
    document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in DOCUMENTS:
        renew(each)
