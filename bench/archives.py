"""Pages a second from WARC to claims, by stage, on the archive that ``archive_corpus`` makes.

    python bench/archives.py FOLDER [--pages N] [--workers 1 2] [--sample 400] [--json]

The shards of FOLDER, or as many of them as hold N pages, are read as ``tadmor read`` reads them, once for each number
of worker processes, each time into a fresh folder. A second is one of the clock, start and loading of the model
included; ``ms a page`` of a stage is the workers' time over all pages; ``of processor time`` is what the workers used,
whatever ran beside them. ``war pages read`` is the share of reports of a conflict that came through to claims, ``other
pages passed`` of all others. Beside it, on the first ``--sample`` pages and one worker: the same without the gate, and
trafilatura alone (``extract`` of the page, and nothing else).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.parquet
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from tadmor.errors import TadmorError
from tadmor.scale.engines import engine_of
from tadmor.scale.run import Run

Figures = dict[str, float]


def alone(function: Callable[..., Figures], *given: Any) -> Figures:
    """What a function tells, run in a process of its own, so that its children's memory is its own too."""
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        return executor.submit(function, *given).result()


def index(folder: Path) -> dict[str, bool]:
    """Whether each page is a report of a conflict, by address."""
    rows = (line.split("\t") for line in (folder / "index.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return {url: war == "1" for url, war, _ in rows}


def shards(folder: Path, pages: int | None) -> list[Path]:
    """The archives of the folder, or as many as hold so many pages."""
    found = sorted(folder.glob("*.warc.gz"))
    return found if pages is None else found[: max(1, round(pages * len(found) / len(index(folder))))]


def read(archives: list[Path], told: dict[str, bool], workers: int, gated: bool) -> Figures:
    """Figures of one reading of the archives."""
    with tempfile.TemporaryDirectory() as out:
        began = time.perf_counter()
        entries = list(Run(map(str, archives), out, gated=gated).outcomes(engine_of(None, workers)))
        clock = time.perf_counter() - began
        urls = pyarrow.parquet.read_table(Path(out, "reports"), columns=["url"])["url"].to_pylist()
    counts, seconds = Counter[str](), Counter[str]()
    for entry in entries:
        if isinstance(entry, TadmorError):
            raise entry
        counts.update(entry.counts)
        seconds.update(entry.seconds)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages = counts["pages"]
    out_of = Counter(told[url] for url in urls)
    of_war = Counter(told[url] for url in pages_of(archives))
    return {
        "pages": pages,
        "pages a second": pages / clock,
        "pages a second of processor time": pages / (used.ru_utime + used.ru_stime),
        **{f"ms a page: {stage}": 1000 * spent / pages for stage, spent in seconds.items()},
        "MB of the largest worker": used.ru_maxrss / 1024,
        "war pages read": out_of[True] / max(1, of_war[True]),
        "other pages passed": out_of[False] / max(1, of_war[False]),
        **{f"count: {name}": number for name, number in counts.items()},
    }


def responses(path: Path) -> Iterator[tuple[str, Any]]:
    """(address, record) of each page of an archive."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                yield record.rec_headers["WARC-Target-URI"], record


def pages_of(archives: list[Path]) -> Iterator[str]:
    """The addresses of all pages."""
    return (url for path in archives for url, _ in responses(path))


def sample(archives: list[Path], number: int, path: Path) -> None:
    """Write the first pages of the archives as one."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for _, record in islice((found for archive in archives for found in responses(archive)), number):
            writer.write_record(record)


def extracted(path: Path) -> Figures:
    """Pages a second of trafilatura alone."""
    import trafilatura

    pages = [record.content_stream().read().decode() for _, record in responses(path)]
    trafilatura.extract(pages[0])
    began, used = time.perf_counter(), time.process_time()
    found = sum(bool(trafilatura.extract(page)) for page in pages)
    clock, used = time.perf_counter() - began, time.process_time() - used
    return {
        "pages": len(pages),
        "pages a second": len(pages) / clock,
        "pages a second of processor time": len(pages) / used,
        "texts": found,
    }


def measured(folder: Path, pages: int | None, workers: list[int], number: int) -> Figures:
    """All figures by name."""
    told, archives = index(folder), shards(folder, pages)
    out: Figures = {}
    for count in workers:
        found = alone(read, archives, told, count, True)
        out |= {f"{count} worker{'s'[: count > 1]}: {name}": value for name, value in found.items()}
    if len(workers) > 1:
        rates = [out[f"{count} worker{'s'[: count > 1]}: pages a second"] for count in (workers[0], workers[-1])]
        out[f"speed-up {workers[0]} to {workers[-1]}"] = rates[1] / rates[0]
    if number:
        with tempfile.TemporaryDirectory() as made:
            some = Path(made, "sample.warc.gz")
            sample(archives, number, some)
            for name, gated in (("sample, gated", True), ("sample, without the gate", False)):
                out |= {f"{name}: {k}": v for k, v in alone(read, [some], told, 1, gated).items()}
            out |= {f"sample, trafilatura alone: {k}": v for k, v in alone(extracted, some).items()}
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--pages", type=int)
    ap.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    ap.add_argument(
        "--sample", type=int, default=400, help="pages read without the gate, and by trafilatura; 0 for none"
    )
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    figures = measured(a.folder, a.pages, a.workers, a.sample)
    if a.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
    else:
        print("\n".join(f"{name:60}{value:12.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
