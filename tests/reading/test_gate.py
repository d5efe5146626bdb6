"""The first look: what must be passed, what is saved, on texts and on pages."""

from __future__ import annotations

import json
import time

import pytest

from tadmor.reading.gate import TABLE, bare, may_tell, stretches, weight

TELLING = [
    "Government forces recaptured the old citadel on Sunday after three weeks of fighting, a monitoring group said.",
    "GUERRILLAS AMBUSHED AN ARMY PATROL NEAR THE BRIDGE LAST NIGHT, KILLING FOUR SOLDIERS, THE MINISTER SAID.",
    "A car bomb went off outside the ministry. No fewer than nine died there and many more were hurt, police said.",
    "Thousands of families fled the valley as shelling went on for a fifth day. Aid convoys could not get through.",
    "Both sides agreed to a ceasefire along the river, the envoy told reporters after the talks.",
    "Militants kidnapped two nurses from a clinic in the north and demanded a ransom, the governor said.",
    "Warplanes struck a market in the besieged town. Rescue workers pulled eleven bodies from the rubble.",
    "The rebels freed 30 captured soldiers in exchange for their own prisoners.",
    "Sappers cleared mines from the ruins of the temple, which militants had blown up two years before.",
]
OTHER = [
    "The phone maker said that sales rose by a tenth in the quarter, and that a new model will be in shops by May.",
    "The rooms were clean and the breakfast was good, but the lift was out of order and nobody came to mend it.",
    "She scored 24 points in the second half and her team won the game by six. They play at home next week.",
    "Add the onions to the pan and let them turn gold, then stir in the rice and two cups of warm stock.",
    "Please find the figures attached. Let me know if you can make it to the meeting on Thursday afternoon.",
    "Shares of the carmaker fell by two per cent as analysts cut their estimates of what it will earn this year.",
    "The council will widen the footpath by the school this summer, and plant forty trees along the road.",
]
PAGE = """<!DOCTYPE html><html><head><title>{title}</title><style>.a{{color:red}}</style>
<script>var words = "bomb attack killed army troops shelling airstrike militants clashes";</script></head><body>
<nav><ul><li><a href="/war">War</a></li><li><a href="/x">Bombing kills ten in capital</a></li></ul></nav>
<article>{paragraphs}</article><footer><p>We use cookies so that this site works well on every device.</p></footer>
</body></html>"""


def page(text: str) -> str:
    words = text.replace(" ", ' <a href="/t">', 1).replace(" ", "</a> ", 1) if " " in text else text
    return PAGE.format(title="The Harbour Daily", paragraphs=f"<p>{words}</p>")


@pytest.mark.parametrize("text", TELLING)
def test_what_tells_of_a_conflict_is_passed(text: str) -> None:
    assert may_tell(text)
    assert may_tell(text.upper())


@pytest.mark.parametrize("text", OTHER)
def test_what_does_not_is_saved(text: str) -> None:
    assert not may_tell(" ".join((text,) * 4))  # of a line alone, more is let through


@pytest.mark.parametrize(("text", "passed"), [*((t, True) for t in TELLING), *((t, False) for t in OTHER)])
def test_a_page_is_looked_at_without_its_menus_and_scripts(text: str, passed: bool) -> None:
    assert may_tell(page(f"{text} {text}")) is passed


def test_an_attack_in_one_part_of_a_long_text_is_enough() -> None:
    assert may_tell(" ".join(OTHER * 20) + "\n" + " ".join(TELLING[:3]) + "\n" + " ".join(OTHER * 20))


@pytest.mark.parametrize("text", ["", "   \n", "12 34 56", "…", "<html></html>", "<p>", "<script>", "<html><script>a"])
def test_what_has_no_words_tells_nothing(text: str) -> None:
    assert not may_tell(text)
    assert weight(bare(text)) == float("-inf")


def test_the_title_and_an_article_kept_in_a_script_are_words_of_the_page() -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"<p>{TELLING[2]} {TELLING[6]}"})
    told = bare(f'<html><title>Nine dead</title><script type="application/ld+json">{data}</script></html>')
    assert told.startswith("nine dead\n")
    assert "car bomb" in told


def test_a_sentence_of_ten_thousand_words_has_a_weight() -> None:
    assert weight("game " * 10_000) < weight("killed " * 10_000) < float("inf")


@pytest.mark.parametrize(
    "hostile",
    ["<a " * 300_000, "<script></script>" * 60_000, "<script>" * 100_000, ">" * 900_000, "<p>" + "<b x=" * 200_000],
)
def test_a_hostile_page_costs_no_more_than_its_length(hostile: str) -> None:
    began = time.process_time()
    may_tell("<html>" + hostile)
    assert time.process_time() - began < 5


def test_sentences_are_beginnings_of_words() -> None:
    assert list(stretches("Shelling resumed. It went on.\nNo-one slept")) == [
        [["shelli", "resume"], ["went"], ["one", "slept"]]
    ]


def test_the_table_is_small_and_each_word_stands_once() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    words = [row[0] for row in rows]
    assert len(rows) < 2000
    assert len(words) == len(set(words))
    assert all(len(row) == 3 and (row[1] or row[2]) for row in rows)
