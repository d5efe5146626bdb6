"""What became of those counted, by the verb beside the number or above it in the tree."""

from __future__ import annotations

from tadmor.doc import Doc
from tadmor.model import Unit
from tadmor.reading.counted import (
    Counted,
    Form,
    Stretch,
    closed,
    fit,
    is_person,
    nouns,
    phrase_from,
    phrase_to,
    unit_words,
    units_of,
)

REACH = 16  # words looked to the right for the verb; longer subjects are left to the tree
REACH_OF = 6  # words between a noun and its "of": "the death in combat yesterday of 12 soldiers"


def _joined(s: Stretch, at: int, step: int, wanted: tuple[str, ...]) -> list[Unit]:
    """Units of a second word joined to one at ``at`` ("killed or wounded"), looking onward by ``step``."""
    link, other = at, at + step
    if not (s.begin <= link < s.end and s.begin <= other < s.end):
        return []
    if s.lower[link] not in ("or", "and", "/", "and/or", ","):
        other = link
    n, forms = phrase_from(s, other) if step > 0 else phrase_to(s, other)
    if not n or (step > 0 and other + n < s.end and (other + n in s.counts or s.lower[other + n] in closed("object"))):
        return []
    linked = other != link and s.lower[link] != ","
    return units_of(forms, wanted) if linked or step > 0 else []


def read_left(s: Stretch, c: Counted, bridge: bool = False) -> None:
    """Fill units from the verb that has the number as object ("killing 12") or the noun with "of" ("death of 12")."""
    at = _governor(s, c, bridge)
    if at is None:
        return
    word = s.lower[at]
    if word == "lost" or (
        word in ("claimed", "claims", "claiming", "claim") and c.head is not None and is_person(s, c)
    ):
        c.units, c.via = (("killed",) if is_person(s, c) else ("destroyed",)), "left"
        return
    last, n, units = _left_word(s, at)
    if not n:
        return
    wanted = ("of",) if word == "of" else ("active",)
    units = _joined(s, last - n, -1, wanted) + units
    if units == ["involved"] and (c.head is None or wanted == ("of",)):
        return
    c.units, c.via = fit(s, c, units), "left"


def read_bridge(s: Stretch, c: Counted) -> None:
    """As ``read_left``, looking past one more victim ("killed the mayor and two guards")."""
    read_left(s, c, bridge=True)


def _governor(s: Stretch, c: Counted, bridge: bool) -> int | None:
    """The word before the number that may govern it: past adverbs and articles, and past "X and" if ``bridge``."""
    at = c.first - 1
    while at >= s.begin and c.first - at <= 4 and _skips(s, at):
        at -= 1
    if at < s.begin or at in s.used:
        return None
    if s.lower[at] != "and":
        return at
    if not bridge:
        return None
    for back in range(at - 1, max(s.begin, at - REACH_OF - 1) - 1, -1):
        if (
            s.lower[back] in closed("breaks")
            or s.lower[back] in closed("be")
            or s.lower[back] == ","
            or back in s.used
            or back in s.counts
        ):
            return None
        if _left_word(s, back)[1]:
            return back
    return None


def _skips(s: Stretch, at: int) -> bool:
    word = s.lower[at]
    return at not in s.used and (word in closed("skip_left") or word.endswith("ly")) and not _left_word(s, at)[1]


def _left_word(s: Stretch, at: int) -> tuple[int, int, list[Unit]]:
    """(last word, words, units) of the verb or noun that governs what follows ``at``; no units if none does."""
    if s.lower[at] == "of":
        return _noun_of(s, at)
    n, forms = phrase_to(s, at)
    units = units_of(forms, ("active",))
    return (at, n, units) if units and not _is_passive(s, at - n + 1, forms) else (at, 0, [])


def _noun_of(s: Stretch, of: int) -> tuple[int, int, list[Unit]]:
    """As ``_left_word``, for the noun of an "of", which may stand off ("the death in combat of 12 soldiers")."""
    last = of - 1
    while last > s.begin and s.lower[last] in ('"', "”"):
        last -= 1
    for back in range(last, max(s.begin, last - REACH_OF) - 1, -1):
        n, forms = phrase_to(s, back)
        units = units_of(forms, ("of",))
        if units and (back == last or s.lower[back + 1] in ("by", "in", "at", "on", "today")):
            return back, n, units
    return of, 0, []


def _is_passive(s: Stretch, at: int, forms: tuple[Form, ...]) -> bool:
    """The verb at ``at`` has a form of "be" before it ("were killed"), so that what follows is no object."""
    if not any(form in ("passive", "passive_only") for _, form in forms):
        return False
    while at - 1 >= s.begin and (
        s.lower[at - 1] in ("also", "reportedly", "or", "and") or s.lower[at - 1].endswith("ly")
    ):
        at -= 1
    return at - 1 >= s.begin and s.lower[at - 1] in closed("be")


def _takes_object(s: Stretch, at: int) -> bool:
    """What stands at ``at``, after a bare "killed", is the object of it: then the subject is not the victim."""
    if at >= s.end:
        return False
    if s.lower[at] == "others" and at + 1 < s.end:
        return not units_of(phrase_from(s, at + 1)[1], ("passive", "passive_only"))
    if at in s.counts:
        nxt = s.counts[at]
        n, forms = phrase_from(s, nxt.stop) if nxt.stop < s.end else (0, ())
        return not (n and units_of(forms, ("passive", "passive_only")))
    return s.lower[at] in closed("object") or s.lower[at] in nouns("person")


def _skip_subset(s: Stretch, at: int) -> int:
    """The word after a group "including …": its closing comma or bracket, or the verb."""
    at += 1
    while (
        at < s.end
        and s.lower[at] not in closed("be") | closed("have") | closed("breaks") | {",", ")"}
        and not phrase_from(s, at)[0]
    ):
        at += 1
    return at + 1 if at < s.end and s.lower[at] in (",", ")") else at


def _next_comma(s: Stretch, at: int) -> int:
    while at < s.end and s.lower[at] != ",":
        at += 1
    return at


def _opens_subset(s: Stretch, at: int) -> bool:
    word = s.lower[at]
    if word in ("including", "mostly", "mainly"):
        return True
    return (
        word in (",", "(")
        and at + 1 < s.end
        and (s.lower[at + 1] in closed("subset") or s.lower[at + 1] in ("most", "some", "all", "many"))
    )


def _blocks(s: Stretch, at: int) -> bool:
    """A word past which no verb of a subject is sought: a clause mark, or a finite verb that is no unit word."""
    word = s.lower[at]
    if word in closed("breaks") or (at in s.counts and not s.counts[at].article):
        return True
    return bool(s.tags) and s.tags[at] == "VERB" and word not in closed("filler") and not word.endswith(("ing", "ed"))


def read_right(s: Stretch, c: Counted) -> None:
    """Fill units from the verb whose subject is counted ("12 were killed", "12 dead")."""
    at, aux, far = c.stop, "", False
    limit = min(s.end, at + REACH)
    while at < limit:
        n, forms = phrase_from(s, at)
        wanted = ("passive", "passive_only") + (("nouns",) if at == c.after else ())
        units = units_of(forms, wanted)
        if units:
            if not _right_holds(s, c, at, n, bool(units_of(forms, wanted[1:])), aux, far):
                return
            units += _joined(s, at + n, 1, ("passive", "passive_only"))
            s.used.update(range(at, at + n))
            c.units, c.via = fit(s, c, units), "right"
            return
        word = s.lower[at]
        if word in closed("have") and aux != "be":
            aux = "have"
        elif word in closed("be"):
            aux = "be"
        elif word == "," and at + 1 < s.end and s.lower[at + 1] in ("who", "which", "whose"):
            at, limit = _next_comma(s, at + 1), min(s.end, limit + 12)
        elif _opens_subset(s, at):
            at, limit = _skip_subset(s, at), min(s.end, limit + 8)
            continue
        elif aux == "be" and at in s.counts and s.lower[at - 1] in ("among", "the"):
            c.via = "among"
            return
        elif (_blocks(s, at) and not (word == "as" and aux == "be")) or (aux and word in (",", "and")):
            return
        elif word not in closed("filler") and not word.endswith("ly"):
            far = far or word not in closed("prepositions") or at > c.stop
        at += 1


def _right_holds(s: Stretch, c: Counted, at: int, n: int, only: bool, aux: str, far: bool) -> bool:
    """Whether a unit word to the right is said of those counted, and is no active verb with an object of its own."""
    if aux == "be" or (only and (not far or s.lower[at] in closed("lasting"))):
        return True
    if aux == "have" or _takes_object(s, at + n) or s.lower[at - 1] in ("that", "which", "who"):
        return False
    if c.article:
        return (
            not far and at + n < s.end and s.lower[at + n] in closed("prepositions") | {"when", "after", "as", "while"}
        )
    headline = at + n < s.end and s.lower[at + n] in ("in", "by", "on", "near", "at", "when", "during")
    return not far or (
        headline and at - c.stop <= 6 and not {"that", "who", "which", "and", ","} & set(s.lower[c.stop : at])
    )


def read_tree(doc: Doc, c: Counted) -> None:
    """Fill units from the tree: the counted noun's verb as passive subject or object, or the noun with "of" above."""
    if c.head is None or not doc.heads:
        return
    at = c.head
    while (
        doc.deprels[at].partition(":")[0] in ("conj", "appos", "nummod", "nmod", "compound")
        and doc.heads[at] != at
        and not _governs(doc, at)
    ):
        at = doc.heads[at]
    verb, rel = doc.heads[at], doc.deprels[at]
    forms = unit_words().get(doc.words[verb].lower(), ())
    passive = rel in ("nsubj:pass", "nsubj", "acl") and not any(doc.deprels[k] == "obj" for k in doc.children(verb))
    wanted = (
        ("passive", "passive_only")
        if passive
        else ("active",)
        if rel == "obj"
        else ("of",)
        if rel.startswith("nmod")
        else ()
    )
    if rel == "nsubj" and not any(doc.deprels[k] in ("aux:pass", "cop") for k in doc.children(verb)):
        wanted = ("passive_only",)
    if units := units_of(forms, wanted):
        c.units, c.via = tuple(units[:1]), "tree"


def _governs(doc: Doc, at: int) -> bool:
    """The head of this word is a noun such as "death", whose "of" tells the unit."""
    return bool(units_of(unit_words().get(doc.words[doc.heads[at]].lower(), ()), ("of",)))
