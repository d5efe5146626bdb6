"""The metrics on a case worked out by hand.

Gold {a b c} {d e} {f}; found {a b} {c d e} {f}.
MUC: recall (2-1 kept links of the first, 1 of the second) = (3-2 + 2-1) / 3 = 2/3, precision (1 + 1) / 3 = 2/3.
B³: recall (4/3 + 1/3 + 4/2 + 1) / 6 = 7/9 = precision (4/2 + 1/3 + 4/3 + 1) / 6.
CEAF-e: 2·2/5 + 2·2/5 + 1 = 2.6 of 3.
"""

from __future__ import annotations

import pytest
from coreference import b_cubed, ceaf_e, clusters_of, conll, muc

GOLD = [frozenset("abc"), frozenset("de"), frozenset("f")]
FOUND = [frozenset("ab"), frozenset("cde"), frozenset("f")]


def test_case_by_hand() -> None:
    assert muc(GOLD, FOUND) == pytest.approx(2 / 3)
    assert b_cubed(GOLD, FOUND) == pytest.approx(7 / 9)
    assert ceaf_e(GOLD, FOUND) == pytest.approx(2.6 / 3)
    assert conll(GOLD, FOUND)["CoNLL"] == pytest.approx(100 * (2 / 3 + 7 / 9 + 2.6 / 3) / 3)


def test_alignment_is_the_best_not_the_first() -> None:
    gold = [frozenset("abcd"), frozenset("efg")]
    found = [frozenset("abefg"), frozenset("cd")]
    assert ceaf_e(gold, found) == pytest.approx((2 * 2 / 6 + 2 * 3 / 8) / 2)


def test_itself_is_perfect() -> None:
    assert conll(GOLD, GOLD) == pytest.approx({"MUC": 100, "B3": 100, "CEAFe": 100, "CoNLL": 100})
    assert clusters_of({"a": 1, "b": 1, "c": 2}) == [frozenset("ab"), frozenset("c")]
