"""The review: a queue of claims, and the forms by which a person decides. Each form answers with the next view."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from tadmor.errors import SettingError
from tadmor.model import MODALITIES, Claim, Report, Telling
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.site import lens_of, site_of, state_of
from tadmor.outlets.web import crossing, queue
from tadmor.outlets.web.addresses import more, segment
from tadmor.outlets.web.agreement import agreement
from tadmor.outlets.web.desk import asked, deciders, page, see
from tadmor.outlets.web.marking import Paragraph, paragraphs
from tadmor.pipeline.answers import Decided
from tadmor.pipeline.correcting import FIELDS, UNITS

_AROUND = 700  # characters of the report shown on each side of a claim's sentence
_ORDERS = queue.Orders()


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, each once."""
    return {name: str(value) for name, value in (await request.form()).items()}


Fields = Annotated[dict[str, str], Depends(_fields)]


def router() -> APIRouter:
    """The routes of the review and of every form that decides."""
    out = APIRouter(include_in_schema=False)
    out.add_api_route("/review", _review, methods=["GET"], response_model=None)
    for path, form in _FORMS.items():
        out.add_api_route(path, form, methods=["POST"], response_model=None)
    return out


def _review(request: Request) -> Response:
    """The next claim to decide, or the one that is asked for."""
    return _desk(request, request.query_params.get("claim"))


def _desk(
    request: Request, wanted: str | None, held: Decided | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The claim that is wanted, else the next. ``held`` is why a word on it was not kept, with what was ``typed``."""
    lens, state = asked(request)
    who, blind = lens.visitor.name, _is_blind(request)
    ids, done = queue.queue(lens, _ORDERS, state.query(), who, blind)
    wanted = wanted or next(iter(ids), None)
    item = queue.item(lens, wanted, len(ids), done, who, blind) if wanted else None
    last = _named(lens, request.query_params.get("last", ""))
    values: dict[str, Any] = {
        "item": item, "blind": blind, "left": len(ids), "done": done, "held": held, "seen": crossing.newest(lens),
        "last": last if last and last.who == who else None, "lost": request.query_params.get("lost") == "1",
        "crossed": None if blind else _named(lens, request.query_params.get("crossed", "")),
        "deciders": {} if blind else deciders(lens), "may_undo": lambda d: d.who == who or lens.visitor.governs,
        "unsettled": 0 if blind else sum(len(pair.unsettled) for pair in agreement(lens.decisions())),
    }  # fmt: skip
    if item:
        values |= _form(item, typed or {}, who)
    return page(request, "review.html", state, status=409 if held else 200, filters_for="/review", **values)


def _form(item: queue.Item, typed: Mapping[str, str], who: str) -> dict[str, Any]:
    """What the forms of a claim hold: its fields, those that were typed but not kept, and which words may be sent."""
    claim, standing = item.view.telling.claim, item.view.telling.standing
    now = current(claim)
    own = [d for d in item.decided if d.who == who and not d.undone and d.verb in ("accept", "reject")]
    out = standing == "retracted" or (standing == "rejected" and any(d.verb == "reject" for d in own))
    return {
        "fields": {**now, **{f: v for f, v in typed.items() if f in now}}, "was": json.dumps(now), "typed": typed,
        "helps": FIELDS, "around": _around(item.view.report, item.view.telling), "modality_names": MODALITIES,
        "may_say": not out, "may_correct": standing not in ("rejected", "retracted"),
    }  # fmt: skip


def _is_blind(request: Request) -> bool:
    return request.query_params.get("blind") == "1"


def _named(lens: Lens, number: str) -> Decided | None:
    """The decision of a number, unless it was taken back."""
    return next((d for d in lens.decisions() if str(d.number) == number and not d.undone), None)


def _around(report: Report, telling: Telling) -> list[Paragraph]:
    """The paragraphs around a claim, with its words marked."""
    sentence = telling.claim.sentence
    low, high = sentence.start - _AROUND, sentence.end + _AROUND
    near = tuple(b for b in report.blocks if b.end > low and b.start < high)
    if not near:
        return paragraphs(replace(report, blocks=()), [telling])
    start, end = min(b.start for b in near), max(b.end for b in near)
    return paragraphs(replace(report, blocks=near, text=_blanked(report.text, start, end)), [telling])


def _blanked(text: str, start: int, end: int) -> str:
    """The text with nothing but spaces outside a stretch, so that offsets stay true."""
    return " " * start + text[start:end]


def current(claim: Claim) -> dict[str, str]:
    """The fields of a claim as a correction would give them."""
    out = {
        "kind": claim.kind, "modality": claim.modality, "actor": _words(claim.actors), "target": _words(claim.targets),
        "speaker": _words(claim.attribution.speakers), "place": claim.where.span.text if claim.where else "",
        "when": _days(claim),
    }  # fmt: skip
    for unit in UNITS:
        count = next((c for c in claim.counts if c.unit == unit), None)
        out[unit] = _bounds(count.low, count.high) if count else ""
    return {name: " ".join(value.split()) for name, value in out.items()}


def _words(mentions: Any) -> str:
    return "; ".join(mention.span.text for mention in mentions)


def _days(claim: Claim) -> str:
    when = claim.when
    if when is None or when.start is None or when.end is None:
        return ""
    return when.start.isoformat() if when.start == when.end else f"{when.start}..{when.end}"


def _bounds(low: int | None, high: int | None) -> str:
    return str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"


def changes(claim: Claim, given: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that say something other than the claim did when the form was made."""
    now = {**current(claim), **(crossing.shown(given) or {})}
    return {f: given[f].strip() for f in FIELDS if f in given and " ".join(given[f].split()) != now[f]}


def _next(request: Request, ident: str | None = None, **told: Any) -> Response:
    """Back to the queue, with what was done last; on the same claim where one is given."""
    site_of(request).changed()
    lens = lens_of(request)
    own = [d for d in lens.decisions() if d.who == lens.visitor.name and d.verb != "undo" and not d.undone]
    last = own[-1].number if own else None
    blind = int(_is_blind(request))
    return see(more(state_of(request).url("/review"), blind=blind, last=last, claim=ident, **told))


def _held(request: Request, claim: str, held: Decided, typed: Mapping[str, str]) -> Response:
    """The claim as it is now, with why the word was not kept; a blind reader, who is not to see it, goes on."""
    if _is_blind(request):
        return see(more(state_of(request).url("/review"), blind=1, lost=1))
    return _desk(request, claim, held, typed)


def _say(request: Request, ident: str, fields: Mapping[str, str], say: Callable[..., str]) -> Response:
    """Accept or reject, and go on; held back where the claim is no longer what was shown."""
    lens = lens_of(request)
    claim = lens.record.telling(ident).claim.id
    between = crossing.crossed(lens, claim, fields)
    if held := crossing.alters(between, correcting=False):
        return _held(request, claim, held, {})
    say(claim, because=fields.get("because", ""))
    other = None if _is_blind(request) else crossing.of_others(between, lens.visitor.name)
    return _next(request, crossed=other.number if other else None)


def _accept(request: Request, ident: str, fields: Fields) -> Response:
    return _say(request, ident, fields, lens_of(request).accept)


def _reject(request: Request, ident: str, fields: Fields) -> Response:
    return _say(request, ident, fields, lens_of(request).reject)


def _correct(request: Request, ident: str, fields: Fields) -> Response:
    lens = lens_of(request)
    claim = lens.record.telling(ident).claim
    wanted = changes(claim, fields)
    if not wanted:
        raise SettingError("nothing was changed", remedy="go back, change a field, or accept the claim as it is")
    between = crossing.crossed(lens, claim.id, fields)
    if held := crossing.alters(between, correcting=True):
        return _held(request, claim.id, held, {**wanted, "because": fields.get("because", "")})
    lens.correct(ident, wanted, because=fields.get("because", ""))
    other = None if _is_blind(request) else crossing.of_others(between, lens.visitor.name)
    return _next(request, crossed=other.number if other else None)


def _judge(request: Request, ident: str, fields: Fields) -> Response:
    """Same or different of a claim and another: the queue stays on the claim, whose reading is not decided yet."""
    lens = lens_of(request)
    same = _verdict(fields.get("verdict"))
    lens.judge(ident, fields.get("other", ""), same=same, because=fields.get("because", ""))
    return _next(request, lens.record.telling(ident).claim.id)


def _verdict(word: str | None) -> bool:
    if word not in ("same", "different"):
        raise SettingError(f"{word!r} is no verdict", where="verdict", remedy="same or different")
    return word == "same"


def _undo(request: Request, fields: Fields) -> Response:
    """Take back a decision of one's own; an admin may take back any."""
    lens = lens_of(request)
    number = fields.get("number", "")
    found = next((d for d in lens.decisions() if str(d.number) == number), None)
    if found is None:
        raise SettingError(f"there is no decision {number[:20]!r} to take back", remedy="the log numbers them")
    lens.undo(found.number, because=fields.get("because", ""))
    return _next(request, found.subject if found.verb != "judge" else None)


def _merge(request: Request, ident: str, fields: Fields) -> Response:
    """Judge an event and another to be one."""
    lens = lens_of(request)
    other = fields.get("other", "").strip().rpartition("/event/")[2].partition("?")[0]
    lens.judge(lens.event(ident).id, other, same=True, because=fields.get("because", ""))
    return _to_event(request, lens.event(ident).id)


async def _parted(request: Request) -> list[str]:
    """The claims that were ticked."""
    return [str(value) for value in (await request.form()).getlist("claim")]


def _split(request: Request, ident: str, fields: Fields, claims: Annotated[list[str], Depends(_parted)]) -> Response:
    """Judge claims of an event to tell of another happening, and, if they are several, of one."""
    lens = lens_of(request)
    event = lens.event(ident)
    rest = [t.claim.id for t in event.tellings if t.claim.id not in claims]
    if not claims or not rest:
        raise SettingError("tick the claims that tell of another happening", remedy="some, and not all of them")
    because = fields.get("because", "")
    for claim in claims[1:]:
        lens.judge(claims[0], claim, same=True, because=because)
    for claim in claims:
        lens.judge(claim, rest[0], same=False, because=because)
    [stayed] = lens.record.event_ids([lens.record.telling(rest[0]).row]).values()
    return _to_event(request, stayed)


def _to_event(request: Request, event: str) -> Response:
    site_of(request).changed()
    return see(state_of(request).url(f"/event/{segment(event)}"))


_FORMS: dict[str, Callable[..., Response]] = {
    "/review/undo": _undo, "/review/{ident}/accept": _accept, "/review/{ident}/reject": _reject,
    "/review/{ident}/correct": _correct, "/review/{ident}/judge": _judge, "/event/{ident}/merge": _merge,
    "/event/{ident}/split": _split,
}  # fmt: skip
