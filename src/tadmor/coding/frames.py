"""Frames: the words that name a happening and where its roles stand, kept as data (``data/frames/*.toml``).

A file holds ``kind`` and a list of ``[[frame]]`` tables:

==========  ========================================================================================================
key         holds
==========  ========================================================================================================
id          a name, unique over all files ("capture.take-control")
verbs       lemmas; the trigger is the verb (or the adjective: "besieged")
nouns       lemmas; the trigger is the noun
phrases     a governing lemma and lemmas under or beside it ("take control", "come under fire"); all of them
            are the trigger; "|" parts lemmas of which one must be there ("strike|raid air|drone")
actor       slots in which the actor stands (see ``coding/slots.py``)
target      slots of the target
place       slots of the place
needs       what must be, every line of it: "slot:filler" for the sort of what stands there (``data/fillers.toml``),
            "slot=lemma" for the word itself; blanks part slots and "|" parts fillers of which one is enough
            ("object of:place|force", "below=siege|blockade")
unless      what must not be, in the same form; no line of it may be met
fires       example sentences in which it must fire; run as tests
never       example sentences in which it must not
==========  ========================================================================================================
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from tadmor.coding.fillers import fits, sorts
from tadmor.coding.slots import HYPHENS, SLOTS, fill
from tadmor.doc import Doc
from tadmor.errors import FrameError
from tadmor.model import KINDS

FOLDER = Path(__file__).parent.parent / "data" / "frames"


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to tell a happening of a kind."""

    id: str
    kind: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A frame that fires at these words of a Doc, the first of which governs the others."""

    frame: Frame
    words: tuple[int, ...]

    def roles(self, doc: Doc, role: str) -> list[int]:
        """Head words that stand where this frame expects the role."""
        slots = getattr(self.frame, role)
        return list(dict.fromkeys(w for at in self.words for w in fill(doc, at, slots) if w not in self.words))


KEYS = tuple(f.name for f in fields(Frame))


def load(folder: Path = FOLDER) -> tuple[Frame, ...]:
    """All frames of a folder; raises ``FrameError`` naming file, frame and key."""
    out: list[Frame] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as e:
            raise FrameError(f"not TOML: {e}", where=path.name, remedy="mend the line it names") from e
        kind = table.get("kind")
        if kind not in KINDS:
            raise FrameError(
                f"kind {kind!r} is not one of the {len(KINDS)} kinds{_meant(str(kind), KINDS)}", where=path.name
            )
        out += [_frame(row, kind, path.name) for row in table.get("frame", [])]
    twice = {f.id for f in out if sum(g.id == f.id for g in out) > 1}
    if twice:
        raise FrameError(f"frame id used twice: {', '.join(sorted(twice))}", where=str(folder))
    return tuple(out)


def _frame(row: dict[str, object], kind: str, file: str) -> Frame:
    """One checked frame."""
    name = row.get("id")
    where = f"{file}: frame {name!r}"
    if not isinstance(name, str) or not name.startswith(kind):
        raise FrameError(f"id must be a text that begins with {kind!r}", where=where)
    for key, value in row.items():
        if key not in KEYS or key == "kind":
            raise FrameError(f"no such key {key!r}{_meant(key, KEYS)}", where=where)
        if key != "id" and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise FrameError(f"{key} must be a list of texts", where=where)
    frame = Frame(kind=kind, **{k: v if k == "id" else tuple(v) for k, v in row.items()})  # type: ignore[arg-type]
    _check(frame, where)
    return frame


def _check(frame: Frame, where: str) -> None:
    """Raise where a slot or filler has no such name, or a frame has no trigger."""
    if not frame.verbs + frame.nouns + frame.phrases:
        raise FrameError("a frame needs verbs, nouns or phrases", where=where)
    for key in ("actor", "target", "place"):
        for slot in getattr(frame, key):
            if slot not in SLOTS:
                raise FrameError(f"{key}: no such slot {slot!r}{_meant(slot, SLOTS)}", where=where)
    for key in ("needs", "unless"):
        for line in getattr(frame, key):
            condition = parsed(line)
            for slot in condition.slots:
                if slot not in SLOTS:
                    raise FrameError(f"{key}: {line!r} has no slot we know{_meant(slot, SLOTS)}", where=where)
            for filler in condition.fillers:
                if filler not in sorts():
                    raise FrameError(f"{key}: {line!r} has no filler we know{_meant(filler, sorts())}", where=where)


@dataclass(frozen=True, slots=True)
class Condition:
    """A line of ``needs`` or ``unless``: something in one of the slots is of one of the sorts or lemmas."""

    slots: tuple[str, ...]
    fillers: tuple[str, ...]
    lemmas: tuple[str, ...]

    def met(self, doc: Doc, words: tuple[int, ...]) -> bool:
        """Whether it holds at the words of a trigger."""
        there = (w for at in words for w in fill(doc, at, self.slots) if w not in words)
        if self.lemmas:
            return any(lemma in self.lemmas for w in there for lemma in lemmas_of(doc, w))
        return any(fits(doc, w, f) for w in there for f in self.fillers)


@cache
def parsed(line: str) -> Condition:
    """The line taken apart."""
    slots, mark, right = re.match(r"([^:=]*)([:=]?)(.*)", line, re.S).groups()  # type: ignore[union-attr]
    choices = tuple(right.split("|"))
    return Condition(tuple(slots.split()) or ("",), () if mark == "=" else choices, choices if mark == "=" else ())


def _meant(word: str, known: object) -> str:
    close = difflib.get_close_matches(word, list(known), 1)  # type: ignore[call-overload]
    return f"; did you mean {close[0]!r}?" if close else ""


def expanded(line: str) -> Iterator[tuple[str, tuple[frozenset[str], ...]]]:
    """The lemmas of a phrase, the governing one apart: one pair for each choice of a governing lemma."""
    head, *rest = line.split()
    for lemma in head.split("|"):
        yield lemma, tuple(frozenset(choice.split("|")) for choice in rest)


class Matcher:
    """Frames by the lemma that governs their trigger."""

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        self._by_lemma: dict[tuple[str, str], list[tuple[Frame, tuple[frozenset[str], ...]]]] = defaultdict(list)
        for f in frames:
            for tag, lemmas in (("VERB", f.verbs), ("NOUN", f.nouns)):
                for lemma in lemmas:
                    self._by_lemma[lemma, tag].append((f, ()))
            for line in f.phrases:
                for lemma, rest in expanded(line):
                    self._by_lemma[lemma, "PHRASE"].append((f, rest))

    def propose(self, doc: Doc, sentence: int) -> Iterator[Proposal]:
        """Every frame that fires in a sentence, in the order of its words."""
        a, b = doc.sentences[sentence]
        for word in range(a, b):
            for lemma in lemmas_of(doc, word):
                yield from self._at(doc, word, lemma)

    def _at(self, doc: Doc, word: int, lemma: str) -> Iterator[Proposal]:
        tag = TAGS.get(doc.tags[word], "")
        if tag == "VERB" and (lemma, tag) not in self._by_lemma and doc.words[word].lower() in (lemma, f"{lemma}s"):
            tag = "NOUN"  # a noun that was tagged wrong: no frame knows it as a verb
        for frame, rest in self._by_lemma.get((lemma, tag), []) + self._by_lemma.get((lemma, "PHRASE"), []):
            words = _gathered(doc, word, rest)
            if words and holds(doc, words, frame):
                yield Proposal(frame, words)


TAGS = {"VERB": "VERB", "AUX": "VERB", "ADJ": "VERB", "NOUN": "NOUN", "PROPN": "NOUN"}


def lemmas_of(doc: Doc, word: int) -> tuple[str, ...]:
    """What the lemma may be, in lower case; a headline's noun ("Airstrikes") and a doubled l lose their last letter."""
    lemma = doc.lemmas[word].lower()
    uninflected = (doc.tags[word] in ("PROPN", "ADJ") and lemma.endswith("s")) or lemma.endswith("ll")
    if not uninflected:
        return (lemma,)
    return lemma, lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]


PARTICLES = frozenset(["up", "down", "out", "off", "over", "back", "away", "in", "on", "through", "together"])
FARTHEST = 7
"""Words between a phrase's governing word and its others, at most."""


def _gathered(doc: Doc, word: int, rest: tuple[frozenset[str], ...]) -> tuple[int, ...]:
    """The trigger's words: the head and, for a phrase, one word for each set of lemmas; empty if one is lacking."""
    if not rest:
        return (word,)
    within = _reach(doc, word)
    out = [word]
    for lemmas in rest:
        hit = next((w for w in within if w not in out and _is_one_of(doc, w, lemmas)), None)
        if hit is None:
            return ()
        out.append(hit)
    return tuple(out)


def _reach(doc: Doc, word: int) -> list[int]:
    """Where a phrase's other words may stand: at most two steps under the word, or right beside it (trees err)."""
    kids = doc.children(word)
    below = [w for w in (*kids, *(g for c in kids for g in doc.children(c))) if abs(w - word) <= FARTHEST]
    a, b = doc.sentences[doc.sentence_of(word)]
    joined = word - 2 if word - 2 >= a and doc.words[word - 1] in HYPHENS else word - 1
    return below + [w for w in (joined, word + 1) if a <= w < b and w not in below]


def _is_one_of(doc: Doc, word: int, lemmas: frozenset[str]) -> bool:
    """Whether a word has one of the lemmas; a particle is no inflected verb ("backed" is not "back")."""
    form = doc.words[word].lower()
    return form in lemmas & PARTICLES or any(x in lemmas and x not in PARTICLES for x in lemmas_of(doc, word))


def holds(doc: Doc, words: tuple[int, ...], frame: Frame) -> bool:
    """Whether what a frame needs is there and what it excludes is not."""
    needed = all(parsed(line).met(doc, words) for line in frame.needs)
    return needed and not any(parsed(line).met(doc, words) for line in frame.unless)


@cache
def default_matcher() -> Matcher:
    """The matcher over the frames that ship with the package."""
    return Matcher(load())
