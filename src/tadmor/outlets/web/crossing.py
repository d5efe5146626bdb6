"""What others decided on a claim between the page that a reviewer was shown and the word that they send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tadmor.pipeline.answers import Decided

if TYPE_CHECKING:
    from tadmor.outlets.http.lens import Lens

SEEN, WAS = "seen", "was"
"""Fields of a form: the number of the newest decision when its page was made, and the claim's fields then, as JSON."""
_ALTERS = ("correct", "retract")
_TAKES_OUT = (*_ALTERS, "reject")


def newest(lens: Lens) -> int:
    """The number of the record's newest decision; 0 where there is none."""
    return max((d.number for d in lens.decisions()), default=0)


def crossed(lens: Lens, claim: str, given: Mapping[str, str]) -> list[Decided]:
    """The decisions on a claim since a form's page was made, that stand; none where the form does not say when."""
    seen = given.get(SEEN, "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 18):
        return []
    return [d for d in lens.decisions() if d.subject == claim and d.number > int(seen) and _stands(d)]


def _stands(d: Decided) -> bool:
    return not d.undone and d.verb not in ("undo", "judge")


def alters(between: list[Decided], *, correcting: bool) -> Decided | None:
    """The decision by which the claim is no longer what the reviewer was shown, so that their word would miss it.

    A correction needs a claim that stands: a rejection ends that, too.
    """
    return next((d for d in reversed(between) if d.verb in (_TAKES_OUT if correcting else _ALTERS)), None)


def of_others(between: list[Decided], who: str) -> Decided | None:
    """The latest of them that somebody else made."""
    return next((d for d in reversed(between) if d.who != who), None)


def shown(given: Mapping[str, str]) -> dict[str, str] | None:
    """The fields of the claim as the form's page showed them; None where the form does not tell."""
    try:
        told = json.loads(given.get(WAS, ""))
    except ValueError:
        return None
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else None
