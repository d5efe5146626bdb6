"""The table of lemmas that rules get wrong, from the treebank and from a list of verbs of conflict.

python -m training.lemmas --shared ../shared
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tadmor.reading.lemmas import TABLE, by_rule
from training.treebank import conllu

VERBS = """abduct abandon accuse advance aim airdrop allege ambush annihilate announce arrest arrive assassinate
assault assert attack
back bar barricade battle behead besiege blame blast blockade block bombard bomb booby-trap breach burn bury call
capture carry cease
chase claim clash clear collapse collide conduct condemn confirm confiscate conquer control convoy counterattack
crash cripple
cross crucify crush damage declare defeat defect defend defuse deliver demand demine demolish demonstrate deny
deploy deport describe
destroy detain detonate devastate disable disarm dislodge dismantle displace disperse distribute document dominate
down drive drop
dynamite eject eliminate encircle encroach engage enter eradicate escalate escape evacuate evict exchange execute
exile expel explode
extrajudicially fall fight file fire flatten flee fly force free gain gas gather grenade guard gun hail halt hand
hang harass harm hit
hold hospitalise hospitalize hurl ignite imprison infiltrate inflict injure intensify intercept intervene
interrogate invade involve isolate jail
kidnap kill launch lay leave level liberate lift lob loot lose machine-gun maim march massacre mediate mine
mobilise mobilize monitor mortar
move murder mutilate negotiate neutralise neutralize obstruct occupy open oust overrun overtake patrol penetrate
persecute pillage plant plunder
poison pound press probe prompt protest pull pummel punish purge push quit raid rally ram rape ravage raze reach
rebuild recapture
reclaim recover redeploy regain reinforce release relieve repel report repulse rescue resist retake retreat
reverse rig riot
rocket rout ruin sabotage scatter seal secure seize sentence set shell shoot siege slaughter slay smash snipe
spare stab stage stand starve
station storm strafe strand strike struggle subdue suffer surge surrender surround survive suspend sustain sweep
take target tear terrorise
terrorize threaten topple torch torture transfer trap try uproot vacate vandalise vandalize vow wage warn whip
wipe withdraw withstand witness
worsen wound wreck agree decree disagree guarantee please vie
appall backfill bankroll befall distill enroll forestall fulfill install instill misspell recall refill reinstall
steamroll stonewall unroll""".split()

# Nouns whose plural the rules or the treebank get wrong; those that are their own singular, too.
NOUNS = """sorties sortie, movies movie, calories calorie, prairies prairie, rookies rookie, cookies cookie, zombies
zombie, selfies selfie, troops troop, bases base, crises crisis, axes axe, halves half, calves calf, barracks barracks,
headquarters headquarters, specimen specimen, regimen regimen, abdomen abdomen, acumen acumen, bitumen bitumen"""

IRREGULAR = """retake retook retaken, overrun overran overrun, overthrow overthrew overthrown, overtake overtook
overtaken, withdraw withdrew withdrawn,
withstand withstood withstood, beset beset beset, undergo underwent undergone, besiege besieged besieged, foresee
foresaw foreseen,
strike struck stricken, slay slew slain, flee fled fled, lay laid laid, blow blew blown, drive drove driven,
undertake undertook undertaken,
uphold upheld upheld, rebuild rebuilt rebuilt, regroup regrouped regrouped, set set set, shoot shot shot, shed
shed shed, sink sank sunk, beat beat beaten, dig dug dug, lie lay lain, forbid forbade forbidden, forgive forgave
forgiven, freeze froze frozen, shake shook shaken, sing sang sung, drink drank drunk, swim swam swum, weave wove woven,
bind bound bound, bleed bled bled bleed, speed sped sped, lend lent lent, burn burnt burnt, weep wept wept,
leap leapt leapt,
overcome overcame overcome, withhold withheld withheld, mistake mistook mistaken, mislead misled misled, vie vied vying,
bus bused busing, focus focussed focussing, cling clung clung, fling flung flung, sling slung slung, sting stung stung,
swing swung swung, string strung strung, spring sprang sprung, shrink shrank shrunk, ring rang rung, spin spun spun,
tread trod trodden, stride strode stridden, strive strove striven, arise arose arisen, bear bore borne, outrun outran
outrun, overfly overflew overflown, foretell foretold foretold, overhang overhung overhung, unwind unwound unwound,
override overrode overridden, outfight outfought outfought, rearm rearmed rearming"""
_RARE = 0.02  # of a word's tokens: a tag seen less often is a slip of the treebank


def inflected(verb: str) -> Iterator[str]:
    """The regular forms of a verb; last consonants double where a one-syllable verb asks for it."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    double = len(verb) <= 4 and verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing")
    else:
        tail = stem + (verb[-1] if double else "")
        past = tail + "d" if verb.endswith("ee") else tail + "ed"
        yield from (past, tail + "ing", verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"))


def table(shared: Path) -> dict[tuple[str, str], str]:
    """(form, tag) to lemma, for the forms that the rules get wrong."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for e in conllu(shared / "data/ud/en_ewt-train.conllu"):
        for word, tag, lemma in zip(e.words, e.upos, e.lemmas, strict=True):
            if tag not in ("PROPN", "X", "SYM", "PUNCT", "NUM") and lemma != "_":
                seen[word.lower().replace("’", "'"), tag][lemma.lower()] += 1
    total: Counter[str] = Counter()
    for (word, _), lemmas in seen.items():
        total[word] += lemmas.total()
    out = {k: c.most_common(1)[0][0] for k, c in seen.items() if c.total() >= _RARE * total[k[0]]}
    known = {lemma for (_, tag), lemma in out.items() if tag == "VERB"} | set(VERBS)
    for verb in known:
        if len(verb) > 2 and verb.isalpha():
            for form in inflected(verb):
                out.setdefault((form, "VERB"), verb)
    for base, *forms in (row.split() for row in IRREGULAR.split(",")):
        for form in forms:
            out.setdefault((form, "VERB"), base)
    out |= {(form, "NOUN"): base for form, base in (row.split() for row in NOUNS.split(","))}
    return {k: v for k, v in out.items() if by_rule(*k) != v and " " not in v}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    rows = sorted(table(ap.parse_args().shared).items())
    TABLE.write_text("".join(f"{form}\t{tag}\t{lemma}\n" for (form, tag), lemma in rows), encoding="utf-8")
    print(len(rows), "rows")


if __name__ == "__main__":
    main()
