"""Files, folders, globs and standard input."""

import os
from io import BytesIO

import pytest

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources import read, read_all
from tadmor.sources.documents import kind_of

TEXT = "Gunmen shot two policemen in Orvan."


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.md", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{TEXT} {name}")
    (tmp_path / "z.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def names(items):
    return [os.path.basename((i.source if isinstance(i, Report) else i.where) or "") for i in items]


def test_a_folder_sorted_without_hidden_files(folder):
    found = list(read(folder))
    assert names(found) == ["a.txt", "b.txt", "z.pdf", "c.md"]
    assert [type(i) for i in found] == [Report, Report, SourceError, Report]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("*.txt", ["a.txt", "b.txt"]), ("**/*.md", ["c.md"]), ("s*", ["c.md"]), ("[ab].txt", ["a.txt", "b.txt"])],
)
def test_globs(folder, pattern, expected):
    assert names(read(f"{folder}/{pattern}")) == expected


def test_a_file_whose_name_looks_like_a_pattern(tmp_path):
    (tmp_path / "x[1].txt").write_text(TEXT)
    assert names(read(tmp_path / "x[1].txt")) == ["x[1].txt"]


def test_text_is_kept_to_the_last_character(tmp_path):
    words = "\n  😀 Gunmen\r\nshot\u00a0two \u200fabc\u200e policemen. \t\n"
    path = tmp_path / "a.txt"
    path.write_bytes(words.encode())
    (found,) = read(path)
    assert found.text == words
    assert found.text[found.text.index("Gunmen") :].startswith("Gunmen")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"), ("a.txt", b" \n\t\n", "empty"), ("a.pdf", b"%PDF-1.4", "PDF"), ("a.docx",
        b"PK\x03\x04", "docx"),
        ("a.txt", b"ab\0\0\0\0\0\0\0c", "binary"), ("a.txt", b"word " * 300, "max_chars"), ("a.txt",
        b"word " * 3000, "max_chars"),
    ],
)  # fmt: skip
def test_faults_of_a_file(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    (fault,) = read(path, settings=Settings(max_chars=1000))
    assert isinstance(fault, SourceError)
    assert fault.where == str(path)
    assert says in fault.message
    assert fault.remedy


@pytest.mark.parametrize("uri", ["/no/such/file.txt", "/no/such/*.txt", "https://wireline.example/1", "", "a\0b"])
def test_faults_of_a_path(uri):
    (fault,) = read(uri)
    assert isinstance(fault, SourceError)
    assert fault.where
    assert fault.remedy


def test_an_empty_folder(tmp_path):
    (fault,) = read(tmp_path)
    assert "no files" in fault.message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_the_right_to_read_it(folder):
    (folder / "a.txt").chmod(0)
    assert "cannot be read" in next(iter(read(folder))).message


def test_a_link_to_nowhere(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (fault,) = read(tmp_path)
    assert "cannot be read" in fault.message


def test_read_all_goes_on_after_faults(folder):
    faults: list[SourceError] = []
    found = list(read_all([folder / "nothing", folder, "-"], faults.append, stdin=BytesIO(TEXT.encode())))
    assert [os.path.basename(r.source) for r in found] == ["a.txt", "b.txt", "c.md", "stdin"]
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.txt", b"Gunmen shot two.", "plain"), ("a", b"Gunmen, it is said, shot two.", "plain"),
        ("a.txt", b"\n<!DOCTYPE html><html>", "page"), ("a", b"<html lang=en>", "page"), ("a",
        b"<!-- saved --><html>", "page"),
        ("a", b'{"id": "a", "text": "b"}\n{"id": "c"', "json lines"), ("a", b'{\n "id": "a"', "json"), ("a",
        b'[{"id": 1}]', "json"),
        ("a", b"id,text,date\n1,x,2016", "csv"), ("a", b'"Title"\t"Body"\nx', "csv"), ("a",
        b"---\ntitle: x\n---\nGunmen", "markdown"),
        ("a.md", b"Gunmen", "markdown"), ("a.JSONL", b"{", "json lines"), ("a.json", b'{"id": 1}\n{"id": 2}',
        "json lines"),
        ("a.HTM", b"<p>Gunmen", "page"), ("a", b"text", "plain"), ("a.tsv", b"x", "csv"),
    ],
)  # fmt: skip
def test_kinds(name, head, kind):
    assert kind_of(name, head) == kind


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe")
    assert names(read(folder)) == ["a.txt", "b.txt", "pipe", "z.pdf", "c.md"]


def test_a_parser_that_fails_stops_nothing(folder, monkeypatch):
    def fail(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr("tadmor.sources.documents.read_markdown", fail)
    last = list(read(folder))[-1]
    assert isinstance(last, SourceError)
    assert "too deep" in last.message
