"""The words of a text as classes of the time grammar: one character a word, so that a rule is a regular expression."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tadmor.reading.times.calendar import full_year, make_date

# Classes that the lexer makes from the shape of a token; the others are the tables of times.toml.
SHAPES = (
    "OTHER", "DAYNUM", "NUM", "YEAR", "CLOCK", "ORDNUM", "DATE", "GLUED", "DECADE", "SHORTYEAR", "HHMM", "DOT", "COMMA",
    "DASH", "SLASH", "LPAR", "RPAR", "END", "BREAK", "CAPITAL",
)  # fmt: skip
NEEDS_CAPITAL = frozenset({"MONTH_WEAK", "MONTH_SHORT", "MONTH_LEVANT", "WEEKDAY_SHORT", "HIJRI"})
SIGNS = {
    ".": "DOT", ",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "/": "SLASH", "(": "LPAR", ")": "RPAR",
    "!": "END", "?": "END", ";": "END", ":": "END", '"': "END", "“": "END", "”": "END",
}  # fmt: skip


class Token(NamedTuple):
    """A word, number or sign; ``value`` is what its class says of it (a month's number, a unit's name, a date)."""

    start: int
    end: int
    text: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text's tokens, and ``classes``: one character a token. ``shouted`` tells an all-capital text."""

    text: str
    tokens: list[Token]
    classes: str
    shouted: bool


@cache
def vocabulary() -> Mapping[str, Any]:
    """The tables of ``data/times.toml``."""
    return tomllib.loads(files("tadmor").joinpath("data/times.toml").read_text("utf-8"))


@cache
def codes() -> Mapping[str, str]:
    """The character of each class, by the class's name."""
    tables = [name.upper() for name in vocabulary() if name not in {"word", "names", "lasting"}]
    plain = [name.upper() for name in vocabulary()["word"]]
    return {name: chr(0x100 + n) for n, name in enumerate([*SHAPES, *tables, *plain])}


@cache
def _lexicon() -> Mapping[str, tuple[str, Any]]:
    """Class name and value of every word of the vocabulary."""
    found: dict[str, tuple[str, Any]] = {}
    for table, words in vocabulary().items():
        if table in {"names", "lasting"}:
            continue
        if table == "word":
            found |= {w: (name.upper(), w) for name, several in words.items() for w in several}
        else:
            found |= {w: (table.upper(), value) for w, value in words.items()}
    return found


_TOKEN = re.compile(
    r"""['’]?(?P<word>[Mm]id(?=[A-Z][a-z]) | [^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)?)(?P<owner>['’][sS]\b)?
    | (?P<date>\b(?:\d{4}([-/.])\d\d\4\d\d(?!\d)|\d\d?([./-])\d\d?\5(?:19|20)\d\d(?!\d)|\d\d([./-])\d\d\6\d\d(?!\d)))
    | (?P<clock>\b\d\d?(?::\d\d){1,2}(?!\d)(?:\s?[aApP]\.?[mM]\b\.?)? | \b\d\d?(?:[.:]?\d\d)?\s?[aApP]\.?[mM]\b\.?)
    | (?P<number>(?<![\d.,])\d+-1/2\b | \d{1,3}(?:,\d{3})+(?!\d) | \d+(?:\.\d+)?)
        (?P<suffix>(?:st|nd|rd|th|ST|ND|RD|TH|['’]?[sS])\b)?
    | ['’](?P<cut>[4-9]\d)(?![\w,.]\w)(?!\w)
    | (?P<gap>\n\s*\n)
    | (?P<sign>[^\s\w])""",
    re.VERBOSE,
)


@cache
def _phrases() -> Mapping[tuple[str, str], list[tuple[list[str], tuple[str, Any]]]]:
    """The vocabulary's entries of several words, with class and value, by their first two; the longest first."""
    found: dict[tuple[str, str], list[tuple[list[str], tuple[str, Any]]]] = {}
    for entry, meaning in _lexicon().items():
        words = [m.group() for m in _TOKEN.finditer(entry)]
        if len(words) > 1:
            found.setdefault((words[0], words[1]), []).append((words, meaning))
    return {first: sorted(several, key=lambda e: -len(e[0])) for first, several in found.items()}


def lex(text: str) -> Lexed:
    """The tokens and classes of a text."""
    code, shouted, phrases = codes(), _is_shouted(text), _phrases()
    matches = list(_TOKEN.finditer(text))
    lows = [m.group().lower().replace("’", "'") for m in matches]
    tokens: list[Token] = []
    names: list[str] = []
    at = 0
    while at < len(matches):
        m, length = matches[at], 0
        if tuple(lows[at : at + 2]) in phrases:
            length, (name, value) = _phrase_at(lows, at)
        if not length:
            length, (name, value) = 1, _classify(m, shouted)
        start, end = m.start(), matches[at + length - 1].end()
        tokens.append(Token(start, end, text[start:end], value))
        names.append(name)
        at += length
    _mend(tokens, names)
    return Lexed(text, tokens, "".join(map(code.__getitem__, names)), shouted)


def _phrase_at(lows: list[str], at: int) -> tuple[int, tuple[str, Any]]:
    """How many words from ``at`` on make an entry of the vocabulary (0: none), and its class and value."""
    for words, meaning in _phrases()[lows[at], lows[at + 1]]:
        if lows[at : at + len(words)] == words:
            return len(words), meaning
    return 0, ("OTHER", None)


def _is_shouted(text: str) -> bool:
    head = text[:1500]
    upper, lower = sum(map(str.isupper, head)), sum(map(str.islower, head))
    return upper > 3 * lower


def _classify(m: re.Match[str], shouted: bool) -> tuple[str, Any]:
    """Class name and value of one token."""
    if m["word"]:
        return _classify_word(m["word"], shouted)
    if m["number"]:
        return _classify_number(m["number"], m["suffix"])
    if m["cut"]:
        return "YEAR", full_year(int(m["cut"]))
    if m["sign"]:
        return SIGNS.get(m["sign"], "OTHER"), None
    if m["date"]:
        return "DATE", read_numeric_date(m["date"])
    return ("BREAK" if m["gap"] else "CLOCK"), None


def _classify_word(word: str, shouted: bool) -> tuple[str, Any]:
    lexicon, low = _lexicon(), word.lower()
    found = lexicon.get(low)
    if found is None and low.endswith("s"):
        # Some archives strip apostrophes: "Fridays attack", "todays".
        found = lexicon.get(low[:-1])
        if found and found[0] not in {"WEEKDAY", "DEICTIC"}:
            found = None
    if found is None or (found[0] in NEEDS_CAPITAL and not word[0].isupper()):
        return ("CAPITAL" if word[0].isupper() and not shouted else "OTHER"), None
    return found


def _classify_number(digits: str, suffix: str | None) -> tuple[str, Any]:
    suffix = (suffix or "").lower().lstrip("'’")
    if not digits.isdigit():
        half = digits.endswith("-1/2")
        return "NUM", int(digits[:-4]) + 0.5 if half else float(digits.replace(",", ""))
    value = int(digits)
    if suffix == "s":
        return ("DECADE", value if value > 99 else 1900 + value) if value % 10 == 0 and value > 10 else ("OTHER", None)
    if suffix:
        return ("ORDNUM", value) if 1 <= value <= 31 else ("OTHER", None)
    if len(digits) <= 2 and 1 <= value <= 31:
        return "DAYNUM", value
    if len(digits) == 2 and value > 31:
        return "SHORTYEAR", value
    if len(digits) == 4 and 1800 <= value <= 2099:
        return "YEAR", value
    if len(digits) in (5, 6) and 1950 <= value % 10000 <= 2049 and 1 <= value // 10000 <= 31:
        return "GLUED", (value // 10000, value % 10000)
    if len(digits) == 4 and value < 2400 and value % 100 < 60:
        return "HHMM", value
    return "NUM", value


def _mend(tokens: list[Token], names: list[str]) -> None:
    """Take back what its neighbours show to be an ordinary word or number, in place."""
    for i, name in enumerate(names):
        after = tokens[i + 1].text.lower() if i + 1 < len(names) else ""
        before = names[i - 1] if i else ""
        if name == "MONTH_WEAK":
            verb = after in {"be", "have", "not", "also", "well", "yet", "still", "on", "to"} and before != "DAYNUM"
            if verb or (before == "AN" and names[i - 2] != "ON"):
                names[i] = "OTHER"
        elif name == "YEAR" and tokens[i].value % 1000 == 0 and after.endswith(("people", "s", "men")):
            names[i] = "NUM"


def read_numeric_date(words: str) -> date | tuple[date, date] | None:
    """The date, or the two dates that "03/10/2016" may be; None if it is no date. Dots and dashes put the day first."""
    a, b, c = re.split(r"[./-]", words)
    if len(a) == 4:
        return make_date(int(a), int(b), int(c))
    year = full_year(int(c)) if len(c) == 2 else int(c)
    day_first, month_first = make_date(year, int(b), int(a)), make_date(year, int(a), int(b))
    if "/" in words and day_first and month_first and day_first != month_first:
        return day_first, month_first
    return day_first or month_first
