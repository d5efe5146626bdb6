"""Makes an archive to measure on: pages of invented sites around texts of the shared sets, as WARC shards.

    python bench/archive_corpus.py FOLDER [--pages 20000] [--shards 20] [--shared ../shared] [--seed 5]

One page in ten is a report of a conflict (fakes, wikipedia_syria, relevant texts of MUC, sentences of event_location);
the others are local news, election news, business news, reviews, answers and letters (LGL, GeoWebNews, PolNeAR,
TimeBank's wsj, MEANTIME, UD EWT). An article is three to nine paragraphs of one or two documents of one set, drawn so
that pages differ; one report in twelve is printed again by another site, cut or whole. Around it stand a site's menus,
share bar, pictures with captions, related headlines, comments, a newsletter box, scripts and styles, 20 to 80 kB
altogether. Of the related headlines one in ten is of a conflict, comments are lines of EWT. ``index.tsv`` in the
folder tells of each page which it is. The texts are others': keep the folder out of the project.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from texts import ROOT, Text, texts
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

WAR = ("fakes", "wikipedia", "muc", "event_location")
OTHER = ("lgl", "geowebnews", "polnear", "timebank", "meantime", "ewt")
SECTIONS = "World Politics Business Opinion Science Health Sport Culture Travel Food Style Weather Video Audio".split()
PLACES = (
    "Northgate Easton Millbrook Harbour Ridge Fairview Lakeside Westford Ashby Kingsmead Oakdale Stonebridge".split()
)
NAMES = ("Dana Whitlock", "Marek Olsen", "Priya Nand", "Hugo Farrell", "Leila Moss", "Theo Banks", "Ines Cole")
CODE = (
    "function track{n}(e){{var t=e||window.event;if(!t.target)return;queue.push(['view',t.target.id,{n}]);}}",
    "window.slots=window.slots||[];window.slots.push({{id:'unit-{n}',sizes:[[300,250],[728,90]],lazy:true}});",
    "if('IntersectionObserver'in window)new IntersectionObserver(function(a){{a.forEach(draw{n})}}).observe(box{n});",
    'var state{n}={{"user":null,"region":"r{n}","tests":[{n},2,3],"consent":false,"paywall":"metered"}};',
)
RULES = (
    ".c{n}{{display:flex;margin:0 {n}px;padding:4px 8px;color:#3{n}4}} @media(max-width:{n}px){{.c{n}{{display:none}}}}"
)


@dataclass(frozen=True, slots=True)
class Article:
    """What a page tells: headline, day, author, paragraphs; where its words are from; whether of a conflict."""

    headline: str
    day: date
    author: str
    paragraphs: tuple[str, ...]
    origin: str
    war: bool


@dataclass(frozen=True, slots=True)
class Site:
    """An invented publisher: its name and address, and the marks of its page."""

    name: str
    host: str
    article: str  # opens and closes the body: "article", or a div of this class
    related: str  # class of its related box
    comments: str  # class of its comments
    data: bool  # whether it tells day and author as JSON-LD


SITES = (
    Site("The Millbrook Courier", "courier.example", "article", "related-stories", "comments-area", True),
    Site("Harbour Daily", "harbourdaily.example", "story-body", "more-on-this", "user-comments", True),
    Site("Northgate Post", "northgatepost.example", "entry-content", "you-may-like", "comment-list", False),
    Site("Eastern Wire", "easternwire.example", "article-text", "promo-list", "discussion", False),
    Site("Ridge Review", "ridgereview.example", "article", "recirculation", "comments", True),
    Site("Lakeside Times", "lakesidetimes.example", "post-content", "read-more-box", "reader-comments", False),
)


class Press:
    """Draws articles and prints pages of them."""

    def __init__(self, shared: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.war = [_kept(name, texts(name, shared)) for name in WAR]
        self.other = [_kept(name, texts(name, shared)) for name in OTHER]
        self.talk = _lines(self.other[-1:])
        self.lines = {True: _lines(self.war), False: _lines(self.other)}
        self.told: list[Article] = []

    def article(self, war: bool) -> Article:
        """An article; of a conflict now and then one that another site has told before."""
        if war and self.told and self.rng.random() < 1 / 12:
            known = self.rng.choice(self.told)
            kept = len(known.paragraphs) if self.rng.random() < 0.5 else max(2, len(known.paragraphs) * 2 // 3)
            return Article(self._headline(known.paragraphs[0]), known.day, known.author, known.paragraphs[:kept],
                           f"again:{known.origin}", war)  # fmt: skip
        group = self.rng.choice(self.war if war else self.other)
        first, second = self.rng.choice(group), self.rng.choice(group)
        number = self.rng.randint(3, 9)
        parts = _some(first.paragraphs, number, self.rng)
        if len(parts) < number:
            parts += _some(second.paragraphs, number - len(parts), self.rng)
        day = date(2012, 1, 1) + timedelta(self.rng.randrange(3000))
        author = self.rng.choice(NAMES)
        out = Article(self._headline(parts[0]), day, author, tuple(parts), f"{first.id}+{second.id}", war)
        if war:
            self.told.append(out)
        return out

    def _headline(self, words: str) -> str:
        start = self.rng.randrange(3)
        return " ".join(words.split()[start : start + 9]).strip(",;:.").capitalize()

    def page(self, article: Article, site: Site) -> str:
        """The page of an article."""
        size = self.rng.randint(20_000, 80_000)
        head, body = self._head(article, site), self._body(article, site)
        room = max(0, size - len(head) - len(body) - 6000)
        return (
            f"<!DOCTYPE html>\n<html lang=\"en\"><head>{head}<style>{self._rules(room // 4)}</style>"
            f"<script>{self._code(room // 2)}</script></head>\n<body class=\"c7\">{self._menu(site)}\n{body}\n"
            f"{self._foot(site)}<script>{self._code(room // 4)}</script></body></html>"
        )  # fmt: skip

    def _head(self, a: Article, site: Site) -> str:
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.headline,
                "datePublished": a.day.isoformat(), "author": {"@type": "Person", "name": a.author}}  # fmt: skip
        told = f'<script type="application/ld+json">{json.dumps(data)}</script>' if site.data else ""
        return (
            f'<meta charset="utf-8"><title>{escape(a.headline)} - {site.name}</title>'
            f'<meta property="og:site_name" content="{site.name}">'
            f'<meta property="og:title" content="{escape(a.headline)}">'
            f'<meta property="article:published_time" content="{a.day.isoformat()}T08:30:00Z">{told}'
        )

    def _body(self, a: Article, site: Site) -> str:
        tag, mark = ("article", "") if site.article == "article" else ("div", f' class="{site.article}"')
        parts = [f"<p>{self._linked(p)}</p>" for p in a.paragraphs]
        parts.insert(min(2, len(parts)), self._related(site, 3))
        image = f'<img src="/i/{self.rng.randrange(9999)}.jpg" alt="">'
        picture = f"<figure>{image}<figcaption>A street in {self.rng.choice(PLACES)}.</figcaption></figure>"
        return (
            f'<main><{tag}{mark}><h1>{escape(a.headline)}</h1><div class="byline">By {a.author} '
            f'<time datetime="{a.day.isoformat()}">{a.day:%d %B %Y}</time></div>{self._shares()}{picture}\n'
            + "\n".join(parts)
            + f'</{tag}><aside class="{site.related}">{self._related(site, 8)}</aside>{self._comments(site)}</main>'
        )

    def _linked(self, paragraph: str) -> str:
        words = escape(paragraph).split(" ")
        if len(words) > 20 and self.rng.random() < 0.4:
            at = self.rng.randrange(len(words) - 2)
            words[at] = f'<a href="/topic/{self.rng.randrange(500)}">{words[at]}'
            words[at + 1] += "</a>"
        return " ".join(words)

    def _related(self, site: Site, number: int) -> str:
        drawn = (self.rng.choice(self.lines[self.rng.random() < 0.1]) for _ in range(number))
        lines = (self._headline(line) for line in drawn)
        rows = "".join(f'<li><a href="/{self.rng.randrange(99999)}">{escape(line)}</a></li>' for line in lines)
        return f'<div class="{site.related}"><h3>More on this</h3><ul>{rows}</ul></div>'

    def _comments(self, site: Site) -> str:
        rows = "".join(self._comment() for _ in range(self.rng.randrange(12)))
        return f'<section id="comments" class="{site.comments}"><h2>Comments</h2><ol>{rows}</ol></section>'

    def _comment(self) -> str:
        who = f"{self.rng.choice(NAMES).split()[0]}{self.rng.randrange(99)}"
        return (
            f'<li class="comment"><div class="comment-author">{who}</div><div class="comment-body">'
            f'<p>{escape(self.rng.choice(self.talk))}</p></div><a class="reply" href="#">Reply</a></li>'
        )

    def _shares(self) -> str:
        names = ("Facebook", "Twitter", "WhatsApp", "Email", "Print", "Copy link")
        return (
            '<ul class="share-bar">' + "".join(f'<li><a href="#" class="share">{n}</a></li>' for n in names) + "</ul>"
        )

    def _menu(self, site: Site) -> str:
        rows = "".join(f'<li><a href="/{s.lower()}">{s}</a><ul>{self._places(s)}</ul></li>' for s in SECTIONS)
        return f'<header><a href="/">{site.name}</a><nav><ul>{rows}</ul></nav><form><input name="q"></form></header>'

    def _places(self, section: str) -> str:
        places = PLACES[: self.rng.randint(3, 9)]
        return "".join(f'<li><a href="/{section.lower()}/{p.lower()}">{section} in {p}</a></li>' for p in places)

    def _foot(self, site: Site) -> str:
        return (
            '<section class="newsletter-signup"><p>Sign up to our newsletter and get the five stories of the day in '
            "your inbox every morning, free of charge.</p></section>"
            f"<footer><p>Copyright {site.name}. All rights reserved. Read our terms of use and how we use cookies on "
            "this site and others.</p></footer>"
        )

    def _code(self, size: int) -> str:
        return _filled(CODE, size, self.rng)

    def _rules(self, size: int) -> str:
        return _filled((RULES,), size, self.rng)


def _lines(groups: list[list[Text]]) -> list[str]:
    """The paragraphs of 40 to 400 characters."""
    return [p for group in groups for t in group for p in t.paragraphs if 40 < len(p) < 400]


def _filled(lines: Sequence[str], size: int, rng: random.Random) -> str:
    out: list[str] = []
    while size > 0:
        out.append(rng.choice(lines).format(n=rng.randrange(1000)))
        size -= len(out[-1])
    return "\n".join(out)


def _kept(name: str, found: list[Text]) -> list[Text]:
    """The documents of a set that are what it is taken for, in paragraphs of some length."""
    if name == "muc":
        found = [t for t in found if t.sort == "relevant"]
    if name == "timebank":
        found = [t for t in found if t.sort == "wsj"]
    cut = [Text(t.id, tuple(part for p in t.paragraphs for part in _shorter(p)), t.sort) for t in found]
    return [t for t in cut if sum(len(p) for p in t.paragraphs) > 300]


def _shorter(paragraph: str) -> Iterator[str]:
    """A long paragraph in parts of three sentences or so."""
    sentences = paragraph.replace("? ", "?\n").replace(". ", ".\n").split("\n")
    for at in range(0, len(sentences), 3):
        yield " ".join(sentences[at : at + 3])


def _some(parts: Sequence[str], number: int, rng: random.Random) -> list[str]:
    """So many paragraphs in order, the first among them."""
    kept = {0, *rng.sample(range(len(parts)), min(number, len(parts)) - 1)}
    return [parts[at] for at in sorted(kept)][:number]


def made(folder: Path, shared: Path, pages: int, shards: int, seed: int) -> Iterator[tuple[Path, int]]:
    """(file, its number of pages) of each shard, as soon as it is written."""
    press = Press(shared, seed)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "index.tsv").open("w", encoding="utf-8") as index:
        index.write("url\twar\torigin\n")
        for shard in range(shards):
            numbers = range(shard, pages, shards)
            path = folder / f"pages-{shard:03}.warc.gz"
            with path.open("wb") as out:
                writer = WARCWriter(out, gzip=True)
                for number in numbers:
                    article, site = press.article(press.rng.random() < 0.1), press.rng.choice(SITES)
                    url = f"https://{site.host}/{article.day:%Y/%m/%d}/{number:06}.html"
                    index.write(f"{url}\t{int(article.war)}\t{article.origin}\n")
                    _write(writer, url, article.day, press.page(article, site))
            yield path, len(numbers)


def _write(writer: WARCWriter, url: str, day: date, page: str) -> None:
    content = page.encode()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))]
    told = {"WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>", "WARC-Date": f"{day}T12:00:00Z"}
    answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(url, "response", BytesIO(content), http_headers=answer, warc_headers_dict=told)
    writer.write_record(record)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--pages", type=int, default=20_000)
    ap.add_argument("--shards", type=int, default=20)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--seed", type=int, default=5)
    a = ap.parse_args()
    for path, number in made(a.folder, a.shared, a.pages, a.shards, a.seed):
        print(path, number, f"{path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
