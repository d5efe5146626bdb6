"""The bytes that a report was read from, as an answer in which nothing runs and nothing is loaded."""

from __future__ import annotations

from fastapi import Response

_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")


def answer(content: bytes) -> Response:
    """The page where it is HTML, else plain text; the browser is told to run nothing of it and to ask for nothing."""
    page = any(mark in content[:2048].lower() for mark in _MARKS)
    media = "text/html" if page else "text/plain; charset=utf-8"
    headers = {
        "Content-Security-Policy": _POLICY, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "private, max-age=3600",
        "Content-Type": media,
    }  # fmt: skip
    return Response(content, headers=headers)
