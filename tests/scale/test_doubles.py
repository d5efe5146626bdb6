"""Near-duplicates within a shard and across shards, on stories written for these tests."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta

import pytest

from tadmor.scale.doubles import Print, Seen, groups, print_of

DAY = date(2016, 3, 1)
LEAD = "Shells fell on the market of Alba on Monday morning and killed at least 14 people, the town's doctors said."
BODY = (
    "Traders had just opened their stalls when the first rounds came down beside the old bakery.",
    "A man who sells onions said that he carried his neighbour to the clinic on a door.",
    "The clinic asked for blood and sent the worst hurt across the river by boat.",
    "Nobody has said that they fired the shells, which came from the hills to the north.",
    "It was the third time this month that the market was hit, and the council closed it until Friday.",
    "Schools will stay shut as well, the mayor said, and asked families to keep children indoors.",
    "The bridge on the main road was damaged in spring and has not been mended since then.",
)
WIRE = " ".join((LEAD, *BODY))
OWN = (
    "ALBA (Wire) - Fourteen men and women were buried in Alba last night after a barrage that doctors of the town say "
    "tore through a crowd of shoppers. Our reporter counted nine craters between the fountain and the mosque, each as "
    "wide as a cart. Residents blamed gunners on the northern ridge. The army did not answer calls. A teacher, who "
    "would not be named, said that pupils had been on their way to an examination, and that two of them are missing. "
    "The price of flour doubled by the evening, shopkeepers said, as lorries turned back south of the town."
)
OTHER = (
    "Talks on the exchange of prisoners ended in the capital without a result, and delegates left by separate doors. "
    "A spokesman said that the lists of names did not match, and that a new round may be held after the feast. "
    "Families who had waited outside the hotel since the early hours were told to go home by the guards. "
    "The envoy will travel to the port next, where ships with grain wait for leave to unload their cargo."
)
EDITED = {
    "cut": " ".join((LEAD, *BODY[:4])),
    "another headline": f"Market hit again as doctors ask for blood. {WIRE}",
    "another lead": WIRE.replace(LEAD, "A town in the valley mourns its dead this week."),
    "a paragraph put in": " ".join((LEAD, *BODY[:3], OTHER[:230], *BODY[3:])),
    "another order": " ".join((BODY[4], LEAD, *BODY[5:], *BODY[:4])),
    "another dateline": f"BEIRUT, March 2 (Agency) - By Ana Ruiz. {WIRE.replace('14', '17')}",
}


def stories(number: int, seed: int = 3) -> list[str]:
    """So many stories of invented words, 120 words each."""
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 9))) for _ in range(3000)]
    return [" ".join(rng.choices(words, k=120)) for _ in range(number)]


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_print_is_the_story_in_a_shard_and_across(name: str) -> None:
    a, b = print_of("a", WIRE, DAY), print_of("b", EDITED[name], DAY + timedelta(1))
    seen = Seen()
    assert (seen.first(a), seen.first(b)) == (None, "a")
    assert groups([b, a]) == [("a", "b")]


@pytest.mark.parametrize("text", [WIRE, WIRE.upper(), f"Share this article on Facebook Twitter. {WIRE}", WIRE + "\n\n"])
def test_the_same_words_are_a_copy_whatever_stands_around_them(text: str) -> None:
    seen = Seen()
    seen.first(print_of("a", WIRE, DAY))
    assert seen.first(print_of("b", text, DAY + timedelta(400))) == "a"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (WIRE, OWN),  # one happening, two hands
        (f"ALBA (Wire) - {WIRE}", OWN),  # and one agency
        (WIRE, OTHER),
        (WIRE, LEAD),  # a line of it, which many may quote
        (WIRE, " ".join((OTHER, OWN, LEAD))),
    ],
)
def test_other_stories_are_kept_apart(a: str, b: str) -> None:
    first, second = print_of("a", a, DAY), print_of("b", b, DAY)
    seen = Seen()
    assert (seen.first(first), seen.first(second)) == (None, None)
    assert groups([first, second]) == []


def test_stories_far_apart_in_time_must_share_more() -> None:
    texts = WIRE, " ".join((LEAD, *BODY[:4], OTHER))
    near = [print_of(str(at), text, DAY) for at, text in enumerate(texts)]
    far = [print_of("0", texts[0], DAY), print_of("1", texts[1], DAY + timedelta(90))]
    assert groups(near) == [("0", "1")]
    assert groups(far) == []


def test_all_that_follow_are_told_the_first() -> None:
    seen = Seen()
    texts = [WIRE, *EDITED.values(), WIRE, OWN, EDITED["cut"]]
    found = [seen.first(print_of(f"r{at}", text, DAY)) for at, text in enumerate(texts)]
    assert found == [None, *["r0"] * 7, None, "r0"]


def test_groups_are_the_same_in_any_order_and_begin_with_the_earliest() -> None:
    rng = random.Random(1)
    prints = [
        print_of(f"{story}.{copy}", " ".join(text.split()[: 120 - 8 * copy]), DAY + timedelta(5 - copy))
        for story, text in enumerate(stories(30))
        for copy in range(1 + story % 5)
    ]
    told = groups(prints)
    assert told == sorted(tuple(f"{s}.{c}" for c in reversed(range(1 + s % 5))) for s in range(30) if s % 5)
    for _ in range(4):
        rng.shuffle(prints)
        assert groups(prints) == told


def test_a_story_on_very_many_sites_is_one_group() -> None:
    rng = random.Random(2)
    text = stories(1)[0].split()
    prints = [print_of(f"r{n:03}", " ".join([*text[: rng.randint(70, 120)], f"site{n}"]), DAY) for n in range(150)]
    assert [len(group) for group in groups(prints)] == [150]
    seen = Seen()
    assert sum(seen.first(p) is None for p in prints) == 1


def test_a_report_read_twice_is_one_and_no_group_by_itself() -> None:
    assert groups([print_of("a", WIRE, DAY), print_of("a", WIRE, DAY)]) == []
    assert groups([print_of("a", WIRE, DAY), print_of("b", WIRE), print_of("a", WIRE, DAY)]) == [("a", "b")]


@pytest.mark.parametrize("text", ["", "word", "Two words", "۱۲ ۳۴", "a " * 50_000])
def test_any_text_has_a_print(text: str) -> None:
    found = print_of("a", text)
    assert found.runs
    assert len(found.runs) <= 512
    assert groups([found, print_of("b", text)]) == [("a", "b")]


def test_no_prints_are_no_groups() -> None:
    assert groups([]) == []
    assert groups([Print("a", None, 1, b"", b"")]) == []


def test_a_print_is_the_same_in_another_process() -> None:
    program = f"from tadmor.scale.doubles import print_of; print(print_of('a', {WIRE!r}))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert told.stdout.strip() == str(print_of("a", WIRE))
