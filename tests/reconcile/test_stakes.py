from __future__ import annotations

from datetime import date

import pytest

from tadmor.model import Attribution, Claim, Mention, Place, Precision, Span, Stake, Telling, When, Where
from tadmor.reconcile.stakes import stakes_of

TOWN = Place("t:bani", "Bani", "SY", 35.0, 38.0, "town", "Homs")
DAY = date(2016, 3, 27)
PARENTS = {
    "syria-armed-forces": ("syria-armed-forces", "syria-government-forces", "syria-government"),
    "sana": ("sana", "syria-government"),
    "islamic-state": ("islamic-state", "al-qaeda"),
    "aqap": ("aqap", "al-qaeda"),
}


def lineage(ref: str) -> tuple[str, ...]:
    return PARENTS.get(ref, (ref,))


def telling(
    sentence: str,
    trigger: str,
    *,
    kind: str = "capture",
    actors: tuple[tuple[str, str | None], ...] = (),
    targets: tuple[tuple[str, str | None], ...] = (),
    speakers: tuple[tuple[str, str | None], ...] = (),
    name: str = "Bani",
    place: Place | None = TOWN,
    relation: str = "in",
    precision: Precision = "town",
    when: When | None = When(DAY, DAY, "day", "stated"),  # noqa: B008
    published: date | None = DAY,
    modality: str = "asserted",
    outlet: str | None = None,
    title: str | None = None,
    score: float = 1.0,
) -> Telling:
    """The telling of a claim whose words are looked up in its sentence, which stands 10 characters into its report."""

    def span(words: str) -> Span:
        at = sentence.find(words)
        return Span(at + 10, at + 10 + len(words), words) if at >= 0 else Span(0, len(words), words)

    def mentions(told: tuple[tuple[str, str | None], ...]) -> tuple[Mention, ...]:
        return tuple(Mention(span(words), "group", ref) for words, ref in told)

    claim = Claim(
        "c1",
        "r1",
        kind,
        modality,  # type: ignore[arg-type]
        Span(10, 10 + len(sentence), sentence),
        span(trigger),
        mentions(actors),
        mentions(targets),
        Where(span(name), place, relation, precision),
        when,
        attribution=Attribution(outlet, mentions(speakers)),
        score=score,
    )
    return Telling(claim, published or date(2020, 1, 1), "o1", published, outlet, title=title)


def only(told: Telling) -> Stake:
    (stake,) = stakes_of(told, lineage)
    return stake


GOV, IS = "syria-government", "islamic-state"
ARMY, DAESH = ("The army", "syria-armed-forces"), ("Daesh", "islamic-state")


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind", "actors", "targets", "sort", "holder", "loser"),
    [
        ("The army captured Bani from Daesh.", "captured", "capture", (ARMY,), (DAESH,), "capture", GOV, IS),
        ("Daesh still holds Bani.", "holds", "control", (DAESH,), (), "control", IS, None),
        ("Daesh has left Bani.", "left", "withdrawal", (DAESH,), (), "withdrawal", None, IS),
        ("The army laid siege to Bani.", "siege", "siege", (ARMY,), (DAESH,), "siege", GOV, IS),
        ("The army captured two districts of Bani.", "captured", "capture", (ARMY,), (), "part", GOV, None),
        ("The army took 40% of Bani.", "took", "capture", (ARMY,), (), "part", GOV, None),
        ("Bani was captured by Daesh.", "captured", "capture", (DAESH,), (), "capture", IS, None),
        ("Daesh gave up Bani.", "gave up", "surrender", (DAESH,), (), "surrender", None, IS),
        ("Daesh was evacuated from Bani.", "evacuated", "displacement", (), (DAESH,), "surrender", None, IS),
    ],
)
def test_what_claims_say_of_who_holds_a_place(
    sentence: str,
    trigger: str,
    kind: str,
    actors: tuple[tuple[str, str], ...],
    targets: tuple[tuple[str, str], ...],
    sort: str,
    holder: str | None,
    loser: str | None,
) -> None:
    stake = only(telling(sentence, trigger, kind=kind, actors=actors, targets=targets))
    assert (stake.sort, stake.holder, stake.loser, stake.day) == (sort, holder, loser, DAY)


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind"),
    [
        ("The army captured a hill near Bani.", "captured", "capture"),
        ("The army captured the road to Bani airport.", "captured", "capture"),
        ("The army entered Bani, capturing several hills.", "capturing", "capture"),
        ("The army took all of the city except Bani.", "took", "capture"),
        ("The army captured 20 prisoners in Bani.", "captured", "capture"),
        ("The army, which runs a radio station; Bani lies far away.", "runs", "control"),
    ],
)
def test_what_lies_beside_a_place_says_nothing_of_it(sentence: str, trigger: str, kind: str) -> None:
    assert stakes_of(telling(sentence, trigger, kind=kind, actors=(ARMY,)), lineage) == ()


@pytest.mark.parametrize("relation", ["near", "north of", "countryside of", "between", "of", "toward"])
def test_a_relation_that_leads_away_says_nothing(relation: str) -> None:
    assert stakes_of(telling("The army took Bani.", "took", actors=(ARMY,), relation=relation), lineage) == ()


def test_the_east_of_a_town_is_a_part() -> None:
    told = telling("The army took eastern Bani.", "took", actors=(ARMY,), relation="in the east of")
    assert only(told).sort == "part"


@pytest.mark.parametrize("precision", ["near", "country", None])
def test_a_place_that_is_too_coarse_says_nothing(precision: Precision) -> None:
    assert stakes_of(telling("The army took Bani.", "took", actors=(ARMY,), precision=precision), lineage) == ()


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind", "modality", "expected"),
    [
        ("The army launched an operation to retake Bani.", "retake", "capture", "asserted", "planned"),
        ("The army began taking back Bani.", "taking back", "capture", "asserted", "planned"),
        ("The army managed to retake Bani.", "retake", "capture", "asserted", "asserted"),
        ("The army denied that it took Bani.", "took", "capture", "denied", "denied"),
        ("The army fought for control of Bani.", "control", "control", "asserted", "planned"),
    ],
)
def test_what_is_only_tried_is_planned(sentence: str, trigger: str, kind: str, modality: str, expected: str) -> None:
    assert only(telling(sentence, trigger, kind=kind, actors=(ARMY,), modality=modality)).modality == expected


def test_who_stands_before_besieged_is_the_besieger() -> None:
    rebels = ("rebel", None)
    stake = only(telling("Aid reached rebel-besieged Bani.", "besieged", kind="siege", targets=(rebels,)))
    assert (stake.holder, stake.loser) == ("syrian-opposition", None)


def test_what_was_once_held_is_lost() -> None:
    stake = only(telling("Daesh once controlled Bani.", "controlled", kind="control", actors=(DAESH,)))
    assert (stake.modality, stake.holder, stake.loser) == ("ended", None, "islamic-state")


@pytest.mark.parametrize(
    ("words", "country", "holder"),
    [
        ("rebels", "SY", "syrian-opposition"),
        ("Turkish-backed fighters", "SY", "syrian-opposition"),
        ("pro-government militias", "SY", "syria-government"),
        ("Kurdish forces", "IQ", "kurdistan-regional-government"),
        ("rebels", "TD", "rebels"),
    ],
)
def test_bare_words_go_by_the_side_that_they_mean_in_a_country(words: str, country: str, holder: str) -> None:
    place = Place("t:x", "Bani", country, 0.0, 0.0, "town")
    told = telling(f"{words} captured Bani.", "captured", actors=((words, None),), place=place)
    assert only(told).holder == holder


def test_a_group_does_not_go_by_the_umbrella_above_it() -> None:
    place = Place("t:x", "Bani", "YE", 0.0, 0.0, "town")
    told = telling("AQAP took Bani.", "took", actors=(("AQAP", "aqap"),), place=place)
    assert only(told).holder == "aqap"


def test_words_that_fit_no_side_are_too_vague_where_the_sides_are_known() -> None:
    told = telling("Terrorists captured Bani.", "captured", actors=(("Terrorists", None),))
    assert stakes_of(told, lineage) == ()


@pytest.mark.parametrize(
    ("speakers", "outlet", "voice"),
    [
        ((("said Daesh", "islamic-state"),), "sana", "opponent"),
        ((("the army", "syria-armed-forces"),), None, "own"),
        ((("a monitor", None),), "sana", "third"),
        ((), "sana", "own"),
        ((), "reuters", "third"),
    ],
)
def test_whose_voice_it_is(speakers: tuple[tuple[str, str | None], ...], outlet: str | None, voice: str) -> None:
    told = telling("The army took Bani.", "took", actors=(ARMY,), targets=(DAESH,), speakers=speakers, outlet=outlet)
    assert only(told).voice == voice


def test_the_city_means_the_place_only_where_the_title_names_it() -> None:
    told = {"actors": (ARMY,), "name": "Bani"}
    sentence = "The army recaptured the city."
    assert stakes_of(telling(sentence, "recaptured", **told), lineage) == ()  # type: ignore[arg-type]
    assert only(telling(sentence, "recaptured", title="Battle of Bani", **told)).sort == "capture"  # type: ignore[arg-type]


def test_a_state_without_an_end_is_vouched_for_until_the_report() -> None:
    when = When(date(2014, 7, 1), None, "month", "stated")
    stake = only(telling("Daesh has held Bani since July 2014.", "held", kind="control", actors=(DAESH,), when=when))
    assert (stake.day, stake.until, stake.grain) == (date(2014, 7, 1), DAY, "month")


@pytest.mark.parametrize(
    "change",
    [
        {"when": None},
        {"when": When(date(2016, 5, 1), date(2016, 5, 1), "day", "stated")},  # after it was published
        {"score": 0.1},
        {"kind": "airstrike"},
        {"place": None},
    ],
)
def test_claims_without_a_stake(change: dict[str, object]) -> None:
    told = {"kind": "capture", **change}
    assert stakes_of(telling("The army took Bani.", "took", actors=(ARMY,), **told), lineage) == ()  # type: ignore[arg-type]
