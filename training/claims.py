"""Second stage: triggers, kinds, modality and roles beside tags, tree and entities.

    python -m training.claims training/work/parse.pt --shared ../shared --out training/work/reader.pt

Every step takes one batch of annotated reports and one of the treebank, so that one encoder serves both. With
``--held-out N`` every Nth report is kept back and scored.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from tadmor.model import DATINGS, KINDS, MODALITIES, PLACINGS, ROLES, SPEAKINGS
from tadmor.reading.pieces import WordPiece
from training.batches import IGNORE, Labels, by_length, encoder_inputs, padded, tensors
from training.corpus import Sentence, event_places, gold, sentences
from training.encoder import TOLD, Reader
from training.parse import Average, fingerprint, groups, loss_of, minilm, save, tree_scores
from training.swap import swapped, weathered
from training.treebank import NAMES, Example, conllu, iob2, named, re3d, weather

CLAIM_LABELS = {
    "trigger": ["", *KINDS], "modality": list(MODALITIES), "dating": list(DATINGS), "placing": list(PLACINGS),
    "speaking": list(SPEAKINGS), "role": list(ROLES),
}  # fmt: skip
NUMBER = {layer: {name: i for i, name in enumerate(names)} for layer, names in CLAIM_LABELS.items()}
WEIGHTS = {"trigger": 3.0, "modality": 1.0, "dating": 0.5, "placing": 0.5, "speaking": 0.5}


def claim_tensors(batch: Sequence[Sentence], pieces: WordPiece) -> dict[str, Tensor]:
    """Inputs, word labels, and for each trigger its row, its words' weights and the words of its roles.

    The layers of ``TOLD`` are (batch, words + 1); ``row`` (t); ``at`` (t, words + 1) sums to 1 over the trigger's
    words; ``roles`` (t, words + 1, roles) is 1, 0, or -1 where that role was not annotated.
    """
    out = encoder_inputs([s.words for s in batch], pieces)
    width = out["first"].shape[1]
    told: dict[str, list[list[int]]] = {layer: [] for layer in TOLD}
    rows, at, roles = [], [], []
    for n, s in enumerate(batch):
        for layer in TOLD:
            none = 0 if layer == "trigger" and s.kinds_known else IGNORE
            told[layer].append([IGNORE, *[none] * len(s.words)])
        for t in s.triggers:
            weights, target = torch.zeros(width), torch.full((width, len(ROLES)), -1.0)
            for w in t.words:
                weights[w + 1] = 1 / len(t.words)
                for layer, name in [("trigger", t.kind or None), *t.told.items()]:
                    if name is not None:
                        told[layer][-1][w + 1] = NUMBER[layer][name]
            for r, role in enumerate(ROLES):
                if role in s.only:
                    target[1 : len(s.words) + 1, r] = 0
                    target[[w + 1 for w in t.roles[role]], r] = 1
            rows.append(n), at.append(weights), roles.append(target)
    out |= {layer: padded(values, IGNORE) for layer, values in told.items()}
    if rows:
        out |= {"row": torch.tensor(rows), "at": torch.stack(at), "roles": torch.stack(roles)}
    return out


def role_scores(model: Reader, x: Tensor, row: Tensor, at: Tensor) -> Tensor:
    """(t, words + 1, roles): every word's score in every role of each trigger."""
    left = torch.einsum("tn,tnd->td", at.to(x.dtype), model.role.widen(x, model.role.left)[row])
    right = model.role.widen(x, model.role.right)[row]
    return torch.einsum("ti,oij,tnj->tno", left, model.role.weight.to(x.dtype), right)


def vectors_of(model: Reader, batch: dict[str, Tensor]) -> Tensor:
    return model.vectors(batch["pieces"], batch["mask"], batch["first"], batch["shapes"])


def tree_loss(model: Reader, teacher: Reader, x: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """How far tags and tree of report sentences stray from the first stage's (Kullback-Leibler, a word).

    Without it the trees of reports decay while those of the treebank stay: the treebank holds few such sentences.
    """
    here = batch["present"].clone()
    here[:, 0] = False
    with torch.no_grad():
        t = vectors_of(teacher, batch)
        shut = ~batch["present"][:, None, :]
        arcs = teacher.arc(t, t)[:, 0].float().masked_fill(shut, -1e4)
        heads = arcs.argmax(-1)
        rels, tags = teacher.rel.chosen(t, t, heads).float(), teacher.tags(t)
    y = functional.dropout(x, 0.25, model.training)
    pairs = [
        (model.arc(y, y)[:, 0].float().masked_fill(shut, -1e4), arcs), (model.rel.chosen(y, y, heads), rels),
        *((scores, tags[k]) for k, scores in model.tags(x).items() if k != "ner"),
    ]  # fmt: skip

    def astray(mine: Tensor, theirs: Tensor) -> Tensor:
        log = torch.log_softmax(mine[here].float(), -1)
        return functional.kl_div(
            log, torch.log_softmax(theirs[here].float(), -1), reduction="batchmean", log_target=True
        )

    return torch.stack([astray(*pair) for pair in pairs]).sum()


def claim_loss(model: Reader, x: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy of kinds and modality, and of every word's roles at every trigger, given the word vectors."""
    scores = model.claims(x)
    total = x.new_zeros(()).float()
    for layer, weight in WEIGHTS.items():
        if (batch[layer] != IGNORE).any():
            loss = functional.cross_entropy(scores[layer].float().flatten(0, 1), batch[layer].flatten())
            total = total + weight * loss
    if "row" in batch:
        y = functional.dropout(x, 0.25, model.training)
        found = role_scores(model, y, batch["row"], batch["at"]).float()
        known = batch["roles"] >= 0
        loss = functional.binary_cross_entropy_with_logits(found[known], batch["roles"][known], reduction="sum")
        total = total + loss / (6 * len(batch["row"]))
    return total


def endless(examples: list[Example], sizes: list[int], budget: int, rng: random.Random) -> Iterator[list[Example]]:
    """Treebank batches without end."""
    while True:
        for at in by_length(sizes, budget, rng):
            yield [weather(examples[i], rng) for i in at]


@torch.no_grad()
def claim_scores(model: Reader, batch: Sequence[Sentence], pieces: WordPiece) -> dict[str, float]:
    """Trigger-and-kind F1 by word run, and role F1 by word at gold triggers."""
    model.eval()
    tally = {k: [0, 0, 0] for k in ("kind", "found", *TOLD[1:], *ROLES)}
    for at in by_length([len(s.words) for s in batch], 1500, random.Random(0)):
        chosen = [batch[i] for i in at]
        t = claim_tensors(chosen, pieces)
        x = model.vectors(t["pieces"], t["mask"], t["first"], t["shapes"])
        guesses = {k: v.argmax(-1) for k, v in model.claims(x).items()}
        best = guesses["trigger"]
        for layer in TOLD[1:]:
            known = t[layer] != IGNORE
            tally[layer][0] += int(((guesses[layer] == t[layer]) & known).sum())
            tally[layer][1] += int(known.sum())
            tally[layer][2] += int(known.sum())
        for row, s in enumerate(chosen):
            runs, last = [], 0
            for w, k in enumerate(best[row, 1 : len(s.words) + 1].tolist()):
                if k and k != last:
                    runs.append(([], k))
                if k:
                    runs[-1][0].append(w)
                last = k
            left = list(s.triggers)
            for words, k in runs:
                hit = next((g for g in left if set(g.words) & set(words)), None)
                tally["found"][0] += hit is not None
                tally["kind"][0] += hit is not None and NUMBER["trigger"][hit.kind] == k
                if hit:
                    left.remove(hit)
            for name in ("found", "kind"):
                tally[name][1] += len(runs)
                tally[name][2] += len(s.triggers)
        if "row" in t:
            guess = role_scores(model, x, t["row"], t["at"]) > 0
            for r, role in enumerate(ROLES):
                g = t["roles"][..., r] > 0
                p = guess[..., r] & (t["roles"][..., r] >= 0)
                for i, v in enumerate((g & p, p, g)):
                    tally[role][i] += int(v.sum())
    model.train()
    return {k: round(2 * h / max(1, p + g), 3) for k, (h, p, g) in tally.items()}


def corpus(shared: Path, extra: Path, held_out: int) -> tuple[list[Sentence], list[Sentence]]:
    """Training sentences, and those of every ``held_out``-th report (none for 0)."""
    docs = gold(shared / "gold/train.json") + (gold(extra) if extra.is_file() else [])
    kept = {d["id"] for i, d in enumerate(docs) if held_out and i % held_out == 0}
    train = [s for d in docs if d["id"] not in kept for s in sentences(d) if s.words]
    return train, [s for d in docs if d["id"] in kept for s in sentences(d) if s.words]


def rare(reports: list[Sentence], under: int = 90) -> list[Sentence]:
    """Sentences that hold a kind with fewer than ``under`` triggers: they are seen twice a pass."""
    counts = Counter(t.kind for s in reports for t in s.triggers)
    return [s for s in reports if any(counts[t.kind] < under for t in s.triggers)]


def taught(path: Path) -> Reader:
    """The reader of the first stage, frozen."""
    found = torch.load(path, weights_only=True)
    reader = Reader(Labels(found["labels"]).sizes())
    reader.load_state_dict(found["state"])
    return reader.eval().requires_grad_(False)


def train(a: argparse.Namespace) -> None:
    """Train and save; scores on held-out reports and EWT dev are printed as it goes."""
    rng = random.Random(a.seed)
    torch.manual_seed(a.seed)
    found = torch.load(a.checkpoint, weights_only=True)
    labels = Labels(found["labels"] | CLAIM_LABELS)
    model = Reader(labels.sizes())
    model.load_state_dict(found["state"], strict=False)
    teacher = taught(a.teacher)
    pieces = WordPiece.load(minilm() / "vocab.txt")
    reports, test = corpus(a.shared, a.extra, a.held_out)
    places = list(event_places(a.shared / "data/event_location/train.jsonl"))
    trees = named(list(conllu(a.shared / "data/ud/en_ewt-train.conllu")), NAMES)
    trees += (
        list(iob2(a.shared / "data/uner/en_ewt-ud-dev.iob2")) + list(re3d(a.shared / "data/re3d/documents.jsonl")) * 2
    )
    dev = list(conllu(a.shared / "data/ud/en_ewt-dev.conllu"))[::2]
    stream = endless(trees, [sum(len(pieces(w)) for w in e.words) + 2 for e in trees], a.tree_budget, rng)
    print(len(reports), "sentences,", sum(len(s.triggers) for s in reports), "triggers", flush=True)
    optimiser = torch.optim.AdamW(groups(model, a.rate), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    thin = rare(reports)
    sets = [
        a.shared / "gold/train.json",
        a.extra,
        a.shared / "data/event_location/train.jsonl",
        a.shared / "data/re3d/documents.jsonl",
    ]
    settings = {k: v for k, v in vars(a).items() if isinstance(v, int | float)}
    manifest = dict(found.get("manifest", {})) | {
        "claims": settings | {"triggers": sum(len(s.triggers) for s in reports), "sets": fingerprint(sets)}
    }
    step, started, mean = 0, time.monotonic(), Average(model, 0.997)
    for turn in range(a.passes):
        drawn = reports + thin + rng.sample(places, len(places) // a.places_every)
        drawn = [weathered(swapped(s, rng) if rng.random() < 0.55 else s, rng) for s in drawn]
        batches = list(by_length([sum(len(pieces(w)) for w in s.words) + 2 for s in drawn], a.budget, rng))
        for at in batches:
            done = (turn + at_share(step, turn, len(batches))) / a.passes
            for g, scale in zip(optimiser.param_groups, (1, 10), strict=True):
                g["lr"] = a.rate * scale * min(step / 60, max(0.03, 1 - done))
            claim_batch = claim_tensors([drawn[i] for i in at], pieces)
            tree_batch = tensors(next(stream), labels, pieces)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                x = vectors_of(model, claim_batch)
                loss = claim_loss(model, x, claim_batch) + a.tree_weight * loss_of(model, tree_batch)
                loss = loss + a.teacher_weight * tree_loss(model, teacher, x, claim_batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            mean.take(model)
            step += 1
            if step % 50 == 0:
                print(f"{step} {loss.item():.3f} {time.monotonic() - started:.0f}s", flush=True)
        line = f"{turn} {step} {loss.item():.3f} {time.monotonic() - started:.0f}s "
        if test and turn % 2 == 1:
            line += str(claim_scores(mean.model, test, pieces))
        print(line, flush=True)
        save(a.out, mean.model, labels, manifest)
    manifest["scores"] = {"EWT dev, float": tree_scores(mean.model, dev, labels, pieces)}
    save(a.out, mean.model, labels, manifest)
    print(manifest["scores"], flush=True)


def at_share(step: int, turn: int, length: int) -> float:
    """How far the current pass is, 0 to 1."""
    return min(1.0, max(0.0, (step - turn * length) / max(1, length)))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--extra", type=Path, default=Path("training/work/extra.json"))
    ap.add_argument("--out", type=Path, default=Path("training/work/reader.pt"))
    ap.add_argument("--passes", type=int, default=8)
    ap.add_argument("--rate", type=float, default=1.0e-4)
    ap.add_argument("--budget", type=int, default=900)
    ap.add_argument("--tree-budget", type=int, default=900)
    ap.add_argument("--tree-weight", type=float, default=1.0)
    ap.add_argument("--teacher", type=Path, default=Path("training/work/parse.pt"), help="the first stage's result")
    ap.add_argument("--teacher-weight", type=float, default=1.0)
    ap.add_argument("--places-every", type=int, default=8, help="use one in this many event-place sentences a pass")
    ap.add_argument("--held-out", type=int, default=0)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    train(a)


if __name__ == "__main__":
    main()
