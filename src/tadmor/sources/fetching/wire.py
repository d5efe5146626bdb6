"""One request over one connection of its own: to a checked address, within its time, every byte counted and kept."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpcore2

from tadmor.sources.fetching.addresses import Resolve, permitted, refusal
from tadmor.sources.fetching.answer import Answer, FetchError, Headers
from tadmor.sources.fetching.manners import Manners, Network
from tadmor.sources.fetching.unpack import bounded, unpacked

if TYPE_CHECKING:
    import httpx2

_HEAD_ROOM = 180_000  # bytes: httpcore takes 100 KiB of headers, and reads 64 KiB at a time
_HEAD_END = re.compile(rb"\n\r?\n")
_WITHOUT_CONTENT = (301, 302, 303, 307, 308, 429)  # and 5xx: what they say beside their headers is not read


@dataclass(slots=True)
class Watch:
    """What one exchange may use, and what it has received. ``ends`` is in seconds of time.monotonic."""

    manners: Manners
    allow: Sequence[Network]
    resolve: Resolve
    ends: float
    received: bytearray = field(default_factory=bytearray)
    address: str | None = None

    def left(self) -> float:
        """Seconds that the next step may take; FetchError(time) where none are left."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise self.late()
        return min(left, self.manners.stall)

    def late(self) -> FetchError:
        """The fault of a step that took too long."""
        if self.ends - time.monotonic() <= 0:
            message = f"the answer was not complete after {self.manners.deadline:g} s"
        else:
            message = f"nothing was received for {self.manners.stall:g} s"
        return FetchError(message, remedy="try again later", reason="time")

    def keep(self, part: bytes) -> None:
        """Count and keep what came off the wire; FetchError(limit) where it is too much."""
        self.received += part
        if len(self.received) > self.manners.max_received + _HEAD_ROOM:
            raise FetchError(
                f"the answer is longer than {self.manners.max_received:,} bytes",
                remedy="raise the limit if it is wanted", reason="limit",
            )  # fmt: skip


class _Stream(httpcore2.NetworkStream):
    """A connection whose every read is timed, counted and kept."""

    def __init__(self, inner: httpcore2.NetworkStream, watch: Watch) -> None:
        self._inner, self._watch = inner, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        part = self._inner.read(max_bytes, self._watch.left())
        self._watch.keep(part)
        return part

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._watch.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        self._watch.received.clear()  # what a proxy said before it opened the tunnel
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._watch.left()), self._watch)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Guard(httpcore2.NetworkBackend):
    """Connections to checked addresses only. A name is resolved once and the connection goes to what was checked, so
    a second answer of its server ("rebinding") is never asked for."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        watch = self._watch
        found = watch.resolve(host, port, watch.left())
        if watch.manners.proxy is None:
            found = permitted(host, found, watch.allow)
        fault: Exception | None = None
        for address in found:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(address, port, watch.left(), socket_options=())
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
                continue
            return self._checked(stream, address)
        raise fault or httpcore2.ConnectError("it has no address")

    def _checked(self, stream: httpcore2.NetworkStream, address: str) -> httpcore2.NetworkStream:
        peer = str(stream.get_extra_info("server_addr")[0])
        if self._watch.manners.proxy is None and refusal(peer, self._watch.allow):
            stream.close()
            raise FetchError(f"the connection to {address} went to {peer}, which is refused", reason="address")
        self._watch.address = peer if self._watch.manners.proxy is None else None
        return _Stream(stream, self._watch)


def exchange(url: httpx2.URL, headers: Sequence[tuple[str, str]], watch: Watch, tls: ssl.SSLContext) -> Answer:
    """The answer to one GET; FetchError where there is none. No redirect is followed, no cookie kept."""
    manners = watch.manners
    proxy = httpcore2.Proxy(manners.proxy) if manners.proxy else None
    where = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    lines = [("Host", url.netloc.decode("ascii")), *headers, ("Connection", "close")]
    request = httpcore2.Request("GET", where, headers=[(k.encode("ascii"), v.encode("latin-1")) for k, v in lines])
    with (
        _told(watch),
        httpcore2.ConnectionPool(ssl_context=tls, proxy=proxy, network_backend=_Guard(watch)) as pool,
    ):
        response = pool.handle_request(request)
        try:
            return _answer(response, watch)
        finally:
            response.close()


def _answer(response: httpcore2.Response, watch: Watch) -> Answer:
    headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers)
    length = _length(headers)
    content = b""
    if response.status not in _WITHOUT_CONTENT and response.status < 500:
        if length is not None and length > watch.manners.max_received:
            raise FetchError(
                f"the answer has {length:,} bytes, more than the {watch.manners.max_received:,} that are taken",
                remedy="raise the limit if it is wanted", reason="limit",
            )  # fmt: skip
        codings = ", ".join(value for key, value in headers if key.lower() == "content-encoding")
        content = unpacked(
            bounded(response.iter_stream(), watch.manners.max_received), codings, watch.manners.max_content
        )
    head, body = _parted(bytes(watch.received))
    return Answer(response.status, headers, content, head, body[:length], watch.address)


def _length(headers: Headers) -> int | None:
    """The length told of the body, unless it comes in chunks, which then count."""
    told = {key.lower(): value for key, value in headers}
    length = told.get("content-length", "")
    return int(length) if "transfer-encoding" not in told and re.fullmatch("[0-9]{1,20}", length) else None


def _parted(received: bytes) -> tuple[bytes, bytes]:
    """(status line and headers with their empty line, what follows) of the final answer; interim ones (1xx) go."""
    while end := _HEAD_END.search(received):
        head, received = received[: end.end()], received[end.end() :]
        if not re.match(rb"HTTP/\d\.\d 1\d\d", head):
            return head, received
    return received, b""


@contextmanager
def _told(watch: Watch) -> Iterator[None]:
    """httpcore's faults, told as FetchErrors."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise watch.late() from None
    except httpcore2.RemoteProtocolError as fault:
        raise FetchError(f"the answer is no sound HTTP: {fault}", remedy="try again later") from None
    except (httpcore2.NetworkError, httpcore2.ProxyError, OSError) as fault:
        raise FetchError(_cause(fault), remedy="check the address, or try again later") from None
    except (httpcore2.LocalProtocolError, UnicodeError) as fault:
        raise FetchError(f"the request cannot be written: {fault}", reason="address") from None


def _cause(fault: Exception) -> str:
    inner = fault.args[0] if fault.args and isinstance(fault.args[0], Exception) else fault
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {inner.verify_message}"
    if isinstance(fault, httpcore2.ConnectError):
        return f"no connection: {inner}"
    return f"the connection was cut: {inner}"
