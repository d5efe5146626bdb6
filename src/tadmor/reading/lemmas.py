"""The lemma of a word, given its universal tag: a table of what the rules get wrong, then the rules of English
inflection.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "lemmas.tsv"
_VERB = ("VERB", "AUX")
_VOWELS = re.compile("[aeiouy]+")
_WITH_E = re.compile(
    r"(?:[cvzu]|[^aeiou][aiu]s|[rlnd]s|[aeiou]g|[rd]g|[ae]ng|ung|[^aeo]at|[bcdfghjklmnpqrstvwxz]ur|ir|[^aeiou][aiou]d"
    r"|[bcdfgkptz]l|[^aeiou][aeiou]k|[^aeiou][ao]p|[^aeiou]ar|[^aeiou]or[kp]?|ut|[^aeiouw]in|[aeiou]th|ys)$"
)
_SHORT_WITH_E = re.compile(r"^[^aeiou]*[aeiouy][bcdfgklmnprstvz]$")


def by_rule(word: str, tag: str) -> str:
    """The lemma that the rules alone give; ``word`` in lower case."""
    if tag in _VERB:
        return _verb(word)
    if tag == "NOUN":
        return _singular(word)
    return word


def _singular(w: str) -> str:
    if len(w) < 4 or w.endswith(("ss", "us", "is")):
        return w
    if w.endswith("ies"):
        return w[:-3] + "y"
    if w.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return w[:-2]
    if w.endswith("men") and len(w) > 5:
        return w[:-2] + "an"
    return w[:-1] if w.endswith("s") else w


def _verb(w: str) -> str:
    if w.endswith("ied"):
        return w[:-3] + "y"
    if w.endswith("ed") and len(w) > 3:
        return _base(w[:-2])
    if w.endswith("ing") and len(w) > 4:
        return _base(w[:-3])
    return _singular(w)


def _base(stem: str) -> str:
    """The verb of which this is the stem before -ed or -ing: undoubled, or with its lost -e."""
    if stem.endswith("ll") and len(_VOWELS.findall(stem)) > 1:
        return stem[:-1]  # "expelled", "patrolled", but "shelled"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsfzeo":
        return stem[:-1]
    if stem.endswith(("ong", "ing")):
        return stem
    return stem + "e" if _WITH_E.search(stem) or _SHORT_WITH_E.match(stem) else stem


@cache
def _table() -> dict[tuple[str, str], str]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {(form, tag): lemma for form, tag, lemma in rows}


@lru_cache(maxsize=65_536)  # a stream of texts has no end of words
def lemma(word: str, tag: str) -> str:
    """The lemma in lower case (names keep their form).

    >>> lemma("recaptured", "VERB"), lemma("Troops", "NOUN"), lemma("Damascus", "PROPN")
    ('recapture', 'troop', 'Damascus')
    """
    if tag == "PROPN":
        return word
    low = word.lower().replace("’", "'")
    return _table().get((low, tag)) or by_rule(low, tag)
