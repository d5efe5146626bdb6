"""Whole archives: one function reads one shard, an engine runs it on many, and a folder keeps what was read."""
