"""A feed server with faults on loopback, and a watch of it at speed that is killed at random: what is lost or doubled.

    python bench/feeds.py --minutes 60

The server publishes invented dispatches on four hosts (127.0.0.1 to .4), listed by RSS, Atom, JSON Feed and a sitemap,
and misbehaves in every way it knows. The first third of the time the watcher is killed (SIGKILL) every few seconds and
started again; then one process runs to the end, and its memory is measured. At the end each dispatch must stand in the
record once for every edition that was served, save those that were on the wire within two seconds of a kill and had
changed or gone when they were asked for again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

import tadmor

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
FORMS = ("rss", "atom", "json", "sitemap")
WINDOW = 400  # dispatches on a feed
LIVE = ("plain", "gzip", "chunked", "slow", "flaky", "cut", "moved", "changed", "twice", "vanished", "withdrawn")
DEAD = ("endless", "loop", "bomb", "private", "empty", "stuck")
WEIGHTS = (60, 20, 20, 4, 6, 4, 6, 20, 8, 6, 6, 1, 2, 1, 2, 2, 1)
COUNTRIES = ("SY", "IQ", "YE", "SD", "UA", "ML", "SO", "LY")
FORCES = ("Government forces", "Rebel fighters", "Islamic State fighters", "Kurdish fighters", "Army units")
ACTS = (
    "captured the town of {town} after two days of fighting",
    "shelled the market of {town}, killing {n} people",
    "withdrew from {town} overnight",
    "carried out air strikes on {town} that wounded {n} people",
    "clashed with their opponents near {town}",
)


def towns() -> list[str]:
    """The larger towns of some countries."""
    gazetteer = Path(tadmor.__file__).parent / "data" / "gazetteer.sqlite"
    query = "SELECT DISTINCT name FROM places WHERE population > 30000 AND country = ? ORDER BY id"
    with sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True) as database:
        return [name for country in COUNTRIES for (name,) in database.execute(query, (country,))]


TOWNS = towns()
MARK = re.compile(r"dispatch (\d+)-(\d+) of")


@dataclass
class Dispatch:
    """One page that is published; ``edition`` counts up as it changes."""

    n: int
    kind: str
    host: int
    born: float
    edition: int = 1
    gone: bool = False
    asked: int = 0
    served: list[tuple[int, float]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.n}"

    def page(self) -> str:
        """The page of the edition that is published."""
        chance = random.Random(self.n)
        town, force, count = chance.choice(TOWNS), chance.choice(FORCES), chance.randint(2, 40) + self.edition
        act = chance.choice(ACTS).format(town=town, n=count)
        title = f"{force} report on {town}, number {self.n}"
        told = f"{force} {act} on Monday, residents of quarter {self.n} said."
        if self.kind == "withdrawn" and self.edition > 1:
            told = "This story has been withdrawn. The desk could not confirm what its only witness had said."
        words = " ".join(chance.choice(TOWNS) + f" road {chance.randint(1, 999)}" for _ in range(12))
        more = f"A doctor said that {count} people were brought to the hospital of {town} that evening. Roads: {words}."
        foot = (
            f"This is dispatch {self.n}-{self.edition} of the Orontes desk, which was told of it by telephone that day."
        )
        body = "".join(f"<p>{part}</p>" for part in (told, more, foot))
        day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.born))
        return (
            f"<!doctype html><html lang=en><head><title>{title}</title>"
            f'<meta property="article:published_time" content="{day}"></head><body><article><h1>{title}</h1>{body}'
            f"</article><footer>Read also {random.random()}</footer></body></html>"
        )


class World:
    """What is published, and what of it was served to the end."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate, self.chance, self.lock = rate, random.Random(seed), threading.Lock()
        self.dispatches: list[Dispatch] = []
        self.open = True
        self.answers: Counter[str] = Counter()

    def live(self) -> None:
        """Publish, change and take away, until closed."""
        while self.open:
            with self.lock:
                kind = self.chance.choices(LIVE + DEAD, WEIGHTS)[0]
                n = len(self.dispatches)
                self.dispatches.append(Dispatch(n, kind, n % len(HOSTS), time.time()))
                for old in self.dispatches[-2000:]:
                    self._age(old)
            time.sleep(self.chance.expovariate(self.rate))

    def _age(self, old: Dispatch) -> None:
        if not old.served or time.time() - old.served[-1][1] < 3:
            return
        if old.kind == "vanished":
            old.gone = True
        most = {"changed": 2, "twice": 3, "withdrawn": 2}.get(old.kind, 1)
        if old.edition < most and old.edition == old.served[-1][0]:
            old.edition += 1

    def listed(self, host: int) -> list[Dispatch]:
        """The newest dispatches of a host, the newest first."""
        with self.lock:
            return [d for d in reversed(self.dispatches) if d.host == host][:WINDOW]


def feed_of(form: str, base: str, listed: list[Dispatch], chance: random.Random) -> str:
    """A feed in one of four forms; some of its dates are wrong, and some of its entries have no link."""
    rows = []
    for d in listed:
        url, title, at = f"{base}{d.path}?utm_source={form}", f"Number {d.n}", d.born if d.n % 17 else 0
        iso = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) if d.n % 23 else "yesterday, 25:61"
        if form == "rss":
            link = f"<link>{url}</link>" if d.n % 29 else f"<link>{url}</link></item><item><title>no link</title>"
            date = formatdate(at) if d.n % 23 else "Fri, 99 Foo 2099"
            rows.append(f"<item><title>{title}</title>{link}<pubDate>{date}</pubDate></item>")
        elif form == "atom":
            head = f'<id>{d.n}</id><title>{title}</title><link href="{url}"/>'
            rows.append(f"<entry>{head}<published>{iso}</published></entry>")
        elif form == "json":
            rows.append(json.dumps({"id": str(d.n), "url": url, "title": title, "date_published": iso}))
        else:
            rows.append(f"<url><loc>{url.replace('&', '&amp;')}</loc></url>")
    heads = {"rss": "<rss version='2.0'><channel><title>R</title>{}</channel></rss>",
             "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{}</feed>",
             "json": '{{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{}]}}',
             "sitemap": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"}  # fmt: skip
    whole = heads[form].format((", " if form == "json" else "").join(rows))
    return whole if chance.random() > 0.04 else whole[: len(whole) // 2]  # broken in the middle


class Handler(BaseHTTPRequestHandler):
    """Serves a world, badly."""

    protocol_version = "HTTP/1.1"
    world: World
    bomb = gzip.compress(bytes(80_000_000))

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        """Answer."""
        try:
            path = self.path.partition("?")[0]
            if path == "/robots.txt":
                self._send(b"User-agent: *\nDisallow: /never/\n", "text/plain")
            elif path == "/feed":
                self._feed()
            else:
                self._page(path)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def _feed(self) -> None:
        fault = random.random()
        if fault < 0.05:
            self._status(random.choice((500, 502, 503)))
            return
        host = HOSTS.index(self.server.server_address[0])
        listed = self.world.listed(host)
        mark = f'"{listed[0].n if listed else 0}-{len(listed)}"'
        if self.headers.get("If-None-Match") == mark:
            self._status(304)
            return
        base = f"http://{self.headers['Host']}"
        body = feed_of(FORMS[host], base, listed, random.Random())
        if fault < 0.07:
            body = "<html><body>We are down for maintenance.</body></html>"
            mark = '"down"'
        self._send(body.encode(), "application/xml", ("ETag", mark))

    def _page(self, path: str) -> None:
        kind, _, number = path.strip("/").partition("/")
        dispatch = self.world.dispatches[int(number)] if number.isdigit() else None
        if dispatch is None or dispatch.gone:
            self._status(random.choice((404, 410)))
            return
        dispatch.asked += 1
        edition = dispatch.edition
        if getattr(self, f"_{kind}")(dispatch):
            dispatch.served.append((edition, time.time()))

    def _status(self, status: int) -> None:
        self.world.answers[str(status)] += 1
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, body: bytes, media: str = "text/html; charset=utf-8", *more: tuple[str, str]) -> bool:
        self.send_response(200)
        for name, value in (("Content-Type", media), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.world.answers["200"] += 1
        return True

    def _plain(self, d: Dispatch) -> bool:
        mark = f'"{d.n}-{d.edition}"'
        if self.headers.get("If-None-Match") == mark:
            self._status(304)
            return False
        return self._send(d.page().encode(), "text/html; charset=utf-8", ("ETag", mark))

    _changed = _twice = _vanished = _withdrawn = _plain

    def _gzip(self, d: Dispatch) -> bool:
        return self._send(gzip.compress(d.page().encode()), "text/html", ("Content-Encoding", "gzip"))

    def _chunked(self, d: Dispatch) -> bool:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        body = d.page().encode()
        for at in range(0, len(body), 300):
            part = body[at : at + 300]
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")
        return True

    def _slow(self, d: Dispatch) -> bool:
        body = d.page().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for at in range(0, len(body), len(body) // 4 + 1):
            self.wfile.write(body[at : at + len(body) // 4 + 1])
            self.wfile.flush()
            time.sleep(0.4)
        return True

    def _flaky(self, d: Dispatch) -> bool:
        if d.asked < 3:
            self._status(503)
            return False
        return self._send(d.page().encode())

    def _cut(self, d: Dispatch) -> bool:
        if d.asked > 2:
            return self._send(d.page().encode())
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(d.page().encode()[:200])
        self.close_connection = True
        return False

    def _moved(self, d: Dispatch) -> bool:
        if self.path.endswith("/there"):
            return self._send(d.page().encode())
        if "to=there" in self.path:
            return self._send(d.page().encode())
        return self._redirect(f"/moved/{d.n}?to=there")

    def _redirect(self, to: str) -> bool:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _loop(self, d: Dispatch) -> bool:
        return self._redirect(f"/loop/{d.n}?again={'b' if 'again=a' in self.path else 'a'}")

    def _private(self, d: Dispatch) -> bool:
        return self._redirect(
            random.choice(("http://10.0.0.1/", "http://169.254.169.254/latest/", "file:///etc/passwd"))
        )

    def _empty(self, d: Dispatch) -> bool:
        self._send(b"<html><body><p>Nothing here.</p></body></html>")
        return False

    def _bomb(self, d: Dispatch) -> bool:
        self._send(self.bomb, "text/html", ("Content-Encoding", "gzip"))
        return False

    def _endless(self, d: Dispatch) -> bool:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        for _ in range(100_000):
            self.wfile.write(b"<p>and more</p>" * 4000)
        return False

    def _stuck(self, d: Dispatch) -> bool:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        time.sleep(10)
        self.close_connection = True
        return False


def serve(world: World) -> tuple[int, list[ThreadingHTTPServer]]:
    """The port, and a server on each host."""
    handler = type("Serving", (Handler,), {"world": world})
    first = ThreadingHTTPServer((HOSTS[0], 0), handler)
    port = int(first.server_address[1])
    servers = [first, *(ThreadingHTTPServer((host, port), handler) for host in HOSTS[1:])]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return port, servers


LIST = """
every = "2s"
revisit = ["4s", "8s", "15s"]
retry = ["1s", "2s", "3s", "5s", "8s"]

[manners]
contact = "bench@example.org"
delay = 0
deadline = 6.0
stall = 2.0
max_content = 5_000_000
max_received = 3_000_000
first_backoff = 0.2
max_backoff = 1.0
allow = ["127.0.0.0/8"]
"""


def list_of(port: int) -> str:
    """The list of feeds."""
    out = LIST
    for host, form in zip(HOSTS, FORMS, strict=True):
        kind = "sitemap" if form == "sitemap" else "feed"
        out += f'\n[[{kind}]]\nurl = "http://{host}:{port}/feed"\noutlet = "Desk {form}"\n'
    return out


@dataclass
class Run:
    """The watcher's processes: when they were killed, and the memory of the last one."""

    folder: Path
    kills: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)

    def start(self, *more: str) -> subprocess.Popen[bytes]:
        """A watcher."""
        command = [sys.executable, "-m", "tadmor.outlets.cli", "watch", "feeds.toml", "war.db", *more]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, preexec_fn=_heed_interrupts)

    def killed_for(self, seconds: float) -> None:
        """Watchers that are killed every now and then."""
        end = time.time() + seconds
        while time.time() < end:
            process = self.start()
            time.sleep(min(random.uniform(2, 15), max(0.5, end - time.time())))
            self.kills.append(time.time())
            process.send_signal(signal.SIGKILL)
            process.wait()

    def steady_for(self, seconds: float, world: World, drain: float) -> int:
        """One watcher to the end, which is when all is read that was published; its exit code."""
        process = self.start()
        end, warm = time.time() + seconds, time.time() + min(20, seconds / 4)  # what a run loads once
        while time.time() < end + drain:
            if process.poll() is not None:
                raise SystemExit(f"the watcher ended by itself: {(self.folder / 'log').read_text()[-2000:]}")
            if time.time() > warm:
                self.memory.append((time.time(), resident(process.pid)))
            if time.time() > end:
                world.open = False
                if not self.missing(world):
                    break
            time.sleep(1)
        time.sleep(20)  # the last gap of revisits: nothing more may come in
        process.send_signal(signal.SIGINT)
        return process.wait(60)

    def recorded(self) -> Counter[tuple[int, int]]:
        """How often each edition of each dispatch stands in the record."""
        database = sqlite3.connect(f"file:{self.folder}/war.db?mode=ro", uri=True)
        found: Counter[tuple[int, int]] = Counter()
        for (text,) in database.execute("SELECT text FROM report"):
            found.update((int(n), int(edition)) for n, edition in MARK.findall(text))
        database.close()
        return found

    def missing(self, world: World) -> list[tuple[int, int]]:
        """Editions that were served to the end, or are the last of a dispatch that lives, and are not in the record."""
        there, out = self.recorded(), []
        for d in world.dispatches:
            if d.kind in DEAD:
                continue
            near_kill = {e for e, at in d.served if any(abs(kill - at) < 2 for kill in self.kills)}
            wanted = {e for e, _ in d.served if e not in near_kill} | (set() if d.gone else {d.edition})
            out += [(d.n, e) for e in wanted if not there[d.n, e]]
        return out


def _heed_interrupts() -> None:
    """In a shell's background Ctrl-C is shut out, and what is started there inherits it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    words = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", words)[1]) * 1024  # type: ignore[index]


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4, help="dispatches a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to work in, kept")
    given = parser.parse_args()
    random.seed(given.seed)
    world = World(given.rate, given.seed)
    port, _ = serve(world)
    with TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "feeds.toml").write_text(list_of(port))
        threading.Thread(target=world.live, daemon=True).start()
        run = Run(folder)
        run.killed_for(given.minutes * 20)
        code = run.steady_for(given.minutes * 40, world, drain=180)
        sys.exit(report(run, world, code))


def report(run: Run, world: World, code: int) -> int:
    """Print what came of it; 0 where all is well."""
    there = run.recorded()
    published = {(d.n, e) for d in world.dispatches for e in range(1, d.edition + 1) if d.kind not in DEAD}
    lost, doubled = run.missing(world), [key for key, count in there.items() if count > 1]
    strange = [key for key in there if key not in published]
    database = sqlite3.connect(f"file:{run.folder}/war.db?mode=ro", uri=True)
    one = lambda query: database.execute(query).fetchone()[0]  # noqa: E731
    tenth = max(1, len(run.memory) // 10)
    first, last = (sum(m for _, m in part) / len(part) / 1e6 for part in (run.memory[:tenth], run.memory[-tenth:]))
    kinds = Counter(d.kind for d in world.dispatches)
    editions = sum(d.edition > 1 for d in world.dispatches)
    print(f"dispatches published         {len(world.dispatches):,} ({', '.join(f'{k} {n}' for k, n in kinds.items())})")
    print(f"changed, vanished            {editions:,}, {sum(d.gone for d in world.dispatches):,}")
    print(f"answers of the server        {dict(world.answers)}")
    print(f"kills                        {len(run.kills)}")
    print(f"reports in the record        {one('SELECT COUNT(*) FROM report'):,}")
    print(f"claims in the record         {one('SELECT COUNT(*) FROM claim'):,}")
    print(f"claims taken back            {one('SELECT COUNT(*) FROM gone'):,}")
    print(f"vanished pages noted         {one('SELECT COUNT(*) FROM tx WHERE note IS NOT NULL'):,}")
    print(f"lost, doubled, strange       {len(lost)}, {len(doubled)}, {len(strange)}  {(lost + doubled + strange)[:5]}")
    print(f"memory of the last watcher   {first:.0f} MB in its first tenth, {last:.0f} MB in its last")
    series = [round(run.memory[at][1] / 1e6) for at in range(0, len(run.memory), max(1, len(run.memory) // 12))]
    print(f"                             {' '.join(map(str, series))} over {len(run.memory)} s")
    print(f"exit of the last watcher     {code}")
    return int(bool(lost or doubled or strange))


if __name__ == "__main__":
    main()
