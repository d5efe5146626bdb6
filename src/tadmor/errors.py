"""The one family of errors that Tadmor raises."""

from __future__ import annotations


class TadmorError(Exception):
    """Base of every error a caller may meet; its text names what was found, where, and what to do.

    ::

        TadmorError
        ├── SourceError      a document that cannot be read (missing, binary, empty, no article)
        ├── FrameError       a frame file that is wrong (names file, frame and key)
        ├── ModelError       a model file that is missing or does not fit this version
        ├── SettingError     a setting or a question that is unknown or out of range
        └── RecordError      a record that cannot be opened, read or written (missing, locked, newer, damaged)
    """

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.message, self.where, self.remedy = message, where, remedy
        super().__init__(message)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.remedy})" if self.remedy else ""
        return f"{place}{self.message}{hint}"


class SourceError(TadmorError):
    """A document that cannot be read as a report."""


class FrameError(TadmorError):
    """A frame file that does not hold what a frame must hold."""


class ModelError(TadmorError):
    """A model file that is missing or does not fit."""


class SettingError(TadmorError):
    """A setting that is unknown or out of range."""


class RecordError(TadmorError):
    """A record that cannot be opened, read or written."""
