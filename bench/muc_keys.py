"""The answer keys of MUC-3/4: templates with their fillers, alternatives and marks of doubt, and the texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from muc_roles import ROLES

FIELDS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""The roles in the five-role form of newer papers."""
MONTHS = {m: i + 1 for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())}
BEFORE = timedelta(days=61)
"""How far an open start reaches back: what is older than two months is no matter of the task."""
_HEAD = re.compile(r"((?:DEV|TST\d)-MUC\d-\d+)[^\n]*\n+")
_SLOT = re.compile(r"^(\d+)\.\s+[A-Z: ]+?\s{2,}(.*)$")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DAY = re.compile(r"(-?)\s*(\d\d) ([A-Z]{3}) (\d\d)")
Days = tuple[date, date]


@dataclass(slots=True)
class Filler:
    """Somebody or something in a role: every way to write it, and of a victim how many and what became of them.

    ``number`` is None where the key has none or only "plural"; ``effects`` and ``sure`` (how sure the perpetrator is)
    hold each answer that is right.
    """

    written: tuple[str, ...]
    optional: bool = False
    number: int | None = None
    effects: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()


@dataclass(slots=True)
class Template:
    """An incident of a key. ``days`` holds every stretch of days that is right; ``kinds`` every type."""

    text: str
    kinds: frozenset[str]
    optional: bool = False
    days: tuple[Days, ...] = ()
    roles: dict[str, list[Filler]] = field(default_factory=lambda: {r: [] for r in ROLES})


def texts(path: Path) -> dict[str, str]:
    """The texts of a MUC file by number, each paragraph on one line."""
    out = {}
    for part in re.split(r"(?m)^(?=(?:DEV|TST\d)-MUC\d-\d+)", path.read_text(encoding="latin-1")):
        if head := _HEAD.match(part):
            paragraphs = re.split(r"\n\s*\n", part[head.end() :].strip())
            lines = (" ".join(p.split("\n")).strip() for p in paragraphs)
            out[head[1]] = "\n\n".join(re.sub(r" {3,}", " ", line) for line in lines)
    return out


def keys(path: Path) -> dict[str, list[Template]]:
    """The templates of a key file by text; a text that tells no incident has none."""
    out: dict[str, list[Template]] = {}
    for part in re.split(r"(?m)^(?=0\.\s)", path.read_text(encoding="latin-1")):
        slots = _slots(part)
        if 0 not in slots:
            continue
        found = out.setdefault(slots[0][0].split()[0], [])
        if slots[1]:
            found.append(_template(slots))
    return out


def _slots(part: str) -> dict[int, list[str]]:
    """The lines of each slot by its number; what follows without a number continues the slot."""
    out: dict[int, list[str]] = {}
    last = -1
    for line in part.splitlines():
        if line.startswith(";"):
            continue
        if slot := _SLOT.match(line):
            last = int(slot[1])
            out[last] = [slot[2].strip()]
        elif line.strip() and last >= 0:
            out[last].append(line.strip())
    return {k: _unbroken(v) for k, v in out.items()}


def _unbroken(lines: list[str]) -> list[str]:
    """The lines with those joined that break inside a list of alternatives."""
    out: list[str] = []
    for line in lines:
        if out and (out[-1].endswith(("/", ":")) or line.startswith("/") or out[-1].count('"') % 2):
            out[-1] += f" {line}"
        else:
            out.append(line)
    return [line for line in out if line not in ("-", "*")]


def _template(slots: dict[int, list[str]]) -> Template:
    first = (slots[4] or [""])[0]
    kinds = frozenset(k.strip(" ?") for k in first.split("/"))
    out = Template(slots[0][0].split()[0], kinds, "OPTIONAL" in slots[1][0], tuple(_days(" / ".join(slots[2]))))
    for role, slot in zip(ROLES[:3], (9, 10, 12), strict=True):
        out.roles[role] = [f for line in slots.get(slot, []) if (f := _filler(line))]
    out.roles["weapon"] = [f for line in slots.get(6, []) if (f := _filler(line))]
    out.roles["victim"] = list(_victims(slots))
    for line in slots.get(11, []):
        for f in out.roles["perpetrator organisation"]:
            if not set(f.written).isdisjoint(_written(line)):
                f.sure = frozenset(x.strip(" ?") for x in line.split('"')[0].rstrip(" :").split("/"))
    return out


def _written(words: str) -> tuple[str, ...]:
    return tuple(q.replace('\\"', '"') for q in _QUOTED.findall(words) if q.strip("- "))


def _filler(line: str) -> Filler | None:
    written = _written(line)
    return Filler(written, line.startswith("?")) if written else None


def _victims(slots: dict[int, list[str]]) -> Iterator[Filler]:
    """Names with their descriptions, and descriptions alone, each with its number and effect."""
    described = [line.partition(": ") if '": "' in line else (line, "", "") for line in slots.get(19, [])]
    for line in slots.get(18, []):
        names = _written(line)
        more = tuple(w for said, _, whom in described if set(_written(whom)) & set(names) for w in _written(said))
        yield _victim(Filler(names + more, line.startswith("?")), slots)
    for said, _, whom in described:
        if not whom and (f := _filler(said)):
            yield _victim(f, slots)


def _victim(filler: Filler, slots: dict[int, list[str]]) -> Filler:
    """The victim with what slots 21 and 23 tell of it."""
    names = set(filler.written)
    for line in slots.get(21, []):
        told, number = line.split('"')[0], re.match(r"\D*(\d+)", line.split('"')[0])
        if number and names & set(_written(line)) and "-" not in told.split(":")[0]:
            filler.number = int(number[1])
    for line in slots.get(23, []):
        if names & set(_written(line)):
            filler.effects |= {x.strip(" ?") for x in line.split('"')[0].rstrip(" :").split("/")}
    return filler


def _days(words: str) -> Iterator[Days]:
    """Each stretch of days that is right: "02 FEB 90", "- 04 FEB 90" (up to), "27 NOV 89 - 04 JAN 90"."""
    for part in words.replace("(", "").replace(")", "").split("/"):
        found = [(m[1], day) for m in _DAY.finditer(part) if (day := _day(m))]
        if len(found) == 1:
            open_start, day = found[0]
            yield (day - BEFORE if open_start else day), day
        elif len(found) == 2:
            yield found[0][1], found[1][1]


def _day(m: re.Match[str]) -> date | None:
    try:
        return date(1900 + int(m[4]), MONTHS[m[3]], int(m[2]))
    except (ValueError, KeyError):
        return None


def five_roles(path: Path) -> dict[str, tuple[str, list[Template]]]:
    """The five-role form: text and templates by number; a filler's written forms are its mentions."""
    out = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        templates = [Template(row["docid"], frozenset({t["incident_type"].upper()})) for t in row["templates"]]
        for template, told in zip(templates, row["templates"], strict=True):
            for role, name in zip(ROLES, FIELDS, strict=True):
                template.roles[role] = [Filler(tuple(words for words, _ in f)) for f in told[name]]
        out[row["docid"]] = row["doctext"], templates
    return out
