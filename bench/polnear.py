"""Who says what, against PolNeAR: each saying that the reader finds, its cue and its source.

    python bench/polnear.py [--shared ../shared] [--part dev] [--errors N] [--json]

Read: every article of the part, as text. Found: what ``coding.attribution.sayings`` finds in each sentence, whether or
not a happening of ours is told in it. A saying is right where its cue stands in the cue of a gold attribution and the
head word of one of its speakers in that attribution's source; a relative pronoun ("who said") and what it stands for
are one source. Each attribution is right once at most. Gold attributions without a source, or without a cue, are left
out, and so are sayings whose cue is theirs. How far the content reaches is not scored. ``cue`` asks for the cue alone.

PolNeAR marks few attributions within another: sayings whose cue lies in the words of another saying of the sentence, in
quotation marks, or after the "NAME:" that opens a paragraph of an interview, are not counted. ``unfiltered`` counts
them, as wrong where the set has none.

It marks more than sayings: wishes, beliefs, plans, praise, blame and support are attributions there. They are
counted; nothing is left out for being no saying of ours. The texts tell of an election, not of a war. Word lists were
written against the train part; nothing is trained on it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmor.coding.attribution import Saying, attributions
from tadmor.coding.slots import RELATIVES
from tadmor.doc import Doc
from tadmor.reading import parse
from tadmor.sources import report_from_text

SPEECH = re.compile(r"\s*(?:[A-Z][\w.’'-]*\s?){1,4}:\s")
"""The head of a paragraph of an interview: who speaks, and a colon."""
MARKS = re.compile("[“”\"]|''")
Reach = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Told:
    """A gold attribution: where its cue and its source stand; no source is none."""

    cue: Reach
    source: Reach


def gold(row: dict[str, Any]) -> list[Told]:
    """The attributions of an article that have a cue."""

    def reach(parts: list[dict[str, Any]]) -> Reach:
        return [(a, b) for part in parts for a, b in part["spans"]]

    told = (Told(reach(a["cue"]), reach(a["source"])) for a in row["attributions"])
    return [t for t in told if t.cue]


def inside(at: int, reach: Reach) -> bool:
    """Whether a code point lies in one of these stretches."""
    return any(a <= at < b for a, b in reach)


def same_source(doc: Doc, word: int, told: Told) -> bool:
    """Whether a speaker is the source, or what its relative pronoun stands for."""
    if inside(doc.starts[word], told.source):
        return True
    relatives = (w for a, b in told.source for w in doc.words_in(doc.report.span(a, b)))
    return any(doc.words[w].lower() in RELATIVES and word in doc.ancestors(w) for w in relatives)


def right(doc: Doc, saying: Saying, told: Told) -> bool:
    """Whether a saying is this attribution: cue and source."""
    return inside(doc.starts[saying.cue], told.cue) and any(same_source(doc, s, told) for s in saying.speakers)


def scored(doc: Doc, said: list[Saying], told: list[Told]) -> tuple[list[Saying], list[Told], Counter[str]]:
    """The sayings that are wrong, the attributions missed, and what was counted."""
    sourced = [t for t in told if t.source]
    cues = [s for s in said if any(inside(doc.starts[s.cue], t.cue) for t in sourced)]
    unsourced = [s for s in said if s not in cues and any(inside(doc.starts[s.cue], t.cue) for t in told)]
    missed, wrong = list(sourced), list[Saying]()
    for s in said:
        hit = next((t for t in missed if right(doc, s, t)), None)
        if hit:
            missed.remove(hit)
        elif s not in unsourced:
            wrong.append(s)
    hits = len(sourced) - len(missed)
    met = sum(any(inside(doc.starts[s.cue], t.cue) for s in said) for t in sourced)
    return wrong, missed, Counter(hit=hits, said=hits + len(wrong), there=len(sourced), cues=len(cues), met=met)


def f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def figures(n: Counter[str]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1: cue with the right source, and cue alone."""
    both = n["hit"] / max(n["said"], 1), n["hit"] / max(n["there"], 1)
    cue = n["cues"] / max(n["said"], 1), n["met"] / max(n["there"], 1)
    return {k: {"p": p, "r": r, "f1": f1(p, r)} for k, (p, r) in {"cue and source": both, "cue": cue}.items()}


def quoted(doc: Doc, word: int) -> bool:
    """Whether a word stands in direct speech: marks opened in its paragraph before it, and not closed."""
    start = doc.text.rfind("\n", 0, doc.starts[word]) + 1
    before = doc.text[start : doc.starts[word]]
    opened = False
    for mark in MARKS.findall(before):
        opened = not opened if mark in ('"', "''") else mark == "“"
    return opened or SPEECH.match(before) is not None


def sayings_of(doc: Doc) -> list[Saying]:
    """What is said in a text, in the order of the cues."""
    found = (s for n in range(len(doc.sentences)) for s in attributions(doc, n))
    return sorted(found, key=lambda s: s.cue)


def outermost(doc: Doc, found: list[Saying]) -> list[Saying]:
    """Those outside direct speech and outside what another says."""
    open_ones = [s for s in found if not quoted(doc, s.cue)]
    return [s for s in open_ones if not any(s.cue in o.said for o in open_ones if o is not s)]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--part", default="dev", choices=["dev", "train"])
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    total, unfiltered, words = Counter[str](), Counter[str](), Counter[str]()
    for row in map(json.loads, (a.shared / f"data/polnear/{a.part}.jsonl").read_text("utf-8").splitlines()):
        doc = parse(report_from_text(row["text"], id=row["id"]))
        said = sayings_of(doc)
        wrong, missed, counted = scored(doc, outermost(doc, said), gold(row))
        total += counted
        unfiltered += scored(doc, said, gold(row))[2]
        words.update(f"wrong: {doc.lemmas[s.cue]}" for s in wrong)
        words.update("missed: " + " ".join(doc.text[x:y] for x, y in t.cue) for t in missed)
    for what, count in words.most_common(a.errors):
        print(count, what)
    every = figures(total) | {"unfiltered": figures(unfiltered)["cue and source"]}
    result = {k: {m: round(x, 4) for m, x in v.items()} for k, v in every.items()}
    print(json.dumps(result | {"attributions": total["there"]}, indent=1))


if __name__ == "__main__":
    main()
