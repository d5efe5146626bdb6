"""JSON lines, JSON and CSV."""

import json
from io import BytesIO

import pytest

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources import SourceNote, read

GOOD = {"id": "a-1", "text": "😀 Shells\u00a0fell\r\non the market.\n", "published": "2016-03-27", "outlet": "Wireline"}


@pytest.fixture
def items(tmp_path):
    def made(name: str, content: str | bytes) -> list[Report | SourceError]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(path))

    return made


def test_a_line_keeps_id_text_and_facts(items):
    (found,) = items("x.jsonl", json.dumps({**GOOD, "title": "Market hit", "url": "https://w.example/1"}) + "\n")
    assert (found.id, found.text, found.outlet) == (GOOD["id"], GOOD["text"], "Wireline")
    assert (found.title, found.url, str(found.published)) == ("Market hit", "https://w.example/1", "2016-03-27")
    assert found.published_basis == "metadata"
    assert found.raw_sha256


def test_one_report_a_line_in_order(items):
    lines = "".join(json.dumps({"id": str(n), "text": f"{n} shells fell."}) + "\n" for n in range(500))
    assert [item.id for item in items("x.jsonl", lines)] == [str(n) for n in range(500)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "no JSON"), ('{"id": "b"}', '"text"'), ('{"text": "Shells fell."}', '"id"'), ("[1, 2]", "a list"),
        ('{"id": "b", "text": 5}', "a number"), ('{"id": "b", "text": ""}', "empty"), ('{"id": [], "text": "x"}',
        "a list"),
        ('{"id": "b", "text": null}', '"text"'), ('{"id": "b", "text": "x \\ud83d y"}', "surrogate"), ("null", "null"),
        ("[" * 100_000, "deep"), ('{"id": "b", "text": "' + "x" * 200 + '"}', "max_chars"),
    ],
)  # fmt: skip
def test_a_bad_line_is_a_fault_and_the_others_go_on(tmp_path, line, says):
    path = tmp_path / "x.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{line}\n\n{json.dumps(GOOD)}\n")
    first, fault, last = read(path, settings=Settings(max_chars=100))
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(fault, SourceError)
    assert fault.where == f"{path}:2"
    assert says in fault.message
    assert fault.remedy


def test_notes_follow_their_report(items):
    line = json.dumps({**GOOD, "published": "2016-02-31", "title": 7})
    report, *notes = items("x.jsonl", line)
    assert (report.published, report.title) == (None, None)
    assert [type(note) for note in notes] == [SourceNote, SourceNote]
    assert "2016-02-31" in str(notes[1])


def test_a_line_in_another_language_is_a_fault(items):
    words = (
        "El ejército retomó la ciudad el domingo tras una semana de combates, según dijo el alcalde de la zona a la "
        "radio local y a la prensa."
    )
    (fault,) = items("x.jsonl", json.dumps({"id": "a", "text": words}))
    assert "Spanish (es)" in fault.message


def test_lines_in_utf_16(items):
    found = items("x.jsonl", f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n".encode("utf-16"))
    assert [item.text for item in found] == [GOOD["text"]] * 2


def test_a_line_that_is_not_utf_8_is_read(items):
    line = '{"id": "a", "text": "José’s shop was shelled."}'.encode("cp1252")
    assert items("x.jsonl", line)[0].text == "José’s shop was shelled."


@pytest.mark.parametrize(
    "content", [json.dumps(GOOD), json.dumps([GOOD]), json.dumps([GOOD], indent=2), json.dumps(GOOD, indent=1)]
)
def test_json(items, content):
    assert [item.id for item in items("x.json", content)] == ["a-1"]
    assert [item.id for item in read("-", stdin=BytesIO(content.encode()))] == ["a-1"]


def test_json_faults(items):
    assert items("x.json", '[\n{"id": "a",\n}]')[0].where.endswith("x.json:3")
    assert "no reports" in items("x.json", "[]")[0].message
    good, bad = items("x.json", json.dumps([GOOD, {"id": "b"}]))
    assert isinstance(good, Report)
    assert bad.where.endswith("x.json, object 2")


def test_json_lines_in_a_json_file(items):
    assert len(items("x.json", json.dumps(GOOD) + "\n" + json.dumps(GOOD))) == 2


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("text,date,title,source,id", ","),
        ("Body;Published;Headline;Outlet;ID", ";"),
        ("content\tDate\tHEADLINE\tPublisher\tid", "\t"),
    ],
)
def test_csv_columns(items, header, separator):
    row = separator.join(['"Shells fell\non the ""old"" market."', "27/03/2016", "Market hit", "Wireline", "r1"])
    (found,) = items("x.csv", f"{header}\n{row}\n")
    assert found.text == 'Shells fell\non the "old" market.'
    assert (found.id, found.title, found.outlet, str(found.published)) == ("r1", "Market hit", "Wireline", "2016-03-27")


def test_csv_rows_by_themselves(items):
    found = items("x.csv", 'title,text\nA,"Shells\nfell."\nB,\n,,\nC,Mines lay there.\n')
    assert [type(item) for item in found] == [Report, SourceError, Report]
    assert found[1].where.endswith("x.csv:4")


def test_csv_of_excel(items):
    assert (
        items("x.csv", "Text;Date\nJosé’s shop – shelled.;2016-03-27\n".encode("cp1252"))[0].text
        == "José’s shop – shelled."
    )
    assert items("x.csv", "text\tdate\nJosé fled.\t2016-03-27\n".encode("utf-16"))[0].text == "José fled."


def test_csv_without_text_is_a_fault(items):
    (fault,) = items("x.csv", "name,age\nA,3\n")
    assert fault.where.endswith("x.csv:1")
    assert "text" in fault.remedy


def test_csv_with_long_cells(items):
    (found,) = items("x.csv", f"text\n{'Shells fell. ' * 20_000}\n")
    assert len(found.text) > 200_000


def test_a_table_too_long_to_hold_is_read_a_line_at_a_time(tmp_path):
    path = tmp_path / "x.csv"
    rows = [f'{n};"{n} shells fell on Orvan;\r\nthe ""market"" burnt.";Wireline\r\n' for n in range(100)]
    rows[7] = rows[7].replace("Orvan", "São Brás")
    path.write_bytes(b"id;text;outlet\r\n" + "".join(rows).encode("cp1252"))
    short, long = list(read(path)), list(read(path, settings=Settings(max_chars=200)))
    assert [item.text for item in long] == [item.text for item in short if isinstance(item, Report)]
    assert "São Brás" in long[7].text
    assert {item.id for item in long} == {str(n) for n in range(100)}
    row = {"id": "7", "text": '7 shells fell on São Brás;\r\nthe "market" burnt.', "outlet": "Wireline"}
    assert json.loads(long[7].raw) == row


def test_a_fault_in_a_long_table_names_its_line(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(
        b"id,text\n" + b"1,Shells fell.\n" * 300 + b'2,"' + b"x" * 400 + b'"\n3,\n\0\0\0,\n4,Shells fell.\n'
    )
    found = list(read(path, settings=Settings(max_chars=200)))
    assert sum(isinstance(item, Report) for item in found) == 301
    assert [item.where for item in found if not isinstance(item, Report)] == [f"{path}:{n}" for n in (302, 303, 304)]
