"""The commands on a record, as their user types them: what they print, and what they say to wrong input."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tadmor.outlets.cli import app
from tadmor.pipeline import Monitor
from told import FALL, MONITORS, RETAKEN

CAPTURE, SHELLS = (claim.id for claim in RETAKEN.claims)
SEIZED, FELL = (claim.id for claim in MONITORS.claims)
REPORT = RETAKEN.report.id


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three reports; not to be changed."""
    path = tmp_path_factory.mktemp("made") / "war.db"
    with Monitor.open(path) as monitor:
        list(monitor.add_readings([FALL, RETAKEN, MONITORS], who="test"))
    return path


@pytest.fixture
def war(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in the working directory, as war.db."""
    shutil.copy(made, tmp_path / "war.db")
    shutil.copytree(made.with_name("war.db.raw"), tmp_path / "war.db.raw")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def tadmor(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def said(result: Result) -> str:
    """All that was printed, in one line."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", result.stdout + result.stderr).split())


def done(*words: str) -> str:
    """What a command that succeeds prints."""
    result = tadmor(*words)
    assert result.exit_code == 0, result.output
    return said(result)


ASKED = [
    (
        "control war.db Palmyra --at 2015-06-01",
        ["Palmyra, Syria, on 1 June 2015", "held by Islamic State since 21 May"],
    ),
    (
        "control war.db Palmyra --at 2016-04-01",
        ["held by Syrian government since 27 March 2016", "last said 5 days before"],
    ),
    ("control war.db Palmyra --as-of 2016-03-01", ["as known on 1 March 2016", "held by Islamic State"]),
    (
        "control war.db Palmyra --at 2016-04-01 --claims",
        ["The [army] *recaptured* [Palmyra]", "says: state television"],
    ),
    ("control war.db Palmyra --history", ["2015-05-21 – 2016-03-27", "2016-03-27 –"]),
    ("control war.db --at 2016-04-01", ["Palmyra, Syria", "held by Syrian government", "last said 5 days before"]),
    ("control war.db --at 2010-01-01", ["nobody says who holds any place"]),
    ("control war.db Ramadi", ["nobody says who holds it"]),
    ("events war.db --place Palmyra --since 2016-01-01", ["27 March 2016 · Palmyra, Syria", "2 origins, 2 claims"]),
    ("events war.db --disputed", ["killed 15 (12–15)", "sources differ on count"]),
    ("events war.db --disputed --rule latest --ledger", ["killed 15 (12–15): low 12, best 15", "by the latest report"]),
    ("events war.db --disputed --rank Orontes --ledger", ["they differ on count", "says: the report"]),
    ("events war.db --kind siege", ["nothing in the record meets this"]),
    ("claims war.db --speaker monitors", ["lost", "Orontes Post", "says: monitors"]),
    ("claims war.db --words recaptured --kind capture", ["*recaptured*"]),
    ("places war.db", ["name country admin1 feature claims", "Palmyra SY Homs Governorate town 3"]),
    ("actors war.db --limit 1", ["Islamic State group 1 2 0 islamic-state"]),
    ("sources war.db", ["Coast Herald 1 1 2", "Levant Wire 1 1 1"]),
    (
        "diff war.db --from 2016-03-27 --to 2016-03-31",
        ["more 27 March 2016 · Palmyra", "before: held by Islamic State"],
    ),
    ("diff war.db --from 2017-01-01 --to 2017-02-01", ["nothing was learnt"]),
    ("diff war.db --from 2016-03-27 --to 2016-03-31", ["killed 15 (12–15), before: killed 12", "now differ on count"]),
    ("log war.db", ["test import: 3 reports, 5 claims, 3 new events"]),
    ("verify war.db", ["no fault found"]),
    (f"explain war.db {SEIZED}", ["made by", "known since 29 March 2016; proposed", "by claim", "same town"]),
    (f"explain war.db {REPORT}", ["2 claims", "raw SHA-256", "*recaptured*"]),
    ("reconcile war.db", ["5 claims in 3 events; 0 claims are in another event now"]),
]


@pytest.mark.parametrize(("words", "expected"), ASKED, ids=[words for words, _ in ASKED])
def test_what_is_asked_is_answered(war: Path, words: str, expected: list[str]) -> None:
    text = done(*words.split())
    assert [part for part in expected if part not in text] == []


WRONG = [
    ("events war.db --since yesterday", 2, "'yesterday' is no day; write it as 2016-03-27"),
    ("events war.db --until 2016-13-01", 2, "'2016-13-01' is no day"),
    ("events war.db --since 2017-01-01 --until 2016-01-01", 2, "lies before since"),
    ("events war.db --kind picnic", 2, "'picnic' is no kind of claim (one of: capture"),
    ("events war.db --within-km 10", 2, "without a place"),
    ("events war.db --place Palmyra --within-km -5", 2, "give kilometres above 0"),
    ("events war.db --rule wild", 1, "one of: ranked, latest, majority"),
    ("events war.db --place Atlantis", 1, "no place 'Atlantis' in this record"),
    ("events war.db --actor Martians", 1, "no actor 'Martians' in this record"),
    ("events gone.db", 1, "gone.db: there is no record"),
    ("events text.db", 1, "text.db: it is not a record"),
    ("events later.db", 1, "it is of version 9999"),
    ("control war.db Atlantis", 1, "no place 'Atlantis'"),
    ("control war.db --history", 2, "name it"),
    ("control war.db Palmyra --at soon", 2, "'soon' is no day"),
    ("diff war.db --from 2016-03-27 --to 2016-03-27", 2, "2016-03-27 is not after 2016-03-27"),
    ("explain war.db", 2, "name a claim, an event or a report"),
    ("explain war.db zz", 1, "no claim, event or report has an id that begins with 'zz'"),
    (f"judge war.db {CAPTURE} {CAPTURE} --same --because x", 1, "are one and the same"),
    (f"judge war.db {CAPTURE} {SHELLS} --because x", 2, "say which"),
    (f"judge war.db {CAPTURE} zz --same --because x", 1, "zz"),
    (f"correct war.db {CAPTURE} --set kind --because x", 2, "'kind' has no '='"),
    (f"correct war.db {CAPTURE} --set kind=picnic --because x", 1, "'picnic' is no kind"),
    (f"correct war.db {CAPTURE} --set colour=red --because x", 1, "'colour' is no field of a claim"),
    (f"correct war.db {CAPTURE} --set actor=navy --because x", 1, "does not hold the words 'navy'"),
    (f"correct war.db {CAPTURE} --set kind=capture --because x", 1, "says so already"),
    (f"retract war.db {CAPTURE}", 2, "because"),
    ("retract war.db zz --because x", 1, "no claim or report has an id that begins with 'zz'"),
    (f"retract war.db {CAPTURE} --because x --known soon", 2, "'soon' is no day"),
    ("undo war.db 7", 1, "there is no decision 7 to take back"),
    ("export war.db out.doc", 1, "the format of 'out.doc' is not told by its name"),
    ("export war.db out.csv --format wild", 1, "'wild' is no format"),
    ("export war.db gone/out.csv", 1, "there is no folder gone"),
    ("import war.db gone.csv", 1, "gone.csv: cannot be read"),
    ("import war.db broken.jsonl", 1, "is no export that can be read"),
    ("add war.db gone.txt", 1, "gone.txt: there is no such file"),
    ("add gone/war.db text.db", 1, "see that the folder is there"),
]


@pytest.mark.parametrize(("words", "code", "message"), WRONG, ids=[words for words, _, _ in WRONG])
def test_wrong_input_is_told_and_nothing_is_written(war: Path, words: str, code: int, message: str) -> None:
    Path("text.db").write_text("no record at all, but long enough to be looked at " * 9)
    Path("broken.jsonl").write_text('{"a": 1}\n{bad')
    shutil.copy("war.db", "later.db")
    with sqlite3.connect("later.db") as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    later.close()
    before = Path("war.db").read_bytes()
    result = tadmor(*words.split())
    assert (result.exit_code, "Traceback" in result.output) == (code, False)
    assert message in said(result)
    assert Path("war.db").read_bytes() == before


def standing(claim: str, *more: str) -> str | None:
    """How a claim stands as all that are asked for tell it; None where it is left out."""
    rows = [json.loads(line) for line in tadmor("claims", "war.db", "--json", *more).stdout.splitlines()]
    found = [row["standing"] for row in rows if row["id"] == claim]
    assert len(found) < 2
    return found[0] if found else None


def test_a_retraction_is_known_from_its_day_on_and_once(war: Path) -> None:
    assert "retracted as of 2016-04-05" in done("retract", "war.db", SHELLS, "--because", "x", "--known", "2016-04-05")
    again = tadmor("retract", "war.db", SHELLS, "--because", "x")
    assert again.exit_code == 1
    assert f"claim {SHELLS} is retracted" in said(again)
    assert standing(SHELLS) is None
    assert standing(SHELLS, "--as-of", "2016-04-04") == "proposed"
    assert "retracted" in done("explain", "war.db", SHELLS)


def test_decisions_on_one_claim_are_taken_back_in_turn(war: Path) -> None:
    done("correct", "war.db", SHELLS, "--set", "kind=airstrike", "--because", "photographs", "--by", "ada")
    done("correct", "war.db", SHELLS, "--set", "killed=11", "--because", "the list", "--by", "ada")
    done("retract", "war.db", SHELLS, "--because", "withdrawn")
    first = tadmor("undo", "war.db", "1")
    assert (first.exit_code, "take back decision 3 first" in said(first)) == (1, True)
    done("undo", "war.db", "3")
    assert standing(SHELLS) == "corrected"
    done("undo", "war.db", "2")
    assert standing(SHELLS) == "corrected"
    assert "11" not in done("claims", "war.db", "--kind", "airstrike")
    done("undo", "war.db", "1")
    assert standing(SHELLS) == "proposed"
    assert "decision 1 was taken back already" in said(tadmor("undo", "war.db", "1"))
    assert "12 killed" in done("claims", "war.db", "--kind", "shelling", "--outlet", "Coast Herald")
    log = done("log", "war.db")
    assert "ada correct" in log
    assert "taken back" in log
    assert done("verify", "war.db") == "no fault found"


def test_all_claims_of_a_report_are_retracted(war: Path) -> None:
    assert f"report {REPORT}: 2 claims retracted" in done("retract", "war.db", REPORT, "--because", "withdrawn")
    again = tadmor("retract", "war.db", REPORT, "--because", "withdrawn")
    assert (again.exit_code, f"no claim of report {REPORT} stands" in said(again)) == (1, True)


def test_what_is_rejected_can_be_neither_accepted_nor_corrected(war: Path) -> None:
    done("accept", "war.db", SHELLS)
    done("reject", "war.db", SHELLS, "--because", "a football score")
    for words in (["accept"], ["reject", "--because", "x"], ["correct", "--set", "kind=attack", "--because", "x"]):
        refused = tadmor(words[0], "war.db", SHELLS, *words[1:])
        assert (refused.exit_code, f"claim {SHELLS} is rejected" in said(refused)) == (1, True)
    done("undo", "war.db", "2")
    assert standing(SHELLS) == "accepted"


def test_a_judgement_parts_an_event_and_is_told(war: Path) -> None:
    assert "two events" in done("judge", "war.db", SHELLS, FELL, "--different", "--because", "two districts")
    assert len(tadmor("events", "war.db", "--json", "--kind", "shelling").stdout.splitlines()) == 2
    assert f"judge {SHELLS} {FELL} (different): two districts" in done("log", "war.db")
    assert "one event" in done("judge", "war.db", SHELLS, FELL, "--same", "--because", "one after all")


def test_json_and_csv_have_the_same_rows(war: Path) -> None:
    for table in ("events", "claims", "places", "actors", "sources"):
        rows = [json.loads(line) for line in tadmor(table, "war.db", "--json").stdout.splitlines()]
        cells = list(csv.DictReader(io.StringIO(tadmor(table, "war.db", "--csv").stdout)))
        assert len(rows) == len(cells) > 0
        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == cells


@pytest.mark.parametrize("form", ["jsonl", "geojson", "csv", "xlsx", "geoparquet"])
def test_what_is_exported_is_imported_whole_and_once(war: Path, form: str) -> None:
    Path("out").mkdir()
    done("export", "war.db", f"out/war.{form}", "--format", form)
    assert "3 reports imported: 5 claims" in done("import", "other.db", f"out/war.{form}")
    assert "3 were there already" in done("import", "other.db", f"out/war.{form}")
    asked = ["claims", "--json"]
    assert tadmor(asked[0], "other.db", asked[1]).stdout == tadmor(asked[0], "war.db", asked[1]).stdout
    assert done("verify", "other.db") == "no fault found"


@pytest.mark.parametrize("form", ["acled", "csv", "hxl", "geojson", "jsonl", "kml", "rss"])
def test_an_export_holds_only_what_was_known_by_then(war: Path, form: str) -> None:
    for name, more in (("all", []), ("then", ["--as-of", "2016-03-28"])):
        done("export", "war.db", name, "--format", form, *more)
    assert "Orontes Post" in Path("all").read_text()
    assert "Orontes Post" not in Path("then").read_text()
    assert "Coast Herald" in Path("then").read_text()


def test_an_interrupted_add_says_how_far_it_came(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Monitor, "add", stopped)
    result = tadmor("add", "war.db", ".")
    assert result.exit_code == 130
    assert "interrupted: 0 reports added" in said(result)
