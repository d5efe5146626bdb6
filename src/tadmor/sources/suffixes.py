"""How the names of files end that hold many pages or rows: the one table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tadmor.sources.archive.packing import Form

WARCS: dict[str, Form] = {
    ".warc": "plain", ".wet": "plain", ".warc.gz": "gzip", ".wet.gz": "gzip", ".warc.zst": "zstd", ".wet.zst": "zstd",
}  # fmt: skip
"""How the members of such a file are packed."""
ZIPS = (".wacz",)
PARQUETS = (".parquet", ".pq")
ROWS: dict[str, Literal["json lines", "csv"]] = {
    ".jsonl": "json lines", ".ndjson": "json lines", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
ARCHIVES = (*WARCS, *ZIPS, *ROWS, *PARQUETS)
