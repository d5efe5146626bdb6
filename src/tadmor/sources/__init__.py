"""Sources: files, folders, archives and standard input to reports."""

from tadmor.sources.dates import head_date
from tadmor.sources.reader import read, read_all
from tadmor.sources.report import SourceNote, report_from_text
from tadmor.sources.stored import Page, page_at, pages, report_of, reports_of

__all__ = [
    "Page", "SourceNote", "head_date", "page_at", "pages", "read", "read_all", "report_from_text", "report_of",
    "reports_of",
]  # fmt: skip
