"""Dates as printed, and what they are understood to mean."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing import DateMethod, Precision, PrintedDate
from articles.parsing.dates import is_date_text, read_date, reckon_from_siblings


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("11 February 2020", date(2020, 2, 11)),
        ("Tuesday, 3 Sept. 2019", date(2019, 9, 3)),
        ("November 20th, 2019", date(2019, 11, 20)),
        ("March 8, 2025", date(2025, 3, 8)),
        ("2025-03-18", date(2025, 3, 18)),
        ("3. Mai 2021", date(2021, 5, 3)),
        ("Montag, 3. Mai 2021", date(2021, 5, 3)),
        ("1er août 2021", date(2021, 8, 1)),
        ("3 de mayo de 2021", date(2021, 5, 3)),
        ("3 مايو 2021", date(2021, 5, 3)),
    ],
)
def test_a_stated_day_is_read(words, on):
    printed = read_date(words)
    assert (printed.on, printed.precision, printed.method) == (on, "day", "stated")
    assert printed.text == words


def test_a_stated_time_is_read_with_its_zone_or_without():
    assert read_date("November 20th, 2019 - 07:29 GMT").at == datetime(
        2019, 11, 20, 7, 29, tzinfo=UTC
    )
    local = read_date("August 30, 2023 1:55 pm")
    assert local.at == datetime(2023, 8, 30, 13, 55)  # noqa: DTZ001 - the page names no zone
    assert local.precision is Precision.MINUTE


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("14 sec ago", date(2025, 3, 18)),
        ("35 min 27 sec ago", date(2025, 3, 18)),
        ("5 hours 12 min ago", date(2025, 3, 18)),
        ("yesterday", date(2025, 3, 17)),
        ("2 days ago", date(2025, 3, 16)),
        ("an hour ago", date(2025, 3, 18)),
        ("1 week ago", date(2025, 3, 11)),
    ],
)
def test_a_relative_date_is_reckoned_from_the_capture_day(words, on):
    printed = read_date(words, captured_at=date(2025, 3, 18))
    assert (printed.on, printed.precision, printed.method) == (on, "estimated", "capture_time")


def test_a_capture_time_to_the_second_is_reckoned_from_exactly():
    captured = datetime(2025, 3, 18, 0, 10, tzinfo=UTC)
    printed = read_date("35 min 27 sec ago", captured_at=captured)
    assert printed.at == datetime(2025, 3, 17, 23, 34, 33, tzinfo=UTC)
    assert printed.on == date(2025, 3, 17)


def test_a_relative_date_alone_stays_unresolved():
    printed = read_date("14 sec ago")
    assert (printed.on, printed.precision, printed.method) == (None, "unknown", "unresolved")


def test_siblings_date_a_relative_story_by_the_latest_day_that_one_of_them_states():
    siblings = [read_date("11 February 2020"), read_date("18 March 2025"), None]
    printed = reckon_from_siblings(read_date("14 sec ago"), siblings)
    assert (printed.on, printed.method) == (date(2025, 3, 18), DateMethod.SIBLINGS)
    assert reckon_from_siblings(read_date("2 days ago"), siblings).on == date(2025, 3, 16)


def test_siblings_that_are_relative_themselves_date_nothing():
    other = PrintedDate("1 min ago", None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
    assert reckon_from_siblings(read_date("14 sec ago"), [other]).on is None


@pytest.mark.parametrize(
    "words",
    ["31 February 2020", "14 parsecs ago", "the 11th hour", "May 2020", "2025-99-99", "soon", ""],
)
def test_what_is_no_date_is_not_made_one(words):
    assert read_date(words, captured_at=date(2025, 3, 18)).on is None
    assert not is_date_text(words)


@given(st.text(max_size=60))
def test_no_words_raise(words):
    read_date(words, captured_at=date(1, 1, 2))


@given(st.integers(0, 9999), st.sampled_from(["sec", "min", "hours", "days", "weeks"]))
def test_no_amount_of_time_raises(amount, unit):
    read_date(f"{amount} {unit} ago", captured_at=date(1, 1, 2))
