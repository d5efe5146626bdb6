"""Input made to be slow: each of these would take minutes or longer wherever a pattern could match it in two ways."""

import gzip
import json
from contextlib import nullcontext

import pytest

from tadmor.errors import SourceError
from tadmor.settings import Settings
from tadmor.sources import Page, pages, report_from_text
from tadmor.sources.archive.answer import answer_of, content_of
from tadmor.sources.blocks import is_furniture
from tadmor.sources.decode import begins_page, decode
from tadmor.sources.documents import kind_of
from tadmor.sources.markdown import read_markdown
from tadmor.sources.page import read_page
from tadmor.sources.report import Facts
from warcs import answer, page, record

MANY = 100_000
LEAD = (
    "The army shelled the town of Orvan on Monday before dawn, and five people were killed, the mayor said, and the "
    "road to the south of the town, which had been open for a week, was closed again to all who wished to leave it."
)
COMMENTS = b"<!-- a template -->\n" * 3_000


def html(body: str = "", *, head: str = "") -> str:
    title = "Army shells the town of Orvan"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{LEAD}</p>{body}<p>Eight others fled, he said.</p></article></body></html>"
    )


def linked(author: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'Article', 'author': author})}</script>"


@pytest.mark.parametrize(
    ("raw", "is_page"),
    [
        (COMMENTS + b"<html>", True), (COMMENTS + b"<p>no page", False), (COMMENTS * 100, False),
        (b"<!-- a comment without an end " * MANY, False), (b"<!--" * MANY + b"--><html>", False),
        (b"<?xml version='1.0'?> " * 1_000 + b"<!DOCTYPE  html>", True), (b"<?xml " * MANY, False),
        (b"<?xml ?>\n" * MANY, False), (b"\n \t" * MANY, False), (b"\xef\xbb\xbf \n<!-- <html> -->\r\n<body>", True),
        (b"<!-- --- -- --><head>", True), (b"<!-- <html>", False), (b"<htmlx>", False), (b"text <html>", False),
    ],
)  # fmt: skip
def test_whether_bytes_begin_as_a_page_does(raw, is_page):
    assert begins_page(raw) is is_page
    assert (kind_of("x", raw) == "page") is is_page


def test_an_answer_of_no_known_type_that_is_all_comments(tmp_path):
    path = tmp_path / "x.warc"
    blocks = [answer(content, "Server: x") for content in (COMMENTS + b"no page", COMMENTS + page(1))]
    path.write_bytes(b"".join(record(block, number=n) for n, block in enumerate(blocks)))
    assert [item.content for item in pages(path) if isinstance(item, Page)] == [COMMENTS + page(1)]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'a' * MANY}</p>",
        "".join(f"<p>{'a' * 2_000}{n}</p>" for n in range(30)),
        "<p>" + "users " * 26 + "of Orvan</p>",
        "<p>" + "readers " * 26 + "of Orvan</p>", "<h2>" + "readers’ " * 6 + "x</h2>",
        "<p>" + "- " * MANY + "x</p>", "<p>" + "&#8232;" * MANY + "x</p>", "<time>12 May</time>" * 4_000,
        "<div class=date>1</div>" * 4_000,
        "<div class='byline meta date'>" + "posted by " * 30 + "x</div>",
    ],
    ids=lambda body: body[:20],
)  # fmt: skip
def test_a_page(body):
    report, _ = read_page(html(body), Facts(), Settings(languages=()))
    assert LEAD in report.text


@pytest.mark.parametrize("author", ["by " * MANY, [["posted " * 40] * 8] * 8, "posted on  on  on " * 20])
def test_a_byline(author):
    report, _ = read_page(html(head=linked(author)), Facts(), Settings())
    assert len(report.byline or "") <= 400


@pytest.mark.parametrize("word", ["users ", "readers ", "users’ ", "reader's ", "all latest top "])
def test_a_paragraph_of_words_that_may_open_comments(word):
    words = (word * 60)[: 320 // len(word) * len(word) - 20]
    assert not is_furniture(f"{words}fled")
    assert is_furniture(f"{word * 9}comments")


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        ("a" * 2_000, False), ("ab" * 900 + ".", True), (f"{'a' * 41}.", False), (f"{'a' * 42}.", True),
        (f"... . {'b' * 42}?", True), ("a. " * 600, False), ("é" * 50, False), (f"a. {', ' * 30}bc{'-' * 40}!", True),
        (f"a. {', ' * 30}bc{'-' * 39}!", False), (f"{'x, ' * 50}!", False),
    ],
)  # fmt: skip
def test_what_is_a_sentence(words, sure):
    markup = f"<html><body><p>{words}</p></body></html>"
    with nullcontext() if sure else pytest.raises(SourceError, match="no article"):
        read_page(markup, Facts(), Settings(languages=()))


@pytest.mark.parametrize("mark", ["<", "& ", "((", "\u2028", "--"])
def test_a_text_whose_title_is_followed_by_no_word(mark):
    title = "Army shells the town of Orvan"
    report = report_from_text(f"{title} {mark * MANY}\n\n{LEAD}", title=title)
    assert report.title == title


@pytest.mark.parametrize("line", ["| " * MANY + "x", " " * MANY + "x", "|" * MANY + "x", "- " * MANY + "x",
    "[" * MANY, "[a](" * 2_000, "![a](b " + " " * MANY, "=" * MANY + "x"])  # fmt: skip
def test_a_line_of_markdown(line):
    report, _ = read_markdown(f"{LEAD}\n\n{line}\n", Facts(), Settings(languages=()))
    assert report.text.startswith(LEAD)


@pytest.mark.parametrize(
    ("line", "left_out"),
    [("|---|---|", True), ("| - | :-: |", True), (" |", True), ("|", False), ("a | b", False), ("---", True),
     (" - - -", True), ("====", True), ("  ```python", True), ("[1]: https://x.example", True),
     ("[1]: ", False), ("|-|x", False), ("\t|", True), ("--|", True), ("  |-", True)],
)  # fmt: skip
def test_rules_and_borders_of_markdown(line, left_out):
    report, _ = read_markdown(f"{LEAD}\n{line}\nEight others fled.\n", Facts(), Settings(languages=()))
    assert (line.strip() not in report.text) is left_out


@pytest.mark.parametrize("head", [b"<meta " * 33 + b"charset=" + b" " * 3_000, b"<meta charset" * 300])
def test_a_declared_charset(head):
    text, _ = decode(b"<html>" + head + ("<p>Lille est tombée." * 30).encode("cp1252"))
    assert "tombée" in text


@pytest.mark.parametrize("size", [0, 1, 200_000])
def test_an_answer_behind_interim_ones(size):
    found = answer_of(b"HTTP/1.1 100 Continue\r\n\r\n" * size + answer(b"x" * size, status="404 Not Found"))
    assert (found.status, found.headers["content-type"], len(found.body)) == (404, "text/html; charset=utf-8", size)


def test_a_body_of_many_packed_members():
    packed = gzip.compress(b"", mtime=0) * 120_000 + gzip.compress(b"Shells fell.", mtime=0)
    content = content_of(answer_of(answer(packed, "Content-Encoding: gzip")), 1 << 20)
    assert (content.layers[-1], content.amiss) == (b"Shells fell.", None)
