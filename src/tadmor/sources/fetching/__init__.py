"""Fetching: the one place in Tadmor that opens a network connection, politely and on guard."""

from tadmor.sources.fetching.answer import Fetched, FetchError, Redirect
from tadmor.sources.fetching.client import Client
from tadmor.sources.fetching.hosts import Clock
from tadmor.sources.fetching.manners import Manners

__all__ = ["Client", "Clock", "FetchError", "Fetched", "Manners", "Redirect"]
