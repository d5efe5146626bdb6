"""What the words beside a name tell of it: how it stands to the happening, what kind of place it is."""

from __future__ import annotations

from dataclasses import dataclass

from tadmor.reading.gazetteer import nationality
from tadmor.reading.places_words import Lexicon, Words, lexicon

_REACH = 9
_COMPASS = frozenset(["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"])
_TWO_WORD = {"close to": "near", "next to": "near", "adjacent to": "near", "outside of": "near", "up to": "toward"}
_BROADCAST = frozenset(
    ["media", "television", "tv", "news", "radio", "department", "agency", "run", "owned", "sponsored"]
)


@dataclass(slots=True)
class Cue:
    """Relation, kind of place, country told by an adjective, last word of the kind; ``strength`` 0 none to 3 sure."""

    relation: str = "in"
    kind: str | None = None
    country: str | None = None
    last: int = -1
    strength: int = 0
    listed: bool = False
    belongs: bool = False
    acts: bool = False
    gone_into: bool = False


def cue(words: Words, first: int, last: int) -> Cue:
    """The cue of the name that words ``first`` to ``last`` may be."""
    out = Cue(last=last)
    _left(words, first, out)
    _right(words, last, out)
    return out


def _raise(out: Cue, strength: int) -> None:
    out.strength = max(out.strength, strength)


def _left(words: Words, first: int, out: Cue) -> None:
    """Read leftwards to the preposition."""
    lex, j, direction, related = lexicon(), first - 1, "", False
    for _ in range(_REACH):
        w = words.at(j, first)
        if w in ("of", "around") and (step := _of(words, j, first, out)):
            if step < 0:
                related = True
                break
            j -= step
            related = related or out.relation != "in"
        elif w in lex.relations["directions"]:
            direction, j = w, j - 1
        elif w == "rural":
            out.relation, related, j = "countryside of", True, j - 1
            _raise(out, 2)
        elif w in lex.kinds and words.doc.words[j].islower() and w not in lex.skip["before"]:
            out.kind, j = out.kind or lex.kinds[w], j - 1
            _raise(out, 2)
        elif w and nationality(words.doc.words[j]):
            out.country, j = nationality(words.doc.words[j]), j - 1
        elif w in lex.skip["before"] or (w and w in lex.relations["parts"] and j < first - 1):
            j -= 1
        else:
            _preposition(words, j, first, out, related)
            break
    if direction:
        _turn(out, direction)


def _turn(out: Cue, direction: str) -> None:
    """Put the direction into the relation ("in the north of", "eastern countryside of")."""
    if out.relation in ("in", "toward", "from"):
        side = direction.removesuffix("ern") if direction != "central" else "centre"
        out.relation = f"in the {side} of"
        _raise(out, 1)
    elif out.relation.startswith(("countryside", "outskirts")):
        out.relation = f"{direction} {out.relation}"


def _of(words: Words, j: int, first: int, out: Cue) -> int:
    """Read "<noun> of": how many words to step back, -1 to stop, 0 if the noun tells nothing."""
    lex = lexicon()
    noun, before = words.at(j - 1, first), words.at(j - 2, first)
    if noun in _COMPASS or noun.replace("-", "") in _COMPASS:
        out.relation = f"{_distance(words, j - 2, first)}{noun} of"
        _raise(out, 3)
        return -1
    if noun in lex.relations["countryside"] or noun in lex.relations["outskirts"]:
        side = "countryside" if noun in lex.relations["countryside"] else "outskirts"
        out.relation = f"{side} of"
        _raise(out, 3)
        return 2
    if words.low[j] == "around":
        return 0
    street = lex.kinds.get(noun) == "street" and noun in lex.relations["parts"]  # "the streets of Norvik"
    if noun in lex.kinds and not street and not (noun == "state" and before == "islamic"):
        out.kind = out.kind or lex.kinds[noun]
        _raise(out, 3)
        return 2
    if noun in lex.relations["parts"]:
        _raise(out, 1)
        return 2
    if noun in lex.context["belonging"]:
        out.relation, out.belongs = "of", True
        return -1
    return 0


def _distance(words: Words, j: int, first: int) -> str:
    """ "20 km " where the words before a direction tell how far, else ""."""
    units = lexicon().relations["units"]
    while words.at(j, first) in ("to", "the", "just", "due"):
        j -= 1
    if words.at(j, first) in units and words.at(j - 1, first):
        return f"{words.low[j - 1]} {words.low[j]} "
    number = words.at(j, first).rstrip("kms")
    return f"{words.low[j]} " if number.isdigit() and number != words.at(j, first) else ""


def _preposition(words: Words, j: int, first: int, out: Cue, related: bool) -> None:
    """Read the word that stops the way left."""
    relations, w = lexicon().relations, words.at(j, first)
    if not w:
        return
    if w in (",", "and", "or", "&", "–", "-"):
        out.listed = True
        return
    if relation := _TWO_WORD.get(f"{words.at(j - 1, first)} {w}"):
        found = relation
    else:
        found = next((r for r in ("in", "near", "toward", "from", "between") if w in relations[r]), "")
    if found == "from" and (far := _distance(words, j - 1, first)):
        found = f"{far}from"
    if w in relations["gone_into"] and not found:
        out.gone_into = True
        _raise(out, 1)
    elif found:
        weak = w in ("to", "for", "by", "over", "on", "off", "from", "through")
        _raise(out, 1 if weak else 2)
        out.relation = out.relation if related else found
    elif w == "of":
        _raise(out, 1)


def _right(words: Words, last: int, out: Cue) -> None:
    """Read rightwards: kinds of place, countryside, titles, verbs of governments."""
    lex, k, direction = lexicon(), last + 1, ""
    possessive = words.at(k, last) in ("'s", "’s", "'", "’") or words.low[last].endswith(("'s", "’s"))
    k += words.at(k, last) in ("'s", "’s", "'", "’")
    if words.at(k, last) in lex.relations["directions"]:
        direction, k = words.low[k], k + 1
    w = words.at(k, last)
    quarter = w == "suburb" and words.at(k + 1, last) in ("in", "of")  # "Norvik suburb in Aleppo"
    if not quarter and (w in lex.relations["countryside"] or w in lex.relations["outskirts"]):
        side = "countryside" if w in lex.relations["countryside"] else "outskirts"
        out.relation = f"{direction} {side} of".strip() if direction else _kept_side(out, side)
        _raise(out, 2)
    elif not direction and not _kind_after(words, k, last, out, possessive):
        _owner_after(words, k, last, out, possessive, lex)


def _kept_side(out: Cue, side: str) -> str:
    """The side with the direction that already stood before the name ("eastern Homs countryside")."""
    if out.relation.startswith("in the ") and out.relation != "in the centre of":
        return f"{out.relation.removeprefix('in the ').removesuffix(' of')}ern {side} of"
    return f"{side} of"


def _kind_after(words: Words, k: int, last: int, out: Cue, possessive: bool) -> bool:
    """Read "province", "air base" or "and Y provinces" after the name; true if one is there."""
    lex, at = lexicon(), k
    while words.at(at, last) in lex.skip["after"] and at < k + 2:
        at += 1
    w = words.at(at, last)
    kind = lex.kinds.get(w)
    if w == "state" and words.at(at + 1, last) in _BROADCAST | {"-"}:
        return False
    if kind and (at == last + 1 or not possessive) and not (at > k and w in ("city", "state")):
        out.kind, out.last = kind, at
        _raise(out, 2 if w in ("front", "sector", "field", "fields", "state", "plant", "station") else 3)
        return True
    return _shared_kind(words, k, last, out)


def _shared_kind(words: Words, k: int, last: int, out: Cue) -> bool:
    """Read the plural kind of a list of names ("Homs and Hama provinces")."""
    if words.at(k, last) not in ("and", ",", "or"):
        return False
    for at in range(k + 1, k + 9):
        w = words.at(at, last)
        if w in lexicon().kinds and w.endswith("s") and w not in ("forces", "gates"):
            out.kind = out.kind or lexicon().kinds[w]
            _raise(out, 2)
            return True
        if not w or not (words.capital[at] or w in (",", "and", "or", "the", "-") or not words.folded[at]):
            return False
    return False


def _owner_after(words: Words, k: int, last: int, out: Cue, possessive: bool, lex: Lexicon) -> None:
    """Mark names that stand in a title or act as a government ("Homs governor", "Moscow said", "UK-based")."""
    w, after = words.at(k, last), words.at(k + 1, last)
    hyphened = w == "-" and after.isalpha() and words.doc.words[k + 1].islower()
    out.acts = out.strength == 0 and (possessive or w in lex.context["saying"])
    if (
        hyphened
        or (w == "based" and out.strength == 0)
        or w in lex.context["belonging"]
        or (possessive and after in lex.context["belonging"])
    ):
        out.belongs = True
