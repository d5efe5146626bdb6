"""Fits data/chances.tsv: how likely it is that a report tells of a proposed happening (coding/chances.py).

    python -m training.chances MODEL REPORTS.json... --unseen IDS.txt [--pull 2] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line:
only these are read, for of its own training reports the network is surer than of others. A proposal is told where the
scorer pairs it with an annotated claim. Prints, over five folds, how often proposals of each tenth of chance are told;
``--write`` fits on all and writes the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import scorer  # type: ignore[import-not-found]
from reliability import bins, figures  # type: ignore[import-not-found]

from tadmor.coding import chances
from tadmor.coding.code import tellings
from tadmor.outlets.claim_json import as_json
from tadmor.reading.network import Network
from tadmor.reading.parser import parse_report
from tadmor.sources import report_from_text
from training.days import FOLDS, Example, fit, write

HEAD = "# What speaks for a proposed happening: training/chances.py; coding/chances.py says what each is."


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """Report, what is found of a proposal beside nothing at all, and 0 where it is told, else 1."""
    score = scorer(shared)
    for d in docs:
        report = report_from_text(d["text"], id=d["id"], title=d.get("title"), published=d["published"])
        claims, context = tellings(parse_report(report, network))
        golds = [score.gold_claim(d["text"], c) for c in d["claims"]]
        said = [score.predicted_claim(c) for c in as_json(report, claims)["claims"]]
        told = {claims[j].trigger for _, j, _ in score.pair(golds, said)}
        for trigger, found in context.found.items():
            yield d["id"], [found, {}], 0 if trigger in told else 1


def chance_of(found: dict[str, float], number: dict[str, int], w: np.ndarray) -> float:
    """The chance that weights give."""
    return float(1 / (1 + np.exp(-sum(v * w[number[n]] for n, v in found.items() if n in number))))


def main() -> None:
    """Prints the figures; writes."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("reports", type=Path, nargs="+")
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--unseen", type=Path, required=True)
    ap.add_argument("--pull", type=float, default=2.0)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    unseen = set(a.unseen.read_text(encoding="utf-8").split())
    docs = [d for path in a.reports for d in json.loads(path.read_text(encoding="utf-8")) if d["id"] in unseen]
    some = list(examples(docs, Network(a.model), a.shared))
    names = sorted({name for _, (found, _), _ in some for name in found})
    number = {name: n for n, name in enumerate(names)}
    folds = {ident: n % FOLDS for n, ident in enumerate(sorted({ident for ident, *_ in some}))}
    scored: list[tuple[float, bool]] = []
    for k in range(FOLDS):
        w = fit([e for e in some if folds[e[0]] != k], names, a.pull)
        scored += [(chance_of(found, number, w), right == 0) for ident, (found, _), right in some if folds[ident] == k]
    for n, mean, told in bins(scored):
        print(f"{n:5} proposals, mean chance {mean:.2f}, told {told:.2f}")
    print(figures(scored))
    if a.write:
        write(chances.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull))


if __name__ == "__main__":
    main()
