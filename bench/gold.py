"""Claims against gold claims, by the scorer of the shared folder.

python bench/gold.py [GOLD.json] [--shared ../shared] [--keep PREDICTED.jsonl] [--errors N] [--by-report] [--json]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from tadmor.outlets.claim_json import as_json
from tadmor.pipeline import Reader
from tadmor.sources import report_from_text


def scorer(shared: Path) -> ModuleType:
    """The scorer of the gold folder as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold/score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {shared}/gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicted(docs: list[dict[str, Any]], reader: Reader | None = None) -> dict[str, Any]:
    """By document id, its claims in the JSON form."""
    reader = reader or Reader()
    out = {}
    for d in docs:
        report = report_from_text(
            d["text"], id=d["id"], title=d.get("title"), published=d.get("published"), outlet=d.get("outlet")
        )
        reading = reader.read(report)
        out[d["id"]] = as_json(reading.report, reading.claims)
    return out


def table(result: dict[str, dict[str, float]]) -> str:
    """The scorer's figures as text."""
    rows = [f"{k:10}{v['p']:7.3f}{v['r']:7.3f}{v['f1']:7.3f}{v['gold']:7}" for k, v in result.items()]
    return "\n".join([f"{'':10}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}", *rows])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", type=Path, nargs="?")
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--keep", type=Path)
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--by-report", action="store_true")
    ap.add_argument("--only", help="this report alone")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    path = a.gold or a.shared / "gold/dev.json"
    if not path.is_file():
        sys.exit(f"{path} is not there: the gold reports live outside the project")
    docs = [d for d in json.loads(path.read_text(encoding="utf-8")) if not a.only or d["id"] == a.only]
    found = predicted(docs)
    if a.keep:
        a.keep.write_text("".join(json.dumps(v, ensure_ascii=False) + "\n" for v in found.values()), encoding="utf-8")
    claims = {k: v["claims"] for k, v in found.items()}
    score = scorer(a.shared).score
    if a.by_report:
        for d in docs:
            r = score([d], claims)
            print(
                f"{d['id']:45} found {r['found']['f1']:.2f} kind {r['kind']['f1']:.2f} record {r['record']['f1']:.2f}"
            )
    result = score(docs, claims, a.errors)
    print(json.dumps(result, indent=1) if a.json else table(result))


if __name__ == "__main__":
    main()
