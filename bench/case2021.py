"""ACLED's sub-events of snippets: python bench/case2021.py [--shared ../shared] [--confusions N] [--json]

data/case2021/dev.jsonl: 400 snippets, each of one type: ACLED's 25 sub-events and five types more. A snippet is read as
a report without a day. Each of its claims is mapped by the rules that the export to ACLED goes by
(tadmor.outlets.exports.acled_rules): kind, sorts of actors and targets, words of the sentence, deaths. As the names of
some places were exchanged by the makers, a force of any state counts as one of the country. Of several claims the main
one speaks: told as having happened, in an early sentence, high in its tree. What no kind of claim tells is found by
words (case2021.tsv). No answer counts as wrong. The score is F1 by type, weighted by how often the type stands there;
``acled`` is the same over the snippets of ACLED's own types, the others being neither asked for nor told.
Nothing was trained on the set, or on ACLED's own notes, as the systems whose figures are published were; the rules
follow from the definitions in ACLED's codebook. The figures published are on the test part, which is not here.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tadmor.coding import code
from tadmor.doc import Doc
from tadmor.model import Claim, Mention
from tadmor.outlets.exports.acled_rules import Happening, actor_sort, rule_of, victim_sort
from tadmor.outlets.exports.parties import Party, key_of, party
from tadmor.outlets.exports.value import Export
from tadmor.pipeline.naming import actor, canonical, kind_of, lineage
from tadmor.reading import parse
from tadmor.sources import report_from_text

TYPES = {
    "Armed clash": "ARMED_CLASH", "Government regains territory": "GOV_REGAINS_TERIT",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER", "Chemical weapon": "CHEM_WEAP",
    "Air/drone strike": "AIR_STRIKE", "Suicide bomb": "SUIC_BOMB",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK", "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Grenade": "GRENADE", "Peaceful protest": "PEACE_PROTEST", "Protest with intervention": "PROTEST_WITH_INTER",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST", "Violent demonstration": "VIOL_DEMONSTR",
    "Mob violence": "MOB_VIOL", "Agreement": "AGREEMENT", "Arrests": "ARREST",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT", "Disrupted weapons use": "DISR_WEAP",
    "Headquarters or base established": "HQ_ESTABLISHED", "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER", "Other": "OTHER", "Sexual violence": "SEX_VIOL",
    "Attack": "ATTACK", "Abduction/forced disappearance": "ABDUCT_DISSAP",
}  # fmt: skip
"""ACLED's names and those of the set."""
_ASIDE = frozenset({"control", "intact", "casualties", "displacement", "aid", "talks", "offensive", "advance", "siege"})
"""Kinds that seldom are what a snippet is about, where it tells another."""

_MEANS = frozenset({"airstrike", "shelling", "bombing", "abduction"})
_VAGUE = frozenset({"attack", "destruction"})
"""Where a claim names the means, these are the same event in other words, or what came of it."""
_TOP = frozenset({"root", "obj", "xcomp", "ccomp", "conj", "nsubj", "nsubj:pass", "obl"})


def _country(key: str) -> str | None:
    known = actor(key)
    return known.country if known else None


_EXPORT = Export("", "", datetime(2021, 1, 1, tzinfo=UTC), label=canonical, kind_of=kind_of, country_of=_country,
                 lineage=lineage)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A type and the words that tell it: "main" and "claims" are asked before the claims, "none" after them."""

    type: str
    over: str
    words: re.Pattern[str]


@cache
def wordings() -> list[Wording]:
    """The lines of case2021.tsv."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [Wording(t, over, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for t, over, words in rows]


def type_of(text: str) -> str | None:
    """The type of a snippet; None where nothing tells it."""
    doc = parse(report_from_text(text))
    return chosen(doc, code(doc))


def chosen(doc: Doc, claims: Sequence[Claim]) -> str | None:
    """The type by the words that speak louder, else by the main claim, else by other words."""
    loud = next((w.type for w in wordings() if w.over != "none" and tells(w, doc)), None)
    if loud:
        return loud
    means = any(c.kind in _MEANS and c.modality == "asserted" for c in claims)
    for claim in sorted(claims, key=lambda c: prominence(doc, c, means)):
        name = rule_of(happening(claim, claims)).name
        if name:
            return TYPES[name]
    return next((w.type for w in wordings() if w.over == "none" and tells(w, doc)), None)


def tells(wording: Wording, doc: Doc) -> bool:
    """Whether the words stand in the snippet; the "main" ones, at the top of its first sentence."""
    found = wording.words.finditer(doc.report.text)
    return any(wording.over != "main" or _at_the_top(doc, *match.span()) for match in found)


def _at_the_top(doc: Doc, start: int, end: int) -> bool:
    words = [w for w in range(*doc.sentences[0]) if doc.starts[w] < end and start < doc.ends[w]]
    return any(depth(doc, w) <= 1 and doc.deprels[w] in _TOP for w in words)


def prominence(doc: Doc, claim: Claim, means: bool) -> tuple[bool, bool, int, int]:
    """What orders the claims of a snippet, the main one first; ``means``: one of them names the means."""
    words = doc.words_in(claim.trigger)
    sentence = doc.sentence_of(words[0])
    aside = claim.kind in _ASIDE or (means and claim.kind in _VAGUE)
    return claim.modality != "asserted", aside, sentence, min(depth(doc, w) for w in words)


def depth(doc: Doc, word: int) -> int:
    """How many words stand above a word in its tree."""
    above = 0
    while doc.heads[word] != word and above < len(doc.words):
        word, above = doc.heads[word], above + 1
    return above


def happening(claim: Claim, beside: Sequence[Claim]) -> Happening:
    """What the rules look at of a claim; a demonstration is one event with all that befalls it."""
    actors, targets = parties(claim.actors), parties(claim.targets)
    counted = [Mention(q.who, "people") for q in claim.counts if q.who]
    deaths = any(q.unit == "killed" for q in claim.counts)
    told = beside if any(c.kind == "protest" for c in beside) else (claim, *_left(claim, beside))
    sentences = tuple(dict.fromkeys(c.sentence.text for c in told))
    return Happening(claim.kind, actor_sort(actors), victim_sort(targets + parties(counted)), sentences, deaths)


def _left(claim: Claim, beside: Sequence[Claim]) -> list[Claim]:
    """The withdrawals told beside a capture."""
    return [c for c in beside if claim.kind == "capture" and c.kind == "withdrawal"]


def parties(mentions: Sequence[Mention]) -> list[Party]:
    """Actors or targets with their sorts, wherever it happened."""
    people = (m for m in mentions if m.kind not in ("thing", "weapon", "outlet"))
    return [party(key_of(m), m.kind, None, _EXPORT) for m in people]


def weighted_f1(gold: Sequence[str], told: Sequence[str | None]) -> float:
    """F1 by type, weighted by how often it stands in gold.

    >>> round(weighted_f1(["a", "a", "b", "b"], ["a", "a", "a", None]), 3)
    0.4
    """
    right = Counter(g for g, t in zip(gold, told, strict=True) if g == t)
    wanted, said = Counter(gold), Counter(told)
    return sum(2 * right[t] / (wanted[t] + said[t]) * wanted[t] for t in wanted) / len(gold)


def main() -> None:
    """Prints the figures as JSON, and how often which type was taken for which."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--confusions", type=int, default=0, help="print so many")
    ap.add_argument("--json", action="store_true", help="the figures alone")
    a = ap.parse_args()
    lines = (a.shared / "data/case2021/dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    gold, told = [r["type"] for r in rows], [type_of(r["text"]) for r in rows]
    report(gold, told, 0 if a.json else a.confusions)


def report(gold: list[str], told: list[str | None], confusions: int) -> None:
    """Print the commonest confusions and the figures."""
    mixed = Counter((g, t) for g, t in zip(gold, told, strict=True) if g != t)
    for (wanted, said), n in mixed.most_common(confusions):
        print(f"{n:4} {wanted} taken for {said}")
    own = [(g, t) for g, t in zip(gold, told, strict=True) if g in TYPES.values()]
    figures = {
        "snippets": len(gold),
        "weighted F1": round(weighted_f1(gold, told), 4),
        "acled": round(weighted_f1(*zip(*own, strict=True)), 4),
        "right": round(sum(g == t for g, t in zip(gold, told, strict=True)) / len(gold), 4),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
