"""Feeds of every kind to entries, the broken ones too."""

import gzip
import random
import time
from datetime import UTC, date, datetime, timedelta, timezone
from unittest.mock import ANY

import feedparser
import pytest

from tadmor.sources.feeds import Entry, Listed, entries, syndication
from tadmor.sources.feeds.entry import Draft, checked
from tadmor.sources.report import SourceNote

BASE = "https://orvan.example/news/feed"
NOON = datetime(2016, 3, 27, 12, tzinfo=UTC)

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
     xmlns:atom="http://www.w3.org/2005/Atom">
 <channel><title>Orvan Wire</title><link>https://orvan.example/</link><ttl>30</ttl>
  <atom:link rel="next" href="?page=2"/>
  <item><title>Shells fall on market &amp;amp; school</title><link>https://orvan.example/1</link>
   <guid isPermaLink="false">wire-1</guid><pubDate>Sun, 27 Mar 2016 10:00:00 +0300</pubDate>
   <description>&lt;p&gt;Two people &lt;b&gt;died&lt;/b&gt;.&lt;/p&gt;</description>
   <content:encoded><![CDATA[<p>Two people died, <a href="/x">said</a> the mayor.</p>]]></content:encoded></item>
  <item><title>Talks</title><link>2.html?a=1&amp;b=2#top</link><guid>wire-2</guid><pubDate>27 Mar 2016</pubDate></item>
 </channel></rss>"""
RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
 <channel rdf:about="https://orvan.example/"><title>Orvan</title><sy:updatePeriod>daily</sy:updatePeriod>
 <sy:updateFrequency>4</sy:updateFrequency></channel>
 <item rdf:about="https://orvan.example/1"><title>Shells fall</title><link>https://orvan.example/1</link>
 <dc:date>2016-03-27T10:00:00Z</dc:date></item></rdf:RDF>"""
RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>Orvan</title><item><title>Caf&eacute; hit</title><link>/1</link></item>
 </channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://orvan.example/b/">
 <title type="html">&lt;i&gt;Orvan&lt;/i&gt;</title>
 <link rel="self" href="feed"/><link rel="next" href="feed?page=2"/>
 <entry><id>tag:orvan.example,2016:1</id><title>Shells fall</title><link rel="edit" href="/edit"/><link href="1.html"/>
  <published>2016-03-27T10:00:00+03:00</published><updated>2016-03-27T11:00:00Z</updated><summary>Two died.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two people died.</p></div></content></entry>
 <entry><id>tag:orvan.example,2016:2</id><title>Talks</title><link href="2.html"/>
  <updated>2016-03-27T11:00:00Z</updated>
 </entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Orvan", "next_url": "?page=2", "items": [
 {"id": "1", "url": "/1", "title": "Shells fall", "content_html": "<p>Two died.</p>", "summary": "Two",
  "date_published": "2016-03-27T10:00:00+03:00", "date_modified": "2016-03-27T11:00:00Z"},
 {"id": 2, "external_url": "https://other.example/2", "content_text": "Talks went on."}]}"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
 <url><loc>https://orvan.example/1</loc><lastmod>2016-03-28</lastmod><news:news><news:publication>
  <news:name>Orvan Wire</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2016-03-27T10:00:00+03:00</news:publication_date><news:title>Shells fall</news:title>
  </news:news></url>
 <url><loc> https://orvan.example/2 </loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <sitemap><loc>https://orvan.example/news.xml.gz</loc><lastmod>2016-03-27</lastmod></sitemap>
 <sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"""
OPML = """<opml version="2.0"><head><title>Wires</title></head><body><outline text="Near">
 <outline type="rss" text="Orvan &amp;amp; Tavira" xmlUrl="https://orvan.example/feed" htmlUrl="https://orvan.example/"/></outline>
 <outline type="rss" text="again" xmlUrl="https://orvan.example/feed"/>
 <outline text="no feed" url="https://x.example/"/>
 <outline type="include" text="more" url="more.opml"/>
 <outline text="bad" xmlUrl="javascript:alert(1)"/></body></opml>"""
THREE = timezone(timedelta(hours=3))
AT_TEN = datetime(2016, 3, 27, 10, tzinfo=THREE)
AT_ELEVEN = datetime(2016, 3, 27, 11, tzinfo=UTC)


def rss(*items):
    return f"<rss version='2.0'><channel>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def test_rss_2():
    feed = entries(RSS2.encode(), BASE, "application/rss+xml")
    assert feed.faults == ()
    assert (feed.kind, feed.title, feed.refresh) == ("rss", "Orvan Wire", timedelta(minutes=30))
    assert feed.next_url == "https://orvan.example/news/feed?page=2"
    assert feed.entries == (
        Entry(
            "https://orvan.example/1", "wire-1", "Shells fall on market & school", AT_TEN, None, "Two people died.",
            '<p>Two people died, <a href="/x">said</a> the mayor.</p>',
        ),
        Entry("https://orvan.example/news/2.html?a=1&b=2", "wire-2", "Talks", date(2016, 3, 27)),
    )  # fmt: skip


def test_rss_1_has_one_date():
    feed = entries(RSS1.encode(), BASE)
    assert (feed.kind, feed.faults, feed.refresh) == ("rss", (), timedelta(hours=6))
    one = feed.entries[0]
    assert (one.published, one.updated) == (datetime(2016, 3, 27, 10, tzinfo=UTC), None)


def test_rss_0_91_with_the_entities_of_html():
    feed = entries(RSS091.encode(), BASE)
    assert [(e.url, e.title) for e in feed.entries] == [("https://orvan.example/1", "Café hit")]


def test_atom():
    feed = entries(ATOM.encode(), BASE, "application/atom+xml; charset=utf-8")
    assert (feed.kind, feed.title, feed.faults) == ("atom", "Orvan", ())
    assert feed.next_url == "https://orvan.example/b/feed?page=2"
    first, second = feed.entries
    assert (first.url, first.ident) == ("https://orvan.example/b/1.html", "tag:orvan.example,2016:1")
    assert (first.published, first.updated, first.summary) == (AT_TEN, AT_ELEVEN, "Two died.")
    assert "<p>Two people died.</p>" in first.content_html
    assert (second.published, second.updated, second.content_html) == (None, AT_ELEVEN, None)


def test_json_feed():
    feed = entries(JSON.encode(), BASE, "application/feed+json")
    assert (feed.kind, feed.title, feed.faults) == ("json", "Orvan", ())
    assert feed.next_url == "https://orvan.example/news/feed?page=2"
    assert feed.entries == (
        Entry("https://orvan.example/1", "1", "Shells fall", AT_TEN, AT_ELEVEN, "Two", "<p>Two died.</p>"),
        Entry("https://other.example/2", "2", summary="Talks went on."),
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_news_sitemap(pack):
    feed = entries(pack(NEWS.encode()), BASE, "application/xml")
    assert (feed.kind, feed.faults) == ("sitemap", ())
    assert feed.entries == (
        Entry("https://orvan.example/1", "https://orvan.example/1", "Shells fall", AT_TEN, date(2016, 3, 28)),
        Entry("https://orvan.example/2", "https://orvan.example/2"),
    )


def test_lists_of_feeds():
    feed = entries(INDEX.encode(), BASE)
    assert (feed.kind, feed.entries) == ("sitemap index", ())
    assert feed.listed == (Listed("https://orvan.example/news.xml.gz", None, date(2016, 3, 27)),)
    assert [str(fault) for fault in feed.faults] == [
        f"{BASE}, sitemap 2: 'file:///etc/passwd' is no web address (correct the list)"
    ]
    feed = entries(OPML.encode(), BASE)
    assert (feed.kind, feed.title) == ("opml", "Wires")
    assert feed.listed == (
        Listed("https://orvan.example/feed", "Orvan & Tavira"), Listed("https://orvan.example/news/more.opml", "more"),
    )  # fmt: skip
    assert [fault.where for fault in feed.faults] == [f"{BASE}, feed 4"]


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("Sun, 27 Mar 2016 10:00:00 GMT", datetime(2016, 3, 27, 10, tzinfo=UTC)),
        ("Sun, 27 Mar 2016 10:00:00 EST", datetime(2016, 3, 27, 10, tzinfo=timezone(timedelta(hours=-5)))),
        ("Sun, 27 Mar 2016 10:00:00 -0000", datetime(2016, 3, 27, 10, tzinfo=UTC)),
        ("Mon, 27 Mar 2016 10:00:00 GMT", datetime(2016, 3, 27, 10, tzinfo=UTC)),
        ("27 Mar 16 10:00 +0300", AT_TEN),
        ("2016-03-27T10:00:00.000+03:00", AT_TEN),
        ("20160327T100000+0300", AT_TEN),
        ("Sun, 27 Mar 2016 10:00:00 CEST", date(2016, 3, 27)),
        ("Sun, 27 Mar 2016 10:00:00", date(2016, 3, 27)),
        ("2016-03-27 10:00", date(2016, 3, 27)),
        ("2016-03-27", date(2016, 3, 27)),
        ("Sunday, March 27, 2016", date(2016, 3, 27)),
        ("Sun, 27 Mar 2016 25:61:00 GMT", date(2016, 3, 27)),
        ("31 Feb 2016 10:00:00 GMT", None),
        ("2016-02-31T10:00:00Z", None),
        ("03/04/2016", None),
        ("2016", None),
        ("yesterday", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("0001-01-01T00:00:00Z", None),
        ("99999-01-01", None),
        ("Sun, 27 Mar 99999999999 10:00:00 GMT", None),
        ("Sun, 27 Mar 2016 10:00:00 +999999999999", date(2016, 3, 27)),
        ("2016-03-29T10:00:00Z", None),  # two days after the feed was fetched
        ("2016-03-28T11:00:00Z", datetime(2016, 3, 28, 11, tzinfo=UTC)),
        ("", None),
    ],
)
def test_days_of_publication(words, published):
    feed = entries(rss(f"<link>/1</link><pubDate>{words}</pubDate>").encode(), BASE, fetched=NOON)
    assert feed.entries[0].published == published
    assert type(feed.entries[0].published) is type(published)
    assert [type(fault) for fault in feed.faults] == ([SourceNote] if words and published is None else [])


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://orvan.example/1</link>", "https://orvan.example/1"),
        ("<link>\n https://orvan.example/a b\n</link>", "https://orvan.example/a%20b"),
        ("<link>//other.example/1</link>", "https://other.example/1"),
        ("<link>../1#top</link>", "https://orvan.example/1"),
        ("<link>?p=1</link>", "https://orvan.example/news/feed?p=1"),
        ("<link><![CDATA[https://orvan.example/?a=1&b=2]]></link>", "https://orvan.example/?a=1&b=2"),
        ("<guid>https://orvan.example/1</guid>", "https://orvan.example/1"),
        ("<guid isPermaLink='false'>https://orvan.example/?p=1</guid>", "https://orvan.example/?p=1"),
        ("<guid>1</guid>", None),
        ("<title>Shells fall</title>", None),
        ("<link/>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>JavaScript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>data:text/html,x</link>", None),
        ("<link>mailto:a@b.example</link>", None),
        ("<link>http://[::1</link>", None),
        ("<link>http://</link>", None),
        ("<link>http://h.example:x/</link>", None),
        (f"<link>/{'a' * 9000}</link>", None),
    ],
)
def test_links(item, url):
    feed = entries(rss(item, "<link>/last</link>").encode(), BASE)
    assert [e.url for e in feed.entries] == [url, "https://orvan.example/last"][url is None :]
    assert [(type(fault) is SourceNote, fault.where) for fault in feed.faults] == (
        [(False, f"{BASE}, entry 1")] if url is None else []
    )


def test_names_that_come_twice():
    feed = entries(
        rss(
            "<guid>a</guid><link>/1</link>", "<guid>a</guid><link>/1</link>", "<guid>a</guid><link>/2</link>",
            "<guid>a</guid><link>/2</link>", "<guid>b</guid><link>/1</link>", "<link>/3</link>", "<link>/3</link>",
        ).encode(),
        BASE,
    )  # fmt: skip
    found = [(entry.ident, entry.url.removeprefix("https://orvan.example")) for entry in feed.entries]
    assert found == [("a", "/1"), ("https://orvan.example/2", "/2"), ("b", "/1"), ("https://orvan.example/3", "/3")]
    assert [fault.where.rpartition(" ")[2] for fault in feed.faults] == ["2", "3", "4", "7"]
    assert all(type(fault) is SourceNote for fault in feed.faults)


ITEM = "<item><title>Não à Síria</title><link>/1</link></item>"


@pytest.mark.parametrize(
    ("content", "media", "title"),
    [
        (f"<rss><channel>{ITEM}</channel></rss>".encode(), None, "Não à Síria"),
        (f"<rss><channel>{ITEM}</channel></rss>".encode("utf-8-sig"), None, "Não à Síria"),
        (f"<?xml version='1.0' encoding='utf-16'?><rss><channel>{ITEM}</channel></rss>".encode("utf-16"), None,
         "Não à Síria"),
        (f"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel>{ITEM}</channel></rss>".encode("latin-1"), None,
         "Não à Síria"),
        (f"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel>{ITEM}</channel></rss>".encode(), None,
         "Não à Síria"),
        (f"<?xml version='1.0' encoding='utf-8'?><rss><channel>{ITEM}</channel></rss>".encode("cp1252"), None,
         "Não à Síria"),
        (f"<rss><channel>{ITEM}</channel></rss>".replace("Não à Síria", "Взрыв в городе").encode("cp1251"),
         "text/xml; charset=windows-1251", "Взрыв в городе"),
        (f"<rss><channel>{ITEM}</channel></rss>".encode(), "text/xml; charset=windows-1251", "Não à Síria"),
        (f"<rss><channel>{ITEM}</channel></rss>".encode(), "text/xml; charset=unicode_escape", "Não à Síria"),
        (f"\n\n<?xml version='1.0'?><rss><channel>{ITEM}</channel></rss>".encode(), None, "Não à Síria"),
    ],
)  # fmt: skip
def test_character_sets(content, media, title):
    feed = entries(content, BASE, media)
    assert [entry.title for entry in feed.entries] == [title]


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        ("<rss><channel><item><link>/1</link><title>A & B</title></item></channel></rss>", ["A & B"]),
        ("<rss><channel><item><link>/1?a=1&b=2</link><title>A&nbsp;B &unknown; C</title></item></channel></rss>",
         ["A B &unknown; C"]),
        ("<rss><channel><item><link>/1</link><title>A</title></item><item><link>/2</link><title>B", ["A", None]),
        ("<rss><channel><item><link>/1</link><title>A</wrong></title></item></channel></rss>", ["A"]),
        ("<rss><channel><item><link>/1</link><title>A\x08B</title></item></channel></rss>", ["A B"]),
        ("<rss><channel><item><link>/1</link><title>A</title><media:x y:z='1'/></item></channel></rss>", ["A"]),
        ("<br />\n<b>Warning</b>: division by zero\n<?xml version='1.0'?>\n<rss><channel><item><link>/1</link>"
         "<title>A</title></item></channel></rss>", ["A"]),
        ("<rss><channel><item><link>/1</link><title>A</title></item></channel></rss><p>more", ["A"]),
    ],
)  # fmt: skip
def test_broken_xml_is_read_as_far_as_it_goes(content, titles):
    feed = entries(content.encode(), BASE)
    assert [entry.title for entry in feed.entries] == titles
    assert [type(fault) for fault in feed.faults] == [SourceNote]
    assert "broken XML" in feed.faults[0].message


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]>',
        f'<!DOCTYPE rss [<!ENTITY a0 "ha">{LAUGHS}<!ENTITY a "&a9;">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;<!ENTITY a "x">]>',
    ],
)
def test_entities_are_left_alone(prolog):
    feed = entries(f"{prolog}{rss('<link>/1</link><title>A&a;B</title>')}".encode(), BASE)
    assert len(str(feed)) < 2000
    assert "root:" not in str(feed)
    assert [entry.url for entry in feed.entries] == ["https://orvan.example/1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b" \n", "no XML"),
        (b"\x00\x01\x02\x03" * 100, "binary file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"<!DOCTYPE html><html><body>Home</body></html>", "a web page, not a feed"),
        (b"\xef\xbb\xbf <!-- x --><HTML>", "a web page, not a feed"),
        (b"Not found", "no XML that can be read"),
        (b"<note>x</note>", "its root is <note>"),
        (b"{}", "JSON, but no feed"),
        (b"[1]", "JSON, but no feed"),
        (b'{"items": 3}', "JSON, but no feed"),
        (b'{"items": [', "no JSON that can be read"),
        (b'{"items": ' + b"[" * 90_000, "no JSON that can be read"),
        (b"http://127.0.0.1:1/", "no XML that can be read"),
        (b"/etc/passwd", "no XML that can be read"),
        (b"\x1f\x8b\x08 no gzip", "damaged"),
        (gzip.compress(RSS2.encode())[:-20], "its end is missing"),
        (gzip.compress(b"<urlset>" + b" " * 200_000), "longer than 100,000 bytes"),
        (b"<urlset>" + b" " * 100_000, "the feed has 100,008 bytes"),
    ],
)
def test_what_is_no_feed(content, words):
    feed = entries(content, BASE, max_bytes=100_000)
    assert (feed.kind, feed.entries, len(feed.faults)) == (None, (), 1)
    assert words in feed.faults[0].message
    assert feed.faults[0].where == BASE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!--a-->" * 500 + b"<note/>", "its root is <note>"),
        (b"<!--a--> \n" * 400 + b"<html>", "a web page"),
        (b"<?xml a?>" * 400 + b"<!--a--" * 40 + b"<body>", "no XML that can be read"),
        (b'{"items": [' + b"{}," * 550_000 + b"{}]}", "braces and commas, more than the 1,000,000 that are read"),
        (b'{"items": [' + b'{"a":[0]},' * 350_000 + b"{}]}", "more than the 1,000,000 that are read"),
    ],
)  # fmt: skip
def test_what_is_made_to_take_long_or_much_is_left_soon(content, words):
    feed = entries(content, BASE)  # with the patterns of old it would not end
    assert words in feed.faults[0].message


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><link>http://a.example/1</link></item><item><link>http://a.example/23",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><link href='http://a.example/1'/></entry><entry>"
        "<link href='http://a.example/2",
        "<urlset><url><loc>http://a.example/1</loc></url><url><loc>http://a.example/2?utm",
    ],
)
def test_an_entry_that_breaks_off_is_left_for_the_next_time(text):
    feed = entries(text.encode(), BASE)
    assert [entry.url for entry in feed.entries] == ["http://a.example/1"]
    assert feed.cut


@pytest.mark.parametrize(("text", "cut"), [(INDEX, False), (INDEX[:-20], True), (RSS2[:-20], True), (JSON, False)])
def test_a_feed_of_which_some_may_be_missing_says_so(text, cut):
    assert entries(text.encode(), BASE).cut is cut


@pytest.mark.parametrize(
    "items",
    ['[3, null, [], "x"]', '[{"id": []}]', '[{"url": 3}]', '[{"url": "", "title": {}}]'],
)
def test_json_of_the_wrong_types(items):
    feed = entries(f'{{"title": 3, "items": {items}}}'.encode(), BASE)
    assert feed.entries == ()
    assert {fault.message for fault in feed.faults} == {"the entry names no page"}


def test_halves_of_characters_are_not_kept():
    feed = entries(rb'{"items": [{"url": "/1", "title": "a\ud800b", "content_html": "\udfff\u0000"}]}', BASE)
    feed.entries[0].content_html.encode()
    assert feed.entries[0].title == "a b"


def test_a_feed_of_more_entries_than_are_read(monkeypatch):
    monkeypatch.setattr(syndication, "MAX_ITEMS", 50)
    for count, faults in ((50, []), (51, ["what follows the first 50 entries was not read"]), (3_000, [ANY])):
        feed = entries(rss(*(f"<link>/{n}</link>" for n in range(count))).encode(), BASE)
        assert [entry.url for entry in feed.entries] == [f"https://orvan.example/{n}" for n in range(50)]
        assert [fault.message for fault in feed.faults] == faults
    drafts = (Draft(f"/{n}", BASE) for n in range(5))
    assert [type(row) for row in checked(drafts, BASE, None, 3)] == [Entry, Entry, Entry, SourceNote]


@pytest.mark.parametrize(
    "part",
    ["<", "<a ", "<a>", "<![", "&a", "<![CDATA[", "<!--", "<?", "<a x='", "<x:y z:w='1'/>", "<item><title>", "&lt;!--",
     "&lt;script&gt;", "&lt;b&gt;", "<outline xmlUrl='", "]]>"],
)  # fmt: skip
def test_no_input_takes_a_time_that_grows_with_its_square(part):
    """In the square, ten times the input would take a hundred times as long."""

    def seconds(count):
        content = f"<rss><channel><item><link>/1</link><description>{part * count}</item></channel></rss>".encode()
        start = time.process_time()
        assert entries(content, BASE).kind in ("rss", None)
        return time.process_time() - start

    small = min(seconds(1_000) for _ in range(3))
    assert seconds(10_000) < 40 * max(small, 0.005)


def test_damaged_feeds_raise_nothing(monkeypatch):
    """Hundreds of feeds with bytes changed, cut out and repeated; feedparser never falls back on its own mending."""
    whole, read = feedparser.parse, []

    def watched(*args, **kwargs):
        read.append(whole(*args, **kwargs))
        return read[-1]

    monkeypatch.setattr(feedparser, "parse", watched)
    dice = random.Random(6)
    sound = [text.encode() for text in (RSS2, RSS1, RSS091, ATOM, JSON, NEWS, INDEX, OPML)]
    for n in range(600):
        content = bytearray(sound[n % len(sound)])
        for _ in range(dice.randint(1, 6)):
            at, length = dice.randrange(len(content)), dice.randint(1, 40)
            piece = dice.choice(
                [bytes([dice.randrange(256)]), b"", content[at : at + length] * 3, b"<", b"&", b"]]>", b":"]
            )
            content[at : at + dice.choice([0, 1, length])] = piece
        feed = entries(bytes(content), BASE, fetched=NOON)
        assert [fault.message for fault in feed.faults if "reading failed" in fault.message] == [], bytes(content)
        assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)
        assert len({entry.ident for entry in feed.entries}) == len(feed.entries)
    assert len(read) > 200
    assert [found.bozo_exception for found in read if found.bozo] == []
