"""Fits data/days.tsv: which of the days that a report tells is that of a claim without time words of its own.

    python -m training.days MODEL REPORTS.json... [--unseen IDS.txt] [--pull 3] [--write]

REPORTS are gold files; MODEL is the folder of a graph that was not trained on those of them that IDS names, one a line.
Of its own training reports the network is surer than of others: what it says of them is left out. A claim is paired
with an annotated one as the scorer does; where the annotated days are among its candidates it is an example. Prints the
share right in the unseen reports, over five folds, beside the report's day alone; ``--write`` fits on all and writes
the weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tadmor.coding import days
from tadmor.coding.weighing import score
from tadmor.model import Claim, When
from tadmor.reading.network import Network
from training.fitting import Example, asked, fit, read, reports_read, share_right, unseen, write

HEAD = "# What speaks for a day of a claim without time words: training/days.py; coding/days.py says what each is."


def examples(docs: list[dict[str, Any]], network: Network, shared: Path) -> Iterator[Example]:
    """The open claims whose annotated days are among their candidates; those before them have the annotated days."""
    for seen in reports_read([d for d in docs if d["published"]], network, shared):
        right = {j: gold["when"] for j, gold in seen.gold_of.items()}
        assert seen.doc.day
        yield from _of_report(seen.given["id"], seen.claims, seen.context.opens, seen.doc.day, right)


def _of_report(
    ident: str, claims: list[Claim], opens: dict[Any, days.Open], day: date, right: dict[int, tuple[str, str] | None]
) -> Iterator[Example]:
    dated = [i for i, c in enumerate(claims) if c.when is not None and c.when.span is not None]
    out = list(claims)
    for i, claim in enumerate(claims):
        if not days.is_open(claim, opens):
            continue
        found = days.choices(out, i, dated, opens[claim.trigger], day)
        best = max(found, key=lambda c: score(c.found, days.WEIGHTS_FILE))
        if i in right:
            wanted = right[i] and tuple(date.fromisoformat(d) if d else None for d in right[i])
            hits = [n for n, c in enumerate(found) if (c.when and (c.when.start, c.when.end)) == wanted]
            yield ident, [c.found for c in found], hits[0] if hits else -1
            best = found[hits[0]] if hits else days.Choice(When(*wanted, "day", "context") if wanted else None, {})
        out[i] = replace(claim, when=best.when)


def unasked(example: Example) -> Example:
    """The example without what the network says of it; that nothing is said is told, so that it means nothing else."""
    ident, found, right = example
    return ident, [_unasked(cells) for cells in found], right


def _unasked(cells: dict[str, float]) -> dict[str, float]:
    sorts = {name.split("/")[0] for name in cells if "/" in name}
    return {n: v for n, v in cells.items() if "/" not in n} | {f"{sort}/unasked": 1.0 for sort in sorts}


def main() -> None:
    """Prints the figures; writes."""
    a = asked(__doc__, pull=3.0)
    docs = read(a.reports)
    ids = unseen(a, docs)
    some = [e if e[0] in ids else unasked(e) for e in examples(docs, Network(a.model), a.shared)]
    names = sorted({name for _, found, _ in some for cells in found for name in cells})
    test = [e for e in some if e[0] in ids]
    reach = sum(right >= 0 for *_, right in test)
    alone = sum(right >= 0 and "report" in found[right] for _, found, right in test)
    print(f"{len(some)} open claims, {len(test)} of unseen reports; {reach} with their days among the candidates")
    print(f"always the report's day: {alone / len(test):.3f} right")
    print(f"over folds: {share_right(some, names, a.pull, test):.3f} right")
    if a.write:
        write(days.WEIGHTS_FILE, HEAD, names, fit(some, names, a.pull))


if __name__ == "__main__":
    main()
