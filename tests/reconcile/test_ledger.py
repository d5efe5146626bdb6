from __future__ import annotations

from typing import Any

import pytest
from written import lineage, telling

from tadmor.errors import SettingError
from tadmor.model import Aspect, Event, Telling, Toll
from tadmor.reconcile.ledger import event_of, ledger_lines

Figures = dict[tuple[str, str | None], tuple[int | None, int | None, int | None]]


def event(*tellings: Telling, **options: Any) -> Event:
    return event_of("e1", tellings, lineage, **options)


def tolls(found: Event) -> Figures:
    """(unit, side) -> low, best, high."""
    return {(t.unit, t.side): (t.low, t.best, t.high) for t in found.tolls}


@pytest.mark.parametrize(
    ("sentence", "counts", "expected"),
    [
        ("Shells killed 12 people.", [("12 people", "killed")], {("killed", None): (12, 12, 12)}),
        ("Shells killed at least 12.", [("at least 12", "killed")], {("killed", None): (12, 12, None)}),
        ("Shells killed up to 30.", [("up to 30", "killed")], {("killed", None): (None, 30, 30)}),
        ("Shells hurt 9 civilians.", [("9 civilians", "wounded")], {("wounded", "civilians"): (9, 9, 9)}),
        ("Shells killed 4 residents.", [("4 residents", "killed")], {("killed", "civilians"): (4, 4, 4)}),
        ("Shells killed 4 rebels.", [("4 rebels", "killed")], {("killed", "rebels"): (4, 4, 4)}),
        (
            "Shells killed 2 men and 3 men.",
            [("2 men", "killed"), ("3 men", "killed")],
            {("killed", None): (5, 5, 5)},
        ),
        (
            "It killed 3 women and 2 children and hurt 6 people.",
            [("3 women", "killed"), ("2 children", "killed"), ("6 people", "wounded")],
            {("killed", "civilians"): (5, 5, 5), ("wounded", None): (6, 6, 6)},
        ),
        (
            "It killed 12 civilians, including 5 children.",
            [("12 civilians", "killed"), ("5 children", "killed")],
            {("killed", "civilians"): (12, 12, 12)},
        ),
        (
            "It killed 12 civilians, 5 of them children.",
            [("12 civilians", "killed"), ("5", "killed")],
            {("killed", "civilians"): (12, 12, 12)},
        ),
        (
            "It killed 12 civilians, 5 children among them.",
            [("12 civilians", "killed"), ("5 children", "killed")],
            {("killed", "civilians"): (12, 12, 12)},
        ),
        (
            "It killed 12 people, including 5 children.",
            [("12 people", "killed"), ("5 children", "killed")],
            {("killed", None): (12, 12, 12), ("killed", "civilians"): (5, 5, None)},
        ),
        ("It forced out 100 families.", [("100 families", "displaced")], {}),
        (
            "It wrecked 3 tanks and 7 houses.",
            [("3 tanks", "destroyed"), ("7 houses", "destroyed")],
            {("destroyed", "tanks"): (3, 3, 3), ("destroyed", "houses"): (7, 7, 7)},
        ),
        ("The army sent 300 men.", [("300 men", "involved")], {}),
    ],
)
def test_tolls_of_one_telling(sentence: str, counts: list[Any], expected: Figures) -> None:
    targets = ("civilians",) if "civilians" in sentence else ()
    assert tolls(event(telling(sentence, *counts, targets=targets))) == expected


def test_a_counted_force_is_a_side_by_its_id() -> None:
    found = event(telling("Shells killed 12 army.", ("12 army", "killed"), targets=("army",)))
    assert tolls(found) == {("killed", "north-army"): (12, 12, 12)}


def test_a_part_of_a_force_counts_with_the_force() -> None:
    found = event(
        telling("Shells killed 12 army.", ("12 army", "killed"), targets=("army",), origin="a"),
        telling("Shells killed 9 air force.", ("9 air force", "killed"), targets=("air force",), origin="b"),
    )
    assert tolls(found) == {("killed", "north-army"): (9, 9, 12)}


def test_who_is_counted_follows_the_only_target() -> None:
    found = event(telling("Shells killed 12 in the village, civilians.", ("12", "killed"), targets=("civilians",)))
    assert tolls(found) == {("killed", "civilians"): (12, 12, 12)}


def killed(number: str, **options: Any) -> Telling:
    return telling(f"Shells killed {number} people, they said.", (f"{number} people", "killed"), **options)


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([killed("12", origin="a"), killed("20", origin="b")], (12, 20)),
        ([killed("at least 12", origin="a"), killed("20", origin="b")], (12, 20)),
        ([killed("12", origin="a"), killed("at least 20", origin="b")], (12, None)),
        ([killed("up to 5", origin="a"), killed("20", origin="b")], (None, 20)),
        ([killed("up to 30", origin="a"), killed("20", origin="b")], (20, 30)),
        ([killed("dozens", origin="a"), killed("20", origin="b")], (20, 20)),
        # a later version of one origin, and a later word of one named speaker, replace the earlier
        ([killed("12", origin="a", report="a"), killed("20", origin="a", report="a2", row=1)], (20, 20)),
        ([killed("8", origin="a", speaker="the Watch"), killed("9", origin="b", speaker="the Watch", known=2)], (9, 9)),
        ([killed("8", origin="a", speaker="the Watch"), killed("9", origin="b", speaker="the Watch")], (8, 9)),
        ([killed("8", origin="a", speaker="residents"), killed("9", origin="b", speaker="residents", known=2)], (8, 9)),
        (
            [
                killed("8", origin="a", speaker="its director", speaking="person"),
                killed("9", origin="b", speaker="the Watch", known=2),
            ],
            (9, 9),
        ),
        # of one report and voice the others are parts
        ([killed("12"), killed("4", row=1)], (12, 12)),
        # told as denied, planned or possible, or taken back
        ([killed("12", origin="a"), killed("20", origin="b", modality="denied")], (12, 12)),
        ([killed("12", origin="a"), killed("20", origin="b", modality="possible")], (12, 12)),
        ([killed("12", origin="a"), killed("20", origin="b", standing="retracted")], (12, 12)),
        ([killed("12", origin="a"), killed("20", origin="b", standing="rejected")], (12, 12)),
    ],
)
def test_low_and_high(tellings: list[Telling], expected: tuple[int | None, int | None]) -> None:
    toll = event(*tellings).tolls[0]
    assert (toll.low, toll.high) == expected
    assert toll.best is not None
    assert (toll.low or 0) <= toll.best <= (toll.high or 999)


def test_the_same_words_on_two_claims_are_one_figure() -> None:
    found = event(killed("12", row=0, at=0), killed("12", row=1, at=0))
    assert [t.claims for t in found.tolls] == [("r1:0",)]


def test_a_cumulative_toll_stands_apart() -> None:
    new = killed("6", origin="a")
    total = telling("It brings the toll to 112 people.", ("112 people", "killed", True), origin="b")
    assert [(t.best, t.total) for t in event(new, total).tolls] == [(6, False), (112, True)]


THREE = (
    killed("20", origin="a", speaker="residents", row=1),
    killed("20", origin="b", outlet="Gazette", row=2),
    killed("14", origin="c", speaker="the Watch", row=3),
    killed("31", origin="d", speaker="activists", known=5, row=4),
)


@pytest.mark.parametrize(
    ("options", "best", "chosen"),
    [
        ({}, 14, "c:3"),
        ({"rule": "ranked"}, 14, "c:3"),
        ({"rule": "majority"}, 20, "a:1"),
        ({"rule": "latest"}, 31, "d:4"),
        ({"ranks": ("Gazette",)}, 20, "b:2"),
        ({"ranks": ("activists", "gazette")}, 31, "d:4"),
    ],
)
def test_the_rule_chooses_and_is_named(options: dict[str, Any], best: int, chosen: str) -> None:
    toll = event(*THREE, **options).tolls[0]
    assert (toll.best, toll.chosen, toll.rule) == (best, chosen, options.get("rule", "ranked"))
    assert (toll.low, toll.high) == (14, 31)


@pytest.mark.parametrize(
    ("speaker", "other"),
    [
        ("United Nations", "hospital"),
        ("the Watch", "hospital"),
        ("hospital sources", "police"),
        ("interior ministry", "residents"),
        ("residents", "sources"),
        ("Blue League", "Northern Agency"),  # the agency belongs to a government whose army took part
        ("Northern Agency", "sources"),
    ],
)
def test_the_nearer_source_is_ranked_first(speaker: str, other: str) -> None:
    at_work = {"actors": ("army",)}
    found = event(
        killed("30", origin="a", speaker=other, row=1, **at_work), killed("7", origin="b", speaker=speaker, row=2)
    )
    assert found.tolls[0].best == 7


def test_majority_takes_the_lower_of_equals() -> None:
    assert event(killed("30", origin="a"), killed("7", origin="b"), rule="majority").tolls[0].best == 7


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(SettingError, match=r"'mean' is no rule.*ranked, latest, majority"):
        event(killed("7"), rule="mean")


def shelled(**options: Any) -> Telling:
    return telling("Shells fell on the army and civilians and Red Front.", **options)


@pytest.mark.parametrize(
    ("aspect", "one", "other"),
    [
        ("count", killed("12", origin="a"), killed("20", origin="b")),
        ("count", killed("at least 20", origin="a"), killed("12", origin="b")),
        ("count", killed("12", speaker="the Watch"), killed("20", speaker="Northern Agency", row=1)),
        (
            "side",
            telling("Shells killed 12 civilians.", ("12 civilians", "killed"), origin="a"),
            telling("Shells killed 12 rebels.", ("12 rebels", "killed"), origin="b"),
        ),
        ("perpetrator", shelled(actors=("army",), origin="a"), shelled(actors=("Red Front",), origin="b")),
        (
            "perpetrator",
            shelled(kind="clash", actors=("army", "Red Front"), origin="a"),
            shelled(kind="clash", actors=("coalition", "Blue League"), origin="b"),
        ),
        ("place", shelled(place="Alba", origin="a"), shelled(place="Corda", origin="b")),
        ("date", shelled(day=4, origin="a"), shelled(day=6, origin="b")),
        ("date", shelled(day=(4, 6), origin="a"), shelled(day=(7, 9), origin="b")),
        ("denied", shelled(origin="a"), shelled(modality="denied", origin="b")),
        ("denied", killed("12", origin="a"), telling("None died.", kind="casualties", modality="denied", origin="b")),
    ],
)
def test_differences(aspect: Aspect, one: Telling, other: Telling) -> None:
    found = event(one, other)
    assert [d.aspect for d in found.differences] == [aspect]
    assert aspect not in found.agreed
    assert found.disputed
    assert [v.claims for v in found.differences[0].versions] == [(one.claim.id,), (other.claim.id,)]


@pytest.mark.parametrize(
    ("agreed", "one", "other"),
    [
        ("count", killed("12", origin="a"), killed("12", origin="b")),
        ("count", killed("at least 10", origin="a"), killed("12", origin="b")),
        ("perpetrator", shelled(actors=("army",), origin="a"), shelled(actors=("air force",), origin="b")),
        ("perpetrator", shelled(actors=("coalition",), origin="a"), shelled(actors=("Americans",), origin="b")),
        (
            "perpetrator",
            shelled(kind="clash", actors=("army",), targets=("Red Front",), origin="a"),
            shelled(kind="clash", actors=("Red Front",), targets=("army",), origin="b"),
        ),
        ("place", shelled(place="Alba", origin="a"), shelled(place="Berva", origin="b")),
        ("place", shelled(place="Alba", origin="a"), shelled(place="Alba market", precision="site", origin="b")),
        ("date", shelled(day=4, origin="a"), shelled(day=(3, 5), origin="b")),
        # neither a difference nor an agreement
        (None, killed("at least 10", origin="a"), killed("at least 12", origin="b")),
        (None, killed("12", origin="a"), killed("12", origin="a", row=1)),
        (None, killed("8", speaker="the Watch", origin="a"), killed("9", speaker="the Watch", origin="b", known=2)),
        (None, killed("12", speaker="residents"), killed("7", speaker="activists", row=1)),
        (None, shelled(actors=("gunmen",), origin="a"), shelled(actors=("army",), origin="b")),
        (
            None,
            shelled(kind="clash", actors=("army",), origin="a"),
            shelled(kind="clash", actors=("Red Front",), origin="b"),
        ),
        (None, shelled(place="Alba", origin="a"), shelled(place="Syria", precision="country", origin="b")),
        (None, shelled(day=4, basis="published", origin="a"), shelled(day=6, origin="b")),
        (None, shelled(origin="a"), telling("None died.", kind="casualties", modality="denied", origin="b")),
        (None, shelled(modality="planned", day=9, origin="a"), shelled(day=4, origin="b")),
    ],
)
def test_what_is_no_difference(agreed: Aspect | None, one: Telling, other: Telling) -> None:
    found = event(one, other)
    assert found.differences == ()
    assert found.agreed == ((agreed,) if agreed else ())


def test_one_telling_has_nothing_to_differ_from() -> None:
    found = event(shelled(actors=("army", "Red Front"), day=4))
    assert (found.agreed, found.differences, found.origins) == ((), (), 1)


def test_the_version_of_most_origins_comes_first() -> None:
    found = event(killed("20", origin="a"), killed("12", origin="b"), killed("12", origin="c"))
    (difference,) = found.differences
    assert [(v.value, v.origins) for v in difference.versions] == [("12 killed", 2), ("20 killed", 1)]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["shelling"], "shelling"),
        (["attack", "attack", "shelling"], "shelling"),
        (["casualties", "attack", "bombing"], "bombing"),
        (["casualties", "casualties"], "casualties"),
        (["airstrike", "airstrike", "destruction"], "airstrike"),
        (["offensive", "capture"], "capture"),
    ],
)
def test_the_kind_is_the_commonest_that_says_most(kinds: list[str], expected: str) -> None:
    found = event(*(shelled(kind=kind, origin=str(at)) for at, kind in enumerate(kinds)))
    assert found.kind == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([(4, "stated")], 4),
        ([(4, "stated"), (5, "stated"), (5, "relative")], 5),
        ([(6, "published"), (6, "published"), (4, "stated")], 4),
        ([((1, 31), "stated"), ((1, 31), "stated"), (4, "stated")], 4),
        ([((1, 31), "stated"), (4, "published")], 4),
    ],
)
def test_the_day_is_the_most_precise_that_most_state(days: list[Any], expected: int) -> None:
    found = event(*(shelled(day=day, basis=basis, origin=str(at)) for at, (day, basis) in enumerate(days)))
    assert found.when is not None
    assert found.when.start is not None
    assert found.when.start.day == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([("Alba", "town")], "Alba"),
        ([("Alba", "town"), ("Alba market", "site")], "Alba market"),
        ([("Alba", "town"), ("Corda", "town"), ("Corda", "town")], "Corda"),
        ([("Syria", "country"), ("Syria", "country"), ("Alba", "town")], "Alba"),
    ],
)
def test_the_place_is_the_most_precise_that_most_give(places: list[Any], expected: str) -> None:
    found = event(
        *(shelled(place=name, precision=precision, origin=str(at)) for at, (name, precision) in enumerate(places))
    )
    assert found.where is not None
    assert found.where.place is not None
    assert found.where.place.name == expected


def test_an_unresolved_place_keeps_its_words() -> None:
    found = event(shelled(place="Nowhere-on-Sea"), shelled(origin="b"))
    assert found.where is not None
    assert found.where.span.text == "Nowhere-on-Sea"


def test_actors_are_ids_or_words_by_origins() -> None:
    found = event(
        shelled(actors=("Gunmen",), targets=("civilians",), origin="a"),
        shelled(actors=("army",), origin="b"),
        shelled(actors=("army",), origin="c"),
    )
    assert (found.actors, found.targets, found.origins) == (("north-army", "gunmen"), ("civilians",), 3)


def test_tellings_stand_in_order_of_publication() -> None:
    found = event(shelled(known=3, row=1), shelled(known=2, row=9, origin="b"), shelled(known=2, row=4, origin="c"))
    assert [t.row for t in found.tellings] == [4, 9, 1]


def test_an_event_whose_tellings_are_all_taken_back_tells_nothing() -> None:
    found = event(killed("12", standing="retracted", day=4))
    assert (found.kind, found.tolls, found.when, found.origins) == ("shelling", (), None, 0)
    assert len(found.tellings) == 1


def test_ledger_lines() -> None:
    found = event(
        killed("12", origin="a", speaker="the Watch", outlet="Gazette", row=1, actors=("army",)),
        killed("12", origin="b", row=2),
        killed("30", origin="c", speaker="the Watch", known=2, row=3),
    )
    lines = ledger_lines(found)
    assert [(line.outlet, line.speakers, line.counts, line.actors) for line in lines] == [
        ("Gazette", ("the Watch",), ("12 people killed",), ("army",)),
        (None, (), ("12 people killed",), ()),
        (None, ("the Watch",), ("30 people killed",), ()),
    ]
    assert [line.differs for line in lines] == [(), (), ("count",)]
    assert [line.echoes for line in lines] == [None, None, "a:1"]


def test_tolls_are_frozen_values() -> None:
    assert isinstance(event(killed("12")).tolls[0], Toll)
