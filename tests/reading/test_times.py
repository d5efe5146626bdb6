"""Every row is (text, words expected, first day, last day); days count from Wednesday 30 March 2016."""

from __future__ import annotations

from datetime import date

import pytest

from tadmor.reading.times import find_times, headings, is_history, told_by
from tadmor.reading.times.calendar import easter, hijri_month, shift, third, unit_around, weekday_from

DAY = date(2016, 3, 30)

RELATIVE = [
    ("Rebels left on Sunday.", "on Sunday", "2016-03-27", "2016-03-27"),
    ("Rebels left on Wednesday.", "on Wednesday", "2016-03-30", "2016-03-30"),
    ("Shells fell Sunday morning near the mill.", "Sunday morning", "2016-03-27", "2016-03-27"),
    ("They met last Wednesday.", "last Wednesday", "2016-03-23", "2016-03-23"),
    ("They meet next Friday.", "next Friday", "2016-04-01", "2016-04-01"),
    ("Envoys will meet on Monday.", "on Monday", "2016-04-04", "2016-04-04"),
    ("Friday last week saw rain.", "Friday last week", "2016-03-25", "2016-03-25"),
    ("Raids went on overnight.", "overnight", "2016-03-29", "2016-03-30"),
    ("Raids went on overnight into Monday.", "overnight into Monday", "2016-03-27", "2016-03-28"),
    ("A blast was heard today.", "today", "2016-03-30", "2016-03-30"),
    ("It began at dawn yesterday.", "at dawn yesterday", "2016-03-29", "2016-03-29"),
    ("Talks open tomorrow.", "tomorrow", "2016-03-31", "2016-03-31"),
    ("Guns were heard this morning.", "this morning", "2016-03-30", "2016-03-30"),
    ("It fell the day before yesterday.", "the day before yesterday", "2016-03-28", "2016-03-28"),
    ("It burned earlier this week.", "earlier this week", "2016-03-28", "2016-03-29"),
    ("It burned this week.", "this week", "2016-03-28", "2016-03-30"),
    ("It burned last week.", "last week", "2016-03-21", "2016-03-27"),
    ("It burned last month.", "last month", "2016-02-01", "2016-02-29"),
    ("It burned last year.", "last year", "2015-01-01", "2015-12-31"),
    ("Nine raids were counted this year.", "this year", "2016-01-01", "2016-03-30"),
    ("The fort was lost last May.", "last May", "2015-05-01", "2015-05-31"),
    ("The fort was lost in September.", "in September", "2015-09-01", "2015-09-30"),
    ("The fort was lost in August last year.", "in August last year", "2015-08-01", "2015-08-31"),
    ("The fort was lost in mid-March.", "in mid-March", "2016-03-11", "2016-03-20"),
    ("The fort was lost in early July 2014.", "in early July 2014", "2014-07-01", "2014-07-10"),
    ("The fort was lost two weeks ago.", "two weeks ago", "2016-03-16", "2016-03-16"),
    ("The fort was lost 20 days ago.", "20 days ago", "2016-03-10", "2016-03-10"),
    ("The fort was lost two months ago.", "two months ago", "2016-01-01", "2016-01-31"),
    ("The fort was lost a year ago.", "a year ago", "2015-01-01", "2015-12-31"),
    ("They fought over the past three days.", "over the past three days", "2016-03-28", "2016-03-30"),
    ("They fought in the last ten days.", "in the last ten days", "2016-03-21", "2016-03-30"),
    ("They fought in the past few hours.", "in the past few hours", "2016-03-30", "2016-03-30"),
    ("Shells fell before dawn on Thursday.", "before dawn on Thursday", "2016-03-24", "2016-03-24"),
    ("Shells fell before daybreak on Monday.", "before daybreak on Monday", "2016-03-28", "2016-03-28"),
    ("Shells fell before daybreak Monday.", "before daybreak Monday", "2016-03-28", "2016-03-28"),
    ("Shells fell shortly before midnight on Sunday.", "before midnight on Sunday", "2016-03-27", "2016-03-27"),
    ("Shells fell just after 9 pm on Friday.", "after 9 pm on Friday", "2016-03-25", "2016-03-25"),
    ("They had left by noon on Friday.", "by noon on Friday", "2016-03-25", "2016-03-25"),
    ("They left before dawn May 3.", "before dawn May 3", "2016-05-03", "2016-05-03"),
    ("A depot burned in the night to Friday.", "in the night to Friday", "2016-03-24", "2016-03-25"),
    ("A depot burned overnight into Friday.", "overnight into Friday", "2016-03-24", "2016-03-25"),
    ("A depot burned overnight to 4 March.", "overnight to 4 March", "2016-03-03", "2016-03-04"),
    ("A depot burned in the night to 4 May 2015.", "in the night to 4 May 2015", "2015-05-03", "2015-05-04"),
    ("It burned on the first day of Eid.", "on the first day of Eid", "2015-09-23", "2015-09-23"),
    ("It burned on the second day of Ramadan.", "on the second day of Ramadan", "2015-06-18", "2015-06-18"),
    ("It burned on the last day of Ramadan 2014.", "on the last day of Ramadan 2014", "2014-07-27", "2014-07-27"),
    ("They fought in the last 24 hours.", "in the last 24 hours", "2016-03-29", "2016-03-30"),
    ("They fought over the past week.", "over the past week", "2016-03-23", "2016-03-30"),
    ("They have fought for three weeks.", "for three weeks", "2016-03-09", "2016-03-30"),
    ("The war, now 2-1/2 years old, killed for twenty-two days.", "for twenty-two days", "2016-03-08", "2016-03-30"),
    ("A three-week campaign ended there.", "A three-week", "2016-03-09", "2016-03-30"),
    ("The week-long border siege ended.", "The week-long", "2016-03-23", "2016-03-30"),
    ("They fought over the weekend.", "over the weekend", "2016-03-26", "2016-03-27"),
    ("Shelling stopped in the early hours of Friday.", "in the early hours of Friday", "2016-03-25", "2016-03-25"),
    ("A bus blew up Friday at 0914.", "Friday at 0914", "2016-03-25", "2016-03-25"),
    ("A bus blew up at around 7:15 pm (1615 GMT).", "at around 7:15 pm (1615 GMT)", "2016-03-30", "2016-03-30"),
    ("A bus blew up on the 27th.", "on the 27th", "2016-03-27", "2016-03-27"),
    ("It was stormed on Saturday and Sunday.", "on Saturday and Sunday", "2016-03-26", "2016-03-27"),
    ("A truce came three weeks after the vote.", "three weeks after", "2016-03-09", "2016-03-09"),
    ("They left a year after the raids of May 2014.", "a year after", "2015-05-01", "2015-05-31"),
    ("They left two years after the war began in 2012.", "two years after", "2014-01-01", "2014-12-31"),
    ("They left two months after it fell in May 2015.", "two months after", "2015-07-01", "2015-07-31"),
    (
        "Rebels captured Examplia on 4 May 2015. Three months after the capture of Examplia, talks began.",
        "Three months after",
        "2015-08-04",
        "2015-08-04",
    ),
    ("A bus blew up on Friday. Forty minutes later a car did.", "Forty minutes later", "2016-03-25", "2016-03-25"),
    ("They were freed 48 hours ago.", "48 hours ago", "2016-03-28", "2016-03-28"),
    ("It was raided between Monday and Thursday.", "between Monday and Thursday", "2016-03-21", "2016-03-24"),
    ("It was lost at the end of last year.", "at the end of last year", "2015-10-01", "2015-12-31"),
    ("It was shelled on the night of 3-4 May 2014.", "on the night of 3-4 May 2014", "2014-05-03", "2014-05-04"),
    ("In March 12 people died.", "In March", "2016-03-01", "2016-03-30"),
    ("Convoys now reach the town.", "now", "2016-03-30", "2016-03-30"),
    ("Fridays raid killed nobody.", "Fridays", "2016-03-25", "2016-03-25"),
    ("After Saturday's raid nobody came.", "Saturday's", "2016-03-26", "2016-03-26"),
]

ABSOLUTE = [
    ("They took it on March 27.", "on March 27", "2016-03-27", "2016-03-27"),
    ("They took it on 27 March.", "on 27 March", "2016-03-27", "2016-03-27"),
    ("They took it on December 30.", "on December 30", "2015-12-30", "2015-12-30"),
    ("Talks open on April 11.", "on April 11", "2016-04-11", "2016-04-11"),
    ("They took it on March 27, 2014.", "on March 27, 2014", "2014-03-27", "2014-03-27"),
    ("They took it on April 4 2014 from others.", "on April 4 2014", "2014-04-04", "2014-04-04"),
    ("They took it on Friday, 27 March 2015.", "on Friday, 27 March 2015", "2015-03-27", "2015-03-27"),
    ("They took it on Monday March 28.", "on Monday March 28", "2016-03-28", "2016-03-28"),
    ("Filed 2014-03-27 by radio.", "2014-03-27", "2014-03-27", "2014-03-27"),
    ("Filed 10-03-2014 by radio.", "10-03-2014", "2014-03-10", "2014-03-10"),
    ("Filed 21.05.2014Share by radio.", "21.05.2014", "2014-05-21", "2014-05-21"),
    ("Filed 03/21/2014 by radio.", "03/21/2014", "2014-03-21", "2014-03-21"),
    ("Filed 03/10/2016 by radio.", "03/10/2016", "2016-03-10", "2016-03-10"),
    ("Updated at Apr 232014 here.", "at Apr 232014", "2014-04-23", "2014-04-23"),
    ("On 4 February 16 villagers were shot.", "On 4 February", "2016-02-04", "2016-02-04"),
    ("They took it in September 2013.", "in September 2013", "2013-09-01", "2013-09-30"),
    ("They took it in 2014.", "in 2014", "2014-01-01", "2014-12-31"),
    (
        "A RAID BEGAN ON 13 FEBRUARY 1990 AT 1430 (1930 GMT).",
        "ON 13 FEBRUARY 1990 AT 1430 (1930 GMT)",
        "1990-02-13",
        "1990-02-13",
    ),
    (
        "They left in the early morning hours of 11 March.",
        "in the early morning hours of 11 March",
        "2016-03-11",
        "2016-03-11",
    ),
    ("They took it in ’82 again.", "in ’82", "1982-01-01", "1982-12-31"),
    ("They took it in 1898.", "in 1898", "1898-01-01", "1898-12-31"),
    ("The 2012 raids went on.", "The 2012", "2012-01-01", "2012-12-31"),
    ("Logged 2014 - 12 - 21 by hand.", "2014 - 12 - 21", "2014-12-21", "2014-12-21"),
    ("They took it in late 2014.", "in late 2014", "2014-10-01", "2014-12-31"),
    ("They took it at the end of 2014.", "at the end of 2014", "2014-10-01", "2014-12-31"),
    ("They took it in the summer of 2012.", "in the summer of 2012", "2012-06-01", "2012-08-31"),
    ("They took it in the 1980s.", "in the 1980s", "1980-01-01", "1989-12-31"),
    ("They took it in the first half of 2014.", "in the first half of 2014", "2014-01-01", "2014-06-30"),
    ("They took it in the first week of May 2014.", "in the first week of May 2014", "2014-05-01", "2014-05-07"),
    ("They fought between 3 and 7 July 2014.", "between 3 and 7 July 2014", "2014-07-03", "2014-07-07"),
    ("They fought from 3 to 7 July.", "from 3 to 7 July", "2015-07-03", "2015-07-07"),
    ("They fought July 3-7, 2014.", "July 3-7, 2014", "2014-07-03", "2014-07-07"),
    ("They fought from May 3 to June 7 2014.", "from May 3 to June 7 2014", "2014-05-03", "2014-06-07"),
    (
        "They fought between October 2000 and March 2004.",
        "between October 2000 and March 2004",
        "2000-10-01",
        "2004-03-31",
    ),
    (
        "They fought in late July and early August 2012.",
        "in late July and early August 2012",
        "2012-07-21",
        "2012-08-10",
    ),
    ("They fought through Ramadan 2014.", "Ramadan 2014", "2014-06-28", "2014-07-27"),
    ("They fought on 10 Muharram 1436.", "on 10 Muharram 1436", "2014-11-01", "2014-11-03"),
    ("They fought on 3 Nisan 2014.", "on 3 Nisan 2014", "2014-04-03", "2014-04-03"),
    ("They fought on Christmas Day.", "on Christmas Day", "2015-12-25", "2015-12-25"),
    ("They fought on Good Friday 2014.", "on Good Friday 2014", "2014-04-18", "2014-04-18"),
    ("FIGHTING BEGAN ON 22 SEP 89 IN THE EAST.", "ON 22 SEP 89", "1989-09-22", "1989-09-22"),
    ("FIGHTING BEGAN IN MAY 1989 IN THE EAST.", "IN MAY 1989", "1989-05-01", "1989-05-31"),
    ("FIGHTING BEGAN AT 0400 TODAY.", "AT 0400 TODAY", "2016-03-30", "2016-03-30"),
]

OPEN_ENDED = [
    ("A truce held three months after the vote.", "three months after", None, None),
    ("They fought since dawn on Friday.", "since dawn on Friday", "2016-03-25", None),
    ("They left before Thursday.", "before Thursday", None, "2016-03-23"),
    ("They hold it since 2011.", "since 2011", "2011-01-01", None),
    ("They hold it since mid-March.", "since mid-March", "2016-03-11", None),
    ("They held it until last month.", "until last month", None, "2016-02-29"),
    ("They had left by Friday.", "by Friday", None, "2016-03-25"),
    ("They will have left by Friday.", "by Friday", None, "2016-04-01"),
    ("They left before March 2014.", "before March 2014", None, "2014-02-28"),
    ("Many died in recent weeks.", "in recent weeks", None, "2016-03-30"),
    ("Many died recently.", "recently", None, "2016-03-30"),
    ("Many died several days ago.", "several days ago", None, "2016-03-30"),
    ("They have since left posts that fell two weeks ago.", "two weeks ago", "2016-03-16", "2016-03-16"),
    ("They held it for ten days in June 2014.", "for ten days", None, None),
    ("Many died since the revolt began in May 2013.", "since the revolt began in May 2013", "2013-05-01", None),
]

UNDATED = [
    ("The war that began there in 2011 went on. It fell on 4 May.", "on 4 May", None, None),
    ("It held out since June 2011. It fell on 4 May.", "on 4 May", None, None),
    ("In 2013 much burned. It fell on 4 May.", "on 4 May", "2013-05-04", "2013-05-04"),
    ("It fell on 4 May 2014. It was retaken on 9 May.", "on 9 May", "2014-05-09", "2014-05-09"),
    ("It fell on 30 December 2014. It was retaken on 5 January.", "on 5 January", "2015-01-05", "2015-01-05"),
    ("It fell on 4 May. By June 2014 it was empty.", "on 4 May", "2014-05-04", "2014-05-04"),
    ("It fell on 4 May 2014. The next day they left.", "The next day", "2014-05-05", "2014-05-05"),
    ("It fell on 4 May 2014. Three days later they left.", "Three days later", "2014-05-07", "2014-05-07"),
    ("It fell on 4 May 2014. Later that day they left.", "Later that day", "2014-05-04", "2014-05-04"),
    ("It fell in May 2014. The following month they left.", "The following month", "2014-06-01", "2014-06-30"),
    ("It fell in 1984. Three years later they left.", "Three years later", "1987-01-01", "1987-12-31"),
    (
        "It fell on 4 May 2014. Over the next four days they left.",
        "Over the next four days",
        "2014-05-05",
        "2014-05-08",
    ),
    ("It fell on 4 May 2014. They had left two days earlier.", "two days earlier", "2014-05-02", "2014-05-02"),
    ("They left a week after it fell on 4 May 2014.", "a week after", "2014-05-11", "2014-05-11"),
    ("It fell on 4 May 2014. Since then it is empty.", "Since then", "2014-05-04", None),
    ("It fell on Sunday.", "on Sunday", None, None),
    ("It fell yesterday.", "yesterday", None, None),
    ("It fell on 4 May.", "on 4 May", None, None),
    ("It fell in 2014.", "in 2014", "2014-01-01", "2014-12-31"),
]

HISTORY = [  # (title, text, words, first, last): no day of publication dates these
    ("", "It fell in January 2017. They had come from 8 to 11 December.", "from 8 to 11 December",
     "2016-12-08", "2016-12-11"),
    ("", "It fell on 2 March 2017. In mid-December they came.", "In mid-December", "2016-12-11", "2016-12-20"),
    ("", "It fell on 2 March 2017. It was lost again on 20 October.", "on 20 October", "2017-10-20", "2017-10-20"),
    ("", "It fell on 4 May 2014. 2015\n\nOn 3 August a truce was made.", "On 3 August", "2015-08-03", "2015-08-03"),
    ("Siege of Example (2015)", "It began on 4 May.", "on 4 May", "2015-05-04", "2015-05-04"),
    ("Siege of Example (2015)", "It was lost in March 2014. On 4 February came the assault.", "On 4 February",
     "2015-02-04", "2015-02-04"),
    ("Siege of Example (November 2015)", "It ended on 9 January.", "on 9 January", "2016-01-09", "2016-01-09"),
    ("Siege of Example (2014-2016)", "It began on 4 May.", "on 4 May", None, None),
    ("Siege of Example (2014-16)", "It began on 4 May.", "on 4 May", None, None),
    ("", "It fell in May 2014. The next day they left.", "The next day", None, None),
    ("", "It fell in May 2014. They left on Sunday.", "on Sunday", None, None),
    ("", "It fell on 4 May 2014. They left a week later.", "a week later", "2014-05-11", "2014-05-11"),
]  # fmt: skip

OLD = "Examplia fell on 4 May 2014. On 9 June it burned, and on 2 October it was retaken. In 2015 it was rebuilt."
NEWS = "It fell on 4 May 2014. It was freed in June 2014 and lost in May 2015. Troops took it back on Sunday, "

NO_TIME = [
    "Example Eid and Eid Example were heard.",
    "He may march for a second in the sun and sat down.",
    "A march may be held.",
    "The 17 September Brigade crossed the July 14 bridge.",
    "Jan and April Example met Mar Mattai.",
    "A 12-year-old boy was hurt.",
    "They were led by Rajab Example and of Ramadan Example.",
    "A Nissan 4 wheel pickup and Tishreen Dam stood by.",
    "They counted 2000 rebels and 1950 shells.",
    "Resolution 1701 and resolution 1980 were read.",
    "Watch Russia Today.",
    "Protests are held every Friday.",
    "They rose from 2.46 to 87.5.",
    "The spring is dry and the fall of the town was near.",
    "SHE MAY HAVE FLED.",
]


def days_of(text: str, words: str, day: date | None) -> tuple[str | None, str | None]:
    """First and last day of the time with exactly these words."""
    found = [w for w in find_times(text, day) if w.span and w.span.text == words]
    assert found, [w.span.text for w in find_times(text, day) if w.span]
    first, last = found[0].start, found[0].end
    return first.isoformat() if first else None, last.isoformat() if last else None


@pytest.mark.parametrize(("text", "words", "first", "last"), RELATIVE + ABSOLUTE + OPEN_ENDED)
def test_days_from_the_reports_day(text: str, words: str, first: str | None, last: str | None) -> None:
    assert days_of(text, words, DAY) == (first, last)


@pytest.mark.parametrize(("text", "words", "first", "last"), UNDATED)
def test_days_of_an_undated_report(text: str, words: str, first: str | None, last: str | None) -> None:
    assert days_of(text, words, None) == (first, last)


@pytest.mark.parametrize(("title", "text", "words", "first", "last"), HISTORY)
def test_days_of_a_history(title: str, text: str, words: str, first: str | None, last: str | None) -> None:
    found = [w for w in find_times(text, None, scope=told_by(title)) if w.span and w.span.text == words]
    assert [(w.start and w.start.isoformat(), w.end and w.end.isoformat()) for w in found] == [(first, last)]


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Siege of Example (May 2014)", "2014-05-01", "2014-05-31"),
        ("2014 Example offensive", "2014-01-01", "2014-12-31"),
        ("Example campaign (October 2017–February 2018)", "2017-10-01", "2018-02-28"),
        ("Battle of Example (2016–17)", "2016-01-01", "2017-12-31"),
    ],
)
def test_the_time_that_a_title_tells(title: str, first: str, last: str) -> None:
    scope = told_by(title)
    assert scope
    assert (str(scope.start), str(scope.end)) == (first, last)


def test_a_title_without_a_year_tells_none() -> None:
    assert told_by("Siege of Example in May") is None


@pytest.mark.parametrize(
    ("text", "day", "title", "expected"),
    [
        (OLD, date(2023, 3, 30), None, True),
        (OLD, date(2014, 10, 3), None, False),
        (OLD, None, None, False),
        (NEWS + "monitors said.", DAY, None, False),
        ("A bus blew up on 28 March. It fell in May 2014, in 2013 and in June 2015.", DAY, None, False),
        ("On 9 June it fell and on 2 October it was retaken.", date(2023, 3, 30), "Siege (2014)", True),
        ("On 9 June it fell and on 2 October it was retaken.", date(2023, 3, 30), None, False),
        ("Nothing is dated here.", DAY, None, False),
    ],
)
def test_what_is_a_history(text: str, day: date | None, title: str | None, expected: bool) -> None:
    assert is_history(text, day, title) is expected


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("3 May 2016 – A.\n(2) 4 May 2016: B. On 9 May C.\n* **5 May 2016** - D.\n", ["05-03", "05-04", "05-05"]),
        ("3 May 2016 – A.\n4 May 2016 – B.\n", []),
        ("It fell on 3 May 2016.\nIt fell on 4 May 2016.\nIt fell on 5 May 2016.\n", []),
    ],
)
def test_days_that_head_the_lines_of_a_chronicle(text: str, heads: list[str]) -> None:
    found = headings(text, find_times(text, None))
    assert [f"{w.start:%m-%d}" for w in found.values() if w.start] == heads
    assert all(at == 0 or text[at - 1] == "\n" for at in found)


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time(text: str) -> None:
    assert find_times(text, DAY) == []


@pytest.mark.parametrize(
    ("text", "words", "grain", "basis"),
    [
        ("It fell on 4 May 2014.", "on 4 May 2014", "day", "stated"),
        ("It fell on Sunday.", "on Sunday", "day", "relative"),
        ("It fell last week.", "last week", "week", "relative"),
        ("It fell on Sunday. The next day they left.", "The next day", "day", "context"),
        ("It fell at 0914 GMT.", "at 0914 GMT", "time", "context"),
        ("It fell in winter 2014.", "in winter 2014", "season", "stated"),
        ("The five-year-old conflict goes on.", "The five-year-old", "year", "none"),
        ("It lasted for three hours.", "for three hours", "span", "none"),
    ],
)
def test_grain_and_basis(text: str, words: str, grain: str, basis: str) -> None:
    (when,) = [w for w in find_times(text, DAY) if w.span and w.span.text == words]
    assert (when.grain, when.basis) == (grain, basis)


def test_spans_are_true_substrings_in_order() -> None:
    text = "“Since Friday”, he said — on 4 May 2014\u2019s eve and last year’s raid, then yesterday’s."
    times = find_times(text, DAY)
    assert [w.span.start for w in times if w.span] == sorted(w.span.start for w in times if w.span)
    assert all(w.span and text[w.span.start : w.span.end] == w.span.text for w in times)


def test_tense_turns_a_weekday() -> None:
    text = "Delegates meet on Sunday."
    assert find_times(text, DAY, tense=lambda _: "future")[0].start == date(2016, 4, 3)
    assert find_times(text, DAY, tense=lambda _: "past")[0].start == date(2016, 3, 27)


def test_a_duration_beside_two_dates_has_no_days() -> None:
    text = "From 3 May 2014 it was held for ten days until 13 May 2014."
    assert [w.basis for w in find_times(text, DAY) if w.span and w.span.text == "for ten days"] == ["none"]


def test_the_day_told_last_is_forgotten_after_some_sentences() -> None:
    text = "It fell on 4 May 2014. One. Two. Three. Four. Five. At 0914 GMT a bus burned."
    assert find_times(text, DAY)[-1].start == DAY


def test_calendar() -> None:
    assert easter(2016) == date(2016, 3, 27)
    assert hijri_month(1437, 9) == (date(2016, 6, 6), date(2016, 7, 5))
    assert shift(date(2016, 3, 31), -1, "month") == date(2016, 2, 29)
    assert third((date(2016, 2, 1), date(2016, 2, 29)), "late") == (date(2016, 2, 21), date(2016, 2, 29))
    assert unit_around(DAY, "week") == (date(2016, 3, 28), date(2016, 4, 3))
    assert weekday_from(DAY, 2, -1, own_day=False) == date(2016, 3, 23)
