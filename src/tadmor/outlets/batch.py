"""One run over many documents: what is read, what fails, how far it is, and how the run ends."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from tadmor.errors import TadmorError

if TYPE_CHECKING:
    from tadmor.pipeline import Given, Reading

PIPE_CLOSED, INTERRUPTED = 141, 130  # 128 and the number of the signal, as a shell tells it
EVERY_SECONDS = 0.2


@dataclass(slots=True)
class Batch:
    """The documents of one run; ``faults`` fills as ``readings`` is drawn."""

    files: list[str]
    given: Given
    n_process: int = 1
    quiet: bool = False
    debug: bool = False
    faults: list[TadmorError] = field(default_factory=list)

    def readings(self) -> Iterator[Reading]:
        """The reports that could be read with their claims, in order."""
        from tadmor.pipeline import Reader, documents

        items = (item if isinstance(item, TadmorError) else self.given.over(item) for item in documents(self.files))
        progress = _Progress(self.quiet)
        for outcome in Reader().pipe(items, self.n_process):
            if isinstance(outcome, TadmorError):
                self.faults.append(outcome)
            else:
                progress.step(len(outcome.claims))
                yield outcome
        progress.close()

    def close(self) -> None:
        """List what failed on stderr, each with place and remedy; leave with 1 where a document could not be read."""
        list_faults(self.faults, self.quiet, self.debug)


def list_faults(faults: Sequence[TadmorError], quiet: bool, debug: bool) -> None:
    """List faults and notes on stderr; leave with 1 where a document could not be read."""
    from tadmor.pipeline import is_note

    failed = [fault for fault in faults if not is_note(fault)]
    notes = [fault for fault in faults if is_note(fault)]
    _list(f"{_number(len(failed))} could not be read:", failed, debug)
    if not quiet:
        _list(f"{_number(len(notes))} read with a reserve:", notes, debug)
    if failed:
        raise typer.Exit(1)


def _number(documents: int) -> str:
    return "1 document" if documents == 1 else f"{documents} documents"


def _list(head: str, faults: Iterable[TadmorError], debug: bool) -> None:
    for n, fault in enumerate(faults):
        if n == 0:
            print(head, file=sys.stderr)
        print(f"  {safe(str(fault))}", file=sys.stderr)
        for note in getattr(fault, "__notes__", []) if debug else []:
            print(note, file=sys.stderr)


def safe(message: str) -> str:
    """The message without characters that a terminal would act upon."""
    from tadmor.outlets.phrases import visible

    return visible(message)


class _Progress:
    """A line on stderr that counts reports and claims, where a person watches and the claims go elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.shown = sys.stderr.isatty() and not sys.stdout.isatty() and not quiet
        self.reports = self.claims = 0
        self.last = time.monotonic()

    def step(self, claims: int) -> None:
        self.reports += 1
        self.claims += claims
        if self.shown and time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            self._write()

    def close(self) -> None:
        if self.shown:
            self._write()
            print(file=sys.stderr)

    def _write(self) -> None:
        sys.stderr.write(f"\r\x1b[K{self.reports:,} reports, {self.claims:,} claims")
        sys.stderr.flush()


@contextmanager
def guarded(debug: bool) -> Iterator[None]:
    """End a command quietly on a closed pipe or Ctrl-C, with one line on an error; ``debug`` lets errors through."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer would raise again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except typer.Exit:
        raise
    except (TadmorError, OSError) as fault:
        _give_up(str(fault), debug)
    except Exception as fault:
        _give_up(f"{type(fault).__name__}: {fault} (a fault of Tadmor: report it, with what --debug prints)", debug)


def _give_up(message: str, debug: bool) -> None:
    if debug:
        raise
    print(f"tadmor: {safe(message)}", file=sys.stderr)
    raise typer.Exit(1)
