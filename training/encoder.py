"""The encoder (6-layer, 384-wide MiniLM) and its heads, in PyTorch."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
TOLD = ("trigger", "modality", "dating", "placing", "speaking")
SHAPE_BITS, SHAPE_WIDTH, HAPPENING_WIDTH = 4, 16, 256


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.up, self.down = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(b, n, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(q @ k.transpose(2, 3) * (WIDTH // ATTENTION_HEADS) ** -0.5 + bias, -1)
        weights = functional.dropout(weights, self.dropout, self.training)
        seen = self.out((weights @ v).transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norm1(x + functional.dropout(seen, self.dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """Pieces (batch, n) and mask (batch, n) to vectors (batch, n, 384)."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        positions = self.positions.weight[: pieces.shape[1]]
        x = self.norm(self.words(pieces) + positions + self.kind)
        x = functional.dropout(x, self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_minilm(self, path: Path) -> None:
        """Take the published MiniLM weights from a safetensors file."""
        found = safetensors(path)
        state = {
            "words.weight": found["embeddings.word_embeddings.weight"],
            "positions.weight": found["embeddings.position_embeddings.weight"],
            "kind": found["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": found["embeddings.LayerNorm.weight"],
            "norm.bias": found["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{i}.{ours}.{part}"] = found[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(state)


def safetensors(path: Path) -> dict[str, Tensor]:
    """All float32 tensors of a safetensors file."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    out = {}
    for name, row in json.loads(raw[8 : 8 + length]).items():
        if name != "__metadata__" and row["dtype"] == "F32":
            a, b = row["data_offsets"]
            flat = torch.frombuffer(bytearray(raw[8 + length + a : 8 + length + b]), dtype=torch.float32)
            out[name.removeprefix("bert.")] = flat.reshape(row["shape"])
    return out


class Biaffine(nn.Module):
    """Scores (batch, outputs, n, n) of every ordered pair: [dependent, head]."""

    def __init__(self, source: int, width: int, outputs: int, dropout: float = 0.33) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(source, width), nn.Linear(source, width)
        self.weight = nn.Parameter(torch.zeros(outputs, width + 1, width + 1))
        self.dropout = dropout
        nn.init.normal_(self.weight, std=0.01)

    def widen(self, x: Tensor, layer: nn.Linear) -> Tensor:
        """One side of a pair, with a constant 1 appended so that the bilinear form holds the linear ones."""
        y = functional.dropout(functional.leaky_relu(layer(x), 0.1), self.dropout, self.training)
        return torch.cat([y, torch.ones_like(y[..., :1])], -1)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        a, b = self.widen(left, self.left), self.widen(right, self.right)
        return torch.einsum("bxi,oij,byj->boxy", a, self.weight.to(a.dtype), b)

    def chosen(self, left: Tensor, right: Tensor, at: Tensor) -> Tensor:
        """Scores (batch, n, outputs) of each left word with the right word ``at`` (batch, n) only."""
        a, b = self.widen(left, self.left), self.widen(right, self.right)
        b = b.gather(1, at.unsqueeze(-1).expand(-1, -1, b.shape[-1]))
        return torch.einsum("bxi,oij,bxj->bxo", a, self.weight.to(a.dtype), b)


class Reader(nn.Module):
    """Encoder with heads for tags, tree and entities. ``sizes`` gives the number of labels by head."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.shape = nn.Linear(SHAPE_BITS, SHAPE_WIDTH)
        source = WIDTH + SHAPE_WIDTH
        self.upos, self.xpos, self.ner = (nn.Linear(source, sizes[k]) for k in ("upos", "xpos", "ner"))
        self.arc = Biaffine(source, 256, 1)
        self.rel = Biaffine(source, 128, sizes["deprel"])
        if "trigger" in sizes:
            self.happening = nn.Linear(source, HAPPENING_WIDTH)
            self.told = nn.ModuleDict({k: nn.Linear(HAPPENING_WIDTH, sizes[k]) for k in TOLD})
            self.role = Biaffine(source, 128, sizes["role"], dropout=0.25)

    def vectors(self, pieces: Tensor, mask: Tensor, first: Tensor, shapes: Tensor) -> Tensor:
        """Word vectors (batch, words + 1, 400): the first piece stands for the word, position 0 for the root."""
        hidden = self.encoder(pieces, mask)
        at = first.unsqueeze(-1).expand(-1, -1, WIDTH)
        return torch.cat([hidden.gather(1, at), self.shape(shapes)], -1)

    def tags(self, x: Tensor) -> dict[str, Tensor]:
        """Scores of the word-by-word heads."""
        y = functional.dropout(x, 0.25, self.training)
        return {"upos": self.upos(y), "xpos": self.xpos(y), "ner": self.ner(y)}

    def claims(self, x: Tensor) -> dict[str, Tensor]:
        """Scores by word: the kind of happening it triggers (0: none), and what is told of that happening."""
        y = functional.dropout(x, 0.3, self.training)
        y = functional.dropout(functional.gelu(self.happening(y)), 0.3, self.training)
        return {k: layer(y) for k, layer in self.told.items()}
