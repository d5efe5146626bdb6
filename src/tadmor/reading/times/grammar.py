"""The machinery of the time grammar: rules are regular expressions over word classes, each with what it means.

A pattern writes classes as upper-case names ("ON? THE? DAYNUM OF? MONTH"); the compiler puts each class's character in
their place. A rule's function gives the days as a ``When`` without a span, or None where the words are no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from tadmor.model import Grain, TimeBasis, When
from tadmor.reading.times.calendar import Stretch
from tadmor.reading.times.lexer import Lexed, Token, codes

# A run of words without one of these tells no time.
_CORE = (
    "[WEEKDAY WEEKDAY_SHORT MONTH MONTH_WEAK MONTH_SHORT MONTH_LEVANT HIJRI SEASON SEASON_WEAK HOLIDAY DEICTIC MOMENT"
    " ECHO PART UNIT HOUR OVERNIGHT WEEKEND YEAR DATE CLOCK HHMM DECADE ORDNUM PAST OCLOCK]"
)
OPEN = When(None, None, "span", "none")
LOOSE = timedelta(days=10)  # the longest stretch of which "the next day" follows the end


@dataclass(frozen=True, slots=True)
class Moment:
    """What a rule may lean on: the report's day, the day told last, the date that lends its year, the tense,
    the year told by the other end of a range, the time told last, of whatever
    grain, whether the day told last stands near, and the time that a history as a whole tells of.
    """

    day: date | None = None
    anchor: When | None = None
    era: When | None = None
    last: When | None = None
    fresh: bool = True
    future: bool = False
    past: bool = False
    year: int | None = None
    scope: When | None = None

    @property
    def base(self) -> date | None:
        """The day from which "today" and "last week" count: the report's."""
        return self.day

    @property
    def near(self) -> date | None:
        """The day from which a weekday or "the past ten days" counts: the report's, else the one told last."""
        return self.day or (self.anchor.end if self.anchor and self.fresh else None)

    @property
    def told(self) -> date | None:
        """The day that "the next day" follows: the one told last, else the report's; none after a mere month."""
        if self.anchor is None or self.anchor.end is None:
            return self.day
        start = self.anchor.start or self.anchor.end
        return self.anchor.end if self.day or self.anchor.end - start <= LOOSE else None

    def told_of(self, unit: str) -> date | None:
        """The day from which "the following month" counts: a month or year told last counts too."""
        if unit in ("month", "year", "decade"):
            if self.last and self.last.grain in ("month", "year"):
                return self.last.end or self.last.start
            return self.anchor.end if self.anchor else self.day
        return self.told

    @property
    def basis(self) -> TimeBasis:
        """How a time reckoned from ``base`` is known."""
        return "relative" if self.day else "context"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that a rule matched: tokens ``first`` up to ``last`` (exclusive)."""

    lexed: Lexed
    first: int
    last: int
    match: re.Match[str]
    meaning: Callable[[Hit, Moment], When | None]

    def read(self, moment: Moment) -> When | None:
        """What the words mean at this moment; None where they are no time, or out of the calendar."""
        try:
            return self.meaning(self, moment)
        except (ValueError, OverflowError):
            return None

    def token(self, group: str) -> Token | None:
        """The first token of a group, or None where the group took no part."""
        at = self.match.start(group)
        return None if at < 0 else self.lexed.tokens[at]

    def value(self, group: str) -> Any:
        """The value of a group's first token, or None."""
        token = self.token(group)
        return token.value if token else None

    def has(self, group: str) -> bool:
        """Whether the rule has this group and it took part."""
        return group in self.match.re.groupindex and self.match.start(group) >= 0

    def beside(self, step: int) -> Token | None:
        """The token after (1) or before (-1) the words."""
        at = self.last if step > 0 else self.first - 1
        return self.lexed.tokens[at] if 0 <= at < len(self.lexed.tokens) else None

    def led_by(self, group: str, name: str) -> bool:
        """Whether the token before a group is of this class."""
        at = self.match.start(group)
        return at > 0 and self.lexed.classes[at - 1] == codes()[name]

    def before(self, *names: str) -> bool:
        """Whether the token before the words is of one of these classes."""
        return self.first > 0 and self.lexed.classes[self.first - 1] in {codes()[n] for n in names}

    def after(self, *names: str) -> bool:
        """Whether the token after the words is of one of these classes."""
        classes = self.lexed.classes
        return self.last < len(classes) and classes[self.last] in {codes()[n] for n in names}

    def count(self, group: str) -> float | None:
        """The number that a group tells; None for "several", "a few"."""
        total = 0.0
        for n in range(*self.match.span(group)):
            token, kind = self.lexed.tokens[n], self.lexed.classes[n]
            if kind == codes()["FEW"]:
                return None
            if kind == codes()["HALF"]:
                total += 0.5
            elif isinstance(token.value, int | float):
                total = total * 100 if token.value == 100 and total else total + token.value
        return total or 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over classes and what it means."""

    pattern: str
    meaning: Callable[[Hit, Moment], When | None]


_RULES: list[Rule] = []


def rule(*patterns: str) -> Callable[[Callable[[Hit, Moment], When | None]], Callable[[Hit, Moment], When | None]]:
    """Registers a function as the meaning of patterns."""

    def register(meaning: Callable[[Hit, Moment], When | None]) -> Callable[[Hit, Moment], When | None]:
        _RULES.extend(Rule(pattern, meaning) for pattern in patterns)
        return meaning

    return register


@cache
def pattern(words: str) -> re.Pattern[str]:
    """The compiled form of a pattern; KeyError for a class that does not exist."""
    chars = codes()
    squeezed = re.sub(r"[A-Z][A-Z_]+", lambda m: chars[m.group()], words)
    return re.compile(re.sub(r"\s+", "", squeezed))


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], Callable[[Hit, Moment], When | None]], ...]:
    return tuple((pattern(r.pattern), r.meaning) for r in _RULES)


def hits(lexed: Lexed) -> Iterator[Hit]:
    """Every match of every rule, in the order of the text and then of the rules.

    No rule spans an ordinary word, so only runs of other classes that hold a word of time are searched: a third of
    the work. The run's end takes in the word after it, for rules that look ahead.
    """
    core = pattern(_CORE)
    for run in pattern("[^OTHER CAPITAL]+").finditer(lexed.classes):
        if not core.search(lexed.classes, *run.span()):
            continue
        for compiled, meaning in _grammar():
            for m in compiled.finditer(lexed.classes, run.start(), run.end() + 1):
                if m.end() > m.start():
                    yield Hit(lexed, m.start(), m.end(), m, meaning)


def stretch(days: Stretch, grain: Grain, basis: TimeBasis) -> When:
    """A time from the first to the last of ``days``."""
    return When(days[0], days[1], grain, basis)


# Fragments that rules share. A count: "three", "a", "two and a half", "2-1/2", "several", "a couple of", "twenty-four".
COUNT = "(?:AN HALF AN?|AN? FEW OF?|NUMBER DASH? NUMBER|AN? NUMBER|DAYNUM|SHORTYEAR|NUM|AN)(?:AND AN HALF)?"
ABOUT = "(?:ABOUT|AN ABOUT|MORE THAN|AT LEAST|UP TO|OVER)*"
EDGE = "(?P<edge>EDGE)(?:DASH|ON|IN|OF)? THE?|(?P<bound>BOUND) OF THE?"
CLOCK = "(?:CLOCK|(?:HHMM|NUM|YEAR|DAYNUM)(?=OCLOCK)|(?<=[AT FROM])(?:HHMM|YEAR)|(?<=AT ABOUT)HHMM) OCLOCK*"

ZONE = "(?:LPAR (?:NUM|HHMM|CLOCK|YEAR)? OCLOCK+ RPAR)?"  # "(1930 GMT)", "(local time)"


def day_pattern(core: str) -> str:
    """A pattern for a day with the part of the day or the hour told before or after it."""
    part = "(?:EDGE? IN THE|AT|ON THE)? (?:(?:EDGE DASH?)?PART HOUR?|EDGE HOUR)"
    eve = "(?P<eve>(?:OVERNIGHT|(?:IN|ON)? THE PART) TO) THE?"
    lead = f"(?:{eve}|(?:(?:AT ABOUT?)? (?P<lead>{CLOCK})|{part}|EDGE) (?:OF|ON|IN)? THE?)?"
    trail = f"(?:(?:COMMA? EDGE? PART (?:AND PART)?)? (?:COMMA? (?:AT ABOUT?)? (?P<trail>{CLOCK}) {ZONE})?)"
    return f"{lead}{core}{trail}"


def day_grain(hit: Hit) -> Grain:
    """The grain of a day told by `day_pattern`: an hour beside it makes it "time"."""
    return "time" if hit.has("lead") or hit.has("trail") else "day"


def on_day(hit: Hit, day: date, basis: TimeBasis) -> When | None:
    """The day told by `day_pattern`, with the one before for "in the night to"; None for "in the evening to"."""
    if not hit.has("eve"):
        return When(day, day, day_grain(hit), basis)
    nightly = hit.lexed.tokens[hit.match.end("eve") - 2].text.lower() in ("night", "overnight")
    return When(day - timedelta(days=1), day, "span", basis) if nightly else None


def unit_grain(unit: str) -> Grain:
    """The grain of a time told in this unit."""
    return unit if unit in ("day", "week", "month", "year") else "span"  # type: ignore[return-value]


def is_plural(token: Token | None) -> bool:
    """Whether a unit's word is a plural ("weeks", not "week's")."""
    return token is not None and token.text.lower().endswith("s") and "'" not in token.text and "’" not in token.text
