"""Scores the search for near-duplicates within a shard and across shards, on edited copies of wire stories.

    python bench/doubles.py [--shared ../shared] [--stories 500] [--copies 40] [--shards 8] [--seed 7] [--json]
    python bench/doubles.py --million [--json]

Stories are texts of 120 to 900 words of ``fakes``, ``wikipedia_syria`` and MUC. 200 of them are 100 pairs about one
happening by different hands: reports of ``fakes``, and of PolNeAR where these do not suffice, by two outlets, at most
a day apart, the likest in their rare words (cosine at least 0.09). No two stories have 20 words in a row in common.
Each is printed 1 to 40 times, a print edited in up to six of these ways: cut at the end (to 40 to 90 %), another
headline, another lead, paragraphs of strangers put in (a quarter of the print at most), paragraphs in another order,
another byline and dateline, spellings, numbers and words changed here and there, a site's furniture. Some 1 in 25 is
printed as it was.

``shard``: all prints in one shard, each asked for as it comes. ``shards``: the prints dealt onto so many shards at
random, and their groups across shards. A pair of prints counts as found where both are of one group. ``--million``
weighs the search across shards on a million prints of drawn keys, of which one in ten is a copy.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from math import log
from pathlib import Path

import numpy as np
from origins import FURNITURE, LEADS, fakes, pairs, unrelated
from speed import peak_memory
from texts import stretches, texts

from tadmor.reconcile.origins import Story
from tadmor.reconcile.sketch import content
from tadmor.scale.doubles import Print, Seen, groups, print_of

ROOT = Path(__file__).resolve().parents[1]
LEAST, MOST, PAIRS, LIKE = 120, 900, 100, 0.09
CITIES = ("BEIRUT", "AMMAN", "GENEVA", "ANKARA", "CAIRO", "LONDON", "PARIS")
AGENCIES = ("Reuters", "AFP", "AP", "Xinhua", "TASS", "dpa")
NAMES = ("Lina Haddad", "Tom Ferris", "Omar Nasser", "Ana Ruiz", "Peter Lang", "Mona Saleh")
SWAPS = {
    "said": "stated", "also": "as well", "killed": "slain", "large": "big", "nearly": "almost", "began": "started",
    "near": "close to", "however": "but", "after": "following", "neighbourhood": "district", "center": "centre",
}  # fmt: skip


def fit(text: str) -> bool:
    """Whether a text is as long as a story of an agency may be."""
    return LEAST <= len(text.split()) <= MOST


class Apart:
    """Stories no two of which have 20 words in a row in common."""

    def __init__(self) -> None:
        self._runs: set[str] = set()

    def take(self, *stories: Story) -> bool:
        """Whether these stories are apart from each other and from all taken before; then they are taken."""
        runs = [self._of(story.text) for story in stories]
        new = frozenset().union(*runs)
        if len(new) < sum(map(len, runs)) or not self._runs.isdisjoint(new):
            return False
        self._runs |= new
        return True

    def _of(self, text: str) -> frozenset[str]:
        words = re.findall(r"\w+", text.casefold())
        return frozenset(" ".join(words[at : at + 20]) for at in range(len(words) - 19))


def twins(stories: list[Story], apart: Apart) -> list[tuple[Story, Story]]:
    """Pairs of reports of one happening by different hands, the likest first."""
    vectors = {s.report: content(s.text) for s in stories}
    times = Counter(stem for stems in vectors.values() for stem in stems)
    near = [(_cosine(vectors[a.report], vectors[b.report], times), a, b) for a, b in _near(stories)]
    out: list[tuple[Story, Story]] = []
    taken: set[str] = set()
    for cosine, a, b in sorted(near, key=lambda found: (-found[0], found[1].report, found[2].report)):
        if cosine >= LIKE and taken.isdisjoint((a.report, b.report)) and apart.take(a, b):
            out.append((a, b))
            taken |= {a.report, b.report}
    return out


def _near(stories: list[Story]) -> Iterator[tuple[Story, Story]]:
    """Pairs by two outlets, at most a day apart."""
    for at, a in enumerate(stories):
        for b in stories[at + 1 :]:
            assert a.published is not None
            assert b.published is not None
            if a.outlet != b.outlet and abs((a.published - b.published).days) <= 1:
                yield a, b


def _of_election(shared: Path) -> list[Story]:
    """The articles of PolNeAR, whose ids begin with outlet and day."""
    told = ((t, *t.id.split("_")[:2]) for t in texts("polnear", shared) if fit(t.text))
    return [Story(t.id, outlet, None, None, t.text, date.fromisoformat(day)) for t, outlet, day in told]


def _cosine(a: frozenset[str], b: frozenset[str], times: Counter[str]) -> float:
    """The cosine of two sets of stems, the rare ones weighing more."""

    def weight(stems: frozenset[str]) -> float:
        return sum(log(1000 / times[stem]) ** 2 for stem in stems)

    return weight(a & b) / (weight(a) * weight(b)) ** 0.5


def chosen(shared: Path, number: int, seed: int) -> tuple[list[Story], int]:
    """The stories, and how many of them, at the head, are of pairs."""
    rng, apart = random.Random(seed), Apart()
    reports = list({s.report: s for s in fakes(shared) if fit(s.text)}.values())
    paired = [s for pair in (twins(reports, apart) + twins(_of_election(shared), apart))[:PAIRS] for s in pair]
    known = {s.report for s in paired}
    others = [s for s in reports if s.report not in known]
    for name in ("wikipedia", "muc"):
        parts = (
            (t.id, n, "\n\n".join(p)) for t in texts(name, shared) for n, p in enumerate(stretches(t.paragraphs, 350))
        )
        others += [Story(f"{i}.{n}", name, None, None, text, date(2016, 1, 1)) for i, n, text in parts if fit(text)]
    rest = (s for s in rng.sample(others, len(others)) if apart.take(s))
    return [*paired, *islice(rest, number - len(paired))], len(paired)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; one that has none gets some, of three sentences."""
    parts = [part for part in re.split(r"\n\n+", text) if part.strip()]
    if len(parts) > 2:
        return parts
    sentences = re.split(r"(?<=[.?!])\s+", text)
    return [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]


def edited(text: str, foreign: list[str], rng: random.Random) -> str:
    """A print of a story as another site may make it."""
    body = paragraphs(text)
    for edit in rng.sample((cut, led, filled, shuffled, respelt), rng.randint(0, 3)):
        body = edit(body, foreign, rng)
    if rng.random() < 0.5:
        body.insert(0, f"{rng.choice(CITIES)}, {rng.choice(AGENCIES)} – By {rng.choice(NAMES)}")
    if rng.random() < 0.6:
        body.insert(0, " ".join(rng.sample(text.split(), 8)))
    if rng.random() < 0.4:
        body.insert(rng.choice((0, len(body))), rng.choice(FURNITURE))
    return "\n\n".join(body)


def cut(body: list[str], _: list[str], rng: random.Random) -> list[str]:
    """The first 40 to 90 % of the words."""
    words = [(word, at) for at, part in enumerate(body) for word in part.split()]
    kept = words[: max(40, int(len(words) * rng.uniform(0.4, 0.9)))]
    return [" ".join(w for w, k in kept if k == at) for at in range(kept[-1][1] + 1)]


def led(body: list[str], _: list[str], rng: random.Random) -> list[str]:
    """Another first sentence."""
    first, *rest = re.split(r"(?<=[.?!])\s+", body[0], maxsplit=1)
    return [" ".join((rng.choice(LEADS), *rest)), *body[1:]] if len(first.split()) < 60 else body


def filled(body: list[str], foreign: list[str], rng: random.Random) -> list[str]:
    """One to three paragraphs of strangers put in, a quarter of the print at most."""
    out, room = list(body), sum(len(part.split()) for part in body) // 3
    for _ in range(rng.randint(1, 3)):
        more = " ".join(rng.sample(foreign, 2))
        room -= len(more.split())
        if room >= 0:
            out.insert(rng.randrange(len(out) + 1), more)
    return out


def shuffled(body: list[str], _: list[str], rng: random.Random) -> list[str]:
    """The paragraphs after the first in another order."""
    return [*body[:1], *rng.sample(body[1:], len(body) - 1)]


def respelt(body: list[str], _: list[str], rng: random.Random) -> list[str]:
    """Spellings, numbers and words changed here and there."""

    def changed(word: str) -> str:
        if word.isdigit() and rng.random() < 0.3:
            return str(int(word) + rng.randint(1, 9))
        if word in SWAPS and rng.random() < 0.3:
            return SWAPS[word]
        at = len(word) // 2
        return word[:at] + word[at + 1 :] if len(word) > 5 and rng.random() < 0.01 else word

    return [" ".join(map(changed, part.split())) for part in body]


def made(stories: list[Story], foreign: list[str], copies: int, seed: int) -> list[tuple[str, date, str, str]]:
    """(id, day, text, id of its story) of each print, in a mixed order."""
    rng = random.Random(seed)
    out = []
    for story in stories:
        for copy in range(rng.randint(1, copies)):
            day = (story.published or date(2016, 1, 1)) + timedelta(rng.randint(0, 2))
            text = story.text if rng.random() < 0.04 else edited(story.text, foreign, rng)
            out.append((f"{story.report}/{copy}", day, text, story.report))
    rng.shuffle(out)
    return out


def agreement(group_of: dict[str, str], story_of: dict[str, str]) -> dict[str, float]:
    """Pairwise precision and recall."""
    right = pairs(Counter((group_of[p], story) for p, story in story_of.items()))
    found, true = pairs(Counter(group_of.values())), pairs(Counter(story_of.values()))
    return {"precision": right / max(1, found), "recall": right / max(1, true)}


def within(prints: list[Print]) -> dict[str, str]:
    """The first report of the story of each print of one shard."""
    seen = Seen()
    return {p.report: seen.first(p) or p.report for p in prints}


def across(prints: list[Print]) -> dict[str, str]:
    """The first report of the group of each print."""
    return {p.report: p.report for p in prints} | {p: group[0] for group in groups(prints) for p in group}


def measured(shared: Path, number: int, copies: int, shards: int, seed: int) -> dict[str, float]:
    """All figures by name."""
    stories, paired = chosen(shared, number, seed)
    prints = made(stories, unrelated(shared), copies, seed)
    truth = {ident: story for ident, _, _, story in prints}
    out: dict[str, float] = {"stories": len(stories), "of pairs": paired, "prints": len(prints)}
    began = time.process_time()
    signed = [print_of(ident, text, day) for ident, day, text, _ in prints]
    signing = time.process_time() - began
    out |= {"ms to sign": 1000 * signing / len(prints)}
    began = time.process_time()
    out |= {f"shard: {k}": v for k, v in agreement(within(signed), truth).items()}
    out["shard: seconds"] = time.process_time() - began
    dealt = [signed[at::shards] for at in range(shards)]
    began = time.process_time()
    found = across([p for shard in dealt for p in shard])
    out["shards: seconds"] = time.process_time() - began
    out |= {f"shards: {k}": v for k, v in agreement(found, truth).items()}
    again = random.Random(seed).sample(signed, len(signed))
    out["shards: same in another order"] = float(across(again) == found)
    out["bytes a print"] = sum(len(p.bands) + len(p.runs) for p in signed) / len(signed)
    return out


def drawn(number: int, seed: int = 5) -> Iterator[Print]:
    """Prints of drawn keys, one in ten a copy that lost a third of its runs and bands."""
    rng = np.random.default_rng(seed)
    kept: tuple[np.ndarray, np.ndarray] | None = None
    for at in range(number):
        if kept is not None and at % 10 == 9:
            bands, runs = kept[0].copy(), kept[1][:85]
            bands[:17] = rng.integers(0, 2**32, 17)
        else:
            bands = rng.integers(0, 2**32, 50)
            runs = rng.integers(0, 2**28, 128)
        kept = bands, runs
        yield Print(f"r{at:07}", None, at, bands.astype("<u4").tobytes(), runs.astype("<u4").tobytes())


def million(number: int = 1_000_000) -> dict[str, float]:
    """Seconds and MB for the groups of a million prints."""
    before, began = peak_memory(), time.process_time()
    found = groups(drawn(number))
    return {
        "prints": number,
        "groups": len(found),
        "seconds": time.process_time() - began,
        "MB before": before,
        "MB at most": peak_memory(),
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--stories", type=int, default=500)
    ap.add_argument("--copies", type=int, default=40)
    ap.add_argument("--shards", type=int, default=8)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--million", action="store_true")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    figures = million() if a.million else measured(a.shared, a.stories, a.copies, a.shards, a.seed)
    if a.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
    else:
        print("\n".join(f"{name:35}{value:12.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
