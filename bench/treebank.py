"""The int8 graph that ships on gold words: LAS without subtypes, UAS, UPOS on UD EWT; entity F1 on UNER EWT test.

python bench/treebank.py [--shared ../shared] [--part test]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from tadmor.reading.network import Read, default_network

Row = list[str]


def blocks(path: Path) -> Iterator[list[Row]]:
    """The word rows of each sentence of a CoNLL-U or IOB2 file."""
    rows: list[Row] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            yield rows
            rows = []


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """(first, end, label) of IOB2 tags, a stray I- opening an entity."""
    out, start, label = set(), 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag[0] != "I" or tag[2:] != label):
            out.add((start, i, label))
            label = ""
        if tag != "O" and not label:
            start, label = i, tag[2:]
    return out


def read(sentences: list[list[Row]]) -> list[Read]:
    """What the network says of sentences of gold words, 500 at a time."""
    network = default_network()
    return [
        r
        for i in range(0, len(sentences), 500)
        for r in network.read([[w[1] for w in s] for s in sentences[i : i + 500]])
    ]


def trees(path: Path) -> dict[str, float]:
    """UPOS, UAS, LAS without subtypes."""
    gold = list(blocks(path))
    n = upos = uas = las = 0
    for rows, found in zip(gold, read(gold), strict=True):
        for i, cells in enumerate(rows):
            right = found.heads[i] == int(cells[6])
            n += 1
            upos += found.upos[i] == cells[3]
            uas += right
            las += right and found.deprels[i].split(":")[0] == cells[7].split(":")[0]
    return {"UPOS": upos / n, "UAS": uas / n, "LAS": las / n}


def names(path: Path) -> dict[str, float]:
    """Entity precision, recall, F1 (exact span and label)."""
    gold = list(blocks(path))
    hit = said = there = 0
    for rows, found in zip(gold, read(gold), strict=True):
        g, p = spans([c[2] for c in rows]), spans(found.ner)
        hit, said, there = hit + len(g & p), said + len(p), there + len(g)
    return {"P": hit / said, "R": hit / there, "F1": 2 * hit / (said + there)}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--part", default="test")
    a = ap.parse_args()
    result = trees(a.shared / f"data/ud/en_ewt-{a.part}.conllu") | {
        f"entities {k}": v for k, v in names(a.shared / f"data/uner/en_ewt-ud-{a.part}.iob2").items()
    }
    print(json.dumps({k: round(v, 4) for k, v in result.items()}, indent=1))


if __name__ == "__main__":
    main()
