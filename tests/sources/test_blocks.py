"""The parts of plain texts."""

import pytest

from tadmor.sources.blocks import caption_like, is_furniture, lay_out, paragraphs

LONG = "Gunmen shot two policemen near the old market of Orvan on Sunday, officials said."


def parts(text, title=None):
    return [(b.kind, text[b.start : b.end]) for b in lay_out(text, title).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LONG, [("paragraph", LONG)]),
        ("Gunmen shoot two policemen", [("paragraph", "Gunmen shoot two policemen")]),
        (f"Gunmen shoot two\n\n{LONG}", [("title", "Gunmen shoot two"), ("paragraph", LONG)]),
        (f"Gunmen shoot two\n{LONG}", [("title", "Gunmen shoot two"), ("paragraph", LONG)]),
        (f"Gunmen shoot two.\n\n{LONG}", [("paragraph", "Gunmen shoot two."), ("paragraph", LONG)]),
        (f"Gunmen shoot two\n\nBy Ana Ruiz\n\n{LONG}", [("title", "Gunmen shoot two"), ("paragraph", LONG)]),
        (f"Gunmen shoot two\r\n\r\n{LONG}\r\n", [("title", "Gunmen shoot two"), ("paragraph", LONG)]),
        (f"3 May 2016 {LONG}", [("dateline", "3 May 2016"), ("paragraph", LONG)]),
        (f"Gunmen shoot two\n\n3 May 2016\n\n{LONG}",
         [("title", "Gunmen shoot two"), ("dateline", "3 May 2016"), ("paragraph", LONG)]),
        (f"ORVAN (AP) - {LONG}", [("dateline", "ORVAN (AP) -"), ("paragraph", LONG)]),
        (f"ORVAN (AP) _\n\n{LONG}", [("dateline", "ORVAN (AP) _"), ("paragraph", LONG)]),
        (f"{LONG}\n\nA bus burns. REUTERS/Ana Ruiz/Files\n\n{LONG}",
         [("paragraph", LONG), ("caption", "A bus burns. REUTERS/Ana Ruiz/Files"), ("paragraph", LONG)]),
        (f"{LONG}\n\nGet short URL\n\nSocial Streams\n\n{LONG}", [("paragraph", LONG), ("paragraph", LONG)]),
        (f"{LONG}\n\nFacebook Comments\n\nThey all lie to us.\n\nSo they do.", [("paragraph", LONG)]),
        (f"{LONG}\n\nRelated\n\nRebels seize a mine\n\nTalks fail\n\n{LONG}", [("paragraph", LONG), ("paragraph",
        LONG)]),
        ("Read more", [("paragraph", "Read more")]),
    ],
)  # fmt: skip
def test_parts(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (f"Two men shot dead {LONG}", "Two men shot dead", [("title", "Two men shot dead"), ("paragraph", LONG)]),
        (f"Wed 3 May 2017 Two men shot dead. {LONG}", "Two men shot dead",
         [("dateline", "Wed 3 May 2017"), ("title", "Two men shot dead"), ("paragraph", LONG)]),
        ("Gunmen shot two men in Orvan.", "Gunmen", [("paragraph", "Gunmen shot two men in Orvan.")]),
        (f"By Sunday evening the old town had fallen\n\n{LONG}", None,
         [("title", "By Sunday evening the old town had fallen"), ("paragraph", LONG)]),
        (f"Rebels take Orvan 3 May 2016\n\n{LONG}", None,
         [("title", "Rebels take Orvan 3 May 2016"), ("paragraph", LONG)]),
        (f"Two shot\n\n{LONG}", "Two shot", [("title", "Two shot"), ("paragraph", LONG)]),
        (LONG, "Two shot", [("paragraph", LONG)]),
        (LONG, LONG, [("paragraph", LONG)]),
    ],
)  # fmt: skip
def test_a_given_title_that_opens_the_text(text, title, expected):
    assert parts(text, title) == expected


def test_hard_wrapped_copy_is_split_at_blank_lines_only():
    text = (
        "   GUNMEN SHOT TWO POLICEMEN NEAR THE OLD MARKET OF ORVAN ON SUNDAY NIGHT\n"
        "AND FLED TO THE HILLS, ACCORDING TO OFFICIALS OF THE PORT CITY.  A THIRD\nMAN WAS HURT.\n\n"
        "   NO GROUP HAS CLAIMED THE KILLING OF THE TWO MEN, WHO WERE BOTH AGED 30,\nTHE OFFICIALS SAID.\n"
    )
    assert len(paragraphs(text)) == 2


def test_hard_wrapped_copy_without_blank_lines_is_split_where_a_line_is_set_in():
    text = (
        "   Gunmen shot two policemen near the old market of the city on Sunday night\n"
        "and fled to the hills, according to officials of the port. A third man was\nhurt in the leg.\n"
        "   No group has claimed the killing of the two men, who were both aged thirty,\nthe officials said.\n"
    )
    assert [text[a:b].split()[0] for a, b in paragraphs(text)] == ["Gunmen", "No"]


def test_lines_that_are_paragraphs():
    text = f"{LONG} {LONG}\n{LONG}\n{LONG} {LONG}"
    assert len(paragraphs(text)) == 3


def test_a_line_that_begins_small_belongs_to_the_one_before():
    assert paragraphs("Shells fell, on\nthe market.") == [(0, 27)]


@pytest.mark.parametrize(
    "words",
    [
        "Share", "Share this article", "Share on Facebook", "Tweet", "Get short URL", "Social Streams",
        "Facebook Comments",
        "Post a comment", "12 Comments", "Related", "Related news", "Read more", "Read more: Rebels seize a mine",
        "Most read", "Sign up for our newsletter", "Subscribe to the daily briefing", "This site uses cookies.",
        "Advertisement", "Home > World > Africa", "All rights reserved.", "© 2016 Wireline", "Tags: Orvan, war",
        "Follow us on Twitter", "Print Tweet", "Leave a Reply", "* * *", "Click here to see the map", "3 min read",
    ],
)  # fmt: skip
def test_furniture(words):
    assert is_furniture(words)


@pytest.mark.parametrize(
    "words",
    [
        "Shares fell on the news.", "Like the others, he fled.", "Print works were bombed in Orvan.",
        "Comments by the minister drew anger.",
        "More than 40 people were killed.", "Related attacks killed 12 people in the north.",
        "Home guards shot two men.",
        "Topics ranged from the truce to aid.", "(c) That the truce holds.", "Supporters of the rebels marched.",
        "Watch towers burnt.",
        "World powers met.", "Read Mostafa, a baker, was killed.", "Support our troops, the mayor said.",
    ],
)  # fmt: skip
def test_no_furniture(words):
    assert not is_furniture(words)


@pytest.mark.parametrize(
    "words",
    [
        "A bus burns in Orvan. REUTERS/Ana Ruiz", "A bus burns (AP Photo/Ana Ruiz)", "A bus burns (AFP/File)",
        "In this 3 May 2016 file photo, a bus burns in Orvan.", "FILE PHOTO: A bus burns",
        "FILE - A bus burns in Orvan",
        "Photo: Ana Ruiz", "A bus burns [File: Ana Ruiz/Reuters]", "A bus burns in Orvan (archive)",
        "A bus burns. Photograph: Ana Ruiz/AP",
        "Image caption: A bus burns", "A bus burns in this image released by the army on Sunday",
        "AFP PHOTO / ANA RUIZ",
        "A bus burns in Orvan, June 2, 2021. REUTERS/Ana Ruiz/Files", "A bus burns. Getty Images/Ana Ruiz",
    ],
)  # fmt: skip
def test_captions(words):
    assert caption_like(words)


@pytest.mark.parametrize(
    "words",
    [
        "The Reuters/Ipsos poll showed that most want a truce.", "A photo of the general hung in the hall.",
        "He told Reuters that a bus burnt.", "The AP reported two dead.", "THANK YOU. [APPLAUSE]",
        "The pictures showed two burnt buses.", "A photographer was killed by shelling.",
    ],
)  # fmt: skip
def test_no_captions(words):
    assert not caption_like(words)
