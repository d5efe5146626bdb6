"""JSON on one line, safe for readers that take other characters for a line's end."""

from __future__ import annotations

import json
import re
from typing import Any

from tadmor.model import Event
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.exports.excerpt import shortened
from tadmor.outlets.exports.value import Run

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def line(data: Any) -> str:
    """The data on one line, without the line end."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def whole(event: Event, run: Run) -> dict[str, Any]:
    """All of an event, sentences cut short where full texts stay home."""
    data: dict[str, Any] = plain(event if run.full_text else shortened(event))
    return data
