"""Names that a claim needs and its sentence lacks: ``python bench/references.py [GOLD.json]``.

Counted are gold actors, targets and speakers that do not stand in their sentence; found are those to which a word of
the sentence points. Most of the rest is speech that runs on, which is no matter of pointing words.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

from actors import alike
from quantities import GOLD

from tadmor.model import Report
from tadmor.reading.parser import parse_report
from tadmor.reading.references import find_references


def main() -> None:
    """Print the share of absent names found, and the time a report takes."""
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    wanted, found, spent = 0, 0, 0.0
    entries = json.loads(gold.read_text(encoding="utf-8"))
    for entry in entries:
        published = date.fromisoformat(entry["published"]) if entry["published"] else None
        doc = parse_report(Report(entry["id"], entry["text"], published=published))
        began = time.process_time()
        links = find_references(doc)
        spent += time.process_time() - began
        absent = set()
        for claim in entry["claims"]:
            at = entry["text"].index(claim["sentence"])
            names = claim["actor"] + claim["target"] + claim["speakers"]
            absent |= {(at, at + len(claim["sentence"]), w) for w in names if w not in claim["sentence"]}
        wanted += len(absent)
        found += sum(any(a <= k.start < b and alike(w, v.text) for k, v in links.items()) for a, b, w in absent)
    share, each = found / max(1, wanted), spent / len(entries) * 1000
    print(f"absent names found {share:.3f} ({found} of {wanted}); {each:.2f} ms a report")


if __name__ == "__main__":
    main()
