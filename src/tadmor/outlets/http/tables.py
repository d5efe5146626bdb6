"""The columns of lists that only the pages and the API give; the others are in ``outlets.columns``."""

from __future__ import annotations

from datetime import date

from tadmor.outlets.columns import TABLES, Column, fields, in_order


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


REPORTS = in_order(
    ("id", "id of the report"),
    ("title", "its title"),
    ("outlet", "who published it"),
    ("agency", "the agency it credits"),
    ("url", "its address"),
    ("published", "day of publication", _day),
    ("language", "ISO 639-1 code of its language"),
    ("raw_sha256", "SHA-256 of the bytes it was read from"),
    ("write", "number of the write that brought it"),
)
HITS = in_order(
    ("report", "id of the report"),
    ("title", "its title"),
    ("outlet", "who published it"),
    ("published", "day of publication"),
    ("words", "the words around the first found"),
)
COVERAGE = in_order(
    ("day", "day of publication; empty where it is not known", _day),
    ("outlet", "who published; empty where it is not known"),
    ("reports", "reports of that day"),
)
RETRACTIONS = in_order(
    ("claim", "id of the claim"),
    ("kind", "its kind"),
    ("report", "id of its report"),
    ("by", "retraction, rejection or correction"),
    ("known", "day since which it is out; empty: for every day as known", _day),
    ("write", "number of the write"),
    ("at", "moment of the write"),
    ("instead", "id of the claim in its place"),
    ("undone", "whether it was taken back", bool),
)
LOG = (
    *fields(
        ("write", "number of the write", "n"),
        ("at", "moment"),
        ("who", "who wrote"),
        ("verb", "add, judge, correct, retract…"),
        ("version", "version of the program"),
        ("rules", "digest of model and rules"),
    ),
    Column("rows", "rows of each table", lambda e: "; ".join(f"{name} {count}" for name, count in e.rows.items())),
    *fields(("digest", "digest of the write, which vouches for all before it")),
)
DECISIONS = fields(
    ("number", "number of the decision"),
    ("verb", "judge, correct, retract, accept, reject or undo"),
    ("subject", "the claim or event decided on"),
    ("other", "the other claim; of undo the number of the decision"),
    ("what", "the fields corrected, or the verdict"),
    ("because", "the reason"),
    ("who", "who decided"),
    ("at", "moment"),
    ("undone", "whether it was taken back"),
)
OURS: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS, "hits": HITS, "coverage": COVERAGE, "retractions": RETRACTIONS, "log": LOG,
    "decisions": DECISIONS,
}  # fmt: skip
ALL: dict[str, tuple[Column, ...]] = {**TABLES, **OURS}
