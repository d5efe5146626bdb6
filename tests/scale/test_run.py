"""Runs over several archives: what is read, what is left as it is, what is refused, and what a kill costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import archived_sheets
import pytest

from tadmor.errors import SettingError, SourceError, TadmorError
from tadmor.scale.engines import Engine, engine_of
from tadmor.scale.manifest import Entry, Folder, is_alive, part_of, remove_parts
from tadmor.scale.plan import archives
from tadmor.scale.run import Run
from tadmor.scale.shard import read_shard
from tadmor.settings import Settings

pq = pytest.importorskip("pyarrow.parquet")
T = TypeVar("T")
SHEETS = (archived_sheets.TAKEN, archived_sheets.SHELLED, archived_sheets.CAKE, archived_sheets.STRUCK)


def at_once(tasks: Any, work: Any) -> Generator[tuple[Any, Any], None, None]:
    """The engine that works in this very process."""
    for task in tasks:
        yield task, work(task)


def archive(path: Path, number: int) -> None:
    archived_sheets.warc(path, [archived_sheets.numbered(sheet, number) for sheet in SHEETS])


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of three archives; beside it there is room for "out"."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        archive(tmp_path / "in" / f"{number}.warc.gz", number)
    return tmp_path


def read(press: Path, engine: Engine = at_once, out: str = "out", **options: Any) -> list[Entry | TadmorError]:
    return list(Run([str(press / "in")], str(press / out), **options).outcomes(engine))


def tables(press: Path, out: str = "out") -> dict[str, str]:
    """Digest of each table by its path."""
    files = sorted((press / out).rglob("*.parquet"))
    return {str(file.relative_to(press / out)): sha256(file.read_bytes()).hexdigest() for file in files}


def test_every_archive_gives_three_tables_and_an_entry(press: Path) -> None:
    outcomes = read(press)
    assert [outcome.counts["read"] for outcome in outcomes if isinstance(outcome, Entry)] == [3, 3, 3]
    assert len(tables(press)) == 3 * 3 + 1
    assert not list((press / "out").rglob("*.part"))


def test_the_manifest_adds_up_the_entries(press: Path) -> None:
    entries = [e for e in read(press) if isinstance(e, Entry)]
    whole = json.loads((press / "out" / "manifest.json").read_text())
    assert whole["counts"] == {name: sum(e.counts[name] for e in entries) for name in entries[0].counts}
    assert [s["source"]["uri"] for s in whole["shards"]] == [str(press / "in" / f"{n}.warc.gz") for n in range(3)]
    assert whole["made"] == dict(entries[0].made)
    assert {"version", "model", "rules", "gate", "settings"} == set(whole["made"])


def test_what_was_read_is_left_as_it_is(press: Path) -> None:
    read(press)
    before = {path: path.stat().st_mtime_ns for path in (press / "out").rglob("*") if path.name != "manifest.json"}
    run = Run([str(press / "in")], str(press / "out"))
    assert (len(run.plan.todo), len(run.plan.done)) == (0, 3)
    assert [outcome.shard for outcome in run.outcomes(at_once) if isinstance(outcome, Entry)] == sorted(
        entry.shard for entry in run.plan.done
    )
    assert before == {path: path.stat().st_mtime_ns for path in before}


def remake(press: Path) -> None:
    archive(press / "in" / "1.warc.gz", 7)


def touch(press: Path) -> None:
    os.utime(press / "in" / "1.warc.gz", (1, 1))


def lose_table(press: Path) -> None:
    next((press / "out" / "claims").glob("1.*")).unlink()


def cut_table(press: Path) -> None:
    table = next((press / "out" / "reports").glob("1.*"))
    table.write_bytes(table.read_bytes()[:-10])


def break_entry(press: Path) -> None:
    next((press / "out" / "manifest").glob("1.*")).write_text("{")


def lose_manifest(press: Path) -> None:
    (press / "out" / "manifest.json").unlink()


def lose_stories(press: Path) -> None:
    (press / "out" / "stories.parquet").unlink()


@pytest.mark.parametrize(
    ("harm", "todo"),
    [(remake, 1), (touch, 0), (lose_table, 1), (cut_table, 1), (break_entry, 1), (lose_manifest, 0), (lose_stories, 0)],
)
def test_a_rerun_mends_what_is_not_as_it_should_be(harm: Any, todo: int, press: Path) -> None:
    read(press)
    before = tables(press)
    harm(press)
    assert len(Run([str(press / "in")], str(press / "out")).plan.todo) == todo
    read(press)
    changed = {path for path, digest in tables(press).items() if before[path] != digest}
    assert {path.split("/")[-1][:1] for path in changed} == ({"1", "s"} if harm is remake else set())
    assert len(json.loads((press / "out" / "manifest.json").read_text())["shards"]) == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"gated": False}, r"was read otherwise: gate True \(now False\)"),
        ({"settings": Settings(languages=("fr",))}, "was read otherwise: languages \\['en'\\]"),
    ],
)
def test_other_settings_are_refused(options: dict[str, Any], said: str, press: Path) -> None:
    read(press)
    before = tables(press)
    with pytest.raises(SettingError, match=said) as told:
        read(press, **options)
    assert "another folder" in str(told.value.remedy)
    assert tables(press) == before


def test_another_version_is_refused_even_where_only_entries_are_left(press: Path) -> None:
    read(press)
    lose_manifest(press)
    for file in (press / "out" / "manifest").iterdir():
        file.write_text(file.read_text().replace('"version": "', '"version": "0.0.'))
    with pytest.raises(SettingError, match="was read otherwise: version"):
        read(press)


def a_file(press: Path) -> None:
    (press / "out").write_text("letters")


def a_folder_of_letters(press: Path) -> None:
    (press / "out").mkdir()
    (press / "out" / "letter.txt").write_text("letters")


def a_broken_manifest(press: Path) -> None:
    read(press)
    (press / "out" / "manifest.json").write_text("{")


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (a_file, "this is a file"),
        (a_folder_of_letters, "holds something else"),
        (a_broken_manifest, "manifest is damaged"),
    ],
)
def test_a_folder_of_something_else_is_refused(there: Any, said: str, press: Path) -> None:
    there(press)
    with pytest.raises(SettingError, match=said):
        read(press)


def test_an_archive_that_cannot_be_read_stops_no_other(press: Path) -> None:
    (press / "in" / "1.warc.gz").unlink()
    (press / "in" / "1.warc.gz").symlink_to(press / "nowhere")
    outcomes = read(press)
    assert [isinstance(outcome, SourceError) for outcome in outcomes] == [False, True, False]
    assert str(press / "in" / "1.warc.gz") in str(outcomes[1])


def test_names_that_are_no_archives_are_told(press: Path) -> None:
    (press / "in" / "index.cdx").write_text("")
    *_, passed_over = archives(str(press / "in"))
    assert "index.cdx is no archive by name, and passed over" in str(passed_over)
    (fault,) = archives(str(press / "in" / "index.cdx"))
    assert "'tadmor add' reads single documents" in str(fault)
    (fault,) = archives(str(press / "in" / "*.zip"))
    assert "no file fits this pattern" in str(fault)


def test_archives_of_one_name_in_two_folders_are_two_shards(press: Path) -> None:
    (press / "in" / "more").mkdir()
    archive(press / "in" / "more" / "0.warc.gz", 9)
    assert len(read(press)) == len({entry.shard for entry in read(press) if isinstance(entry, Entry)}) == 4


def test_an_archive_named_twice_is_read_once(press: Path) -> None:
    run = Run([str(press / "in"), str(press / "in" / "0.warc.gz"), str(press / "in" / "*.gz")], str(press / "out"))
    assert len(run.plan.todo) == 3


def test_a_remote_archive_is_read_where_fsspec_finds_it(press: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://press/0.warc.gz", "wb") as out:
        out.write((press / "in" / "0.warc.gz").read_bytes())
    run = Run(["memory://press/*.warc.gz"], str(press / "out"))
    (entry,) = run.outcomes(at_once)
    assert isinstance(entry, Entry)
    assert entry.counts["read"] == 3
    assert len(Run(["memory://press/*.warc.gz"], str(press / "out")).plan.done) == 1


def twice(press: Path) -> None:
    """Two archives print one story; nothing is read yet."""
    (press / "in" / "2.warc.gz").unlink()
    for number, sheet in enumerate((archived_sheets.TAKEN, archived_sheets.COPY)):
        archived_sheets.warc(press / "in" / f"{number}.warc.gz", [sheet])


def killed_before_stories(press: Path) -> None:
    for task in Run([str(press / "in")], str(press / "out")).plan.todo:
        read_shard(task)


def killed_before_stories_of_more(press: Path) -> None:
    list(Run([str(press / "in" / "0.warc.gz")], str(press / "out")).outcomes(at_once))
    killed_before_stories(press)


def one_at_a_time(press: Path) -> None:
    for number in range(2):
        list(Run([str(press / "in" / f"{number}.warc.gz")], str(press / "out")).outcomes(at_once))


def damaged_stories(press: Path) -> None:
    read(press)
    (press / "out" / "stories.parquet").write_bytes(b"PAR1")


def stories_by_another_hand(press: Path) -> None:
    read(press)
    file = press / "out" / "stories.parquet"
    pq.write_table(pq.read_table(file).replace_schema_metadata(None).slice(0, 0), file)


@pytest.mark.parametrize(
    "before",
    [killed_before_stories, killed_before_stories_of_more, one_at_a_time, damaged_stories, stories_by_another_hand],
)
def test_stories_are_those_of_all_shards_whatever_came_before(before: Callable[[Path], None], press: Path) -> None:
    twice(press)
    read(press, out="wanted")
    before(press)
    read(press)
    assert tables(press) == tables(press, "wanted")
    assert pq.read_table(press / "out" / "stories.parquet").num_rows == 2


def test_stories_that_several_archives_print_are_told(press: Path) -> None:
    archived_sheets.warc(press / "in" / "0.warc.gz", [archived_sheets.TAKEN, archived_sheets.STRUCK])
    archived_sheets.warc(press / "in" / "1.warc.gz", [archived_sheets.COPY])
    read(press)
    reports = {
        row["url"]: row["id"]
        for entry in Folder(press / "out").entries()
        if isinstance(entry, Entry)
        for row in pq.read_table(Folder(press / "out").table("reports", entry.shard)).to_pylist()
    }
    stories = pq.read_table(press / "out" / "stories.parquet").to_pylist()
    told = {row["report"]: row["story"] for row in stories}
    assert told[reports[archived_sheets.TAKEN.url]] == told[reports[archived_sheets.COPY.url]]


@pytest.fixture(scope="module")
def dask_address() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60
    ) as cluster:
        yield cluster.scheduler_address.replace("tcp", "dask")


@pytest.mark.parametrize("engine", ["processes", "dask", "ray"])
def test_every_engine_writes_the_same_bytes(engine: str, press: Path, request: pytest.FixtureRequest) -> None:
    if engine == "ray":
        pytest.importorskip("ray")
    read(press, out="wanted")
    address = request.getfixturevalue("dask_address") if engine == "dask" else "ray" if engine == "ray" else None
    outcomes = read(press, engine_of(address, 2))
    assert [outcome for outcome in outcomes if isinstance(outcome, TadmorError)] == []
    assert tables(press) == tables(press, "wanted")


def longer_archive(press: Path) -> None:
    """One of the archives takes a second."""
    sheets = [archived_sheets.numbered(sheet, 100 + n) for n in range(8) for sheet in SHEETS]
    archived_sheets.warc(press / "in" / "0.warc.gz", sheets)


def started(press: Path, out: str = "out") -> subprocess.Popen[bytes]:
    words = ["read", str(press / "in"), "--out", str(press / out), "-n", "2"]
    return subprocess.Popen([sys.executable, "-m", "tadmor.outlets.cli", *words], stdout=subprocess.DEVNULL)


def wait_for(found: Callable[[], T]) -> T:
    """What is found, once it is something; within half a minute."""
    for _ in range(1200):
        if there := found():
            return there
        time.sleep(0.025)
    raise AssertionError("nothing was found within half a minute")


def parts(press: Path) -> list[Path]:
    return list((press / "out" / "reports").glob(".*.part"))


@pytest.mark.parametrize("killed", ["worker", "driver"])
def test_a_kill_loses_and_doubles_nothing(killed: str, press: Path) -> None:
    longer_archive(press)
    read(press, out="wanted")
    with started(press) as driver:
        worker = int(wait_for(lambda: parts(press))[0].name.split(".")[-2])
        os.kill(worker if killed == "worker" else driver.pid, signal.SIGKILL)
        assert driver.wait() == (0 if killed == "worker" else -signal.SIGKILL)
    if killed == "driver":
        wait_for(lambda: not is_alive(worker))
        assert [o for o in read(press) if not isinstance(o, Entry)] == []
    assert tables(press) == tables(press, "wanted")
    assert len(json.loads((press / "out" / "manifest.json").read_text())["shards"]) == 3
    assert not list((press / "out").rglob("*.part"))


def test_parts_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    table = tmp_path / "a.parquet"
    mine, others = part_of(table), table.with_name(f".{table.name}.elsewhere.1.part")
    dead = mine.with_name(mine.name.replace(str(os.getpid()), "4194305"))  # above the highest number of a process
    old = table.with_name(f".{table.name}.elsewhere.2.part")
    for part in (mine, others, dead, old):
        part.touch()
    os.utime(old, (1, 1))
    remove_parts(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine, others])


def test_two_runs_at_once_leave_one_shard(press: Path) -> None:
    run = Run([str(press / "in")], str(press / "out"))
    first, *_ = run.plan.todo
    once = read_shard(first)
    again = read_shard(first)
    assert isinstance(once, Entry)
    assert isinstance(again, Entry)
    assert (once.counts, once.tables) == (again.counts, again.tables)
