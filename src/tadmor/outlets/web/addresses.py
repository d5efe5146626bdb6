"""Addresses with parameters of one view beside those that all views share."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def more(url: str, **given: object) -> str:
    """The address with these parameters added; those that are None, empty or 0 are left out.

    >>> more("/review?day=2016-03-27", blind=1, last=None)
    '/review?day=2016-03-27&blind=1'
    """
    added = urlencode([(name, str(value)) for name, value in given.items() if value not in (None, "", False)])
    path = url.rstrip("?")
    return path + ("&" if "?" in path else "?") + added if added else path


def path_of(words: str) -> str:
    """Words as a path of several parts."""
    return quote(words, safe=":~-._/")


def segment(ident: str) -> str:
    """An id or a name as one part of a path."""
    return quote(ident, safe=":~-._")
