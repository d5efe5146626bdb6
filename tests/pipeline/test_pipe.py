from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import tadmor
from tadmor.errors import ModelError, SettingError, SourceError, TadmorError
from tadmor.model import Claim, Report, Span
from tadmor.pipeline import Given, Item, Reader, Reading, documents, is_note, report_of


class WordReader(Reader):
    """Makes one claim of each report, of the whole text; some words make it fail."""

    def read(self, report: Report) -> Reading:
        if report.text == "foreign":
            raise SourceError("not read")
        if report.text == "broken":
            raise ZeroDivisionError("by none")
        if report.text == "no model":
            raise ModelError("model file missing")
        if report.text == "deadly":
            os._exit(9)
        words = Span(0, len(report.text), report.text)
        return Reading(report, (Claim(f"c-{report.id}", report.id, "attack", "asserted", words, words),))


def reports(*texts: str) -> list[Item]:
    return [Report(str(n), text, source=f"{n}.txt") for n, text in enumerate(texts)]


def told(outcomes: Iterator[Reading | TadmorError]) -> list[str]:
    return [o.report.text if isinstance(o, Reading) else str(o) for o in outcomes]


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_bad_report_gives_its_error_in_its_place(n_process: int) -> None:
    given: list[Item] = [*reports("a", "foreign", "broken", "b"), SourceError("no such file", where="x"), *reports("c")]
    assert told(WordReader().pipe(given, n_process)) == [
        "a",
        "1.txt, report 1: not read",
        "2.txt, report 2: reading it failed: ZeroDivisionError: by none "
        "(this is a fault of Tadmor: report it, with what --debug prints)",
        "b",
        "x: no such file",
        "c",
    ]


def test_a_fault_of_our_own_keeps_its_traceback_across_processes() -> None:
    (error,) = WordReader().pipe(reports("broken"), 2)
    assert isinstance(error, TadmorError)
    assert "ZeroDivisionError" in error.__notes__[0]


def test_a_process_that_dies_costs_only_its_report() -> None:
    texts = ["a", "deadly", *"bcdefghijkl"]
    outcomes = told(WordReader().pipe(reports(*texts), 2))
    assert "the process that read it died" in outcomes.pop(1)
    assert outcomes == ["a", *"bcdefghijkl"]


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_missing_model_is_no_reports_fault(n_process: int) -> None:
    with pytest.raises(ModelError):
        list(WordReader().pipe(reports("no model"), n_process))


def test_a_word_list_that_is_gone_is_no_reports_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(self: Reader, report: Report) -> Reading:
        Path("no-such-folder/times.toml").read_text(encoding="utf-8")
        raise AssertionError

    monkeypatch.setattr(Reader, "read", read)
    with pytest.raises(ModelError, match=r"times\.toml.*install tadmor again"):
        list(Reader().pipe(reports("a")))


@pytest.mark.parametrize("n_process", [1, 2])
def test_reports_are_read_as_they_come(n_process: int) -> None:
    drawn: list[int] = []

    def endless() -> Iterator[Report]:
        for n in range(10_000):
            drawn.append(n)
            yield Report(str(n), "x")

    outcomes = WordReader().pipe(endless(), n_process)
    assert [next(outcomes).report.id for _ in range(3)] == ["0", "1", "2"]
    assert len(drawn) <= 16
    outcomes.close()
    assert threading.active_count() < 16


def test_n_process_is_one_or_more() -> None:
    with pytest.raises(SettingError, match="n_process is 0"):
        WordReader().pipe([], 0)


def test_documents_gives_faults_and_notes_where_they_stand(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text(
        '{"id": "1", "text": "Shots.", "published": "2016-02-31"}\n{"id": "2"}\n{"id": "3", "text": "Fire."}\n'
    )
    first, note, fault, last, missing = documents([str(lines), str(tmp_path / "none.txt")])
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert (first.id, last.id) == ("1", "3")
    assert [is_note(f) for f in (note, fault, missing) if isinstance(f, TadmorError)] == [True, False, False]


def test_what_is_given_stands_over_what_the_report_says() -> None:
    report = report_of("Shots were heard.", published="2016-03-27", outlet="A")
    given = Given(date(2015, 5, 1), "B").over(report)
    assert (given.published, given.outlet) == (date(2015, 5, 1), "B")
    assert Given().over(report) == report


def test_claims_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "read", WordReader.read)
    (claim,) = tadmor.claims("Shots were heard.", published=date(2016, 3, 27))
    assert claim.trigger.text == "Shots were heard."
    with pytest.raises(SourceError, match="is no day"):
        tadmor.claims("Shots were heard.", published="the 31st")


def test_the_names_of_the_package() -> None:
    assert {name: getattr(tadmor, name).__name__ for name in tadmor.__all__} == {n: n for n in tadmor.__all__}
    with pytest.raises(AttributeError, match="no attribute 'clams'"):
        _ = tadmor.clams
