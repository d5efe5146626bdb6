"""Report to ``Doc``: sentences, words, what the network says of them, and then times, places, quantities, actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tadmor.doc import Doc, Entity, in_order
from tadmor.model import Mention, Report
from tadmor.reading.actors import find_actors
from tadmor.reading.lemmas import lemma
from tadmor.reading.network import TOLD, Network, Read, default_network
from tadmor.reading.places import find_places
from tadmor.reading.quantities import find_quantities
from tadmor.reading.references import find_references
from tadmor.reading.times import find_times, headings, is_history, told_by
from tadmor.reading.words import sentences_of, words_of

LONGEST_SENTENCE = 120
"""Words; a longer run without a full stop is cut, so that one bad page cannot fill the memory."""


def parse_report(report: Report, network: Network | None = None) -> Doc:
    """The parsed report. Words that lie in no block (page furniture) are left out."""
    doc = worded(report)
    annotate(doc, network or default_network())
    spans = [(doc.starts[a], doc.ends[b - 1]) for a, b in doc.sentences]
    doc.history = is_history(report.text, report.published, report.title)
    scope = told_by(report.title) if report.title else None
    doc.times = in_order(find_times(report.text, doc.day, spans, lambda offset: tense(doc, offset), scope))
    doc.headings = headings(report.text, doc.times)
    doc.places = in_order(find_places(doc))
    doc.quantities = in_order(find_quantities(doc))
    doc.actors = in_order([within_sentence(doc, m) for m in find_actors(doc)])
    doc.references = find_references(doc)
    return doc


def tense(doc: Doc, offset: int) -> str | None:
    """ "future" or "past" by the verb that governs the word at this offset, None if it tells neither."""
    word = doc.word_at(offset)
    if word is None:
        return None
    verb = next((w for w in [word, *doc.ancestors(word)] if doc.tags[w] in ("VERB", "AUX")), None)
    if verb is None:
        return None
    helpers = {doc.words[c].lower() for c in doc.children(verb) if doc.deprels[c].startswith("aux")}
    if helpers & {"will", "shall", "'ll", "’ll"}:
        return "future"
    return "past" if doc.xtags[verb] in ("VBD", "VBN") or helpers & {"was", "were", "had", "has", "have"} else None


def worded(report: Report) -> Doc:
    """The report's words and sentences only."""
    doc = Doc(report, [], [], [], [])
    for sentence in _sentences(report):
        first = len(doc.words)
        for a, b in sentence:
            doc.starts.append(a)
            doc.ends.append(b)
            doc.words.append(report.text[a:b])
        doc.sentences.append((first, len(doc.words)))
    return doc


def _sentences(report: Report) -> Iterator[list[tuple[int, int]]]:
    kept = [(b.start, b.end) for b in report.blocks if b.kind != "dateline"] if report.blocks else None
    for a, b in sentences_of(report.text, kept):
        words = list(words_of(report.text, a, b))
        for i in range(0, len(words), LONGEST_SENTENCE):
            yield words[i : i + LONGEST_SENTENCE]


def annotate(doc: Doc, network: Network) -> None:
    """Fill the layers that the network gives: tags, lemmas, tree, entities, and what coding will ask of it."""
    reads = network.read([doc.words[a:b] for a, b in doc.sentences])
    for (first, _), read in zip(doc.sentences, reads, strict=True):
        doc.tags += read.upos
        doc.xtags += read.xpos
        doc.heads += [first + h - 1 if h else first + i for i, h in enumerate(read.heads)]
        doc.deprels += read.deprels
        doc.entities += [e for found in entities(read, first) if (e := named(doc, found)) is not None]
    doc.lemmas = [lemma(w, t) for w, t in zip(doc.words, doc.tags, strict=True)]
    if reads:
        doc.learned = {k: np.concatenate([r.told[k] for r in reads]) for k in TOLD} | {
            "role_left": np.concatenate([r.left for r in reads]),
            "role_right": np.concatenate([r.right for r in reads]),
            "role_form": network.role,
        }


def entities(read: Read, first: int) -> list[Entity]:
    """The entities of one sentence whose first word is ``first`` in the Doc; stray I- tags open an entity."""
    out: list[Entity] = []
    for i, tag in enumerate(read.ner):
        label = tag[2:]
        if tag == "O":
            continue
        last = out[-1] if out else None
        if tag[0] == "I" and last and last.label == label and last.end == first + i:
            last.end += 1
        else:
            out.append(Entity(first + i, first + i + 1, label))
    return out


def within_sentence(doc: Doc, mention: Mention) -> Mention:
    """The mention without what belongs to the sentence before (a headline has no full stop)."""
    words = doc.words_in(mention.span)
    first = max(words[0], doc.sentences[doc.sentence_of(words[-1])][0]) if len(words) else 0
    return mention if not len(words) or first == words[0] else replace(mention, span=doc.span(first, words[-1]))


PARTICLES = frozenset(
    "of the al el ad an ar as ash at az ez es er de del la las los le du da do e y and bin ibn abu".split()
)

KINDS_OF_PLACE = frozenset(
    "city town village hamlet province district department region area port municipality suburb".split()
)


def named(doc: Doc, entity: Entity) -> Entity | None:
    """The entity from its last plain word on ("rebel-held town of Kafr Nan" is "Kafr Nan"); None if no name is left."""
    start = entity.start
    for w in range(entity.start, entity.end):
        word = doc.words[w]
        plain = word[:1].islower() and word not in PARTICLES and not word.startswith(("'", "’"))
        if plain or (word.lower() == "of" and w > entity.start and doc.words[w - 1].lower() in KINDS_OF_PLACE):
            start = w + 1
    while start < entity.end and not doc.words[start][:1].isupper() and not doc.words[start][:1].isdigit():
        start += 1
    if start == entity.end:
        return None
    return Entity(start, entity.end, entity.label)
