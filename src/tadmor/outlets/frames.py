"""Answers as frames: pandas and Arrow, with the columns of ``columns``; each by an extra."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tadmor.errors import SettingError
from tadmor.model import Event, Telling
from tadmor.outlets.columns import TABLES, Column, Value, row
from tadmor.pipeline.answers import ActorRow, Held, PlaceRow, SourceRow

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_TABLES = {
    Event: "events", Telling: "claims", Held: "control", PlaceRow: "places", ActorRow: "actors", SourceRow: "sources",
}  # fmt: skip


def to_pandas(answers: Iterable[object]) -> pd.DataFrame:
    """A data frame with a row an answer of ``Monitor.events``, ``claims``, ``control``, ``places``…; days as words.

    Raises SettingError where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise _absent("pandas", "pandas") from None
    return pd.DataFrame(_columns(answers))


def to_arrow(answers: Iterable[object]) -> pa.Table:
    """The same as an Arrow table. Raises SettingError where pyarrow is not installed."""
    try:
        import pyarrow as pa
    except ImportError:
        raise _absent("pyarrow", "parquet") from None
    return pa.table(_columns(answers))


def _absent(package: str, extra: str) -> SettingError:
    return SettingError(f"{package} is not installed", remedy=f'pip install "tadmor[{extra}]"')


def _columns(answers: Iterable[object]) -> dict[str, list[Value]]:
    """Values by column; no answers give no columns, for nothing tells of what."""
    rows: list[dict[str, Value]] = []
    columns: Sequence[Column] = ()
    for answer in answers:
        columns = columns or _table_of(answer)
        rows.append(row(columns, answer))
    return {column.name: [values[column.name] for values in rows] for column in columns}


def _table_of(answer: Any) -> Sequence[Column]:
    name = _TABLES.get(type(answer))
    if name is None:
        raise SettingError(f"{type(answer).__name__} is no answer with columns", remedy="give events, claims, control…")
    return TABLES[name]
