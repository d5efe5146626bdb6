"""Scores "same happening": on judged pairs of claims, by pair and by final event, and on ECB+ beside head lemmas.

    python bench/same.py pairs CLAIMS.jsonl PAIRS.tsv
    python bench/same.py ecbplus FOLDER

CLAIMS are lines of ``tadmor claims --json``, PAIRS as bench/same_pairs.tsv. FOLDER holds ECB+ by topic, event mentions
given: the baseline calls one what has one head lemma within a topic; ours scores pairs of a topic by the comparison of
claims (its features; weights fitted on the topics of other folds), and clusters by average link. Mentions of a document
have the story of the document as the gist of their report: documents of a topic, grouped by likeness of words alone.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from coreference import clusters_of, conll, f1
from ecbplus import Mention, mentions
from same_pairs import Pair, judged, sketches

from tadmor.reconcile.cluster import recluster
from tadmor.reconcile.compare import log_odds
from tadmor.reconcile.features import features
from tadmor.reconcile.moves import applied

Array = np.ndarray
FOLDS, STEPS = 5, 10
APART = -0.05  # centred cosine of documents below which they tell no one story
CUTS = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25)


def row(name: str, said: Sequence[bool], pairs: Sequence[Pair]) -> str:
    """Precision, recall and F1 of "same" as a line."""
    hit = sum(s and p.same for s, p in zip(said, pairs, strict=True))
    precision, recall = hit / max(sum(said), 1), hit / max(sum(p.same for p in pairs), 1)
    return f"{name:10}{precision:8.3f}{recall:8.3f}{f1(precision, recall):8.3f}{len(pairs):7}"


def of_pairs(claims: Path, table: Path) -> None:
    """Prints the scores of judged pairs."""
    known = sketches(claims)
    pairs = judged(table, known)
    start = time.perf_counter()
    events = applied({}, recluster(known.values(), {}))
    seconds = time.perf_counter() - start
    print(f"{'':10}{'P':>8}{'R':>8}{'F1':>8}{'pairs':>7}")
    print(row("compare", [log_odds(p.a, p.b) > 0 for p in pairs], pairs))
    print(row("events", [events[p.a.claim] == events[p.b.claim] for p in pairs], pairs))
    print(f"{len(known)} claims, {len(set(events.values()))} events, {seconds:.1f} s")


def of_ecbplus(folder: Path) -> None:
    """Prints CoNLL F1 of the baseline and of held-out folds."""
    topics: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(folder):
        topics[mention.topic].append(mention)
    every = [m for topic in topics.values() for m in topic]
    gold = clusters_of({m.id: m.gold for m in every})
    ours = clusters_of(_held_out(topics))
    print(f"{'':14}{'MUC':>7}{'B3':>7}{'CEAFe':>7}{'CoNLL':>7}")
    for name, found in (("head lemma", clusters_of({m.id: (m.topic, m.lemma) for m in every})), ("ours", ours)):
        print(f"{name:14}" + "".join(f"{value:7.1f}" for value in conll(gold, found).values()))


def _held_out(topics: Mapping[str, list[Mention]]) -> dict[Hashable, Hashable]:
    """Mention -> cluster, each topic by weights and a cut that other topics gave."""
    order = sorted(topics, key=int)
    fold = {topic: i % FOLDS for i, topic in enumerate(order)}
    names: dict[str, int] = {"bias": 0}
    stories = _stories([m for topic in order for m in topics[topic]])
    data = {topic: _pairs(topics[topic], stories, names) for topic in order}
    x = {topic: _dense(data[topic][1], len(names)) for topic in order}
    odds: dict[str, Array] = {}
    for k in range(FOLDS):
        train = [t for t in order if fold[t] != k]
        weights = fitted(np.concatenate([x[t] for t in train]), np.concatenate([data[t][2] for t in train]))
        odds.update({t: x[t] @ weights for t in order if fold[t] == k})
    found = {cut: {t: _clustered(topics[t], data[t][0], odds[t], cut) for t in order} for cut in CUTS}
    out: dict[Hashable, Hashable] = {}
    for k in range(FOLDS):
        others = [t for t in order if fold[t] != k]
        gold = clusters_of({m.id: m.gold for t in others for m in topics[t]})
        cut = max(CUTS, key=lambda c: conll(gold, clusters_of(_joined(found[c][t] for t in others)))["CoNLL"])
        out.update(_joined(found[cut][t] for t in order if fold[t] == k))
    return out


def _joined(parts: object) -> dict[Hashable, Hashable]:
    return {mention: label for part in parts for mention, label in part.items()}  # type: ignore[attr-defined]


def _pairs(group: list[Mention], stories: Mapping[str, str], names: dict[str, int]) -> tuple[Array, list, Array]:
    """The pairs of a topic, their features and whether they are one; new features get the next column."""
    drawn = [replace(m.sketch, gist=frozenset((stories[m.sketch.report],))) for m in group]
    which = [(i, j) for i in range(len(group)) for j in range(i)]
    cells = [
        (n, names.setdefault(name, len(names)), v)
        for n, (i, j) in enumerate(which)
        for name, v, _ in features(drawn[i], drawn[j])
    ]
    return np.array(which), cells, np.array([group[i].gold == group[j].gold for i, j in which])


def _dense(cells: list[tuple[int, int, float]], width: int) -> Array:
    rows, columns, values = map(np.array, zip(*cells, strict=True))
    out = np.zeros((int(rows.max()) + 1, width), np.float32)
    out[rows, columns] = values
    out[:, 0] = 1
    return out


def fitted(x: Array, y: Array) -> Array:
    """Weights of a logistic regression, by Newton's method with a slight pull to 0."""
    w = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w)), x.T @ (p - y) + w)
    return w


def _stories(every: Sequence[Mention]) -> dict[str, str]:
    """Document -> the story of its topic that it tells, by tf-idf with the topic's mean taken off."""
    words = {m.sketch.report: m.sketch.gist for m in every}
    topic = {m.sketch.report: m.topic for m in every}
    times = Counter(w for gist in words.values() for w in gist)
    column = {w: i for i, w in enumerate(sorted(w for w, n in times.items() if n > 1))}
    out: dict[str, str] = {}
    for name in sorted(set(topic.values())):
        documents = sorted(d for d in words if topic[d] == name)
        x = np.zeros((len(documents), len(column)))
        for i, d in enumerate(documents):
            for w in words[d] & column.keys():
                x[i, column[w]] = np.log(len(words) / times[w])
        x = _unit(_unit(x) - _unit(x).mean(0))
        which = np.array([(i, j) for i in range(len(documents)) for j in range(i)])
        labels = average_link(len(documents), which, (x @ x.T)[which[:, 0], which[:, 1]], APART)
        out.update({d: f"{name} {label}" for d, label in zip(documents, labels, strict=True)})
    return out


def _unit(x: Array) -> Array:
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def _clustered(group: list[Mention], which: Array, odds: Array, cut: float) -> dict[Hashable, Hashable]:
    labels = average_link(len(group), which, odds, cut)
    return {m.id: (m.topic, int(label)) for m, label in zip(group, labels, strict=True)}


def average_link(size: int, which: Array, values: Array, cut: float) -> Array:
    """Labels of ``size`` things after uniting the two likest groups until their mean likeness falls below the cut."""
    likeness = np.full((size, size), -np.inf)
    likeness[which[:, 0], which[:, 1]] = likeness[which[:, 1], which[:, 0]] = values
    weight, labels, alive = np.ones(size), np.arange(size), np.ones(size, bool)
    while size > 1:
        i, j = np.unravel_index(int(likeness.argmax()), likeness.shape)
        if likeness[i, j] < cut:
            break
        mean = (likeness[i] * weight[i] + likeness[j] * weight[j]) / (weight[i] + weight[j])
        alive[j] = False
        mean[~alive] = mean[i] = -np.inf
        likeness[i], likeness[:, i] = mean, mean
        likeness[j], likeness[:, j] = -np.inf, -np.inf
        weight[i] += weight[j]
        labels[labels == j] = i
    return labels


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("pairs", "ecbplus"))
    ap.add_argument("paths", type=Path, nargs="+")
    a = ap.parse_args()
    (of_pairs if a.what == "pairs" else of_ecbplus)(*a.paths)


if __name__ == "__main__":
    main()
