"""One table of settings: name, default, help. Passed in by the caller; nothing is read at import."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from tadmor.errors import SettingError


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


TOLL_RULES = ("ranked", "latest", "majority")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; a wrong value raises SettingError when the table is made.

    >>> Settings(max_chars=1000).max_chars
    1000
    """

    max_chars: int = _setting(5_000_000, "longest text read as one report, in characters")
    languages: tuple[str, ...] = _setting(("en",), "ISO 639-1 codes of the languages read; empty reads any")
    toll_rule: str = _setting("ranked", "how the best figure of a toll is chosen: ranked, latest or majority")
    ranks: tuple[str, ...] = _setting((), "speakers or outlets for the rule ranked, the most trusted first")

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            raise SettingError(f"max_chars is {self.max_chars}", remedy="give a number of characters above 0")
        if isinstance(self.languages, str):
            raise SettingError("languages is one word", remedy=f'give a tuple, ("{self.languages}",)')

        if self.toll_rule not in TOLL_RULES:
            raise SettingError(f"toll_rule is {self.toll_rule!r}", remedy=f"one of: {', '.join(TOLL_RULES)}")

    @classmethod
    def table(cls) -> list[tuple[str, Any, str]]:
        """(name, default, help) of each setting, in order."""
        return [(f.name, f.default, f.metadata["help"]) for f in fields(cls)]


DEFAULTS = Settings()
