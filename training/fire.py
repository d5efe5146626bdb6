"""Fits data/fire.tsv: how fire was opened where the words that tell of it leave that open (coding/fire.py).

    python -m training.fire REPORTS.json... [--pull 1] [--write]

REPORTS are gold files. Every annotated claim whose words leave the means open is an example; only tags, lemmas and
trees are read of the network, which learned them elsewhere. Prints the share right over five folds beside that of each
word's commonest kind; ``--write`` fits on all and writes the weights.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tadmor.coding import fire
from tadmor.doc import Doc
from tadmor.reading.parser import parse_report
from tadmor.sources import report_from_text
from training.fitting import FOLDS, Example, fit, folds, read, right_count, write

HEAD = "# What speaks for a kind of fire where words leave it open: training/fire.py; coding/fire.py says what each is."


def examples(docs: list[dict[str, Any]]) -> Iterator[tuple[str, Example]]:
    """(group, example) of each annotated claim whose words leave the means open."""
    for d in docs:
        doc = parse_report(report_from_text(d["text"], id=d["id"], published=d["published"]))
        for claim in d["claims"]:
            place = _place(doc, claim) if claim["kind"] in fire.FIRE else None
            group = place and fire.left_open(doc, place[1])
            if place and group:
                found = fire.means_found(doc, place[0])
                cells = [fire.tagged(kind, group, found) for kind in fire.FIRE]
                yield group, (d["id"], cells, fire.FIRE.index(claim["kind"]))


def _place(doc: Doc, claim: dict[str, Any]) -> tuple[int, tuple[int, ...]] | None:
    """Sentence and words of an annotated claim's trigger."""
    text = doc.report.text
    at = text.find(claim["trigger"], text.index(claim["sentence"]))
    words = tuple(w for w in range(len(doc.words)) if doc.starts[w] < at + len(claim["trigger"]) and doc.ends[w] > at)
    sentence = next((n for n, (a, b) in enumerate(doc.sentences) if words and a <= words[0] < b), None)
    return None if sentence is None else (sentence, words)


def main() -> None:
    """Prints the figures; writes."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("reports", type=Path, nargs="+")
    ap.add_argument("--pull", type=float, default=1.0)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    some = list(examples(read(a.reports)))
    names = sorted({name for _, (_, found, _) in some for cells in found for name in cells})
    fold = folds([e for _, e in some])
    hits = usual = 0
    for k in range(FOLDS):
        train = [(g, e) for g, e in some if fold[e[0]] != k]
        test = [(g, e) for g, e in some if fold[e[0]] == k]
        best = {g: Counter(e[2] for h, e in train if h == g).most_common(1)[0][0] for g, _ in train}
        usual += sum(best.get(g) == e[2] for g, e in test)
        hits += right_count([e for _, e in test], fit([e for _, e in train], names, a.pull), names)
    print(f"{len(some)} examples; each word's commonest kind: {usual / len(some):.3f} right")
    print(f"over {FOLDS} folds: {hits / len(some):.3f} right")
    if a.write:
        write(fire.WEIGHTS_FILE, HEAD, names, fit([e for _, e in some], names, a.pull))


if __name__ == "__main__":
    main()
