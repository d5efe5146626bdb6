"""Stretches of words that may name a place, told from people, organisations and plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tadmor.reading.gazetteer import Entry, named, nationality
from tadmor.reading.places_cues import Cue, cue
from tadmor.reading.places_words import MAX_WORDS, Words, lexicon

_ARTICLES = frozenset(["al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ath", "ed", "er", "es", "ez", "en"])
_LINKS = _ARTICLES | frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "da",
        "do",
        "dos",
        "du",
        "des",
        "le",
        "di",
        "i",
        "y",
        "and",
        "of",
        "the",
        "bin",
        "ibn",
        "abu",
        "ul",
        "-",
        "'",
        "’",
        "‘",
        "ʿ",
        "`",
        "-al",
        "ez-",
    ]
)
_CLOSED = frozenset([".", ",", ";", ":", "?", "!", "(", ")", "[", "]", '"', "“", "”", "/", "–", "—", "…", "|", "*"])


@dataclass(slots=True)
class Name:
    """Words ``first`` to ``last`` that may name a place; ``entries`` is empty where the gazetteer has no such name.

    ``sure``: a place whatever the gazetteer holds. ``weak``: a place only if the report speaks of its country.
    """

    first: int
    last: int
    key: str
    entries: list[Entry]
    cue: Cue
    sure: bool = False
    weak: bool = False


def names(words: Words) -> list[Name]:
    """Every stretch that may name a place, left to right, none overlapping."""
    grams = _grams(words)
    keys = {k for found in grams.values() for _, k in found} - lexicon().context["never"] - _ARTICLES
    known = named(keys | {k.removesuffix("s") for k in keys})
    out: list[Name] = []
    i = 0
    while i < len(words.low):
        before = out[-1] if out else None
        name = _known(words, i, grams.get(i, []), known, before) or (
            _unknown(words, i, known, before) if i in grams else None
        )
        if name:
            out.append(name)
        i = name.last + 1 if name else i + 1
    return out


def _told(words: Words, first: int, last: int, before: Name | None) -> Cue:
    """The cue of a name; in a list it has the preposition of the name before it ("in Foua and Kafriya")."""
    told = cue(words, first, last)
    if told.listed and before and before.cue.strength > told.strength:
        between = {words.low[i] for i in range(before.cue.last + 1, first)}
        if between and between <= {",", "and", "or", "the", "&", "al"}:
            told.strength = before.cue.strength
            told.relation = before.cue.relation if told.relation == "in" else told.relation
    return told


def _grams(words: Words) -> dict[int, list[tuple[int, str]]]:
    """For each word that may begin a name: (last word, folded name), longest first."""
    out = {}
    for i, capital in enumerate(words.capital):
        if (capital or _article_before_capital(words, i)) and words.folded[i]:
            out[i] = list(_grams_at(words, i))[::-1]
    return out


def _grams_at(words: Words, i: int) -> Iterator[tuple[int, str]]:
    """The names that may begin at word ``i``, shortest first."""
    lex, key = lexicon(), ""
    for j in range(i, min(words.bounds[i][1], i + MAX_WORDS)):
        low = words.low[j]
        if low in _CLOSED and low != ".":
            return
        closing = words.capital[j] or (words.loud[j] and words.folded[j]) or low in lex.kinds
        if not (closing or low in _LINKS or low in lex.skip["after"] or not words.folded[j]):
            return
        key = words.joined(key, j)
        if closing:
            yield j, key


def _article_before_capital(words: Words, i: int) -> bool:
    if words.low[i].startswith(
        ("al-", "el-", "ad-", "ar-", "as-", "at-", "az-", "an-", "ash-", "ez-", "er-", "es-", "ed-")
    ):
        return True
    hyphened = words.at(i + 1, i) == "-"
    if words.low[i] not in _ARTICLES or not (hyphened or words.low[i] in ("al", "el")):
        return False
    k = i + 2 if hyphened else i + 1
    return words.at(k, i) != "" and words.capital[k]


def _known(
    words: Words, i: int, grams: list[tuple[int, str]], known: dict[str, list[Entry]], before: Name | None
) -> Name | None:
    """The longest name of the gazetteer that begins at word ``i`` and may be meant as a place."""
    for last, key in grams:
        entries = known.get(key, [])
        genitive = not entries and bool(entries := _without_genitive(words, last, key, known))
        if entries and _written_as_name(words, i, last):
            told = _told(words, i, last, before)
            if _may_be(words, i, last, key, entries, told):
                whole = genitive or _stands_alone(words, i, last, told, entries, known)
                if whole is not None:
                    return Name(i, last, key.removesuffix("s") if genitive else key, entries, told, weak=not whole)
    return None


def _written_as_name(words: Words, first: int, last: int) -> bool:
    """Whether every word has a capital, links two that have one, or tells the kind of place."""
    lex = lexicon()
    plain = _LINKS | lex.skip["after"] | lex.kinds.keys()
    return all(words.capital[j] or words.loud[j] or words.low[j] in plain for j in range(first, last + 1))


def _without_genitive(words: Words, last: int, key: str, known: dict[str, list[Entry]]) -> list[Entry]:
    """Countries and large places named without the final s of "Syrias" (copy whose apostrophes were lost)."""
    if not key.endswith("s") or len(key) < 5 or words.at(last + 1, last) in _CLOSED | {""}:
        return []
    return [
        e for e in known.get(key[:-1], []) if e.main and (e.place.feature == "country" or e.place.population > 100_000)
    ]


def _may_be(words: Words, first: int, last: int, key: str, entries: list[Entry], told: Cue) -> bool:
    """Whether the words around and the entity labels let this be a place."""
    lex, labels = lexicon(), {words.labels[j] for j in range(first, last + 1) if words.folded[j]}
    located = "LOC" in labels
    if key in lex.context["never"] or (nationality(key) and not located and key != "us") or len(key) < 2:
        return False
    if key == "us" and words.doc.words[first] != "US":
        return False
    if _within_label(words, first, last, told):
        return False
    short = len(key) == 3 and key in lex.common and words.loud[first]  # "POLICE CAR" is no country
    country = any(e.place.feature == "country" for e in entries) and not short
    own = " " in key and any(e.place.id.startswith("tadmor:") for e in entries)
    if not own:
        bar = 0 if located or country else _bar(words, first, key)
        return told.strength >= bar
    return True


def _bar(words: Words, first: int, key: str) -> int:
    """How strong the cue must be for a name that is an English word or a person's name."""
    lex = lexicon()
    opening = first == words.bounds[first][0]
    plain = (lex.common, lex.relations["directions"], lex.kinds, lex.skip["after"])
    if all(any(w in words_of for words_of in plain) for w in key.split()):
        return 3 if words.loud[first] or opening else 2
    if key in lex.people:
        return 3 if words.loud[first] else 2
    return 0


def _within_label(words: Words, first: int, last: int, told: Cue) -> bool:
    """Whether an entity of another sort holds the words: a person, or an organisation or other name if longer."""
    for label in ("PER", "ORG", "MISC"):
        if words.labels[first] == label == words.labels[last]:
            if label == "PER":
                return told.strength < 3 and not told.gone_into
            wider = (first > 0 and words.labels[first - 1] == label) or (words.labels[last + 1 : last + 2] == [label])
            return wider and told.strength < 3
    return False


def _stands_alone(
    words: Words, first: int, last: int, told: Cue, entries: list[Entry], known: dict[str, list[Entry]]
) -> bool | None:
    """True if the words are a whole name, False if that is doubtful, None if they are part of a longer one."""
    lex, before, after = lexicon(), words.at(first - 1, first), words.at(last + 1, last)
    country = any(e.place.feature == "country" for e in entries)
    if "LOC" in words.labels[first : last + 1]:
        return True if _goes_on(words, last + 1, known) is None else None
    if after in _ARTICLES and _goes_on(words, last + 1, known) is not None:
        return None
    if before in lex.context["honorifics"] and told.strength < 3 and not country:
        return None
    beyond = words.at(told.last + 1, last)
    if (
        told.last > last
        and beyond in lex.context["groups"] | lex.context["organisation"]
        and words.capital[told.last + 1]
    ):
        return None
    if (
        told.kind == "street"
        and told.last > last
        and words.capital[told.last]
        and not words.loud[last]
        and told.strength < 3
    ):
        return None
    ends = told.last == last and after != "" and words.capital[last + 1]
    if ends and after in lex.context["organisation"] and (not words.loud[last] or told.strength < 2):
        return None
    if words.loud[first]:
        return True
    if ends and words.low[first] in lex.people and not _may_follow(words, last + 1, known):
        return None
    if ends and not country and not _may_follow(words, last + 1, known):
        return False
    return not before or not words.capital[first - 1] or told.strength >= 3 or _may_precede(words, first - 1, country)


def _may_follow(words: Words, i: int, known: dict[str, list[Entry]]) -> bool:
    """Whether a capitalised word right after a name leaves it whole: a country, a people, a common or a place word."""
    w, lex = words.low[i], lexicon()
    if (
        nationality(words.doc.words[i])
        or w in lex.context["never"]
        or w in lex.kinds
        or w in lex.relations["countryside"]
    ):
        return True
    following = known.get(words.folded[i], [])
    return w in lex.relations["outskirts"] or any(e.place.feature in ("country", "adm1") for e in following)


def _goes_on(words: Words, first: int, known: dict[str, list[Entry]]) -> int | None:
    """The last word with which the name of a place that no gazetteer has as a whole goes on from word ``first`` ("Tal
    Norvik", "Bab al-Norvik"), None where the name ends before it. The network calls all of it a place.
    """
    i = first
    while words.at(i, first - 1) in _ARTICLES | {"-"} and words.labels[i] == "LOC":
        i += 1
    low, lex = words.at(i, first - 1), lexicon()
    if not low or not words.capital[i] or words.loud[i] or words.labels[i] != "LOC" or low in lex.kinds:
        return None
    if known.get(words.key(first, i)) or any(low in some for some in lex.relations.values()):
        return None
    return i


def _may_precede(words: Words, i: int, country: bool) -> bool:
    """Whether a capitalised word right before a name leaves it whole."""
    w, lex = words.low[i], lexicon()
    opening = i == words.bounds[i][0]
    plain = w in lex.relations["directions"] or w in lex.skip["before"] or w in lex.kinds or w in lex.context["never"]
    listed = any(w in s for s in lex.relations.values())
    return plain or listed or country or bool(nationality(words.doc.words[i])) or (opening and w not in lex.people)


def _unknown(words: Words, i: int, known: dict[str, list[Entry]], before: Name | None) -> Name | None:
    """A capitalised run without a place of that name which the words beside it call a place."""
    head = i
    if words.low[i] in _ARTICLES and _article_before_capital(words, i):
        head = i + 2 if words.at(i + 1, i) == "-" else i + 1
    located = words.labels[head] == "LOC"
    if (i > 0 and words.labels[i - 1 : i + 1] == ["LOC", "LOC"]) or words.labels[i] in ("PER", "ORG"):
        return None
    if words.loud[i] and not located:
        return None
    last = _run_end(words, head, located, known)
    told = _told(words, i, last, before)
    if not located and not (_sounds_like_place(words, i, last, told) and _named_whole(words, i, last, told)):
        return None
    key = words.key(i, last)
    return Name(i, last, key, known.get(key, []), told, sure=located or told.strength >= 3)


def _sounds_like_place(words: Words, first: int, last: int, told: Cue) -> bool:
    """Whether an unknown run begins as names do and the words beside it, or its first word, speak of a place."""
    lex, head = lexicon(), first
    while head < last and (words.low[head] in _ARTICLES or not words.folded[head]):
        head += 1
    low = words.low[head]
    starts = low in lex.context["starters"] and last > head
    if low in lex.skip["after"]:
        return False
    plain = (
        low in lex.context["never"]
        or low in lex.common
        or low in lex.relations["directions"]
        or nationality(words.doc.words[head])
    )
    return (starts or not (plain or len(low) < 3)) and told.strength >= (1 if starts else 2)


def _named_whole(words: Words, first: int, last: int, told: Cue) -> bool:
    """Whether an unknown run is no person, no organisation and not the tail of a longer name."""
    lex, after, final = lexicon(), words.at(last + 1, last), words.low[last]
    if any(words.low[j] in lex.people for j in range(first, last + 1)) and told.strength < 3:
        return False
    if any(words.low[j] in lex.context["groups"] for j in range(first, last + 1)) or final in lex.context["never"]:
        return False
    if final in lex.context["organisation"] or words.low[first] in lex.context["honorifics"]:
        return False
    if after in lex.context["organisation"] and words.capital[last + 1]:
        return False
    return not (
        words.capital[first - 1]
        and first > words.bounds[first][0]
        and told.strength < 3
        and words.at(first - 1, first) not in lex.relations["directions"]
    )


def _run_end(words: Words, i: int, located: bool, known: dict[str, list[Entry]]) -> int:
    """The last word of the capitalised run (or of the LOC entity, and what goes on with it) that begins at ``i``."""
    end, last = words.bounds[i][1], i
    if located:
        while last + 1 < end and words.labels[last + 1] == "LOC":
            last += 1
        while last + 1 < end and (more := _goes_on(words, last + 1, known)) is not None:
            last = more
        return last
    lex = lexicon()
    for j in range(i + 1, min(end, i + MAX_WORDS)):
        if words.capital[j] and words.low[j] not in lex.kinds and words.folded[j]:
            last = j
        elif words.low[j] not in _LINKS or words.low[j] in ("and", "of", "the", "'", "’"):
            break
    return last
