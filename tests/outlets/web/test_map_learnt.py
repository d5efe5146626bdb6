"""What came to be known after the day of knowledge: told by the API, listed by a view, counted on the time line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mapped
import pytest


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with mapped.chromium() as found:
        yield found


@pytest.mark.parametrize(
    ("asked", "total", "kinds"),
    [
        ("known=2016-03-27", 4, ["capture", "casualties", "capture", "shelling"]),
        ("known=2016-03-28", 1, ["shelling"]),
        ("known=2016-03-29", 0, []),
        ("", 0, []),
        ("known=2015-05-20&to=2015-06-01", 1, ["capture"]),
        ("known=2015-05-21&to=2015-06-01", 0, []),
        ("known=2016-03-27&kind=casualties", 1, ["casualties"]),
        ("known=2016-03-27&outlet=Inland+Post", 2, ["capture", "casualties"]),
        ("known=2016-03-27&from=2016-03-28&to=2016-03-28", 1, ["shelling"]),
        ("known=2016-03-27&q=monitor", 2, ["capture", "casualties"]),
    ],
)
def test_what_came_later(reader, asked, total, kinds):
    told = reader.client.get(f"/api/learnt?{asked}").json()
    assert (told["total"], [row["kind"] for row in told["rows"]]) == (total, kinds)


def test_pages_follow_one_another(reader):
    asked, found = "/api/learnt?known=2015-05-01&limit=2", []
    while asked:
        told = reader.client.get(asked).json()
        assert told["total"] == 8
        found += [row["id"] for row in told["rows"]]
        asked = told["next"]
    assert len(found) == len(set(found)) == 8
    assert reader.client.get("/api/learnt?known=2015-05-01&after=nobody").status_code == 404


def test_the_view_lists_them_by_the_day_on_which_they_came(reader):
    page = reader.get("/learnt?known=2016-03-27&from=2016-03-01&to=2016-03-31")
    assert "4 claims of" in page
    assert page.index("<h2>28 March 2016</h2>") < page.index("<h2>29 March 2016</h2>")
    assert page.count('<figure class="quote') == 4
    assert "No day of knowledge is chosen" in reader.get("/learnt")
    assert "Nothing of these days became known later" in reader.get("/learnt?known=2016-03-29")


def test_a_claim_that_was_rejected_did_not_come(reader):
    claim = reader.client.get("/api/learnt?known=2016-03-28").json()["rows"][0]["id"]
    token = reader.client.get("/api/session").json()["token"]
    told = reader.client.post(
        f"/api/claims/{claim}/reject", json={"because": "it is not said"}, headers={"X-CSRF-Token": token}
    )
    assert told.status_code == 200
    assert reader.client.get("/api/learnt?known=2016-03-28").json()["total"] == 0


@mapped.in_browser
def test_the_time_line_says_how_many_and_opens_the_list(built, browser):
    with mapped.served(built[0]) as home, mapped.window(browser, home) as window:
        page = window.map("/?day=2016-03-27&known=2016-03-27")
        page.wait_for_selector("#timeline .later >> text=3 claims came later")
        page.click("#timeline .later")
        page.wait_for_selector("#drawer h1 >> text=What came later")
        assert page.locator("#drawer figure.quote").count() == 3
        page.keyboard.press("Escape")
        page.focus(".handle.known")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("#timeline .later >> text=Nothing came later")
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector("#timeline .later >> text=3 claims came later")
    assert (window.said, window.asked) == ([], [])
