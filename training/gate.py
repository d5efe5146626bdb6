"""The weights of the first look, from reports with their claims: ``data/gate.tsv``.

    python -m training.gate --war CLAIMS.jsonl... --other CLAIMS.jsonl... [--gold ../shared/gold]

CLAIMS are lines of ``tadmor claims --json`` on the texts that ``bench/texts.py`` writes. ``--war`` are of fakes,
wikipedia, muc and event_location: a sentence that holds a claim's trigger tells, any other does not. ``--other`` are of
ewt, meantime and ecbplus: their sentences do not tell, and those in which a claim was found, rightly or not, are left
out. The annotated reports of ``train.json`` take the place of the same reports as read, and the examples of the frames
are texts of a sentence each. A sentence weighs more the rarer the kinds told in it: aid and demining must be seen too.
One document in five, by the checksum of its id, and the reports of ``dev.json`` are kept apart (``held``).

Two models with an L1 penalty, fitted by FISTA (Beck and Teboulle 2009): of a sentence; and of a stretch of some 400
words, whether it is of a report of war. Words of which most stand capitalised within sentences are names and have no
weight, nor have those never seen in texts of mixed case.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from tadmor.reading import gate

LEAST = 5  # sentences that must hold a word
RAREST = 5.0  # how many times as much a sentence may weigh as one of usual kinds
PENALTY, TOPIC_PENALTY = 6e-5, 1.5e-4
ABOUT = 0.008  # claims a word, from which a text of the other sets may be about a conflict after all
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Za-z]{3,}")


@dataclass(slots=True)
class Document:
    """A text, whether its set is of war, and where the triggers of its claims begin, each with the claim's kind."""

    id: str
    text: str
    war: bool
    triggers: list[tuple[int, str]]

    def sentences(self) -> Iterator[tuple[list[str], set[str]]]:
        """The words of each sentence as the gate sees them, and the kinds of claims whose triggers stand in it."""
        at = 0
        low = self.text.lower()
        for end in (*(m.end() for m in gate._ENDS.finditer(low)), len(low)):
            if words := gate._WORDS.findall(low[at:end]):
                yield words, {kind for start, kind in self.triggers if at <= start < end}
            at = end


def held(ident: str) -> bool:
    """Whether a document is one of the fifth that is never fitted on."""
    return crc32(ident.encode()) % 5 == 0


def documents(paths: Iterable[Path], war: bool) -> Iterator[Document]:
    """The documents in what ``tadmor claims --json`` wrote."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                row = json.loads(line)
                yield Document(
                    row["id"], plain(row["text"]), war, [(c["trigger"]["start"], c["kind"]) for c in row["claims"]]
                )


def plain(text: str) -> str:
    """The text with what stands in square brackets blanked: marks by which one collection would be known."""
    return re.sub(r"\[[^\]]*\]", lambda found: " " * len(found[0]), text)


def annotated(path: Path) -> Iterator[Document]:
    """The annotated reports; ids as in their sets."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        triggers = [
            (row["text"].find(c["sentence"]) + max(0, c["sentence"].find(c["trigger"])), c["kind"])
            for c in row["claims"]
        ]
        yield Document(row["id"].removeprefix("muc-"), plain(row["text"]), True, triggers)


def examples() -> Iterator[Document]:
    """The sentences of the frames that must fire and that must not, as texts."""
    for path in sorted((gate.TABLE.parent / "frames").glob("*.toml")):
        for frame in tomllib.loads(path.read_text(encoding="utf-8"))["frame"]:
            for at, words in enumerate((*frame.get("fires", ()), *frame.get("never", ()))):
                fires = at < len(frame.get("fires", ()))
                yield Document("", words, True, [(0, path.stem)] if fires else [])


def chosen(war: list[Path], other: list[Path], shared: Path) -> list[Document]:
    """The documents to fit on."""
    known = {d.id: d for d in annotated(shared / "train.json")}
    apart = {d.id for d in annotated(shared / "dev.json")}
    read = (d for d in (*documents(war, True), *documents(other, False)) if d.id not in known)
    return [*examples(), *(d for d in (*known.values(), *read) if d.id not in apart and not held(d.id))]


def names(texts: Iterable[Document]) -> set[str]:
    """Beginnings of words that are names, or are never seen in a text of mixed case."""
    seen: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    every: set[str] = set()
    for document in texts:
        every |= {word for words, _ in document.sentences() for word in words}
        for word in _INSIDE.findall(document.text) if not document.text.isupper() else ():
            seen[word.lower()[:6]] += 1
            capital[word.lower()[:6]] += word[0].isupper()
    return {word for word in every if seen[word] < 3 or capital[word] > 0.5 * seen[word]}


@dataclass(slots=True)
class Problem:
    """Rows of words with their values, and what each row is."""

    width: int
    rows: Any
    words: Any
    values: Any
    truth: Any
    share: Any

    def fitted(self, penalty: float, rounds: int) -> tuple[Any, float]:
        """Weights and constant of the log-linear model."""
        count = len(self.truth)
        weights, constant, momentum = np.zeros(self.width), 0.0, 1.0
        ahead, ahead_constant, step = weights.copy(), 0.0, 1 / self._steepest()
        for _ in range(rounds):
            logits = np.bincount(self.rows, self.values * ahead[self.words], count) + ahead_constant
            wrong = self.share * (1 / (1 + np.exp(-logits)) - self.truth) / count
            slope = np.bincount(self.words, self.values * wrong[self.rows], self.width)
            moved = ahead - step * slope
            new = np.sign(moved) * np.maximum(np.abs(moved) - step * penalty, 0)
            new_constant = ahead_constant - step * wrong.sum()
            more = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
            ahead = new + (momentum - 1) / more * (new - weights)
            ahead_constant = new_constant + (momentum - 1) / more * (new_constant - constant)
            weights, constant, momentum = new, new_constant, more
        return weights, constant

    def _steepest(self) -> float:
        """A bound of the curvature, by power iteration."""
        count = len(self.truth)
        vector = np.random.default_rng(0).normal(size=self.width)
        size = 1.0
        for _ in range(20):
            along = np.bincount(self.rows, self.values * vector[self.words], count) * self.share
            vector = np.bincount(self.words, self.values * along[self.rows], self.width)
            size = float(np.linalg.norm(vector))
            vector /= size
        return 0.3 * size / count + 0.3


def problem(rows: list[dict[int, float]], truth: list[bool], width: int, share: list[float] | None = None) -> Problem:
    """The rows as arrays, each with its share; where there is none, both answers weigh the same in all."""
    of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    words = np.array([word for row in rows for word in row])
    values = np.array([value for row in rows for value in row.values()])
    answers = np.array(truth, float)
    even = np.where(answers == 1, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    return Problem(width, of, words, values, answers, even if share is None else np.array(share))


def of_sentences(texts: list[Document], place: dict[str, int]) -> Problem:
    """Whether a sentence tells."""
    told = [(words, kinds) for d in texts for words, kinds in d.sentences() if d.war or not kinds]
    times = Counter(kind for _, kinds in told for kind in kinds)
    usual = sorted(times.values())[-6]
    rows = [{k: float(n) for k, n in Counter(place[w] for w in words if w in place).items()} for words, _ in told]
    share = [max((min(RAREST, (usual / times[k]) ** 0.5) for k in kinds), default=1.0) for _, kinds in told]
    return problem(rows, [bool(kinds) for _, kinds in told], len(place), share)


def of_stretches(texts: list[Document], place: dict[str, int]) -> Problem:
    """Whether a stretch is of a report of war."""
    rows, truth = [], []
    for document in texts:
        dense = len(document.triggers) > ABOUT * len(document.text.split())
        if len(document.triggers) < 2 if document.war else dense:
            continue
        for stretch in gate.stretches(document.text):
            words = [word for sentence in stretch for word in sentence]
            root = (len(words) + 20) ** 0.5
            rows.append({k: n / root for k, n in Counter(place[w] for w in words if w in place).items()})
            truth.append(document.war)
    return problem(rows, truth, len(place))


def table(texts: list[Document]) -> str:
    """The lines of ``data/gate.tsv``."""
    passed = names(texts)
    times = Counter(word for d in texts for words, _ in d.sentences() for word in set(words))
    place = {word: at for at, word in enumerate(sorted(w for w, n in times.items() if n >= LEAST and w not in passed))}
    happening, constant = of_sentences(texts, place).fitted(PENALTY, 400)
    topic, whole = of_stretches(texts, place).fitted(TOPIC_PENALTY, 1500)
    lines = ["beginning\tsentence\tstretch", f"\t{constant:.2f}\t{whole:.2f}"]
    for word, at in place.items():
        if told := [f"{value:.2f}".replace("-0.00", "0.00") for value in (happening[at], topic[at])]:
            cells = ["" if value == "0.00" else value for value in told]
            lines += ["\t".join((word, *cells))] if any(cells) else []
    return "\n".join(lines) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--war", type=Path, nargs="+", required=True, metavar="CLAIMS")
    ap.add_argument("--other", type=Path, nargs="+", required=True, metavar="CLAIMS")
    ap.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    ap.add_argument("--out", type=Path, default=gate.TABLE)
    a = ap.parse_args()
    lines = table(chosen(a.war, a.other, a.gold))
    a.out.write_text(lines, encoding="utf-8")
    print(lines.count("\n") - 2, "words", file=sys.stderr)


if __name__ == "__main__":
    main()
