"""Fits data/spots.tsv: the place of a happening whose sentence ties none to it (coding/spots.py).

    python -m training.spots MODEL REPORTS.json... [--unseen IDS.txt] [--pull 10] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line:
only these are read, for of its own training reports the network is surer than of others. A claim is paired with an
annotated one as the scorer does; where the annotated place, or none, is among its candidates it is an example. Prints
the share right over five folds, beside the place of the claim before; ``--write`` fits on all and writes the weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tadmor.coding import spots
from tadmor.reading.network import Network
from training.fitting import Example, asked, fit, read, reports_read, share_right, unseen, write

START = {"meant": 9.0, "last": 8.0, "near": 4.0, "none/none": 3.0, "none/earlier": -1.0}
"""Weights that the fit begins at and is held to: the place goes on until another is told (so it is annotated)."""
HEAD = "# What speaks for a place that a sentence leaves unsaid: training/spots.py; coding/spots.py says what each is."


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """Report, what is found of each candidate of a claim without a place of its own, the number of the right one."""
    for seen in reports_read(docs, network, shared):
        gold_of = {seen.claims[j].trigger: gold for j, gold in seen.gold_of.items()}
        for trigger, candidates in seen.context.spots.items():
            if trigger in gold_of:
                right = [n for n, spot in enumerate(candidates) if _is(seen.judge, gold_of[trigger], spot.where)]
                yield seen.given["id"], [spot.found for spot in candidates], right[0] if right else -1


def _is(judge: Any, gold: dict[str, Any], where: spots.Where | None) -> bool:
    if where is None or gold["place"] is None:
        return where is None and gold["place"] is None
    names = (where.span.text, where.place.name if where.place else where.span.text)
    return judge.alike(gold["place"], names[0]) or judge.alike(gold["place_name"], names[1])


def main() -> None:
    """Prints the figures; writes."""
    a = asked(__doc__, pull=10.0)
    docs = read(a.reports)
    ids = unseen(a, docs)
    some = list(examples([d for d in docs if d["id"] in ids], Network(a.model), a.shared))
    names = sorted({name for _, found, _ in some for cells in found for name in cells})
    reach = sum(right >= 0 for *_, right in some)
    last = sum(right >= 0 and "last" in found[right] for _, found, right in some)
    print(f"{len(some)} claims; {reach} with their place among the candidates")
    print(f"always the place before: {last / len(some):.3f} right")
    print(f"over folds: {share_right(some, names, a.pull, some, START):.3f} right")
    if a.write:
        write(spots.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull, START))


if __name__ == "__main__":
    main()
