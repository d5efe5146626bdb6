"""The table of how telling a word stem is, from reports: ``data/word_rarity.tsv``.

    python -m training.rarity CLAIMS.jsonl... > src/tadmor/data/word_rarity.tsv

CLAIMS are lines of ``tadmor claims --json``. A stem counts once in each stretch of 3,000 characters; its rarity is the
logarithm of stretches over those that hold it, 1 for a stem of ten of them. Stems above 0.95 are left out: they count
as 1.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from math import log
from pathlib import Path

from tadmor.reconcile.sketch import content

STRETCH, LEAST, MOST = 3000, 20, 0.95


def rarities(texts: list[str]) -> dict[str, float]:
    """Stem -> rarity, 0 to 1, the commonest first."""
    stretches = [text[i : i + STRETCH] for text in texts for i in range(0, len(text), STRETCH)]
    times = Counter(stem for stretch in stretches for stem in content(stretch))
    full = log(len(stretches) / 10)
    found = {stem: log(len(stretches) / n) / full for stem, n in times.items() if n >= LEAST}
    return {stem: value for stem, value in sorted(found.items(), key=lambda row: (row[1], row[0])) if value < MOST}


def main() -> None:
    lines = (line for path in sys.argv[1:] for line in Path(path).read_text(encoding="utf-8").split("\n") if line)
    texts = [json.loads(line)["text"] for line in lines]
    print("stem\trarity")
    for stem, value in rarities(texts).items():
        print(f"{stem}\t{value:.2f}")


if __name__ == "__main__":
    main()
