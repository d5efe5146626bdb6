"""Examples to padded tensors, batched by length."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import Tensor

from tadmor.reading.pieces import WordPiece, heard, shape
from training.treebank import Example

IGNORE = -100
LAYERS_OF_LABELS = ("upos", "xpos", "ner")


class Labels:
    """Label lists by layer, and their numbers."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names
        self.numbers = {layer: {n: i for i, n in enumerate(names[layer])} for layer in names}

    @classmethod
    def of(cls, examples: Iterable[Example]) -> Labels:
        """All labels that stand in these examples, "O" first in ``ner``."""
        found: dict[str, set[str]] = {"upos": set(), "xpos": set(), "deprel": set(), "ner": set()}
        for e in examples:
            for layer, values in (("upos", e.upos), ("xpos", e.xpos), ("deprel", e.deprels), ("ner", e.ner)):
                found[layer].update(values)
        return cls({k: sorted(v, key=lambda x: (x != "O", x)) for k, v in found.items()})

    def sizes(self) -> dict[str, int]:
        return {k: len(v) for k, v in self.names.items()}


def fed(
    words: Sequence[str], pieces: WordPiece, longest: int = 400
) -> tuple[list[int], list[int], list[tuple[int, ...]]]:
    """Piece numbers with [CLS] and [SEP], each word's first piece (0 for the root), and shape bits."""
    ids, first, shapes = [pieces.cls], [0], [(0, 0, 0, 0)]
    for w in heard(words):
        room = longest - len(ids)
        first.append(len(ids) if room > 0 else len(ids) - 1)
        ids.extend(pieces(w)[: max(room, 0)])
        shapes.append(shape(w))
    return [*ids, pieces.sep], first, shapes


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*r, *[fill] * (width - len(r))] for r in rows])


def encoder_inputs(words: Sequence[Sequence[str]], pieces: WordPiece) -> dict[str, Tensor]:
    """The four inputs of ``Reader.vectors`` and the mask of words, for sentences as word lists."""
    rows = [fed(w, pieces) for w in words]
    ids = padded([r[0] for r in rows], pieces.pad)
    width = max(len(r[1]) for r in rows)
    shapes = torch.tensor([[*r[2], *[(0, 0, 0, 0)] * (width - len(r[2]))] for r in rows], dtype=torch.float32)
    return {
        "pieces": ids, "mask": (ids != pieces.pad).long(), "first": padded([r[1] for r in rows], 0), "shapes": shapes,
        "present": padded([[1] * len(r[1]) for r in rows], 0).bool(),
    }  # fmt: skip


def tensors(examples: Sequence[Example], labels: Labels, pieces: WordPiece) -> dict[str, Tensor]:
    """Inputs and labels of a batch; labels are -100 where a layer is not annotated and at the root."""
    out = encoder_inputs([e.words for e in examples], pieces)
    for layer in LAYERS_OF_LABELS:
        numbers = labels.numbers[layer]
        rows = [[IGNORE, *([numbers[x] for x in getattr(e, layer)] or [IGNORE] * len(e.words))] for e in examples]
        out[layer] = padded(rows, IGNORE)
    relations = labels.numbers["deprel"]
    out["heads"] = padded([[IGNORE, *(e.heads or [IGNORE] * len(e.words))] for e in examples], IGNORE)
    out["deprel"] = padded(
        [[IGNORE, *([relations[x] for x in e.deprels] or [IGNORE] * len(e.words))] for e in examples], IGNORE
    )
    return out


def by_length(sizes: Sequence[int], budget: int, rng: random.Random) -> Iterator[list[int]]:
    """Index batches of like length, at most ``budget`` pieces a batch (padding counted), in random order."""
    order = sorted(range(len(sizes)), key=lambda i: sizes[i] + rng.random() * 4)
    batches: list[list[int]] = [[]]
    for i in order:
        if batches[-1] and (len(batches[-1]) + 1) * sizes[i] > budget:
            batches.append([])
        batches[-1].append(i)
    rng.shuffle(batches)
    yield from batches
