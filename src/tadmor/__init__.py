"""Tadmor reads published reports of a conflict and keeps what they claim, with the words and who says so."""

__version__ = "0.1.0"
