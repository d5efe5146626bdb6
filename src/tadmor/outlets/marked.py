"""A sentence with the words of its claims marked: by style where there is one, else *trigger* and [role]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.text import Text

from tadmor.model import Claim, Span
from tadmor.outlets.phrases import visible

# Colours that differ in light and dark themes and to colour-blind eyes, none of them red beside green.
STYLES = {
    "trigger": "bold", "actor": "blue", "target": "magenta", "place": "cyan", "when": "green", "count": "yellow",
    "speaker": "italic",
}  # fmt: skip


def marked(sentence: Span, claims: Iterable[Claim], *, styled: bool) -> Text:
    """The sentence on one line; where words have several roles the trigger wins, then the first claim's."""
    out, at = Text(), sentence.start
    for role, span in _apart(sentence, claims):
        _append(out, sentence.text[at - sentence.start : span.start - sentence.start])
        words = sentence.text[span.start - sentence.start : span.end - sentence.start]
        _append(out, words if styled else _bracketed(role, words), f"{STYLES[role]} underline" if styled else "")
        at = span.end
    _append(out, sentence.text[at - sentence.start :])
    return out


def _append(out: Text, words: str, style: str = "") -> None:
    shown = re.sub(" +", " ", visible(words))
    out.append(shown.lstrip() if out.plain[-1:] in ("", " ") else shown, style)


def _bracketed(role: str, words: str) -> str:
    return f"*{words}*" if role == "trigger" else f"[{words}]"


def _apart(sentence: Span, claims: Iterable[Claim]) -> list[tuple[str, Span]]:
    """Roles and spans within the sentence, none overlapping another, in the order of the text."""
    kept: list[tuple[str, Span]] = []
    told = [pair for claim in claims for pair in roles(claim)]
    for role, span in sorted(told, key=lambda pair: pair[0] != "trigger"):
        within = sentence.start <= span.start < span.end <= sentence.end
        if within and all(span.end <= other.start or other.end <= span.start for _, other in kept):
            kept.append((role, span))
    return sorted(kept, key=lambda pair: pair[1].start)


def roles(claim: Claim) -> Iterator[tuple[str, Span]]:
    """What each of a claim's words is to it, the trigger first."""
    yield "trigger", claim.trigger
    yield from (("actor", mention.span) for mention in claim.actors)
    yield from (("target", mention.span) for mention in claim.targets)
    if claim.where:
        yield "place", claim.where.span
    if claim.when and claim.when.span:
        yield "when", claim.when.span
    yield from (("count", count.span) for count in claim.counts)
    yield from (("speaker", mention.span) for mention in claim.attribution.speakers)
