"""Places: names as written, what they stand to, and which place each means. No model: words by a small rule."""

from __future__ import annotations

import re

import pytest

from tadmor.doc import Doc, Entity
from tadmor.model import Dateline, Report, Where
from tadmor.reading.gazetteer import distance_km, fold, nationality, skeleton, spelling_gap
from tadmor.reading.places import find_places, resolve

WORD = re.compile(r"U\.S\.|(?<=\w)['’]s\b|\w+(?:['’ʿ](?!s\b)\w+)*|[^\w\s]")


def doc(text: str, labels: dict[str, str] | None = None, dateline: str | None = None) -> Doc:
    """Words and sentences of a text; ``labels`` gives the entity label of some of its words."""
    at = [(m.start(), m.end()) for m in WORD.finditer(text)]
    words = [text[a:b] for a, b in at]
    stops = [
        i + 1 for i, w in enumerate(words) if w in (".", "?") and (i + 1 == len(words) or words[i + 1][0].isupper())
    ]
    ends = [e for e in stops if e < len(words)] + [len(words)]
    sentences = list(zip([0, *ends[:-1]], ends, strict=True))
    report = Report("r", text, dateline=Dateline(dateline, None) if dateline else None)
    entities = []
    for phrase, label in (labels or {}).items():
        parts = WORD.findall(phrase)
        first = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
        entities.append(Entity(first, first + len(parts), label))
    return Doc(report, words, [a for a, _ in at], [b for _, b in at], sentences, entities=entities)


def only(text: str, words: str, **more: object) -> Where:
    """The place found whose span is exactly these words."""
    found = find_places(doc(text, **more))  # type: ignore[arg-type]
    return next(w for w in found if w.span.text == words)


def spans(text: str, **more: object) -> list[str]:
    """The words of every place found."""
    return [w.span.text for w in find_places(doc(text, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GUNMEN ATTACKED A POLICE CAR IN BOGOTA.", ["BOGOTA"]),
        ("Troops from the CAR crossed into Chad.", ["CAR", "Chad"]),
    ],
)
def test_short_names_that_are_words(text: str, found: list[str]) -> None:
    assert spans(text) == found


@pytest.mark.parametrize(
    ("name", "context", "country", "lat", "lon"),
    [
        ("Tripoli", ["LB"], "LB", 34.4, 35.8),
        ("Tripoli", ["LY"], "LY", 32.9, 13.2),
        ("Hama", ["SY"], "SY", 35.1, 36.8),
        ("Deir ez-Zor", ["SY"], "SY", 35.3, 40.1),
        ("Deir al-Zor", ["SY"], "SY", 35.3, 40.1),
        ("Deir Ezzor", ["SY"], "SY", 35.3, 40.1),
        ("Dayr az Zawr", ["SY"], "SY", 35.3, 40.1),
        ("دير الزور", ["SY"], "SY", 35.3, 40.1),
        ("Kobani", ["SY"], "SY", 36.9, 38.4),
        ("Ayn al-Arab", ["SY"], "SY", 36.9, 38.4),
        ("Shaddadi", ["SY"], "SY", 36.1, 40.7),
        ("Al-Shaddadi", ["SY"], "SY", 36.1, 40.7),
        ("Tadmur", ["SY"], "SY", 34.6, 38.3),
        ("تدمر", ["SY"], "SY", 34.6, 38.3),
        ("Raqqa", [], "SY", 35.95, 39.0),
        ("Ar Raqqah", ["SY"], "SY", 35.95, 39.0),
        ("Edleb", ["SY"], "SY", 35.9, 36.6),
        ("Kiev", [], "UA", 50.45, 30.5),
        ("al-Mawsil", ["IQ"], "IQ", 36.3, 43.1),
        ("Homs province", ["SY"], "SY", 34.5, 38.2),
        ("Temple of Bel", [], "SY", 34.5, 38.3),
        ("Krak des Chevaliers", [], "SY", 34.8, 36.3),
        ("Usulutan", ["SV"], "SV", 13.3, -88.4),
        ("Tripoli, Lebanon", [], "LB", 34.4, 35.8),
        ("Maiduguri", [], "NG", 11.8, 13.2),
        ("Lashkargah", ["AF"], "AF", 31.6, 64.4),
    ],
)
def test_resolve(name: str, context: list[str], country: str, lat: float, lon: float) -> None:
    place = resolve(name, context)
    assert place is not None
    assert place.country == country
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=0.4), pytest.approx(lon, abs=0.4))


@pytest.mark.parametrize(
    ("name", "context"), [("Springfield", ["US"]), ("Blabtown-on-Nowhere", []), ("San Jose", ["MX"])]
)
def test_abstains(name: str, context: list[str]) -> None:
    assert resolve(name, context) is None


def test_a_town_near_a_resolved_place_is_preferred() -> None:
    mosul = resolve("Mosul")
    assert mosul is not None
    rabia = resolve("Rabia", [mosul])
    assert rabia is not None
    assert rabia.country == "IQ"


@pytest.mark.parametrize(
    ("text", "words", "relation", "precision", "name"),
    [
        ("Syria: troops fought in Idlib.", "Idlib", "in", "town", "Idlib"),
        ("Syria: rebels hold most of Idlib province.", "Idlib province", "in", "province", "Idlib Governorate"),
        ("Syria: clashes broke out near Palmyra.", "Palmyra", "near", "near", "Palmyra"),
        ("Syria: the army shelled farms north of Homs.", "Homs", "north of", "near", "Homs"),
        ("Syria: a convoy was hit 20 km east of Palmyra.", "Palmyra", "20 km east of", "near", "Palmyra"),
        (
            "Syria: fighting in the eastern countryside of Homs.",
            "Homs",
            "eastern countryside of",
            "province",
            "Homs Governorate",
        ),
        ("Syria: shells fell in rural Homs.", "Homs", "countryside of", "province", "Homs Governorate"),
        ("Syria: they reached the outskirts of Manbij.", "Manbij", "outskirts of", "near", "Manbij"),
        ("Syria: raids hit the Manbij countryside.", "Manbij", "countryside of", "near", "Manbij"),
        ("Raids continued in northern Iraq.", "Iraq", "in the north of", "country", "Iraq"),
        ("Syria: jets struck the Tabqa dam.", "Tabqa dam", "in", "site", "Tabqa Dam"),
        ("Syria: columns moved toward Raqqa.", "Raqqa", "toward", "town", "Raqqa"),
        ("Syria: the road between Homs and Palmyra was cut.", "Homs", "between", "near", "Homs"),
        (
            "Yemen: gunmen struck in Hodeidah Governorate.",
            "Hodeidah Governorate",
            "in",
            "province",
            "Hodeidah Governorate",
        ),
        ("Ukraine: missiles hit Donetsk region.", "Donetsk region", "in", "province", "Donetsk Oblast"),
    ],
)
def test_relation_and_precision(text: str, words: str, relation: str, precision: str, name: str) -> None:
    where = only(text, words)
    assert (where.relation, where.precision) == (relation, precision)
    assert where.place is not None
    assert where.place.name == name


@pytest.mark.parametrize(
    "text",
    [
        "She reads the Jordan Times every day.",
        "Actress Paris Hilton arrived late.",
        "Syrian and Iraqi officials met on Friday.",
        "The mine went off at noon. Union leaders were angry.",
        "Us and them, the old story. Of course it went on.",
        "General Santiago Vargas gave no comment.",
    ],
)
def test_no_place(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Homs governor spoke in Syria.", "Homs"),
        ("Moscow said nothing more.", "Moscow"),
        ("A UK-based monitor reported it.", "UK"),
    ],
)
def test_place_of_somebody(text: str, words: str) -> None:
    assert only(text, words).relation == "of"


def test_unknown_village_is_kept_without_a_pin() -> None:
    where = only("Lebanon: shells hit the village of Kafr Zubblah.", "Kafr Zubblah")
    assert where.place is None
    assert where.precision == "town"


def test_entities_from_a_model_are_heeded() -> None:
    assert spans("Doctors treated Homs at home in Syria.", labels={"Homs": "PER"}) == ["Syria"]
    assert "Zubblah" in spans("They captured Zubblah at dawn.", labels={"Zubblah": "LOC"})


@pytest.mark.parametrize(
    ("text", "labels", "found"),
    [
        (
            "In Syria they took the Tal Zubblah hilltop.",
            {"Tal": "LOC", "Zubblah": "LOC"},
            ["Syria", "Tal Zubblah hilltop"],
        ),
        (
            "In Syria they took Homs Palmyra and Hama.",
            {"Homs": "LOC", "Palmyra": "LOC"},
            ["Syria", "Homs", "Palmyra", "Hama"],
        ),
        ("In Syria they took Bab al-Zubblah and left.", {"Bab al-Zubblah": "LOC"}, ["Syria", "Bab al-Zubblah"]),
        ("In Homs al-Zubblah militants in Syria fled.", {"Homs": "LOC", "al-Zubblah": "ORG"}, ["Homs", "Syria"]),
        ("Fighting raged in Homs, Syria, as al-Zubblah gained.", {"Homs": "LOC"}, ["Homs", "Syria"]),
        ("In Syria they took Homs Saturday.", {"Homs": "LOC"}, ["Syria", "Homs"]),
        ("In Syria they shelled al-Zubblah at dawn.", {"Zubblah": "LOC"}, ["Syria", "al-Zubblah"]),
    ],
)
def test_a_part_of_an_unknown_name_is_no_place(text: str, labels: dict[str, str], found: list[str]) -> None:
    assert spans(text, labels=labels) == found


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("SAN SALVADOR, 3 MAY -- REBELS ATTACKED A POST IN USULUTAN DEPARTMENT.", "USULUTAN DEPARTMENT", "SV"),
        ("A BOMB EXPLODED IN MEDELLIN, COLOMBIA, LAST NIGHT.", "MEDELLIN", "CO"),
        ("THE PERUVIAN CAPITAL WAS WITHOUT POWER.", "PERUVIAN CAPITAL", "PE"),
    ],
)
def test_all_capitals(text: str, words: str, country: str) -> None:
    where = only(text, words)
    assert where.place is not None
    assert where.place.country == country


def test_all_capitals_do_not_make_places_of_words() -> None:
    assert spans("THE MINE AND THE UNION HALL WERE EMPTY WHEN THE GENERAL CAME.") == []


@pytest.mark.parametrize(("country", "expected"), [("Lebanon", "LB"), ("Libya", "LY")])
def test_the_report_decides_between_namesakes(country: str, expected: str) -> None:
    where = only(f"The government of {country} met. Gunmen clashed in Tripoli on Monday.", "Tripoli")
    assert where.place is not None
    assert where.place.country == expected


def test_span_leaves_out_the_and_city_of() -> None:
    where = only("In Syria, the city of Aleppo was quiet.", "Aleppo")
    assert where.span.start == 22


@pytest.mark.parametrize(
    ("word", "iso"),
    [
        ("Syrian", "SY"),
        ("Iraqis", "IQ"),
        ("Salvadoran", "SV"),
        ("Soviet", "RU"),
        ("British", "GB"),
        ("us", None),
        ("house", None),
    ],
)
def test_nationality(word: str, iso: str | None) -> None:
    assert nationality(word) == iso


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ʿAyn al-ʿArab", "'Ayn al-'Arab"),
        ("Mayādīn", "Mayadin"),
        ("Deir-ez-Zor", "Deir ez Zor"),
        ("Usulután", "USULUTAN"),
    ],
)
def test_fold(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"), [("Saraqib", "Seraqeb"), ("Khan Shaykhun", "Khan Sheikhoun"), ("Latamneh", "al-Lataminah")]
)
def test_transliterations_share_a_skeleton(a: str, b: str) -> None:
    assert skeleton(fold(a)) == skeleton(fold(b))
    assert spelling_gap(fold(a), fold(b)) < 0.34


def test_distance() -> None:
    homs, palmyra = resolve("Homs", ["SY"]), resolve("Palmyra", ["SY"])
    assert homs is not None
    assert palmyra is not None
    assert distance_km(homs, palmyra) == pytest.approx(145, abs=10)
    assert distance_km(homs, homs) == 0


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("In Syria, raids hit Hama after rebels launched a drive to take parts of the central province.", "Hama",
         "Hama Governorate"),
        ("Rebels hit Idlib in Syria. They hold much of the northern province.", "Idlib", "Idlib Governorate"),
        ("Rebels hit Idlib in Syria. They hold much of the city.", "Idlib", "Idlib"),
        ("Strikes hit Hama province, the Britain-based Syrian Observatory said.", "Hama province", "Hama Governorate"),
        ("Mortars hit al-Nasr suburb in Aleppo, Syria.", "al-Nasr suburb", None),
        ("SANTIAGO -- BOMBS WENT OFF ON BANDERA AND ALAMEDA STREETS, NEAR A U.S. BANK.", "ALAMEDA STREETS", None),
        ("In Syria rebels fought in the streets of Homs.", "Homs", "Homs"),
        ("IS seized Raqqa in Syria on Sunday and now holds most of the province.", "Raqqa", "Raqqa"),
        ("Lebanon: a car bomb hit a Beirut suburb on Monday.", "Beirut", "Beirut"),
        ("Troops in Goma based at the airport were attacked in Congo.", "Goma", "Goma"),
        ("Residents fled Goma in Congo.", "Goma", "Goma"),
    ],
)  # fmt: skip
def test_what_the_words_beside_it_make_of_a_name(text: str, words: str, place: str | None) -> None:
    found = only(text, words).place
    assert (found and found.name) == place


def test_a_name_with_an_article_within_is_no_spelling_of_one_word() -> None:
    assert resolve("Ras al-Tin", ["SY"]) is None
    assert resolve("al-Rastan", ["SY"]) is not None
