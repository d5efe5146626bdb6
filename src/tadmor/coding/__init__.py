"""Coding: a parsed report to its claims."""

from tadmor.coding.code import code, numbered

__all__ = ["code", "numbered"]
