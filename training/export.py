"""The trained reader as one int8 ONNX graph, with what stands beside it.

    python -m training.export training/work/reader.pt --out src/tadmor/data

Writes ``reader.onnx`` (weights int8 by channel), ``reader.npz`` (the bilinear forms, float16), ``labels.json``,
``vocab.txt`` and ``manifest.json``. The graph gives scores by word, and the two sides of each pair; picking trees
and roles is numpy.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.encoder import TOLD, Reader
from training.parse import fingerprint, minilm

OUTPUTS = ("upos", "xpos", "ner", "arc", "rel", "rel_left", "rel_right", "role_left", "role_right", *TOLD)


class Served(nn.Module):
    """The reader as it is served: scores of the word heads, the arc matrix, and the sides of the bilinear forms."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, mask: Tensor, first: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        r = self.reader
        x = r.vectors(pieces, mask, first, shapes)
        tags, claims = r.tags(x), r.claims(x)
        arc = r.arc(x, x)[:, 0]
        left, right = r.rel.widen(x, r.rel.left), r.rel.widen(x, r.rel.right)
        return (
            tags["upos"], tags["xpos"], tags["ner"], arc,
            self.labels(left, right, self.greedy(arc, first)), left, right,
            r.role.widen(x, r.role.left), r.role.widen(x, r.role.right), *(claims[k] for k in TOLD),
        )  # fmt: skip

    @staticmethod
    def greedy(arc: Tensor, first: Tensor) -> Tensor:
        """(batch, words): each word's best head, itself and padding left out; right wherever greedy gives a tree."""
        present = (first > 0) | (torch.arange(first.shape[1]) == 0)
        at = torch.arange(first.shape[1])
        itself = at[:, None] == at[None, :]
        return arc.masked_fill(~present[:, None, :] | itself, -1e9).argmax(-1)

    def labels(self, left: Tensor, right: Tensor, heads: Tensor) -> Tensor:
        """Relation scores (batch, words, relations) of each word with its head; a product of matrices, so int8."""
        outputs, width, _ = self.reader.rel.weight.shape
        form = self.reader.rel.weight.permute(1, 0, 2).reshape(width, outputs * width)
        mixed = (left @ form).view(left.shape[0], left.shape[1], outputs, width)
        governors = right.gather(1, heads.unsqueeze(-1).expand(-1, -1, width))
        return (mixed * governors.unsqueeze(2)).sum(-1)


def float_graph(reader: Reader, path: Path) -> None:
    """Write the float32 graph."""
    inputs = (
        torch.ones(2, 12, dtype=torch.long), torch.ones(2, 12, dtype=torch.long),
        torch.ones(2, 9, dtype=torch.long), torch.zeros(2, 9, 4),
    )  # fmt: skip
    names = ["pieces", "mask", "first", "shapes"]
    axes = {n: {0: "batch", 1: "pieces" if n in ("pieces", "mask") else "words"} for n in names}
    axes |= {n: {0: "batch", 1: "words"} | ({2: "words"} if n == "arc" else {}) for n in OUTPUTS}
    torch.onnx.export(
        Served(reader).eval(), inputs, str(path), input_names=names, output_names=list(OUTPUTS), dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip


def int8(source: Path, target: Path) -> None:
    """Quantise the weights by channel; the arc form stays float (it decides trees)."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(target), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip


def export(checkpoint: Path, out: Path) -> None:
    """Write the five files; raises if the checkpoint lacks a head."""
    found = torch.load(checkpoint, weights_only=True)
    labels: dict[str, list[str]] = found["labels"]
    reader = Reader({k: len(v) for k, v in labels.items()})
    reader.load_state_dict(found["state"])
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        float_graph(reader, whole)
        int8(whole, out / "reader.onnx")
    model = onnx.load(str(out / "reader.onnx"))
    model.producer_name = "tadmor"
    onnx.save(model, str(out / "reader.onnx"))
    forms = {"rel": reader.rel.weight, "role": reader.role.weight}
    np.savez_compressed(out / "reader.npz", **{k: v.detach().numpy().astype(np.float16) for k, v in forms.items()})
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    shutil.copy(minilm() / "vocab.txt", out / "vocab.txt")
    manifest = found["manifest"] | {"checkpoint": fingerprint([checkpoint])}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--out", type=Path, default=Path("src/tadmor/data"))
    a = ap.parse_args()
    export(a.checkpoint, a.out)


if __name__ == "__main__":
    main()
