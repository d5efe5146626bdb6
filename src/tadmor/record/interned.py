"""Names and places that are written once and meant by number."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from tadmor.model import Place
from tadmor.record.schema import name, place
from tadmor.record.stored import place_of
from tadmor.record.tellings import batches

_MOST = 500_000  # names kept in memory: some 60 MB


class Interned:
    """What is known of the numbers of names and places; dropped where a write fails."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.places: dict[str, tuple[int, Place]] = {}

    def forget(self) -> None:
        """Forgets all: numbers given in a write that failed are given again to others."""
        self.names.clear()
        self.places.clear()

    def find_names(self, connection: sa.Connection, keys: Iterable[str]) -> list[str]:
        """Looks keys up in the record; gives those that are not in it, each once."""
        missing = [key for key in dict.fromkeys(keys) if key not in self.names]
        if len(self.names) > _MOST:
            self.names.clear()
        for some in batches(missing):
            rows = connection.execute(sa.select(name.c.key, name.c.n).where(name.c.key.in_(some)))
            self.names.update((key, n) for key, n in rows)
        return [key for key in missing if key not in self.names]

    def find_places(self, connection: sa.Connection, ids: Iterable[str]) -> list[str]:
        """The same for places."""
        missing = [id for id in dict.fromkeys(ids) if id not in self.places]
        for some in batches(missing):
            for row in connection.execute(sa.select(place).where(place.c.id.in_(some))):
                self.places[row[2]] = row[0], place_of(row[2:])
        return [id for id in missing if id not in self.places]
