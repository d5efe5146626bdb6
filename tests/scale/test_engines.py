"""The same work on every engine: the same results, whatever dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import labours
import pytest

from tadmor.errors import ModelError, SettingError, TadmorError
from tadmor.scale.engines import Engine, engine_of


@pytest.fixture(scope="module", autouse=True)
def _labours_are_found() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(labours.__file__).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def dask_address() -> Iterator[str]:
    """A cluster of two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    import dask

    quick = {"distributed.scheduler.allowed-failures": 1}
    with (
        dask.config.set(quick),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as cluster,
    ):
        yield cluster.scheduler_address.replace("tcp", "dask")


@pytest.fixture(params=["pool", "dask", "ray"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "pool":
        return engine_of(None, 2)
    if request.param == "ray":
        pytest.importorskip("ray")
        return engine_of("ray", 2)
    return engine_of(request.getfixturevalue("dask_address"))


def told(engine: Engine, work: Any, folder: Path, tasks: int = 5) -> dict[int, Any]:
    """Task number -> result."""
    results = list(engine([(n, str(folder)) for n in range(tasks)], work))
    assert len(results) == tasks
    return {task[0]: str(result) if isinstance(result, TadmorError) else result for task, result in results}


SQUARES = {n: n**2 for n in range(5)}
GIVEN_UP = (
    "(2, '{}'): one process after the other died while it read this (most often memory ran out: use fewer processes, "
    "or a larger machine; the same command goes on from there)"
)
CASES = [
    (labours.square, SQUARES),
    (labours.die_once, SQUARES),
    (labours.die_always, SQUARES | {2: GIVEN_UP}),
    (labours.find_fault, SQUARES | {2: "2: not read (mend it)"}),
]


@pytest.mark.parametrize(("work", "results"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_task_has_one_result(engine: Engine, work: Any, results: dict[int, Any], tmp_path: Path) -> None:
    here = {n: r.replace("{}", str(tmp_path)) if isinstance(r, str) else r for n, r in results.items()}
    assert told(engine, work, tmp_path) == here


def test_what_the_work_raises_ends_the_run(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="model file missing"):
        told(engine, labours.lack_model, tmp_path)


def test_no_more_processes_work_than_were_asked_for(tmp_path: Path) -> None:
    assert len(set(told(engine_of(None, 2), labours.which_process, tmp_path, 6).values())) == 2


def test_no_tasks_need_no_process() -> None:
    assert list(engine_of(None, 2)([], labours.square)) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("spark://host:7077", "'spark://host:7077' is no engine"),
        ("dask://", "is no engine"),
        ("ray://", "is no engine"),
        ("dask", "'dask' is no engine"),
        ("dask://user@host:8786", "is no engine"),
        ("dask://host:8786/path", "'8786/path' is no port"),
        ("dask://localhost", r"'dask://localhost' names no port \(most often it is dask://localhost:8786\)"),
        ("dask://localhost:", "names no port"),
        ("ray://[::1]", r"names no port \(most often it is ray://\[::1\]:10001\)"),
        ("dask://localhost:abc", "dask://localhost:abc: 'abc' is no port"),
        ("dask://localhost:0", "'0' is no port"),
        ("ray://localhost:70000", "'70000' is no port"),
        ("dask://localhost:٨", "is no port"),
        ("dask://127.0.0.1:1", "no Dask scheduler answers"),
    ],
)
def test_a_wrong_engine_is_told(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tadmor.scale.engines.dask._SECONDS", 0.2)
    with pytest.raises(SettingError, match=said):
        list(engine_of(address)([(1, "")], labours.square))


def test_a_wrong_port_asks_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask itself would leave a client behind, which hangs for a minute at the end."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingError, match="is no port"):
        engine_of("dask://localhost:abc")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("dask://localhost:8786", "tcp://localhost:8786"),
        ("DASK://10.0.0.1:1", "tcp://10.0.0.1:1"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
        ("ray://head_1.cluster:10001", "ray://head_1.cluster:10001"),
        ("ray", None),
    ],
)
def test_an_address_is_given_on_in_the_engines_own_form(address: str, asked: str | None) -> None:
    engine = engine_of(address)
    assert isinstance(engine, partial)
    assert engine.keywords["address"] == asked


@pytest.mark.parametrize(("address", "module"), [("dask://h:1", "distributed"), ("ray", "ray")])
def test_an_engine_that_is_not_installed_is_told(address: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SettingError, match="not installed"):
        list(engine_of(address)([(1, "")], labours.square))


DRIVER = """
import sys, labours
from tadmor.scale.engines import engine_of
if __name__ == "__main__":
    list(engine_of(None, 2)([(1, sys.argv[1]), (2, sys.argv[1])], labours.stay))
"""


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    with subprocess.Popen([sys.executable, script, str(tmp_path)]) as driver:
        pids = wait_for(lambda: [int(path.stem) for path in tmp_path.glob("*.pid")], 2)
        driver.kill()
    wait_for(lambda: [pid for pid in pids if not _lives(pid)], 2)


def wait_for(found: Any, number: int) -> list[int]:
    """What is found once there is so much of it."""
    for _ in range(600):
        if len(there := found()) == number:
            return list(there)
        time.sleep(0.05)
    raise AssertionError(f"{there} after half a minute")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
