"""The drawn map: sound SVG whatever the names are, names that do not cover each other, and silence that is told."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from tadmor.model import Control, Holding, Place, Rival
from tadmor.outlets.drawing.frame import Frame, around, round_km
from tadmor.outlets.drawing.lettering import Wish, meet, placed
from tadmor.outlets.drawing.outlines import Country, Line, Outlines
from tadmor.outlets.drawing.sheet import Asked, Sheet, map_svg
from tadmor.pipeline.answers import Held

DAY = date(2016, 3, 27)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</text></svg><svg onload=alert(1)>", "a & b",
    "]]>", "&lt;b&gt;", "\u202eevil", "nul\x00 and \x1b[31m", 
    "javascript:alert(1)", "تدمر", "𓂀" * 3, "",
]  # fmt: skip


def place(name: str, lat: float = 34.5, lon: float = 38.3, population: int = 50_000, feature: str = "town") -> Place:
    return Place(f"test:{name}:{lat}:{lon}", name, "SY", lat, lon, feature, population=population)


def held(where: Place, holder: str | None = "syria-government", holding: Holding = "held", by: str | None = None,
         rivals: tuple[str, ...] = (), stale: int | None = 3) -> Held:  # fmt: skip
    others = tuple(Rival(rival, "held", 0.4, ()) for rival in rivals)
    return Held(where, Control(where.id, holder, holding, DAY, None, DAY, 1.0, (), "", by, others), stale)


def drawn(*states: Held, silent: tuple[Place, ...] = (), base: Outlines | None = None, **asked: object) -> str:
    return map_svg(states, silent, Asked(DAY, **asked), base)  # type: ignore[arg-type]


def words_of(svg: str) -> str:
    return " ".join("".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


SQUARE = Outlines(
    (Line(((33.0, 36.0), (37.0, 36.0), (37.0, 42.0), (33.0, 42.0), (33.0, 36.0)), (36.0, 33.0, 42.0, 37.0)),),
    (Country("760", "Syria", (((0,),),)),), (), (0,), (), "a square",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_words(name: str) -> None:
    svg = drawn(
        held(place(name)), silent=(place(name, 35.4),), area=name, sources=name, label=lambda _: name, base=SQUARE
    )
    root = ElementTree.fromstring(svg)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "g", "circle", "path",
    }  # fmt: skip
    assert not any(key.startswith("on") or key.endswith("href") for node in root.iter() for key in node.attrib)
    assert "\u202e" not in svg


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        (held(place("Held")), r'<circle r="\S+" fill="#0072b2"/>'),
        (held(place("Ring"), by="islamic-state", holding="contested"), r'stroke="#a6588a" stroke-width="2.4"'),
        (held(place("Bars"), by="islamic-state", holding="besieged"), r'<path d="M[^"]+" stroke="#a6588a"'),
        (held(place("Halves"), rivals=("islamic-state",)), r'<path d="M0 0L[^"]+Z" fill="#a6588a"/>'),
        (held(place("Pale"), stale=2000), r'fill="#0072b2" fill-opacity="0.28"'),
        (held(place("Lost"), holding="lost"), r'stroke-width="1.8" stroke-dasharray'),
        (held(place("Part"), holding="partly"), r'<circle r="3\.9" fill="#0072b2"'),
        (held(place("Nobody named"), holder=None), r'fill="#8c8c8c"'),
    ],
)  # fmt: skip
def test_each_state_has_its_sign(state: Held, sign: str) -> None:
    assert re.search(sign, drawn(state))


@pytest.mark.parametrize(
    ("states", "silent", "words"),
    [
        ((), (), "Nobody in this record says who held any place on this day"),
        ((held(place("Tadmor")),), (place("Bosra", 35.2),), "1 place told of, but nobody says who held it"),
        ((held(place("Tadmor")), held(place("Homs Governorate", feature="adm1"))), (), "1 area told of as a whole"),
        ((held(place("Tadmor")), held(place("Homs", 34.7)), held(place("Lima", -12.0, -77.0))), (), "1 place beyond"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_told(states: tuple[Held, ...], silent: tuple[Place, ...], words: str) -> None:
    assert words in words_of(drawn(*states, silent=silent))


def test_title_days_and_sources_are_told() -> None:
    svg = words_of(drawn(held(place("Tadmor")), known=date(2017, 1, 5), area="Syria", sources="Sources: 3 reports."))
    for words in ("Who held what in Syria, 27 March 2016", "as known on 5 January 2017", "Sources: 3 reports.", " km"):
        assert words in svg


def test_disputed_borders_are_dashed_and_land_is_drawn() -> None:
    svg = drawn(held(place("Tadmor")), base=SQUARE)
    assert 'stroke-dasharray="4 3"' in svg
    assert "SYRIA" in words_of(svg)
    assert "without its base map" in words_of(drawn(held(place("Tadmor"))))


def test_names_cover_neither_each_other_nor_discs() -> None:
    places = [place(f"Town {n}", 33 + (n * 37 % 40) / 10, 36 + (n * 53 % 60) / 10, 10_000 * n + 1) for n in range(60)]
    sheet = Sheet([held(p) for p in places], (), Asked(DAY), None)
    boxes = [label.box for label in sheet.labels]
    assert len(boxes) > 30
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    for label in sheet.labels:
        others = [at for h, _, at in sheet.signs if h.place.name != label.wish.text]
        assert not [at for at in others if meet(label.box, (at[0] - 4, at[1] - 4, at[0] + 4, at[1] + 4))]


def test_the_first_name_gets_room_first() -> None:
    frame = Frame(0.5, 0.4, 4000.0, 300, 200)
    labels = placed([Wish("Large", (100, 100), 8), Wish("Small", (104, 100), 8)], frame)
    assert labels[0].wish.text == "Large"


@pytest.mark.parametrize(("most", "km"), [(130, 100), (99, 50), (1, 1), (0.7, 0.5), (2400, 2000)])
def test_the_scale_is_round(most: float, km: float) -> None:
    assert round_km(most) == km


def test_a_frame_shows_its_places_and_its_scale_is_true() -> None:
    places = [(34.5, 38.3), (36.2, 37.1), (33.5, 36.3)]
    frame = around(places, 880, 690)
    assert all(frame.holds(frame.at(*p), 40) for p in places)
    (x1, _), (x2, _) = frame.at(35, 37), frame.at(35, 38)
    assert frame.km(x2 - x1) == pytest.approx(91.2, rel=0.02)
