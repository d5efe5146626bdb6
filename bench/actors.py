"""Actors found against gold actors: ``python bench/actors.py [GOLD.json] [--missed N]``.

A gold actor of a claim is found if a mention of the report is alike (half of the words shared, or one in the other),
"here" if such a mention stands in the claim's own sentence.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

from quantities import GOLD, plain_doc

from tadmor.reading.actors import find_actors


def content(text: str) -> set[str]:
    """The words of a phrase that count: without marks, articles and "of"."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return {w for w in re.findall(r"[a-z0-9]+", letters) if w not in {"the", "a", "an", "of", "s", "al", "el"}}


def alike(one: str, other: str) -> bool:
    """Half of the joint words are shared, or one phrase lies in the other."""
    x, y = content(one), content(other)
    return bool(x and y) and (len(x & y) / len(x | y) >= 0.5 or x <= y or y <= x)


def main() -> None:
    """Print the shares of gold actors found, and the time a report takes."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", nargs="?", default=GOLD, type=Path)
    ap.add_argument("--missed", type=int, default=0)
    a = ap.parse_args()
    total, here, anywhere, spent = 0, 0, 0, 0.0
    missed: Counter[str] = Counter()
    entries = json.loads(a.gold.read_text(encoding="utf-8"))
    for entry in entries:
        doc = plain_doc(entry["text"])
        began = time.process_time()
        found = find_actors(doc)
        spent += time.process_time() - began
        for claim in entry["claims"]:
            at = entry["text"].index(claim["sentence"])
            inside = [m.span.text for m in found if at <= m.span.start < at + len(claim["sentence"])]
            for words in claim["actor"]:
                total += 1
                near = any(alike(words, m) for m in inside)
                here += near
                anywhere += near or any(alike(words, m.span.text) for m in found)
                missed[words] += not near and words in claim["sentence"]
    print(f"gold actors found in the sentence {here / total:.3f}, in the report {anywhere / total:.3f}, of {total}")
    print(f"{spent / len(entries) * 1000:.2f} ms a report")
    if a.missed:
        print([m for m in missed.most_common(a.missed) if m[1]])


if __name__ == "__main__":
    main()
