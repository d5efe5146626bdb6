"""Days at the head of a text and in metadata fields."""

from datetime import date

import pytest

from tadmor.sources.dates import head_date, parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Wed 05 Apr 2017 Two killed in Orvan.", "2017-04-05"),
        ("Posted on August 3 2016 by Lena Duarte Two killed", "2016-08-03"),
        ("Published April 2 2017 Two men were killed", "2017-04-02"),
        ("Date of publication 10 July 2016 Two men", "2016-07-10"),
        ("Last updated at Apr 232017 ORVAN Two men", "2017-04-23"),
        ("21.02.2015 Two men were killed", "2015-02-21"),
        ("21.08.2013Get short URL 0 0 Two men", "2013-08-21"),
        ("06-08-2013 Two men were killed", "2013-08-06"),
        ("December 16 2013 Two men were killed", "2013-12-16"),
        ("ORVAN, 15 JAN 90 (EFE) -- [TEXT] TWO MEN", "1990-01-15"),
        ("Two killed in Orvan Wireline Friday 1 Jul 2016 Gunmen shot", "2016-07-01"),
        ("Two killed in Orvan city 6 October 2016 Orvan, Wireline - Gunmen", "2016-10-06"),
        ("Friday 12 May 2017 at 0914 Two killed", "2017-05-12"),
        ("June 3, 2021\n\nTwo killed", "2021-06-03"),
        ("Two killed in Orvan\n3rd of March\nMarch 3rd, 2005\nGunmen shot", "2005-03-03"),
    ],
)
def test_head_date(text, day):
    found = head_date(text)
    assert found is not None
    assert found[0] == date.fromisoformat(day)
    assert text[found[1].start : found[1].end] == found[1].text


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2016 two men were killed.", "Two men died on 3 May 2016 and the police came.",
        "3 May 2016 was a day of mourning.", "The war of 1998 goes on.", "Two men were killed in May 2016.",
        "31 February 2016 Two men", "Since 12 March 2011 Orvan has", "", "2016", "Phone 06-08-20131 now",
        "x" * 300 + " 3 May 2016",
        "* 3 May 2016 - Two men died.\n* 4 June 2016 - A bus burned.\n* 5 July 2016 - A mill fell.",
    ],
)  # fmt: skip
def test_no_head_date(text):
    assert head_date(text) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2016-03-27", "2016-03-27"), ("2016-03-27T23:30:00+03:00", "2016-03-27"), ("2016-03-27 10:00", "2016-03-27"),
        ("Sun, 27 Mar 2016 10:00:00 GMT", "2016-03-27"), ("20160327", "2016-03-27"), ("20160327T101500Z", "2016-03-27"),
        ("27/03/2016", "2016-03-27"), ("03/27/2016", "2016-03-27"), ("05/05/2016", "2016-05-05"),
        ("March 27, 2016", "2016-03-27"), ("27th March 2016", "2016-03-27"), ("27-Mar-16", "2016-03-27"),
        ("Sept. 1, 1999", "1999-09-01"), (" 27 March 2016 ", "2016-03-27"),
        ("2016-02-31", None), ("03/04/2016", None), ("2016", None), ("2016-03", None), ("yesterday", None), ("", None),
        ("March 27", None), ("99999999", None),
    ],
)  # fmt: skip
def test_parse_day(words, day):
    found = parse_day(words)
    assert (found and found.isoformat()) == day
