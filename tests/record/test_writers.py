"""One writer at a time; full disks, killed writers, and readers who never wait."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread, Timer

import pytest
from syrian import add, claim, report

from tadmor import record
from tadmor.errors import RecordError
from tadmor.record.record import Record

KILLS = 50


def test_a_second_writer_is_told_who_writes(opened: Callable[..., Record]) -> None:
    first, second = opened(), opened()
    with first.write("add", "Zenobia") as w:
        w.add_report(report("The army captured Palmyra."))
        w.flush()
        with pytest.raises(RecordError, match="Zenobia") as fault, second.write("add", "Odaenathus", timeout=0.2):
            pass
        assert fault.value.remedy
        # Readers neither wait nor see what is not done.
        assert list(second.reports()) == []
    add(second, report("The army left Palmyra."))
    assert len(list(first.reports())) == 2


def test_a_second_writer_waits_its_turn(opened: Callable[..., Record]) -> None:
    first, second = opened(), opened()
    wrote: list[int] = []
    with first.write("add", "Zenobia") as w:
        w.add_report(report("The army captured Palmyra."))
        waiting = Thread(
            target=lambda: wrote.append(
                len(add(second, report("It left.", id="x"), claim(report("It left.", id="x"), "left")))
            )
        )
        waiting.start()
        time.sleep(0.2)
        assert not wrote
    waiting.join(20)
    assert wrote == [1]
    assert [entry.n for entry in first.log()] == [1, 2]
    assert list(first.verify()) == []


def test_a_reader_sees_one_state_while_others_write(opened: Callable[..., Record]) -> None:
    reader, writer = opened(), opened()
    one = report("The army captured Palmyra.")
    add(writer, one, *[claim(one, "captured", id=f"c{n:04}") for n in range(1200)])
    told = reader.tellings()
    next(told)
    add(writer, one)
    assert len(list(told)) == 1199
    assert list(reader.tellings()) == []


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    with record.open(tmp_path / "syria.db") as syria:
        add(syria, report("The army captured Palmyra."))
        with syria._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        with pytest.raises(RecordError, match=r"syria\.db: the disk is full.*free some space"):
            add(syria, report("Long. " * 20_000))
        assert len(list(syria.reports())) == 1
        assert list(syria.verify()) == []


_LIMITED = """
import resource, signal, sys
from syrian import add, report
from tadmor import record
from tadmor.errors import RecordError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with record.open(sys.argv[1]) as syria:
    size = 1_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        for n in range(40):
            add(syria, report(f"{n} " + "word " * 10_000), raw=b"x" * (n * 100_000))
            print(n, flush=True)
    except RecordError as fault:
        print(fault.where)
        print(fault.remedy)
"""


def child(program: str, *words: str) -> list[str]:
    """How to run a program that can import what tests share."""
    path = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
    return [sys.executable, "-c", path + program, *words]


def test_a_file_that_may_not_grow_keeps_what_was_there(tmp_path: Path) -> None:
    file = str(tmp_path / "syria.db")
    done = subprocess.run(child(_LIMITED, file), capture_output=True, text=True, check=True, timeout=60)
    *numbers, where, remedy = done.stdout.splitlines()
    assert where.startswith(file)
    assert remedy
    with record.open(file) as syria:
        assert len(list(syria.reports())) == len(numbers) < 40
        assert list(syria.verify()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    file = tmp_path / "syria.db"
    record.open(file).close()
    file.chmod(0o400)
    tmp_path.chmod(0o500)
    with record.open(file) as syria, pytest.raises(RecordError, match="read"):
        add(syria, report("The army captured Palmyra."))
    tmp_path.chmod(0o700)


_WRITING = """
import os, sys
from syrian import PALMYRA, add, claim, report
from tadmor import record
def write(url, raw):
    with record.open(url, raw=raw) as syria:
        n = len(list(syria.reports()))
        os.write(1, b"begun\\n")
        while True:
            n += 1
            one = report(f"On day {n} the army captured Palmyra. " + "So it said. " * 50, id=f"r{n}")
            told = [claim(one, "captured", id=f"c{n}-{k}", actors=["the army"], place=PALMYRA) for k in range(5)]
            add(syria, one, *told, raw=one.text.encode())
            os.write(1, b"%d\\n" % n)
import tadmor.record.record, psycopg  # once: each writer is a fork of this process
while sys.stdin.readline():
    if (writer := os.fork()) == 0:
        write(sys.argv[1], sys.argv[2])
    os.write(1, b"writer %d\\n" % writer)
    os.waitpid(writer, 0)
    os.write(1, b"killed\\n")
"""


def test_a_killed_writer_loses_nothing_that_was_done(url: str, opened: Callable[..., Record], tmp_path: Path) -> None:
    opened().close()
    chance, raw = random.Random(4), tmp_path / "raw"
    with subprocess.Popen(
        child(_WRITING, url, str(raw)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        for _ in range(KILLS if "://" not in url else KILLS // 5):
            last = _killed(parent, chance.uniform(0, 0.15))
            with record.open(url, raw=raw) as syria:
                there = {one.id for one in syria.reports()}
                assert there == {f"r{n + 1}" for n in range(len(there))}
                assert len(there) >= last
                assert len(list(syria.tellings())) == 5 * len(there)
        assert parent.stdin is not None
        parent.stdin.close()
    with record.open(url, raw=raw) as syria:
        assert list(syria.verify()) == []
        assert len(syria.search("captured")) == len(there) > 5


def _killed(parent: subprocess.Popen[str], seconds: float) -> int:
    """The last number that a writer printed before it was killed, so many seconds after it began to write."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write("another\n")
    parent.stdin.flush()
    writer, last = 0, 0
    while (line := parent.stdout.readline()) != "killed\n":
        if line.startswith("writer"):
            writer = int(line.split()[1])
        elif line == "begun\n":
            Timer(seconds, os.kill, (writer, signal.SIGKILL)).start()
        else:
            last = int(line)
    return last
