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
worsen wound wreck""".split()

IRREGULAR = """retake retook retaken, overrun overran overrun, overthrow overthrew overthrown, overtake overtook
overtaken, withdraw withdrew withdrawn,
withstand withstood withstood, beset beset beset, undergo underwent undergone, besiege besieged besieged, foresee
foresaw foreseen,
strike struck stricken, slay slew slain, flee fled fled, lay laid laid, blow blew blown, drive drove driven,
undertake undertook undertaken,
uphold upheld upheld, rebuild rebuilt rebuilt, regroup regrouped regrouped, set set set, shoot shot shot, shed
shed shed"""


def inflected(verb: str) -> Iterator[str]:
    """The regular forms of a verb; last consonants double where a one-syllable verb asks for it."""
    stem = verb[:-1] if verb.endswith("e") else verb
    double = len(verb) <= 4 and verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing")
    else:
        tail = stem + (verb[-1] if double else "")
        yield from (tail + "ed", tail + "ing", verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"))


def table(shared: Path) -> dict[tuple[str, str], str]:
    """(form, tag) to lemma, for the forms that the rules get wrong."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for e in conllu(shared / "data/ud/en_ewt-train.conllu"):
        for word, tag, lemma in zip(e.words, e.upos, e.lemmas, strict=True):
            if tag not in ("PROPN", "X", "SYM", "PUNCT", "NUM") and lemma != "_":
                seen[word.lower().replace("’", "'"), tag][lemma.lower()] += 1
    out = {key: c.most_common(1)[0][0] for key, c in seen.items()}
    known = {lemma for (_, tag), lemma in out.items() if tag == "VERB"} | set(VERBS)
    for verb in known:
        if len(verb) > 2 and verb.isalpha():
            for form in inflected(verb):
                out.setdefault((form, "VERB"), verb)
    for base, *forms in (row.split() for row in IRREGULAR.split(",")):
        for form in forms:
            out.setdefault((form, "VERB"), base)
    return {k: v for k, v in out.items() if by_rule(*k) != v and " " not in v}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    rows = sorted(table(ap.parse_args().shared).items())
    TABLE.write_text("".join(f"{form}\t{tag}\t{lemma}\n" for (form, tag), lemma in rows), encoding="utf-8")
    print(len(rows), "rows")


if __name__ == "__main__":
    main()
