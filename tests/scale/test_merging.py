"""What was read into a folder goes into a record: as if the record had read it itself."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import archived_sheets
import pytest
from test_run import at_once
from typer.testing import CliRunner

from tadmor.errors import TadmorError
from tadmor.outlets.archives import merged
from tadmor.outlets.cli import app
from tadmor.pipeline import Monitor
from tadmor.pipeline.answers import Added
from tadmor.scale.manifest import Folder
from tadmor.scale.run import Run

pytest.importorskip("pyarrow")
SHEETS = (archived_sheets.TAKEN, archived_sheets.SHELLED, archived_sheets.STRUCK)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """Two archives in "in", and what was read of them in "out"."""
    (tmp_path / "in").mkdir()
    for number in range(2):
        archived_sheets.warc(
            tmp_path / "in" / f"{number}.warc.gz", [archived_sheets.numbered(sheet, number) for sheet in SHEETS]
        )
    list(Run([str(tmp_path / "in")], str(tmp_path / "out"), gated=False).outcomes(at_once))
    return tmp_path


def add(press: Path, db: str = "merged.db") -> list[Added | TadmorError]:
    with Monitor.open(press / db) as monitor:
        return list(merged(monitor, [str(press / "out")], "test"))


def held(press: Path, db: str) -> list[object]:
    """Claims, events and reports of a record, without when they came in."""
    with Monitor.open(press / db) as monitor:
        claims = [(t.claim, t.known, t.origin, t.outlet, t.url, t.standing) for t in monitor.claims()]
        events = [(e.kind, sorted(t.claim.id for t in e.tellings)) for e in monitor.events()]
        assert list(monitor.verify()) == []
        return [claims, sorted(events), sorted(monitor.record.reports(), key=lambda report: report.id)]


def test_merging_gives_the_record_that_reading_gives(press: Path) -> None:
    assert {type(one) for one in add(press)} == {Added}
    with Monitor.open(press / "read.db") as monitor:
        assert {type(one) for one in monitor.add([str(press / "in")])} == {Added}
    assert held(press, "merged.db") == held(press, "read.db")


def test_raw_bytes_are_taken_from_the_archives(press: Path) -> None:
    add(press)
    with Monitor.open(press / "merged.db") as monitor:
        raws = {report.url: monitor.record.raw.read(report.raw_sha256 or "") for report in monitor.record.reports()}
    assert (
        raws[archived_sheets.numbered(archived_sheets.TAKEN, 1).url]
        == archived_sheets.numbered(archived_sheets.TAKEN, 1).html.encode()
    )


def test_a_second_time_nothing_is_added(press: Path) -> None:
    add(press)
    before = held(press, "merged.db")
    assert [one.known for one in add(press) if isinstance(one, Added)] == [True] * 6
    assert held(press, "merged.db") == before


def test_an_interrupted_merge_goes_on(press: Path) -> None:
    add(press, "whole.db")
    with Monitor.open(press / "merged.db") as monitor:
        outcomes = merged(monitor, [str(press / "out")], "test")
        next(outcomes)
        outcomes.close()
    add(press)
    assert held(press, "merged.db") == held(press, "whole.db")


def test_without_the_archive_reports_come_without_raw_bytes_and_one_note_says_so(press: Path) -> None:
    shutil.rmtree(press / "in")
    outcomes = add(press)
    notes = [str(one) for one in outcomes if isinstance(one, TadmorError)]
    assert len(notes) == 2
    assert all("3 reports are recorded without raw bytes" in note and ".warc.gz" in note for note in notes)
    assert len([one for one in outcomes if isinstance(one, Added)]) == 6
    held(press, "merged.db")


def test_another_page_in_its_place_gives_no_raw_bytes(press: Path) -> None:
    archived_sheets.warc(press / "in" / "0.warc.gz", [archived_sheets.CAKE] * 3)
    (note,) = (one for one in add(press) if isinstance(one, TadmorError))
    assert "recorded without raw bytes" in str(note)


@pytest.mark.parametrize("table", ["reports", "claims"])
def test_a_damaged_table_is_told_and_the_others_are_added(table: str, press: Path) -> None:
    file = next((press / "out" / table).glob("0.*"))
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + bytes(60) + whole[64:])
    outcomes = add(press)
    (fault,) = (one for one in outcomes if isinstance(one, TadmorError))
    assert "damaged" in str(fault)
    assert len([one for one in outcomes if isinstance(one, Added)]) == 3


def test_a_shard_that_is_not_whole_is_told(press: Path) -> None:
    next((press / "out" / "claims").glob("0.*")).unlink()
    (fault,) = (one for one in add(press) if isinstance(one, TadmorError))
    assert "not whole" in str(fault)


def test_the_log_tells_by_which_rules_the_claims_were_read(press: Path) -> None:
    add(press)
    with Monitor.open(press / "merged.db") as monitor:
        made_by = Folder(press / "out").made()
        assert made_by is not None
        assert {(entry.verb, entry.rules) for entry in monitor.log() if entry.verb != "migrate"} >= {
            ("add", made_by["rules"])
        }


def tadmor(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output


def test_the_command_adds_documents_and_folders_of_shards(press: Path) -> None:
    letter = press / "letter.txt"
    letter.write_text("\n\n".join(archived_sheets.COPY.paragraphs))
    code, said = tadmor("add", str(press / "war.db"), str(letter), str(press / "out"))
    assert (code, said.split(":")[0]) == (0, "7 reports added")


def test_options_on_reports_are_refused_for_what_was_read(press: Path) -> None:
    code, said = tadmor("add", str(press / "war.db"), str(press / "out"), "--outlet", "Example")
    assert code == 2
    assert "was read already" in " ".join(said.replace("│", " ").split())
    assert not (press / "war.db").exists()


def test_an_empty_folder_of_shards_is_told(tmp_path: Path) -> None:
    for name in ("reports", "claims", "evidence", "manifest"):
        (tmp_path / "out" / name).mkdir(parents=True)
    code, said = tadmor("add", str(tmp_path / "war.db"), str(tmp_path / "out"))
    assert code == 1
    assert "holds no shards yet" in said


@pytest.mark.parametrize("lost", [["manifest"], ["manifest", "manifest.json"], ["manifest", "stories.parquet"]])
def test_tables_without_their_entries_are_no_documents(lost: list[str], press: Path) -> None:
    for name in lost:
        path = press / "out" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    code, said = tadmor("add", str(press / "war.db"), str(press / "out"))
    assert (code, said.count("\n")) == (1, 3)
    assert said.startswith("0 reports added: 0 claims, 0 new events\n")
    assert "out: its folder manifest/ is gone" in said
    assert "run the same 'tadmor read' again" in said
    list(Run([str(press / "in")], str(press / "out"), gated=False).outcomes(at_once))
    assert {type(one) for one in add(press)} == {Added}


@pytest.mark.parametrize("whole", [False, True])
def test_each_archive_in_storage_is_opened_once(press: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> None:
    memory = pytest.importorskip("fsspec").filesystem("memory")
    for path in (press / "in").iterdir():
        raw = path.read_bytes()
        memory.pipe_file(f"/press/{path.name}", gzip.compress(gzip.decompress(raw)) if whole else raw)
    shutil.rmtree(press / "out")
    list(Run(["memory://press"], str(press / "out"), gated=False).outcomes(at_once))
    opened = list[str]()
    inner = type(memory)._open

    def counted(system: Any, path: str, *args: Any, **named: Any) -> Any:
        opened.append(path)
        return inner(system, path, *args, **named)

    monkeypatch.setattr(type(memory), "_open", counted)
    assert {type(one) for one in add(press)} == {Added}
    assert sorted(opened) == sorted(["/press/0.warc.gz", "/press/1.warc.gz"] * (1 + whole))
    with Monitor.open(press / "merged.db") as monitor:
        assert all(monitor.record.raw.read(report.raw_sha256 or "") for report in monitor.record.reports())
    memory.rm("/press", recursive=True)
