"""Fits data/chances.tsv: how likely it is that a report tells of a proposed happening (coding/chances.py).

    python -m training.chances MODEL REPORTS.json... [--unseen IDS.txt] [--pull 2] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line:
only these are read, for of its own training reports the network is surer than of others. A proposal is told where the
scorer pairs it with an annotated claim. Prints, over five folds, how often proposals of each tenth of chance are told;
``--write`` fits on all and writes the weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tadmor.coding import chances
from tadmor.reading.network import Network
from training.fitting import FOLDS, Example, asked, fit, folds, read, reports_read, unseen, write

from reliability import bins, figures  # type: ignore[import-not-found] # isort: skip (of bench/)

HEAD = "# What speaks for a proposed happening: training/chances.py; coding/chances.py says what each is."


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """Report, what is found of a proposal beside nothing at all, and 0 where it is told, else 1."""
    for seen in reports_read(docs, network, shared):
        told = {seen.claims[j].trigger for j in seen.gold_of}
        for trigger, found in seen.context.found.items():
            yield seen.given["id"], [found, {}], 0 if trigger in told else 1


def chance_of(found: dict[str, float], number: dict[str, int], w: np.ndarray) -> float:
    """The chance that weights give."""
    return float(1 / (1 + np.exp(-sum(v * w[number[n]] for n, v in found.items() if n in number))))


def main() -> None:
    """Prints the figures; writes."""
    a = asked(__doc__, pull=2.0)
    docs = read(a.reports)
    ids = unseen(a, docs)
    some = list(examples([d for d in docs if d["id"] in ids], Network(a.model), a.shared))
    names = sorted({name for _, (found, _), _ in some for name in found})
    number = {name: n for n, name in enumerate(names)}
    fold = folds(some)
    scored: list[tuple[float, bool]] = []
    for k in range(FOLDS):
        w = fit([e for e in some if fold[e[0]] != k], names, a.pull)
        scored += [(chance_of(found, number, w), right == 0) for ident, (found, _), right in some if fold[ident] == k]
    for n, mean, told in bins(scored):
        print(f"{n:5} proposals, mean chance {mean:.2f}, told {told:.2f}")
    print(figures(scored))
    if a.write:
        write(chances.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull))


if __name__ == "__main__":
    main()
