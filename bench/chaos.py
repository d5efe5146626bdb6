"""What goes wrong while archives are read, and what it costs: rows lost or doubled, 0 is right.

    python bench/chaos.py [--shared ../shared] [--pages N] [--archives N] [--json]

Archives are made of the shared set "fakes", or without it of examples/, each text a page of its own. A run of two
processes that nothing disturbs says which rows there should be; where records were damaged, without those of these.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
SEED = 20160327
TADMOR = [sys.executable, "-m", "tadmor.outlets.cli"]
KEYS = {
    "reports": ("file", "offset", "id"),
    "claims": ("id", "report"),
    "evidence": ("claim", "field", "start", "end", "file", "offset"),
}
Rows = Counter[tuple[Any, ...]]


@dataclass(slots=True)
class Outcome:
    """One trouble: rows that should be there, lost and doubled, and what of the output differs from undisturbed."""

    trouble: str
    rows: int
    lost: int
    doubled: int
    told: int
    same_bytes: bool | None = None


def texts(shared: Path) -> list[str]:
    """The texts that pages are made of."""
    fakes = shared / "data/fakes/reports.jsonl"
    if fakes.exists():
        return [json.loads(line)["text"] for line in fakes.read_text(encoding="utf-8").splitlines()]
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.txt"))]


def record(number: int, text: str) -> bytes:
    """A page of its own as a packed WARC record with its digest."""
    words = text.split()
    parts = [" ".join(words[at : at + 60]) for at in range(0, len(words), 60)]
    body = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
    page = (
        f"<!doctype html><html><head><title>Report {number}</title></head><body><article>{body}</article></body></html>"
    )
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:example:{number}>\r\n"
        f"WARC-Target-URI: https://press.example/{number}\r\nWARC-Date: 2017-05-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def make(folder: Path, sources: Sequence[str], pages: int, archives: int) -> dict[Path, list[int]]:
    """Write the archives; the bytes at which the records of each begin."""
    folder.mkdir()
    begins: dict[Path, list[int]] = {}
    records = [record(n, f"{text} Page {n}.") for n, text in enumerate(islice(cycle(sources), pages))]
    for number in range(archives):
        own = records[number::archives]
        path = folder / f"press-{number}.warc.gz"
        path.write_bytes(b"".join(own))
        begins[path] = [sum(map(len, own[:n])) for n in range(len(own))]
    return begins


def command(archives: Path, out: Path) -> list[str]:
    return [*TADMOR, "read", f"{archives}/*.warc.gz", "--out", str(out), "-n", "2", "--all", "--quiet"]


def run(archives: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(archives, out), capture_output=True, text=True)


def rows(out: Path) -> Rows:
    """The rows of all tables of a folder, each by what names it."""
    found: Rows = Counter()
    for table, names in KEYS.items():
        for file in sorted((out / table).glob("*.parquet")):
            for row in pq.read_table(file, columns=list(names)).to_pylist():
                short = {**row, "file": Path(row["file"]).name} if "file" in row else row
                found[table, *(short[name] for name in names)] += 1
    return found


def digests(out: Path) -> dict[str, str]:
    return {str(f.relative_to(out)): sha256(f.read_bytes()).hexdigest() for f in sorted(out.rglob("*.parquet"))}


def compared(trouble: str, wanted: Rows, out: Path, told: int, same_bytes: bool | None = None) -> Outcome:
    found = rows(out)
    return Outcome(
        trouble, wanted.total(), (wanted - found).total(), (found - wanted).total(), told, same_bytes
    )  # fmt: skip


def workers(out: Path) -> list[int]:
    """The processes that are in the midst of a shard."""
    return [int(part.name.split(".")[-2]) for part in (out / "reports").glob(".*.part")]


def begun(driver: subprocess.Popen[bytes], out: Path) -> list[int]:
    """The same, once there are any; none where the run is over."""
    while not (found := workers(out)) and driver.poll() is None:
        time.sleep(0.02)
    return found


class Chaos:
    """A folder in which archives are read under troubles."""

    def __init__(self, at: Path, sources: Sequence[str], pages: int, archives: int) -> None:
        self.at, self.luck = at, random.Random(SEED)
        self.sources, self.pages, self.archives = sources, pages, archives
        self.begins = make(at / "in", sources, pages, archives)
        started = time.monotonic()
        self.check(run(at / "in", at / "wanted"), 0)
        self.seconds = time.monotonic() - started
        self.wanted, self.digests = rows(at / "wanted"), digests(at / "wanted")

    def check(self, done: subprocess.CompletedProcess[str], code: int) -> None:
        if done.returncode != code:
            raise SystemExit(f"ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")

    def outcomes(self) -> Iterator[Outcome]:
        yield Outcome("none", self.wanted.total(), 0, (self.wanted - Counter(set(self.wanted))).total(), 0)
        yield self.same("a worker killed, 3 times", self.kill_workers)
        yield self.same("the driver killed, run again", lambda out: self.kill_driver(out, 1))
        yield self.same("the driver killed 4 times", lambda out: self.kill_driver(out, 4))
        if os.geteuid() == 0:
            yield self.full_disk()
        yield self.damaged("the last record of each archive cut", self.cut, lambda count: {count - 1})
        yield self.damaged("a byte of each archive flipped", self.flip, lambda count: {count // 2})

    def same(self, trouble: str, make_trouble: Callable[[Path], None]) -> Outcome:
        """A trouble after which all is as if there had been none."""
        out = self.at / f"out-{trouble.replace(' ', '-')}"
        make_trouble(out)
        return compared(trouble, self.wanted, out, 0, digests(out) == self.digests)

    def kill_workers(self, out: Path) -> None:
        with subprocess.Popen(command(self.at / "in", out), stdout=subprocess.DEVNULL) as driver:
            for _ in range(3):
                time.sleep(self.luck.uniform(0.1, 0.15) * self.seconds)
                for worker in begun(driver, out)[:1]:
                    with suppress(ProcessLookupError):  # of one that was killed just now, the parts are still there
                        os.kill(worker, signal.SIGKILL)
        self.check(run(self.at / "in", out), 0)

    def kill_driver(self, out: Path, times: int) -> None:
        for _ in range(times):
            with subprocess.Popen(command(self.at / "in", out), stdout=subprocess.DEVNULL) as driver:
                begun(driver, out)
                time.sleep(self.luck.uniform(0, 0.3) * self.seconds)
                driver.kill()
        self.check(run(self.at / "in", out), 0)

    def full_disk(self) -> Outcome:
        """A disk that is full in the midst of the run, and then has room."""
        disk = self.at / "disk"
        disk.mkdir()
        size = sum(f.stat().st_size for f in (self.at / "wanted").rglob("*.parquet"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * 3 // 5}", "tmpfs", str(disk)], check=True)
        try:
            done = run(self.at / "in", disk / "out")
            self.check(done, 1)
            if "no space left on device" not in done.stderr or str(disk) not in done.stderr:
                raise SystemExit(f"a full disk was not told: {done.stderr}")
            subprocess.run(["mount", "-o", f"remount,size={size * 4}", str(disk)], check=True)
            self.check(run(self.at / "in", disk / "out"), 0)
            same = digests(disk / "out") == self.digests
            return compared("the disk full, room made, run again", self.wanted, disk / "out", 1, same)
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    def damaged(self, trouble: str, harm: Callable[[Path], None], records: Callable[[int], set[int]]) -> Outcome:
        """Archives of which some records are damaged: their rows, and no others, are missing, and each is told."""
        folder, out = self.at / trouble.replace(" ", "-"), self.at / f"out-{trouble.replace(' ', '-')}"
        begins = make(folder, self.sources, self.pages, self.archives)
        gone = {(path.name, begin[n]) for path, begin in begins.items() for n in records(len(begin))}
        for path in begins:
            harm(path)
        self.check(run(folder, out), 1)
        ids = {(key[1], key[2]): key[3] for key in self.wanted if key[0] == "reports"}
        reports = {ids[place] for place in gone if place in ids}
        claims = {key[1] for key in self.wanted if key[0] == "claims" and key[2] in reports}
        dropped = {"reports": lambda k: k[3] in reports, "claims": lambda k: k[1] in claims}
        dropped["evidence"] = dropped["claims"]
        wanted = Counter({key: n for key, n in self.wanted.items() if not dropped[key[0]](key)})
        entries = [json.loads(file.read_text()) for file in (out / "manifest").iterdir()]
        told = {
            (Path(e["source"]["uri"]).name, f["offset"]) for e in entries for f in e["faults"] if f["stage"] == "record"
        }
        if told != gone:
            raise SystemExit(f"{trouble}: told were {sorted(told)}, damaged {sorted(gone)}")
        return compared(trouble, wanted, out, len(told))

    def cut(self, path: Path) -> None:
        path.write_bytes(path.read_bytes()[: -self.luck.randint(10, 200)])

    def flip(self, path: Path) -> None:
        whole, begins = bytearray(path.read_bytes()), self.begins[self.at / "in" / path.name]
        at = begins[len(begins) // 2] + self.luck.randint(20, 400)
        whole[at] ^= 1 << self.luck.randint(0, 7)
        path.write_bytes(whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--pages", type=int, default=240)
    parser.add_argument("--archives", type=int, default=6)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chaos = Chaos(Path(folder), texts(asked.shared), asked.pages, asked.archives)
        found = []
        if not asked.json:
            print("| trouble | rows | lost | doubled | told | same bytes |\n|---|---|---|---|---|---|")
        for one in chaos.outcomes():
            found.append(one)
            if not asked.json:
                same = {None: "", True: "yes", False: "no"}[one.same_bytes]
                print(
                    f"| {one.trouble} | {one.rows:,} | {one.lost} | {one.doubled} | {one.told} | {same} |", flush=True
                )
    if asked.json:
        print(json.dumps({"rows lost": sum(o.lost for o in found), "rows doubled": sum(o.doubled for o in found)}))
    if any(one.lost or one.doubled or one.same_bytes is False for one in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
