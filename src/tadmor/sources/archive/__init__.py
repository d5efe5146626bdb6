"""Web archives: WARC and WET, packed or not, and WACZ, to pages. What is broken is named, and the rest is read."""
