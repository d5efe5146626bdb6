"""Archives of invented pages, in every form that is read."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable, Sequence

import zstandard

TOWNS = ("Orvan", "Sarn", "Tavira", "Kolva", "Brest pass", "Lindar")
BLANK = b"\r\n\r\n"
FORMS = ("plain", "gzip", "whole gzip", "blocks of gzip", "zstd", "zstd with dictionary")


def page(number: int) -> bytes:
    """An article in HTML, each with words of its own."""
    town = TOWNS[number % len(TOWNS)]
    told = " ".join(
        f"<p>{n * 7 + number} shells fell on the {n}th street of {town} before dawn, the mayor of the town said.</p>"
        for n in range(2, 6)
    )
    return (
        f"<!DOCTYPE html><html><head><title>{town} shelled, night {number}</title></head><body><article>"
        f"<h1>{town} shelled, night {number}</h1>{told}</article></body></html>"
    ).encode()


def digest(content: bytes) -> str:
    """As crawlers write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def answer(content: bytes, head: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """An HTTP answer."""
    return f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + content


def record(
    block: bytes, kind: str = "response", number: int = 0, fields: Sequence[str] = (), *, digests: bool = True
) -> bytes:
    """A record as it stands in a plain WARC."""
    media = "application/http; msgtype=response" if kind == "response" else "application/x-other"
    given = {line.partition(":")[0] for line in fields}
    lines = ["WARC/1.1", f"WARC-Type: {kind}", "WARC-Date: 2021-06-03T04:05:06Z"]
    lines += [f"WARC-Record-ID: <urn:uuid:{number:032d}>", *fields]
    lines += [f"WARC-Target-URI: https://wireline.example/{number}"] if "WARC-Target-URI" not in given else []
    lines += [f"Content-Type: {media}"] if "Content-Type" not in given else []
    lines += [f"WARC-Block-Digest: {digest(block)}"] if digests and "WARC-Block-Digest" not in given else []
    if digests and kind == "response" and "WARC-Payload-Digest" not in given:
        lines.append(f"WARC-Payload-Digest: {digest(block.partition(BLANK)[2])}")
    lines += [f"Content-Length: {len(block)}"] if "Content-Length" not in given else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def night(count: int = 30) -> list[bytes]:
    """The records of a crawl of so many pages: each with its request, and a warcinfo first."""
    made = [record(b"software: a crawler\r\n", "warcinfo")]
    for number in range(count):
        made.append(record(b"GET / HTTP/1.1\r\nHost: wireline.example\r\n\r\n", "request", number))
        made.append(record(answer(page(number)), number=number))
    return made


def packed(records: Iterable[bytes], form: str) -> list[bytes]:
    """The records as they are stored, piece by piece; together they are the file."""
    records = list(records)
    if form == "plain":
        return records
    if form == "gzip":
        return [gzip.compress(one, mtime=0) for one in records]
    if form == "whole gzip":
        return [gzip.compress(b"".join(records), mtime=0)]
    if form == "blocks of gzip":
        joined = b"".join(records)
        return [gzip.compress(joined[at : at + 1500], mtime=0) for at in range(0, len(joined), 1500)]
    if form == "zstd":
        return [_zstd(one) for one in records]
    words = zstandard.train_dictionary(4096, [bytes(one) for one in night(40)]).as_bytes()
    frame = _zstd(words)
    head = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
    return [head, *(_zstd(one, words) for one in records)]


def _zstd(content: bytes, dictionary: bytes | None = None) -> bytes:
    words = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdCompressor(dict_data=words, write_checksum=True).compress(content)
