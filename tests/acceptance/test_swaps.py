from __future__ import annotations

import pytest
import swaps
from pinned import below


def test_who_is_named_does_not_change_what_happened() -> None:
    fallen = below(swaps.measured(), "swaps", swaps.SWAPS)
    assert not fallen, "\n".join([*fallen, *swaps.differing()])


@pytest.mark.parametrize("case", swaps.cases(), ids=lambda case: case["id"])
def test_both_sides_are_named_before_and_after(case: dict) -> None:
    for exchanged in (False, True):
        said = swaps.telling(case, exchanged)
        assert set(said.sides) == {"A", "B"}
        assert "{" not in said.text
        assert said.text[0].isupper()
    assert swaps.telling(case, False).text != swaps.telling(case, True).text
