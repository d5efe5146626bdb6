"""Runs every measure and writes RESULTS.md: figure, target and anchor side by side; results.toml names the rows.

    python bench/results.py [--shared ../shared] [--out bench/RESULTS.md] [--section TITLE...]

Each row is read from what its command prints; a row whose files are not here says so. With --section only these are
measured anew, and the others stay as they stand in the file, each with the day and the commit of its measurement.
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
HEAD = """# Measured results

Written by `python bench/results.py`; each row names what `python` ran in the project's folder."""


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
            return float(found[1].replace(",", ""))
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
    return f"{names[0].strip()} ({len(names)} cores)" if names else platform.processor() or platform.machine()


def commit() -> str:
    """The short name of the commit, and whether src/ holds more."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "src") else "")


def lines(section: dict[str, Any], shared: Path) -> Iterator[str]:
    """The lines of a section, each as soon as it is measured."""
    yield f"## {section['title']}\n"
    python = platform.python_version()
    yield f"Measured on {date.today().isoformat()} at commit {commit()}, Python {python}, {machine()}."
    yield "\n| measure | target | measured | command |\n|---|---|---|---|"
    for row in (Row(**fields) for fields in section["row"]):
        yield f"| {row.measure} | {row.target()} | {measured(row, shared)} | `{row.command}` |"
    yield ""
    yield from (f"- {fact}" for fact in section["facts"])


def known(path: Path) -> dict[str, str]:
    """The sections of a page written before, by title."""
    found = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))[1:] if path.is_file() else []
    return {text.splitlines()[0].removeprefix("## "): text.rstrip() for text in found}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--strays", action="store_true", help="only count the claims of palmyra where none is told")
    ap.add_argument("--out", type=Path, default=ROOT / "bench/RESULTS.md")
    ap.add_argument("--section", nargs="+", default=[], metavar="TITLE")
    a = ap.parse_args()
    if a.strays:
        print(strays(a.shared))
        return
    sections = tomllib.loads(ROWS.read_text(encoding="utf-8"))["section"]
    if unknown := set(a.section) - {section["title"] for section in sections}:
        ap.error(f"no section {', '.join(sorted(unknown))} in {ROWS.name}")
    written = known(a.out)
    for section in sections:
        if not a.section or section["title"] in a.section:
            written[section["title"]] = "\n".join(_shown(lines(section, a.shared)))
            page = [HEAD, *(written[s["title"]] for s in sections if s["title"] in written)]
            a.out.write_text("\n\n".join(page) + "\n", encoding="utf-8")


def _shown(some: Iterator[str]) -> Iterator[str]:
    for line in some:
        print(line, flush=True)
        yield line


if __name__ == "__main__":
    main()
