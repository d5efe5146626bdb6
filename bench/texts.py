"""The texts of the shared sets, as paragraphs.

python bench/texts.py SET... [--shared ../shared] > SET.jsonl    lines for ``tadmor claims --json``
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import muc_keys

ROOT = Path(__file__).resolve().parents[1]
_TOKEN_GAP = re.compile(r" (?=[.,;:!?)%]|'s\b|n't\b|'')|(?<=[($]) |(?<=``) ")


@dataclass(frozen=True, slots=True)
class Text:
    """One document of a set; ``sort`` is its genre or topic where the set has some."""

    id: str
    paragraphs: tuple[str, ...]
    sort: str = ""

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between."""
        return "\n\n".join(self.paragraphs)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def _rows(path: Path) -> Iterator[Text]:
    """The documents of JSON lines."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
        if line:
            row = json.loads(line)
            ident = str(row.get("id") or row.get("doc_id") or f"{path.parent.name}-{number}")
            words = row.get("text") or joined(row["tokens"])
            yield Text(ident, _parts(words), str(row.get("source") or row.get("publisher") or ""))


def joined(tokens: list[str]) -> str:
    """Tokens as running text."""
    return _TOKEN_GAP.sub("", " ".join(tokens))


def _muc(part: str, shared: Path) -> Iterator[Text]:
    """The texts of MUC; ``sort`` tells whether the key has an incident in it ("relevant", "irrelevant", "")."""
    folder = shared / "data/muc" / part
    told = {k: bool(v) for path in sorted(folder.glob("key-*")) for k, v in muc_keys.keys(path).items()}
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("key-"):
            for ident, text in muc_keys.texts(path).items():
                sort = {True: "relevant", False: "irrelevant"}.get(told.get(ident), "")
                yield Text(ident, _parts(text), sort)


def _wikipedia(shared: Path) -> Iterator[Text]:
    """Pages without their heads and headings; a page is cut into documents of some 900 words."""
    for path in sorted((shared / "data/wikipedia_syria").glob("*.md")):
        body = re.sub(r"(?s)\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"))
        body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
        parts = [p for p in _parts(body) if len(p.split()) >= 12 and not p.startswith(("#", "|", "*", "-"))]
        for number, piece in enumerate(stretches(parts, 900)):
            yield Text(f"{path.stem}-{number}", tuple(piece), path.stem)


def stretches(parts: Sequence[str], words: int) -> Iterator[list[str]]:
    """The paragraphs in order, in lists of so many words each or a little more."""
    kept: list[str] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part.split())
        if size >= words:
            yield kept
            kept, size = [], 0
    if kept:
        yield kept


def _tokens(paths: list[Path]) -> Iterator[Text]:
    """Documents of CAT files (MEANTIME, ECB+), a paragraph a sentence; ``sort`` is the folder's name."""
    for path in paths:
        tokens = ElementTree.parse(path).getroot().iter("token")
        rows = groupby(tokens, key=lambda t: t.get("sentence"))
        lines = [joined([str(t.text or "") for t in row]) for _, row in rows]
        yield Text(path.stem, tuple(line for line in lines if line.strip()), path.parent.name)


def _treebank(shared: Path, part: str = "train") -> Iterator[Text]:
    """The documents of UD EWT; ``sort`` is the genre."""
    ident, paragraphs = "", []  # type: str, list[str]
    for line in (shared / f"data/ud/en_ewt-{part}.conllu").read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc id = "):
            if paragraphs:
                yield Text(ident, tuple(paragraphs), ident.split("-")[0])
            ident, paragraphs = line[14:], []
        elif line.startswith("# newpar"):
            paragraphs.append("")
        elif line.startswith("# text = "):
            paragraphs[-1:] = [f"{paragraphs[-1] if paragraphs else ''} {line[9:]}".strip()]
    yield Text(ident, tuple(paragraphs), ident.split("-")[0])


def _articles(path: Path) -> Iterator[Text]:
    """The articles of LGL and GeoWebNews."""
    for number, article in enumerate(ElementTree.parse(path).getroot().iter("article")):
        words = f"{article.findtext('title') or ''}\n\n{article.findtext('text') or ''}"
        yield Text(f"{path.stem}-{number}", _parts(words), article.findtext("domain") or "")


def _timeml(folder: Path) -> Iterator[Text]:
    """The articles of TimeBank or AQUAINT; ``sort`` is the source, by the head of the file's name."""
    for path in sorted(folder.glob("*.tml")):
        (body,) = re.findall(r"(?s)<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8"))
        sort = re.split(r"[_\d]", path.stem)[0].casefold()
        yield Text(path.stem, _parts(unescape(re.sub(r"<[^>]+>", "", body))), sort)


def _sentences(shared: Path) -> Iterator[Text]:
    """Sentences of news, each with one verb of happening, ten a document."""
    rows = list(_rows(shared / "data/event_location/train.jsonl"))
    for at in range(0, len(rows), 10):
        yield Text(f"event_location-{at}", tuple(row.text for row in rows[at : at + 10]))


SETS: dict[str, Callable[[Path], Iterator[Text]]] = {
    "fakes": lambda s: _rows(s / "data/fakes/reports.jsonl"),
    "wikipedia": _wikipedia,
    "muc": lambda s: _muc("dev", s),
    "muc_tst1": lambda s: _muc("tst1", s),
    "muc_tst2": lambda s: _muc("tst2", s),
    "meantime": lambda s: _tokens(sorted((s / "data/meantime/intra_cross-doc_annotation").glob("*/*.xml"))),
    "ecbplus": lambda s: _tokens(sorted((s / "data/ecbplus").glob("*/*.xml"))),
    "ewt": _treebank,
    "ewt_test": lambda s: _treebank(s, "test"),
    "lgl": lambda s: _articles(s / "data/geoparsing/lgl.xml"),
    "geowebnews": lambda s: _articles(s / "data/geoparsing/GeoWebNews.xml"),
    "polnear": lambda s: _rows(s / "data/polnear/train.jsonl"),
    "timebank": lambda s: _timeml(s / "data/tempeval3/TBAQ-cleaned/TimeBank"),
    "aquaint": lambda s: _timeml(s / "data/tempeval3/TBAQ-cleaned/AQUAINT"),
    "re3d": lambda s: _rows(s / "data/re3d/documents.jsonl"),
    "wikievents": lambda s: _rows(s / "data/wikievents/dev.jsonl"),
    "case2021": lambda s: _rows(s / "data/case2021/dev.jsonl"),
    "event_location": _sentences,
}


def texts(name: str, shared: Path) -> list[Text]:
    """The documents of a set that hold any words, in order."""
    return [text for text in SETS[name](shared) if text.paragraphs]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets", nargs="+", choices=SETS, metavar="SET", help=", ".join(SETS))
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    a = ap.parse_args()
    for name in a.sets:
        for text in texts(name, a.shared):
            print(json.dumps({"id": text.id, "text": text.text, "outlet": text.sort or None}, ensure_ascii=False))


if __name__ == "__main__":
    main()
