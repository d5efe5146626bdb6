"""Entities and relations of re3d, against what the reader finds in its documents.

    python bench/re3d.py [--shared ../shared] [--errors N] [--json]

Entities: organisations, persons and locations that the crowd kept (confidence above 0), each stretch of text once.
``strict`` asks for the same first and last character and the same sort, nested ones included; ``names`` does so after
an article at the front is cut from both, and leaves out, on both sides, stretches that lie in a longer one, pronouns,
and what holds no capital ("local fighters"), for the reader marks names only. ``overlap`` asks for the same sort and
any shared character. Reported apart: the sources that the entity heads were trained on (see docs/model-card.md), and
those they were not (BBC Online and the EU delegation: 6 documents).

Relations, reported only: FightingAgainst and AlliesOf of claims, whichever way round. Those who do something to
another, of the kinds in ``AGAINST``, fight it; both sides of a clash do; two who do one thing together are allies. A
pair is right where each side shares a character with a side of a gold relation of that name. The set tells relations
that no happening stands for ("allies such as", "opponents of"); they are missed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

from tadmor.coding import code
from tadmor.doc import Doc
from tadmor.model import Claim, Mention
from tadmor.reading import parse
from tadmor.sources import report_from_text

SORTS = {"Organisation": "ORG", "Person": "PER", "Location": "LOC"}
UNSEEN = ("BBC", "Delegation")
AGAINST = frozenset(
    "clash attack airstrike shelling bombing execution capture offensive siege advance arrest abduction".split()
)
PRONOUNS = frozenset("i you he she it we they my your his her its our their".split())
SIDES = frozenset("force group state organisation person".split())
Entity = tuple[int, int, str]
Pair = tuple[Mention, Mention]


def gold_entities(row: dict[str, Any]) -> set[Entity]:
    """First and last character and sort of what the crowd kept."""
    kept = (e for e in row["entities"] if e["type"] in SORTS and e["confidence"] > 0)
    return {(e["begin"], e["end"], SORTS[e["type"]]) for e in kept}


def found_entities(doc: Doc) -> set[Entity]:
    """The same of what the reader found."""
    return {(doc.starts[e.start], doc.ends[e.end - 1], e.label) for e in doc.entities if e.label in SORTS.values()}


def named(text: str, entities: set[Entity]) -> set[Entity]:
    """Without articles at the front; those that have a capital and lie in no longer one."""
    bare = set()
    for start, end, sort in entities:
        words = text[start:end]
        cut = 4 if words[:4].lower() == "the " else 0
        if words.lower() not in PRONOUNS and any(w[:1].isupper() for w in words[cut:].split()):
            bare.add((start + cut, end, sort))
    return {e for e in bare if not any(o != e and o[0] <= e[0] and e[1] <= o[1] for o in bare)}


def touching(found: set[Entity], gold: set[Entity]) -> tuple[int, int]:
    """How many found share a character with a gold one of their sort, and how many gold with a found one."""

    def touched(a: set[Entity], b: set[Entity]) -> int:
        return sum(any(x[2] == y[2] and x[0] < y[1] and y[0] < x[1] for y in b) for x in a)

    return touched(found, gold), touched(gold, found)


def relations(claims: list[Claim]) -> Iterator[tuple[str, Pair]]:
    """Who fights whom, and who acts with whom, by claims; without places and things."""
    for c in claims:
        actors = [m for m in c.actors if m.kind in SIDES]
        targets = [m for m in c.targets if m.kind in SIDES]
        if c.kind in AGAINST:
            yield from (("FightingAgainst", pair) for pair in product(actors, targets))
        if c.kind == "clash" and not targets:
            yield from (("FightingAgainst", pair) for pair in combinations(actors, 2))
        else:
            yield from (("AlliesOf", pair) for pair in combinations(actors, 2))


def related(pair: Pair, gold: dict[str, Any]) -> bool:
    """Whether a pair stands at both ends of a gold relation."""

    def meets(m: Mention, end: str) -> bool:
        return bool(m.span.start < gold[f"{end}End"] and gold[f"{end}Begin"] < m.span.end)

    a, b = pair
    return (meets(a, "source") and meets(b, "target")) or (meets(b, "source") and meets(a, "target"))


def count_relations(claims: list[Claim], row: dict[str, Any]) -> Counter[str]:
    """Right, said and wanted of each relation; a pair told twice at the same words is one."""
    out = Counter[str]()
    for name in ("FightingAgainst", "AlliesOf"):
        gold = [r for r in row["relations"] if r["type"] == name and r["confidence"] > 0]
        said = {(p[0].span, p[1].span): p for n, p in relations(claims) if n == name}.values()
        out[f"{name} said"] += len(said)
        out[f"{name} wanted"] += len(gold)
        out[f"{name} right"] += sum(any(related(p, g) for g in gold) for p in said)
        out[f"{name} met"] += sum(any(related(p, g) for p in said) for g in gold)
    return out


def count_entities(doc: Doc, row: dict[str, Any]) -> Counter[str]:
    """Right, said and wanted of entities, strictly, as names and by overlap."""
    gold, found = gold_entities(row), found_entities(doc)
    names = named(row["text"], gold), named(row["text"], found)
    right, met = touching(found, gold)
    out = Counter({"strict right": len(gold & found), "strict met": len(gold & found)})
    out.update({"names right": len(names[0] & names[1]), "names met": len(names[0] & names[1])})
    out.update({"names said": len(names[1]), "names wanted": len(names[0])})
    out.update({"overlap right": right, "overlap met": met})
    return out + Counter({f"{k} {n}": v for k in ("strict", "overlap") for n, v in _sizes(found, gold).items()})


def _sizes(found: set[Entity], gold: set[Entity]) -> dict[str, int]:
    return {"said": len(found), "wanted": len(gold)}


def scores(n: Counter[str], what: str) -> dict[str, float]:
    """Precision, recall and F1."""
    p, r = n[f"{what} right"] / max(n[f"{what} said"], 1), n[f"{what} met"] / max(n[f"{what} wanted"], 1)
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "gold": n[f"{what} wanted"]}


def wrong(row: dict[str, Any], doc: Doc) -> Iterator[str]:
    """What is wrong with each entity, in words."""
    gold, found = gold_entities(row), found_entities(doc)
    for start, end, sort in found - gold:
        near = [g for g in gold if g[0] < end and start < g[1]]
        same = [g for g in near if g[2] == sort]
        yield f"{sort} " + ("of other bounds" if same else f"where gold has {near[0][2]}" if near else "where none is")
    for start, end, sort in gold - found:
        if not any(f[0] < end and start < f[1] for f in found):
            capital = any(w[:1].isupper() for w in row["text"][start:end].split())
            yield f"{sort} missed, {'a name' if capital else 'no capital in it'}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    totals, faults = {"trained on": Counter[str](), "unseen": Counter[str]()}, Counter[str]()
    links = Counter[str]()
    for row in map(json.loads, (a.shared / "data/re3d/documents.jsonl").read_text("utf-8").splitlines()):
        doc = parse(report_from_text(row["text"], id=row["id"]))
        totals["unseen" if row["source"].startswith(UNSEEN) else "trained on"] += count_entities(doc, row)
        links += count_relations(code(doc), row)
        faults.update(wrong(row, doc))
    for what, count in faults.most_common(a.errors):
        print(count, what)
    result: dict[str, Any] = {k: {w: scores(n, w) for w in ("strict", "names", "overlap")} for k, n in totals.items()}
    result |= {name: scores(links, name) for name in ("FightingAgainst", "AlliesOf")}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
