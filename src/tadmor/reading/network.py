"""The trained reader: one int8 ONNX graph over sentences, and the picking of tags, trees, entities and roles.

Word vectors never leave the graph; what comes out are scores by word, the arc matrix, and the two sides of each
bilinear
form, which are multiplied here only for the pairs that are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tadmor.errors import ModelError
from tadmor.reading.pieces import WordPiece, heard, shape
from tadmor.reading.tree import best_heads

MODEL_FOLDER = Path(__file__).parent.parent / "data"
TOLD = ("trigger", "modality", "dating", "placing", "speaking")
LONGEST, BATCH_PIECES = 480, 192

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class Read:
    """What the network says of one sentence of n words.

    ``heads`` are 1-based word numbers, 0 for the root. ``told`` are log-probabilities by layer (n, labels): trigger
    (no kind first), modality, dating, placing, speaking. ``left`` and ``right`` (n, 129) are the sides of the role
    form.
    """

    upos: list[str]
    xpos: list[str]
    ner: list[str]
    heads: list[int]
    deprels: list[str]
    told: dict[str, Array]
    left: Array
    right: Array


class Network:
    """The graph, its labels and its vocabulary, loaded once."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        try:
            import onnxruntime
        except ImportError as e:  # pragma: no cover
            raise ModelError("onnxruntime is not installed", remedy="pip install onnxruntime") from e
        missing = [n for n in ("reader.onnx", "reader.npz", "labels.json", "vocab.txt") if not (folder / n).is_file()]
        if missing:
            raise ModelError(
                f"model file missing: {', '.join(missing)}", where=str(folder), remedy="install tadmor again"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # it would keep a plan of memory for every shape of a batch
        options.log_severity_level = 3
        graph = str(folder / "reader.onnx")
        try:
            self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as e:  # onnxruntime's errors have no common base; a file cut short gives InvalidProtobuf
            raise ModelError("the model cannot be loaded", where=graph, remedy="install tadmor again") from e
        self.outputs = [o.name for o in self.session.get_outputs()]
        self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        with np.load(folder / "reader.npz") as forms:
            self.rel = forms["rel"].astype(np.float32)
            self.role = forms["role"].astype(np.float32)
        self.pieces = WordPiece.load(folder / "vocab.txt")

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Read]:
        """One ``Read`` a sentence, in order. Empty sentences are not allowed."""
        fed = [self._fed(words) for words in sentences]
        order = sorted(range(len(fed)), key=lambda i: len(fed[i][0]))
        out: list[Read | None] = [None] * len(fed)
        batch: list[int] = []
        for i in order:
            if batch and (len(batch) + 1) * len(fed[i][0]) > BATCH_PIECES:
                self._run(batch, fed, out)
                batch = []
            batch.append(i)
        if batch:
            self._run(batch, fed, out)
        return [r for r in out if r is not None]

    def _fed(self, words: Sequence[str]) -> tuple[list[int], list[int], list[tuple[int, ...]]]:
        """Piece numbers with [CLS] and [SEP], each word's first piece (0 for the root), and shape bits."""
        ids, first = [self.pieces.cls], [0]
        shapes: list[tuple[int, ...]] = [(0, 0, 0, 0)]
        for w in heard(words):
            room = LONGEST - len(ids)
            first.append(len(ids) if room > 0 else len(ids) - 1)
            ids.extend(self.pieces(w)[: max(room, 0)])
            shapes.append(shape(w))
        return [*ids, self.pieces.sep], first, shapes

    def _run(self, batch: list[int], fed: list[Any], out: list[Read | None]) -> None:
        width = max(len(fed[i][0]) for i in batch)
        words = max(len(fed[i][1]) for i in batch)
        pieces = np.full((len(batch), width), self.pieces.pad, np.int64)
        first = np.zeros((len(batch), words), np.int64)
        shapes = np.zeros((len(batch), words, 4), np.float32)
        for row, i in enumerate(batch):
            ids, starts, bits = fed[i]
            pieces[row, : len(ids)] = ids
            first[row, : len(starts)] = starts
            shapes[row, : len(bits)] = bits
        mask = (pieces != self.pieces.pad).astype(np.int64)
        got = self.session.run(None, {"pieces": pieces, "mask": mask, "first": first, "shapes": shapes})
        scores = dict(zip(self.outputs, got, strict=True))
        for row, i in enumerate(batch):
            n = len(fed[i][1])
            out[i] = self._picked({k: v[row, :n] for k, v in scores.items()}, n)

    def _picked(self, s: dict[str, Array], n: int) -> Read:
        arc = s["arc"][:, :n].copy()
        heads = best_heads(arc)
        rel = s["rel"].argmax(1)
        np.fill_diagonal(arc, -1e9)
        moved = [w for w, greedy in enumerate(arc.argmax(1)) if w and heads[w] != greedy]
        if moved:
            rel[moved] = pair_scores(self.rel, s["rel_left"][moved], s["rel_right"][[heads[w] for w in moved]]).argmax(
                1
            )
        names = {k: [self.labels[k][j] for j in s[k][1:].argmax(1)] for k in ("upos", "xpos", "ner")}
        return Read(
            **names,
            heads=heads[1:],
            deprels=[self.labels["deprel"][j] for j in rel[1:]],
            told={k: log_softmax(s[k][1:]) for k in TOLD},
            left=s["role_left"][1:],
            right=s["role_right"][1:],
        )


def pair_scores(form: Array, left: Array, right: Array) -> Array:
    """(n, outputs): the bilinear form (outputs, d, d) of row k of ``left`` with row k of ``right``, both (n, d)."""
    return np.stack([(form @ b) @ a for a, b in zip(left, right, strict=True)])


def log_softmax(x: Array) -> Array:
    """Log-probabilities over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


@cache
def default_network() -> Network:
    """The network that ships with the package, loaded once a process."""
    return Network()
