"""Texts by those who wish a reader harm stay texts, in every field and every form."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from served import client, reading, recorded
from test_http_api import filled_in

from tadmor.outlets.http.api import _READS
from tadmor.outlets.http.twins import TWINS

HOSTILE = (
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "'-alert(1)-'",
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>alert(1)</script>',
    '</title><script>x</script>', ']]><script>x</script>', '<!--', '-->', '<![CDATA[x]]>', '&lt;script&gt;',
    '&#x3c;script&#x3e;', '{{7*7}}', '{% raw %}', '${7*7}', "=cmd|' /C calc'!A0", '+1+1', '-1+1', '@SUM(A1)',
    '\t=1+1', '\r=1+1', 'a,b;c"d', 'a\r\nb: c', 'a\u2028b', 'a\u2029b', 'a\x85b', '\u202eevil', '\u2066x\u2069',
    '\ufeffx', '\x01x', 'x\x7fy', '\x1b[31mred', '../../../etc/passwd', 'C:\\windows\\x', 'file:///etc/passwd',
    '//evil.example/x', 'https://evil.example/?a=1&b=2', '<a href=javascript:alert(1)>',
    '<iframe src=//evil.example>', '<link rel=preconnect href=//evil.example>',
    '<meta http-equiv=refresh content=0;//evil>', '<base href=//evil>', '<style>*{background:url(//evil)}</style>',
    "' OR 1=1 --", '"; DROP TABLE claim; --', '%00', '%3Cscript%3E', '\\u003cscript\\u003e', '\\"', '\\', "'", '"',
    '`', "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", 'ＡＬＥＲＴ＜script＞', 'İ', 'ﬃ',
    '\U0001f3f3\ufe0f\u200d\U0001f308', "x" * 5000,
)  # fmt: skip


def told(words: str, n: int) -> object:
    """A report with these words in every field."""
    text = f"{words} seized {words} hill {n}, {words} said. {words}"
    claim = {"kind": "capture", "trigger": "seized", "day": date(2016, 1, 1 + n % 28)}
    named = {"actor": words, "target": words, "speaker": words, "place": words} if words.strip() == words else {}
    return reading(text, date(2016, 2, 1), {**claim, **named}, outlet=words, title=words, url=words, byline=words,
                   agency=words, id=f"hostile{n:03}")  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> object:
    path = tmp_path_factory.mktemp("hostile") / "<b>own.db"
    with client(recorded(path, tuple(told(w, n) for n, w in enumerate(HOSTILE)))) as made:  # type: ignore[misc]
        yield made


def test_there_are_sixty_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


PATHS = [f"/api{path}" for path in _READS if "{" not in path]
PATHS += ["/api/claims", "/api/events", "/api/control", "/api/legend", "/api/record"]
PATHS += [f"{path}.{form}" for path, (_, forms) in TWINS.items() for form in forms.split() if "{" not in path]


@pytest.mark.parametrize("path", PATHS)
def test_every_form_can_be_read_and_none_is_a_page(hostile: object, path: str) -> None:
    answer = hostile.get(filled_in(hostile, path), params={"limit": 1000})  # type: ignore[attr-defined, arg-type]
    assert answer.status_code == 200, answer.text[:500]
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    if path.endswith(".rss"):
        assert all(item.find("title") is not None for item in ET.fromstring(answer.content).iter("item"))
    elif path.endswith(".csv"):
        cells = [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    else:
        assert json.loads(answer.text)


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_a_report_comes_back_as_it_was_written(hostile: object, n: int) -> None:
    answer = hostile.get(f"/api/reports/hostile{n:03}")  # type: ignore[attr-defined]
    report = answer.json()["report"]
    assert (report["title"], report["outlet"], report["url"]) == (HOSTILE[n],) * 3
    assert report["text"].startswith(HOSTILE[n])


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_the_words_can_be_asked_for(hostile: object, n: int) -> None:
    for name in ("q", "outlet", "actor", "place", "speaker", "sel", "after"):
        answer = hostile.get("/events.json", params={name: HOSTILE[n]})  # type: ignore[attr-defined]
        assert answer.status_code in (200, 404, 409, 422), answer.text[:300]
        assert "html" not in answer.headers["content-type"]


def test_the_name_of_a_file_is_plain(hostile: object, tmp_path: Path) -> None:
    answer = hostile.get("/events.csv")  # type: ignore[attr-defined]
    assert answer.headers["content-disposition"] == 'attachment; filename="b-own-events.csv"'
