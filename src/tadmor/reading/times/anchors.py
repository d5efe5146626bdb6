"""The day of a happening that "three months after the fall of …" counts from, where the report tells it elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from tadmor.model import When
from tadmor.reading.lemmas import lemma
from tadmor.reading.times.grammar import pattern
from tadmor.reading.times.lexer import Lexed, Token

_REACH = 10  # words of the phrase that names the happening
_STEM = 5  # letters of a lemma, so that "capturing" and "captors" are one
_SHARED = 2  # words that the phrase and the telling must have in common


def day_told(lexed: Lexed, at: int, times: Iterable[tuple[int, When]], starts: Sequence[int]) -> When | None:
    """The one day told, in another sentence, of the happening named from token ``at`` on; None where none or several.

    ``times`` are (first token, time); a telling shares two words with the phrase, its names among them.
    """
    stop = pattern("[COMMA DOT END BREAK]").search(lexed.classes, at)
    end = min(stop.start() if stop else len(lexed.classes), at + _REACH)
    wanted, names = _words(lexed, at, end), _names(lexed, at, end)
    own = bisect_right(starts, lexed.tokens[at].start) if at < end else -1
    if len(wanted) < _SHARED:
        return None
    days: dict[date, When] = {}
    for first, when in times:
        sentence = bisect_right(starts, lexed.tokens[first].start)
        if sentence == own or when.grain not in ("day", "time") or when.start is None or when.start != when.end:
            continue
        told = _words(lexed, *_bounds(lexed, sentence, starts))
        if names <= told and len(wanted & told) >= _SHARED:
            days[when.start] = when
    return next(iter(days.values())) if len(days) == 1 else None


def _bounds(lexed: Lexed, sentence: int, starts: Sequence[int]) -> tuple[int, int]:
    """First token of a sentence (counted from 1) and the token after its last."""
    tokens = lexed.tokens
    end = bisect_left(tokens, starts[sentence], key=_top) if sentence < len(starts) else len(tokens)
    return bisect_left(tokens, starts[sentence - 1], key=_top), end


def _top(token: Token) -> int:
    return token.start


def _words(lexed: Lexed, first: int, last: int) -> set[str]:
    """The stems of the words that tell something, names among them."""
    plain = pattern("[OTHER CAPITAL]")
    spots = [n for n in range(first, last) if plain.match(lexed.classes, n) and len(lexed.tokens[n].text) > 3]
    return {_stem(lexed.tokens[n].text) for n in spots}


def _names(lexed: Lexed, first: int, last: int) -> set[str]:
    capital = pattern("CAPITAL")
    spots = [n for n in range(first, last) if capital.match(lexed.classes, n) and len(lexed.tokens[n].text) > 3]
    return {_stem(lexed.tokens[n].text) for n in spots}


def _stem(word: str) -> str:
    return lemma(word, "VERB")[:_STEM]
