"""Reading: a report to words, tags, tree, entities, times, places, quantities, actors and references."""

from tadmor.reading.parse import parse

__all__ = ["parse"]
