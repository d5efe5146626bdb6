"""A first look at a text, or at the markup of a page: whether it may hold a claim at all.

A log-linear model of each sentence (may it tell of a happening?) and of the whole (is a conflict what it is about?),
over the first six letters of its words; names have no weight, so that one war is looked for like another. The weights
are of ``training/gate.py``. What is passed over is not read, so the look is lenient: see ``bench/gate.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import repeat
from math import exp, log, sqrt
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "gate.tsv"
STRETCH = 400  # words that are weighed together: a live blog may tell of an attack in one of its many parts
_LEAST, _LEAST_MARKUP, _LEAST_BRIEF = -2.3, -2.5, -3.4  # of the weight; a page's other words dilute what is told
_BRIEF_CHARS = 400  # a text below this has little to go by, and is soon read
_TOPIC, _MOST_TOPIC = 0.2, 4.0
_MOST_LOGIT = 30.0  # of a sentence; a page of numbers may be one of ten thousand words
_ENDS = re.compile(r"[.!?](?=\s)|\n")
_WORDS = re.compile(r"\b[a-z]{3,6}")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|main|div|p|br)\b", re.I)
_INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|q|span|strong|sub|sup|time|u)\b[^<>]*>")
_SCRIPT = re.compile(r"<s(?:cript|tyle)\b")
_RUN = re.compile(r">([^<>]{60,})")
_HEAD_CHARS = 5000


def may_tell(text: str) -> bool:
    """Whether a text, or the markup of a page, may hold a claim of a conflict.

    >>> may_tell("The army shelled the town on Monday and killed twelve people, residents said.")
    True
    >>> may_tell("The new phone has a better screen than the last one, and costs a little less.")
    False
    """
    if _MARKUP.search(text, 0, _HEAD_CHARS):
        return weight(bare(text)) >= _LEAST_MARKUP
    return weight(text) >= (_LEAST_BRIEF if len(text) < _BRIEF_CHARS else _LEAST)


def weight(text: str) -> float:
    """The weight of the stretch of a text that speaks most for a claim; minus infinity where it has no words."""
    return max(map(_weight, stretches(text)), default=float("-inf"))


def stretches(text: str) -> Iterator[list[list[str]]]:
    """The sentences of a text as the beginnings of their words, as many together as make some 400 words."""
    kept: list[list[str]] = []
    size = 0
    for part in _ENDS.split(text.lower()):
        if words := _WORDS.findall(part):
            kept.append(words)
            size += len(words)
            if size >= STRETCH:
                yield kept
                kept, size = [], 0
    if kept:
        yield kept


def _weight(sentences: Iterable[list[str]]) -> float:
    """Logarithm of the sentences that tell, over the root of the words; and what the whole is about."""
    happening, topic = _tables()
    told, about, size = 0.0, 0.0, 20
    for words in sentences:
        told += 1 / (1 + exp(min(_MOST_LOGIT, -happening[""] - _sum(happening, words))))
        about += _sum(topic, words)
        size += len(words)
    whole = topic[""] + about / sqrt(size)
    return log(told / sqrt(size)) + _TOPIC * max(-_MOST_TOPIC, min(_MOST_TOPIC, whole))


def _sum(table: dict[str, float], words: list[str]) -> float:
    return sum(map(table.get, words, repeat(0.0)))


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    """Weights of the beginnings of words in a sentence, and in a stretch; of "" what there is without any."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return tuple({row[0]: float(row[at]) for row in rows if row[at]} for at in (1, 2))  # type: ignore[return-value]


def bare(markup: str) -> str:
    """The longer runs of words of a page, and its title, roughly: menus, scripts and most headlines left out.

    >>> bare("<title>News</title><script>var war = 1</script><li>War</li>"
    ...      "<p>Nobody was hurt when the <b>bridge</b> over the river fell last week.</p>")
    'news\\nnobody was hurt when the bridge over the river fell last week.'
    """
    low = markup.lower()
    title = low.find("<title")
    head = low[low.find(">", title) + 1 : low.find("</title", title)] if title >= 0 else ""
    return "\n".join((head, *_RUN.findall(_INLINE.sub("", "".join(_without_scripts(low))))))


def _without_scripts(markup: str) -> Iterator[str]:
    """The parts of a page between its scripts and styles; a script that holds an article's text is one of them."""
    at = 0
    while at >= 0:
        start = _SCRIPT.search(markup, at)
        yield markup[at : start.start() if start else None]
        at = markup.find("</s", start.end()) if start else -1
        if start and markup.find('"articlebody"', start.end(), at) >= 0:
            yield markup[start.start() : at]
