"""Claims compared by groups on an engine: the same events, members and reasons as on one machine."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import comparers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tadmor.errors import SettingError, TadmorError
from tadmor.model import Link
from tadmor.outlets.cli import app
from tadmor.pipeline import Monitor, Reader, Reading, documents, grouping
from tadmor.pipeline.answers import Added, Reconciled
from tadmor.pipeline.grouping import Group, alike, both_ways, groups, here
from tadmor.reconcile.cluster import found_by, recluster
from tadmor.reconcile.sketch import Sketch, Spot, content
from tadmor.scale.engines import Engine, Results, engine_of
from tadmor.scale.reconciling import Task, compare_group, compared_on

EXAMPLES = Path(__file__).parents[2] / "examples"
MARCH = 736_024  # the first of March 2016
TELLINGS = (
    "Jets bombed the market of the town and killed twelve shoppers",
    "Twelve people died when jets bombed a market",
    "The army took the town from the rebels",
    "Rebels fought the army near the town",
)
Row = tuple[str, int | None, int, int | None, int, int, str]


def spot(town: int) -> Spot:
    """Every second town lies in another province, 9 km from the one before."""
    return Spot(f"g:{town}", f"town {town}", 35.0 + town * 0.08, 36.7, "town", "SY", f"Province {town % 2}")


def sketches(rows: list[Row]) -> list[Sketch]:
    """The sketches of (kind, first day, length, town, report, telling, modality)."""
    return [
        Sketch(
            f"c{n:02}", f"r{report}", f"r{report}", kind, modality, f"outlet {report % 3}", MARCH + 3 * report,  # type: ignore[arg-type]
            start=None if day is None else MARCH + day, end=None if day is None else MARCH + day + length,
            grain=None if day is None else "day", basis="none" if day is None else "stated",
            spot=None if town is None else spot(town), actors=frozenset(("army",)), actor_sides=frozenset(("army",)),
            trigger=content(TELLINGS[telling].split()[1]), words=content(TELLINGS[telling]),
            gist=content(TELLINGS[report % 4]), sentence=n,
        )
        for n, (kind, day, length, town, report, telling, modality) in enumerate(rows)
    ]  # fmt: skip


rows = st.lists(
    st.tuples(
        st.sampled_from(("airstrike", "bombing", "attack", "clash", "capture", "control")),
        st.none() | st.integers(0, 9), st.sampled_from((0, 0, 0, 20)), st.none() | st.integers(0, 3),
        st.integers(0, 8), st.integers(0, 3), st.sampled_from(("asserted", "asserted", "denied")),
    ),
    max_size=28,
)  # fmt: skip
links = st.lists(
    st.builds(
        Link, st.sampled_from(("c00", "c03", "c05")), st.sampled_from(("c01", "c04", "c07")),
        st.sampled_from(("same", "different")), st.just(1.0), st.just("person:anna"),
    ),
    max_size=2,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are cut and groups full with a few claims."""
    for limit, claims in (("_SIDE", 3), ("_PAIRS", 30), ("_CLAIMS", 12)):
        monkeypatch.setattr(grouping, limit, claims)


@settings(max_examples=150, deadline=None)
@given(rows, links, st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_same_moves_as_without_groups(told: list[Row], judged: list[Link], random: Any, before: int) -> None:
    claims = sketches(told)
    events = {s.claim: f"e{n % before}" for n, s in enumerate(claims) if n % 4}
    cut = [pickle.loads(pickle.dumps(group)) for group in groups(claims)]
    random.shuffle(cut)
    assert recluster(claims, events, judged, both_ways(map(alike, cut))) == recluster(claims, events, judged)


@settings(max_examples=60, deadline=None)
@given(rows)
def test_all_pairs_with_a_common_key_are_compared_in_groups_of_bounded_size(told: list[Row]) -> None:
    claims = sketches(told)
    cut = groups(claims)
    wanted = {frozenset((a.claim, b.claim)) for a, b in combinations(claims, 2) if {*found_by(a)} & {*found_by(b)}}
    assert {pair for group in cut for pair in compared(group)} == wanted
    assert all(len(group.claims) <= 12 for group in cut)
    assert all(sum(len(left) * len(right) for left, right in group.tiles) <= 30 for group in cut)


def compared(group: Group) -> Iterator[frozenset[str]]:
    for left, right in group.tiles:
        for a, b in ((a, b) for a in left for b in right if left != right or a < b):
            yield frozenset((group.claims[a].claim, group.claims[b].claim))


def test_a_member_that_no_group_holds_beside_a_claim_may_draw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three weeks are found by their year, a day of them by its day; the event has a claim of the weeks' report."""
    claims = sketches(
        [
            ("attack", 7, 0, 3, 0, 1, "asserted"),
            ("attack", 6, 0, 3, 4, 1, "denied"),
            ("clash", 2, 20, 3, 4, 3, "denied"),
        ]
    )
    found = both_ways(here(groups(claims)))
    assert recluster(claims, {}, (), found) == recluster(claims, {})
    monkeypatch.setattr("tadmor.reconcile.cluster._Clusters._draws", lambda *_: False)
    assert recluster(claims, {}, (), found) != recluster(claims, {})  # or the case would show nothing


# A record, as its commands see it.


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the examples in which every claim was imported as an event of its own."""
    path = tmp_path_factory.mktemp("loose") / "war.db"
    found = Reader().pipe(documents([str(EXAMPLES / "syria"), str(EXAMPLES / "palmyra")]), 1)
    readings = [replace(r, events={c.id: f"e{c.id}" for c in r.claims}) for r in found if isinstance(r, Reading)]
    with Monitor.open(path) as monitor:
        assert {type(one) for one in monitor.add_readings(readings, who="test")} == {Added}
    return path


@pytest.fixture
def war(loose: Path, tmp_path: Path) -> Path:
    """A copy of this record."""
    shutil.copytree(f"{loose}.raw", tmp_path / "war.db.raw")
    return Path(shutil.copy(loose, tmp_path / "war.db"))


def written(path: Path) -> dict[str, list[Any]]:
    """All rows that tell of events, with members, scores and reasons."""
    tables = ("member", "event", "forward")
    connection = sqlite3.connect(path)
    found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY n").fetchall() for table in tables}
    connection.close()
    return found


@pytest.fixture(scope="module")
def expected(loose: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Reconciled, dict[str, list[Any]]]:
    """What one process makes of the record without groups."""
    path = Path(shutil.copy(loose, tmp_path_factory.mktemp("expected") / "war.db"))
    with pytest.MonkeyPatch.context() as patch, Monitor.open(path) as monitor:
        patch.setattr("tadmor.pipeline.events.both_ways", lambda found: None)
        done = monitor.reconcile(who="test", compare=lambda groups: ())
    assert done.changed > 20
    return done, written(path)


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a process leaves a mark before it dies; other processes find ``comparers``."""
    folder = tmp_path_factory.mktemp("marks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(comparers.__file__).parent), prepend=os.pathsep)
        patch.setenv(comparers.MARKS, str(folder))
        yield folder


@pytest.fixture(scope="module")
def dask_address(marks: Path) -> Iterator[str]:
    """A cluster of two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60
    ) as cluster:
        yield cluster.scheduler_address.replace("tcp", "dask")


@pytest.fixture(params=["pool", "dask", "ray"])
def engine(request: pytest.FixtureRequest, marks: Path) -> Engine:
    if request.param == "dask":
        return engine_of(request.getfixturevalue("dask_address"))
    if request.param == "ray":
        pytest.importorskip("ray")
    return engine_of("ray" if request.param == "ray" else None, 2)


def made(path: Path, compare: grouping.Compare) -> tuple[Reconciled, dict[str, list[Any]]]:
    with Monitor.open(path) as monitor:
        done = monitor.reconcile(who="test", compare=compare)
        assert list(monitor.verify()) == []
    return done, written(path)


def with_work(engine: Engine, work: Any) -> Engine:
    """The engine, on which other work is done than it is given."""

    def run(tasks: Any, _: Any) -> Results[Any, Any]:
        return engine(tasks, work)

    return run


def test_in_this_process(war: Path, expected: object) -> None:
    assert made(war, here) == expected


def test_on_an_engine(engine: Engine, war: Path, expected: object) -> None:
    assert made(war, compared_on(engine)) == expected


def test_a_process_that_dies_loses_nothing(engine: Engine, war: Path, expected: object, marks: Path) -> None:
    (marks / "died").unlink(missing_ok=True)
    assert made(war, compared_on(with_work(engine, comparers.die_once))) == expected
    assert (marks / "died").exists()


def test_where_process_after_process_dies_nothing_is_written(war: Path, marks: Path) -> None:
    before = written(war)
    with pytest.raises(TadmorError, match=r"group 2, \d+ claims: one process after the other died while it compared"):
        made(war, compared_on(with_work(engine_of(None, 2), comparers.die_always)))
    assert written(war) == before


def test_a_worker_with_another_version_refuses() -> None:
    group = Group(1, (), ())
    with pytest.raises(SettingError, match=r"0\.0\.1 with rules abc where the run was started"):
        compare_group(Task(group, ("0.0.1", "abc")))


# The command.


def reconcile(*words: str | Path) -> tuple[int, str]:
    """(exit code, what is said) of ``tadmor reconcile``."""
    result = CliRunner().invoke(app, ["reconcile", *map(str, words)])
    return result.exit_code, " ".join(result.output.replace("│", " ").split())


def test_the_command_with_two_processes(war: Path, expected: tuple[Reconciled, dict[str, list[Any]]]) -> None:
    done, rows = expected
    said = f"{done.claims} claims in {done.events} events; {done.changed} claims are in another event now"
    assert reconcile(war, "-n", "2", "--by", "test") == (0, said)
    assert written(war) == rows


def test_the_command_on_a_cluster(
    war: Path, dask_address: str, expected: tuple[Reconciled, dict[str, list[Any]]]
) -> None:
    assert reconcile(war, "--engine", dask_address, "--by", "test")[0] == 0
    assert written(war) == expected[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["none.db", "-n", "2"], 1, "none.db: there is no record"),
        (["war.db", "-n", "0"], 2, "0 is not in the range x>=1"),
        (["war.db", "-n", "two"], 2, "'two' is not a valid int"),
        (["war.db", "--engine", "spark://host:1"], 1, "'spark://host:1' is no engine"),
        (["war.db", "--engine", "dask://"], 1, "'dask://' is no engine"),
        (["war.db", "--engine", "dask://127.0.0.1:1"], 1, "no Dask scheduler answers"),
        (["letter.txt", "-n", "2"], 1, "letter.txt"),
    ],
)
def test_wrong_input(words: list[str], code: int, said: str, war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tadmor.scale.engines.dask._SECONDS", 0.2)
    monkeypatch.chdir(war.parent)
    Path("letter.txt").write_text("Shells fell on the town.\n" * 50)
    before = written(war)
    found, told = reconcile(*words)
    assert (found, said in told) == (code, True), told
    assert written(war) == before


def test_a_record_without_claims_needs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Monitor.open(tmp_path / "war.db").close()
    monkeypatch.setattr("tadmor.scale.engines.pool._Hand", None)
    assert reconcile(tmp_path / "war.db", "-n", "2") == (0, "0 claims in 0 events; 0 claims are in another event now")
