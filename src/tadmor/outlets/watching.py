"""The command that watches feeds and keeps a record up."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor.errors import TadmorError
from tadmor.outlets.asking import opened
from tadmor.outlets.batch import EVERY_SECONDS, guarded, safe
from tadmor.outlets.options import Database, Debug, Quiet, Who

if TYPE_CHECKING:
    from tadmor.pipeline.watching import Watcher
    from tadmor.pipeline.watching_reading import Seen

Feeds = Annotated[str, typer.Argument(metavar="FEEDS", help="The list of feeds, a TOML file.")]
Once = Annotated[bool, typer.Option("--once", help="Ask what is due, read it, and end: for cron.")]
Every = Annotated[
    str | None,
    typer.Option("--every", metavar="TIME", help="How often feeds without a time of their own are asked: 15m."),
]
_SHOWN = {"changed": "changed", "vanished": "vanished", "later": "to be asked again", "taken": "taken back"}
_SUMMED = {"changed": "changed", "same": "as before", "known": "in the record already", "vanished": "vanished"}


def watch(
    feeds: Feeds, db: Database, once: Once = False, every: Every = None, by: Who = None, quiet: Quiet = False,
    debug: Debug = False,
) -> None:  # fmt: skip
    """Watch feeds and sitemaps: archive the pages they list, record their claims, and look whether they change.

    It may be stopped at any time, and goes on where it was.
    """
    from getpass import getuser

    with guarded(debug):
        from tadmor.pipeline.watching import Watcher
        from tadmor.pipeline.watching_list import watch_list

        watched = watch_list(feeds, every)
        with opened(db, create=True) as monitor, Watcher.open(monitor, watched, by or getuser()) as watcher:
            _follow(watcher, once, _Tally(once, quiet, debug))


def _follow(watcher: Watcher, once: bool, tally: _Tally) -> None:
    """Tell what is met with; at the end the sum. Leave with 1 where something could not be read."""
    try:
        for seen in watcher.run(once=once):
            tally.take(seen)
    except KeyboardInterrupt:
        tally.clear()
        print(f"interrupted: {tally.sum()}; the same command goes on from there", file=sys.stderr)
        raise
    tally.clear()
    print(f"{tally.sum()}; {tally.next}" if tally.next else tally.sum())
    if tally.failed:
        raise typer.Exit(1)


class _Tally:
    """Counts what a watch meets with; tells faults and notes on stderr as they come, for a watch has no end."""

    def __init__(self, once: bool, quiet: bool, debug: bool) -> None:
        self.once, self.quiet, self.debug = once, quiet, debug
        self.shown = sys.stderr.isatty() and not quiet
        self.counts: Counter[str] = Counter()
        self.claims = self.taken = self.failed = 0
        self.last = time.monotonic()
        self.next = ""
        self._told: dict[str, int] | None = None

    def take(self, seen: Seen | TadmorError) -> None:
        """Count it, and tell it where a person should know."""
        if isinstance(seen, TadmorError):
            self._fault(seen)
        elif seen.what == "resting":
            self._rest(seen)
        else:
            self.counts[seen.what] += 1
            self.claims += seen.number if seen.what in ("new", "changed") else 0
            self.taken += seen.number if seen.what == "taken" else 0
            if seen.what in _SHOWN:
                self._note(seen)
        if self.shown and time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{self.sum()}")
            sys.stderr.flush()

    def _fault(self, fault: TadmorError) -> None:
        from tadmor.pipeline import is_note

        if is_note(fault):
            self._line(f"note: {safe(str(fault))}")
            return
        self.failed += 1
        self.clear()
        print(f"could not be read: {safe(str(fault))}", file=sys.stderr)
        for note in getattr(fault, "__notes__", []) if self.debug else []:
            print(note, file=sys.stderr)

    def _note(self, seen: Seen) -> None:
        many = f" ({_number(seen.number, 'claim')})" if seen.what in ("changed", "taken") else ""
        words = f": {seen.words}" if seen.words else f": {seen.title}" if seen.title else ""
        self._line(f"{_SHOWN[seen.what]}: {safe(seen.url)}{safe(words)}{many}")

    def _line(self, words: str) -> None:
        if not self.quiet:
            self.clear()
            print(words, file=sys.stderr)

    def _rest(self, seen: Seen) -> None:
        """Keep when the next thing is due; tell the sum where more was recorded than at the last rest."""
        self.next = f"next at {seen.words}" if seen.words else "nothing is due any more"
        told = {what: count for what, count in self.counts.items() if what in ("new", "changed", "vanished", "taken")}
        if not self.once and told != self._told:
            self._told = told
            self._line(f"{self.sum()}; {self.next}")

    def clear(self) -> None:
        """Take the line of progress away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")

    def sum(self) -> str:
        """What became of all, in a sentence."""
        counts = self.counts
        parts = [f"{_number(counts['new'], 'page')} recorded: {_number(self.claims, 'claim')}"]
        parts += [f"{counts[what]:,} {words}" for what, words in _SUMMED.items() if counts[what]]
        parts += [f"{_number(self.taken, 'claim')} taken back"] if self.taken else []
        parts += [f"{counts['later']:,} to be asked again"] if counts["later"] else []
        parts += [f"{self.failed:,} could not be read"] if self.failed else []
        return "; ".join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
