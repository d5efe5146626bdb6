"""What people have judged of pairs of claims: it stands over every score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tadmor.model import Link

_PERSON = "person:"


class Judgements:
    """Claims that belong together and claims that are kept apart, worked out from links that people made.

    Of several judgements on one pair the last stands. What is judged the same is the same all round: a as b and b as
    c makes a as c; where that would bring together what is judged different, the difference stands.
    """

    def __init__(self, links: Sequence[Link]) -> None:
        last = {frozenset((link.a, link.b)): link for link in links if link.by.startswith(_PERSON) and link.a != link.b}
        self.links = last
        self._above: dict[str, str] = {}
        self._apart = {pair for pair, link in last.items() if link.verdict == "different"}
        for pair in sorted((p for p, link in last.items() if link.verdict == "same"), key=sorted):
            self._unite(*sorted(pair))

    def root(self, claim: str) -> str:
        """The one claim that stands for all that are judged the same as this one."""
        while claim in self._above:
            claim = self._above[claim]
        return claim

    def _unite(self, a: str, b: str) -> None:
        one, other = sorted((self.root(a), self.root(b)))
        if one != other and not self.apart((one,), (other,)):
            self._above[other] = one

    def apart(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether a claim of the one lot is judged different from one of the other lot."""
        if not self._apart:
            return False
        left, right = {self.root(c) for c in some}, {self.root(c) for c in others}
        return any(
            (x in left and y in right) or (x in right and y in left)
            for x, y in (map(self.root, sorted(pair)) for pair in self._apart)
        )

    def conflict(self, claims: Iterable[str]) -> tuple[str, str] | None:
        """The first two of these claims that are judged different, or None."""
        known = {self.root(c): c for c in sorted(claims, reverse=True)} if self._apart else {}
        for pair in sorted(self._apart, key=sorted):
            x, y = map(self.root, sorted(pair))
            if x in known and y in known:
                return known[x], known[y]
        return None

    def same(self) -> list[tuple[str, str]]:
        """The pairs that are judged the same, those left out that a judged difference stands against."""
        pairs = (tuple(sorted(p)) for p, link in self.links.items() if link.verdict == "same")
        return sorted((a, b) for a, b in pairs if self.root(a) == self.root(b))

    def between(self, some: Iterable[str], others: Iterable[str], verdict: str) -> Link | None:
        """The first link of this verdict that joins the two lots, or None."""
        left, right = set(some), set(others)
        for pair, link in sorted(self.links.items(), key=lambda item: sorted(item[0])):
            a, b = sorted(pair)
            if link.verdict == verdict and ((a in left and b in right) or (b in left and a in right)):
                return link
        return None
