"""Asks a served record as many readers at once, and with input that nobody would send.

    python bench/api.py RECORD [--readers 20] [--seconds 10] [--cases 0]

A copy of the record is served. The table shows, for each question, the 50th and 95th percentile of the time to the
whole answer in milliseconds under so many readers at once, each of whom begins at a moment of their own, asks for days
at random and looks at each for about a second; and for one alone, who does not stop to look.
``--cases`` runs schemathesis with so many cases a route (``fuzz``); it ends with what it found.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random

from fuzz import tried

_SERVE = (
    "import sys; from tadmor.outlets.http.options import Options; from tadmor.outlets.http.serve import serve; "
    "serve(sys.argv[1], Options(port=int(sys.argv[2]), rate=0, writes=0))"
)


@contextmanager
def served(record: Path) -> Iterator[int]:
    """The port of a server of a copy of the record, and of the files that keep what was worked out, once it answers."""
    port = 20_000 + os.getpid() % 20_000
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(record, Path(folder) / record.name))
        for name in ("almanac", "ground"):
            with suppress(FileNotFoundError):
                shutil.copy(f"{record}.{name}", f"{copy}.{name}")
        process = subprocess.Popen([sys.executable, "-c", _SERVE, str(copy), str(port)], stderr=subprocess.PIPE)
        try:
            assert process.stderr is not None
            print(process.stderr.readline().decode().strip())
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield port
        finally:
            process.terminate()
            process.wait(10)


def ask(connection: HTTPConnection, path: str) -> bytes:
    """The body of an answer, which must be 200."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status, body[:300])
    return body


def until_whole(port: int) -> float:
    """Seconds until the events are made in memory."""
    began, connection = time.perf_counter(), HTTPConnection("127.0.0.1", port, timeout=600)
    while True:
        connection.request("GET", "/api/events?limit=1&from=2016-01-01&to=2016-01-02")
        if json.loads(connection.getresponse().read())["whole"]:
            return time.perf_counter() - began
        time.sleep(0.5)


def questions(first: date, last: date, events: list[str]) -> dict[str, Callable[[Random], str]]:
    """What is asked, by name: a path of a random day or event."""

    def day(random: Random) -> date:
        return first + timedelta(days=random.randrange((last - first).days))

    def span(random: Random) -> str:
        start = day(random)
        return f"/api/events?from={start}&to={start + timedelta(days=30)}"

    return {
        "control, any day": lambda r: f"/api/control?day={day(r)}",
        "control, any day as known": lambda r: f"/api/control?day={day(r)}&known={day(r)}",
        "events of a month": span,
        "events of a month as known": lambda r: f"{span(r)}&known={day(r)}",
        "days": lambda r: "/api/days",
        "one event": lambda r: f"/api/events/{r.choice(events)}",
    }


def times(
    port: int, path: Callable[[Random], str], readers: int, seconds: float, together: bool = False
) -> list[float]:
    """Milliseconds of each answer, in order of length."""
    out: list[float] = []
    until = time.perf_counter() + seconds

    def reader(seed: int) -> None:
        random, connection = Random(seed), HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(0 if together or readers == 1 else random.random())
        while time.perf_counter() < until:
            began = time.perf_counter()
            ask(connection, path(random))
            out.append((time.perf_counter() - began) * 1000)
            time.sleep(random.uniform(0.5, 1.5) if readers > 1 else 0)

    threads = [threading.Thread(target=reader, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(out)


def measured(port: int, readers: int, seconds: float, together: bool) -> None:
    """The table of times."""
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    began = time.perf_counter()
    ask(connection, "/api/control?day=2016-03-27")
    print(f"first map after {time.perf_counter() - began:.2f} s, events in memory after {until_whole(port):.1f} s")
    told = json.loads(_plain(port, "/api/events?from=2015-01-01&to=2016-12-31&limit=500"))
    print(f"{'':28} {'alone':>15} {f'{readers} readers':>15}")
    print(f"{'':28} {'p50':>7} {'p95':>7} {'p50':>7} {'p95':>7} {'answers':>7}")
    for name, path in questions(date(2012, 1, 1), date(2017, 1, 1), [row[0] for row in told["events"]]).items():
        alone, many = times(port, path, 1, seconds / 3), times(port, path, readers, seconds, together)
        cells = [some[int(len(some) * share)] for some in (alone, many) for share in (0.5, 0.95)]
        print(f"{name:28} " + " ".join(f"{cell:7.1f}" for cell in cells) + f" {len(many):7}")


def _plain(port: int, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    return connection.getresponse().read()


def main() -> None:
    """Serve, measure, try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--together", action="store_true", help="all readers begin at one moment")
    parser.add_argument("--cases", type=int, default=0)
    given = parser.parse_args()
    with served(given.record) as port:
        if given.seconds:
            measured(port, given.readers, given.seconds, given.together)
        if given.cases:
            sys.exit(tried(port, given.cases))


if __name__ == "__main__":
    main()
