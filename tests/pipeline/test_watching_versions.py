"""Which claims of an earlier version a later one makes no more."""

from __future__ import annotations

from datetime import date

import pytest

from tadmor.model import Telling
from tadmor.pipeline.watching_versions import unsaid
from told import reading

DAY, NEXT = date(2016, 3, 27), date(2016, 3, 28)
LEAD = "The army captured Palmyra on Sunday after a week of fighting in the desert."
TOLL = "Shells killed 12 people in the main market of Homs in the early afternoon."
LESS = "Shells killed 2 people in the main market of Homs in the early afternoon."
BACK = "The road to the coast was open to buses and lorries on both of the days."
LAST = "Traders in the old quarter closed their shops early and stayed at home."
CLAIMS = (
    {"kind": "capture", "trigger": "captured", "actor": "army", "place": "Palmyra"},
    {"kind": "shelling", "trigger": "killed", "place": "Homs", "killed": "12"},
)
NEW = {"kind": "shelling", "trigger": "killed", "place": "Homs", "killed": "2"}
SAME = {"kind": "shelling", "trigger": "died", "place": "Homs", "killed": "12"}
ROLLED = " ".join(
    f"At {n} o'clock the convoy of the delegates had come as far as post {n} on the road." for n in range(9)
)


@pytest.mark.parametrize(
    ("later", "claims", "gone"),
    [
        ((LEAD, TOLL, BACK, LAST), (), []),
        ((LEAD, LESS, BACK, LAST), (NEW,), ["shelling"]),
        ((LEAD, BACK, LAST), (), ["shelling"]),
        ((LEAD, TOLL.replace("killed", "fell and killed"), BACK, LAST), (), ["shelling"]),
        ((LEAD, "In the main market of Homs 12 people died in the early afternoon.", BACK, LAST), (SAME,), []),
        ((BACK,), (), []),  # a page behind a wall
        (("Sign in to go on.",), (), []),
        ((ROLLED, LEAD), (), []),  # a page that rolls on
        (("Bread was dear in every town of the north all winter, bakers said.",), (), []),  # another article
        ((LEAD.upper(), f"  {TOLL}".replace(" in ", "  in\n"), BACK, LAST), (), []),
    ],
)  # fmt: skip
def test_what_a_later_version_says_no_more(
    later: tuple[str, ...], claims: tuple[dict[str, str], ...], gone: list[str]
) -> None:
    order = (BACK, LEAD, TOLL, LAST) if later == (BACK,) else (LEAD, TOLL, BACK, LAST)
    earlier = reading(" ".join(order), DAY, *CLAIMS)
    after = reading(" ".join(later), NEXT, *claims)
    said = [Telling(claim, DAY, earlier.report.id) for claim in earlier.claims]
    assert [t.claim.kind for t in unsaid(earlier.report, said, after.report, after.claims)] == gone


def test_another_speaker_is_another_claim() -> None:
    said = "The army captured Palmyra, state television said."
    other = "The army has captured Palmyra, residents said."
    one = {"kind": "capture", "trigger": "captured", "actor": "army", "place": "Palmyra", "speaker": "state television"}
    earlier, later = (
        reading(f"{said} {BACK}", DAY, one),
        reading(f"{other} {BACK}", NEXT, one | {"speaker": "residents"}),
    )
    tellings = [Telling(claim, DAY, "a") for claim in earlier.claims]
    assert len(unsaid(earlier.report, tellings, later.report, later.claims)) == 1
    later = reading(f"{other} {BACK}".replace("residents", "state television"), NEXT, one)
    assert unsaid(earlier.report, tellings, later.report, later.claims) == []
