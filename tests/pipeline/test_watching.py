"""A watch from end to end, on a site in memory: nothing lost, nothing doubled, what is taken back goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tadmor.errors import RecordError, TadmorError
from tadmor.pipeline import Monitor
from tadmor.pipeline.watching import Watcher, bare_address, folder_of, host_of
from tadmor.pipeline.watching_list import Watched
from tadmor.pipeline.watching_reading import Seen
from tadmor.pipeline.watching_state import State
from tadmor.query import Query
from tadmor.sources.fetching import FetchError
from watched import FEED, HOUR, SITE, START, Run, Site, met, page, watch_list

DAY = 24 * HOUR
TITLE = "Twelve killed in shelling of Homs market"
TOLD = "Army units shelled the main market of Homs on Sunday, killing 12 people, residents said."
STAYS = "Islamic State fighters captured the town of Palmyra on Saturday after two days of fighting."
MORE = "Traders in the old quarter closed their shops early and buses did not run in the afternoon."
LESS = "Army units shelled the main market of Homs on Sunday, killing 2 people, residents said."


def told(db: Path, as_of: date | None = None) -> list[str]:
    """Kinds and counts of the claims that stand."""
    with Monitor.open(db) as monitor:
        claims = [t.claim for t in monitor.claims(Query(as_of=as_of))]
    return sorted(f"{c.kind} {','.join(str(q.low) for q in c.counts)}".strip() for c in claims)


def reports(db: Path) -> list[Any]:
    with Monitor.open(db) as monitor:
        return list(monitor.record.reports())


def log(db: Path) -> list[Any]:
    with Monitor.open(db) as monitor:
        return list(monitor.log())


def decided(db: Path) -> list[tuple[str, str, str]]:
    with Monitor.open(db) as monitor:
        return [(d.verb, d.who, d.because or "") for d in monitor.decisions()]


def test_a_page_is_archived_recorded_and_not_doubled(site: Site, db: Path, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    assert met(run()) == ["new"]
    [report] = reports(db)
    assert (report.url, report.outlet, report.published) == (url, "Orontes Post", date(2016, 3, 27))
    [file] = (db.parent / "war.db.watch").glob("*.warc.gz")
    assert file.name == "2016-03-27-0001.warc.gz"
    assert [verb.verb for verb in log(db)] == ["watch"]
    assert run() == []
    assert met(run(6 * HOUR)) == ["same"]
    assert len(reports(db)) == 1


def test_an_archived_page_is_read_by_its_place(site: Site, db: Path, run: Run) -> None:
    from warcio.archiveiterator import ArchiveIterator

    content = page(TITLE, TOLD, STAYS, MORE)
    site.publish("/a", content)
    run()
    [report] = reports(db)
    file, _, offset = str(report.source).partition(", record at byte ")
    with Path(file).open("rb") as archive:
        archive.seek(int(offset))
        record = next(iter(ArchiveIterator(archive)))
        assert record.rec_headers.get_header("WARC-Target-URI") == report.url
        assert record.content_stream().read() == content
    with Monitor.open(db) as monitor:
        assert list(monitor.verify()) == []


@pytest.mark.parametrize("furniture", ["", "<footer>Read also {}</footer>"])
def test_gaps_between_looks_grow_and_end(site: Site, run: Run, furniture: str) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    looks = []
    for hour in range(0, 24 * 8, 6):
        before = site.asked.count(url)
        site.publish("/a", page(TITLE, TOLD, STAYS, MORE) + furniture.format(hour).encode())
        run(6 * HOUR if hour else timedelta())
        looks += [hour] if site.asked.count(url) > before else []
    assert looks == [0, 6, 30]


def test_a_changed_page_is_a_version_and_what_it_says_no_more_is_taken_back(site: Site, db: Path, run: Run) -> None:
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    before = told(db)
    assert any("12" in claim for claim in before)
    site.publish("/a", page("Two killed in shelling of Homs market", LESS, STAYS, MORE))
    assert met(run(DAY)) == ["changed", "taken"]
    first, second = reports(db)
    with Monitor.open(db) as monitor:
        assert monitor.record.origin(second.id) == first.id
    now = told(db)
    assert not any("12" in claim for claim in now)
    assert any("2" in claim for claim in now)
    assert told(db, date(2016, 3, 27)) == before
    assert {(verb, who) for verb, who, _ in decided(db)} == {("retract", "rule:version")}
    assert "the page no longer says so on 2016-03-28" in decided(db)[0][2]


def test_a_change_begins_the_gaps_anew(site: Site, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    looks = []
    for hour in range(0, 24 * 8, 6):
        before = site.asked.count(url)
        if hour == 24:
            site.publish("/a", page(TITLE, LESS, STAYS, MORE))
        run(6 * HOUR if hour else timedelta())
        looks += [hour] if site.asked.count(url) > before else []
    assert looks == [0, 6, 30, 36, 60]


def test_a_page_that_says_again_what_it_said_first_is_a_third_version(site: Site, db: Path, run: Run) -> None:
    first, second = page(TITLE, TOLD, STAYS, MORE), page(TITLE, LESS, STAYS, MORE)
    for at, content in enumerate((first, second, first)):
        site.publish("/a", content)
        run(DAY if at else timedelta())
    assert len(reports(db)) == 3
    site.publish("/a", first + b"<!-- other bytes -->")
    assert met(run(DAY)) == ["same"]
    assert any("12" in claim for claim in told(db))
    assert not any(claim.endswith(" 2") for claim in told(db))
    assert told(db, date(2016, 3, 28)) != told(db)


def test_a_page_behind_a_wall_takes_nothing_back(site: Site, db: Path, run: Run) -> None:
    site.publish("/a", page(TITLE, MORE, TOLD, STAYS))
    run()
    site.publish(
        "/a", page(TITLE, MORE, "Subscribe to read on, from three dinars a month and for as long as you like.")
    )
    assert met(run(DAY)) == ["changed"]
    assert decided(db) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("This story has been withdrawn because its witness could not be found again by the desk.", "withdrawal"),
        ("Editors: please kill this story, which was sent in error to all of our readers today.", "withdrawal"),
        ("This story has been withdrawn.", "withdrawal"),
    ],
)
def test_a_withdrawn_page_takes_all_back(site: Site, db: Path, run: Run, words: str, who: str) -> None:
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    before = told(db)
    site.publish("/a", page(TITLE, words))
    assert met(run(DAY)) == ["changed", "taken"]
    assert told(db) == []
    assert told(db, date(2016, 3, 27)) == before
    assert {by for _, by, _ in decided(db)} == {f"rule:{who}"}
    assert words.partition(".")[0] in decided(db)[0][2]


NOTICE = page(
    "Orontes Post withdraws story on Homs", f"The story headlined “{TITLE}”, published on Sunday, has been withdrawn.",
    "The desk could not confirm what its only witness had told it by telephone on that day.", day="2016-03-28",
)  # fmt: skip


@pytest.mark.parametrize("first", ["/a", "/notice"])
def test_a_notice_elsewhere_reaches_the_story_that_it_names(site: Site, db: Path, run: Run, first: str) -> None:
    """Whichever of the two is read first."""
    pages = {"/a": (page(TITLE, TOLD, STAYS, MORE), "2016-03-27"), "/notice": (NOTICE, "2016-03-28")}
    site.now = START + DAY
    for path in sorted(pages, key=lambda path: path != first):
        site.publish(path, *pages[path])
        run(HOUR)
    assert told(db) == []
    assert told(db, date(2016, 3, 27)) != []


def test_the_story_of_another_house_stands(site: Site, db: Path, run: Run) -> None:
    other = "https://coast.example/rss"
    lists = watch_list(Watched(FEED, outlet="Orontes Post"), Watched(other, outlet="Coast Herald"))
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    notice = NOTICE.replace(b"Orontes Post withdraws", b"Orontes Post withdraws its")
    site.answers["https://coast.example/n"] = (200, notice)
    site.answers[other] = (200, b"<rss><channel><item><link>https://coast.example/n</link></item></channel></rss>")
    run(DAY, lists)
    with Monitor.open(db) as monitor:
        assert {t.outlet for t in monitor.claims()} == {"Orontes Post"}


def test_a_corrected_print_takes_the_place_of_the_first(site: Site, db: Path, run: Run) -> None:
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    words = "(Corrects number of dead in the first paragraph)"
    site.publish("/b", page(f"CORRECTED-{TITLE}", words, LESS, STAYS, MORE, day="2016-03-28"), "2016-03-28")
    assert met(run(DAY)) == ["same", "new", "taken"]
    with Monitor.open(db) as monitor:
        sentences = [telling.claim.sentence.text for telling in monitor.claims()]
    assert TOLD not in sentences
    assert LESS in sentences
    assert words not in sentences
    assert {by for _, by, _ in decided(db)} == {"rule:correction"}


def test_a_vanished_page_is_noted_and_keeps_its_claims(site: Site, db: Path, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    before = told(db)
    site.answers[url] = (410, b"")
    assert met(run(DAY)) == ["later"]
    assert met(run(DAY)) == ["vanished"]
    assert run(10 * DAY) == []
    assert told(db) == before
    assert [write.note for write in log(db)][1]["vanished"] == url


def test_a_page_that_was_missing_once_comes_back(site: Site, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    there = site.answers[url]
    site.answers[url] = (404, b"")
    assert met(run(DAY)) == ["later"]
    site.answers[url] = there
    assert met(run(DAY)) == ["same"]


class KilledError(BaseException):
    """The end of a process, as far as a test can have it."""


@pytest.mark.parametrize(
    ("kind", "name", "asked"),
    [
        (State, "add_capture", 1),  # archived, and not noted
        (State, "waiting", 1),  # noted, and not read
        (State, "settle", 1),  # recorded, and not noted
        (State, "source_asked", 1),  # a feed asked, its pages not taken in
    ],
)
def test_a_kill_loses_nothing_and_doubles_nothing(
    site: Site, db: Path, run: Run, monkeypatch: pytest.MonkeyPatch, kind: type, name: str, asked: int
) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    real = State.waiting
    last = (lambda state, most: killed() if real(state, most) else []) if name == "waiting" else killed
    with monkeypatch.context() as broken:
        broken.setattr(kind, name, last)
        with pytest.raises(KilledError):
            run()
    run()
    assert site.asked.count(url) == asked
    assert len(reports(db)) == 1
    assert met(run(6 * HOUR)) == ["same"]


def test_a_lost_memory_is_made_anew_from_the_archive(site: Site, db: Path, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    run()
    for file in (db.parent / "war.db.watch").glob("state.sqlite*"):
        file.unlink()
    assert met(run()) == ["known"]
    assert site.asked.count(url) == 1
    assert len(reports(db)) == 1


def busy(status: int | None, hours: int = 1) -> FetchError:
    return FetchError("the site answers 503", reason="busy", status=status, again=START + hours * HOUR)


@pytest.mark.parametrize(
    ("answer", "looks"),
    [
        (busy(503), [0, 1, 3]),
        (FetchError("no connection", reason="network"), [0, 1, 3]),
        (FetchError("more than 5 redirects", reason="redirect"), [0, 1, 3]),
        (FetchError("the content is longer", reason="limit"), [0]),
        (FetchError("the site's robots.txt asks robots not to", reason="robots"), [0]),
        (FetchError("its robots.txt cannot be read", reason="robots", again=START), [0, 1, 3]),
        (FetchError("which is loopback", reason="address"), [0, 1, 3]),
        ((403, b""), [0, 1, 3]),
        ((404, b""), [0, 2]),
    ],
)
def test_what_fails_is_asked_again_and_then_listed(site: Site, run: Run, answer: Any, looks: list[int]) -> None:
    url = site.publish("/a", b"")
    site.answers[url] = answer
    times, seen = [], []
    for hour in range(8):
        before = site.asked.count(url)
        seen += run(HOUR if hour else timedelta())
        times += [hour] if site.asked.count(url) > before else []
    assert times == looks
    assert met(seen) == ["later"] * (len(looks) - 1) + ["fault"]


def test_a_host_that_asks_for_rest_is_left_alone_and_no_page_pays_for_it(site: Site, run: Run) -> None:
    first, second = site.publish("/a", page(TITLE, TOLD, STAYS, MORE)), site.publish("/b", page("Another", STAYS, MORE))
    site.answers[first] = site.answers[second] = busy(None, 5)
    assert "fault" not in met(run())
    asked = len(site.asked)
    run(HOUR)
    assert len(site.asked) == asked
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    site.publish("/b", page("Another day of fighting in the town", STAYS, MORE))
    assert met(run(5 * HOUR)) == ["new", "new"]


def test_a_page_that_is_no_article_is_a_fault_with_its_place(site: Site, run: Run) -> None:
    site.publish("/a", b"<html><body><p>Nothing.</p></body></html>")
    [fault] = [one for one in run() if isinstance(one, TadmorError)]
    assert "war.db.watch/2016-03-27-0001.warc.gz, record at byte" in str(fault)


def test_days_that_a_feed_gives_fill_in_for_a_page_without_one(site: Site, db: Path, run: Run) -> None:
    content = page(TITLE, TOLD, STAYS, MORE).replace(b"article:published_time", b"nothing")
    site.publish("/a", content, "2016-03-26")
    run()
    assert [r.published for r in reports(db)] == [date(2016, 3, 26)]


def test_an_old_page_is_left_alone(site: Site, run: Run) -> None:
    site.publish("/old", page(TITLE, TOLD, STAYS, MORE), "2016-01-01")
    site.publish("/new", page(TITLE, LESS, STAYS, MORE))
    run(watched=watch_list(Watched(FEED, max_age=7 * DAY)))
    assert [url for url in site.asked if url != FEED] == [f"{SITE}/new"]


def test_maps_that_an_index_names_are_asked(site: Site, run: Run) -> None:
    url = site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    index, inner = f"{SITE}/index.xml", f"{SITE}/news.xml"
    site.answers[index] = (200, f"<sitemapindex><sitemap><loc>{inner}</loc></sitemap></sitemapindex>".encode())
    site.answers[inner] = (200, f"<urlset><url><loc>{url}</loc></url></urlset>".encode())
    run(watched=watch_list(Watched(index, "sitemap", "Orontes Post")))
    assert site.asked == [index, inner, url]


def test_a_feed_that_moved_for_good_is_noted_once(site: Site, run: Run) -> None:
    site.moved[FEED] = f"{SITE}/new-rss"
    [note] = run()
    assert str(note) == f"{FEED}: it has moved for good to {SITE}/new-rss (change the list)"


def test_a_broken_feed_is_asked_for_whole_again(site: Site, db: Path, run: Run) -> None:
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    site.answers[FEED] = (200, site.feed()[:-12])
    run()
    state = State(db.parent / "war.db.watch" / "state.sqlite")
    assert state.source(FEED).etag is None
    state.close()


def test_one_watch_at_a_time(site: Site, db: Path) -> None:
    with (
        Monitor.open(db) as monitor,
        Watcher(monitor, watch_list(), "one", site, clock=site.clock),
        pytest.raises(RecordError, match="another watch of this record is running"),
    ):
        Watcher(monitor, watch_list(), "two", site, clock=site.clock)
    with Monitor.open(db) as monitor, Watcher(monitor, watch_list(), "two", site, clock=site.clock):
        pass


def test_a_watch_without_end_sleeps_until_something_is_due(site: Site, db: Path) -> None:
    site.publish("/a", page(TITLE, TOLD, STAYS, MORE))
    with Monitor.open(db) as monitor, Watcher(monitor, watch_list(), "test", site, clock=site.clock) as watcher:
        running = watcher.run()
        whats = [next(running) for _ in range(40)]
    assert [one.what for one in whats if isinstance(one, Seen) and one.what not in ("listed", "resting")] == ["new"]
    assert max(site.slept) <= 60
    assert site.asked.count(FEED) == 1 + (site.now - START) // timedelta(minutes=15)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        ("https://a.example/x?id=5&fbclid=q#top", "https://a.example/x?id=5"),
        ("https://a.example/x?b=1&a=%20", "https://a.example/x?b=1&a=%20"),
    ],
)
def test_what_only_tells_where_a_reader_came_from_is_no_part_of_an_address(url: str, bare: str) -> None:
    assert bare_address(url) == bare


def test_hosts_and_folders() -> None:
    assert host_of("http://User:x@A.example:8080/y") == "a.example:8080"
    assert folder_of(Path("d/war.db.raw")) == Path("d/war.db.watch")
    assert folder_of(Path("tadmor-raw-war")) == Path("tadmor-watch-war")
