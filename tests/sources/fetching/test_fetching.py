"""The client against sites that behave, and against those that do not."""

import gzip
import ssl
import subprocess
import threading
import time
import zlib
from datetime import timedelta

import brotli
import pytest
import zstandard
from loopback import CLOSED, PAGE, START, StillClock, drip, flood, refused, reply, silence, site, visitor

from tadmor.sources.fetching import Client, Fetched, FetchError, Manners

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_page_with_all_that_is_known_of_it():
    body = gzip.compress(PAGE)
    answer = reply(
        body, content_type="text/html; charset=utf-8", content_encoding="gzip", etag='"v1"',
        last_modified="Sun, 27 Mar 2016 10:00:00 GMT",
    )  # fmt: skip
    with site({"/a?b=%C3%A9": answer}) as served:
        found = visitor(contact="monitor@example.org").fetch(f"http://Orvan.example:{served.port}/a?b=é#top")
        assert served.header("host") == f"orvan.example:{served.port}"
        assert served.header("user-agent").startswith("Tadmor/")
        assert served.header("user-agent").endswith(" (+monitor@example.org)")
        assert served.header("accept-encoding").startswith("gzip, deflate")
        assert served.header("cookie") is None
    assert found.url == found.final_url == f"http://orvan.example:{served.port}/a?b=%C3%A9"
    assert (found.status, found.content, found.ok) == (200, PAGE, True)
    assert (found.etag, found.last_modified) == ('"v1"', "Sun, 27 Mar 2016 10:00:00 GMT")
    assert found.media == "text/html; charset=utf-8"
    assert (found.fetched, found.address, found.redirects) == (START, "127.0.0.1", ())
    assert found.raw_http + found.raw_body == answer


@pytest.mark.parametrize(
    ("answer", "head", "body"),
    [
        (CHUNKED + b"5\r\nShell\r\n2;x=y\r\ns!\r\n0\r\n\r\n", CHUNKED, b"5\r\nShell\r\n2;x=y\r\ns!\r\n0\r\n\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + CLOSED + b"Shells!",
         CLOSED, b"Shells!"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nShells! and more",
         b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", b"Shells!"),
        (b"HTTP/1.0 200 Fine\nx-ODD:  Case \n\nShells!", b"HTTP/1.0 200 Fine\nx-ODD:  Case \n\n", b"Shells!"),
    ],
)  # fmt: skip
def test_the_answer_is_kept_as_it_was_received(answer, head, body):
    with site({"/a": answer}) as served:
        found = visitor().fetch(f"http://h.example:{served.port}/a")
    assert found.content == b"Shells!"
    assert (found.raw_http, found.raw_body) == (head, body)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda content: zlib.compress(content, wbits=-15)),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip, br", lambda content: brotli.compress(gzip.compress(content))),
        ("identity", bytes),
        ("gzip", lambda content: gzip.compress(content[:9]) + gzip.compress(content[9:])),
    ],
)
def test_codings_are_undone(coding, pack):
    page = PAGE * 5000
    with site({"/a": reply(pack(page), content_encoding=coding)}) as served:
        assert visitor().fetch(f"http://h.example:{served.port}/a").content == page


def test_an_unchanged_page():
    def route(connection, request):
        unchanged = b'If-None-Match: "v1"' in request and b"If-Modified-Since: Sun, 27 Mar" in request
        connection.sendall(reply(status="304 Not Modified", etag='"v1"') if unchanged else reply(PAGE))

    with site({"/a": route}) as served:
        url = f"http://h.example:{served.port}/a"
        found = visitor().fetch(url, etag='"v1"', last_modified="Sun, 27 Mar 2016 10:00:00 GMT")
        assert (found.status, found.unchanged, found.content, found.etag) == (304, True, b"", '"v1"')
        assert visitor().fetch(url, etag='"v1"\r\nX-Injected: 1').content == PAGE
        assert served.header("x-injected") is None


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "451 Unavailable"])
def test_an_answer_is_an_answer(status):
    with site({"/a": reply(b"Nothing here", status)}) as served:
        found = visitor().fetch(f"http://h.example:{served.port}/a")
    assert isinstance(found, Fetched)
    assert (f"{found.status}", found.content, found.ok) == (status[:3], b"Nothing here", False)
    assert found.gone is (status[:3] in ("404", "410"))


def test_redirects_are_followed_and_told():
    routes = {
        "/a": reply(status="301 Moved", location="/b", set_cookie="id=1"),
        "/b": reply(status="308 Moved", location="http://other.example:{port}/c#here"),
        "/c": reply(status="302 Found", location="d?q=\xc3\xa9"),
        "/d?q=%C3%A9": reply(PAGE),
    }
    with site(routes) as served:
        served.routes["/b"] = served.routes["/b"].replace(b"{port}", str(served.port).encode())
        found = visitor().fetch(f"http://h.example:{served.port}/a")
        assert served.paths == ["/robots.txt", "/a", "/b", "/robots.txt", "/c", "/d?q=%C3%A9"]
        assert all(b"cookie" not in request.lower() for request in served.requests)
    assert found.final_url == f"http://other.example:{served.port}/d?q=%C3%A9"
    assert [(hop.status, hop.to.rpartition("/")[2]) for hop in found.redirects] == [
        (301, "b"), (308, "c"), (302, "d?q=%C3%A9"),
    ]  # fmt: skip
    assert found.moved == f"http://other.example:{served.port}/c"
    assert found.content == PAGE


BOMB = gzip.compress(bytes(4_000_000))
HOSTILE = [
    ("slow head", drip(b"HTTP/1.1 200 OK\r\nX: "), "time", "not complete after 0.4 s"),
    ("slow body", drip(CLOSED), "time", "not complete after 0.4 s"),
    ("slow chunks", drip(CHUNKED, b"1\r\nx\r\n"), "time", "not complete after 0.4 s"),
    ("silence", silence(), "time", "nothing was received for 0.2 s"),
    ("silence after the head", silence(CLOSED), "time", "nothing was received for 0.2 s"),
    ("endless body", flood(CLOSED, b"x" * 65536), "limit", "longer than 50,000 bytes"),
    ("endless chunks", flood(CHUNKED, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"), "limit", "longer than 50,000 bytes"),
    ("endless chunk extension", flood(CHUNKED + b"1;", b"x" * 65536), "network", "no sound HTTP"),
    ("endless head", flood(b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n"), "network", "no sound HTTP"),
    ("one huge header", flood(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536), "network", "no sound HTTP"),
    ("endless interim answers", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "limit", "longer than 50,000 bytes"),
    ("a length beyond the limit", b"HTTP/1.1 200 OK\r\nContent-Length: 50001\r\n\r\nx", "limit", "50,001 bytes"),
    ("gzip bomb", reply(BOMB, content_encoding="gzip"), "limit", "longer than 60,000 bytes"),
    ("deflate bomb", reply(zlib.compress(bytes(4_000_000)), content_encoding="deflate"), "limit", "60,000"),
    ("brotli bomb", reply(brotli.compress(bytes(4_000_000)), content_encoding="br"), "limit", "60,000"),
    ("zstd bomb", reply(zstandard.compress(bytes(4_000_000)), content_encoding="zstd"), "limit", "60,000"),
    ("bomb in a bomb", reply(gzip.compress(BOMB), content_encoding="gzip, gzip"), "limit", "60,000"),
    ("bomb that comes to little", reply(gzip.compress(gzip.compress(b"") * 20_000), content_encoding="gzip, gzip"),
     "limit", "60,000"),
    ("compressed four times", reply(b"x", content_encoding="gzip,gzip,gzip,gzip"), "content", "4 times over"),
    ("not compressed at all", reply(PAGE, content_encoding="gzip"), "content", "damaged"),
    ("not brotli", reply(PAGE, content_encoding="br"), "content", "damaged"),
    ("not zstd", reply(PAGE, content_encoding="zstd"), "content", "damaged"),
    ("compressed, cut", reply(gzip.compress(PAGE)[:-9], content_encoding="gzip"), "content", "its end is missing"),
    ("zstd, cut", reply(zstandard.compress(PAGE)[:-4], content_encoding="zstd"), "content", "its end is missing"),
    ("brotli, cut", reply(brotli.compress(PAGE)[:-4], content_encoding="br"), "content", "its end is missing"),
    ("unknown coding", reply(PAGE, content_encoding="rot13"), "content", "not asked for"),
    ("a length that is none", b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nx", "network", "no sound HTTP"),
    ("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "network", "no sound HTTP"),
    ("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", "network", "no sound HTTP"),
    ("cut before its length", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx", "network", "no sound HTTP"),
    ("cut in a chunk", CHUNKED + b"5\r\nShe", "network", "no sound HTTP"),
    ("cut in the head", b"HTTP/1.1 200 OK\r\nConte", "network", "no sound HTTP"),
    ("no answer", b"", "network", "no sound HTTP"),
    ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", "network", "no sound HTTP"),
    ("redirect to itself", reply(status="302 Found", location="/a"), "redirect", "in a circle"),
    ("redirect to a file", reply(status="302 Found", location="file:///etc/passwd"), "redirect", "only http and https"),
    ("redirect to a script", reply(status="302 Found", location="javascript:alert(1)"), "redirect", "only http"),
    ("redirect with a password", reply(status="302 Found", location="http://a:b@h.example/"), "redirect", "password"),
    ("redirect to nowhere", reply(status="302 Found", location="http://[::1"), "redirect", "redirects"),
    ("redirect to the metadata service", reply(status="302 Found", location="http://169.254.169.254/latest/"),
     "address", "169.254.169.254, which is link-local"),
    ("redirect to loopback", reply(status="302 Found", location="http://[::1]/"), "address", "::1, which is loopback"),
    ("redirect to a private address", reply(status="302 Found", location="//10.0.0.1/"), "address", "is private"),
    ("redirect to a mapped address", reply(status="302 Found", location="http://[::ffff:10.0.0.1]/"), "address",
     "an IPv4 address written as IPv6"),
]  # fmt: skip


@pytest.mark.parametrize(("route", "reason", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_hostile_sites(route, reason, words):
    client = visitor(deadline=0.4, stall=0.2, max_received=50_000, max_content=60_000)
    with site({"/a": route}) as served:
        start = time.monotonic()
        fault = refused(client, f"http://h.example:{served.port}/a")
        took = time.monotonic() - start
    assert (fault.reason, words in fault.message) == (reason, True), fault
    assert fault.where
    assert took < 3


def test_too_many_redirects():
    routes = {f"/{n}": reply(status="302 Found", location=f"/{n + 1}") for n in range(9)}
    with site(routes) as served:
        fault = refused(visitor(max_redirects=3), f"http://h.example:{served.port}/0")
        assert served.paths[1:] == ["/0", "/1", "/2", "/3"]
    assert (fault.reason, fault.message) == ("redirect", "more than 3 redirects")
    assert fault.where.endswith("/0")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://h.example/", "only http and https"),
        ("h.example/a", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("", "only http and https"),
        ("http://", "names no host"),
        ("http:///a", "names no host"),
        ("http://./", "names no host"),
        ("http://a..b/", "names no host"),
        ("http://.example/", "names no host"),
        ("http://" + "a" * 64 + ".example/", "names no host"),
        ("http://[fe80::1%25eth0]/", "names no host"),
        ("http://h.example:0/", "no port 0"),
        ("http://h.example:99999/", "no port 99999"),
        ("http://h.example:x/", "no web address"),
        ("http://h.example/\r\nHost: other", "no web address"),
        ("http://[::1", "no web address"),
        ("http://0177.0.0.1/", "no web address"),
        ("http://h.example/" + "a" * 9000, "9,017 characters"),
        ("http://user:secret@h.example/", "a name or a password"),
        ("http://h\\@other.example/", "a name or a password"),
    ],
)
def test_what_is_no_web_address(url, words):
    fault = refused(visitor(), url)
    assert (fault.reason, words in fault.message) == ("address", True), fault
    assert fault.remedy
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("localhost", None), ("127.0.0.1", None), ("2130706433", None), ("0x7f.1", None), 
        ("0", None), ("[::1]", None), ("[::]", None), ("[::ffff:127.0.0.1]", None),
        ("[64:ff9b::7f00:1]", None),
        ("h.example", ["10.0.0.1"]), ("h.example", ["169.254.169.254"]), ("h.example", ["fd00:ec2::254"]),
        ("h.example", ["192.168.1.1", "fe80::1"]), ("h.example", ["100.100.100.200"]), ("h.example", ["fe80::1%2"]),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(host, found):
    """Those of the first rows by the system's own reading of them, without any name server."""
    given = {} if found is None else {"resolve": lambda host, port, timeout: found}
    fault = refused(Client(Manners(), clock=StillClock().clock, **given), f"http://{host}/")
    assert fault.reason == "address"
    assert "refused" in fault.message


def test_the_connection_goes_to_the_address_that_was_checked():
    """A name server that answers with an allowed address once and with another ever after."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]])
    asked = []

    def rebinding(host, port, timeout):
        asked.append(host)
        return next(answers)

    client = visitor(resolve=rebinding, allow=("127.0.0.1/32",))
    with site({"/a": reply(PAGE)}) as served:
        url = f"http://h.example:{served.port}/a"
        assert client.fetch(url).content == PAGE
        assert asked == ["h.example"] * 2  # once for robots.txt, once for the page
        assert refused(client, url).reason == "address"
        assert len(served.requests) == 2


def test_of_several_addresses_a_refused_one_is_never_tried():
    with site({"/a": reply(PAGE)}) as served, site({"/a": reply(b"inner")}) as inner:
        client = visitor(resolve=lambda *_: ["127.0.0.2", "127.0.0.1"], allow=("127.0.0.1/32",))
        assert client.fetch(f"http://h.example:{served.port}/a").address == "127.0.0.1"
        assert inner.requests == []


def test_a_site_that_nobody_answers_for():
    with site({}) as served:
        port = served.port
    still = StillClock()
    client = visitor(still, first_backoff=100)
    fault = refused(client, f"http://h.example:{port}/a")
    assert fault.reason == "robots"
    assert "no connection" in fault.message
    assert fault.again == START + timedelta(seconds=100)
    fault = refused(client, f"http://h.example:{port}/b")
    assert (fault.reason, fault.again) == ("busy", START + timedelta(seconds=100))


def test_a_name_that_is_not_there():
    def nowhere(host, port, timeout):
        raise FetchError(f"there is no host {host}", reason="network")

    fault = refused(visitor(resolve=nowhere), "http://h.example/a")
    assert "there is no host h.example" in fault.message


def test_the_environment_names_no_proxy(monkeypatch):
    with site({"/a": reply(PAGE)}) as served, site({}) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert visitor().fetch(f"http://h.example:{served.port}/a").content == PAGE
        assert proxy.requests == []


def test_a_proxy_that_was_asked_for():
    with site({"http://h.example/robots.txt": reply(b"", "404 No"), "http://h.example/a": reply(PAGE)}) as proxy:
        client = visitor(proxy=f"http://127.0.0.1:{proxy.port}", resolve=lambda host, *_: {
            "127.0.0.1": ["127.0.0.1"], "h.example": ["93.184.215.14"]}.get(host, ["10.0.0.1"]), allow=())  # fmt: skip
        found = client.fetch("http://h.example/a")
        assert (found.content, found.address) == (PAGE, None)
        assert refused(client, "http://inner.example/a").reason == "address"
        assert proxy.paths == ["http://h.example/robots.txt", "http://h.example/a"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of its own making for h.example, with its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "h.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=h.example "
        f"-addext subjectAltName=DNS:h.example -keyout {path} -out {path}.crt"
    )
    try:
        subprocess.run(command.split(), check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl to make a certificate with")
    path.write_bytes(path.read_bytes() + path.with_suffix(".pem.crt").read_bytes())
    return path


def test_certificates_are_verified(certificate):
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)
    with site({"/a": reply(PAGE)}, tls=serving) as served:
        url = f"https://h.example:{served.port}/a"
        assert visitor(tls=trusting).fetch(url).content == PAGE
        assert "not trusted" in refused(visitor(), url).message
        fault = refused(visitor(tls=trusting), url.replace("h.example", "other.example"))
        assert "not trusted" in fault.message
        assert served.paths == ["/robots.txt", "/a"]
    with site({"/a": silence(), "/robots.txt": silence()}) as plain:
        assert refused(visitor(stall=0.2), f"https://h.example:{plain.port}/a").reason == "robots"


def test_nothing_is_left_open():
    """Forty answers of each sort, one client: no connection and no thread is left."""
    client = visitor(first_backoff=0.001, max_content=10_000, max_received=10_000)
    before = threading.active_count()
    with site({"/a": reply(PAGE), "/b": reply(BOMB, content_encoding="gzip"), "/c": b"HTTP/1.1 2"}) as served:
        for _ in range(40):
            assert client.fetch(f"http://h.example:{served.port}/a").content == PAGE
            assert refused(client, f"http://h.example:{served.port}/b").reason == "limit"
            assert refused(client, f"http://h.example:{served.port}/c").reason == "network"
        assert len(served.requests) == 121
    assert threading.active_count() <= before + 3
