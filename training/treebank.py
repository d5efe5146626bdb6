"""Treebank, entity and claim sentences as plain training examples."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tadmor.reading.words import sentences_of, words_of

NAMES = Path(__file__).parent / "names.tsv"


@dataclass(slots=True)
class Example:
    """One sentence. Heads are 1-based with 0 for the root, as in CoNLL-U; a layer that was not annotated is empty."""

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    ner: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)


def conllu(path: Path) -> Iterator[Example]:
    """Sentences of a CoNLL-U file; multiword ranges and empty nodes are left out."""
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            yield Example(
                [r[1] for r in rows], [r[3] for r in rows], [r[4] for r in rows],
                [int(r[6]) for r in rows], [r[7] for r in rows], lemmas=[r[2] for r in rows],
            )  # fmt: skip
            rows = []


def named(examples: list[Example], names: Path) -> list[Example]:
    """The examples of a file with the names that a table gives them: number of the sentence, first word, word after the
    last, label. A sentence without names in the table has none.
    """
    tags = [["O"] * len(e.words) for e in examples]
    for line in names.read_text(encoding="utf-8").splitlines()[1:]:
        sentence, start, end, label = line.split("\t")
        for at in range(int(start), int(end)):
            tags[int(sentence)][at] = ("I-" if at > int(start) else "B-") + label
    return [replace(e, ner=t) for e, t in zip(examples, tags, strict=True)]


def iob2(path: Path) -> Iterator[Example]:
    """Sentences of a UNER file: number, word, tag."""
    words, tags = [], []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            words.append(cells[1])
            tags.append(cells[2])
        elif not line and words:
            yield Example(words, ner=tags)
            words, tags = [], []


def drop(example: Example, gone: set[int]) -> Example:
    """The example without these words (0-based), which must be leaves of the tree."""
    keep = [i for i in range(len(example.words)) if i not in gone]
    number = {0: 0} | {old + 1: new + 1 for new, old in enumerate(keep)}

    def pick(layer: list[str]) -> list[str]:
        return [layer[i] for i in keep] if layer else []

    heads = [number[example.heads[i]] for i in keep] if example.heads else []
    return Example(
        pick(example.words), pick(example.upos), pick(example.xpos), heads, pick(example.deprels), pick(example.ner)
    )


LOST = {",", "-", '"', "''", "``", "“", "”", "'", ":", ";", "–", "—"}


def weather(example: Example, rng: random.Random) -> Example:
    """The example as rough copy has it: all capitals, no capitals, lost commas and hyphens, lost full stop."""
    words = example.words
    roll = rng.random()
    if roll < 0.10:
        example = replace(example, words=[w.upper() for w in words])
    elif roll < 0.14:
        example = replace(example, words=[w.lower() for w in words])
    if len(words) < 3 or rng.random() > 0.15:
        return example
    parents = set(example.heads)
    lost = LOST if rng.random() < 0.7 else set()
    gone = {i for i, w in enumerate(words) if w in lost and i + 1 not in parents}
    if words[-1] in ".!?" and len(words) not in parents and rng.random() < 0.5:
        gone.add(len(words) - 1)
    return drop(example, gone) if gone and len(gone) < len(words) else example


RE3D_LABELS = {"Organisation": "ORG", "Person": "PER", "Location": "LOC"}


def re3d(path: Path) -> Iterator[Example]:
    """Sentences of re3d with its organisations, persons and places; only the sources whose licence lets weights
    ship.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        if doc["source"].startswith(("BBC", "Delegation")):
            continue
        text = doc["text"]
        spans = sorted(
            ((e["begin"], e["end"], RE3D_LABELS[e["type"]]) for e in doc["entities"]
             if e["type"] in RE3D_LABELS and e["confidence"] > 0), key=lambda s: s[0] - s[1]
        )  # fmt: skip
        for a, b in sentences_of(text):
            offsets = list(words_of(text, a, b))
            tags = ["O"] * len(offsets)
            for start, end, label in spans:
                inside = [i for i, (x, y) in enumerate(offsets) if x < end and y > start]
                plain = [n for n, i in enumerate(inside) if text[offsets[i][0]].islower()]
                while plain and text[slice(*offsets[inside[plain[-1]]])] in ("of", "al", "the", "and", "for"):
                    plain.pop()
                inside = inside[plain[-1] + 1 :] if plain else inside  # "rebel-held town of Kafr Nan": the name only
                while inside and text[slice(*offsets[inside[0]])].lower() in ("the", "of", "-", "held"):
                    inside = inside[1:]
                if inside and all(tags[i] == "O" for i in inside):
                    for n, i in enumerate(inside):
                        tags[i] = ("I-" if n else "B-") + label
            if offsets:
                yield Example([text[x:y] for x, y in offsets], ner=tags)
