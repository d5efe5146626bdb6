"""Sixty pages in the manner of twelve publishing systems: main text, captions, day and byline against the truth."""

from io import BytesIO

import pytest
from pages_made.making import HELD_BACK, Made, pages
from pages_made.scoring import Score, found_in, score

from tadmor.model import Report
from tadmor.sources import read
from tadmor.sources.tree import parse, text_of


def scored(made: Made) -> Score:
    reports = [item for item in read("-", stdin=BytesIO(made.html.encode())) if isinstance(item, Report)]
    return score(made, found_in(reports[0]) if reports else None)


@pytest.mark.parametrize("made", pages(), ids=lambda made: f"{made.system}-{made.name}")
def test_a_page(made):
    counts = scored(made)
    assert counts.leaked == 0
    assert counts.paragraphs_f1 >= 0.8
    assert counts.captions_right == counts.captions_wanted


@pytest.mark.parametrize("held", [True, False])
def test_all_pages(held):
    total = sum((scored(made) for made in pages() if (made.system in HELD_BACK) == held), Score())
    assert total.pages == (20 if held else 40)
    assert total.paragraphs_f1 >= 0.95
    assert total.captions_f1 >= 0.95
    assert total.dates >= 0.95 * total.pages
    assert total.bylines >= 0.95 * total.pages
    assert total.titles == total.pages


def test_every_page_shows_what_is_wanted_of_it():
    for made in pages():
        shown = "".join(text_of(parse(made.html)).replace("|", "").split())
        wanted = [*made.paragraphs, *made.comments, *(words for caption in made.captions for words in caption)]
        if made.name != "csr-only":  # its text stands in a script
            assert [w for w in wanted if "".join(w.replace("|", "").split()) not in shown] == [], made.name
        assert 5_000 < len(made.html) < 60_000, made.name
    assert len({made.html for made in pages()}) == 60
