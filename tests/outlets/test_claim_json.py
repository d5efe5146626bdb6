from __future__ import annotations

import json
from dataclasses import replace

from hand import CLAIMS, REPORT
from hypothesis import given
from hypothesis import strategies as st

from tadmor.model import Claim, Report, Span
from tadmor.outlets.claim_json import line

CLAIM_KEYS = [
    "id", "kind", "modality", "sentence", "trigger", "actors", "targets", "place", "when", "counts", "speakers",
    "score", "why",
]  # fmt: skip


def test_each_key_of_the_format_is_there() -> None:
    loaded = json.loads(line(REPORT, CLAIMS))
    assert list(loaded) == ["id", "url", "title", "outlet", "published", "dateline", "text", "claims"]
    assert loaded["dateline"] == {"place": "Beirut", "date": "2016-03-27"}
    capture, casualties, damage = loaded["claims"]
    assert [list(claim) for claim in loaded["claims"]] == [CLAIM_KEYS] * 3
    assert capture["actors"] == [{"start": 27, "end": 38, "text": "Army troops", "ref": "syria-army"}]
    assert capture["place"] == {
        "start": 50, "end": 57, "text": "Palmyra", "name": "Tadmur", "country": "SY", "lat": 34.5624, "lon": 38.284,
        "precision": "town", "id": "geonames:163960",
    }  # fmt: skip
    assert capture["when"] == {
        "start": "2016-03-27", "end": "2016-03-27", "grain": "day", "basis": "relative", "text": "on Sunday",
    }  # fmt: skip
    assert [s["text"] for s in capture["speakers"]] == ["officer", "state radio"]
    assert (casualties["counts"][0]["low"], casualties["counts"][0]["high"]) == (24, None)
    assert (casualties["counts"][0]["who"], casualties["counts"][1]["who"]) == ("soldiers", None)
    assert damage["place"]["name"] is damage["place"]["lat"] is damage["place"]["id"] is None


def test_what_is_unknown_is_null_or_an_empty_list() -> None:
    bare = Report("r", "Shots.")
    claim = Claim("c", "r", "attack", "asserted", Span(0, 6, "Shots."), Span(0, 5, "Shots"))
    loaded = json.loads(line(bare, [claim]))
    assert (loaded["url"], loaded["published"], loaded["dateline"]) == (None, None, None)
    assert {k: v for k, v in loaded["claims"][0].items() if not v} == {
        "actors": [], "targets": [], "place": None, "when": None, "counts": [], "speakers": [], "score": 0.0, "why": "",
    }  # fmt: skip


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_is_one_line_and_comes_back(text: str) -> None:
    written = line(replace(REPORT, text=text, title=text), ())
    assert written.splitlines() == [written]
    assert json.loads(written)["text"] == text
    written.encode("utf-8")
