"""Names that a person types, to ids: of places, with areas and circles, and of actors, with their own."""

from __future__ import annotations

import pytest

from tadmor.errors import SettingError
from tadmor.model import Place
from tadmor.pipeline.naming import actor_keys, contains, lineage, place_ids

PALMYRA = Place("geonames:163808", "Palmyra", "SY", 34.5624, 38.284, "town", "Homs Governorate", 51015)
HOMS = Place("geonames:169577", "Homs", "SY", 34.724, 36.7256, "town", "Homs Governorate", 775404)
PROVINCE = Place("tadmor:homs-governorate", "Homs Governorate", "SY", 34.5, 38.2, "adm1", "Homs Governorate")
KOBANI = Place("geonames:172256", "Kobani", "SY", 36.8909, 38.3535, "town", "Aleppo Governorate", 50000)
RAMADI = Place("geonames:98717", "Ramadi", "IQ", 33.42, 43.3, "town", "Al Anbar")
KNOWN = [PALMYRA, HOMS, PROVINCE, KOBANI, RAMADI]


@pytest.mark.parametrize(
    ("names", "within_km", "expected"),
    [
        (["Palmyra"], None, {PALMYRA}),
        (["geonames:163808"], None, {PALMYRA}),
        (["Kobane"], None, {KOBANI}),
        (["Homs"], None, {HOMS}),
        (["Homs province"], None, {PROVINCE, HOMS, PALMYRA}),
        (["Syria"], None, {PROVINCE, HOMS, PALMYRA, KOBANI}),
        (["Palmyra"], 200, {PALMYRA, PROVINCE, HOMS}),
        (["Palmyra"], 20, {PALMYRA, PROVINCE}),
        (["Palmyra", "Ramadi"], None, {PALMYRA, RAMADI}),
    ],
)
def test_a_name_means_the_place_and_an_area_all_in_it(
    names: list[str], within_km: float | None, expected: set[Place]
) -> None:
    assert place_ids(names, KNOWN, within_km) >= {p.id for p in expected}
    assert place_ids(names, KNOWN, within_km) & {p.id for p in KNOWN} == {p.id for p in expected}


@pytest.mark.parametrize(("name", "hint"), [("Palmira Nueva Xyz", "tadmor places"), ("Kobxani", "kobani")])
def test_a_place_that_is_not_there_is_named_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(SettingError, match=f"no place .*{hint}"):
        place_ids([name], KNOWN)


@pytest.mark.parametrize(
    ("names", "known", "expected"),
    [
        (["ISIS"], ["islamic-state", "russia-government"], {"islamic-state"}),
        (["islamic-state"], ["islamic-state"], {"islamic-state"}),
        (["Syrian government"], ["sana", "syria-armed-forces", "islamic-state"], {"sana", "syria-armed-forces"}),
        (["armed men"], ["armed men", "women"], {"armed men"}),
    ],
)
def test_a_name_means_the_actor_and_all_its_own(names: list[str], known: list[str], expected: set[str]) -> None:
    assert actor_keys(names, known) == expected


def test_an_actor_that_is_not_there_is_named_with_a_hint() -> None:
    with pytest.raises(SettingError, match=r"no actor 'islamic stat'.*islamic state"):
        actor_keys(["islamic stat"], ["islamic-state"])


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [(PROVINCE, PALMYRA, True), (PROVINCE, KOBANI, False), (PROVINCE, PROVINCE, False), (HOMS, PALMYRA, False)],
)
def test_a_province_contains_its_towns(area: Place, place: Place, inside: bool) -> None:
    assert contains(area, place) is inside


def test_a_lineage_ends() -> None:
    assert lineage("national-defence-forces") == (
        "national-defence-forces", "syria-government-forces", "syria-government",
    )  # fmt: skip
