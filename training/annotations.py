"""Our own annotated reports, kept as offsets and labels; the texts stay where they are.

    python -m training.annotations join --shared ../shared --out training/work/extra.json
    python -m training.annotations agree --shared ../shared

A file of ``training/claims/`` names its document (``source``: file, and id or paragraph ranges), the SHA-256 of
its text, and
its claims with every word given as [start, end] of that text. ``join`` gives them the form of the gold files again.
``agree`` scores the second annotation of ``training/agreement`` against the first as it stood before their differences
were settled (``training/rulings.md``), by the scorer of the gold folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from gold import scorer  # type: ignore[import-not-found]

FOLDER = Path(__file__).parent / "claims"
LISTS = ("actor", "target", "speakers")
PREDICTED = (("actors", "actor"), ("targets", "target"), ("speakers", "speakers"))
Claim = dict[str, Any]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _rows(path: Path) -> dict[str, str]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {r["id"]: r["text"] for r in rows}


@cache
def _muc(path: Path) -> dict[str, str]:
    """Texts of a MUC file by number, each paragraph on one line."""
    out = {}
    for part in re.split(r"(?m)^(?=DEV-MUC3-\d+)", path.read_text(encoding="latin-1")):
        head = re.match(r"(DEV-MUC3-\d+)[^\n]*\n+", part)
        if head:
            paragraphs = re.split(r"\n\s*\n", part[head.end() :].strip())
            lines = [" ".join(p.split("\n")).strip() for p in paragraphs]
            out[head[1]] = "\n\n".join(re.sub(r" {3,}", " ", x) for x in lines)
    return out


def text_of(source: dict[str, Any], shared: Path) -> str:
    """The text that a ``source`` names."""
    path = shared / source["file"]
    if "ranges" in source:
        whole = path.read_text(encoding="utf-8")
        return "\n\n".join(whole[a:b] for a, b in source["ranges"])
    return (_rows if path.suffix == ".jsonl" else _muc)(path)[source["id"]]


def packed(doc: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """A document in gold form as offsets."""
    text = doc["text"]

    def at(words: str | None, near: int, start: int = 0, end: int | None = None) -> list[int] | None:
        if words is None:
            return None
        hits = [m.start() for m in re.finditer(re.escape(words), text[start:end])] or None
        if hits is None:
            return at(words, near)
        best = min((start + h for h in hits), key=lambda h: (abs(h - near), h))
        return [best, best + len(words)]

    def claim(c: Claim) -> Claim:
        a = text.index(c["sentence"])
        b = a + len(c["sentence"])
        trigger = at(c["trigger"], a, a, b)
        near = trigger[0] if trigger else a
        when = c["when"] and {**c["when"], "words": at(c["when"]["words"], near, a, b)}
        counts = [{**q, "words": at(q["words"], near, a, b), "who": at(q["who"], near, a, b)} for q in c["counts"]]
        lists = {k: [at(w, near, a, b) for w in c[k]] for k in LISTS}
        place = at(c["place"], near, a, b)
        return {**c, "sentence": [a, b], "trigger": trigger, **lists, "place": place, "when": when, "counts": counts}

    return {
        "id": doc["id"], "source": source, "sha256": digest(text), "published": doc["published"],
        "outlet": doc.get("outlet"), "claims": [claim(c) for c in doc["claims"]],
    }  # fmt: skip


def joined(row: dict[str, Any], shared: Path) -> dict[str, Any] | None:
    """The document in gold form again; None (said on stderr) where its text has changed."""
    text = text_of(row["source"], shared)
    if digest(text) != row["sha256"]:
        print(f"{row['id']}: the text is not the one that was annotated; left out", file=sys.stderr)
        return None

    def words(span: list[int] | None) -> str | None:
        return text[slice(*span)] if span else None

    def claim(c: Claim) -> Claim:
        when = c["when"] and {**c["when"], "words": words(c["when"]["words"])}
        counts = [{**q, "words": words(q["words"]), "who": words(q["who"])} for q in c["counts"]]
        lists = {k: [words(s) for s in c[k]] for k in LISTS}
        single = {k: words(c[k]) for k in ("sentence", "trigger", "place")}
        return {**c, **single, **lists, "when": when, "counts": counts}

    head = {k: row[k] for k in ("id", "published", "outlet")}
    return {**head, "title": None, "text": text, "claims": [claim(c) for c in row["claims"]]}


def documents(folder: Path, shared: Path) -> list[dict[str, Any]]:
    """The annotated documents of a folder in gold form."""
    rows = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))]
    return [d for r in rows if (d := joined(r, shared)) is not None]


def agree(shared: Path) -> None:
    """Prints how far two annotations of the same reports agree."""
    first, second = (documents(FOLDER.parent / "agreement" / which, shared) for which in ("first", "second"))
    score = scorer(shared)
    claims = {d["id"]: [as_predicted(c, d["text"]) for c in d["claims"]] for d in second}
    print(len(first), "documents,", *(sum(len(d["claims"]) for d in docs) for docs in (first, second)), "claims")
    for name, cells in score.score(first, claims).items():
        print(f"{name:10} P {cells['p']:.3f} R {cells['r']:.3f} F1 {cells['f1']:.3f}")


def as_predicted(claim: Claim, text: str) -> Claim:
    """A claim of gold form as the scorer wants the claims that it compares with it."""
    at = text.index(claim["sentence"])
    lists = {k: [{"text": words} for words in claim[key]] for k, key in PREDICTED}
    place = {"text": claim["place"], "name": claim["place_name"]} if claim["place"] or claim["place_name"] else None
    return {
        "kind": claim["kind"], "modality": claim["modality"], "trigger": {"text": claim["trigger"]}, **lists,
        "sentence": {"start": at, "end": at + len(claim["sentence"])}, "place": place, "when": claim["when"],
        "counts": claim["counts"],
    }  # fmt: skip


def join(shared: Path, out: Path) -> None:
    """Write all annotated documents in gold form."""
    docs = documents(FOLDER, shared)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(docs, ensure_ascii=False), encoding="utf-8")
    print(len(docs), "documents,", sum(len(d["claims"]) for d in docs), "claims")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["join", "agree"])
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--out", type=Path, default=Path("training/work/extra.json"))
    a = ap.parse_args()
    if a.verb == "join":
        join(a.shared, a.out)
    else:
        agree(a.shared)


if __name__ == "__main__":
    main()
