"""Holders' colours: steady, and told apart by those who are colour-blind, too."""

from __future__ import annotations

from itertools import combinations

import pytest

from tadmor.model import KINDS
from tadmor.outlets.drawing.colours import UNNAMED, colour_of, colours_of, palette, seats, tint
from tadmor.outlets.drawing.families import FAMILIES, family_of
from tadmor.outlets.drawing.legend import HOLDINGS, legend

# Linear RGB to linear RGB, whole loss of one kind of cone (Machado, Oliveira and Fernandes 2009, table 1).
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
COMMONEST = ["syria-government", "syrian-opposition", "islamic-state", "syrian-democratic-forces", "al-nusra-front",
             "iraq-government", "turkey-government"]  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, p)) for p in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )  # fmt: skip
    x, y, z = (p ** (1 / 3) if p > 0.008856 else 7.787 * p + 16 / 116 for p in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    return lab([sum(m * p for m, p in zip(row, linear(colour), strict=True)) for row in BLINDNESS[blindness]])


def gap(a: str, b: str, blindness: str = "none") -> float:
    return sum((p - q) ** 2 for p, q in zip(seen(a, blindness), seen(b, blindness), strict=True)) ** 0.5


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_commonest_holders_are_told_apart(blindness: str) -> None:
    close = [
        (a, b, round(gap(colour_of(a), colour_of(b), blindness), 1))
        for a, b in combinations(COMMONEST, 2)
        if gap(colour_of(a), colour_of(b), blindness) < 15
    ]
    assert close == []


@pytest.mark.parametrize("key", [*COMMONEST, "free-syrian-army", "some villagers", "m23"])
def test_a_colour_does_not_change_with_whom_it_stands_beside(key: str) -> None:
    assert colour_of(key) == colour_of(key)
    assert colours_of([key, *COMMONEST])[key] == colours_of([*reversed(COMMONEST), key])[key]


@pytest.mark.parametrize(
    ("key", "colour"), [("syria-government", "#0072b2"), ("islamic-state", "#a6588a"), (None, UNNAMED)]
)
def test_seats_are_fixed(key: str | None, colour: str) -> None:
    assert colour_of(key) == colour == colours_of(["x", key])[key]


def test_who_belongs_to_a_seat_takes_its_tint() -> None:
    assert colour_of("syria-armed-forces") == tint(seats()["syria-government"], 0.38)


def test_twenty_holders_without_a_seat_have_twenty_colours() -> None:
    given = colours_of([f"band {n}" for n in range(20)])
    assert len(set(given.values())) == 21
    assert all(gap(a, b) > 4 for a, b in combinations(palette(), 2))


def test_every_kind_has_one_family_and_every_family_one_shape() -> None:
    assert sorted(kind for family in FAMILIES for kind in family.kinds) == sorted(KINDS)
    assert len({family.shape for family in FAMILIES}) == len(FAMILIES)
    assert [family_of(kind).key for kind in ("capture", "airstrike", "aid")] == ["fighting", "air", "talks"]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_a_shape_stands_out_from_the_land(family: object) -> None:
    light = 0.05 + sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(family.colour), strict=True))  # type: ignore[attr-defined]
    land = 0.05 + sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear("#f3f1ec"), strict=True))
    assert land / light >= 3


def test_the_legend_is_json_with_every_holding() -> None:
    told = legend(["syria-government", None], str.upper)
    assert [row["label"] for row in told["holders"]] == ["SYRIA-GOVERNMENT"]
    assert [row["key"] for row in told["holdings"]] == [key for key, _ in HOLDINGS]
