"""Which of the fillers that were read stand in MUC's keys: a logistic regression on what their claims say, fitted on
the dev texts and keys. The task has its own notion of what matters: terror of the last two months, told as news.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from muc_roles import KINDS, WEAPON, Found, fillers, head

from tadmor.coding.fillers import sorts_of
from tadmor.doc import Doc
from tadmor.model import Claim

WEIGHTS = Path(__file__).with_name("muc_weights.tsv")
RARE = 5
"""A sign seen in fewer fillers has no weight."""
PENALTY = 10.0
FIGHTERS = frozenset(
    """guerrilla rebel terrorist insurgent subversive contra extremist criminal attacker individual man gunman
    unidentified hooded""".split()
)
TROOPS = frozenset("soldier troop patrol battalion army force unit military brigade infantry".split())
STATE = re.compile(r"\b(?:government|president|administration|regime|state|ministry)\b", re.IGNORECASE)
POLICE = re.compile(r"\b(?:police|policem[ae]n|guard|das)\b", re.IGNORECASE)
_CUT = re.compile(
    r"\s+(?:of|in|from|at|on|who|which|that|near|with|wearing|for|to|by|belonging|inside|under)\b.*|[,(\[].*", re.DOTALL
)


def plain(words: str) -> str:
    """Words in lower case without quotes, remarks in brackets and the article at the front."""
    bare = re.sub(r"[\"“”]|\[.*?\]", "", words.lower())
    return re.sub(r"^(?:the|a|an|some|his|her|their|its) ", "", " ".join(bare.split())).strip(" .,-")


def stem(word: str) -> str:
    """A word without a plural's ending."""
    word = word.removesuffix("'s")
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s") if len(word) > 3 else word


def last(words: str) -> str:
    """The last word before what hangs behind ("members of the front": member)."""
    front = _CUT.sub("", plain(words)) or plain(words)
    return stem(front.split()[-1]) if front else ""


@dataclass(slots=True)
class Entity:
    """What is named once or oftener in a role: the mentions that share a head word or an actor, the first one first."""

    role: str
    mentions: list[Found]
    score: float = 1.0

    @property
    def words(self) -> str:
        return self.mentions[0].words

    def first(self, field: str) -> object:
        """The first value of a field that any of the mentions has."""
        return next((v for m in self.mentions if (v := getattr(m, field)) is not None), None)


def entities(doc: Doc, claims: list[Claim]) -> list[Entity]:
    """Every filler of a text, those of one role that share a head word or an actor as one."""
    out: list[Entity] = []
    names: list[set[str]] = []
    for role, found in sorted(fillers(doc, claims), key=lambda pair: pair[1].start):
        called = {last(found.words)} | ({found.ref} if found.ref else set())
        at = next((i for i, e in enumerate(out) if e.role == role and names[i] & called), None)
        if at is None:
            out.append(Entity(role, [found]))
            names.append(called)
        else:
            out[at].mentions.append(found)
            names[at] |= called
    return out


def signs(doc: Doc, claims: list[Claim], entity: Entity) -> set[str]:
    """What is known of an entity, by its role; and some of it for all roles together."""
    told = [m.claim for m in entity.mentions]
    shared = _of_claims(doc, told) | _of_text(claims)
    own = shared | _of_words(doc, entity)
    if entity.role != WEAPON:
        kinds = [s for s in shared if s.startswith("kind ")]
        own |= {f"{k} & {s}" for k in kinds for s in shared if s.startswith(("sure ", "base ", "old "))}
    return {f"{entity.role}: {s}" for s in own} | {f"any: {s}" for s in shared}


def _step(value: float, steps: tuple[float, ...]) -> int:
    return sum(value > s for s in steps)


def _of_claims(doc: Doc, told: list[Claim]) -> set[str]:
    """Kind, modality, days and place of the claims, how sure they are, and where the first stands."""
    triggers = {c.trigger.start for c in told}
    sentence = min(doc.sentence_of(doc.words_in(c.trigger)[0]) for c in told)
    out = {"always", f"times {min(len(triggers), 4)}", f"at {_step(sentence, (0, 2, 6, 13))}"}
    out.add(f"sure {_step(max(c.score for c in told), (0.5, 0.8, 0.95, 0.99))}")
    out |= {f"kind {c.kind}" for c in told} | {f"base {c.when.basis if c.when else 'none'}" for c in told}
    out |= {f"all {m}" for m in {c.modality for c in told} if all(c.modality == m for c in told)}
    ends = [c.when.end for c in told if c.when and c.when.end]
    if doc.day and ends:
        out.add(f"old {_step(min((doc.day - end).days for end in ends), (1, 7, 61))}")
    if any(c.when and c.when.grain in ("day", "time") for c in told):
        out.add("to the day")
    return out | {f"place {c.where.precision}" for c in told if c.where}


def _of_text(claims: list[Claim]) -> set[str]:
    """How much of the text is incidents, and how many of them have days of their own."""
    told = [c for c in claims if c.kind in KINDS]
    dated = sum(c.when is not None and c.when.basis in ("stated", "relative") for c in told)
    return {f"incidents {min(len(told) // 3, 6)}", f"dated {int(4 * dated / max(len(told), 1))}"}


def _of_words(doc: Doc, entity: Entity) -> set[str]:
    """What sort of thing the words name."""
    first = entity.mentions[0]
    stems = {stem(w) for w in plain(first.words).split()}
    word = head(doc, doc.report.span(first.start, first.start + len(first.words)))
    out = {f"words {min(len(stems), 4)}", f"tag {doc.xtags[word]}", f"name {doc.entity_label(word)}"}
    out |= {f"sort {s}" for s in sorts_of(doc, word)} | {f"place in tree {doc.deprels[word].split(':')[0]}"}
    out |= {f"article {doc.words[c].lower()}" for c in doc.children(word) if doc.deprels[c] == "det"}
    for name, holds in (
        ("fighter", bool(stems & FIGHTERS)), ("troops", bool(stems & TROOPS)), ("state", STATE.search(first.words)),
        ("police", POLICE.search(first.words)), ("known", first.ref),
        ("forces of a state", first.ref and re.search("armed-forces|government|police", first.ref)),
        ("in trigger", any(m.claim.trigger.start <= m.start < m.claim.trigger.end for m in entity.mentions)),
    ):  # fmt: skip
        if holds:
            out.add(name)
    return out | {f"effect {m.effect}" for m in entity.mentions} | {f"said {m.sure}" for m in entity.mentions}


def fitted(seen: list[set[str]], right: list[bool]) -> dict[str, float]:
    """Weights of signs by logistic regression with a square penalty, eight steps of Newton's method."""
    often = Counter(s for row in seen for s in row)
    names = {s: i for i, s in enumerate(sorted(s for s in often if often[s] >= RARE))}
    x = np.zeros((len(seen), len(names)))
    for i, row in enumerate(seen):
        x[i, [names[s] for s in row if s in names]] = 1.0
    y, w = np.array(right, dtype=float), np.zeros(len(names))
    for _ in range(8):
        p = 1 / (1 + np.exp(-x @ w))
        curve = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(names))
        w -= np.linalg.solve(curve, x.T @ (p - y) + PENALTY * w)
    return {s: float(w[i]) for s, i in names.items()}


def weighed(weights: dict[str, float], seen: set[str]) -> float:
    """The probability that an entity with these signs is in the key."""
    return float(1 / (1 + np.exp(-sum(weights.get(s, 0.0) for s in seen))))


def weights() -> dict[str, float]:
    """The weights as fitted; the one called "least" is the least probability of what is taken."""
    rows = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines())
    return {name: float(value) for name, value in rows}


def chosen(doc: Doc, claims: list[Claim], by: dict[str, float]) -> list[Entity]:
    """The entities that are likely enough to be in the key."""
    out = entities(doc, claims)
    for e in out:
        e.score = weighed(by, signs(doc, claims, e))
    return [e for e in out if e.score >= by["least"]]
