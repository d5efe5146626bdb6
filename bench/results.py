"""Runs every measure and writes RESULTS.md: figure, target and anchor side by side; results.toml names the rows.

    python bench/results.py [--shared ../shared] [--out bench/RESULTS.md]

Each row is read from what its command prints; a row whose files are not here says so.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import gold

ROOT = Path(__file__).resolve().parents[1]
ROWS = ROOT / "bench/results.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """A measure, the command that prints it, and how it is read from the output."""

    measure: str
    command: str
    path: str = ""
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    digits: int = 2
    shared: bool = True

    def figure(self, output: str) -> float:
        """The figure that stands in an output. Raises ValueError or KeyError."""
        if self.pattern:
            found = re.search(self.pattern, output)
            if found is None:
                raise ValueError(f"nothing like {self.pattern} in the output")
            return float(found[1])
        value: Any = json.loads(output[("\n" + output).rindex("\n{") :])
        for key in [self.path] if self.path in value else self.path.split("."):
            value = value[key]
        return float(value)

    def target(self) -> str:
        """The cell of the target."""
        if self.least is not None:
            return f"at least {self.least:g}"
        return "" if self.most is None else f"at most {self.most:g}"

    def said(self, value: float) -> str:
        """The cell of a figure, with how much it falls short of the target."""
        short = max((self.least or value) - value, value - (value if self.most is None else self.most))
        shown = f"{value:.{self.digits}f}"
        return f"{shown}, short by {short:.{self.digits and 3}f}" if short > 0 else shown


@cache
def output(command: str) -> str:
    """What a command of ours prints; raises CalledProcessError."""
    said = subprocess.run([sys.executable, *command.split()], cwd=ROOT, capture_output=True, text=True, check=True)
    return said.stdout


def measured(row: Row, shared: Path) -> str:
    """The cell of a figure, or why there is none."""
    if row.shared and not shared.is_dir():
        return "skipped: the shared folder is not here"
    try:
        return row.said(row.figure(output(row.command)))
    except subprocess.CalledProcessError as fault:
        return f"failed: {(fault.stderr.strip() or 'no word').splitlines()[-1][:80]}"
    except (ValueError, KeyError) as fault:
        return f"failed: {fault}"


def strays(shared: Path) -> int:
    """How many claims of report palmyra stand in a sentence that tells none: furniture, byline, the old photograph."""
    (doc,) = (d for d in json.loads((shared / "gold/dev.json").read_text(encoding="utf-8")) if d["id"] == "palmyra")
    told = [(at := doc["text"].index(c["sentence"]), at + len(c["sentence"])) for c in doc["claims"]]
    found = [c["sentence"] for c in gold.predicted([doc])["palmyra"]["claims"]]
    return sum(all(s["end"] <= a or b <= s["start"] for a, b in told) for s in found)


def machine() -> str:
    """The processor's name and how many cores of it there are."""
    path = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", path.read_text()) if path.is_file() else []
    return f"{names[0]}, {len(names)} cores" if names else platform.processor() or platform.machine()


def commit() -> str:
    """The short name of the commit, and whether src/ holds more."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "src") else "")


def lines(shared: Path) -> Iterator[str]:
    """The lines of RESULTS.md, each as soon as it is measured."""
    yield "# Measured results\n"
    yield f"Measured on {date.today().isoformat()} at commit {commit()}, Python {platform.python_version()}."
    yield f"The machine: {machine()}."
    yield "Written by `python bench/results.py`; each row names what `python` ran in the project's folder."
    for section in tomllib.loads(ROWS.read_text(encoding="utf-8"))["section"]:
        yield f"\n## {section['title']}\n\n| measure | target | measured | command |\n|---|---|---|---|"
        for row in (Row(**fields) for fields in section["row"]):
            yield f"| {row.measure} | {row.target()} | {measured(row, shared)} | `{row.command}` |"
        yield ""
        yield from (f"- {fact}" for fact in section["facts"])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--strays", action="store_true", help="only count the claims of palmyra where none is told")
    ap.add_argument("--out", type=Path, default=ROOT / "bench/RESULTS.md")
    a = ap.parse_args()
    if a.strays:
        print(strays(a.shared))
        return
    page = []
    for line in lines(a.shared):
        page.append(line)
        print(line, flush=True)
    a.out.write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
