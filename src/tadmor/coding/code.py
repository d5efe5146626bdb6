"""``Doc`` to claims: frames and network propose happenings; roles, place, days, counts, speakers and modality
are filled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tadmor.coding import fire
from tadmor.coding.attribution import Saying, listener, sayings, speakers_of
from tadmor.coding.chances import chance, found_of
from tadmor.coding.context import Context
from tadmor.coding.counting import Stray, counts, uncounted, with_strays
from tadmor.coding.days import settled
from tadmor.coding.doers import doers, joined
from tadmor.coding.doubles import once
from tadmor.coding.frames import Proposal, default_matcher
from tadmor.coding.learned import Array, Run, role_scores, run_of, runs, told
from tadmor.coding.modality import modality
from tadmor.coding.roles import Part, mentions, parts, sided
from tadmor.coding.slots import case_of, governor, phrase
from tadmor.coding.taken import kind_of, lapsed
from tadmor.coding.whens import each, when
from tadmor.coding.wheres import wheres
from tadmor.doc import Doc
from tadmor.model import Attribution, Claim, Mention, Span, When, Where

ALONE, BESIDE_FRAME, WITH_FRAME, LEAST = 0.9, 0.5, 0.45, 0.14
"""The least probability of a happening that has no frame, a frame of another kind, a frame of its kind; and of
its words.
"""
BY_FRAME_ALONE = frozenset({"intact", "mining", "demining", "surrender", "control.stronghold"})
"""Kinds, and a frame, that need nothing else: the network saw too few of them. Of 27 other states that it thought less
likely than LEAST none was annotated.
"""
FRAME_WEIGHT = 1.1
"""Added to the probability of a kind that a frame proposes by one word: the network chooses among frames."""
PHRASE_WEIGHT = 1.3
"""The same for a frame that fires on several words ("clear" + "mines")."""


HARM = frozenset({"casualties", "attack", "execution"})
TOLD_WITHIN = 8
"""Words at most between a number of dead or hurt and the word that tells so."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A happening that is told at these words; the network's probabilities that they tell one, and one of this kind."""

    words: tuple[int, ...]
    kind: str
    score: float
    why: str
    frame: Proposal | None
    of_kind: float


def code(doc: Doc) -> list[Claim]:
    """The claims of a report, in the order of its text."""
    claims, context = tellings(doc)
    return once(settled(claims, context.opens, doc.day) if doc.day else claims)


def tellings(doc: Doc) -> tuple[list[Claim], Context]:
    """The claims of a report, and what is known of them by trigger: what stands open of their days, what speaks for
    them.
    """
    context, out = Context(), list[Claim]()
    for sentence in range(len(doc.sentences)):
        said = sayings(doc, sentence)
        here: list[Claim] = []
        strays: dict[Span, list[Stray]] = {}
        for candidate in candidates(doc, sentence):
            here += _claims(doc, sentence, candidate, said, context, strays)
        for candidate in tolls(doc, sentence, here):
            here += _claims(doc, sentence, candidate, said, context, strays)
        out += lapsed(doc, with_strays(doc, here, strays))
    return out, context


def candidates(doc: Doc, sentence: int) -> list[Candidate]:
    """What happenings a sentence tells, in the order of its words."""
    frames = list(default_matcher().propose(doc, sentence))
    found = [c for run in runs(doc, sentence, LEAST) if (c := _from_run(run, frames)) is not None]
    taken = {w for c in found for w in c.words}
    for p in frames:
        if not taken & set(p.words) and (c := _from_frame(doc, p)) is not None:
            found.append(c)
            taken |= set(c.words)
    found = [replace(c, words=_bare(doc, c.words)) for c in found]
    found = [c for c in found if not any(_holds_as_doer(doc, o, c) for o in found)]
    fit = (_fit(doc, sentence, c) for c in _joined(doc, sorted(found, key=lambda c: c.words[0])))
    return [c for c in fit if c is not None]


def tolls(doc: Doc, sentence: int, here: list[Claim]) -> list[Candidate]:
    """The words of death or harm that the network passed over, where they tell of a number that is nobody's ("in the
    collapse 16 sailors were injured").
    """
    free = uncounted(doc, sentence, here)
    if not free:
        return []
    told = {w for c in here for w in doc.words_in(c.trigger)}
    found: dict[int, Candidate] = {}
    for p in default_matcher().propose(doc, sentence):
        words, near = tuple(sorted(p.words)), doc.span(min(p.words), max(p.words))
        if (
            p.frame.kind in HARM
            and not told & set(words)
            and any(_apart(doc, q.span, near) <= TOLD_WITHIN for q in free)
        ):
            run = run_of(doc, list(p.words))
            c = Candidate(words, p.frame.kind, 1 - run.none, f"frame:{p.frame.id}", p, run.kinds[p.frame.kind])
            head = governor(doc, words)
            found[head] = max(found.get(head, c), c, key=lambda some: some.of_kind)
    return [found[head] for head in sorted(found)]


def _apart(doc: Doc, one: Span, other: Span) -> int:
    """Words between two spans."""
    return len(doc.words_in(doc.report.span(min(one.end, other.end), max(one.start, other.start))))


def _holds_as_doer(doc: Doc, whole: Candidate, part: Candidate) -> bool:
    """Whether a candidate's words only name who does what another tells ("rebel" in "rebel-besieged")."""
    if whole is part or set(whole.words) & set(part.words):
        return False
    spans = [m.span for m in joined(doc, whole.words)]
    return any(set(part.words) <= set(doc.words_in(span)) for span in spans)


def _fit(doc: Doc, sentence: int, c: Candidate) -> Candidate | None:
    """The candidate; a capture of people is an arrest, one of arms is nothing; fire is of the means told."""
    kind = kind_of(doc, c.words) if c.kind == "capture" else fire.kind_of(doc, sentence, c.words, c.kind)
    if kind is None or kind == c.kind:
        return c
    return replace(c, kind=kind, why=f"model:{kind}") if kind else None


def _bare(doc: Doc, words: tuple[int, ...]) -> tuple[int, ...]:
    """The words without articles and prepositions at their edges; the particle of a verb stays ("pulled out")."""
    kept = list(words)
    for end in (-1, 0):
        while len(kept) > 1 and doc.tags[kept[end]] in EDGE_TAGS and doc.deprels[kept[end]] != "compound:prt":
            del kept[end]
    return tuple(kept)


EDGE_TAGS = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PUNCT", "PRON", "PART"})


def _joined(doc: Doc, found: list[Candidate]) -> list[Candidate]:
    """Neighbouring triggers of one noun phrase as one happening ("barrel bomb" + "attack"), of the kind that says
    more.
    """
    out: list[Candidate] = []
    for c in found:
        last = out[-1] if out else None
        if last and (_one_phrase(doc, last.words, c.words) or _verb_and_rest(doc, last, c)):
            best = max(last, c, key=lambda x: (x.kind not in VAGUE, x.score))
            out[-1] = replace(best, words=last.words + c.words, score=max(last.score, c.score))
        elif last and _counts_some(doc, last, c):
            out[-1] = c
        elif last and _by_means(doc, last, c):
            out[-1] = replace(last, kind=c.kind, score=max(last.score, c.score), why=c.why, of_kind=c.of_kind)
        else:
            out.append(c)
    return out


def _verb_and_rest(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether a verb and its object, or its particle, name one happening twice ("set off" + "explosion")."""
    if left.kind != right.kind:
        return False
    noun = governor(doc, right.words)
    bare = all(doc.tags[w] in ("ADP", "ADV", "PART") for w in right.words) and max(left.words) + 1 == min(right.words)
    return bare or (doc.deprels[noun] == "obj" and doc.heads[noun] in left.words)


def _counts_some(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether the left words are only a number of what the right ones tell ("a round of talks")."""
    noun = governor(doc, right.words)
    return left.kind == right.kind and doc.heads[noun] in left.words and case_of(doc, noun) == "of"


def _by_means(doc: Doc, left: Candidate, right: Candidate) -> bool:
    """Whether the right words only tell with what the left ones were done ("attacks" + "with mortar shells")."""
    noun = governor(doc, right.words)
    alike = {left.kind, right.kind} <= set(fire.FIRE) and left.kind in (right.kind, "attack")
    return alike and doc.heads[noun] in left.words and case_of(doc, noun) in MEANS


MEANS = frozenset({"with", "by", "using", "via", "through"})
VAGUE = frozenset({"attack", "casualties", "offensive"})


def _one_phrase(doc: Doc, left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether the left words only modify the right ones and nothing stands between."""
    heads = {doc.heads[w] for w in left if doc.deprels[w] in ("compound", "amod", "nmod:desc")}
    return max(left) + 1 == min(right) and bool(heads & set(right))


def _from_run(run: Run, frames: list[Proposal]) -> Candidate | None:
    """The network's run, if it is sure enough for what the frames say of it; frames weigh in on the kind."""
    touching = [p for p in frames if set(p.words) & set(run.words)]
    proposed = {p.frame.kind: p for p in sorted(touching, key=lambda p: len(p.words))}
    weights = {k: PHRASE_WEIGHT if len(p.words) > 1 else FRAME_WEIGHT for k, p in proposed.items()}
    kind = max(run.kinds, key=lambda k: run.kinds[k] + weights.get(k, 0.0))
    certain, frame = 1 - run.none, proposed.get(kind)
    if certain < (WITH_FRAME if frame else BESIDE_FRAME if touching else ALONE):
        return None
    why = f"frame:{frame.frame.id}" if frame else f"model:{kind}"
    some = frame or (touching[0] if touching else None)
    return Candidate(run.words, kind, certain, why, some, run.kinds[kind])


def _from_frame(doc: Doc, proposal: Proposal) -> Candidate | None:
    """A frame's proposal, unless the network is sure that its words tell nothing."""
    run = run_of(doc, list(proposal.words))
    kind = proposal.frame.kind
    if 1 - run.none < LEAST and not BY_FRAME_ALONE & {kind, proposal.frame.id}:
        return None
    words, why = tuple(sorted(proposal.words)), f"frame:{proposal.frame.id}"
    return Candidate(words, kind, 1 - run.none, why, proposal, run.kinds[kind])


def _claims(
    doc: Doc, sentence: int, c: Candidate, said: list[Saying], context: Context, strays: dict[Span, list[Stray]]
) -> Iterator[Claim]:
    """One claim a place; the numbers that it may count go into ``strays``, by trigger."""
    scores = role_scores(doc, c.words, sentence)

    def expected(role: str) -> list[int]:
        return c.frame.roles(doc, role) if c.frame else []

    sides = sided(doc, sentence, scores, {r: expected(r) for r in ("actor", "target")})
    who = {r: mentions(doc, parts(doc, sentence, sides[r], expected(r))) for r in ("actor", "target")}
    who["actor"] = doers(doc, c.words, c.kind, who["actor"])
    places = wheres(doc, sentence, c.words, c.kind, scores["place"], expected("place"), context)
    who["actor"] = tuple(m for m in who["actor"] if not _is_place(m, [w for w in places if not _is_state(w)]))
    days, unsaid = when(doc, sentence, c.words, scores["time"], context)
    speakers, cue = _speakers(doc, sentence, c, scores, said, context)
    targets = tuple(m for m in who["target"] if not _is_place(m, places))
    counted, open_ = counts(doc, sentence, c.kind, scores["count"], speakers)
    base = Claim(
        id="", report=doc.report.id, kind=c.kind, modality=modality(doc, c.words, c.kind),
        sentence=doc.sentence_span(sentence), trigger=doc.span(min(c.words), max(c.words)), actors=who["actor"],
        targets=tuple(m for m in targets if m.span not in {a.span for a in who["actor"]}), when=days,
        counts=counted,
        attribution=Attribution(doc.report.outlet, speakers, doc.span(cue, cue) if cue is not None else None),
        why=c.why,
    )  # fmt: skip
    found = found_of(doc, sentence, c.words, base, places, c.score, c.of_kind, c.frame is not None)
    strays[base.trigger] = open_
    base, context.found[base.trigger] = replace(base, score=round(chance(found), 3)), found
    if unsaid:
        context.opens[base.trigger] = unsaid
    own: list[When | None] = [*each(doc, sentence, c.words, scores["time"], places)] or [days] * len(places)
    for where, day in zip(places, own, strict=True):
        context.take(sentence, c.kind, where, day, speakers)
        yield numbered(replace(base, where=where, when=day))


def _is_place(m: Mention, places: list[Where | None]) -> bool:
    """Whether somebody marked is nothing but one of these places ("Norvik fell", "shelled Norvik")."""
    return any(w is not None and w.span.start <= m.span.start and m.span.end <= w.span.end for w in places)


def _is_state(where: Where | None) -> bool:
    """Whether a place may act: "Ruritania shelled its own towns"."""
    return where is not None and where.place is not None and where.place.feature == "country"


def numbered(claim: Claim) -> Claim:
    """The claim with the id that its report, its words, its kind and its place give."""
    where = f"{claim.where.span.start} {claim.where.span.text}" if claim.where else ""
    key = f"{claim.report}|{claim.trigger.start}|{claim.trigger.end}|{claim.kind}|{where}"
    return replace(claim, id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def _speakers(
    doc: Doc, sentence: int, c: Candidate, scores: dict[str, Array], said: list[Saying], context: Context
) -> tuple[tuple[Mention, ...], int | None]:
    """Who says so, the nearest first, and the cue: by the sentence, else whoever still speaks."""
    a, _ = doc.sentences[sentence]
    trigger = governor(doc, c.words)
    reach = [s for s in said if trigger in s.said and trigger != s.cue]
    expected = [w for w in speakers_of(doc, trigger, said) if w >= a]
    found = parts(doc, sentence, scores["speaker"], expected)
    found = [p for p in found if not any(listener(doc, w) for w in range(p.first, p.last + 1))]
    order = {w: i for i, w in enumerate(expected)}

    def rank(p: Part) -> tuple[int, int]:
        return min((order[w] for w in range(p.first, p.last + 1) if w in order), default=len(order)), p.first

    here = mentions(doc, sorted(found, key=rank))
    if here:
        return here, reach[0].cue if reach else None
    speaking = told(doc, c.words, "speaking")
    if speaking["earlier"] > 0.5 and context.speakers and sentence - context.spoken_in <= 3:
        return context.speakers, None
    if expected and speaking["none"] < 0.5:
        words = [phrase(doc, w) for w in expected]
        return mentions(doc, [Part(x, y, 0.5) for x, y in words]), reach[0].cue if reach else None
    return (), None
