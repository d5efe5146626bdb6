"""Floors of the measured figures, kept in floors.json with the fingerprint of what they were measured on.

    python bench/floors.py [--shared ../shared] [--raise]

Prints each figure beside its floor. With --raise a floor below its figure is set to it; none is ever lowered. A floor
that is a share lies SLACK under its figure, as the int8 graph rounds otherwise on other processors.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gold
import treebank

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "tests/acceptance"))

import pinned  # noqa: E402
import sentences  # noqa: E402
import swaps  # noqa: E402

SLACK = 0.015
JUDGED = ("found", "kind", "record")
SLOTS = ("place", "when", "speakers", "modality")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Section:
    """A name in floors.json, the file that is measured on, and how."""

    name: str
    measured_on: Path
    measure: Callable[[], Figures]


def acceptance() -> Figures:
    """F1 over our own reports."""
    return {name: score.f1 for name, score in sentences.measured().items() if name in JUDGED}


def annotated(path: Path, shared: Path) -> Figures:
    """F1 over the annotated reports, and over the one named palmyra alone."""
    docs = json.loads(path.read_text(encoding="utf-8"))
    claims = {name: found["claims"] for name, found in gold.predicted(docs).items()}
    score = gold.scorer(shared).score
    whole, one = score(docs, claims), score([d for d in docs if d["id"] == "palmyra"], claims)
    return {k: whole[k]["f1"] for k in JUDGED + SLOTS} | {f"palmyra {k}": one[k]["f1"] for k in JUDGED[1:]}


def trees(path: Path) -> Figures:
    """UPOS and LAS of the graph that ships."""
    figures = treebank.trees(path)
    return {name: figures[name] for name in ("UPOS", "LAS")}


def sections(shared: Path) -> list[Section]:
    """All sections, whether or not their files are here."""
    dev, ewt = shared / "gold/dev.json", shared / "data/ud/en_ewt-test.conllu"
    return [
        Section("acceptance", sentences.SENTENCES, acceptance),
        Section("swaps", swaps.SWAPS, swaps.measured),
        Section("gold", dev, lambda: annotated(dev, shared)),
        Section("treebank", ewt, lambda: trees(ewt)),
    ]


def raised(section: Section, figures: Figures, old: Figures) -> Figures:
    """The floors of a section, each at its figure or where it was if that is higher."""
    least = {k: math.floor((v - SLACK) * 1000) / 1000 if v <= 1 else v for k, v in figures.items()}
    return {k: max(v, old.get(k, 0)) for k, v in least.items()}


def compared(shared: Path, write: bool) -> Iterator[str]:
    """A line a figure; the file is rewritten section by section if ``write``."""
    for section in sections(shared):
        if not section.measured_on.is_file():
            yield f"{section.name}: skipped, {section.measured_on} is not here"
            continue
        table = json.loads(pinned.FLOORS.read_text(encoding="utf-8")) if pinned.FLOORS.is_file() else {}
        old = pinned.floors(section.name, section.measured_on) if section.name in table or not write else {}
        figures = section.measure()
        for name, figure in figures.items():
            yield f"{section.name} {name}: {figure:.4f}, floor {old.get(name, 'none')}"
        if write:
            new = {"fingerprint": pinned.fingerprint(section.measured_on), **raised(section, figures, old)}
            pinned.FLOORS.write_text(json.dumps(table | {section.name: new}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=SHARED)
    ap.add_argument("--raise", dest="write", action="store_true")
    a = ap.parse_args()
    try:
        for line in compared(a.shared, a.write):
            print(line, flush=True)
    except pinned.UnpinnedError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
