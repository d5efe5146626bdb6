"""A watch in trouble: what is damaged, in the way or full, and what a change of the list sets right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tadmor.errors import RecordError
from tadmor.pipeline import Monitor
from tadmor.pipeline import watching as module
from tadmor.pipeline.watching import Watcher
from tadmor.pipeline.watching_list import Watched
from tadmor.pipeline.watching_reading import Seen
from tadmor.pipeline.watching_state import State
from tadmor.sources.fetching import FetchError
from watched import FEED, HOUR, SITE, Run, Site, met, page, watch_list

TOLD = "Army units shelled the main market of Homs on Sunday, killing {} people, residents said."
MORE = "Traders in the old quarter closed their shops early and buses did not run in the afternoon."


def published(site: Site, count: int) -> list[str]:
    return [site.publish(f"/{n}", page(f"{n + 2} killed in Homs", TOLD.format(n + 2), MORE)) for n in range(count)]


def forgotten(db: Path) -> None:
    """Lose the memory of a watch."""
    for file in (db.parent / "war.db.watch").glob("state.sqlite*"):
        file.unlink()


def test_damage_in_the_archive_is_told_once_and_costs_no_other_page(site: Site, db: Path, run: Run) -> None:
    published(site, 6)
    run()
    forgotten(db)
    [file] = (db.parent / "war.db.watch").glob("*.warc.gz")
    whole = file.read_bytes()
    hurt = whole.index(b"\x1f\x8b\x08", whole.index(b"\x1f\x8b\x08", 1) + 1) + 60
    file.write_bytes(whole[:hurt] + bytes([whole[hurt] ^ 1]) + whole[hurt + 1 :])
    [fault, *others] = run()
    assert "war.db.watch/2016-03-27-0001.warc.gz, record at byte" in str(fault)
    assert "the archive is damaged" in str(fault)
    assert met(others).count("known") == 6  # five of the archive, and the one that is asked for again
    assert file.stat().st_size > len(whole)
    assert run() == []


def test_pages_that_came_in_another_order_than_they_were_archived_are_all_found(
    site: Site, db: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = published(site, 2)
    keep = State.add_capture

    def killed(state: State, *args: Any) -> None:
        """Only what was archived last is noted."""
        if int(args[4][1]) < 1000:
            return
        keep(state, *args)

    with monkeypatch.context() as broken:
        broken.setattr(State, "add_capture", killed)
        run()
    with sqlite3.connect(db.parent / "war.db.watch" / "state.sqlite") as state:
        assert state.execute("SELECT COUNT(*) FROM capture").fetchone() == (1,)
    state.close()
    assert met(run()) == ["new"]
    assert site.asked.count(first) == site.asked.count(second) == 1
    with Monitor.open(db) as monitor:
        assert len(list(monitor.record.reports())) == 2


def test_a_lost_memory_knows_outlet_and_title_again_once_they_are_listed(site: Site, db: Path, run: Run) -> None:
    site.publish("/a", page("Twelve killed in Homs", TOLD.format(12), MORE))
    run()
    forgotten(db)
    run()
    site.publish("/a", page("Two killed in Homs", TOLD.format(2), MORE))
    assert met(run(24 * HOUR))[0] == "changed"
    with Monitor.open(db) as monitor:
        assert {report.outlet for report in monitor.record.reports()} == {"Orontes Post"}


@pytest.mark.parametrize("reason", ["address", "limit", "robots", "redirect", "network"])
def test_what_was_given_up_is_asked_again_where_the_list_was_changed(site: Site, run: Run, reason: Any) -> None:
    url = site.publish("/a", page("Twelve killed in Homs", TOLD.format(12), MORE))
    there, site.answers[url] = site.answers[url], FetchError("not to be had", reason=reason)
    for _ in range(5):
        run(2 * HOUR)
    asked = site.asked.count(url)
    run(9 * HOUR)
    assert site.asked.count(url) == asked
    site.answers[url] = there
    assert met(run(watched=watch_list(Watched(FEED, outlet="Orontes Post", every=HOUR)))) == ["new"]


def test_what_vanished_stays_so_where_the_list_was_changed(site: Site, run: Run) -> None:
    url = site.publish("/a", page("Twelve killed in Homs", TOLD.format(12), MORE))
    site.answers[url] = (404, b"")
    for _ in range(4):
        run(2 * HOUR)
    asked = site.asked.count(url)
    run(watched=watch_list(Watched(FEED, every=HOUR)))
    assert site.asked.count(url) == asked == 2


def test_a_full_disk_ends_the_watch_and_the_next_goes_on(
    site: Site, db: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(site, 3)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        with pytest.raises(RecordError, match="no space left on device"):
            run()
    assert met(run()) == ["new"] * 3


def beginning(name: str) -> Callable[[Path], None]:
    def garbage(folder: Path) -> None:
        folder.mkdir()
        (folder / name).write_bytes(b"no database at all " * 99)

    return garbage


@pytest.mark.parametrize(
    ("spoil", "where", "words"),
    [
        (beginning("lock.sqlite"), "war.db.watch/lock.sqlite", "the lock of the watch cannot be had: file is not a"),
        (beginning("state.sqlite"), "war.db.watch/state.sqlite", "the memory of the watch cannot be opened"),
        (lambda folder: folder.write_text("mine"), "war.db.watch", "a file stands where the folder"),
        (lambda folder: (folder / "lock.sqlite").mkdir(parents=True), "lock.sqlite", "unable to open"),
    ],
)
def test_what_stands_in_the_way_is_told(
    site: Site, db: Path, run: Run, spoil: Callable[[Path], None], where: str, words: str
) -> None:
    spoil(db.parent / "war.db.watch")
    with pytest.raises(RecordError, match=words) as fault:
        run()
    assert str(fault.value.where).endswith(where)
    assert fault.value.remedy


def test_the_memory_of_an_earlier_version_is_taken_over(site: Site, db: Path, run: Run) -> None:
    [url] = published(site, 1)
    run()
    with sqlite3.connect(db.parent / "war.db.watch" / "state.sqlite") as state:
        state.executescript("DROP TABLE bar; DROP TABLE damage; PRAGMA user_version = 1")
    state.close()
    assert met(run(6 * HOUR)) == ["same"]
    assert site.asked.count(url) == 2


def index_of(children: list[str], day: str = "") -> bytes:
    last = f"<lastmod>{day}</lastmod>" if day else ""
    rows = "".join(f"<sitemap><loc>{url}</loc>{last}</sitemap>" for url in children)
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


INDEX = f"{SITE}/index.xml"
INDEXED = watch_list(Watched(INDEX, "sitemap", max_age=timedelta(days=3)))


@pytest.mark.parametrize(
    ("children", "day", "asked", "told"),
    [(3, "", 3, 0), (4, "", 3, 1), (9, "2016-03-27", 3, 1), (9, "2016-01-01", 0, 0)],
)
def test_what_is_left_out_of_an_index_is_told(
    site: Site, run: Run, monkeypatch: pytest.MonkeyPatch, children: int, day: str, asked: int, told: int
) -> None:
    monkeypatch.setattr(module, "_MOST_CHILDREN", 3)
    urls = [f"{SITE}/map{n}" for n in range(children)]
    site.answers |= dict.fromkeys(urls, (200, b"<urlset></urlset>"))
    site.answers[INDEX] = (200, index_of(urls, day))
    notes = run(watched=INDEXED)
    assert site.asked == [INDEX, *urls[:asked]]
    assert [str(note).partition(": ")[0] for note in notes] == [INDEX] * told
    assert all("sitemaps: only the" in str(note) for note in notes)


def test_an_index_within_an_index_is_told(site: Site, run: Run) -> None:
    inner = f"{SITE}/inner.xml"
    site.answers |= {INDEX: (200, index_of([inner])), inner: (200, index_of([f"{SITE}/map"]))}
    [note] = run(watched=INDEXED)
    assert str(note).startswith(f"{inner}: an index within an index")
    assert site.asked == [INDEX, inner]


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        (index_of([f"{SITE}/new"]), [f"{SITE}/new"]),
        (index_of([]), []),
        (index_of([f"{SITE}/new"])[:-9], [f"{SITE}/old", f"{SITE}/new"]),  # broken: some may be missing
        (b"<html><body>We are down.</body></html>", [f"{SITE}/old"]),
    ],
)
def test_a_map_that_its_index_names_no_more_is_asked_no_more(
    site: Site, run: Run, later: bytes, asked: list[str]
) -> None:
    site.answers |= dict.fromkeys((f"{SITE}/old", f"{SITE}/new"), (200, b"<urlset></urlset>"))
    site.answers[INDEX] = (200, index_of([f"{SITE}/old"]))
    run(watched=INDEXED)
    assert site.asked == [INDEX, f"{SITE}/old"]
    site.answers[INDEX] = (200, later)
    run(HOUR, INDEXED)
    site.asked.clear()
    run(HOUR, INDEXED)
    assert sorted(site.asked) == sorted([INDEX, *asked])


def test_an_answer_of_a_map_that_was_left_out_since_is_let_go(site: Site, db: Path) -> None:
    with Monitor.open(db) as monitor, Watcher(monitor, INDEXED, "test", site, clock=site.clock) as watcher:
        site.answers |= {INDEX: (200, index_of([f"{SITE}/old"])), f"{SITE}/old": (200, b"<urlset></urlset>")}
        running = watcher.run(once=True)
        drop = watcher._state.drop_sources
        asked = watcher._lanes.start

        def started(host: str, jobs: Any) -> None:
            asked(host, jobs)
            if jobs[0].url != INDEX:
                drop(INDEX, ())

        watcher._lanes.start = started  # type: ignore[method-assign]
        assert [one.what for one in running if isinstance(one, Seen)] == ["resting"]


def test_the_days_of_a_page_outlive_a_lost_memory(site: Site, db: Path, run: Run) -> None:
    content = page("Twelve killed in Homs", TOLD.format(12), MORE).replace(b"article:published_time", b"nothing")
    url = site.publish("/a", content, "2016-03-26")
    run()
    forgotten(db)
    run()
    state = State(db.parent / "war.db.watch" / "state.sqlite")
    known = state.page_of(url)
    state.close()
    assert known is not None
    assert known.published is not None
    assert date.fromtimestamp(known.published) == date(2016, 3, 26)
    assert known.source == FEED
