"""The record over HTTP: the JSON API, the twins of each view, and who may see and decide what."""
