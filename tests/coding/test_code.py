"""Claims of short reports: modality, place, days and speakers, by the reader that ships."""

from __future__ import annotations

import pytest

from tadmor.coding import code
from tadmor.model import Claim
from tadmor.reading import parse
from tadmor.sources import report_from_text


def claims(text: str, published: str | None = "2016-03-27") -> list[Claim]:
    return code(parse(report_from_text(text, published=published)))


def one(text: str, kind: str, published: str | None = "2016-03-27") -> Claim:
    """The only claim of this kind."""
    found = [c for c in claims(text, published) if c.kind == kind]
    assert len(found) == 1, [(c.kind, c.trigger.text) for c in claims(text, published)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Rebels seized the town of Azaz on Sunday.", "capture", "asserted"),
        ("The ministry denied that its jets had bombed the hospital.", "airstrike", "denied"),
        ("The army denied reports that its troops had shelled the market in Taiz.", "shelling", "denied"),
        ("The commander threatened to shell the harbour of Aden.", "shelling", "threatened"),
        ("The envoy called for the release of the hostages.", "release", "demanded"),
        ("The army plans to recapture Mosul by the summer.", "capture", "planned"),
    ],
)
def test_modality(text: str, kind: str, modality: str) -> None:
    assert one(text, kind).modality == modality


@pytest.mark.parametrize(
    ("text", "kind", "speakers"),
    [
        ("State television quoted a military source saying the army seized Palmyra.", "capture",
         ["military source", "State television"]),
        ("The governor told Reuters that rebels had seized Azaz.", "capture", ["governor"]),
        ("Rebels seized the town of Azaz on Sunday.", "capture", []),
        ("Gunmen kidnapped two engineers in Arauca, according to the army.", "abduction", ["army"]),
        ("A police source said in a statement to a Saba reporter that shells hit Rada.", "shelling", ["police source"]),
        ("The Norvik Rights Monitor (NRM) said rebels seized Azaz.", "capture", ["Norvik Rights Monitor"]),
        ("Russian jets hit opposition-held Atarib district in Syria, one civil defense source said.", "control",
         ["civil defense source"]),
    ],
)  # fmt: skip
def test_speakers_nearest_first(text: str, kind: str, speakers: list[str]) -> None:
    assert [m.span.text for m in one(text, kind).attribution.speakers] == speakers


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The US and Britain bombed Homs.", "bombing", ["US", "Britain"]),
        ("US and Turkish forces shelled Manbij.", "shelling", ["US", "Turkish forces"]),
        ("A US air strike hit IS fighters.", "airstrike", ["US"]),
        ("Jets bombed a depot held by IS in Syria.", "control", ["IS"]),
        ("The village was captured by IS from rebels.", "capture", ["IS"]),
        ("Fighting raged around Manbij since Kobane fell in Syria.", "capture", []),
    ],
)
def test_parties_whose_names_are_words(text: str, kind: str, actors: list[str]) -> None:
    assert [m.span.text for m in one(text, kind).actors] == actors


@pytest.mark.parametrize(
    ("text", "kind", "counts"),
    [
        ("Troops shelled Bria, killing five civilians and injuring 15 others.", "shelling",
         [("five", "killed"), ("15", "wounded")]),
        ("Troops shelled Bria, killing five civilians including two women and wounding 15.", "shelling",
         [("five", "killed"), ("two", "killed"), ("15", "wounded")]),
        ("Rebels captured 10 villages near Homs and killed 20 soldiers.", "capture", [("10", "captured")]),
        ("Rebels captured the town of Gao on Friday, killing 12 soldiers.", "attack", [("12", "killed")]),
        ("As a result of the terrorist action 16 sailors were injured.", "casualties", [("16", "wounded")]),
    ],
)  # fmt: skip
def test_no_part_of_a_toll_is_left_behind(text: str, kind: str, counts: list[tuple[str, str]]) -> None:
    assert [(q.span.text, q.unit) for q in one(text, kind).counts] == counts


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("A man died in attacks with mortar shells on houses in Hodeida.", "shelling", "attacks"),
        ("Planes bombed Homs with barrel bombs.", "airstrike", "bombed"),
        ("Rebels Driven Out of Homs", "withdrawal", "Driven Out"),
        ("The minister said Norway will host a round of talks in Oslo in May.", "talks", "talks"),
    ],
)
def test_one_happening_in_two_words_is_one_claim(text: str, kind: str, trigger: str) -> None:
    assert one(text, kind).trigger.text == trigger


def test_a_headline_passive_tells_who_left() -> None:
    claim = one("Rebels Driven Out of Homs", "withdrawal")
    assert [m.span.text for m in claim.actors] == ["Rebels"]


def test_a_ministrys_seat_is_no_scene() -> None:
    text = (
        "Government troops took Palmyra on Saturday. Their jets flew 40 sorties, the defence ministry in Moscow said. "
        "Islamic State had seized the city in May last year."
    )
    seized = [c for c in claims(text) if c.kind == "capture"][-1]
    assert seized.where is not None
    assert seized.where.span.text == "Palmyra"


def test_places_of_a_list_may_have_days_of_their_own() -> None:
    text = "Rebels captured Azaz last year and Idlib in February."
    found = [c for c in claims(text) if c.kind == "capture"]
    told = [(c.where and c.where.span.text, c.when and str(c.when.start)) for c in found]
    assert told == [("Azaz", "2015-01-01"), ("Idlib", "2016-02-01")]


def test_places_of_a_list_are_claims_apart() -> None:
    found = [c for c in claims("Warplanes bombed Hama and Homs on Friday.") if c.kind == "airstrike"]
    assert [c.where and c.where.span.text for c in found] == ["Hama", "Homs"]


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "basis"),
    [
        ("Rebels seized Azaz on Friday.", "capture", "2016-03-25", "2016-03-25", "relative"),
        ("The rebel-held town of Azaz is quiet.", "control", "2016-03-27", "2016-03-27", "published"),
        ("Rebels have besieged Azaz since January 2015.", "siege", "2015-01-01", "2016-03-27", "stated"),
        ("A car bomb killed nine in Kabul on Friday, police said. Nobody claimed the attack.", "attack", "2016-03-25",
         "2016-03-25", "context"),
        ("On 4 March, rebels seized Azaz. Government jets bombed the town two days later.", "airstrike", "2016-03-06",
         "2016-03-06", "context"),
    ],
)  # fmt: skip
def test_days(text: str, kind: str, start: str, end: str, basis: str) -> None:
    when = next(c for c in claims(text) if c.kind == kind).when
    assert when is not None
    assert (str(when.start), str(when.end), when.basis) == (start, end, basis)


def test_without_a_date_relative_words_have_no_days() -> None:
    when = one("Rebels seized Azaz on Friday.", "capture", published=None).when
    assert when is None or when.start is None


def test_furniture_and_old_pictures_tell_nothing() -> None:
    text = (
        "Troops enter Azaz\n\nVisitors walk in the castle of Azaz in this May 2007 file photo. AP Photo/A. Noor\n\n"
        "AZAZ, March 27 - Troops entered the town on Sunday.\n\nFacebook Comments\n\nPost a comment\n\nThey shelled us!"
    )
    told = [c.sentence.text for c in claims(text)]
    assert told
    assert not [s for s in told if "2007" in s or "shelled us" in s]
