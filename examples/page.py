"""Opens the page of a record in the background, or closes it: what ``make demo`` and ``make stop`` do.

python examples/page.py start build/palmyra.db
python examples/page.py stop

The server writes to page.log in the folder of the record, and its process id stands in page.pid beside it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PORT, IDLE = 8754, 60  # minutes
_PATIENCE = 120.0  # seconds until the page must answer: a slow machine loads for a quarter of a minute
_ADDRESS = re.compile(r"http://[^\s/]+")


def start(record: Path) -> str:
    """The address of the page of a record, once it answers; another port where its own is taken."""
    stop(record.parent)
    log = record.parent / "page.log"
    for port in (PORT, 0):
        server = launch(record, port)
        if address := answering(server, log):
            return address
        stop(record.parent)
        if "cannot be had" not in log.read_text():
            break
    raise SystemExit(f"the page did not start; {log} says why: {log.read_text().strip()[-1000:]}")


def launch(record: Path, port: int) -> subprocess.Popen[bytes]:
    """A server of its own session, which holds nothing open of whoever started it."""
    tadmor = Path(sys.executable).parent / "tadmor"
    words = [str(tadmor), "serve", str(record), "--port", str(port), "--idle", str(IDLE)]
    with (record.parent / "page.log").open("wb") as log:
        server = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=True, start_new_session=True
        )
    (record.parent / "page.pid").write_text(f"{server.pid}\n")
    return server


def answering(server: subprocess.Popen[bytes], log: Path) -> str | None:
    """The address that a server tells of in its log, once the page is there; None where it ended or has no page."""
    plain = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if found := _ADDRESS.search(log.read_text()):
            try:
                plain.open(found[0], timeout=_PATIENCE).close()
            except OSError:
                return None
            return found[0]
        time.sleep(0.1)
    return None


def stop(folder: Path) -> bool:
    """Whether a server that was started here ran, and was ended."""
    file = folder / "page.pid"
    pid = int(file.read_text()) if file.exists() else 0
    file.unlink(missing_ok=True)
    if not pid or not is_ours(pid):
        return False
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 10
    while is_ours(pid) and time.monotonic() < until:
        time.sleep(0.1)
    return True


def is_ours(pid: int) -> bool:
    """Whether a process is a server of Tadmor: its number may be another's by now."""
    told = Path(f"/proc/{pid}/cmdline")
    if told.parent.parent.joinpath("self").exists():
        words = told.read_bytes().split(b"\0") if told.exists() else []
        return b"serve" in words and any(word.endswith(b"/tadmor") for word in words)
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True).stdout
    return "tadmor serve" in shown


if __name__ == "__main__":
    if sys.argv[1:2] == ["start"]:
        address = start(Path(sys.argv[2]))
        print(f"The page: {address} (stops by itself after an hour without a reader; to stop it now: make stop)")
    else:
        print("The page was closed." if stop(Path("build")) else "No page was open.")
