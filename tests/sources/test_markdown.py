"""Markdown with and without front matter."""

from io import BytesIO

import pytest

from tadmor.sources import read

PAGE = """---
title: "Car bomb kills two in Orvan"
date: 2012-04-05
author: Jo Lim
url: https://w.example/1
publisher: Wireline
tags: [war]
---

# Car bomb kills two in Orvan

ORVAN, April 4 (AP) — A **car bomb** killed [two guards](https://w.example/2 "map") in
the _old_ market.[^1]

- The bomb lay in a lorry.
- Nobody claimed it.

![Smoke over Orvan](smoke.png)

## What they say

> "We did not do it," the rebels
> said.

---

| Town | Killed |
|------|--------|
| Orvan | 2 |
"""


def read_one(text):
    return next(iter(read("-", stdin=BytesIO(text.encode()))))


def test_facts():
    found = read_one(PAGE)
    assert (found.title, found.byline, found.url) == ("Car bomb kills two in Orvan", "Jo Lim", "https://w.example/1")
    assert (found.outlet, found.agency, str(found.published)) == ("Wireline", "AP", "2012-04-05")
    assert found.dateline.place == "Orvan"


def test_parts():
    found = read_one(PAGE)
    assert [(b.kind, found.text[b.start : b.end]) for b in found.blocks] == [
        ("title", "Car bomb kills two in Orvan"),
        ("dateline", "ORVAN, April 4 (AP) —"),
        ("paragraph", "A car bomb killed two guards in the old market."),
        ("paragraph", "The bomb lay in a lorry."),
        ("paragraph", "Nobody claimed it."),
        ("caption", "Smoke over Orvan"),
        ("paragraph", "What they say"),
        ("paragraph", '"We did not do it," the rebels said.'),
        ("paragraph", "| Town | Killed |"),
        ("paragraph", "| Orvan | 2 |"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: A\n---\nB b.", "A"),
        ("---\nlang: en\n---\n# A\n\nB b.", "A"),
        ("---\nlang: en\n---\nA\n===\n\nB b.", "A"),
    ],
)
def test_titles(text, title):
    found = read_one(text)
    assert found.title == title
    assert found.text == "A\n\nB b."


def test_a_day_that_cannot_be_is_noted():
    report, note = read("-", stdin=BytesIO(b"---\ndate: 2016-02-31\n---\nShells fell."))
    assert report.published is None
    assert "2016-02-31" in note.message
