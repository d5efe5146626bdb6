"""The language of a text."""

from __future__ import annotations

import re

from tadmor.sources import lexicon

_ENOUGH_LETTERS = 100  # py3langid errs too often on less
_SAMPLE_CHARS = 4000


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None for one of under 100 letters.

    English is told by its small words; only where they are few is py3langid (Lui and Baldwin 2012) asked, whose
    loading takes half a second.
    """
    sample = text[:_SAMPLE_CHARS]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if sum(map(len, words)) < _ENOUGH_LETTERS:
        return None
    if sum(word in lexicon.english_words() for word in words) >= 0.12 * len(words):
        return "en"
    return _identified(sample.lower())


def _identified(sample: str) -> str | None:
    import py3langid  # half a second to load

    ranked: list[tuple[str, float]] = py3langid.rank(sample)
    code, score = ranked[0]
    lead = score - next((other for name, other in ranked if name == "en"), score)
    # Log probabilities. Sentences of other languages lead English by 1.9 nats a letter and more, lists of foreign
    # names by 0.5, English by none: between them nothing is said.
    if lead >= sum(map(str.isalpha, sample)):
        return code
    return "en" if lead < 0.25 * len(sample) else None
