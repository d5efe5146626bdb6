"""How far the score of a claim is a chance: of claims with a score near 0.8, how many does the gold set have?

python bench/reliability.py [GOLD.json] [--shared ../shared] [--svg docs/reliability.svg] [--json]

A claim is told where the scorer pairs it with an annotated one, whatever its kind. Prints for each tenth of score the
claims, their mean score and the share told; the expected calibration error (Guo et al. 2017: the gap between the two,
weighed by claims) and the Brier score (mean squared gap of each claim).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gold import predicted, scorer

Scored = list[tuple[float, bool]]
Bin = tuple[int, float, float]


def scored(path: Path, shared: Path) -> Scored:
    """(score, told) of every claim read in the gold reports."""
    docs, score = json.loads(path.read_text(encoding="utf-8")), scorer(shared)
    out: Scored = []
    for d, found in zip(docs, predicted(docs).values(), strict=True):
        golds = [score.gold_claim(d["text"], c) for c in d["claims"]]
        told = {j for _, j, _ in score.pair(golds, [score.predicted_claim(c) for c in found["claims"]])}
        out += [(c["score"], j in told) for j, c in enumerate(found["claims"])]
    return out


def bins(some: Scored) -> list[Bin]:
    """(claims, mean score, share told) of each tenth of score that has any.

    >>> bins([(0.81, True), (0.89, False), (1.0, True)])
    [(2, 0.85, 0.5), (1, 1.0, 1.0)]
    """
    out = []
    for tenth in range(10):
        here = [(p, told) for p, told in some if min(int(p * 10), 9) == tenth]
        if here:
            out.append((len(here), sum(p for p, _ in here) / len(here), sum(told for _, told in here) / len(here)))
    return out


def figures(some: Scored) -> dict[str, float]:
    """The two measures, and how many claims they rest on."""
    gap = sum(n * abs(mean - told) for n, mean, told in bins(some)) / len(some)
    brier = sum((p - told) ** 2 for p, told in some) / len(some)
    return {"claims": len(some), "calibration error": round(gap, 4), "brier": round(brier, 4)}


def svg(rows: list[Bin]) -> str:
    """The reliability plot: a dot for each tenth, its area by the claims in it, beside the line of a true chance."""
    most = max(n for n, _, _ in rows)
    ticks = "".join(
        f'<text x="{40 + 2.4 * t}" y="300" text-anchor="middle">{t / 100:.1f}</text>'
        f'<text x="32" y="{284 - 2.4 * t}" text-anchor="end">{t / 100:.1f}</text>'
        for t in range(0, 101, 20)
    )
    dots = "".join(
        f'<circle cx="{40 + 240 * mean:.1f}" cy="{280 - 240 * told:.1f}" r="{3 + 9 * (n / most) ** 0.5:.1f}">'
        f"<title>{n} claims, mean score {mean:.2f}, told {told:.2f}</title></circle>"
        for n, mean, told in rows
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 330" font-family="sans-serif" font-size="11">'
        '<rect width="300" height="330" fill="#fff"/><path d="M40 40V280H280" fill="none" stroke="#888"/>'
        '<path d="M40 280L280 40" stroke="#888" stroke-dasharray="4 4"/>'
        f'{ticks}<text x="160" y="320" text-anchor="middle">score of a claim</text>'
        f'<text x="40" y="28">share that is told</text><g fill="#2b6a99" fill-opacity="0.8">{dots}</g></svg>\n'
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path, nargs="?")
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--svg", type=Path)
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    path = a.gold or a.shared / "gold/dev.json"
    if not path.is_file():
        sys.exit(f"{path} is not there: the gold reports live outside the project")
    some = scored(path, a.shared)
    if a.svg:
        a.svg.write_text(svg(bins(some)), encoding="utf-8")
    for n, mean, told in bins(some) if not a.json else []:
        print(f"{n:5} claims, mean score {mean:.2f}, told {told:.2f}")
    print(json.dumps(figures(some)))


if __name__ == "__main__":
    main()
