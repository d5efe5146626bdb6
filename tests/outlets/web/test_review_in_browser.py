"""The review in Debian's Chromium: by keys alone, by picking words, by two readers at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mapped import chromium, in_browser, served
from windows import Window, copied, signed_in, users_file

pytestmark = in_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def window(browser, built, tmp_path) -> Iterator[Window]:
    """A window of a reviewer, alone on a record of their own."""
    with served(copied(built, tmp_path)) as home:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        yield Window(page, home, built[1])
        page.close()


@pytest.fixture(scope="module")
def readers(browser, built, tmp_path_factory) -> Iterator[tuple[str, Any, Any]]:
    """The file of users, and the browsers of two of them who are signed in: a session holds wherever its key does."""
    folder = tmp_path_factory.mktemp("users")
    users = users_file(folder, "Amal", "Basim")
    with served(copied(built, folder), users=users) as home:
        yield users, *(signed_in(browser, home, name) for name in ("Amal", "Basim"))


@pytest.fixture
def two(readers, built, tmp_path) -> Iterator[tuple[Window, Window]]:
    """Windows of two reviewers, each in a browser of their own."""
    users, *contexts = readers
    with served(copied(built, tmp_path), users=users) as home:
        windows = [Window(context.new_page(), home, built[1]) for context in contexts]
        yield windows[0], windows[1]
        for window in windows:
            window.page.close()


def press(page: Any, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def send(page: Any, key: str, told: str = ".done") -> None:
    """Press a key that sends a form, and wait for the page that it leads to, which shows what is named."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)
    page.wait_for_selector(told)


def told(page: Any) -> str:
    """What the page says was done."""
    return " ".join(page.locator(".done p").inner_text().split())


def test_the_whole_review_is_done_by_keys_alone(window):
    page = window.go("/review")
    ident = window.ids["claim"]
    accept = page.locator(f'form[action*="{ident}/accept"]')
    assert accept.count() == 1
    send(page, "a", ".done >> text=Accepted")
    assert accept.count() == 0
    send(page, "u", f'form[action*="{ident}/accept"]')
    send(page, "r", ".done >> text=Rejected")
    send(page, "u", f'form[action*="{ident}/accept"]')
    press(page, "c", "ArrowDown")
    assert page.evaluate("getSelection().toString()") == "shelling"
    press(page, "ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
    press(page, "Enter")
    assert page.input_value('.decide input[name="actor"]') == "Residents of Homs"
    press(page, *["Tab"] * 13)
    assert page.evaluate("document.activeElement.name") == "because"
    page.keyboard.type("they heard it")
    send(page, "Enter", ".done >> text=Corrected")
    assert "actor: Residents of Homs" in told(page)
    send(page, "u", f'form[action*="{ident}/accept"]')
    assert page.locator(".log .undone").count() == 3
    paired = pair_of(window)
    send(page, "s", ".done >> text=same")
    send(page, "d", ".done >> text=different")
    assert f"claim={paired}" in page.url
    left = int(page.locator(".head .under").inner_text().split()[0])
    page.goto(f"{window.home}/review")
    for _ in range(left):
        send(page, "a", ".done >> text=Accepted")
    assert "Nothing is left to review" in page.locator("article").inner_text()
    assert window.quiet()


def pair_of(window: Window) -> str:
    """Show a claim that was joined to another; its id."""
    page = window.go("/event/{capture 2016}")
    for ident in page.locator('#parting input[name="claim"]').evaluate_all("all => all.map(one => one.value)"):
        page.goto(f"{window.home}/review?claim={ident}")
        if page.locator(".pairing").count():
            return str(ident)
    raise AssertionError("no claim was joined to another")


@pytest.mark.parametrize(
    ("dragged", "keys", "picked"),
    [
        ("idents of H", (), "Residents of Homs"),  # whole words, however the mouse cuts them
        ("night", ("Control",), "Homs; night"),
        ("at\nnight", (), "at night"),
    ],
)
def test_words_are_picked_by_the_mouse(window, dragged, keys, picked):
    page = window.go("/review?claim={claim}")
    press(page, "c")
    field = page.locator('.decide input[name="place"]')
    field.focus()
    page.evaluate(
        "words => { const walk = document.createTreeWalker(document.querySelector('.archived'), NodeFilter.SHOW_TEXT);"
        " const parts = []; let all = ''; for (let n; (n = walk.nextNode());) { parts.push([n, all.length]);"
        " all += n.data; } const from = all.replace(/\\s/g, ' ').indexOf(words.replace(/\\s/g, ' '));"
        " const spot = at => { const [n, s] = parts.findLast(one => one[1] < at || !one[1]); return [n, at - s]; };"
        " getSelection().setBaseAndExtent(...spot(from), ...spot(from + words.length)); }",
        dragged,
    )
    page.dispatch_event(".archived .block >> nth=-1", "mouseup", {"ctrlKey": "Control" in keys})
    assert field.input_value() == picked
    field.fill("Palmyra")
    page.fill('.decide input[name="because"]', "the text says so")
    page.click(".decide button.main")
    page.wait_for_selector(".done >> text=Corrected")
    assert "place: Palmyra" in window.go("/log").text_content("main")
    assert window.quiet()


def test_picking_follows_the_way_a_text_runs(window):
    page = window.go("/event/{capture 2016}")
    link = page.locator(".quote", has_text="استعاد").locator("a.to").get_attribute("href")
    page.goto(f"{window.home}/review?claim={link.partition('#w-')[2]}")
    press(page, "c", "ArrowDown")
    assert page.evaluate("getSelection().toString()") == "استعاد"
    press(page, "ArrowLeft")  # onwards, as the text runs from the right
    assert page.evaluate("getSelection().toString()") == "مدينة"
    press(page, "Escape")
    assert page.evaluate("document.activeElement.name") == "actor"
    assert window.quiet()


@pytest.mark.parametrize(("first", "second", "out"), [("a", "r", True), ("r", "a", True), ("a", "a", False)])
def test_two_at_once_are_both_kept_and_the_second_is_told(two, first, second, out):
    amal, basim = two
    ident = amal.ids["claim"]
    for one in two:
        one.go("/review?claim={claim}")
    send(amal.page, first)
    assert "While you read it" not in told(amal.page)
    send(basim.page, second)
    words = {"a": "accepted", "r": "rejected"}
    assert f"While you read it, Amal {words[first]} it" in told(basim.page)
    assert ("stays out of every answer" in told(basim.page)) is out
    log = basim.go("/log").locator("section:has(> h2:text('Decisions')) li").all_inner_texts()
    assert f"Amal {words[first]} {ident[:8]}" in log[1]
    assert f"Basim {words[second]} {ident[:8]}" in log[0]
    assert all("UTC" in line for line in log)
    settle = basim.page.locator("#settle").inner_text()
    assert ("Shelling of Homs" in settle) is (first != second)
    assert amal.quiet()
    assert basim.quiet()


@pytest.mark.parametrize("key", ["a", "r"])
def test_a_word_on_a_claim_that_was_corrected_meanwhile_is_held_back(two, key):
    amal, basim = two
    for one in two:
        one.go("/review?claim={claim}")
    correct(amal, "place", "Palmyra", "it was there")
    send(basim.page, key, "[role=alert]")
    alert = basim.page.locator("[role=alert]").inner_text()
    assert "Amal corrected it" in alert
    assert "place: Palmyra" in alert
    assert "not kept" in alert
    assert basim.page.locator('.facts-list div:has(dt:text("Where"))').inner_text().startswith("Where\nPalmyra")
    send(basim.page, "a", ".done >> text=Accepted")  # of the claim as it is now


def test_two_corrections_at_once_lose_nothing(two):
    amal, basim = two
    for one in two:
        one.go("/review?claim={claim}")
    correct(amal, "place", "Palmyra", "it was there")
    correct(basim, "actor", "Residents", "they did it", kept=False)
    page = basim.page
    assert "Your correction is not kept yet" in page.locator("[role=alert]").inner_text()
    assert page.input_value('.decide input[name="place"]') == "Palmyra"
    assert page.input_value('.decide input[name="actor"]') == "Residents"
    assert page.input_value('.decide input[name="because"]') == "they did it"
    assert page.locator(".typed").evaluate_all("all => all.map(one => one.name)") == ["actor"]
    page.click(".decide button.main")
    page.wait_for_selector(".done >> text=Corrected")
    assert told(page).startswith("Corrected: claim")
    page = basim.go("/review?claim={claim}")
    assert page.input_value('.decide input[name="place"]') == "Palmyra"
    assert page.input_value('.decide input[name="actor"]') == "Residents"


def correct(window: Window, field: str, words: str, why: str, kept: bool = True) -> None:
    """Set a field of the claim that is shown anew."""
    page = window.page
    press(page, "c")
    page.fill(f'.decide input[name="{field}"]', words)
    page.fill('.decide input[name="because"]', why)
    page.click(".decide button.main")
    page.wait_for_selector(".done >> text=Corrected" if kept else "[role=alert]")


def test_a_key_pressed_twice_decides_once(window):
    page = window.go("/review?claim={claim}")
    with page.expect_navigation(wait_until="load"):
        press(page, "a", "a")
    page.wait_for_selector(".done")
    assert window.go("/log").text_content("main").count("accepted") == 1


def test_a_second_reader_sees_nothing_of_the_first_and_both_see_how_far_they_agree(two):
    amal, basim = two
    page = amal.go("/review")
    first = []
    for key in ("a", "r", "a"):
        first.append(page.locator(".report-title").inner_text())
        send(page, key, ".done >> text=" + {"a": "Accepted", "r": "Rejected"}[key])
    page = basim.go("/review?blind=1")
    for title in first:
        assert page.locator(".report-title").inner_text() == title
        assert "Amal" not in page.locator("main").inner_text()
        assert page.locator(".st-accepted, .st-rejected").count() == 0
        send(page, "a", ".done >> text=Accepted")
    page.click("text=Show it")
    page.click("text=1 claim to settle")
    agreed = " ".join(page.locator("#agreement").inner_text().split())
    assert "Both decided 3 claims and agree on 2 (67 in 100" in agreed
    assert "2: both accepted; 1: Amal rejected, Basim accepted" in agreed
    page.locator("#settle a").first.click()
    assert "Decided so far" in page.locator(".claims").inner_text()
    assert amal.quiet()
    assert basim.quiet()
