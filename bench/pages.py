"""Reads sixty invented news pages, made in the manner of twelve publishing systems, and compares with the truth.

    python bench/pages.py [--held] [--open] [--show NAME] [--times 5]

The table has a row a system, one for the pages held back while the code was written (``--held`` alone, ``--open`` the
others alone), and one for trafilatura with its usual settings on the same pages. Its columns:

- paragraphs: F1 of whole paragraphs, word for word; captions: the same of captions that stand apart;
- leaked: readers' comments of which five words in a row reached the text;
- date, byline, title, outlet: share of the pages on which it is right, "none told" included;
- ms: median of the pages' best of some readings, from bytes to report, in one process.

``--show`` prints what one page is missing and what it has too much, ``all`` those of every page chosen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import groupby
from pathlib import Path
from statistics import median
from time import perf_counter

import trafilatura

from tadmor.model import Report
from tadmor.sources import read

sys.path.append(str(Path(__file__).parent.parent / "tests/sources"))
from pages_made.making import HELD_BACK, Made, pages
from pages_made.scoring import Found, Score, found_in, leaks, names, score

Reader = Callable[[str], Found | None]
_HEAD = ("", "paragraphs", "captions", "leaked", "date", "byline", "title", "outlet", "ms")


def ours(html: str) -> Found | None:
    """The page as Tadmor reads it."""
    reports = [item for item in read("-", stdin=BytesIO(html.encode())) if isinstance(item, Report)]
    return found_in(reports[0]) if reports else None


def plain(html: str) -> Found | None:
    """The page as trafilatura reads it, without comments."""
    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return None
    lines = [line.removeprefix("- ").strip("| ") for line in (found.text or "").splitlines()]
    return Found(lines, None, found.title, found.sitename, found.author, found.date)


def main() -> int:
    """Print the table; 1 where a comment leaked."""
    options = _options()
    chosen = [made for made in pages() if _chosen(made, options)]
    print(("{:16}" + "{:>11}" * 8).format(*_HEAD))
    for system, run in groupby(chosen, key=lambda made: made.system):
        _row(system, list(run), ours, options.times)
    total = _row("all", chosen, ours, options.times)
    if held := [made for made in chosen if made.system in HELD_BACK]:
        _row("held back", held, ours, options.times)
    _row("trafilatura", chosen, plain, options.times)
    for made in chosen:
        if options.show in (made.name, made.system, "all"):
            _show(made, ours(made.html))
    return int(total.leaked > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--show", default="")
    parser.add_argument("--times", type=int, default=5)
    return parser.parse_args()


def _chosen(made: Made, options: argparse.Namespace) -> bool:
    held = made.system in HELD_BACK
    return held != options.open if options.open or options.held else True


def _row(name: str, chosen: list[Made], reader: Reader, times: int) -> Score:
    total = sum((score(made, reader(made.html)) for made in chosen), Score())
    ms = median(_best_ms(made.html, reader, times) for made in chosen)
    shares = (n / total.pages for n in (total.dates, total.bylines, total.titles, total.outlets))
    figures = [f"{total.paragraphs_f1:.3f}", f"{total.captions_f1:.3f}", f"{total.leaked}/{total.comments}"]
    print(("{:16}" + "{:>11}" * 8).format(name, *figures, *(f"{share:.2f}" for share in shares), f"{ms:.1f}"))
    return total


def _best_ms(html: str, reader: Reader, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        begun = perf_counter()
        reader(html)
        best = min(best, 1000 * (perf_counter() - begun))
    return best


def _show(made: Made, found: Found | None) -> None:
    if found is None:
        print(f"\n{made.system}/{made.name}: no article")
        return
    counts = score(made, found)
    print(f"\n{made.system}/{made.name}: {counts.right} of {counts.wanted}, {counts.found} found")
    _lines("- ", (p for p in made.paragraphs if not _in(p, found.paragraphs)))
    _lines("+ ", (p for p in found.paragraphs if not _in(p, (*made.paragraphs, *made.may))))
    _lines("caption - ", (c for c, credit in made.captions if not any(c in words for words in found.captions or [])))
    _lines("caption + ", (w for w in found.captions or [] if not any(c in w for c, _ in made.captions)))
    _lines("leak ", leaks(made, found))
    for fact in ("published", "byline", "title", "outlet"):
        told, true = getattr(found, fact), getattr(made, fact)
        if (names(told) != names(true)) if fact == "byline" else told != true:
            print(f"{fact} {told!r}, not {true!r}")


def _in(words: str, others: Iterable[str]) -> bool:
    return " ".join(words.split()) in {" ".join(other.split()) for other in others}


def _lines(mark: str, lines: Iterable[str]) -> None:
    for line in lines:
        print(f"{mark}{line[:150]}")


if __name__ == "__main__":
    sys.exit(main())
