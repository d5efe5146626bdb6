"""Times: every expression of time in a text, as days; and the day on which a report was published."""

from tadmor.reading.times.finder import find_times
from tadmor.reading.times.head import report_day
from tadmor.reading.times.history import is_history, told_by

__all__ = ["find_times", "is_history", "report_day", "told_by"]
