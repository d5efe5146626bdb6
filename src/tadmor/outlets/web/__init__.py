"""The page: views of a record, put together on the server; every one works with script off."""
