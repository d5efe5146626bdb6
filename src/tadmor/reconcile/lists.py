"""The ledger's word lists, read once from data/ledger.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One table of ``tadmor/data/ledger.toml``; "ranks.words" is a table within one."""
    found: dict[str, Any] = _tables()
    for part in name.split("."):
        found = found[part]
    return found


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("tadmor").joinpath("data", "ledger.toml").read_text(encoding="utf-8"))


@cache
def entries(name: str, key: str) -> frozenset[str]:
    """The entries of a list in lower case; "_" within one stands for a space."""
    return frozenset(entry.replace("_", " ").lower() for entry in table(name)[key].split())


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A pattern of the table "counting"."""
    return re.compile(table("counting")[key])
