"""Datelines of agencies and papers of several decades, and openings that look like one."""

from datetime import date

import pytest

from tadmor.sources.dateline import read_dateline

TAIL = "Gunmen shot two policemen near the old market, officials said."


@pytest.mark.parametrize(
    ("head", "place", "day", "agency"),
    [
        ("ORVAN, March 27 – ", "Orvan", "2016-03-27", None),
        ("ORVAN (Reuters) - ", "Orvan", None, "Reuters"),
        ("(Reuters) - ", None, None, "Reuters"),
        ("(AP) — ", None, None, "AP"),
        ("ORVAN, 15 JAN 90 (EFE) -- [TEXT] ", "Orvan", "1990-01-15", "EFE"),
        ("PUERTO LINDO, 3 JAN 90 -- [REPORT] [PRESS COMMITTEE,\nCOPREL] [TEXT] ", "Puerto Lindo", "1990-01-03", None),
        ("PUERTO LINDO, NO DATE (RADIO LIBRE) -- [SPEECH] ", "Puerto Lindo", None, "RADIO LIBRE"),
        ("ORVAN (PERU), 6 AUG 89 (DOMESTIC SERVICE) -- [TEXT] ", "Orvan", "1989-08-06", "DOMESTIC SERVICE"),
        ("CLANDESTINE, 16 NOV 89 (RADIO LIBRE) -- [TEXT] ", None, "1989-11-16", "RADIO LIBRE"),
        ("ORVAN, Peru (AP) _ ", "Orvan, Peru", None, "AP"),
        ("ORVAN, March 3. /TASS/. ", "Orvan", "2016-03-03", "TASS"),
        ("Orvan, SANA – ", "Orvan", None, "SANA"),
        ("Orvan, SANA-", "Orvan", None, "SANA"),
        ("ORVAN: ", "Orvan", None, None),
        ("Orvan, Peru (CNN) -- ", "Orvan, Peru", None, "CNN"),
        ("Orvan – ", "Orvan", None, None),
        ("ORVAN — ", "Orvan", None, None),
        ("PORT ORVAN, Peru, Jan. 5, 1991 (UPI) -- ", "Port Orvan, Peru", "1991-01-05", "UPI"),
        ("Deir al-Orv, 3 May (North Wire) – ", "Deir al-Orv", "2015-05-03", "North Wire"),
        ("TAVIRA/ORVAN (Reuters) - ", "Tavira/Orvan", None, "Reuters"),
        ("ORVAN, Oct. 12 (Xinhua) -- ", "Orvan", "2015-10-12", "Xinhua"),
    ],
)
def test_datelines(head, place, day, agency):
    text = head + TAIL
    found = read_dateline(text, 0, len(text), date(2016, 3, 28))
    assert found is not None
    assert found.dateline.place == place
    assert (found.dateline.date and found.dateline.date.isoformat()) == day
    assert found.agency == agency
    assert text[found.end :] == TAIL
    assert found.dateline.span is not None
    assert found.dateline.span.text == head.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "Olsen, who leads the band - and his brother before him - said that he would never leave the town.",
        "The army - backed by planes - took the town on Sunday after weeks of fighting in the hills.",
        "UPDATE: Officials said on Sunday that the town had fallen to the rebels once more.",
        "THE ARMY -- BACKED BY PLANES -- TOOK THE TOWN ON SUNDAY AFTER WEEKS OF FIGHTING IN THE HILLS",
        "UN – The council met on Sunday to talk about the truce and the aid for the towns.",
        "Rebels, backed by planes (see map) - took the town on Sunday after weeks of fighting.",
        "March 27 was quiet.",
        "",
    ],
)
def test_no_dateline(text):
    assert read_dateline(text, 0, len(text), date(2016, 3, 28)) is None


def test_a_year_is_the_last_that_fits_the_day_of_publication():
    text = "ORVAN, Dec 31 (AP) - " + TAIL
    found = read_dateline(text, 0, len(text), date(2016, 1, 1))
    assert found is not None
    assert found.dateline.date == date(2015, 12, 31)


def test_no_year_without_a_day_of_publication():
    text = "ORVAN, Dec 31 (AP) - " + TAIL
    found = read_dateline(text, 0, len(text))
    assert found is not None
    assert found.dateline.date is None
