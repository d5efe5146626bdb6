"""ECB+ as sketches: event mentions with their words, participants, place and document, and the gold clusters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tadmor.reading.lemmas import lemma
from tadmor.reading.network import Read, default_network
from tadmor.reconcile.sketch import Sketch, Spot, content, fold, stem

_SUBJECTS = ("nsubj", "obl:agent", "nmod:poss")
_OBJECTS = ("obj", "nsubj:pass", "iobj", "nmod", "compound", "amod")


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention: its topic, gold cluster, the lemma of its head, and its sketch."""

    id: str
    topic: str
    gold: str
    lemma: str
    sketch: Sketch


@dataclass(slots=True)
class Document:
    """Words by number with their sentences, marked spans by id, and instance ids of those that corefer."""

    name: str
    words: dict[str, tuple[int, str]]
    marked: dict[str, tuple[str, list[str]]]
    instance: dict[str, str]

    def sentences(self) -> dict[int, list[str]]:
        """Word numbers by sentence."""
        out: dict[int, list[str]] = defaultdict(list)
        for number, (sentence, _) in self.words.items():
            out[sentence].append(number)
        return out


def read_document(path: Path) -> Document:
    """One file of ECB+."""
    root = ET.parse(path).getroot()
    words = {t.attrib["t_id"]: (int(t.attrib["sentence"]), t.text or "") for t in root.iter("token")}
    marked = {}
    for mark in root.find("Markables") or ():
        anchors = [a.attrib["t_id"] for a in mark.iter("token_anchor")]
        if anchors:
            marked[mark.attrib["m_id"]] = (mark.tag, anchors)
    instance = {}
    for relation in root.find("Relations") or ():
        across = relation.tag == "CROSS_DOC_COREF"
        name = relation.attrib.get("note", "") if across else f"{path.stem} {relation.attrib['r_id']}"
        instance.update({source.attrib["m_id"]: name for source in relation.iter("source")})
    return Document(path.stem, words, marked, instance)


def mentions(folder: Path) -> list[Mention]:
    """Every event mention of every topic."""
    out: list[Mention] = []
    for path in sorted(folder.glob("*/*.xml")):
        out += _mentions(read_document(path), path.parent.name)
    return out


def _mentions(document: Document, topic: str) -> Iterator[Mention]:
    sentences = document.sentences()
    gist = content(" ".join(text for _, text in document.words.values()))
    events = {m: (tag, at) for m, (tag, at) in document.marked.items() if "ACTION" in tag}
    used = sorted({document.words[at[0]][0] for _, at in events.values()})
    read = dict(
        zip(used, default_network().read([[document.words[n][1] for n in sentences[s]] for s in used]), strict=True)
    )
    for mention, (_, anchors) in events.items():
        sentence = document.words[anchors[0]][0]
        numbers = sentences[sentence]
        said = _Said(document, numbers, read[sentence])
        head = said.head([numbers.index(a) for a in anchors if a in numbers])
        name = f"{topic}/{document.name}/{mention}"
        gold = document.instance.get(mention, name)
        yield Mention(name, topic, gold, said.lemma(head), said.sketch(name, head, sentence, gist, anchors))


@dataclass(slots=True)
class _Said:
    """A sentence with its tree and the marked spans in it."""

    document: Document
    numbers: list[str]
    read: Read

    def head(self, words: list[int]) -> int:
        """The word of a span that hangs on none of the others."""
        return next((w for w in words if self.read.heads[w] - 1 not in words), words[0])

    def lemma(self, word: int) -> str:
        return lemma(self._text(word), self.read.upos[word]).lower()

    def _text(self, word: int) -> str:
        return self.document.words[self.numbers[word]][1]

    def sketch(self, name: str, head: int, sentence: int, gist: frozenset[str], anchors: list[str]) -> Sketch:
        """The mention as the comparison sees it: of no kind or day, its place in words."""
        words = [self._text(w) for w in range(len(self.numbers))]
        actors, targets = self._parties(head, _SUBJECTS), self._parties(head, _OBJECTS)
        trigger = frozenset(filter(None, (stem(self.lemma(head)), stem(self._text(head)))))
        return Sketch(
            claim=name,
            report=self.document.name,
            origin=self.document.name,
            kind="event",
            spot=self._spot(),
            actors=actors,
            actor_sides=actors,
            targets=targets,
            target_sides=targets,
            trigger=trigger or frozenset((self.lemma(head),)),
            words=content(" ".join(words)),
            gist=gist,
            sentence=sentence,
        )

    def _parties(self, head: int, relations: tuple[str, ...]) -> frozenset[str]:
        """The words of the marked spans that hang on the head by one of these relations, else the lemma there."""
        found = set()
        for word, above in enumerate(self.read.heads):
            if above - 1 == head and self.read.deprels[word] in relations:
                found.add(self._span(word))
        return frozenset(found)

    def _span(self, word: int) -> str:
        number = self.numbers[word]
        for tag, anchors in self.document.marked.values():
            if number in anchors and "ACTION" not in tag:
                return fold(self.document.words[anchors[-1]][1])
        return fold(self.lemma(word))

    def _spot(self) -> Spot | None:
        for tag, anchors in self.document.marked.values():
            if tag.startswith("LOC") and anchors[0] in self.numbers:
                words = fold(" ".join(self.document.words[a][1] for a in anchors))
                return Spot(None, words, stems=content(words))
        return None
