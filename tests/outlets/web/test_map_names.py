"""Places named in the reader's script: by the browser's wish, by the address, on the page of a place, on the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mapped
import pytest

from tadmor.outlets.http.names import every
from tadmor.outlets.http.shield import Shield

PALMYRA, HOMS = "geonames:163808", "geonames:169577"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with mapped.chromium() as found:
        yield found


@pytest.mark.parametrize(
    ("wished", "asked", "language", "palmyra"),
    [
        ("ar", "", "ar", "تدمر"),
        ("ar-SY,en;q=0.5", "", "ar", "تدمر"),
        ("de,ar;q=0.9", "", "en", None),
        ("de;q=0.5,ar;q=0.9", "", "ar", "تدمر"),
        ("ru", "", "en", None),
        ("", "", "en", None),
        ("ar;q=x,,;q=1", "", "en", None),
        ("en", "names=ar", "ar", "تدمر"),
        ("ar", "names=en", "en", None),
        ("ar", "names=uk", "uk", None),
    ],
)
def test_names_are_chosen_by_the_address_then_by_the_browser(reader, wished, asked, language, palmyra):
    told = reader.client.get(f"/api/names?{asked}", headers={"accept-language": wished}).json()
    assert (told["language"], told["names"].get(PALMYRA)) == (language, palmyra)
    assert set(told["names"]) <= {PALMYRA, HOMS}


def test_a_language_without_names_is_told_as_a_fault(reader):
    answer = reader.client.get("/api/names?names=ru")
    assert answer.status_code == 422
    assert "one of: en, ar, ckb, he, uk" in answer.text


@pytest.mark.parametrize(
    ("ident", "told"),
    [
        (PALMYRA, [("ar", "rtl", "تدمر")]),
        ("geonames:95446", [("ar", "rtl", "أربيل"), ("ckb", "rtl", "هەولێر")]),
        ("geonames:703448", [("uk", "ltr", "Київ")]),
        ("geonames:709717", [("uk", "ltr", "Донецьк")]),
        ("geonames:293397", [("he", "rtl", "תל אביב-יפו")]),
        ("geonames:2643743", []),
        ("tadmor:palmyra-airport", []),
    ],
)
def test_names_of_a_place(ident, told):
    assert every(ident, Shield()) == told


def test_hidden_words_stay_hidden():
    assert every(PALMYRA, Shield(["تدمر"])) == [("ar", "rtl", "████")]


def test_the_page_of_a_place_lists_its_names_with_their_language(reader):
    page = reader.get(f"/place/{PALMYRA}")
    assert '<bdi lang="ar" dir="rtl">تدمر</bdi> <span class="none">Arabic</span>' in page
    assert 'class="native"' not in page
    own = reader.get(f"/place/{PALMYRA}", **{"accept-language": "ar"})
    assert '<h1><bdi>Palmyra</bdi> <bdi class="native" lang="ar" dir="rtl">تدمر</bdi></h1>' in own


def test_an_answer_in_another_language_is_another_answer(reader):
    first = reader.client.get(f"/place/{PALMYRA}", headers={"accept-language": "en"})
    kept = {"if-none-match": first.headers["etag"]}
    assert reader.client.get(f"/place/{PALMYRA}", headers={"accept-language": "en", **kept}).status_code == 304
    assert reader.client.get(f"/place/{PALMYRA}", headers={"accept-language": "ar", **kept}).status_code == 200


@mapped.in_browser
def test_the_map_names_places_in_the_script_of_the_reader(built, browser):
    with mapped.served(built[0]) as home, mapped.window(browser, home, locale="ar") as window:
        page = window.map("/?day=2016-03-28")
        page.focus("#map")
        said = ""
        for _ in range(6):
            page.keyboard.press("n")
            said += page.text_content("#status")
        asked = [url for url in window.urls if "/api/names" in url]
    with mapped.served(built[0]) as home, mapped.window(browser, home) as plain:
        plain.map("/?day=2016-03-28")
        none = [url for url in plain.urls if "/api/names" in url]
    assert "تدمر" in said
    assert "(Palmyra)" in said
    assert (len(asked), none) == (1, [])
    assert (window.said, window.asked) == ([], [])
