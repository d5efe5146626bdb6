"""Frames: the words that name a happening and where its roles stand, kept as data (``data/frames/*.toml``).

A file holds ``kind`` and a list of ``[[frame]]`` tables:

==========  ========================================================================================================
key         holds
==========  ========================================================================================================
id          a name, unique over all files ("capture.take-control")
verbs       lemmas; the trigger is the verb
nouns       lemmas; the trigger is the noun
phrases     a governing lemma and the lemmas under it ("take control", "pull out"); all of them are the trigger
actor       slots in which the actor stands (see ``coding/slots.py``)
target      slots of the target
place       slots of the place
needs       what must be: "slot:filler" or "slot:filler|filler"; any one line may be met if they share a slot list
unless      what must not be: "slot:filler", or "lemma:word" for a lemma under the trigger
fires       example sentences in which it must fire; run as tests
never       example sentences in which it must not
==========  ========================================================================================================

Fillers: place (a place or a noun for one), force (somebody who fights), people, thing (anything else), any.
"""

from __future__ import annotations

import difflib
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from tadmor.coding.fillers import fits
from tadmor.coding.slots import SLOTS, fill
from tadmor.doc import Doc
from tadmor.errors import FrameError
from tadmor.model import KINDS

FOLDER = Path(__file__).parent.parent / "data" / "frames"
FILLERS = ("place", "force", "people", "thing", "any")


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
        return fill(doc, self.words[0], getattr(self.frame, role))


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
            raise FrameError(f"kind {kind!r} is not one of the {len(KINDS)} kinds{_meant(str(kind), KINDS)}", where=path.name)
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
            slot, _, filler = line.partition(":")
            wrong = [f for f in filler.split("|") if f not in FILLERS] if slot != "lemma" else []
            if (slot != "lemma" and slot not in SLOTS) or wrong:
                raise FrameError(f"{key}: {line!r} is not slot:filler{_meant(slot, [*SLOTS, 'lemma'])}", where=where)


def _meant(word: str, known: object) -> str:
    close = difflib.get_close_matches(word, list(known), 1)  # type: ignore[call-overload]
    return f"; did you mean {close[0]!r}?" if close else ""


class Matcher:
    """Frames by the lemma that governs their trigger."""

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        self._by_lemma: dict[tuple[str, str], list[tuple[Frame, tuple[str, ...]]]] = defaultdict(list)
        for f in frames:
            for tag, lemmas in (("VERB", f.verbs), ("NOUN", f.nouns)):
                for lemma in lemmas:
                    self._by_lemma[lemma, tag].append((f, ()))
            for line in f.phrases:
                head, *rest = line.split()
                self._by_lemma[head, "PHRASE"].append((f, tuple(rest)))

    def propose(self, doc: Doc, sentence: int) -> Iterator[Proposal]:
        """Every frame that fires in a sentence, in the order of its words."""
        a, b = doc.sentences[sentence]
        for word in range(a, b):
            lemma, tag = doc.lemmas[word].lower(), doc.tags[word]
            tag = "VERB" if tag in ("VERB", "AUX", "ADJ") else "NOUN" if tag in ("NOUN", "PROPN") else tag
            for frame, rest in self._by_lemma.get((lemma, tag), []) + self._by_lemma.get((lemma, "PHRASE"), []):
                words = _gathered(doc, word, rest)
                if words and holds(doc, word, frame):
                    yield Proposal(frame, words)


def _gathered(doc: Doc, word: int, rest: tuple[str, ...]) -> tuple[int, ...]:
    """The trigger's words: the head and, for a phrase, words with these lemmas just below it; empty if one is lacking."""
    below = [c for c in doc.children(word)] + [g for c in doc.children(word) for g in doc.children(c)]
    out = [word]
    for lemma in rest:
        hit = next((w for w in below if doc.lemmas[w].lower() == lemma and w not in out), None)
        if hit is None:
            return ()
        out.append(hit)
    return tuple(out)


def holds(doc: Doc, word: int, frame: Frame) -> bool:
    """Whether what a frame needs is there and what it excludes is not."""
    return all(_met(doc, word, line) for line in frame.needs) and not any(_met(doc, word, line) for line in frame.unless)


def _met(doc: Doc, word: int, line: str) -> bool:
    slot, _, filler = line.partition(":")
    if slot == "lemma":
        return any(doc.lemmas[w].lower() in filler.split("|") for w in doc.subtree(word) if abs(w - word) < 8)
    return any(fits(doc, w, f) for w in fill(doc, word, (slot,)) for f in filler.split("|"))


@cache
def default_matcher() -> Matcher:
    """The matcher over the frames that ship with the package."""
    return Matcher(load())
