from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest

from tadmor.model import Control, Grain, Modality, Stake
from tadmor.reconcile.control import history, staleness, state
from tadmor.reconcile.sides import Voice

GOV, IS, FSA, AHRAR = "syria-government", "islamic-state", "free-syrian-army", "ahrar-al-sham"
_number = iter(range(10**6))


def stake(
    sort: str,
    day: str,
    holder: str | None = None,
    loser: str | None = None,
    *,
    until: str | None = None,
    voice: Voice = "third",
    origin: str | None = None,
    modality: Modality = "asserted",
    grain: Grain = "day",
) -> Stake:
    """A stake of an origin of its own, unless one is given."""
    number = next(_number)
    first, last = date.fromisoformat(day), date.fromisoformat(until or day)
    return Stake(
        "t:bani", first, last, last, sort, modality, holder, loser, voice, origin or f"o{number}", f"c{number}", grain
    )


def at(stakes: list[Stake], day: str) -> Control:
    """The state on a day, the same in whatever order the stakes come."""
    found = state(stakes, date.fromisoformat(day))
    assert state(stakes[::-1], date.fromisoformat(day)).holder == found.holder
    return found


HELD = [stake("control", f"2015-0{month}-10", IS) for month in range(1, 6)]
TAKEN = stake("capture", "2015-06-01", GOV, IS)

BOAST = stake("control", "2015-05-12", GOV, voice="own")
SIEGE, FIGHT = stake("siege", "2015-05-12", GOV, IS), [stake("clash", "2015-05-12", GOV, IS) for _ in "ab"]
LEFT = stake("withdrawal", "2015-06-01", None, IS)
BROKEN = stake("siege", "2015-05-15", GOV, modality="ended")
MISREAD = stake("capture", "2015-04-20", GOV, voice="own")
PARTS = [stake("part", "2015-05-12", GOV) for _ in "ab"]
TWICE = [stake("control", "2015-06-01", GOV, origin="x") for _ in "ab"]

CASES: list[tuple[str, list[Stake], str, str | None, str]] = [
    ("nothing is told", [], "2015-06-10", None, "unknown"),
    ("five say so", HELD, "2015-05-20", IS, "held"),
    ("taken", [*HELD, TAKEN], "2015-06-10", GOV, "held"),
    ("before it was taken", [*HELD, TAKEN], "2015-05-31", IS, "held"),
    ("one misreading", [*HELD, stake("control", "2015-05-12", GOV)], "2015-05-20", IS, "held"),
    ("one party's boast", [*HELD, BOAST], "2015-05-20", IS, "held"),
    ("two origins", [*HELD, *(stake("control", "2015-06-01", GOV) for _ in "ab")], "2015-06-10", GOV, "held"),
    ("one origin twice", [*HELD, *TWICE], "2015-06-10", IS, "held"),
    ("a capture misread", [*HELD, MISREAD, stake("control", "2015-05-11", IS)], "2015-05-20", IS, "held"),
    ("a denied capture", [*HELD, stake("capture", "2015-06-01", GOV, modality="denied")], "2015-06-10", IS, "held"),
    ("a plan", [*HELD, stake("capture", "2015-06-01", GOV, IS, modality="planned")], "2015-06-10", IS, "held"),
    ("left, and no word of who came", [*HELD, LEFT], "2015-06-10", IS, "lost"),
    ("left, and somebody came", [*HELD, LEFT, stake("control", "2015-06-03", GOV)], "2015-06-10", GOV, "held"),
    (
        "two groups",
        [stake("capture", "2015-01-01", FSA), stake("control", "2015-02-01", AHRAR)],
        "2015-02-10",
        FSA,
        "held",
    ),
    ("besieged", [*HELD, SIEGE], "2015-05-20", IS, "besieged"),
    ("the siege is broken", [*HELD, SIEGE, BROKEN], "2015-05-20", IS, "held"),
    ("taken after a siege", [*HELD, SIEGE, TAKEN], "2015-06-10", GOV, "held"),
    ("fought over", [*HELD, *FIGHT], "2015-05-20", IS, "contested"),
    ("fought over no more", [*HELD, *FIGHT], "2015-07-20", IS, "held"),
    ("a part is taken", [*HELD, PARTS[0]], "2015-05-20", IS, "held"),
    ("one origin tells of a part", PARTS[:1], "2015-05-20", None, "unknown"),
    ("two origins tell of a part", PARTS, "2015-05-20", GOV, "partly"),
    ("silent for ten years", HELD[:1], "2025-05-20", None, "unknown"),
    ("besieged, then silent", [*HELD, stake("siege", "2015-05-05", GOV, IS)], "2015-12-20", None, "unknown"),
    ("told later who lost it", [TAKEN], "2015-05-01", IS, "held"),
    ("told later who took it", [stake("capture", "2015-06-01", GOV)], "2015-05-01", None, "unknown"),
    ("told later, much nearer", [HELD[0], stake("control", "2018-05-01", GOV)], "2018-02-01", GOV, "held"),
]


@pytest.mark.parametrize(("told", "day", "holder", "holding"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_who_holds_a_place(told: list[Stake], day: str, holder: str | None, holding: str) -> None:
    found = at(told, day)
    assert (found.holder, found.holding) == (holder, holding)


def test_a_capture_dates_the_change_and_its_claims_are_kept() -> None:
    exact = stake("capture", "2015-06-03", GOV, voice="opponent")
    coarse = stake("capture", "2015-06-01", GOV, until="2015-06-30", grain="month")
    found = at([*HELD, coarse, exact], "2015-07-10")
    assert (found.start, set(found.claims)) == (date(2015, 6, 3), {coarse.claim, exact.claim})
    assert (
        found.because
        == "taken on 3 June 2015, said by 2 origins, one of them the loser's side; last said on 30 June 2015"
    )


def test_a_coarse_date_does_not_override_exact_ones_within_it() -> None:
    year = stake("capture", "2015-01-01", IS, until="2015-12-31", grain="year")
    assert at([*HELD, TAKEN, stake("control", "2015-09-01", GOV), year], "2016-01-10").holder == GOV


def test_an_admission_outweighs_a_boast() -> None:
    taken = stake("capture", "2015-06-01", GOV, voice="opponent")
    boast = stake("capture", "2015-06-02", IS, voice="own")
    assert at([*HELD, taken, boast], "2015-06-10").holder == GOV


def test_rivals_stand_beside_with_their_claims() -> None:
    boast = stake("control", "2015-05-12", GOV, voice="own")
    (rival,) = at([*HELD, boast], "2015-05-20").rivals
    assert (rival.holder, rival.claims) == (GOV, (boast.claim,))


def test_a_later_report_refreshes_what_was_last_said() -> None:
    assert at(HELD, "2015-03-20").said == date(2015, 3, 10)
    assert staleness(at(HELD, "2015-03-20"), date(2015, 3, 20)) == 10
    assert staleness(at([], "2015-03-20"), date(2015, 3, 20)) is None


def test_the_band_of_a_place_has_no_gaps() -> None:
    siege = stake("siege", "2015-08-01", IS, GOV)
    bands = history([*HELD, TAKEN, siege, stake("capture", "2015-09-01", IS, GOV), stake("control", "2016-01-01", IS)])
    told = [(band.start, band.holder, band.holding) for band in bands]
    assert told == [
        (date(2015, 1, 10), IS, "held"),
        (date(2015, 6, 1), GOV, "held"),
        (date(2015, 8, 1), GOV, "besieged"),
        (date(2015, 9, 1), IS, "held"),
    ]
    assert [band.end for band in bands] == [band.start for band in bands[1:]] + [None]


def test_one_misreading_makes_no_band() -> None:
    assert [band.holder for band in history([*HELD, stake("control", "2015-03-12", GOV)])] == [IS]


def test_bands_begin_in_order_where_parts_are_in_several_hands() -> None:
    parts = [stake("part", f"2015-0{month}-12", (GOV, IS)[month % 2]) for month in range(1, 9)]
    starts = [band.start for band in history(parts)]
    assert starts == sorted(starts)  # type: ignore[type-var]
    assert starts[0] >= date(2015, 1, 1)  # type: ignore[operator]


def test_no_stakes_no_band() -> None:
    assert history([]) == []


def test_a_long_band_is_quick() -> None:
    days = [date(2012, 1, 1) + timedelta(days=number) for number in range(3000)]
    stakes = [stake("control", day.isoformat(), (IS, GOV)[day.year % 2]) for day in days]
    begun = process_time()
    assert len(history(stakes)) == 9
    assert process_time() - begun < 1
