"""How wide to write, and whether with colour."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

SEPARATOR = " · "
_WIDEST, _NARROWEST, _ELSEWHERE = 120, 24, 100


@dataclass(frozen=True, slots=True)
class Look:
    """The width in columns, whether styles are used, and whether what made a claim is shown."""

    console: Console
    width: int
    styled: bool
    why: bool = False

    def ours(self, words: str) -> Text:
        """Words of Tadmor's own, set back from those of the source."""
        return self.source(words, "dim")

    def source(self, words: str, style: str = "") -> Text:
        """Words of the source."""
        return Text.assemble((words, style if self.styled else ""))

    def fold(self, text: Text, indent: int) -> Iterator[Text]:
        """The text in lines of the width, each set in by ``indent``."""
        for part in text.wrap(self.console, max(self.width - indent, 16), overflow="fold"):
            part.rstrip()
            yield Text(" " * indent) + part

    def flow(self, chunks: Sequence[Text], first: Text) -> list[Text]:
        """The chunks behind ``first`` with dots between them; lines end between chunks and go on below the first."""
        indent, rows, fresh = first.cell_len, [first], True
        for chunk in chunks:
            if not fresh and rows[-1].cell_len + len(SEPARATOR) + chunk.cell_len <= self.width:
                rows[-1] = rows[-1] + self.ours(SEPARATOR) + chunk
                continue
            folded = list(self.fold(chunk, indent))
            if fresh:
                rows[-1], folded = first + folded[0][indent:], folded[1:]
            rows, fresh = rows + folded, False
        return rows


class _Console(Console):
    """A console that leaves a closed pipe to its caller."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def look_of(*, color: bool = True, why: bool = False) -> Look:
    """The look for stdout: styles on a terminal only, never under NO_COLOR; 100 columns elsewhere, 120 at most."""
    console = _Console(highlight=False, markup=False, emoji=False)
    styled = color and console.is_terminal and not console.is_dumb_terminal and not console.no_color
    width = console.width if console.is_terminal or "COLUMNS" in os.environ else _ELSEWHERE
    return Look(console, min(max(width, _NARROWEST), _WIDEST), styled, why)
