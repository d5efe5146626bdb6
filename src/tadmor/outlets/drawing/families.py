"""The families that kinds of events fall into, each with a shape of its own: the page and the drawing share them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of events that a reader looks for together.

    ``shape`` is an SVG path in a box of 16 units around 0, 0, closed, so that it may be filled or left hollow.
    """

    key: str
    label: str
    colour: str
    shape: str
    kinds: tuple[str, ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "fighting", "Fighting and control", "#46597c",
        "M-6.5 -4.2L-4.2 -6.5L0 -2.3L4.2 -6.5L6.5 -4.2L2.3 0L6.5 4.2L4.2 6.5L0 2.3L-4.2 6.5L-6.5 4.2L-2.3 0Z",
        ("capture", "control", "withdrawal", "siege", "advance", "offensive", "clash", "surrender"),
    ),
    Family("air", "From the air", "#2f86a8", "M-6.8 -5.2L6.8 -5.2L0 6.8Z", ("airstrike",)),
    Family(
        "explosion", "Shelling and explosions", "#b06f1e",
        "M0 -7.5L1.9 -3L6.5 -3.8L3.8 0L6.5 3.8L1.9 3L0 7.5L-1.9 3L-6.5 3.8L-3.8 0L-6.5 -3.8L-1.9 -3Z",
        ("shelling", "bombing", "mining", "demining"),
    ),
    Family(
        "harm", "Harm to people", "#8d4a70", "M-5.3 -5.3L5.3 -5.3L5.3 5.3L-5.3 5.3Z",
        ("attack", "execution", "casualties", "arrest", "abduction", "release", "abuse", "displacement"),
    ),
    Family("damage", "Damage to places", "#6d6a66", "M-6.6 6L-6.6 -1L0 -6.8L6.6 -1L6.6 6L2 6L0 1.5L-2 6Z",
           ("destruction", "intact")),
    Family("movement", "Movement of forces", "#4f8a66", "M-6.5 -5.5L0.5 -5.5L7 0L0.5 5.5L-6.5 5.5L-1.5 0Z",
           ("deployment",)),
    Family(
        "talks", "Talks and aid", "#8a7c28", "M-7 -6L7 -6L7 3L1 3L-3 7L-3 3L-7 3Z",
        ("ceasefire", "talks", "aid", "protest"),
    ),
)  # fmt: skip


@cache
def _by_kind() -> dict[str, Family]:
    return {kind: family for family in FAMILIES for kind in family.kinds}


def family_of(kind: str) -> Family:
    """The family of a kind of event.

    >>> family_of("airstrike").label
    'From the air'
    """
    return _by_kind()[kind]
