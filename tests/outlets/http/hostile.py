"""Texts by those who wish a reader harm, and a record that holds each of them in every field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from tadmor.errors import TadmorError
from tadmor.model import (
    Attribution,
    Block,
    Claim,
    Dateline,
    Mention,
    Place,
    Quantity,
    Report,
    Span,
    When,
    Where,
)
from tadmor.pipeline import Monitor, Reading

RUN = "window.canary=1"
"""What each script would do: a page in which one runs has ``window.canary``."""
MARKUP = (
    f"<script>{RUN}</script>", f"<ScRiPt>{RUN}</sCrIpT>", f"<img src=x onerror={RUN}>", f'"><svg onload={RUN}>',
    f"'><svg/onload='{RUN}'>", f"<svg><script>{RUN}</script></svg>", f"<details open ontoggle={RUN}>",
    f"<body onload={RUN}>", f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
    f"</title><script>{RUN}</script>", f"</textarea><script>{RUN}</script>", f"</script><script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->", f"]]><script>{RUN}</script><![CDATA[", "<!--", "-->", "<![CDATA[x]]>",
    "<iframe src=//evil.example>", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<a href=javascript:{RUN}>x</a>", "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<style>*{background:url(//evil.example/x)}</style>",
    "<form action=//evil.example/><button>x", "<object data=//evil.example/x>", "<template><slot></template>",
    "&lt;script&gt;&#x3c;script&#x3e;", "＜script＞alert(1)＜/script＞",
)  # fmt: skip
BREAKOUTS = (
    f'" autofocus onfocus={RUN} x="', f"' onmouseover='{RUN}' x='", f"` onload={RUN} x=`", '"', "'", "`", "\\", '\\"',
    f'"}});{RUN};//', f"'-{RUN}-'", f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e", '{"__proto__":{"canary":1}}',
    "{{7*7}}", "{% raw %}{{ config }}", "${7*7}#{7*7}<%= 7*7 %>", "x;background:url(//evil.example/x)",
    "expression(alert(1))", "[x](javascript:alert(1)) ![y](//evil.example/y)",
)  # fmt: skip
ADDRESSES = (
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f"java\tscript:{RUN}", f" javascript:{RUN}", f"\x01javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "//evil.example/x",
    "https:evil.example", "https://evil.example\\@own.example/", "http://[::1", "https://user:pw@evil.example/",
    "../../../etc/passwd", "..\\..\\windows\\x", "/report/x/raw", "a/b/c", "%2e%2e%2f", "%00", "?q=1#top", "CON.txt",
)  # fmt: skip
CELLS = (
    "=cmd|' /C calc'!A0", '=HYPERLINK("//evil.example")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1",
    "＝1+1", "0123", "1234567890123456789", "12e34", "'=1+1", 'a,b;c"d', "a\r\nSet-Cookie: x=1", "a\u2028b\u2029c\x85d",
)  # fmt: skip
SIGNS = (
    "\u202egnp.exe", "\u2066\u2067x\u2069", "\ufeffx", "a\u200b\u200c\u200db", "\x01\x02x", "x\x7f\x9fy",
    "\x1b[31mred\x07", "x\x00y", "half \ud800 pair", "cafe\u0301 İ ﬃ ʿayn", "Z\u0351\u036b\u0343a\u0328l\u0321go",
    "\U0001f3f3\ufe0f\u200d\U0001f308\U0001f469\u200d\U0001f680", "ﷺ﷽", "x" * 5000, "\u0627\u0644<b>\u062c\u064a\u0634",
    "' OR 1=1 --", '"; DROP TABLE claim; --', "%_%", "NULL", "undefined",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>",
)  # fmt: skip
HOSTILE = (*MARKUP, *BREAKOUTS, *ADDRESSES, *CELLS, *SIGNS)
NO_TEXT = ("x\x00y", "half \ud800 pair")
"""What no record takes as text, each with another reason."""


def ident(n: int) -> str:
    """The id of the report of number ``n``."""
    return f"hostile{n:03}"


def made(words: str, n: int) -> Reading:
    """A report with these words in every field, and a claim of it with them in every field; all are near Homs."""
    head, body = f"{words}\n\n", f"{words} seized {words} hill and killed {words} 12, {words} said. {words}"
    text = head + body
    raw = f"<html><body>{words}</body></html>".encode("utf-8", "replace")

    def span(skip: int) -> Span:
        at = len(head)
        for _ in range(skip):
            at = text.index(words, at + 1)
        return Span(at, at + len(words), words)

    report = Report(
        ident(n), text, words, words, words, words, words, Dateline(words, date(2016, 1, 30)), date(2016, 2, 1),
        "metadata", datetime(2016, 2, 2, tzinfo=UTC), "en", sha256(raw).hexdigest(),
        (Block("title", 0, len(words)), Block("paragraph", len(head), len(text))), words, raw,
    )  # fmt: skip
    at = text.index("seized", len(head))
    said, day = Mention(span(3), "organisation", words), date(2016, 1, 1 + n % 28)
    claim = Claim(
        f"claim{n:03}", report.id, "capture", "asserted", Span(len(head), len(text), body), Span(at, at + 6, "seized"),
        (Mention(span(0), "force", words),), (Mention(span(2), "group"),),
        Where(span(1), place(words, n), words, "town"), When(day, day, "day", "stated", span(1)),
        (Quantity(span(2), 12, 12, "killed", span(0)),), Attribution(words, (said,), span(3)), 0.5, words,
    )  # fmt: skip
    return Reading(report, (claim,))


def place(words: str, n: int) -> Place:
    """A place of that name, with an id of that name, somewhere of its own."""
    return Place(f"tadmor:{words}", words, "SY", 33 + n / 50, 36 + n / 60, "town", words, 1000 + n)


def recorded(path: Path, texts: tuple[str, ...]) -> dict[int, str]:
    """A record at a path with a report of each text, and decisions in their name; what was refused, with the reason."""
    refused = {}
    with Monitor.open(path) as monitor:
        for n, words in enumerate(texts):
            try:
                list(monitor.add_readings([made(words, n)], who=words))
            except TadmorError as fault:
                refused[n] = str(fault)
            else:
                _decide(monitor, words, n)
    return refused


def _decide(monitor: Monitor, words: str, n: int) -> None:
    """Some are accepted, some rejected, corrected, retracted or joined, by who is named so, for this reason."""
    claim = f"claim{n:03}"
    if n % 7 == 1:
        monitor.accept(claim, because=words, who=words)
    elif n % 7 == 2:
        monitor.reject(claim, because=words, who=words)
    elif n % 7 == 3:
        monitor.correct(claim, {"killed": "13", "target": words}, because=words, who=words)
    elif n % 7 == 4:
        monitor.undo(monitor.decisions()[-1].number, because=words, who=words)
