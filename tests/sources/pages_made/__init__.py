"""Sixty invented news pages in the manner of twelve publishing systems, with the truth of each."""
