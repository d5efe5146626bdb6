"""Pinned floors: the least a measured figure may be, and the fingerprint of the file that it was measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ROOT / "bench/floors.json"


class UnpinnedError(AssertionError):
    """No floor holds for a file as it is."""


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def floors(section: str, measured_on: Path) -> dict[str, float]:
    """The floors of a section by measure. Raises UnpinnedError where they were set on another version of the file."""
    table = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    if section not in table:
        raise UnpinnedError(f"no floors of {section!r} in bench/floors.json: run python bench/floors.py --raise")
    pinned = dict(table[section])
    if pinned.pop("fingerprint") != fingerprint(measured_on):
        raise UnpinnedError(
            f"{measured_on.name} is not the file that the floors of {section!r} were set on: if it was changed on "
            "purpose, delete that section of bench/floors.json and run python bench/floors.py --raise"
        )
    return pinned


def below(measured: Mapping[str, float], section: str, measured_on: Path) -> list[str]:
    """What fell below its floor, as lines to read; empty if nothing did."""
    return [
        f"{section} {name}: {measured[name]:.4f} is below the floor of {floor}"
        for name, floor in floors(section, measured_on).items()
        if round(measured[name], 3) < floor
    ]
