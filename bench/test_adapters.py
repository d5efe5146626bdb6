"""The arithmetic of the scorers over CASE-2021, event_location and WikiEvents, without their data."""

from __future__ import annotations

from collections import Counter

import case2021
import event_places
import pytest
import wikievents

from tadmor.model import Claim, Mention, Quantity, Span
from tadmor.outlets.exports.acled import sub_events

TEXT = "A bomb killed nine farmers. Police held a man."
SENTENCE = "A bomb killed nine farmers."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def claim(kind: str, trigger: str, target: str | None = None, counts: tuple[Quantity, ...] = ()) -> Claim:
    targets = (Mention(span(target), "people"),) if target else ()
    return Claim(trigger, "r", kind, "asserted", span(SENTENCE), span(trigger), (), targets, counts=counts)


def test_every_sub_event_has_a_type_and_every_line_of_words_one_of_the_set() -> None:
    assert case2021.TYPES.keys() == sub_events().keys()
    added = {"DIPLO", "ATTRIB", "ORG_CRIME", "NATURAL_DISASTER", "MAN_MADE_DISASTER"}
    assert {w.type for w in case2021.wordings()} <= set(case2021.TYPES.values()) | added
    assert {w.over for w in case2021.wordings()} == {"main", "claims", "none"}


def test_f1_is_weighted_by_how_often_a_type_stands_in_gold() -> None:
    assert case2021.weighted_f1("aabb", ["a", "a", "a", None]) == pytest.approx(0.4)
    assert case2021.weighted_f1("ab", "ab") == 1


def test_victims_that_are_only_counted_are_victims() -> None:
    nine = Quantity(span("nine"), 9, 9, "killed", span("farmers"))
    told = claim("attack", "killed", counts=(nine,))
    happening = case2021.happening(told, [told])
    assert (happening.victim, happening.deaths) == ("civilians", True)


@pytest.mark.parametrize(
    ("mark", "words"),
    [((16, 20), "Homs"), ((3, 3), "Homs"), ((3, 5), "Homs and Tel"), ((17, 19), None), ((40, 41), None)],
)
def test_a_mark_of_a_place_is_characters_or_word_numbers(mark: tuple[int, int], words: str | None) -> None:
    text = "The rebels took Homs and Tel Abyad."
    found = event_places.stretch(text, mark)
    assert (found and text[slice(*found)]) == words


def test_places_are_counted_by_what_they_share() -> None:
    counts = event_places.tally([(0, 4), (10, 14)], ((2, 6), (20, 24)))
    assert counts == Counter(told=2, right=1, gold=2, hit=1)
    assert event_places.figures(counts) == {"p": 0.5, "r": 0.5, "f1": 0.5}


def test_mentions_of_types_that_no_kind_tells_are_set_aside() -> None:
    bomb = wikievents.Event("Conflict.Attack.DetonateExplode", (2, 6), {"agent": (), "victim": ((19, 26),)})
    held = wikievents.Event("Justice.TrialHearing.Unspecified", (35, 39), {"agent": (), "victim": ()})
    claims = [claim("bombing", "bomb", "farmers"), claim("bombing", "bomb"), claim("arrest", "held")]
    counts = wikievents.compared([bomb, held], claims)
    assert wikievents.figures(counts, "triggers") == {"p": 1, "r": 1, "f1": 1}
    assert (counts["kinds right"], counts["kinds told"], counts["kinds gold"]) == (1, 1, 1)
    assert wikievents.figures(counts, "victim") == {"p": 1, "r": 1, "f1": 1}
