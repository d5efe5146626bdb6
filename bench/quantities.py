"""Counts found against gold counts: ``python bench/quantities.py [GOLD.json] [--errors N]``.

A gold count is (sentence, low, high, unit). Recall is over all of them, precision over what is found in sentences
that hold at least one.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from tadmor.doc import Doc
from tadmor.model import Report
from tadmor.reading.quantities import find_quantities

GOLD = Path(__file__).resolve().parents[2] / "shared/gold/train.json"
WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’.-]?[^\W_]+)*\.?(?<=\b[A-Z]\.)|[^\W\d_]+(?:[-'’.]?[^\W_]+)*|\S")
END = re.compile(r"(?<=[.?!])[\"”]?\s+(?=[\"“]?[A-Z\d])|\n\s*\n")

Key = tuple[int | None, int | None, str | None]


def plain_doc(text: str) -> Doc:
    """A Doc with words and sentences only, by regular expressions."""
    cuts = [0, *(m.end() for m in END.finditer(text)), len(text)]
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        first = len(words)
        for m in WORD.finditer(text, a, b):
            words.append(m[0])
            starts.append(m.start())
            ends.append(m.end())
        if len(words) > first:
            sentences.append((first, len(words)))
    return Doc(Report("bench", text), words, starts, ends, sentences)


def gold_counts(entry: dict[str, Any]) -> dict[tuple[int, int], Counter[Key]]:
    """Sentence span -> its distinct counts (the same words in two claims are one)."""
    seen: dict[tuple[int, int], set[tuple[str, Key]]] = {}
    for claim in entry["claims"]:
        at = entry["text"].index(claim["sentence"])
        for q in claim["counts"]:
            key = (q["low"], q["high"], q["unit"])
            seen.setdefault((at, at + len(claim["sentence"])), set()).add((q["words"], key))
    return {span: Counter(key for _, key in counts) for span, counts in seen.items()}


def score(entry: dict[str, Any], doc: Doc, tally: Counter[str], errors: list[str]) -> None:
    """Add one document's right, found and gold counts to the tally."""
    found = find_quantities(doc)
    for (a, b), gold in gold_counts(entry).items():
        here: Counter[Key] = Counter((q.low, q.high, q.unit) for q in found if a <= q.span.start < b)
        told = Counter({k: n for k, n in here.items() if k[2] is not None})
        tally["gold"] += gold.total()
        tally["right"] += (gold & here).total()
        tally["found"] += told.total()
        values, mine = Counter(k[:2] for k in gold.elements()), Counter(k[:2] for k in here.elements())
        tally["value"] += (values & mine).total()
        sentence = entry["text"][a:b]
        errors += [f"missed {k} | {sentence}" for k in gold - here] + [f"extra {k} | {sentence}" for k in told - gold]


def main() -> None:
    """Print precision, recall and the time a report takes."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", nargs="?", default=GOLD, type=Path)
    ap.add_argument("--errors", type=int, default=0)
    a = ap.parse_args()
    tally: Counter[str] = Counter()
    errors: list[str] = []
    entries = json.loads(a.gold.read_text(encoding="utf-8"))
    docs = [plain_doc(e["text"]) for e in entries]
    began = time.process_time()
    for doc in docs:
        find_quantities(doc)
    spent = (time.process_time() - began) / len(docs)
    for entry, doc in zip(entries, docs, strict=True):
        score(entry, doc, tally, errors)
    p, r = tally["right"] / max(1, tally["found"]), tally["right"] / max(1, tally["gold"])
    f1 = 2 * p * r / max(1e-9, p + r)
    print(
        f"counts  P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({tally['right']} right of {tally['found']}, {tally['gold']} gold)"
    )
    print(
        f"values found, whatever the unit: {tally['value'] / max(1, tally['gold']):.3f}; {spent * 1000:.2f} ms a report"
    )
    print("\n".join(errors[: a.errors]))


if __name__ == "__main__":
    main()
