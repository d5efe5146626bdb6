"""Archives made for the tests: pages of an invented press, as records of a WARC packed one by one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sheet:
    """A page of a web site."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    day: str = "2016-03-28"

    @property
    def url(self) -> str:
        return f"https://press.example/{self.name}"

    @property
    def html(self) -> str:
        body = "".join(f"<p>{words}</p>" for words in self.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><title>{self.title}</title>'
            f'<meta property="article:published_time" content="{self.day}T08:00:00Z"></head>'
            f"<body><nav><a href=/>Home</a><a href=/world>World</a></nav>"
            f"<article><h1>{self.title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
        )


TAKEN = Sheet(
    "taken", "Army retakes Palmyra",
    (
        "DAMASCUS, March 27 (Example) - The Syrian army retook the city of Palmyra from Islamic State on Sunday, state "
        "television said.",
        "At least 12 soldiers were killed in the fighting around the airport of the city, a monitoring group said.",
        "Engineers began to clear mines from the ruins, and residents were told not to return before the end of May.",
    ),
)  # fmt: skip
SHELLED = Sheet(
    "shelled", "Shells fall on Aleppo market",
    (
        "ALEPPO, April 2 (Example) - Rebels shelled a market in the west of Aleppo on Saturday and killed five "
        "civilians, the provincial police said.",
        "Eight others were wounded, among them two children, according to a doctor of the university hospital.",
        "A spokesman of the rebels denied that his fighters had fired on the market of the city that day.",
    ),
    "2016-04-02",
)  # fmt: skip
STRUCK = Sheet(
    "struck", "Warplanes strike Raqqa",
    (
        "BEIRUT, April 5 (Example) - Coalition warplanes struck two buildings in Raqqa on Tuesday, residents said.",
        "The strikes killed three fighters of Islamic State and destroyed a workshop in the south of the town.",
        "A bridge over the river to the north of the town was hit as well, and traffic stopped for the whole day.",
    ),
    "2016-04-05",
)  # fmt: skip
COPY = Sheet("copy", TAKEN.title, TAKEN.paragraphs)
CAKE = Sheet(
    "cake", "A cake for the weekend",
    (
        "Beat the butter with the sugar until it is pale, and fold the flour in with a large spoon, a little at once.",
        "Bake the cake for forty minutes in the middle of a warm oven, and let it cool in its tin before it is cut.",
        "It keeps for three days in a dry place, and tastes best with a spoon of thick cream and some fresh berries.",
    ),
)  # fmt: skip
FOREIGN = Sheet(
    "ville", "L'armée reprend la ville",
    (
        "L'armée a repris dimanche la ville, après trois semaines de combats contre les rebelles, a annoncé la "
        "télévision de l'État; army troops killed twelve soldiers, disait un titre de la presse étrangère.",
        "Les habitants qui avaient fui vers la capitale ne pourront pas rentrer avant la fin du mois, selon le "
        "gouverneur de la province, parce que les rues et les maisons sont encore pleines de mines.",
    ),
)  # fmt: skip
LIST = Sheet("list", "Killed, shelled, captured: the war in pictures", ())
SHEETS = (TAKEN, SHELLED, CAKE, FOREIGN, LIST, STRUCK, COPY)


def record(sheet: Sheet) -> bytes:
    """A response record, packed."""
    body = sheet.html.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body), body,
    )  # fmt: skip
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:example:{sheet.name}>\r\n"
        f"WARC-Target-URI: {sheet.url}\r\nWARC-Date: 2016-04-09T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def warc(path: Path, sheets: Sequence[Sheet] = SHEETS) -> list[int]:
    """Write an archive; the bytes at which its records begin."""
    records = [record(sheet) for sheet in sheets]
    path.write_bytes(b"".join(records))
    return [sum(map(len, records[:n])) for n in range(len(records))]


def numbered(sheet: Sheet, number: int) -> Sheet:
    """A page of its own: another address, day and number in its words."""
    words = (*sheet.paragraphs, f"Report number {number} of the correspondents of the press, written on day {number}.")
    return Sheet(f"{sheet.name}-{number}", sheet.title, words, sheet.day)


def json_lines(path: Path, sheets: Sequence[Sheet] = SHEETS) -> None:
    rows = [
        {"id": s.name, "text": "\n\n".join((s.title, *s.paragraphs)), "published": s.day, "url": s.url} for s in sheets
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
