"""What the fits of the small models share: what they are asked for, the pairs they learn from, the fit, its folds."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import scorer  # type: ignore[import-not-found]

from tadmor.coding.code import Context, tellings
from tadmor.doc import Doc
from tadmor.model import Claim
from tadmor.outlets.claim_json import as_json
from tadmor.reading.network import Network
from tadmor.reading.parser import parse_report
from tadmor.sources import report_from_text

FOLDS, STEPS = 5, 400
Example = tuple[str, list[dict[str, float]], int]
"""Report, what is found of each candidate, and the number of the right one (-1 where it is not among them)."""


def asked(doc: str, pull: float) -> argparse.Namespace:
    """What a fit that asks the network is given: model, reports (in gold form), shared, unseen, pull, write."""
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    ap.add_argument("reports", type=Path, nargs="+")
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--unseen", type=Path, help="ids of the reports that the model was not trained on; all without it")
    ap.add_argument("--pull", type=float, default=pull)
    ap.add_argument("--write", action="store_true")
    return ap.parse_args()


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The annotated reports of gold files."""
    return [d for path in paths for d in json.loads(path.read_text(encoding="utf-8"))]


def unseen(given: argparse.Namespace, docs: list[dict[str, Any]]) -> set[str]:
    """Ids of the reports that the model was not trained on."""
    return set(given.unseen.read_text(encoding="utf-8").split()) if given.unseen else {d["id"] for d in docs}


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated report as the reader tells it: its claims, what was weighed, and the annotated claim of each."""

    given: dict[str, Any]
    doc: Doc
    claims: list[Claim]
    context: Context
    gold_of: dict[int, dict[str, Any]]
    judge: Any
    """The scorer of the gold folder."""


def reports_read(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Read]:
    """Annotated reports read; claims are paired with annotated ones as the scorer does."""
    judge = scorer(shared)
    for d in docs:
        report = report_from_text(d["text"], id=d["id"], title=d.get("title"), published=d["published"])
        doc = parse_report(report, network)
        claims, context = tellings(doc)
        golds = [judge.gold_claim(d["text"], c) for c in d["claims"]]
        said = [judge.predicted_claim(c) for c in as_json(report, claims)["claims"]]
        yield Read(d, doc, claims, context, {j: golds[i] for i, j, _ in judge.pair(golds, said)}, judge)


def folds(some: Sequence[Example]) -> dict[str, int]:
    """The fold of each report."""
    return {ident: n % FOLDS for n, ident in enumerate(sorted({ident for ident, *_ in some}))}


def share_right(
    some: list[Example], names: list[str], pull: float, test: list[Example], start: Mapping[str, float] | None = None
) -> float:
    """Share of the test examples that are right, over folds, of weights fitted without their fold."""
    fold, hits = folds(some), 0
    for k in range(FOLDS):
        w = fit([e for e in some if fold[e[0]] != k], names, pull, start)
        hits += right_count([e for e in test if fold[e[0]] == k], w, names)
    return hits / len(test)


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


def right_count(some: list[Example], w: np.ndarray, names: list[str]) -> int:
    """How many are right."""
    number = {name: n for n, name in enumerate(names)}
    return sum(right == int((_table(found, number) @ w).argmax()) for _, found, right in some)


def write(path: Path, head: str, names: list[str], w: np.ndarray) -> None:
    """Writes the weights that are not nothing."""
    rows = [
        f"{name}\t{value:.3f}"
        for name, value in zip(names, w, strict=True)
        if abs(value) >= 0.005 and "/unasked" not in name
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
