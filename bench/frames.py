"""Frames against gold triggers: ``python bench/frames.py [GOLD.json] [--kind KIND --missed N --wrong N]``.

Recall is the share of gold triggers that a frame of their kind overlaps; precision is the share of proposals that
overlap the trigger of a gold claim of their kind in the same sentence (frames that fire at the same words with the same
kind are one proposal). "named" is the share of gold triggers that any frame overlaps.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from tadmor.coding.frames import default_matcher
from tadmor.doc import Doc
from tadmor.model import KINDS
from tadmor.reading import parse
from tadmor.sources import report_from_text

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "train.json"
Found = tuple[str, int, int, str]
"""Kind, first and last code point, frame id."""


def triggers(text: str, claims: list[dict[str, str]]) -> set[Found]:
    """The gold triggers as places in the text; the words stand where they first do in their sentence."""
    out: set[Found] = set()
    for claim in claims:
        at = text.index(claim["sentence"])
        start = at + claim["sentence"].index(claim["trigger"])
        out.add((claim["kind"], start, start + len(claim["trigger"]), "gold"))
    return out


def proposals(doc: Doc) -> set[Found]:
    """What the frames propose, once for the same kind and words."""
    out: dict[tuple[str, int, int], str] = {}
    for n in range(len(doc.sentences)):
        for p in default_matcher().propose(doc, n):
            span = (p.frame.kind, doc.starts[min(p.words)], doc.ends[max(p.words)])
            out[span] = f"{out[span]} {p.frame.id}" if span in out else p.frame.id
    return {(*span, ids) for span, ids in out.items()}


def overlap(x: Found, y: Found, same_kind: bool = True) -> bool:
    """Whether two stretches share a letter, and the kind if asked."""
    return x[1] < y[2] and y[1] < x[2] and (x[0] == y[0] or not same_kind)


class Tally:
    """Counts by kind, and examples of what was missed and what was wrong."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.named: Counter[str] = Counter()
        self.proposed: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.missed: list[tuple[Found, str]] = []
        self.wrong: list[tuple[Found, str]] = []

    def take(self, doc: Doc, gold: set[Found], made: set[Found]) -> None:
        """Add one report."""
        for g in gold:
            self.gold[g[0]] += 1
            hit = any(overlap(g, m) for m in made)
            self.found[g[0]] += hit
            self.named[g[0]] += any(overlap(g, m, same_kind=False) for m in made)
            if not hit:
                self.missed.append((g, _around(doc, g)))
        for m in made:
            self.proposed[m[0]] += 1
            hit = any(overlap(g, m) for g in gold)
            self.right[m[0]] += hit
            if not hit:
                self.wrong.append((m, _around(doc, m) + f"  <gold: {[g[0] for g in gold if overlap(g, m, False)]}>"))

    def print(self) -> None:
        """A line a kind."""
        print(f"{'kind':14}{'gold':>6}{'recall':>8}{'named':>8}{'made':>6}{'precision':>11}")
        for kind in (*KINDS, "all"):
            counters = (self.gold, self.found, self.named, self.proposed, self.right)
            gold, found, named, made, right = (c.total() if kind == "all" else c[kind] for c in counters)
            shares = f"{found / max(gold, 1):8.2f}{named / max(gold, 1):8.2f}{made:6}{right / max(made, 1):11.2f}"
            print(f"{kind:14}{gold:6}{shares}")


def _around(doc: Doc, f: Found) -> str:
    text = doc.text
    words = f"{text[max(0, f[1] - 90) : f[1]]}[{text[f[1] : f[2]]}]{text[f[2] : f[2] + 90]}"
    return " ".join(words.split())


def main() -> None:
    """Print recall and precision by kind."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", nargs="?", default=GOLD, type=Path)
    ap.add_argument("--kind")
    ap.add_argument("--missed", type=int, default=0)
    ap.add_argument("--wrong", type=int, default=0)
    a = ap.parse_args()
    tally, spent = Tally(), 0.0
    entries = json.loads(a.gold.read_text(encoding="utf-8"))
    for entry in entries:
        doc = parse(report_from_text(entry["text"]))
        began = time.process_time()
        made = proposals(doc)
        spent += time.process_time() - began
        tally.take(doc, triggers(doc.text, entry["claims"]), made)
    tally.print()
    print(f"{spent / len(entries) * 1000:.2f} ms a report")
    for name, rows, limit in (("missed", tally.missed, a.missed), ("wrong", tally.wrong, a.wrong)):
        for found, words in [r for r in rows if a.kind in (None, r[0][0])][:limit]:
            print(name, found[0], found[3], "|", words)


if __name__ == "__main__":
    main()
