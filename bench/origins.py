"""Scores the search for origins: copies among real reports, and a made set of edited copies.

    python bench/origins.py SHARED [--pairs N] [--seed N]

SHARED is the folder that holds ``data/fakes`` and ``data/polnear``. The made set is of texts of 150 words or more that
are no copies of each other, each printed 1 to 40 times: cut to 40–90 %, with a new headline, a changed lead, unrelated
paragraphs put in, numbers and spellings changed and a site's furniture around it. Pairs of prints count as found where
they have one origin.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from tadmor.reconcile.origins import OriginLink, Story, bands, likeness, origin_of, signature

STORIES, LEAST_WORDS, MOST_COPIES = 500, 150, 40
HOT = 60  # a band with more stories than this is background, and passed over
FURNITURE = (
    "Share this article on Facebook Twitter WhatsApp Email. ", "Read more: our full coverage of the region\n",
    "Sign up for our daily newsletter. ", "Follow us on Twitter @thedesk for updates. ", "All rights reserved. ",
    "Get short URL ", "Advertisement ", "This story was originally published by the desk. ", "Related articles ",
)  # fmt: skip
LEADS = (
    "Here is what is known so far about the events reported from the area.",
    "Officials and residents gave differing accounts of the day on local television and radio.",
    "There was no immediate comment from either of the two sides on what had taken place.",
)


class Index:
    """Stories by band, with the origin each was given."""

    def __init__(self) -> None:
        self.by_band: dict[int, list[int]] = defaultdict(list)
        self.placed: list[tuple[Story, str]] = []
        self.compared = 0

    def add(self, story: Story) -> tuple[str, OriginLink | None]:
        """The origin of one more story, and the link that gave it."""
        keys = bands(signature(story.text))
        near = {row for key in keys if len(self.by_band[key]) <= HOT for row in self.by_band[key]}
        self.compared += len(near)
        origin, link = origin_of(story, [self.placed[row] for row in sorted(near)])
        for key in keys:
            self.by_band[key].append(len(self.placed))
        self.placed.append((story, origin))
        return origin, link


def fakes(shared: Path) -> list[Story]:
    """The 782 reports, as stories."""
    lines = (shared / "data/fakes/reports.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Story(r["id"], r["publisher"], None, r["title"], r["text"], date.fromisoformat(r["date"]), None, at)
        for at, r in enumerate(rows)
    ]


def other_stories(shared: Path) -> list[Story]:
    """Texts of two more collections of news."""
    out = []
    for name in ("re3d/documents.jsonl", "polnear/train.jsonl"):
        rows = [json.loads(line) for line in (shared / "data" / name).read_text("utf-8").splitlines()]
        out += [Story(r["id"], name, None, None, r["text"]) for r in rows]
    return out


def distinct(stories: list[Story], seed: int) -> list[Story]:
    """Stories of enough words that share next to nothing with one kept before, drawn in a fixed order."""
    order = random.Random(seed).sample(stories, len(stories))
    kept: list[Story] = []
    index: dict[int, list[Story]] = defaultdict(list)
    for story in order:
        if len(story.text.split()) < LEAST_WORDS:
            continue
        keys = bands(signature(story.text))
        rivals = {s.report: s for key in keys for s in index[key]}
        if all(max(likeness(story.text, s.text)[1:3]) < 0.15 for s in rivals.values()):
            kept.append(story)
            for key in keys:
                index[key].append(story)
    return kept


def edited(text: str, foreign: list[str], rng: random.Random) -> str:
    """A print of a story as another site may make it."""
    body = _cut(re.split(r"(?<=[.?!])\s+", text), rng)
    if rng.random() < 0.3:
        body[0] = rng.choice(LEADS)
    room = sum(len(s.split()) for s in body) // 3  # what is put in makes up a quarter at most
    for _ in range(rng.choice((0, 0, 1, 2))):
        paragraph = " ".join(rng.sample(foreign, 2))
        room -= len(paragraph.split())
        if room >= 0:
            body.insert(rng.randrange(len(body) + 1), paragraph)
    changed = " ".join(_respelt(word, rng) for word in " ".join(body).split(" "))
    head = rng.choice(("", " ".join(rng.sample(text.split(), 8)) + ". "))
    return rng.choice(("", rng.choice(FURNITURE))) + head + changed + " " + rng.choice(("", rng.choice(FURNITURE)))


def _cut(sentences: list[str], rng: random.Random) -> list[str]:
    """40–90 % of the words: two times in three the first part, else sentences left out here and there."""
    words = [len(s.split()) for s in sentences]
    goal = sum(words) * rng.uniform(0.4, 0.9)
    order = list(range(len(sentences))) if rng.random() < 0.67 else rng.sample(range(len(sentences)), len(sentences))
    kept: list[int] = []
    for at in order:
        if kept and sum(words[k] for k in kept) >= goal:
            break
        kept.append(at)
    return [sentences[at] for at in sorted(kept)]


def _respelt(word: str, rng: random.Random) -> str:
    if word.isdigit() and rng.random() < 0.3:
        return str(int(word) + rng.randint(1, 9))
    if len(word) > 5 and rng.random() < 0.01:
        at = rng.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1 :]
    return word


def made(stories: list[Story], foreign: list[str], seed: int) -> list[tuple[Story, str]]:
    """(print, id of its story) in a mixed order."""
    rng = random.Random(seed)
    out = []
    for story in stories:
        for copy in range(rng.randint(1, MOST_COPIES)):
            day = (story.published or date(2016, 1, 1)) + timedelta(rng.randint(0, 2))
            text = edited(story.text, foreign, rng)
            out.append((Story(f"{story.report}/{copy}", f"site{copy}", None, None, text, day), story.report))
    rng.shuffle(out)
    return out


def pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    """The number of pairs within groups of these sizes."""
    return sum(n * (n - 1) // 2 for n in sizes.values())


def score(prints: list[tuple[Story, str]]) -> dict[str, float]:
    """Pairwise precision and recall of the origins found, candidates compared and milliseconds a print."""
    index, told = Index(), []
    start = time.process_time()
    for story, truth in prints:
        told.append((index.add(story)[0], truth))
    took = time.process_time() - start
    right = pairs(Counter(told))
    return {
        "prints": len(prints),
        "precision": right / max(1, pairs(Counter(o for o, _ in told))),
        "recall": right / pairs(Counter(t for _, t in told)),
        "compared": index.compared / len(prints),
        "ms": took / len(prints) * 1000,
    }


def natural(stories: list[Story]) -> list[OriginLink]:
    """The links found among real reports, added in order of publication, most alike first."""
    index = Index()
    found = (index.add(story)[1] for story in sorted(stories, key=lambda s: (s.published or date.min, s.row)))
    return sorted((link for link in found if link), key=lambda link: -link.score)


def signing_ms(stories: list[Story]) -> float:
    """Milliseconds for signature and bands of a text of 600 words."""
    words = " ".join(s.text for s in stories).split()
    texts = [" ".join(words[at : at + 600]) for at in range(0, 60_000, 600)]
    start = time.process_time()
    for text in texts:
        bands(signature(text))
    return (time.process_time() - start) / len(texts) * 1000


def unrelated(shared: Path) -> list[str]:
    """Sentences of another collection, to make paragraphs of that are put into copies."""
    lines = (shared / "data/event_location/train.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def main() -> None:
    """Prints the scores as JSON, and a sample of the pairs found among real reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--pairs", type=int, default=0, help="print so many of the pairs found, evenly spread")
    parser.add_argument("--stories", type=int, default=STORIES, help="stories of the made set")
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    stories = fakes(args.shared)
    links = natural(stories)
    how = Counter(link.how for link in links)
    print("real", json.dumps({"reports": len(stories), "links": len(links), **how}))
    by_id = {s.report: s for s in stories}
    for link in links[:: max(1, len(links) // args.pairs)] if args.pairs else ():
        print(f"{link.score:.2f} {link.how}: {'; '.join(link.because)}")
        for story in (by_id[link.a], by_id[link.b]):
            print(f"    {story.outlet} {story.published} {' '.join(story.text[:240].split())}")
    print("signing", json.dumps({"ms_600_words": round(signing_ms(stories), 2)}))
    foreign = unrelated(args.shared)
    chosen = distinct([*stories, *other_stories(args.shared)], args.seed)[: args.stories]
    figures = score(made(chosen, foreign, args.seed))
    print("made", json.dumps({"stories": len(chosen), **{k: round(v, 3) for k, v in figures.items()}}))


if __name__ == "__main__":
    main()
