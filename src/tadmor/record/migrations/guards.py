"""Triggers by which the database itself refuses to change or take out rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def guards(dialect: str, table: str, keys: Sequence[str]) -> Iterator[str]:
    """The statements that make a table append-only; ``keys`` are its columns that hold no value twice."""
    if dialect == "sqlite":
        yield from _sqlite(table, keys)
    else:
        yield from _postgresql(table)


def guard_names(dialect: str, table: str) -> tuple[str, ...]:
    """The names of a table's triggers."""
    changes = ("update", "delete", "replace") if dialect == "sqlite" else ("change", "truncate")
    return tuple(f"{table}_no_{change}" for change in changes)


def _sqlite(table: str, keys: Sequence[str]) -> Iterator[str]:
    for change in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {change} is refused'); END"
        )
    # INSERT OR REPLACE takes the old row out without a word to DELETE triggers.
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})" for key in keys)
    yield (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: replace is refused'); END"
    )


def _postgresql(table: str) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION tadmor_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP); END $$"
    )
    for name, changes, level in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {table}_no_{name} BEFORE {changes} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION tadmor_refuse()"
        )
