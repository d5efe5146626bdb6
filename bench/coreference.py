"""MUC, B³ and CEAF-e of clusters, and their mean, the CoNLL score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

Cluster = frozenset[Hashable]
Clusters = Sequence[Cluster]


def clusters_of(labels: dict[Hashable, Hashable]) -> list[Cluster]:
    """Mention -> label as clusters."""
    out: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, label in labels.items():
        out[label].add(mention)
    return [frozenset(c) for c in out.values()]


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _parts(cluster: Cluster, others: dict[Hashable, int]) -> Counter[int]:
    return Counter(others[m] for m in cluster)


def _where(clusters: Clusters) -> dict[Hashable, int]:
    return {m: i for i, cluster in enumerate(clusters) for m in cluster}


def _muc(of: Clusters, by: Clusters) -> float:
    where = _where(by)
    kept = sum(len(c) - len(_parts(c, where)) for c in of)
    links = sum(len(c) - 1 for c in of)
    return kept / links if links else 0.0


def muc(gold: Clusters, found: Clusters) -> float:
    """F1 of the links of Vilain et al. (1995); both must hold the same mentions."""
    return f1(_muc(found, gold), _muc(gold, found))


def _b_cubed(of: Clusters, by: Clusters) -> float:
    where = _where(by)
    shared = sum(n * n / len(c) for c in of for n in _parts(c, where).values())
    return shared / sum(len(c) for c in of)


def b_cubed(gold: Clusters, found: Clusters) -> float:
    """F1 by mention of Bagga and Baldwin (1998)."""
    return f1(_b_cubed(found, gold), _b_cubed(gold, found))


def ceaf_e(gold: Clusters, found: Clusters) -> float:
    """F1 of the best one-to-one alignment of clusters, each pair by 2·shared / both sizes (Luo 2005)."""
    where = _where(found)
    likeness: dict[int, dict[int, float]] = {}
    for i, cluster in enumerate(gold):
        parts = _parts(cluster, where)
        likeness[i] = {j: 2 * n / (len(cluster) + len(found[j])) for j, n in parts.items()}
    total = sum(_aligned(rows, likeness) for rows in _components(likeness))
    return f1(total / len(found), total / len(gold))


def _components(likeness: dict[int, dict[int, float]]) -> Iterable[list[int]]:
    """Gold clusters that are tied to one another by found ones, so that each lot is aligned by itself."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, row in likeness.items():
        for j in row:
            holders[j].append(i)
    seen: set[int] = set()
    for first in likeness:
        if first in seen:
            continue
        lot, todo = [], [first]
        seen.add(first)
        while todo:
            i = todo.pop()
            lot.append(i)
            new = {k for j in likeness[i] for k in holders[j]} - seen
            seen |= new
            todo += new
        yield lot


def _aligned(rows: list[int], likeness: dict[int, dict[int, float]]) -> float:
    """The greatest sum of a one-to-one choice (Hungarian method, by shortest paths)."""
    columns = sorted({j for i in rows for j in likeness[i]})
    if len(rows) == 1 or len(columns) == 1:
        return max(v for i in rows for v in likeness[i].values())
    size = max(len(rows), len(columns))
    cost = [[0.0] * (size + 1) for _ in range(size + 1)]
    for a, i in enumerate(rows, 1):
        for b, j in enumerate(columns, 1):
            cost[a][b] = -likeness[i].get(j, 0.0)
    return -_assignment(cost, size)


def _assignment(cost: list[list[float]], size: int) -> float:
    """The least cost of matching 1..size to 1..size."""
    u, v = [0.0] * (size + 1), [0.0] * (size + 1)
    match, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        match[0], column = row, 0
        least, used = [float("inf")] * (size + 1), [False] * (size + 1)
        while match[column]:
            used[column] = True
            here, delta, nearest = match[column], float("inf"), 0
            for j in range(1, size + 1):
                if not used[j]:
                    step = cost[here][j] - u[here] - v[j]
                    if step < least[j]:
                        least[j], way[j] = step, column
                    if least[j] < delta:
                        delta, nearest = least[j], j
            for j in range(size + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            column = nearest
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return sum(cost[match[j]][j] for j in range(1, size + 1))


def conll(gold: Clusters, found: Clusters) -> dict[str, float]:
    """The three F1 and their mean, as percentages."""
    out = {"MUC": muc(gold, found), "B3": b_cubed(gold, found), "CEAFe": ceaf_e(gold, found)}
    return {name: 100 * value for name, value in {**out, "CoNLL": sum(out.values()) / 3}.items()}
