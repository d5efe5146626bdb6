"""The mean of the weights of several checkpoints that descend from one (a "model soup", Wortsman et al. 2022).

    python -m training.mean A.pt B.pt=2 C.pt --out training/work/reader.pt

``B.pt=2`` counts twice. The last one lends labels and manifest; the manifest says whose mean it is.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch

from training.parse import fingerprint


def mean(parts: list[tuple[Path, float]]) -> dict[str, Any]:
    """A checkpoint whose weights are the weighed mean of those of the parts."""
    total = sum(weight for _, weight in parts)
    whole: dict[str, Any] = {}
    for path, weight in parts:
        part = torch.load(path, weights_only=True)
        share = {k: v * (weight / total) if v.is_floating_point() else v for k, v in part["state"].items()}
        if whole:
            share = {k: whole["state"][k] + v if v.is_floating_point() else v for k, v in share.items()}
        whole = {**part, "state": share}
    marks = fingerprint([path for path, _ in parts])
    whole["manifest"] = {**whole["manifest"], "mean of": marks, "weights of the mean": [w for _, w in parts]}
    return whole


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("parts", nargs="+")
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    split = [part.partition("=") for part in a.parts]
    torch.save(mean([(Path(path), float(weight or 1)) for path, _, weight in split]), a.out)


if __name__ == "__main__":
    main()
