"""Text for XML, without the characters that XML cannot hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """The value as the text of an element or an attribute."""
    return escape(_NOT_XML.sub("\ufffd", str(value)), {'"': "&quot;"})


def element(name: str, value: object | None, attributes: str = "") -> str:
    """The element on one line; "" where there is no value."""
    head = f"{name} {attributes}" if attributes else name
    return "" if value is None or value == "" else f"<{head}>{text(value)}</{name}>"
