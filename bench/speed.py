"""Speed on one core, by stage; cold start; memory; and with --install the sizes of wheel and fresh environment.

    python bench/speed.py [--shared ../shared] [--reports N] [--words 600] [--install] [--json]

Reports are texts of the shared folder joined and cut to the same number of words; without that folder, of examples/.
A second is a second of the clock; ``of processor time`` is what the process itself used, whatever ran beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tadmor import coding
from tadmor.model import Report
from tadmor.pipeline import Reader, report_of
from tadmor.reading import parser

ROOT = Path(__file__).resolve().parents[1]
STAGES = {
    "worded": "words and network",
    "annotate": "words and network",
    "find_times": "times",
    "find_places": "places",
    "find_quantities": "quantities",
    "find_actors": "actors",
    "find_references": "references",
    "code": "coding",
}
_COLD = """
import sys, time
began, path = float(sys.argv[1]), sys.argv[2]
from tadmor.pipeline import Reader, report_of
from tadmor.reading.network import default_network
imported = time.time()
default_network()
loaded = time.time()
reading = Reader().read(report_of(open(path, encoding="utf-8").read()))
first = time.time()
print(first - began, loaded - imported, len(reading.claims))
"""


def texts(shared: Path) -> Iterator[str]:
    """Texts to make reports of."""
    path = shared / "data/fakes/reports.jsonl"
    if path.is_file():
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    else:
        yield from (p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples").glob("*/*.txt")))


def reports(shared: Path, number: int, words: int) -> list[Report]:
    """So many reports of so many words each; texts are used again where they do not suffice."""
    out, text = [], ""
    for more in cycle(texts(shared)):
        text += ("\n\n" if text else "") + more
        ends = [m.end() for m in islice(re.finditer(r"\S+", text), words)]
        if len(ends) == words:
            out.append(report_of(text[: ends[-1]], published="2016-08-01"))
            text = ""
        if len(out) == number:
            return out
    return out


def one_core() -> bool:
    """Whether the process now keeps to a single core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        return True
    return False


def timed(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Callable[..., Any]:
    """The function, its seconds added to the stage."""

    def run(*given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[stage] += time.perf_counter() - began

    return run


def by_stage() -> Counter[str]:
    """Seconds by stage, filled from now on as reports are read."""
    spent: Counter[str] = Counter()
    for name, stage in STAGES.items():
        room = coding if name == "code" else parser
        setattr(room, name, timed(getattr(room, name), stage, spent))
    return spent


def reading(shared: Path, number: int, words: int) -> dict[str, float]:
    """Reports and sentences a second, milliseconds a report by stage, and the peak of memory in MB."""
    made = reports(shared, number, words)
    alone, reader, spent = one_core(), Reader(), by_stage()
    reader.read(made[0])
    sentences = sum(len(parser.worded(r).sentences) for r in made)
    spent.clear()
    began, used = time.perf_counter(), time.process_time()
    for report in made:
        reader.read(report)
    clock, used = time.perf_counter() - began, time.process_time() - used
    stages = {f"ms a report: {stage}": 1000 * spent[stage] / number for stage in dict.fromkeys(STAGES.values())}
    return {
        "reports": number,
        "one core": alone,
        "reports a second": number / clock,
        "reports a second of processor time": number / used,
        "sentences a second": sentences / clock,
        "sentences a second of processor time": sentences / used,
        **stages,
        "peak memory MB": peak_memory(),
    }


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def cold_start(times: int = 3) -> dict[str, float]:
    """Medians of the seconds from a process's start to the claims of one report, and of these the model's loading."""
    path = min((ROOT / "examples").glob("*/*.txt"))
    rows = []
    for _ in range(times):
        command = [sys.executable, "-c", _COLD, repr(time.time()), str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows.append([float(x) for x in said.split()])
    first, loaded, _ = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"cold start s": first, "cold start, model load s": loaded}


def size(folder: Path) -> float:
    """MB of all files below a folder."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) / 1e6


def installed() -> dict[str, float]:
    """MB of the wheel, and of a fresh environment that it was installed in with nothing but what it needs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (wheel,) = folder.glob("*.whl")
        subprocess.run([sys.executable, "-m", "venv", str(folder / "fresh")], check=True)
        pip = [str(folder / "fresh/bin/python"), "-m", "pip", "install", "--quiet", str(wheel)]
        subprocess.run(pip, check=True)
        return {"wheel MB": wheel.stat().st_size / 1e6, "installed MB": size(folder / "fresh")}


def measured(shared: Path, number: int = 40, words: int = 600, install: bool = False) -> dict[str, float]:
    """All figures by name."""
    return cold_start() | reading(shared, number, words) | (installed() if install else {})


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--reports", type=int, default=40)
    ap.add_argument("--words", type=int, default=600)
    ap.add_argument("--install", action="store_true", help="build the wheel, install it, and weigh both")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    figures = measured(a.shared, a.reports, a.words, a.install)
    if a.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
    else:
        print("\n".join(f"{name:45}{value:10.2f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
