"""Actors: (text, mentions that must be found), the register's soundness, and speed of loading."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tadmor.doc import Doc
from tadmor.model import Report
from tadmor.reading.actors import actor_words, canonical, find_actors, kind_of, saying_sources
from tadmor.reading.register import actor, register


def plain(text: str, published: date | None = None) -> Doc:
    found = list(re.finditer(r"[^\W_]+(?:[-'’.][^\W_]+)*|\S", text))
    return Doc(
        Report("r", text, published=published),
        [m[0] for m in found],
        [m.start() for m in found],
        [m.end() for m in found],
        [(0, len(found))],
    )


def named(text: str, year: int | None = None) -> list[tuple[str, str | None]]:
    return [(m.span.text, m.ref) for m in find_actors(plain(text, date(year, 6, 1) if year else None))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Da'esh and Daesh are ISIS.", [(w, "islamic-state") for w in ("Da'esh", "Daesh", "ISIS")]),
        ("The IS group fled.", [("IS group", "islamic-state")]),
        ("It is us.", []),
        ("IT IS US.", []),
        ("The US denied it.", [("US", "united-states-government")]),
        ("Jeish al-Islam, Jaysh al-Islam", [(w, "jaysh-al-islam") for w in ("Jeish al-Islam", "Jaysh al-Islam")]),
        ("Ahrar ash-Sham left.", [("Ahrar ash-Sham", "ahrar-al-sham")]),
        ("THE FMLN LEFT.", [("FMLN", "farabundo-marti-national-liberation-front")]),
        ("The Tamil Tigers fired.", [("Tamil Tigers", "liberation-tigers-of-tamil-eelam")]),
        ("M-19 members met.", [("M-19 members", "19th-of-april-movement")]),
        ("The Organisation for the Prohibition of Chemical Weapons met.", [
            ("Organisation for the Prohibition of Chemical Weapons", "opcw")
        ]),
        ("Reuters met Xinhua, AFP.", [("Reuters", "reuters"), ("Xinhua", "xinhua"), ("AFP", "agence-france-presse")]),
    ],
)  # fmt: skip
def test_names(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syrian government forces advanced.", [("Syrian government forces", "syria-government-forces")]),
        ("The Peruvian army advanced.", [("Peruvian army", "peru-armed-forces")]),
        ("Ethiopian police fired.", [("Ethiopian police", "ethiopia-police")]),
        ("Turkey's army fired.", [("Turkey's army", "turkish-armed-forces")]),
        ("Assad's forces fired.", [("Assad's forces", "syria-government-forces")]),
        ("Hezbollah fighters fired.", [("Hezbollah fighters", "hezbollah")]),
        ("Kurdish-led fighters fired.", [("Kurdish-led fighters", None)]),
        ("Turkish-backed rebels fired.", [("Turkish-backed rebels", None)]),
        ("Anti-government gunmen fired.", [("Anti-government gunmen", None)]),
        ("Members of the Shining Path fired.", [("Members of the Shining Path", "shining-path")]),
        ("An Israeli air strike hit it.", [("Israeli", "israel-defense-forces")]),
        ("The rebel-held town fell.", [("rebel", None)]),
        ("The rebels fired at a police station.", [("rebels", None)]),
        ("The bomb hit an army base and a government building.", []),
        ("Russian and Syrian jets fired.", [("Russian", "russia-armed-forces"), ("Syrian jets", "syria-armed-forces")]),
        ("Blame was laid on the US-led coalition.", [("US-led coalition", "global-coalition-against-daesh")]),
        ("The 6th Infantry Brigade moved.", [("6th Infantry Brigade", None)]),
    ],
)
def test_descriptions(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Bogota, Colombia, and Cali, Colombia, were calm. The army left.", "colombia-armed-forces"),
        ("Khartoum and Sudan wait. Sudan is calm. The army left.", "sudanese-armed-forces"),
        ("The army left.", None),
    ],
)
def test_a_bare_army_is_of_the_country_that_the_report_is_about(text: str, ref: str | None) -> None:
    assert named(text)[-1] == ("army", ref)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("In Colombia, Colombian towns fear the ELN.", "national-liberation-army"),
        ("In Myanmar, Burmese towns fear the PDF.", "peoples-defence-force"),
        ("In Panama, Panamanian towns fear the PDF.", "panama-defense-forces"),
    ],
)
def test_one_acronym_of_two_actors_goes_by_country(text: str, ref: str) -> None:
    assert named(text)[-1][1] == ref


def test_countries_are_actors_only_where_they_act() -> None:
    assert named("Fighting went on in Turkey and near Iran.") == []
    assert named("Turkey denied the raid.") == [("Turkey", "turkey-government")]


def test_spans_are_words_of_the_text() -> None:
    doc = plain("Rebel-held Aden was shelled by the Houthis and Saudi-led coalition jets.")
    found = find_actors(doc)
    assert [m.span.text for m in found] == ["Rebel", "Houthis", "Saudi-led coalition jets"]
    assert all(doc.text[m.span.start : m.span.end] == m.span.text for m in found)


def test_the_register_is_whole() -> None:
    rows = register()
    assert len(rows) >= 450
    assert [r.id for r in rows.values() if r.parent and actor(r.parent) is None] == []
    assert {r.kind for r in rows.values()} <= {"group", "force", "organisation", "outlet", "person", "state"}
    assert [r.id for r in rows.values() if r.first and r.last and r.first > r.last] == []


def test_labels_and_kinds() -> None:
    assert canonical("islamic-state") == "Islamic State"
    assert canonical("syria-armed-forces") == "Syrian armed forces"
    assert canonical("no-such-actor") == "no-such-actor"
    assert kind_of("peru-police") == "force"
    assert kind_of("reuters") == "outlet"
    assert kind_of("no-such-actor") is None


def test_word_lists() -> None:
    assert {"army", "rebels", "warplanes", "guerrillas"} <= actor_words()
    assert {"spokesman", "monitor", "witness", "ministry"} <= saying_sources()
