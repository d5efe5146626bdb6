"""Notices of withdrawal and correction: by their words, and what they are about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest

from tadmor.model import Report
from tadmor.pipeline.watching_notices import notice_of, restated, touched
from tadmor.sources.notices import reads_as
from told import reading

TABLE = tomllib.loads(files("tadmor").joinpath("data", "notices.toml").read_text(encoding="utf-8"))
DAY = date(2016, 3, 28)
FILLER = "\n\n".join(f"Traders of quarter {n} closed their shops early on that day." for n in range(12))


def examples(which: str) -> Iterator[tuple[str, str, bool]]:
    """(part, words, whether they are a title) of the examples in the file."""
    for part, table in TABLE.items():
        for words in table.get(which, []):
            yield part, words.removeprefix("title: "), words.startswith("title: ")


@pytest.mark.parametrize(("part", "words", "title"), list(examples("fires")))
def test_what_must_fire_does(part: str, words: str, title: bool) -> None:
    assert reads_as(part, words, title=title)


@pytest.mark.parametrize(("part", "words", "title"), list(examples("never")))
def test_what_must_not_fire_does_not(part: str, words: str, title: bool) -> None:
    assert not reads_as(part, words, title=title)


@pytest.mark.parametrize(
    ("title", "text", "taking", "words", "headlines"),
    [
        ("KILL: Army takes Ward dam", "Army takes Ward dam", "withdrawal", "KILL: Army takes Ward dam",
         ("Army takes Ward dam",)),
        ("A note", "Sent at noon. The story headlined “Army takes Ward dam” has been withdrawn. We regret it.",
         "withdrawal", "The story headlined “Army takes Ward dam” has been withdrawn.", ("Army takes Ward dam",)),
        ("Correction", "In our story 'Army takes Ward dam' we wrongly named the river.", "correction",
         "Correction: In our story 'Army takes Ward dam' we wrongly named the river.", ("Army takes Ward dam",)),
        ("Shells fall on market", "Shells fell.\n\nAn earlier version of this story gave another toll.", "correction",
         "An earlier version of this story gave another toll.", ()),
        ("Shells fall on market", "Shells fell.\n\nCORRECTION:\n\nThe toll was two. It was first given as nine.",
         "correction", "CORRECTION: The toll was two. It was first given as nine.", ()),
        ("Army takes Ward dam (corrected)", "The army took it.", "correction", "Army takes Ward dam (corrected)",
         ("Army takes Ward dam",)),
    ],
)  # fmt: skip
def test_a_notice_with_its_words_and_headlines(
    title: str, text: str, taking: str, words: str, headlines: tuple[str, ...]
) -> None:
    notice = notice_of(Report("a", text, title))
    assert notice is not None
    assert (notice.taking, notice.words, notice.headlines) == (taking, words, headlines)


def test_a_notice_stands_near_the_head_or_the_end() -> None:
    words = "This story has been withdrawn."
    assert notice_of(Report("a", f"{words}\n\n{FILLER}", "Title"))
    assert notice_of(Report("a", f"{FILLER}\n\n{words}", "Title"))
    assert notice_of(Report("a", f"{FILLER}\n\n{words}\n\n{FILLER}", "Title")) is None


AGAIN = "An earlier version of this story said that the army shelled Homs, killing 12."


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"{AGAIN} The army bombed Palmyra.", ["shelling"]),
        (f"The army bombed Palmyra.\n\n{AGAIN}", ["shelling"]),
        (f"This story has been withdrawn. The army bombed Palmyra.\n\n{AGAIN}", ["shelling", "airstrike"]),
    ],
)
def test_what_a_notice_says_again_is_no_claim(text: str, kinds: list[str]) -> None:
    shelled = {"kind": "shelling", "trigger": "shelled", "place": "Homs", "killed": "12"}
    bombed = {"kind": "airstrike", "trigger": "bombed", "place": "Palmyra"}
    read = reading(text, DAY, shelled, bombed)
    notice = notice_of(read.report)
    assert notice is not None
    assert [claim.kind for claim in restated(notice, read.report, read.claims)] == kinds


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("We said that 12 people were killed. Two were.", ["shelling"]),
        ("The name of the mayor was misspelt.", []),
        ("We said that the army took Palmyra. It did not.", ["capture"]),
    ],
)
def test_a_correction_touches_the_claims_that_its_words_speak_of(said: str, kinds: list[str]) -> None:
    story = reading(
        "The army took Palmyra. Shells killed 12 people in Homs.", date(2016, 3, 27),
        {"kind": "capture", "trigger": "took", "actor": "army", "place": "Palmyra"},
        {"kind": "shelling", "trigger": "killed", "place": "Homs", "killed": "12"},
        title="Army took Palmyra, 12 killed",
    )  # fmt: skip
    text = f"CORRECTION: In our story headlined “Army took Palmyra, 12 killed” there was a fault. {said}"
    notice = notice_of(Report("n", text, "Correction"))
    assert notice is not None
    assert [claim.kind for claim in touched(notice, text, story.claims)] == kinds
