"""Sources: files, folders and standard input to reports."""

from tadmor.sources.dates import head_date
from tadmor.sources.reader import read, read_all
from tadmor.sources.report import SourceNote, report_from_text

__all__ = ["SourceNote", "head_date", "read", "read_all", "report_from_text"]
