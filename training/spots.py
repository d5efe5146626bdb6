"""Fits data/spots.tsv: the place of a happening whose sentence ties none to it (coding/spots.py).

    python -m training.spots MODEL REPORTS.json... --unseen IDS.txt [--pull 10] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line:
only these are read, for of its own training reports the network is surer than of others. A claim is paired with an
annotated one as the scorer does; where the annotated place, or none, is among its candidates it is an example. Prints
the share right over five folds, beside the place of the claim before; ``--write`` fits on all and writes the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import scorer  # type: ignore[import-not-found]

from tadmor.coding import spots
from tadmor.coding.code import tellings
from tadmor.outlets.claim_json import as_json
from tadmor.reading.network import Network
from tadmor.reading.parser import parse_report
from tadmor.sources import report_from_text
from training.days import FOLDS, Example, fit, right_count, write

START = {"meant": 9.0, "last": 8.0, "near": 4.0, "none/none": 3.0, "none/earlier": -1.0}
"""Weights that the fit begins at and is held to: the place goes on until another is told (so it is annotated)."""
HEAD = "# What speaks for a place that a sentence leaves unsaid: training/spots.py; coding/spots.py says what each is."


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """Report, what is found of each candidate of a claim without a place of its own, the number of the right one."""
    score = scorer(shared)
    for d in docs:
        report = report_from_text(d["text"], id=d["id"], title=d.get("title"), published=d["published"])
        claims, context = tellings(parse_report(report, network))
        golds = [score.gold_claim(d["text"], c) for c in d["claims"]]
        said = [score.predicted_claim(c) for c in as_json(report, claims)["claims"]]
        gold_of = {claims[j].trigger: golds[i] for i, j, _ in score.pair(golds, said)}
        for trigger, candidates in context.spots.items():
            if trigger in gold_of:
                right = [n for n, spot in enumerate(candidates) if _is(score, gold_of[trigger], spot.where)]
                yield d["id"], [spot.found for spot in candidates], right[0] if right else -1


def _is(score: Any, gold: dict[str, Any], where: spots.Where | None) -> bool:
    if where is None or gold["place"] is None:
        return where is None and gold["place"] is None
    names = (where.span.text, where.place.name if where.place else where.span.text)
    return score.alike(gold["place"], names[0]) or score.alike(gold["place_name"], names[1])


def main() -> None:
    """Prints the figures; writes."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("reports", type=Path, nargs="+")
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--unseen", type=Path, required=True)
    ap.add_argument("--pull", type=float, default=10.0)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    unseen = set(a.unseen.read_text(encoding="utf-8").split())
    docs = [d for path in a.reports for d in json.loads(path.read_text(encoding="utf-8")) if d["id"] in unseen]
    some = list(examples(docs, Network(a.model), a.shared))
    names = sorted({name for _, found, _ in some for cells in found for name in cells})
    reach = sum(right >= 0 for *_, right in some)
    last = sum(right >= 0 and "last" in found[right] for _, found, right in some)
    print(f"{len(some)} claims; {reach} with their place among the candidates")
    print(f"always the place before: {last / len(some):.3f} right")
    folds = {ident: n % FOLDS for n, ident in enumerate(sorted({ident for ident, *_ in some}))}
    hits = 0
    for k in range(FOLDS):
        w = fit([e for e in some if folds[e[0]] != k], names, a.pull, START)
        hits += right_count([e for e in some if folds[e[0]] == k], w, names)
    print(f"over {FOLDS} folds: {hits / len(some):.3f} right")
    if a.write:
        write(spots.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull, START))


if __name__ == "__main__":
    main()
