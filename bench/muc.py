"""Claims against the keys of MUC-3/4: who did it, what and who was hit, with what, how many, when, and how sure.

    python bench/muc.py [--shared ../shared] [--errors N] [--case upper] [--json] [--fit]

Texts: tst1 and tst2 (200, upper case, as published), read whole, each with the day of its dateline. Optional templates
and fillers are right where found and not missed where not.

Read into MUC's terms by ``muc_roles``: claims of eleven kinds; actors are individuals or, where a body is named,
organisations; targets are victims or, where no people, targets; weapons are found in the sentence by a word list. Of
those fillers ``muc_choice`` takes the likely ones by weights fitted (``--fit``) on 700 dev texts and their keys, which
also chose the least probability; the reader was trained on none of the 700, nor on tst1 or tst2. ``unchosen`` is every
filler that was read: what claims give before the choice. The choice is trained for this task; our claims have no such
notion of what matters.

``roles`` (the figure with a target): as CEAF-REE of newer papers, by text: the fillers of all its templates in a role
as one set, those that share a written form as one; one mention each of ours, the first; one-to-one pairs, as many as
can be. A pair is right where the words are one of the key's alternatives or have the head word of one. ``exact`` asks
for the words themselves (without article and quotes), as GRIT's scorer does; its figures are for tst3 and tst4, and
for the five-role form. ``five`` is that form of the same texts, scored by head; its victims are named persons only, so
ours are there names only.

``templates``: as MUC-4's scorer. Our incidents (one a type in a text) and the key's templates are paired one to one by
most fillers in common, types alike or one of them an attack; fillers of unpaired incidents are wrong, of templates
missed. In paired ones: ``number`` right exactly, of the found victims whose number the key has (``number above one``
leaves out those that are one, which a name or a singular gives away); ``effect`` among those that have one; ``date``:
our days lie within the key's, an open start reaching two months back; ``sure``: how sure of a found organisation,
"accused by authorities" the same as accused.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from muc_choice import WEIGHTS, Entity, chosen, entities, fitted, last, plain, signs, weighed, weights
from muc_keys import Filler, Template, five_roles, keys, texts
from muc_roles import ORGANISATION, ROLES, VICTIM, kind_of

from tadmor.coding import code
from tadmor.doc import Doc
from tadmor.model import Claim
from tadmor.reading import parse
from tadmor.sources import report_from_text

ROOT = Path(__file__).resolve().parents[1]
Same = Callable[[Entity, Filler], bool]
A = TypeVar("A")
B = TypeVar("B")


@dataclass(slots=True)
class Incident:
    """What a text tells of one type of incident."""

    kind: str
    roles: dict[str, list[Entity]] = field(default_factory=lambda: {r: [] for r in ROLES})


def by_words(entity: Entity, filler: Filler) -> bool:
    """Whether the words are one of the key's alternatives."""
    return plain(entity.words) in {plain(w) for w in filler.written}


def by_head(entity: Entity, filler: Filler) -> bool:
    """Whether the words are, or have the head word of, one of the key's alternatives."""
    return by_words(entity, filler) or last(entity.words) in {last(w) for w in filler.written}


def paired(ours: list[A], theirs: list[B], same: Callable[[A, B], bool]) -> list[tuple[A, B]]:
    """A largest set of one-to-one pairs."""
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, other in enumerate(theirs):
            if j not in tried and same(ours[i], other):
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i in range(len(ours)):
        place(i, set())
    return [(ours[i], theirs[j]) for j, i in sorted(taken.items())]


def united(templates: Iterable[Template], role: str) -> list[Filler]:
    """The fillers of a role in all templates of a text, those that share a written form as one."""
    out: list[Filler] = []
    for t in templates:
        for f in t.roles[role]:
            own = Filler(f.written, f.optional or t.optional)
            names = {plain(w) for w in f.written}
            same = [o for o in out if names & {plain(w) for w in o.written}]
            written = dict.fromkeys(w for p in [*same, own] for w in p.written)
            out = [o for o in out if all(o is not s for s in same)]
            out.append(Filler(tuple(written), all(p.optional for p in [*same, own])))
    return out


def counts(ours: list[Entity], fillers: list[Filler], same: Same) -> Counter[str]:
    """Right, said and wanted; an optional filler is wanted only where found."""
    pairs = paired(ours, fillers, same)
    spared = sum(f.optional and all(f is not g for _, g in pairs) for f in fillers)
    return Counter(right=len(pairs), said=len(ours), wanted=len(fillers) - spared)


def scores(n: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1."""
    p, r = n["right"] / max(n["said"], 1), n["right"] / max(n["wanted"], 1)
    return {"p": p, "r": r, "f1": 2 * n["right"] / max(n["said"] + n["wanted"], 1)}


def by_role(found: dict[str, list[Entity]], gold: dict[str, list[Template]], same: Same) -> dict[str, dict[str, float]]:
    """The figures of each role, and of all together, by text."""
    out: dict[str, Counter[str]] = {r: Counter() for r in ROLES}
    for name, templates in gold.items():
        for role in ROLES:
            out[role] += counts([e for e in found[name] if e.role == role], united(templates, role), same)
    return {r: scores(n) for r, n in out.items()} | {"overall": scores(sum(out.values(), Counter()))}


def incidents(doc: Doc, found: list[Entity]) -> list[Incident]:
    """The entities by the type of incident that most of their claims tell; weapons go with each."""
    out: dict[str, Incident] = {}
    for e in found:
        kind = Counter(kind_of(doc, m.claim) for m in e.mentions).most_common(1)[0][0]
        out.setdefault(kind, Incident(kind)).roles[e.role].append(e)
    return list(out.values())


def alike(ours: Incident, template: Template) -> int:
    """How many fillers an incident and a template have in common, one more if the type is the same; 0: no pair."""
    if ours.kind not in template.kinds and "ATTACK" not in {ours.kind, *template.kinds}:
        return 0
    hits = sum(len(paired(ours.roles[r], template.roles[r], by_head)) for r in ROLES)
    return 2 * hits + (ours.kind in template.kinds)


def aligned(ours: list[Incident], templates: list[Template]) -> list[tuple[Incident, Template]]:
    """Pairs of incidents and templates, those with most in common first."""
    order = sorted(((alike(i, t), n, m) for n, i in enumerate(ours) for m, t in enumerate(templates)), reverse=True)
    out: list[tuple[Incident, Template]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for score, n, m in order:
        if score and n not in used[0] and m not in used[1]:
            out.append((ours[n], templates[m]))
            used[0].add(n)
            used[1].add(m)
    return out


def within(incident: Incident, template: Template, day: date | None) -> bool | None:
    """Whether the days most often told of an incident lie in the key's; None where the key has none."""
    if not template.days:
        return None
    whens = [m.claim.when for es in incident.roles.values() for e in es for m in e.mentions if m.claim.when]
    told = [w for w in whens if w.basis in ("stated", "relative")] or whens
    days = Counter((w.start or w.end, w.end or w.start) for w in told).most_common(1)
    a, b = days[0][0] if days else (None, None)
    return any(a and b and first <= a and b <= end for first, end in template.days)


def by_template(
    read: dict[str, tuple[Doc, list[Entity]]], gold: dict[str, list[Template]]
) -> dict[str, dict[str, float]]:
    """Role fillers of aligned templates, and what stands beside them."""
    fills, asked = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for name, templates in gold.items():
        doc, found = read[name]
        ours = incidents(doc, found)
        pairs = aligned(ours, templates)
        fills["said"] += len(found)
        fills["wanted"] += sum(len(t.roles[r]) for t in templates if not t.optional for r in ROLES)
        for incident, template in pairs:
            if (right := within(incident, template, doc.day)) is not None:
                asked["date"][str(right)] += 1
            for role in ROLES:
                hits = paired(incident.roles[role], template.roles[role], by_head)
                fills["right"] += len(hits)
                fills["wanted"] += len(hits) * template.optional
                for entity, filler in hits:
                    _ask(role, entity, filler, asked)
    out = {k: {"right": v["True"] / v.total(), "of": v.total()} for k, v in asked.items()}
    return {"fillers": scores(fills)} | out


def _ask(role: str, entity: Entity, filler: Filler, asked: dict[str, Counter[str]]) -> None:
    """Counts whether number, effect and certainty of a filler that was found are right."""
    if role == VICTIM and filler.number is not None:
        right = str(entity.first("number") == filler.number)
        asked["number"][right] += 1
        asked["number above one"][right] += filler.number > 1
    effects = {w for e in filler.effects for w in ("DEATH", "INJURY") if e == w}
    if role == VICTIM and effects:
        asked["effect"][str(entity.first("effect") in effects)] += 1
    if role == ORGANISATION and filler.sure:
        sure = {s.removesuffix(" BY AUTHORITIES") for s in filler.sure}
        asked["sure"][str(entity.first("sure") in sure)] += 1


def names_only(found: list[Entity]) -> list[Entity]:
    """Without victims of one word, as a rule no full name: the five-role form wants names only."""
    return [e for e in found if e.role != VICTIM or " " in plain(e.words)]


def read_all(told: dict[str, str], case: str = "upper") -> dict[str, tuple[Doc, list[Claim]]]:
    """Each text parsed, with its claims."""
    out = {}
    for name, text in told.items():
        doc = parse(report_from_text(text if case == "upper" else text.lower(), id=name))
        out[name] = doc, code(doc)
    return out


def dev_texts(shared: Path) -> tuple[dict[str, str], dict[str, list[Template]]]:
    """700 dev texts that the reader was not trained on, and their keys."""
    folder = shared / "data/muc/dev"
    told = {k: v for path in sorted(folder.glob("dev-muc3*")) for k, v in texts(path).items()}
    gold = {k: v for path in sorted(folder.glob("key-dev*")) for k, v in keys(path).items()}
    used = {p.stem.removeprefix("muc-") for p in (ROOT / "training/claims").glob("muc-*")}
    for part in ("train", "dev"):
        used |= {d["id"].removeprefix("muc-") for d in json.loads((shared / f"gold/{part}.json").read_text("utf-8"))}
    names = [k for k in told if k not in used]
    random.Random(3).shuffle(names)
    return {k: told[k] for k in names[:700]}, {k: gold.get(k, []) for k in names[:700]}


def fit(read: dict[str, tuple[Doc, list[Claim]]], gold: dict[str, list[Template]]) -> dict[str, float]:
    """Weights, and the least probability that gives the best F1 on texts that stand aside (five folds)."""
    rows: list[tuple[int, set[str], bool]] = []
    for n, (name, (doc, claims)) in enumerate(read.items()):
        found = entities(doc, claims)
        for role in ROLES:
            ours = [e for e in found if e.role == role]
            right = {id(e) for e, _ in paired(ours, united(gold[name], role), by_head)}
            rows += [(n % 5, signs(doc, claims, e), id(e) in right) for e in ours]
    scored: list[tuple[float, bool]] = []
    for fold in range(5):
        by = fitted([s for f, s, _ in rows if f != fold], [y for f, _, y in rows if f != fold])
        scored += [(weighed(by, s), y) for f, s, y in rows if f == fold]
    wanted = sum(not f.optional for ts in gold.values() for r in ROLES for f in united(ts, r))
    least = max((n / 100 for n in range(10, 60)), key=lambda t: _f1(scored, t, wanted))
    print(f"texts that stand aside: F1 {_f1(scored, least, wanted):.3f} at {least}")
    return {"least": least} | fitted([s for _, s, _ in rows], [y for *_, y in rows])


def _f1(scored: list[tuple[float, bool]], least: float, wanted: int) -> float:
    taken = [y for p, y in scored if p >= least]
    return 2 * sum(taken) / (len(taken) + wanted)


def test_texts(shared: Path) -> tuple[dict[str, str], dict[str, list[Template]]]:
    """tst1 and tst2 with their keys."""
    folder = shared / "data/muc"
    told = texts(folder / "tst1/tst1-muc3") | texts(folder / "tst2/tst2-muc4")
    return told, keys(folder / "tst1/key-tst1.v7") | keys(folder / "tst2/key-tst2.v4")


def errors(found: dict[str, list[Entity]], gold: dict[str, list[Template]]) -> Counter[str]:
    """What is wrong, and what is missed, by role and by kind of the first claim."""
    out = Counter[str]()
    for name, templates in gold.items():
        for role in ROLES:
            ours, theirs = [e for e in found[name] if e.role == role], united(templates, role)
            pairs = paired(ours, theirs, by_head)
            text = "of a text with incidents" if templates else "of a text without"
            wrong = (e for e in ours if all(e is not a for a, _ in pairs))
            out.update(f"wrong {role}, {e.mentions[0].claim.kind}, {text}" for e in wrong)
            out[f"missed {role}"] += sum(not f.optional and all(f is not b for _, b in pairs) for f in theirs)
    return out


def rounded(value: object) -> object:
    """The figures with three decimals."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ap.add_argument("--case", choices=["upper", "lower"], default="upper")
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--fit", action="store_true", help="fit the weights on dev texts first")
    a = ap.parse_args()
    if a.fit:
        told, gold = dev_texts(a.shared)
        lines = [f"{k}\t{v:.4g}" for k, v in fit(read_all(told), gold).items()]
        WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told, gold = test_texts(a.shared)
    by = weights()
    claimed = read_all(told, a.case)
    read = {k: (doc, chosen(doc, claims, by)) for k, (doc, claims) in claimed.items()}
    found = {k: es for k, (_, es) in read.items()}
    for what, count in errors(found, gold).most_common(a.errors):
        print(count, what)
    form = {k: ts for k, (_, ts) in five_roles(a.shared / "data/muc/templates/dev.jsonl").items()}
    result = {
        "roles": by_role(found, gold, by_head),
        "exact": by_role(found, gold, by_words),
        "unchosen": by_role({k: entities(doc, claims) for k, (doc, claims) in claimed.items()}, gold, by_head),
        "five": by_role({k: names_only(v) for k, v in found.items()}, form, by_head),
        "templates": by_template(read, gold),
    }
    print(json.dumps(rounded(result), indent=1))


if __name__ == "__main__":
    main()
