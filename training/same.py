"""Fits the weights of data/same.toml on judged pairs of claims: logistic regression held near same_start.toml.

    python -m training.same CLAIMS.jsonl PAIRS.tsv [--pull 5.0] [--write]

CLAIMS are lines of ``tadmor claims --json``; PAIRS, such as training/same_pairs.tsv, has columns report_a,
start_a, kind_a, place_a, the same with b, and verdict. Prints precision, recall and F1 of "same" before, over five
folds (each a set of reports) and on all the pairs after; ``--write`` puts the weights fitted on all of them into the
file.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from same_pairs import Pair, judged, sketches  # type: ignore[import-not-found]

from tadmor.reconcile.features import Apart, features
from tadmor.reconcile.kinds import DATA

START = Path(__file__).parent / "same_start.toml"
FILE = DATA / "same.toml"
STEPS, FOLDS = 60, 5
Matrix = np.ndarray


def table(pairs: list[Pair], names: list[str]) -> tuple[Matrix, Matrix, Matrix]:
    """Features (pairs × names, the bias first), verdicts (1 same), and whether the pair can be one happening at all."""
    x, y = np.zeros((len(pairs), len(names))), np.array([p.same for p in pairs], float)
    possible = np.ones(len(pairs), bool)
    for row, pair in enumerate(pairs):
        try:
            found = features(pair.a, pair.b)
        except Apart:
            possible[row] = False
            continue
        x[row, 0] = 1
        for name, value, _ in found:
            x[row, names.index(name)] += value
    return x, y, possible


def fit(x: Matrix, y: Matrix, start: Matrix, pull: float) -> Matrix:
    """Weights by Newton's method; ``pull`` is the penalty on the square of the way from where they start.

    A weight that would turn its sign is held at 0: what speaks for a pair is never given as a reason against it.
    """
    free = np.ones(len(start), bool)
    while True:
        w = _newton(x[:, free], y, start[free], pull)
        turned = (w * start[free] < 0) & (np.arange(len(w)) > 0)
        if not turned.any():
            out = np.zeros(len(start))
            out[free] = w
            return out
        free[np.flatnonzero(free)[turned]] = False


def _newton(x: Matrix, y: Matrix, start: Matrix, pull: float) -> Matrix:
    w, hold = start.copy(), np.full(len(start), pull)
    hold[0] = 0.01
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) + hold * (w - start)
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(hold), slope)
    return w


def scores(said: Matrix, y: Matrix) -> str:
    """Precision, recall and F1 of "same" as text."""
    hit = float((said * y).sum())
    p, r = hit / max(said.sum(), 1), hit / max(y.sum(), 1)
    return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}"


def held_out(pairs: list[Pair], x: Matrix, y: Matrix, possible: Matrix, start: Matrix, pull: float) -> Matrix:
    """The log-odds of each pair by weights fitted on pairs of other reports."""
    fold = np.array([[_fold(p.a.report), _fold(p.b.report)] for p in pairs])
    out = np.zeros(len(pairs))
    for k in range(FOLDS):
        test = (fold == k).any(axis=1)
        train = ~test & possible
        out[test] = x[test] @ fit(x[train], y[train], start, pull)
    return out


def _fold(report: str) -> int:
    return sha256(report.encode()).digest()[1] % FOLDS


def write(names: list[str], weights: Matrix) -> None:
    """Puts the weights into the file, its other lines left as they are."""
    text = FILE.read_text(encoding="utf-8")
    head, body = text.split("[weights]", 1)
    for name, value in zip(names, weights, strict=True):
        key = name if name == "bias" else f'"{name}"'
        body = re.sub(rf"(?m)^{re.escape(key)} = .*$", f"{key} = {value:.2f}", body, count=1)
    FILE.write_text(f"{head}[weights]{body}", encoding="utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("claims", type=Path)
    ap.add_argument("pairs", type=Path)
    ap.add_argument("--pull", type=float, default=5.0)
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    by_hand = tomllib.loads(START.read_text(encoding="utf-8"))["weights"]
    names, start = list(by_hand), np.array(list(by_hand.values()))
    pairs = judged(a.pairs, sketches(a.claims))
    x, y, possible = table(pairs, names)
    print("before  ", scores((x @ start > 0) & possible, y))
    odds = held_out(pairs, x, y, possible, start, a.pull)
    for cut in (-1.0, -0.5, 0.0, 0.5):
        print(f"held out {cut:+.1f}", scores((odds > cut) & possible, y))
    weights = fit(x[possible], y[possible], start, a.pull)
    print("fitted  ", scores((x @ weights > 0) & possible, y))
    for name, old, new in zip(names, start, weights, strict=True):
        print(f"{name:24}{old:7.2f}{new:7.2f}")
    if a.write:
        write(names, weights)


if __name__ == "__main__":
    main()
