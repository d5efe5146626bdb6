"""The first look: the share of claims that it passes, the share of other texts that it saves reading, and its cost.

    python bench/gate.py [--shared ../shared] [--claims CLAIMS.jsonl...] [--pages] [--json]

A claim is kept if the look passes its document. ``gold train`` and ``gold dev`` are the annotated reports, ``fakes``
and other sets of war the claims that Tadmor itself reads in them: taken from CLAIMS, lines of ``tadmor claims --json``
on what ``bench/texts.py SET`` writes, where a file bears the name of the set, else read anew. The weights were fitted
on four fifths of fakes, wikipedia, muc, event_location, ewt, meantime and ecbplus: of these only the fifth kept apart
counts. Nothing was fitted on the other sets; MUC's ``tst1`` and ``tst2`` are of a war of the eighties whose ``dev``
texts were fitted on. With ``--pages`` each text is looked at as the markup of a page, printed by ``archive_corpus``.

``saved`` is the share of documents not passed; of lgl, geowebnews, polnear and ewt some do tell of arrests, killings
and protests, which are claims of ours too, so that no look could save all.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from archive_corpus import SITES, Article, Press
from texts import ROOT, Text, texts

from tadmor.pipeline import Reader, report_of
from tadmor.reading.gate import may_tell
from tadmor.settings import Settings

sys.path.insert(0, str(ROOT))
from training.gate import held

FITTED = frozenset(("fakes", "wikipedia", "muc", "event_location", "ewt", "meantime"))
TOLD = ("fakes", "wikipedia", "muc", "muc_tst1", "muc_tst2", "event_location", "re3d", "wikievents", "aquaint")
OTHER = ("lgl", "geowebnews", "polnear", "timebank", "meantime", "ewt", "ewt_test")


def annotated(path: Path) -> list[tuple[Text, int]]:
    """The annotated reports, each with the number of its claims."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [(Text(row["id"], tuple(row["text"].split("\n\n"))), len(row["claims"])) for row in rows]


def told(name: str, shared: Path, read: dict[str, Path]) -> list[tuple[Text, int]]:
    """The documents of a set that were not fitted on, each with the number of claims that Tadmor reads in it."""
    dev = {t.id.removeprefix("muc-") for t, _ in annotated(shared / "gold/dev.json")}
    kept = [t for t in texts(name, shared) if name not in FITTED or held(t.id) or t.id in dev]
    if name in read:
        rows = (json.loads(line) for line in read[name].read_text(encoding="utf-8").split("\n") if line)
        claims = {row["id"]: len(row["claims"]) for row in rows}
        return [(t, claims[t.id]) for t in kept if t.id in claims]
    reader = Reader(Settings(languages=()))
    return [(t, len(reader.read(report_of(t.text)).claims)) for t in kept]


def others(name: str, shared: Path) -> list[Text]:
    """The documents of a set that is not of war; of TimeBank, the Wall Street Journal's."""
    kept = (t for t in texts(name, shared) if name != "timebank" or t.sort == "wsj")
    return [t for t in kept if name not in FITTED or held(t.id)]


def printer(shared: Path) -> Callable[[Text], str]:
    """What prints a text as a page of one of six sites in turn."""
    press, turn = Press(shared, seed=9), [0]

    def page(text: Text) -> str:
        turn[0] += 1
        parts = text.paragraphs if len(text.paragraphs) > 1 else tuple(text.text.replace(". ", ".\n").split("\n"))
        head = " ".join(parts[0].split()[:9])
        return press.page(Article(head, date(2016, 3, 27), "Dana Whitlock", parts, text.id, True), SITES[turn[0] % 6])

    return page


def milliseconds(shared: Path) -> dict[str, float]:
    """Milliseconds of processor time for a text of 600 words, and for a page of some 60 kB."""
    words = " ".join(t.text for name in ("fakes", "lgl") for t in texts(name, shared)).split()
    some = [" ".join(words[at : at + 600]) for at in range(0, 120_000, 600)]
    page = printer(shared)
    pages = [p for p in (page(Text("", tuple(t.split(". ")))) for t in some) if 55_000 < len(p) < 65_000]
    return {"ms a text of 600 words": _timed(some), "ms a page of 60 kB": _timed(pages)}


def _timed(some: list[str]) -> float:
    may_tell(some[0])
    began = time.process_time()
    for text in some:
        may_tell(text)
    return 1000 * (time.process_time() - began) / len(some)


def measured(shared: Path, read: dict[str, Path], pages: bool) -> dict[str, float]:
    """All figures by name."""
    seen = printer(shared) if pages else lambda text: text.text
    sets = {f"gold {part}": annotated(shared / f"gold/{part}.json") for part in ("train", "dev")}
    sets |= {name: told(name, shared, read) for name in TOLD}
    out: dict[str, float] = {}
    for name, documents in sets.items():
        passed = sum(number for text, number in documents if number and may_tell(seen(text)))
        out[f"claims kept: {name}"] = passed / sum(number for _, number in documents)
    for name in OTHER:
        found = [may_tell(seen(text)) for text in others(name, shared)]
        out[f"saved: {name}"] = 1 - sum(found) / len(found)
    return out | milliseconds(shared)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--claims", type=Path, nargs="+", default=[])
    ap.add_argument("--pages", action="store_true", help="look at pages, not at texts")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    figures = measured(a.shared, {path.stem: path for path in a.claims}, a.pages)
    if a.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
    else:
        print("\n".join(f"{name:35}{value:10.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
