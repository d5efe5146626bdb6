"""Word lists that the reading modules share: TOML files of ``tadmor.data``, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """The TOML file ``tadmor/data/<name>`` as a dict."""
    return tomllib.loads(files("tadmor").joinpath("data", name).read_text(encoding="utf-8"))


def split_words(listing: str) -> frozenset[str]:
    """The entries of a word list; "_" within an entry stands for a space."""
    return frozenset(entry.replace("_", " ") for entry in listing.split())
