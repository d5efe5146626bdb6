from __future__ import annotations

from io import StringIO

import pytest
from hand import CAPTURE, CLAIMS, DAMAGE, REPORT, span
from rich.console import Console
from rich.text import Text

from tadmor.model import Span
from tadmor.outlets.explanation import explanation
from tadmor.outlets.look import Look, look_of
from tadmor.outlets.marked import marked
from tadmor.outlets.table import table


def look(width: int = 100, *, styled: bool = False, why: bool = False) -> Look:
    return Look(Console(file=StringIO(), width=width), width, styled, why)


def shown(width: int = 100, why: bool = False) -> str:
    return "\n".join(line.plain for line in table(REPORT, CLAIMS, look(width, why=why)))


def test_the_table_at_a_hundred_columns() -> None:
    assert (
        shown()
        == """\
Coast Herald · Troops enter the old town
reports/1.txt · by Levant Wire · published 27 March 2016 (from its dateline)
filed Beirut, 27 March 2016 · 3 claims

  [Army troops] *recaptured* [Palmyra] from [rebels] [on Sunday], [state radio] quoted an [officer]
  as saying.
  4f2a1c  capture       Army troops → rebels · Palmyra (Tadmur, Syria; town)
                        on Sunday → 27 March 2016 · says: officer ← state radio

  [Dozens] of [soldiers] and [400 rebels] *died* there, [monitors] said.
  9b2a1c  casualties    → soldiers, 400 rebels · Palmyra (near Tadmur, Syria; told before)
                        27 March 2016 (the report's day) · Dozens of soldiers killed (24 or more)
                        400 killed in all · says: monitors

  The [temple] may have been *damaged* [last May].
  aa2a1c  destruction   possible · → temple · old town (not resolved; told before)
                        last May → May 2015 · says: the report
"""
    )


def test_a_narrow_terminal_gets_the_fields_below_the_kind() -> None:
    lines = shown(40).splitlines()
    assert max(map(len, lines)) <= 40
    assert "  4f2a1c  capture" in lines
    assert "    says: officer ← state radio" in lines


@pytest.mark.parametrize("width", [24, 33, 60, 72, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert all(line.cell_len <= width for line in table(REPORT, CLAIMS, look(width, why=True)))


def test_why_adds_frame_and_score() -> None:
    assert "by frame:capture.active, score 0.93" in shown(why=True)
    assert "score" not in shown()


def test_a_report_without_claims_says_so() -> None:
    assert [line.plain for line in table(REPORT, (), look())][-2] == "filed Beirut, 27 March 2016 · 0 claims"


def test_styles_replace_the_marks_and_set_ours_apart() -> None:
    sentence = marked(CAPTURE.sentence, CLAIMS, styled=True)
    assert sentence.plain == CAPTURE.sentence.text
    assert {str(s.style) for s in sentence.spans} >= {"bold underline", "blue underline", "cyan underline"}
    row = next(line for line in table(REPORT, CLAIMS, look(styled=True)) if "Tadmur" in line.plain)
    assert _styles(row, "Palmyra") == {"cyan"}
    assert _styles(row, "Tadmur") == {"dim"}


def _styles(line: Text, words: str) -> set[str]:
    at = line.plain.index(words)
    return {str(s.style) for s in line.spans if s.start <= at < s.end and str(s.style)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rebels \u202e died", "rebels <U+202E> *died*"),
        ("rebels\n\n   died", "rebels *died*"),
        ("died 😀 died", "*died* 😀 died"),
    ],
)
def test_the_marked_sentence_is_one_harmless_line(words: str, expected: str) -> None:
    sentence = Span(span("died").start - words.index("died"), 0, words)
    sentence = Span(sentence.start, sentence.start + len(words), words)
    claim = type(CAPTURE)("x", "r1", "clash", "asserted", sentence, span("died"))
    assert marked(sentence, [claim], styled=False).plain == expected


def test_the_explanation_names_words_offsets_and_how() -> None:
    told = "\n".join(line.plain for line in explanation(REPORT, CAPTURE, look()))
    for part in (
        "capture  claim 4f2a1c88aa",
        "trigger    recaptured  characters 39–49",
        "force; register: syria-army",
        "Tadmur, Syria; 34.5624 N, 38.2840 E; town; geonames:163960",
        "relation: in; precision: town",
        "relative: worked out from the words and the report's day (27 March 2016)",
        "quoted by  state radio",
        "cue        quoted",
        "made by    frame:capture.active, score 0.93",
    ):
        assert part in told
    told = "\n".join(line.plain for line in explanation(REPORT, DAMAGE, look()))
    assert "destruction, possible" in told
    assert "place      old town  characters 17–25, in another sentence" in told
    assert "not resolved: no place fits the words beyond doubt" in told
    assert "the report, in its own voice" in told


@pytest.mark.parametrize(
    ("environment", "width"), [({}, 100), ({"COLUMNS": "80"}, 80), ({"COLUMNS": "300"}, 120), ({"COLUMNS": "5"}, 24)]
)
def test_the_width_of_a_file(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], width: int) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (look_of().width, look_of().styled) == (width, False)
