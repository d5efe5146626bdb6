"""Which of ACLED's sub-events a happening of a kind is; the rules are data (acled_rules.tsv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from tadmor.outlets.exports.dictionary import rows_of
from tadmor.outlets.exports.parties import UNARMED, Party


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of acled_rules.tsv; None holds always. ``name`` of None leaves the event out for ``reason``."""

    actor: str | None
    victim: str | None
    words: re.Pattern[str] | None
    deaths: bool
    name: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What the rules look at: who acts and who suffers, by sort; the sentences that tell it; whether anybody died."""

    kind: str
    actor: str | None = None
    victim: str | None = None
    sentences: tuple[str, ...] = ()
    deaths: bool = False


@cache
def _rules() -> dict[str, list[Rule]]:
    """Kind -> its rules, in order; the last of each holds always."""
    rules: dict[str, list[Rule]] = {}
    for kind, actor, victim, words, deaths, name, reason in rows_of("acled_rules.tsv"):
        pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
        rule = Rule(actor or None, victim or None, pattern, bool(deaths), None if name == "-" else name, reason)
        rules.setdefault(kind, []).append(rule)
    return rules


def rule_of(happening: Happening) -> Rule:
    """The first rule of its kind that holds, or of the kind that it hands on to ("= protest")."""
    rule = next(rule for rule in _rules()[happening.kind] if _holds(rule, happening))
    return rule_of(replace(happening, kind=rule.name[2:])) if rule.name and rule.name.startswith("= ") else rule


def _holds(rule: Rule, happening: Happening) -> bool:
    if rule.actor and rule.actor != happening.actor:
        return False
    if rule.victim and rule.victim != happening.victim:
        return False
    if rule.words and not any(rule.words.search(sentence) for sentence in happening.sentences):
        return False
    return not rule.deaths or happening.deaths


def actor_sort(actors: Sequence[Party]) -> str | None:
    """Whether the first actor is a force of the country ("home") or anyone else who is known ("other")."""
    return None if not actors else "home" if actors[0].sort == "state" else "other"


def victim_sort(targets: Sequence[Party]) -> str | None:
    """Whether the first target of whom it is known bears no arms ("civilians") or does ("armed")."""
    known = next((party for party in targets if party.sort), None)
    return None if known is None else "civilians" if known.sort in UNARMED else "armed"
