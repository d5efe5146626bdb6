"""Events in ACLED's columns."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from made import CLAIM, DAY, EVENT, EXPORT, TADMUR, TELLING, event, told

from tadmor.model import KINDS, Event, Mention, Span, Toll, When, Where
from tadmor.outlets.exports import write
from tadmor.outlets.exports.acled import acled_row, left_out, sub_events
from tadmor.outlets.exports.dictionary import names, rows_of

STANDARD = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")


def rows(*events: Event) -> list[dict[str, str]]:
    stream = io.BytesIO()
    write(stream, "acled", events, EXPORT)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))


def test_the_columns_are_acleds_in_order_then_our_own() -> None:
    written = list(rows(EVENT)[0])
    assert written[:31] == STANDARD
    assert written[31:] == names("tadmor")
    assert all(name.startswith("tadmor_") for name in written[31:])


def test_a_row_has_what_the_event_tells() -> None:
    (row,) = rows(EVENT)
    wanted = {
        "event_id_cnty": "SYRe1", "event_date": "2016-03-27", "year": "2016", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Battles",
        "sub_event_type": "Government regains territory", "actor1": "Syria Army", "inter1": "1",
        "actor2": "Rebels Of Homs", "inter2": "2", "interaction": "12", "civilian_targeting": "", "iso": "760",
        "region": "Middle East", "country": "Syria", "admin1": "Homs", "location": "Tadmur", "latitude": "34.5624",
        "longitude": "38.284", "geo_precision": "1", "source": "Coast Herald", "fatalities": "15",
        "timestamp": str(int(EXPORT.made_at.timestamp())), "tadmor_event_id": "e1", "tadmor_claim_ids": "c1",
        "tadmor_report_id": "r1", "tadmor_origins": "1", "tadmor_speakers": "1", "tadmor_disputed": "count",
        "tadmor_killed_low": "13", "tadmor_killed_best": "15", "tadmor_killed_high": "",
        "tadmor_killed_rule": "majority", "tadmor_as_of": "2016-04-01", "tadmor_url": "https://herald.example/1",
        "tadmor_standing": "proposed", "tadmor_score": "0.93",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert row["notes"] == (
        "Capture: Tadmur, Syria, 27 March 2016; by Syria Army; against Rebels Of Homs. Killed 13 or more (best 15 by "
        "majority). Said by state radio in Coast Herald (1 origin; disputed: count)."
    )


def test_deaths_that_nobody_tells_are_0_and_our_columns_are_empty() -> None:
    (row,) = rows(event(tolls=()))
    assert (row["fatalities"], row["tadmor_killed_best"], row["tadmor_wounded_best"]) == ("0", "", "")


CIVILIANS, ARMED = ("farmers",), ("rebels-of-homs",)


@pytest.mark.parametrize(
    ("made", "sub_event"),
    [
        (event(), "Government regains territory"),
        (event(actors=("rebels-of-homs",)), "Non-state actor overtakes territory"),
        (event(actors=("us-army",)), "Non-state actor overtakes territory"),
        (event(actors=()), "Government regains territory"),
        (event(actors=(), tellings=(told("Palmyra was captured.", "captured"),)), "Armed clash"),
        (event(tellings=(told("Troops took Palmyra without a fight.", "took"),)), "Non-violent transfer of territory"),
        (event("withdrawal"), "Non-violent transfer of territory"),
        (event("offensive"), "Armed clash"),
        (event("advance"), "Change to group/activity"),
        (event("bombing"), "Remote explosive/landmine/IED"),
        (event("bombing", tellings=(told("A suicide bomber struck.", "bomber"),)), "Suicide bomb"),
        (event("bombing", tellings=(told("A GRENADE went off.", "went off"),)), "Grenade"),
        (event("attack", tellings=(told("A sarin attack.", "attack"),)), "Chemical weapon"),
        (event("attack", targets=CIVILIANS), "Attack"),
        (event("attack", targets=ARMED, tolls=()), "Armed clash"),
        (event("casualties", targets=CIVILIANS), "Attack"),
        (event("casualties", targets=(), tolls=()), "Other"),
        (event("abduction", targets=CIVILIANS), "Abduction/forced disappearance"),
        (event("abduction", targets=ARMED), "Abduction/forced disappearance"),
        (event("abuse", tellings=(told("Women were raped.", "raped"),)), "Sexual violence"),
        (event("protest", tolls=()), "Peaceful protest"),
        (event("protest"), "Excessive force against protesters"),
        (event("protest", tellings=(told("They threw stones.", "threw"),)), "Violent demonstration"),
        (event("deployment"), "Change to group/activity"),
        (event("deployment", tellings=(told("They built a base.", "built"),)), "Headquarters or base established"),
        (event("ceasefire"), "Agreement"),
        (event("talks"), "Agreement"),
        (event("clash", tellings=(told("Police clashed with demonstrators.", "clashed"),)), "Violent demonstration"),
        (event("arrest", tellings=(told("Police held 3 protesters.", "held"),), tolls=()), "Protest with intervention"),
        (event("mining", tellings=(told("Mines were found in a house.", "found"),), tolls=()), "Disrupted weapons use"),
    ],
)  # fmt: skip
def test_a_kind_becomes_a_sub_event_by_rule(made: Event, sub_event: str) -> None:
    assert left_out(made, EXPORT) is None
    row = acled_row(made, EXPORT)
    assert row["sub_event_type"] == sub_event
    assert (row["event_type"], row["disorder_type"]) == (
        sub_events()[sub_event].type,
        sub_events()[sub_event].disorder,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_rule_that_always_holds(kind: str) -> None:
    assert any(cells[0] == kind and not any(cells[1:5]) for cells in rows_of("acled_rules.tsv"))


def test_every_rule_names_a_sub_event() -> None:
    assert {cells[5] for cells in rows_of("acled_rules.tsv")} <= {"-", "= protest", *sub_events()}


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (event("control"), "control: a state, not a happening"),
        (event("intact"), "intact: a state, not a happening"),
        (event(when=None), "no day is known"),
        (event(when=When(None, None, "day", "none")), "no day is known"),
        (replace(EVENT, tellings=(replace(TELLING, claim=replace(CLAIM, modality="planned")),)),
         "not told as having happened"),
        (replace(EVENT, tellings=(replace(TELLING, standing="rejected"),)), "not told as having happened"),
    ],
)  # fmt: skip
def test_what_acled_has_no_place_for_is_left_out_and_counted(made: Event, reason: str) -> None:
    done = write(io.BytesIO(), "acled", [made, EVENT], EXPORT)
    assert (done.rows, dict(done.left_out)) == (1, {reason: 1})


@pytest.mark.parametrize(
    ("when", "event_date", "precision"),
    [
        (When(DAY, DAY, "day", "stated"), DAY, 1),
        (When(date(2016, 3, 21), DAY, "week", "stated"), date(2016, 3, 21), 2),
        (When(date(2016, 3, 1), date(2016, 3, 31), "month", "stated"), date(2016, 3, 1), 3),
        (When(date(2016, 3, 1), None, "span", "stated"), date(2016, 3, 1), 3),
        (When(None, DAY, "span", "stated"), DAY, 3),
    ],
)
def test_time_precision(when: When, event_date: date, precision: int) -> None:
    row = acled_row(event(when=when), EXPORT)
    assert (row["event_date"], row["time_precision"]) == (event_date, precision)


@pytest.mark.parametrize(
    ("precision", "code", "pinned"),
    [
        ("site", 1, True),
        ("town", 1, True),
        ("near", 2, True),
        ("district", 2, True),
        ("province", 3, True),
        ("region", 3, True),
        ("country", None, False),
        (None, None, True),
    ],
)
def test_geo_precision_and_no_pin_for_a_country(precision: str | None, code: int | None, pinned: bool) -> None:
    where = Where(Span(0, 4, "Army"), TADMUR, "in", precision)  # type: ignore[arg-type]
    row = acled_row(event(where=where), EXPORT)
    assert (row["geo_precision"], row["latitude"] is not None) == (code, pinned)


def test_a_place_that_is_not_resolved_keeps_its_words() -> None:
    row = acled_row(event(where=Where(Span(0, 4, "Army"), None)), EXPORT)
    assert (row["location"], row["country"], row["latitude"], row["event_id_cnty"]) == ("Army", None, None, "e1")


@pytest.mark.parametrize(
    ("key", "kind", "inter"),
    [
        ("syria-army", "force", 1),
        ("us-army", "force", 8),
        ("rebels-of-homs", "group", 2),
        ("farmers", "people", 7),
        ("syrian soldiers", "force", 1),
        ("militants", "group", 2),
        ("gunmen", "group", 3),
        ("somebody", "person", 0),
    ],
)
def test_inter_codes(key: str, kind: str, inter: int) -> None:
    mention = Mention(Span(0, len(key), key), kind)  # type: ignore[arg-type]
    telling = replace(TELLING, claim=replace(CLAIM, actors=(mention,)))
    row = acled_row(event("attack", actors=(key,), tellings=(telling,), targets=()), EXPORT)
    assert (row["inter1"], row["interaction"]) == (inter, inter * 10)


def test_things_are_no_actors() -> None:
    thing = Mention(Span(0, 6, "temple"), "thing")
    telling = replace(TELLING, claim=replace(CLAIM, targets=(thing,)))
    row = acled_row(event("destruction", targets=("temple",), tellings=(telling,)), EXPORT)
    assert (row["actor2"], row["inter2"]) == (None, 0)


def test_where_a_clash_names_both_sides_as_actors_the_second_is_actor2() -> None:
    row = acled_row(event("clash", actors=("syria-army", "rebels-of-homs"), targets=()), EXPORT)
    assert (row["actor1"], row["actor2"], row["interaction"]) == ("Syria Army", "Rebels Of Homs", 12)


@pytest.mark.parametrize(("targets", "said"), [(CIVILIANS, "Civilian targeting"), (ARMED, None)])
def test_civilian_targeting(targets: tuple[str, ...], said: str | None) -> None:
    assert acled_row(event("airstrike", targets=targets), EXPORT)["civilian_targeting"] == said


def _toll(side: str | None, low: int | None, best: int | None, high: int | None, total: bool = False) -> Toll:
    return Toll("killed", side, low, best, high, "latest", "c1", ("c1",), total)


@pytest.mark.parametrize(
    ("tolls", "fatalities"),
    [
        ((_toll("a", 1, 2, 3), _toll("b", 4, 5, 6)), 7),
        ((_toll("a", 1, 2, 3), _toll(None, 9, 9, 9)), 9),
        ((_toll("a", 5, 5, 5), _toll("b", 6, 6, 6), _toll(None, 9, 9, 9)), 11),
        ((_toll("a", 1, 2, 3), _toll("a", 112, 112, 112, total=True)), 2),
        ((_toll("a", 112, 112, 112, total=True),), 112),
        ((_toll("a", 3, None, None),), 3),
        ((_toll("a", None, None, 30),), 0),
        ((), 0),
    ],
)
def test_fatalities_are_summed_over_sides_and_totals_never_added(tolls: tuple[Toll, ...], fatalities: int) -> None:
    assert acled_row(event(tolls=tolls), EXPORT)["fatalities"] == fatalities
