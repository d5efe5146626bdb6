"""The best tree for a matrix of arc scores."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def best_heads(scores: Array) -> list[int]:
    """Heads (index 0 is the root and its own head) of the best tree with one child of the root.

    ``scores`` is (n + 1, n + 1), [dependent, head]. Greedy where greedy is already a tree; else the maximum
    spanning arborescence (Chu and Liu 1965, Edmonds 1967), tried over the best candidates for the root's child.
    """
    n = scores.shape[0]
    if n == 1:
        return [0]
    s = scores.astype(np.float64).copy()
    np.fill_diagonal(s, -1e9)
    heads = s.argmax(1)
    heads[0] = 0
    if int((heads[1:] == 0).sum()) == 1 and not _cycle(heads):
        return [int(h) for h in heads]
    best, best_score = heads, -np.inf
    for child in np.argsort(-s[1:, 0])[:5] + 1:
        t = s.copy()
        t[1:, 0] = -1e9
        t[child, 0] = s[child, 0]
        tree = _arborescence(t)
        total = t[np.arange(1, n), tree[1:]].sum()
        if total > best_score:
            best, best_score = tree, total
    return [int(h) for h in best]


def _cycle(heads: Array) -> list[int]:
    """The words of one cycle, or an empty list."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, w = [], start
        while state[w] == 0:
            state[w] = 1
            path.append(w)
            w = int(heads[w])
        if state[w] == 1:
            return path[path.index(w) :]
        for p in path:
            state[p] = 2
    return []


def _arborescence(s: Array) -> Array:
    """Heads of the maximum spanning arborescence rooted at 0; contracts one cycle at a time."""
    heads: Array = s.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [w for w in range(len(s)) if w not in inside]
    cost = s[cycle, heads[cycle]]
    m = len(outside)
    t = np.full((m + 1, m + 1), -1e9)
    t[:m, :m] = s[np.ix_(outside, outside)]
    into = s[np.ix_(cycle, outside)] - cost[:, None]
    t[m, :m] = into.max(0)
    entry = into.argmax(0)
    out_of = s[np.ix_(outside, cycle)]
    t[:m, m] = out_of.max(1)
    leaving = out_of.argmax(1)
    np.fill_diagonal(t, -1e9)
    t[0, :] = -1e9
    inner = _arborescence(t)
    result: Array = heads.copy()
    for i, w in enumerate(outside):
        if i:
            result[w] = cycle[leaving[i]] if inner[i] == m else outside[inner[i]]
    broken = cycle[entry[inner[m]]]
    result[broken] = outside[inner[m]]
    return result
