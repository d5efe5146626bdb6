from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from tadmor.reconcile.credits import bare_text, credit, update_mark
from tadmor.reconcile.origins import How, Story, bands, likeness, origin_of, same_origin, signature

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
BACKGROUND = (
    "The war in the valley began five years ago with protests against the price of bread, and has driven more than "
    "two million people from their homes and left much of the north without power or clean water, aid groups say."
)
WIRE = " ".join((LEAD, *BODY, BACKGROUND))
OWN = (
    "Fourteen men and women were buried in Alba last night after a barrage that doctors of the town say tore through "
    "a crowd of shoppers. Our reporter counted nine craters between the fountain and the mosque, each as wide as a "
    "cart. Residents blamed gunners on the northern ridge. The army did not answer calls. A teacher, who would not be "
    "named, said that pupils had been on their way to an examination, and that two of them are missing. The price of "
    "flour doubled by the evening, shopkeepers said, as lorries turned back at the crossroads south of the town. "
)
OTHER = (
    "Talks on the exchange of prisoners ended in the capital without a result, and delegates left by separate doors. "
    "A spokesman said that the lists of names did not match, and that a new round may be held after the feast. "
    "Families who had waited outside the hotel since the early hours were told to go home by the guards. "
    "The envoy will travel to the port next, where ships with grain have been waiting for leave to unload their cargo. "
)


def story(text: str, report: str = "r1", day: int = 1, **options: str) -> Story:
    return Story(
        report,
        options.get("outlet", report),
        options.get("agency"),
        options.get("title"),
        text,
        date(2016, 3, 1) + timedelta(day - 1),
        options.get("url"),
        int(options.get("row", day)),
    )


def how(a: Story, b: Story) -> How | None:
    link, back = same_origin(a, b), same_origin(b, a)
    assert (link and link.how) == (back and back.how)
    return link.how if link else None


@pytest.mark.parametrize(
    "text",
    [
        WIRE,
        " ".join((LEAD, *BODY[:4])),  # the first half
        " ".join((*BODY[2:], BACKGROUND)),  # the lead and more cut away
        WIRE.replace(LEAD, "A town in the valley mourns its dead this week."),
        WIRE.replace("14", "17").replace("neighbour", "neighbor").upper(),
        f"Share this article on Facebook Twitter. {WIRE} Read more: our full coverage\nAll rights reserved.",
        " ".join((LEAD, *BODY[:3], OTHER[:230], *BODY[3:])),  # a paragraph put in
    ],
)
def test_an_edited_print_is_a_copy_and_shares_a_band(text: str) -> None:
    assert how(story(WIRE), story(text, "r2", 2)) == "copy"
    assert set(bands(signature(WIRE))) & set(bands(signature(text)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (story(WIRE), story(OWN, "r2")),  # one speaker, words of one's own
        (story(WIRE), story(OTHER, "r2")),
        (story(WIRE), story(f"{OTHER} {BACKGROUND}", "r2")),  # background is shared by strangers
        (story(f"{OWN} (Reuters)"), story(f"{WIRE} (Reuters)", "r2")),  # a credit alone is none
        (story(f"{OWN} Read more: our full coverage\n"), story(f"{OTHER} Read more: our full coverage\n", "r2")),
        (story(" ".join((LEAD, *BODY[:2], OWN))), story(" ".join((LEAD, *BODY[:2], OTHER)), "r2", 40)),
    ],
)
def test_what_is_no_copy(a: Story, b: Story) -> None:
    assert how(a, b) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two civilians were killed and eight injured in rocket attacks on Alba on Sunday, a police source said.",
            None,
        ),
        ("Two civilians were killed and six injured in rocket attacks on Berva on Friday, a police source said.", None),
        (
            "Two civilians were killed and six injured in rocket attacks on Alba on Friday, a police source said!",
            "copy",
        ),
    ],
)
def test_a_short_form_must_be_alike_throughout(text: str, expected: How | None) -> None:
    first = "Two civilians were killed and six injured in rocket attacks on Alba on Friday, a police source said."
    assert how(story(first), story(text, "r2")) == expected


@pytest.mark.parametrize(
    ("options", "text", "because"),
    [
        ({"title": "UPDATE 2-Shells kill 31 in Alba"}, WIRE.replace("14", "31"), 'marked "UPDATE 2"'),
        ({"title": "Shells kill 31 in Alba"}, WIRE.replace("14", "31") + OTHER, "numbers of the title 14 → 31"),
        (
            {"title": "Death toll in Alba rises to 31"},
            WIRE.replace("14", "31") + OTHER,
            'marked "Death toll in Alba rises"',
        ),
    ],
)
def test_a_later_version_of_one_house_is_told(options: dict[str, str], text: str, because: str) -> None:
    first = story(WIRE, outlet="Gazette", title="Shells kill 14 in Alba")
    link = same_origin(story(text, "r2", 2, outlet="Gazette", **options), first)
    assert link is not None
    assert link.how == "version"
    assert because in link.because
    assert "both published by Gazette" in link.because


def test_one_agency_and_some_words_in_common_the_same_day_are_one_origin() -> None:
    ours, theirs = f"ALBA (Reuters) - {LEAD} {BODY[0]} {OWN[:330]}", f"ALBA (Reuters) - {LEAD} {BODY[0]} {OTHER[:330]}"
    assert likeness(ours, theirs).whole < 0.5
    assert how(story(ours), story(theirs, "r2")) == "credit"
    assert how(story(ours), story(theirs, "r2", 9)) is None
    assert how(story(ours), story(theirs.replace("(Reuters) - ", ""), "r2")) is None


def test_the_same_address_is_a_version_whatever_it_says() -> None:
    link = same_origin(story(WIRE, url="https://a/1"), story(OTHER, "r2", url="https://a/1"))
    assert link is not None
    assert (link.how, link.because) == ("version", ("same address",))


def test_a_copy_months_later_must_be_near_whole() -> None:
    half = " ".join((LEAD, *BODY[:3], OWN))
    assert how(story(WIRE), story(half, "r2", 2)) == "copy"
    assert how(story(WIRE), story(half, "r2", 200)) is None
    assert how(story(WIRE), story(WIRE, "r2", 200)) == "copy"


def test_a_story_takes_the_origin_of_the_one_most_like_it() -> None:
    near = [(story(OTHER, "r1"), "r1"), (story(" ".join((LEAD, *BODY[:4])), "r2"), "r0"), (story(OWN, "r3"), "r3")]
    origin, link = origin_of(story(WIRE, "r9"), near)
    assert origin == "r0"
    assert link is not None
    assert (link.a, link.b) == ("r9", "r2")


def test_a_story_like_none_is_its_own_origin() -> None:
    assert origin_of(story(WIRE, "r9"), [(story(OTHER), "r1")]) == ("r9", None)
    assert origin_of(story(WIRE, "r9"), []) == ("r9", None)


@pytest.mark.parametrize(
    ("text", "outlet", "expected"),
    [
        ("BEIRUT (Reuters) - Shells fell.", None, "Reuters"),
        ("Shells kill ten in Alba AFP Friday 1 Jul 2016 Shells fell.", None, "AFP"),
        ("By Omar Haddad, Associated Press. Shells fell.", None, "AP"),
        ("Shells fell on the town. (Agence France-Presse)", None, "AFP"),
        ("Shells fell on the town. - REUTERS", None, "Reuters"),
        ("Shells fell on the town. With additional reporting by AP.", None, "AP"),
        ("Shells fell on the town. Source: SANA", None, "SANA"),
        ("Shells fell. Reporting by Ann Low; Editing by Bo High", None, "Reuters"),
        ("Shells fell on the town.", "SANA", "SANA"),
        ("Shells fell on the town.", "Gazette", None),
        ("A doctor told Reuters that shells fell.", None, None),
        ("The AP style is plain. SANA said that shells fell.", None, None),
        ("", None, None),
    ],
)
def test_credit(text: str, outlet: str | None, expected: str | None) -> None:
    assert credit(text, outlet) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("UPDATE 2-Shells kill 31", "", "UPDATE 2"),
        ("WRAPUP 1-A day of shells", "", "WRAPUP"),
        (None, "ALBA (Recasts with new toll) Shells fell.", "(Recasts"),
        (None, "Alba toll rises to 31. Shells fell.", "toll rises"),
        ("Shells kill 31", "The council updated its map.", None),
        ("The up-to-date guide", "Shells fell.", None),
    ],
)
def test_update_mark(title: str | None, text: str, expected: str | None) -> None:
    assert update_mark(title, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Get short URL 12 Shells fell.", "Shells fell."),
        ("Shells fell.\nRead more: a list\nThey fell again.", "Shells fell. They fell again."),
        ("Shells fell. Follow us on Twitter @desk", "Shells fell."),
        ("He read more books than most.", "He read more books than most."),
    ],
)
def test_furniture_is_left_out(text: str, expected: str) -> None:
    assert " ".join(bare_text(text).split()) == expected


def test_keys_fit_sixty_three_bits_and_do_not_repeat() -> None:
    keys = bands(signature(WIRE))
    assert all(0 <= key < 2**63 for key in keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("text", ["", "One.", "«»", "مدينة تدمر القديمة في وسط سوريا تعرضت للقصف أمس"])
def test_short_or_foreign_texts_have_a_signature(text: str) -> None:
    assert len(signature(text)[0]) == 128
    assert bands(signature(text))


def test_a_signature_is_the_same_in_another_process() -> None:
    program = f"from tadmor.reconcile.origins import bands, signature; print(bands(signature({WIRE!r})))"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert told.stdout.strip() == str(bands(signature(WIRE)))


def test_marks_on_letters_do_not_count() -> None:
    assert likeness("The town of Ḥamā was shelled at dawn", "the town of Hama was shelled at dawn").whole == 1.0
