"""What a report's copies are known by, for those who read archives in shards."""

from tadmor.reconcile.origins import Trace, alike, trace

__all__ = ["Trace", "alike", "trace"]
