"""What the signs of the map mean: the one legend that the page and the drawing share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tadmor.model import Holding
from tadmor.outlets.drawing.colours import UNNAMED, colours_of
from tadmor.outlets.drawing.families import FAMILIES

HOLDINGS: tuple[tuple[Holding, str], ...] = (
    ("held", "held"), ("contested", "contested: a ring in the challenger's colour"),
    ("besieged", "besieged: a barred ring"), ("partly", "partly held"),
    ("lost", "lost, and nobody says who took it"), ("unknown", "nobody in this record says"),
)  # fmt: skip
FADES = (180, 540)
"""Days without a word after which a disc begins to fade, and after which it is as pale as it gets."""


def legend(holders: Iterable[str | None], label: Callable[[str], str]) -> dict[str, Any]:
    """The legend of these holders as JSON: their colours and names, the holdings, the families with their shapes."""
    colours = colours_of(holders)
    named = [{"key": key, "label": label(key), "colour": colour} for key, colour in colours.items() if key is not None]
    return {
        "holders": sorted(named, key=lambda row: row["label"].casefold()),
        "unnamed": {"key": None, "label": "somebody not named", "colour": UNNAMED},
        "holdings": [{"key": key, "label": words} for key, words in HOLDINGS],
        "fades": list(FADES),
        "families": [
            {"key": f.key, "label": f.label, "colour": f.colour, "shape": f.shape, "kinds": list(f.kinds)}
            for f in FAMILIES
        ],
    }  # fmt: skip
