"""Scores the time grammar: TIMEX3 of TimeBank and AQUAINT (span and days), and the time words of gold claims.

    python bench/times.py SHARED [--gold FILE] [--misses]

SHARED is the folder that holds ``data/tempeval3`` and ``gold``. A TIMEX3 counts where it is a DATE or TIME; its value
agrees where the days that it means are the days read.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

from tadmor.model import When
from tadmor.reading.times import find_times
from tadmor.reading.times.calendar import month_days, season_days, year_days

Timex = tuple[int, int, str, str]
_PARTS = re.compile(r"<TIMEX3\b([^>]*)>|</TIMEX3>|<[^>]+>|[^<]+", re.DOTALL)
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def read_timeml(path: Path) -> tuple[str, date | None, list[Timex]]:
    """Text, day of publication and TIMEX3 (start, end, type, value) of a TimeML file."""
    source = path.read_text("utf-8")
    dct = re.search(r"<DCT>.*?value=\"(\d{4}-?\d\d-?\d\d)", source, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
    text, open_tags, found = "", [], []
    for m in _PARTS.finditer(body[1] if body else ""):
        if m[0].startswith("<TIMEX3"):
            attrs = dict(re.findall(r'(\w+)="([^"]*)"', m[1]))
            open_tags.append((len(text), attrs["type"], attrs.get("value", "")))
        elif m[0] == "</TIMEX3>":
            start, kind, value = open_tags.pop()
            found.append((start, len(text), kind, value))
        elif not m[0].startswith("<"):
            text += unescape(m[0])
    return text, date.fromisoformat(dct[1]) if dct else None, found


def timex_days(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value; None for what is no stretch of days (PAST_REF, XXXX)."""
    if m := re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?", value):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return month_days(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return monday, monday + timedelta(days=6)
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return season_days(int(m[1]), _SEASONS[m[2]])
    if re.fullmatch(r"\d{4}", value):
        return year_days(int(value))
    if re.fullmatch(r"\d{3}", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    return None


def agrees(when: When, days: tuple[date, date], day: date | None) -> bool:
    """Same days, or what of them is over by the report's day, or one open end."""
    first, last = days
    same_start = when.start in (None, first)
    same_end = when.end in (None, last) or (
        day is not None and when.end is not None and first <= when.end <= last >= day
    )
    return (when.start is not None or when.end is not None) and same_start and same_end


def overlaps(when: When, start: int, end: int) -> bool:
    """Whether a time shares a character with this stretch of the text."""
    return when.span is not None and when.span.start < end and when.span.end > start


def score_timeml(folder: Path, misses: bool) -> dict[str, float]:
    """Relaxed precision, recall and F1 of spans, share of values whose days agree, milliseconds a text."""
    found = gold = inside = told = right = valued = 0
    took, texts = 0.0, sorted(folder.glob("*/*.tml"))
    for path in texts:
        text, day, timexes = read_timeml(path)
        start = time.process_time()
        times = find_times(text, day)
        took += time.process_time() - start
        placed = [w for w in times if w.basis != "none"]
        told, inside = told + len(placed), inside + sum(any(overlaps(w, a, e) for a, e, *_ in timexes) for w in placed)
        for at, end, kind, value in timexes:
            if kind not in ("DATE", "TIME"):
                continue
            over = [w for w in times if overlaps(w, at, end)]
            gold, found = gold + 1, found + bool(over)
            if days := timex_days(value):
                good = any(agrees(w, days, day) for w in over)
                valued, right = valued + 1, right + good
                if misses and not good:
                    print(day, repr(text[max(0, at - 40) : at]), repr(text[at:end]), value, shown(over))
    p, r = inside / told, found / gold
    return {
        "span_p": p,
        "span_r": r,
        "span_f1": 2 * p * r / (p + r),
        "days": right / valued,
        "ms": took / len(texts) * 1000,
    }


def shown(times: list[When]) -> list[tuple[str, str, str]]:
    """Words and days of times, to print."""
    return [(w.span.text, str(w.start), str(w.end)) for w in times if w.span]


def claims_with_time(path: Path) -> Iterator[tuple[dict, dict]]:
    """Every (report, claim) of a gold file whose claim has time words."""
    for report in json.loads(path.read_text("utf-8")):
        for claim in report["claims"]:
            if claim["when"] and claim["when"]["words"]:
                yield report, claim


def score_gold(path: Path, misses: bool) -> dict[str, float]:
    """Share of distinct time words of gold claims that are found, and whose days agree: both, start only, end only."""
    seen: set[tuple[str, str, str]] = set()
    total = found = both = starts = ends = 0
    for report, claim in claims_with_time(path):
        text, when = report["text"], claim["when"]
        key = (report["id"], claim["sentence"], when["words"])
        at = text.find(when["words"], text.find(claim["sentence"]))
        if key in seen or at < 0:
            continue
        seen.add(key)
        day = date.fromisoformat(report["published"]) if report["published"] else None
        end = at + len(when["words"])
        over = [w for w in find_times(text, day) if overlaps(w, at, end)]
        pairs = [(w.start and w.start.isoformat(), w.end and w.end.isoformat()) for w in over]
        good = (when["start"], when["end"]) in pairs
        total, found, both = total + 1, found + bool(over), both + good
        starts += any(a == when["start"] for a, _ in pairs)
        ends += any(b == when["end"] for _, b in pairs)
        if misses and not good:
            print(report["published"], repr(when["words"]), when["start"], when["end"], shown(over))
    return {"words": total, "found": found / total, "days": both / total, "start": starts / total, "end": ends / total}


def main() -> None:
    """Prints both scores as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--gold", default="train.json")
    parser.add_argument("--misses", choices=["timeml", "gold"])
    args = parser.parse_args()
    gold = score_gold(args.shared / "gold" / args.gold, args.misses == "gold")
    timeml = score_timeml(args.shared / "data/tempeval3/TBAQ-cleaned", args.misses == "timeml")
    for name, figures in {"gold": gold, "timeml": timeml}.items():
        print(name, json.dumps({k: round(v, 3) for k, v in figures.items()}))


if __name__ == "__main__":
    main()
