"""The place of a happening, given its verb: python bench/event_places.py [--shared ../shared] [--train N] [--errors N]

data/event_location/gold.jsonl: 248 sentences, in each but one a verb, and the place names, if any, where that happened.
The sentence is read as a report of its own. Where a claim's trigger holds the verb, its places are the answer; else the
reader is asked for the places of a happening told by that verb, as a kind that its frames propose, or "attack". Names
that do not stand in the sentence cannot come out. A place is right where its words share a character with a gold name;
precision is over places told, recall over gold names.
About half of the marks of places in these files are numbers of words, the last one included, where the others are
offsets of characters: a mark that does not begin and end at the edges of words, or is shorter than a name, is read as
word numbers (which then fall on names). The published figures are of a model trained on the 9,436 sentences of
train.jsonl, and may read those marks otherwise; nothing of ours was trained on them. ``--train N`` measures the first N
of those instead, to look at errors without looking at the gold ones.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmor.coding.code import candidates, tellings
from tadmor.coding.context import Context
from tadmor.coding.learned import role_scores
from tadmor.coding.wheres import wheres
from tadmor.doc import Doc
from tadmor.model import Where
from tadmor.reading import parse
from tadmor.sources import report_from_text

Stretch = tuple[int, int]
_WORD = re.compile(r"U\.S\.|[A-Z][a-z]{0,3}\.(?=\s[A-Z\d])|\d+(?:[.,]\d+)+|['’]s|\w+|\s{2,}|[^\w\s]")
"""Words as the makers of the set numbered them, as near as a pattern comes: runs of spaces count."""
_NAME = 3
"""The least length of a name."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, where its verb stands, and where the names of the verb's places do."""

    text: str
    verb: Stretch
    places: tuple[Stretch, ...]


def cases(path: Path) -> Iterator[Case]:
    """The sentences of a file that mark a verb."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        marked = [(s["label"], (s["start"], s["end"])) for s in row["spans"]]
        verbs = [span for label, span in marked if label == "VERB"]
        if verbs:
            places = (stretch(row["text"], span) for label, span in marked if label == "LOCATION")
            yield Case(row["text"], verbs[0], tuple(place for place in places if place))


def stretch(text: str, mark: Stretch) -> Stretch | None:
    """The characters of a mark, which may be given as the numbers of its first and last word.

    >>> stretch("The rebels took Homs.", (16, 20)), stretch("The rebels took Homs.", (3, 3))
    ((16, 20), (16, 20))
    """
    words = [m.span() for m in _WORD.finditer(text)]
    edges = {a for a, _ in words}, {b for _, b in words}
    if mark[1] - mark[0] >= _NAME and mark[0] in edges[0] and mark[1] in edges[1]:
        return mark
    chosen = words[mark[0] : mark[1] + 1]
    return (chosen[0][0], chosen[-1][1]) if chosen else None


def told(case: Case) -> list[Stretch]:
    """Where the names of the places stand that the reader ties to the verb."""
    doc = parse(report_from_text(case.text))
    claims, _ = tellings(doc)
    found = [c.where for c in claims if meet((c.trigger.start, c.trigger.end), case.verb)]
    found = found or _asked(doc, case.verb)
    return sorted({(w.span.start, w.span.end) for w in found if w is not None})


def _asked(doc: Doc, verb: Stretch) -> list[Where | None]:
    """The places of a happening told by this verb, whether or not the reader takes it for one."""
    words = tuple(i for i in range(len(doc.words)) if meet((doc.starts[i], doc.ends[i]), verb))
    if not words:
        return []
    sentence = doc.sentence_of(words[0])
    near = next((c for c in candidates(doc, sentence) if set(c.words) & set(words)), None)
    expected = near.frame.roles(doc, "place") if near and near.frame else []
    scores = role_scores(doc, words, sentence)["place"]
    return wheres(doc, sentence, words, near.kind if near else "attack", scores, expected, Context())


def meet(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a character."""
    return one[0] < other[1] and other[0] < one[1]


def tally(found: list[Stretch], gold: tuple[Stretch, ...]) -> Counter[str]:
    """Places told, those of them that are right, gold names, and those of them that are told."""
    return Counter(
        told=len(found),
        right=sum(any(meet(f, g) for g in gold) for f in found),
        gold=len(gold),
        hit=sum(any(meet(f, g) for f in found) for g in gold),
    )


def figures(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1."""
    p = counts["right"] / counts["told"] if counts["told"] else 0.0
    r = counts["hit"] / counts["gold"] if counts["gold"] else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r) if p + r else 0.0, 4)}


def main() -> None:
    """Prints the figures as JSON."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--train", type=int, default=0)
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--json", action="store_true", help="the figures alone")
    a = ap.parse_args()
    folder = a.shared / "data/event_location"
    rows = list(cases(folder / ("train.jsonl" if a.train else "gold.jsonl")))
    rows = rows[: a.train] if a.train else rows
    counts: Counter[str] = Counter()
    for case in rows:
        found = told(case)
        one = tally(found, case.places)
        counts += one
        wrong = one["right"] < one["told"] or one["hit"] < one["gold"]
        if wrong and a.errors > 0 and not a.json:
            a.errors -= 1
            names = [[case.text[x:y] for x, y in spans] for spans in (found, case.places)]
            print(f"{case.text[slice(*case.verb)]}: told {names[0]}, gold {names[1]}: {case.text}")
    print(json.dumps({"sentences": len(rows), **figures(counts)}))


if __name__ == "__main__":
    main()
