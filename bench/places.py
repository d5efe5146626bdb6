"""Places against gold: python bench/places.py [--shared ../shared] [--errors N]

gold/train.json: place words of the claims found, resolved, in the right country. LGL and GeoWebNews: of gold mentions,
the share that ``find_places`` resolves within 161 km of the gold point, the share abstained, the share wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tadmor.doc import Doc
from tadmor.model import Place, Report, Where
from tadmor.reading.gazetteer import distance_km
from tadmor.reading.places import find_places, resolve

WORD = re.compile(r"U\.S\.|(?<=\w)['’]s\b|\w+(?:['’ʿ`](?!s\b)\w+)*|[^\w\s]")


def naive_doc(text: str, day: date | None = None) -> Doc:
    """Words and sentences by rule, no model."""
    at = [(m.start(), m.end()) for m in WORD.finditer(text)]
    ends, sentences, begin = {".", "?", "!"}, [], 0
    for i, (start, end) in enumerate(at[:-1]):
        following = text[at[i + 1][0]]
        stops = text[start:end] in ends and (following.isupper() or following in '"“')
        if stops or "\n" in text[end : at[i + 1][0]]:
            sentences.append((begin, i + 1))
            begin = i + 1
    if begin < len(at):
        sentences.append((begin, len(at)))
    words, starts, stops_ = [text[s:e] for s, e in at], [s for s, _ in at], [e for _, e in at]
    return Doc(Report("bench", text, published=day), words, starts, stops_, sentences)


def overlapping(found: list[Where], start: int, end: int) -> Where | None:
    """The first place that shares a character with the stretch."""
    return next((w for w in found if w.span.start < end and start < w.span.end), None)


def gold(path: Path, errors: int) -> None:
    """Place words of claims in an annotated file."""
    tally, seconds, shown = Counter(), 0.0, 0
    docs = json.loads(path.read_text(encoding="utf-8"))
    for doc in docs:
        parsed = naive_doc(doc["text"])
        began = time.process_time()
        found = find_places(parsed)
        seconds += time.process_time() - began
        for claim in doc["claims"]:
            if not claim["place"]:
                continue
            tally["gold"] += 1
            whole = re.compile(r"(?<!\w)" + re.escape(claim["place"]) + r"(?!\w)")
            said = whole.search(doc["text"], doc["text"].find(claim["sentence"])) or whole.search(doc["text"])
            at = said.start() if said else -1
            hit = overlapping(found, at, at + len(claim["place"])) if at >= 0 else None
            verdict = judge(hit, claim["place_name"] or "")
            tally[verdict] += 1
            if verdict in ("missed", "wrong country", "elsewhere") and shown < errors:
                shown += 1
                print(f"  {verdict}: {claim['place']!r} ({claim['place_name']}) -> {hit}")
    print(f"{path.name}: {dict(tally)}; {1000 * seconds / len(docs):.1f} ms a report")


def judge(hit: Where | None, name: str) -> str:
    """How a found place stands to the gold name ("Palmyra, Syria")."""
    if hit is None:
        return "missed"
    if hit.place is None:
        return "abstained"
    country = resolve(name.split(",")[-1].strip())
    if country and country.feature == "country" and hit.place.country != country.country:
        return "wrong country"
    wanted = resolve(name)
    return "elsewhere" if wanted and distance_km(wanted, hit.place) > 100 else "right"


def lgl(path: Path) -> Iterator[tuple[str, int, int, str, float, float]]:
    """(text, start, end, words, lat, lon) of LGL."""
    for article in ET.parse(path).getroot():
        text = article.findtext("text") or ""
        for t in article.iter("toponym"):
            lat, lon = t.findtext("gaztag/lat"), t.findtext("gaztag/lon")
            if lat and lon:
                yield (
                    text,
                    int(t.findtext("start") or 0),
                    int(t.findtext("end") or 0),
                    t.findtext("phrase") or "",
                    float(lat),
                    float(lon),
                )


def geowebnews(path: Path) -> Iterator[tuple[str, int, int, str, float, float]]:
    """(text, start, end, words, lat, lon) of the literal mentions of GeoWebNews that bear coordinates."""
    for article in ET.parse(path).getroot():
        text = article.findtext("text") or ""
        for t in article.iter("toponym"):
            lat, lon, kind = t.findtext("latitude"), t.findtext("longitude"), t.findtext("type") or ""
            if lat and lon and kind.lower() in ("literal", "mixed", "coercion", "embedded_literal"):
                words = t.findtext("extractedName") or ""
                yield text, int(t.findtext("start") or 0), int(t.findtext("end") or 0), words, float(lat), float(lon)


def geoparsed(name: str, mentions: Iterator[tuple[str, int, int, str, float, float]], sample: int, errors: int) -> None:
    """Resolution of gold mentions in whole articles."""
    tally, cache, shown = Counter(), {}, 0
    for text, start, end, words, lat, lon in mentions:
        if text not in cache:
            if len(cache) >= sample:
                break
            cache[text] = find_places(naive_doc(text))
        tally["gold"] += 1
        hit = overlapping(cache[text], start, end)
        point = Place("gold", words, None, lat, lon, "town")
        verdict = (
            "missed"
            if hit is None
            else "abstained"
            if hit.place is None
            else "within 161 km"
            if distance_km(hit.place, point) <= 161
            else "wrong"
        )
        tally[verdict] += 1
        if verdict == "wrong" and shown < errors:
            shown += 1
            print(f"  {words!r} ({lat}, {lon}) -> {hit and hit.place}")
    resolved = tally["within 161 km"] + tally["wrong"]
    share = {k: round(v / tally["gold"], 3) for k, v in tally.items()}
    print(
        f"{name}: {share}; of those resolved {tally['within 161 km'] / max(1, resolved):.3f} within 161 km;",
        f"{len(cache)} articles",
    )


def main() -> None:
    """Print every table."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    ap.add_argument("--sample", type=int, default=150)
    ap.add_argument("--errors", type=int, default=0)
    a = ap.parse_args()
    gold(a.shared / "gold" / "train.json", a.errors)
    geoparsed("LGL", lgl(a.shared / "data" / "geoparsing" / "lgl.xml"), a.sample, a.errors)
    geoparsed("GeoWebNews", geowebnews(a.shared / "data" / "geoparsing" / "GeoWebNews.xml"), a.sample, a.errors)


if __name__ == "__main__":
    main()
