"""Fits data/days.tsv: which of the days that a report tells is that of a claim without time words of its own.

    python -m training.days MODEL REPORTS.json... [--unseen IDS.txt] [--pull 0.6] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line.
Of its own training reports the network is surer than of others: what it says of them is left out. A claim is paired
with an annotated one as the scorer does; where the annotated days are among its candidates it is an example. Prints the
share right in the unseen reports, over five folds, beside the report's day alone; ``--write`` fits on all and writes
the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import scorer  # type: ignore[import-not-found]

from tadmor.coding import days
from tadmor.coding.code import tellings
from tadmor.coding.weighing import score
from tadmor.model import Claim, When
from tadmor.outlets.claim_json import as_json
from tadmor.reading.network import Network
from tadmor.reading.parser import parse_report
from tadmor.sources import report_from_text

FOLDS, STEPS = 5, 400
HEAD = "# What speaks for a day of a claim without time words: training/days.py; coding/days.py says what each is."
Example = tuple[str, list[dict[str, float]], int]
"""Report, what is found of each candidate, and the number of the right one."""


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """The open claims whose annotated days are among their candidates; those before them have the annotated days."""
    judge = scorer(shared)
    for d in docs:
        if not d["published"]:
            continue
        report = report_from_text(d["text"], id=d["id"], title=d.get("title"), published=d["published"])
        doc = parse_report(report, network)
        claims, context = tellings(doc)
        golds = [judge.gold_claim(d["text"], c) for c in d["claims"]]
        said = [judge.predicted_claim(c) for c in as_json(report, claims)["claims"]]
        right = {j: golds[i]["when"] for i, j, _ in judge.pair(golds, said)}
        assert doc.day
        yield from _of_report(d["id"], claims, context.opens, doc.day, right)


def _of_report(
    ident: str, claims: list[Claim], opens: dict[Any, days.Open], day: date, right: dict[int, tuple[str, str] | None]
) -> Iterator[Example]:
    dated = [i for i, c in enumerate(claims) if c.when is not None and c.when.span is not None]
    out = list(claims)
    for i, claim in enumerate(claims):
        if not days.is_open(claim, opens):
            continue
        found = days.choices(out, i, dated, opens[claim.trigger], day)
        best = max(found, key=lambda c: score(c.found, days.WEIGHTS_FILE))
        if i in right:
            wanted = right[i] and tuple(date.fromisoformat(d) if d else None for d in right[i])
            hits = [n for n, c in enumerate(found) if (c.when and (c.when.start, c.when.end)) == wanted]
            yield ident, [c.found for c in found], hits[0] if hits else -1
            best = found[hits[0]] if hits else days.Choice(When(*wanted, "day", "context") if wanted else None, {})
        out[i] = replace(claim, when=best.when)


def fit(some: list[Example], names: list[str], pull: float, start: Mapping[str, float] | None = None) -> np.ndarray:
    """Weights by gradient steps (Adam) on the likelihood of the right candidates; ``pull`` penalises the squares
    of how far they are from those of the start (0 without one).
    """
    number = {name: n for n, name in enumerate(names)}
    tables = [_table(found, number) for _, found, right in some if right >= 0]
    rights = [right for _, _, right in some if right >= 0]
    begun = np.array([(start or {}).get(name, 0.0) for name in names])
    w, first, second = begun.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = pull * (w - begun)
        for x, right in zip(tables, rights, strict=True):
            z = x @ w
            p = np.exp(z - z.max())
            slope += x.T @ (p / p.sum()) - x[right]
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return w


def _table(found: list[dict[str, float]], number: dict[str, int]) -> np.ndarray:
    x = np.zeros((len(found), len(number)))
    for row, cells in enumerate(found):
        for name, value in cells.items():
            if name in number:
                x[row, number[name]] = value
    return x


def unasked(example: Example) -> Example:
    """The example without what the network says of it; that nothing is said is told, so that it means nothing else."""
    ident, found, right = example
    return ident, [_unasked(cells) for cells in found], right


def _unasked(cells: dict[str, float]) -> dict[str, float]:
    sorts = {name.split("/")[0] for name in cells if "/" in name}
    return {n: v for n, v in cells.items() if "/" not in n} | {f"{sort}/unasked": 1.0 for sort in sorts}


def right_count(some: list[Example], w: np.ndarray, names: list[str]) -> int:
    """How many are right."""
    number = {name: n for n, name in enumerate(names)}
    return sum(right == int((_table(found, number) @ w).argmax()) for _, found, right in some)


def main() -> None:
    """Prints the figures; writes."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("reports", type=Path, nargs="+")
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--unseen", type=Path)
    ap.add_argument("--pull", type=float, default=0.6)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    docs = [d for path in a.reports for d in json.loads(path.read_text(encoding="utf-8"))]
    unseen = set(a.unseen.read_text(encoding="utf-8").split()) if a.unseen else {d["id"] for d in docs}
    some = [e if e[0] in unseen else unasked(e) for e in examples(docs, Network(a.model), a.shared)]
    names = sorted({name for _, found, _ in some for cells in found for name in cells})
    test = [e for e in some if e[0] in unseen]
    reach = sum(right >= 0 for *_, right in test)
    alone = sum(right >= 0 and "report" in found[right] for _, found, right in test)
    print(f"{len(some)} open claims, {len(test)} of unseen reports; {reach} with their days among the candidates")
    print(f"always the report's day: {alone / len(test):.3f} right")
    folds = {ident: n % FOLDS for n, ident in enumerate(sorted({ident for ident, *_ in some}))}
    hits = 0
    for k in range(FOLDS):
        w = fit([e for e in some if folds[e[0]] != k], names, a.pull)
        hits += right_count([e for e in test if folds[e[0]] == k], w, names)
    print(f"over {FOLDS} folds: {hits / len(test):.3f} right")
    if a.write:
        write(days.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull))


def write(path: Path, head: str, names: list[str], w: np.ndarray) -> None:
    """Writes the weights that are not nothing."""
    rows = [
        f"{name}\t{value:.3f}"
        for name, value in zip(names, w, strict=True)
        if abs(value) >= 0.005 and "/unasked" not in name
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
