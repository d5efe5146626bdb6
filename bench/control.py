"""Scores who held which town on a day against a table of facts.

    python bench/control.py FACTS.tsv CLAIMS.jsonl... | RECORD.db [--band PLACE...] [--verbose]

FACTS has the columns place, country, day, holder (alternatives by "|"), state, because, source. CLAIMS are lines that
`tadmor claims --json` printed. A holder is right where it is one of the fact's, or stands on the side of one; "lost"
and "unknown" are abstentions.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tadmor.model import Attribution, Claim, Control, Mention, Place, Span, Stake, Telling, When, Where
from tadmor.reading.gazetteer import fold, named, spelt_like
from tadmor.reading.register import actor, actor_words
from tadmor.reconcile.control import history, staleness, state
from tadmor.reconcile.sides import side_of
from tadmor.reconcile.stakes import stakes_of

Json = dict[str, Any]
_SIDE = re.compile(
    r"\b((?:north|south)?-?(?:east|west|north|south)(?:ern)?|central)\s+(?:(?:part |side )?of )?(?:the )?$",
    re.IGNORECASE,
)


@cache
def lineage(ref: str) -> tuple[str, ...]:
    """An actor, its parent, its grandparent; words without an id alone."""
    out, found = [ref], actor(ref)
    while found and found.parent and found.parent not in out:
        out.append(found.parent)
        found = actor(found.parent)
    return tuple(out)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(cell: Json, text: str) -> Span:
    return Span(cell["start"], cell["end"], text[cell["start"] : cell["end"]])


def _mention(cell: Json, text: str) -> Mention:
    """The mention; its kind, which the line leaves out, is that of the register or told by its last words."""
    span, known = _span(cell, text), actor(cell["ref"]) if cell["ref"] else None
    fights = set(span.text.lower().split()) & actor_words()
    return Mention(span, known.kind if known else "group" if fights else "thing", cell["ref"])


def _where(cell: Json | None, text: str) -> Where | None:
    """The place; its relation, which the line leaves out, is read again from the words before it."""
    if cell is None or cell["id"] is None:
        return None
    side = _SIDE.search(text[max(0, cell["start"] - 40) : cell["start"]])
    relation = "near" if cell["precision"] == "near" else f"in the {side[1]} of" if side else "in"
    place = Place(cell["id"], cell["name"], cell["country"], cell["lat"], cell["lon"], "")
    return Where(_span(cell, text), place, relation, cell["precision"])


def _when(cell: Json | None) -> When | None:
    return When(_date(cell["start"]), _date(cell["end"]), cell["grain"], cell["basis"]) if cell else None


def tellings(path: Path) -> Iterator[Telling]:
    """Every claim of a file of claim lines as a telling; copies of a text are one origin."""
    origins: dict[str, str] = {}
    for line in path.open(encoding="utf-8"):
        report = json.loads(line)
        text, published = report["text"], _date(report["published"])
        origin = origins.setdefault(" ".join(text.lower().split())[50:450], report["id"])
        for cell in report["claims"]:
            claim = Claim(
                cell["id"],
                report["id"],
                cell["kind"],
                cell["modality"],
                _span(cell["sentence"], text),
                _span(cell["trigger"], text),
                tuple(_mention(m, text) for m in cell["actors"]),
                tuple(_mention(m, text) for m in cell["targets"]),
                _where(cell["place"], text),
                _when(cell["when"]),
                attribution=Attribution(report["outlet"], tuple(_mention(m, text) for m in cell["speakers"])),
                score=cell["score"],
            )
            yield Telling(
                claim, published or date.max, origin, published, report["outlet"], title=report["title"] or text[:120]
            )


def of_record(path: Path) -> tuple[dict[str, list[Stake]], dict[str, str], dict[str, str]]:
    """The same of a record."""
    from tadmor import record

    with record.open(str(path), create=False) as found:
        stakes = {place: list(told) for place, told in found.stakes(last=None)}
        names = {count.place.id: count.place.name for count in found.places()}
    return stakes, names, defaultdict(str)


def gather(paths: list[Path]) -> tuple[dict[str, list[Stake]], dict[str, str], dict[str, str]]:
    """Place id -> stakes, place id -> name, claim id -> its words."""
    stakes: dict[str, list[Stake]] = defaultdict(list)
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for path in paths:
        for telling in tellings(path):
            for stake in stakes_of(telling, lineage):
                stakes[stake.place].append(stake)
                where = telling.claim.where
                assert where
                assert where.place
                names[stake.place] = where.place.name
                words[stake.claim] = (
                    f"[{telling.claim.trigger.text}] {' '.join(telling.claim.sentence.text.split())[:230]}"
                )
    return stakes, names, words


def place_id(name: str, country: str, stakes: dict[str, list[Stake]]) -> str | None:
    """The place of a name in a country that has most stakes, else the best of the gazetteer."""
    key = fold(name)
    rows = [
        e.place.id
        for e in (*named([key]).get(key, ()), *spelt_like(key))
        if e.place.country == country and e.place.feature != "adm1"
    ]
    return max(rows, key=lambda row: len(stakes.get(row, ())), default=None)


def shown(stake: Stake, words: dict[str, str]) -> str:
    """One stake on a line."""
    parties = f"{stake.holder or '-'} < {stake.loser or '-'}"
    days = f"{stake.day}" + (f"..{stake.until}" if stake.until != stake.day else "")
    return f"  {days} {stake.sort}/{stake.modality} {parties} {stake.voice} {stake.origin[-8:]} {words[stake.claim]}"


def band_line(control: Control) -> str:
    """One stretch on a line."""
    rivals = ", ".join(f"{r.holder} {r.weight}" for r in control.rivals)
    return (
        f"{control.start}..{control.end} {control.holding} {control.holder} by={control.by} w={control.weight} "
        f"said={control.said} rivals=[{rivals}] {control.because}"
    )


def judge(fact: dict[str, str], control: Control) -> str:
    """Right, abstained or wrong, by the holder."""
    if control.holder is None or control.holding in ("unknown", "lost"):
        return "abstained"
    wanted = {side_of(holder) for holder in fact["holder"].split("|")}
    return "right" if side_of(control.holder) in wanted else "wrong"


def score(facts: Path, stakes: dict[str, list[Stake]], words: dict[str, str], verbose: bool) -> None:
    """Prints right, abstained, wrong and the state's accuracy, with the facts that went wrong."""
    counts: Counter[str] = Counter()
    states = 0
    for fact in csv.DictReader(facts.open(encoding="utf-8"), delimiter="\t"):
        at = date.fromisoformat(fact["day"])
        place = place_id(fact["place"], fact["country"], stakes)
        found = sorted(stakes.get(place or "", []), key=lambda s: s.day)
        control = state(found, at)
        verdict = judge(fact, control)
        counts[verdict] += 1
        states += verdict == "right" and control.holding == fact["state"]
        if verdict != "right" or control.holding != fact["state"]:
            print(f"{verdict}: {fact['place']} {at} is {fact['holder']} {fact['state']} ({len(found)} stakes)")
            print("  " + band_line(control), staleness(control, at))
            for stake in found if verbose and verdict != "right" else ():
                print(shown(stake, words))
    total = sum(counts.values())
    print({verdict: f"{n} ({n / total:.0%})" for verdict, n in counts.most_common()}, "state right:", states)


def main() -> None:
    """Prints the score, or the band of one place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", type=Path)
    parser.add_argument("claims", type=Path, nargs="+")
    parser.add_argument("--band", nargs="*", default=[])
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    one = args.claims[0]
    stakes, names, words = gather(args.claims) if one.suffix == ".jsonl" else of_record(one)
    print(sum(map(len, stakes.values())), "stakes of", len(stakes), "places")
    for name in args.band:
        for place in [p for p, n in names.items() if n == name]:
            print(f"== {name} {place}")
            for stake in sorted(stakes[place], key=lambda s: s.day) if args.verbose else ():
                print(shown(stake, words))
            for control in history(stakes[place]):
                print(band_line(control))
    if not args.band:
        score(args.facts, stakes, words, args.verbose)
        everyone = [sorted(found, key=lambda s: s.day)[-100:] for found in stakes.values()]
        begun = time.perf_counter()
        for found in everyone:
            state(found, date(2018, 1, 1))
        print(f"whole map: {len(everyone)} places in {(time.perf_counter() - begun) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
