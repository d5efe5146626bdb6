"""The features by which two claims are compared: kind, day, place, parties, counts, words, telling.

Each function gives (name, value, detail) triples; the names are those of the weights in data/same.toml. A pair that
cannot tell of one happening is given up at the first feature that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import cos, fsum, hypot, radians, sqrt

from tadmor.model import Modality
from tadmor.reconcile.kinds import Rules, rarity, rules
from tadmor.reconcile.sketch import RARE, Count, Sketch, Spot

Feature = tuple[str, float, str]
_VAGUE = frozenset(("province", "region", "country"))
_KM = 111.2  # kilometres in a degree of latitude
_REGION = 200  # kilometres to the middle of a region that may hold a place
_LOOSE = frozenset(
    f"place.{sort}" for sort in ("unknown", "unnamed", "chief", "country", "inside_province", "inside_country")
)
_STEM = 4  # letters that words of one stem share ("bombing", "bombardment")
_LONG = 31  # days; a longer span says little of the day


class Apart(Exception):  # noqa: N818 - no fault, but the early end of a comparison
    """Raised where two claims cannot tell of one happening; the text says why, in words for users."""


def features(a: Sketch, b: Sketch) -> list[Feature]:
    """The features of a pair, the same for (b, a). Raises Apart where it cannot be one happening."""
    r = rules()
    relation = "same" if a.kind == b.kind else r.relations.get((a.kind, b.kind))
    if relation is None:
        raise Apart("other kinds")
    if (a.modality == "ended") != (b.modality == "ended"):
        raise Apart("one is told as ended")
    if r.stances[a.modality] != r.stances[b.modality] and r.groups.get(a.kind) not in r.misread:
        raise Apart("one is told as done, the other not")
    out: list[Feature] = [_kind(a.kind, b.kind, relation, r)]
    out.append(_day(a, b, r))
    out.append(_place(a, b, r))
    if out[-1][0] in _LOOSE and _named(a, b):
        out.append(("place.named", 1.0, ""))
    out += _parties(a, b, r)
    out += _counts(a, b)
    out += _words(a, b)
    out += _telling(a, b)
    return out


def _kind(a: str, b: str, relation: str, r: Rules) -> Feature:
    if a == b:
        return ("kind.state" if a in r.lasting else "kind.same"), 1.0, r.names.get(a, a)
    return f"kind.{relation}", 1.0, f"{min(a, b)} and {max(a, b)}"


def _day(a: Sketch, b: Sketch, r: Rules) -> Feature:
    if a.basis == "none" or b.basis == "none":
        return _undated(a, b, r)
    first, second = (a, b) if _key(a) <= _key(b) else (b, a)
    low, high = _days(first)
    start, end = _days(second)
    gap = start - high if start > high else 0
    if gap:
        return _gap(first, second, gap, r)
    if high - low <= 1 and end - start <= 1:
        if low != start or high != end:
            return "day.next", 1.0, "1"
        return ("day.told" if "published" in (a.basis, b.basis) else "day.same"), 1.0, ""
    if None in (a.start, a.end, b.start, b.end):
        return "day.open", 1.0, ""
    span = max(high - low, end - start)
    return ("day.coarse" if span > _LONG else "day.inside"), 1.0, ""


def _key(sketch: Sketch) -> tuple[int, int]:
    low, high = _days(sketch)
    return high, low


def _days(sketch: Sketch) -> tuple[int, int]:
    """First and last day; an open end reaches a year."""
    start, end = sketch.start, sketch.end
    if start is None:
        assert end is not None
        return end - 365, end
    return start, start + 365 if end is None else end


def _gap(first: Sketch, second: Sketch, gap: int, r: Rules) -> Feature:
    """For two whose days do not meet."""
    if first.kind in r.lasting and second.kind in r.lasting:
        if gap <= min(r.lasting[first.kind], r.lasting[second.kind]):
            return "day.lasting", 1.0, str(gap)
    elif gap <= r.stated and not (first.report == second.report and _sure(first) and _sure(second)):
        return "day.next", 1.0, str(gap)
    elif gap <= r.published and second.basis == "published":
        return "day.near", 1.0, str(gap)
    raise Apart(f"{gap} days apart" if gap > 1 else "one day apart")


def _sure(sketch: Sketch) -> bool:
    return sketch.basis in ("stated", "relative")


def _undated(a: Sketch, b: Sketch, r: Rules) -> Feature:
    """For a pair of which one or both have no day: nobody tells of what is yet to come."""
    for one, other in ((a, b), (b, a)):
        told = one.published
        if told is not None and other.start is not None and other.start > told and r.stances[one.modality] == "done":
            raise Apart("published before the other happened")
    return "day.unknown", 1.0, ""


def _place(one: Sketch, other: Sketch, r: Rules) -> Feature:
    a, b = one.spot, other.spot
    if one.kind in r.states and (a is None or b is None or (a.id != b.id)):
        raise Apart("not said of one place")
    if a is None or b is None:
        return "place.unknown", 1.0, ""
    if a.id is None or b.id is None:
        return ("place.words" if a.words == b.words else "place.unnamed"), 1.0, a.words
    if a.id == b.id:
        return _one_row(a, b)
    km = hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2))) * _KM
    if (a.precision in _VAGUE or b.precision in _VAGUE) and not _both_near(a, b, km, r):
        return _containing(a, b, km)
    if km > _reach(one, other, r):
        if (a.chief or b.chief) and a.admin1 == b.admin1 and a.country == b.country:
            return "place.chief", 1.0, ""
        raise Apart("other place")
    return "place.close", 1.0, str(round(km))


def _reach(one: Sketch, other: Sketch, r: Rules) -> float:
    """Kilometres that two places of one happening may lie apart; a rare weapon hits a whole region."""
    if RARE in one.weapons and RARE in other.weapons:
        return r.kilometres["region"]
    assert one.spot
    assert other.spot
    return max(r.kilometres.get(one.spot.precision, 0), r.kilometres.get(other.spot.precision, 0))


def _named(a: Sketch, b: Sketch) -> bool:
    """Whether the place of one is named in the sentence or among the words of the report of the other."""
    for one, other in ((a, b), (b, a)):
        stems = one.spot.stems if one.spot and one.spot.precision not in _VAGUE else frozenset[str]()
        if stems and (stems <= other.words or stems <= other.gist):
            return True
    return False


def _both_near(a: Spot, b: Spot, km: float, r: Rules) -> bool:
    """Whether a region ("Ghouta") and another place are as good as one."""
    return "region" in (a.precision, b.precision) and km <= r.kilometres["region"] and a.country == b.country


def _one_row(a: Spot, b: Spot) -> Feature:
    if a.precision == "country":
        return "place.country", 1.0, ""
    if a.precision in ("province", "region"):
        return "place.province", 1.0, a.precision
    if a.precision != b.precision:
        return "place.about", 1.0, ""
    return ("place.about" if a.precision == "near" else "place.same"), 1.0, a.precision


def _containing(a: Spot, b: Spot, km: float) -> Feature:
    """For two rows of which one is an area that may hold the other."""
    if a.country != b.country:
        raise Apart("other country")
    if "country" in (a.precision, b.precision):
        return "place.inside_country", 1.0, "country"
    if "region" in (a.precision, b.precision) or a.admin1 is None or b.admin1 is None:
        if km > _REGION:
            raise Apart("other region")
        return "place.inside_country", 1.0, "region"
    if a.admin1 != b.admin1:
        raise Apart("other province")
    return "place.inside_province", 1.0, "province"


def _parties(a: Sketch, b: Sketch, r: Rules) -> Iterator[Feature]:
    if a.actors and b.actors:
        yield from _actors(a, b, r)
    elif a.kind in r.states:
        yield "holder.unknown", 1.0, ""
    if a.targets and b.targets:
        if a.targets & b.targets:
            yield "target.same", 1.0, ""
        else:
            yield ("target.side" if a.target_sides & b.target_sides else "target.other"), 1.0, ""
    if (a.actors & b.targets or b.actors & a.targets) and not a.actors & b.actors and not _left(a, b):
        if a.kind in r.taking and b.kind in r.taking:
            raise Apart("who takes in one loses in the other")
        yield "actor.swapped", 1.0, ""


def _actors(a: Sketch, b: Sketch, r: Rules) -> Iterator[Feature]:
    if _left(a, b):  # who takes is not who leaves
        return
    if a.actors & b.actors:
        yield "actor.same", 1.0, ""
    elif a.actor_sides & b.actor_sides:
        yield "actor.side", 1.0, ""
    elif a.sure and b.sure:  # "army units" may be anybody's
        yield ("taker.other" if a.kind in r.taking and b.kind in r.taking else "actor.other"), 1.0, ""


def _left(a: Sketch, b: Sketch) -> bool:
    """Whether one tells of a taking and the other of a withdrawal or surrender."""
    return a.kind != b.kind and ("withdrawal" in (a.kind, b.kind) or "surrender" in (a.kind, b.kind))


def _counts(a: Sketch, b: Sketch) -> Iterator[Feature]:
    """At most one feature: that of the first unit which both count, the dead before others."""
    units = {c.unit for c in a.counts} & {c.unit for c in b.counts}
    if not units:
        return
    unit = "killed" if "killed" in units else min(units)
    best: Feature | None = None
    for one in a.counts:
        for other in b.counts:
            if one.unit == other.unit == unit:
                found = _count(one, other)
                if best is None or _FIT.index(found[0]) < _FIT.index(best[0]):
                    best = found
    if best:
        yield best


_FIT = ("count.same", "count.fits", "count.near", "count.apart", "count.far")


def _count(a: Count, b: Count) -> Feature:
    """How two figures of one unit go together; a total may hold a smaller new toll."""
    words = f"{_figure(a)} and {_figure(b)} {a.unit}"
    if a.low == b.low and a.high == b.high:
        return "count.same", 1.0, words
    low, high = max(a.low or 0, b.low or 0), min(_top(a), _top(b))
    if low <= high:
        return "count.fits", 1.0, words
    ratio = low / max(high, 1)
    if ratio <= 1.5 or low - high <= 2:
        return "count.near", 1.0, words
    return ("count.far" if ratio > 4 and not (a.total or b.total) else "count.apart"), 1.0, words


def _top(count: Count) -> float:
    """The most that a figure can mean: "at least 12" is hardly 40."""
    return count.high if count.high is not None else 2.5 * (count.low or 0)


def _figure(count: Count) -> str:
    if count.low is None:
        return f"up to {count.high}"
    if count.high is None:
        return f"at least {count.low}"
    return str(count.low) if count.low == count.high else f"{count.low} to {count.high}"


def _words(a: Sketch, b: Sketch) -> Iterator[Feature]:
    if a.weapons and b.weapons:
        both = a.weapons & b.weapons
        shared = RARE if RARE in both else min(both, default="")
        yield (("weapon.rare" if shared == RARE else "weapon.same") if shared else "weapon.other"), 1.0, shared
    if a.trigger & b.trigger:
        yield "trigger.same", 1.0, ""
    elif {w[:_STEM] for w in a.trigger} & {w[:_STEM] for w in b.trigger}:
        yield "trigger.akin", 1.0, ""
    one_sentence = a.report == b.report and a.sentence == b.sentence
    if not one_sentence and (value := likeness(a.words, b.words)) > 0:
        yield "words", value, ""
    if a.report != b.report and (value := likeness(a.gist, b.gist)) > 0:
        yield "gist", value, ""


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Cosine of two sets of stems, each weighed by how telling it is; 0 to 1."""
    shared = a & b
    if not shared:
        return 0.0
    return _weight(shared) / sqrt(_weight(a) * _weight(b))


@lru_cache(maxsize=4096)  # a set for each sentence: a watch has no end of them
def _weight(stems: frozenset[str]) -> float:
    rare = rarity().get
    return fsum([rare(w, 1.0) for w in stems])  # exact: each process has a set in an order of its own


def _telling(a: Sketch, b: Sketch) -> Iterator[Feature]:
    """Who tells of it, and how."""
    if a.report == b.report:
        again = "again" in (a if a.sentence > b.sentence else b).hints
        yield ("sentence.same" if a.sentence == b.sentence else "report.again" if again else "report.same"), 1.0, ""
        if a.sentence == b.sentence and a.kind == b.kind:
            yield "sentence.twice", 1.0, ""
    elif a.origin == b.origin:
        yield "origin.same", 1.0, ""
    elif a.outlet and b.outlet and a.outlet != b.outlet:
        yield "outlet.other", 1.0, ""
    for hint in ("more", "habit"):
        if (hint in a.hints) != (hint in b.hints):
            yield f"told.{hint}", 1.0, ""
    if a.modality != b.modality:
        yield f"modality.{_stance(a.modality, b.modality)}", 1.0, ""


def _stance(a: Modality, b: Modality) -> str:
    """How two modalities that differ stand to one another."""
    stances = rules().stances
    if stances[a] != stances[b]:
        return "ahead"
    return "denied" if "denied" in (a, b) else "doubt"
