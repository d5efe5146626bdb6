"""The filters that every command on a record shares, as options of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Annotated, Any

import typer

from tadmor.errors import SettingError
from tadmor.outlets.options import day_of
from tadmor.query import Query

_FILTERS: dict[str, Any] = {
    "place": Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="Of this place, or of the places in this area; again: or."),
    ],
    "within_km": Annotated[
        float | None, typer.Option("--within-km", metavar="KM", help="Of places so near to --place.")
    ],
    "actor": Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="NAME", help="With this actor or one of its own, acting or acted upon."),
    ],
    "kind": Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="Of this kind (capture, airstrike…).")
    ],
    "since": Annotated[str | None, typer.Option("--since", metavar="DAY", help="Not before this day (2016-03-27).")],
    "until": Annotated[str | None, typer.Option("--until", metavar="DAY", help="Not after this day.")],
    "speaker": Annotated[
        list[str] | None, typer.Option("--speaker", metavar="NAME", help="Said by this actor or one of its own.")
    ],
    "outlet": Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Published by this outlet.")],
    "disputed": Annotated[
        bool | None, typer.Option("--disputed/--undisputed", help="Only what sources differ on; or do not.")
    ],
    "as_of": Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="As known on this day; what came later is left out.")
    ],
    "words": Annotated[
        str | None, typer.Option("--words", metavar="WORDS", help="From reports that hold these words.")
    ],
    "limit": Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="No more than so many.")],
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the filters as options of its own; it is called with ``query``, a Query made of them."""
    own = inspect.signature(command, eval_str=True)
    kept = [p for name, p in own.parameters.items() if name != "query"]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _FILTERS.items()
    ]

    @wraps(command)
    def run(**given: Any) -> None:
        asked = {name: given.pop(name) for name in _FILTERS}
        command(query=query_of(**asked), **given)

    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept]
    run.__signature__ = own.replace(parameters=[*keyword, *shared])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in [*keyword, *shared]}
    return run


def query_of(
    *,
    place: Iterable[str] | None,
    within_km: float | None,
    actor: Iterable[str] | None,
    kind: Iterable[str] | None,
    since: str | None,
    until: str | None,
    speaker: Iterable[str] | None,
    outlet: Iterable[str] | None,
    disputed: bool | None,
    as_of: str | None,
    words: str | None,
    limit: int | None,
) -> Query:
    """The query of these options; raises typer.BadParameter that names the option at fault."""
    days = {name: day_of(value, f"--{name}") for name, value in (("since", since), ("until", until))}
    try:
        return Query(
            places=tuple(place or ()), within_km=within_km, actors=tuple(actor or ()), kinds=tuple(kind or ()),
            speakers=tuple(speaker or ()), outlets=tuple(outlet or ()), disputed=disputed, words=words, limit=limit,
            as_of=day_of(as_of, "--as-of"), since=days["since"], until=days["until"],
        )  # fmt: skip
    except SettingError as fault:
        raise typer.BadParameter(str(fault)) from None
