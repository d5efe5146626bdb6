"""Coding: a parsed report to its claims."""

from tadmor.coding.code import code

__all__ = ["code"]
