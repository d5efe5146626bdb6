"""The language of a text."""

from __future__ import annotations

import re
from functools import cache

# Frequent in English and rare in every other language written in Latin letters; in news a fifth of all words.
_ENGLISH = frozenset("the of and to that with by from on at for his were have has been said which after".split())
_ENOUGH_LETTERS = 100  # py3langid errs too often on less
_SAMPLE_CHARS = 4000

NAMES = {
    "ar": "Arabic", "fa": "Persian", "ku": "Kurdish", "tr": "Turkish", "he": "Hebrew", "ru": "Russian",
    "uk": "Ukrainian", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "hi": "Hindi", "ur": "Urdu",
    "ps": "Pashto", "am": "Amharic", "so": "Somali", "sw": "Swahili", "my": "Burmese", "id": "Indonesian",
    "en": "English", "sr": "Serbian", "hr": "Croatian", "bs": "Bosnian", "el": "Greek", "sv": "Swedish",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None for one of under 100 letters.

    English is told by its small words; only where they are few is py3langid (Lui and Baldwin 2012) asked, whose
    loading takes half a second.
    """
    sample = text[:_SAMPLE_CHARS]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if sum(map(len, words)) < _ENOUGH_LETTERS:
        return None
    if sum(word in _ENGLISH for word in words) >= 0.12 * len(words):
        return "en"
    code, probability = _identifier().classify(sample.lower())
    # Lists of names and tables of figures get a language at random: without certainty there is none.
    return str(code) if probability > 0.9 else None


@cache
def _identifier():  # type: ignore[no-untyped-def]
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second to load

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
