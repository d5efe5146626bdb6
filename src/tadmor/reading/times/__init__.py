"""Times: every expression of time in a text, as days; and whether the text is a history or a chronicle."""

from tadmor.reading.times.finder import find_times
from tadmor.reading.times.history import headings, is_history, told_by

__all__ = ["find_times", "headings", "is_history", "told_by"]
