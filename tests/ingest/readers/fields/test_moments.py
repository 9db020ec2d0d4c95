"""Dates as the fields of records write them: with a zone a time, without one the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles.ingest.readers.fields.moments import moment_of, with_zone_of

AT = datetime(2016, 4, 30, 5, 0, 24, tzinfo=UTC)
DAY = date(2016, 4, 30)


@pytest.mark.parametrize(
    "value",
    [
        "2016-04-30T05:00:24Z",
        "2016-04-30T05:00:24+00:00",
        "2016-04-30 05:00:24+00:00",
        "2016-04-30 05:00:24 +0000",
        "2016-04-30 05:00:24 UTC",
        "2016-04-30T05:00:24 GMT",
        "  2016-04-30T05:00:24.000Z ",
        "20160430T050024Z",
        "Sat, 30 Apr 2016 05:00:24 GMT",
        "Sat, 30 Apr 2016 05:00:24 +0000",
        "30 Apr 2016 05:00:24 GMT",
        "Sat Apr 30 05:00:24 +0000 2016",
        1461992424,
        1461992424.0,
        1461992424000,
        1461992424000000,
        1461992424000000000,
        "1461992424",
        "1461992424000",
        "1461992424.0",
        {"$date": "2016-04-30T05:00:24Z"},
        {"$date": 1461992424000},
        {"$date": {"$numberLong": "1461992424000"}},
        {"_seconds": 1461992424, "_nanoseconds": 0},
        ["2016-04-30T05:00:24Z"],
        AT,
    ],
)
def test_a_moment_with_its_zone_is_read(value):
    assert moment_of(value) == AT
    assert moment_of(value).tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "2016-04-30",
        "2016-04-30T05:00:24",
        "2016-04-30 05:00:24",
        "2016-04-30 23:30",
        "20160430",
        20160430,
        "20160430050024",
        "2016/04/30",
        "30.04.2016",
        "30/04/2016",
        "30 April 2016",
        "April 30, 2016",
        "30. April 2016",
        "30 avril 2016 à 16h05",
        "30 de abril de 2016",
        "٣٠ أبريل ٢٠١٦",
        "2016年4月30日",
        "Sat, 30 Apr 2016 05:00:24 -0000",
        {"$date": "2016-04-30"},
        date(2016, 4, 30),
        datetime(2016, 4, 30, 23, 59),  # noqa: DTZ001 - as tables have it
    ],
)
def test_a_moment_without_a_zone_is_a_day(value):
    assert moment_of(value) == DAY
    assert not isinstance(moment_of(value), datetime)


def test_a_zone_is_kept_as_stated():
    moment = moment_of("2016-04-30T05:00:24+05:30")
    assert moment.utcoffset() == timedelta(hours=5, minutes=30)
    assert moment_of("2016-04-30 05:00:24 -0700").utcoffset() == timedelta(hours=-7)


def test_a_crawlers_clock_runs_in_the_zone_that_is_given():
    assert moment_of("2016-04-30 05:00:24", UTC) == AT
    assert moment_of("20160430050024", UTC) == AT
    assert moment_of("2016-04-30", UTC) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *("", "unknown", "None", "NaT", "2 hours ago", "2016", "2016-04", "03/04/2016", "12 of 40"),
        *("2016-13-45", "99999999", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", 0, 1, 404, True),
        *(1e300, float("nan"), float("inf"), -1e300, None, [], {}, {"$oid": "5f"}, [[1461992424]]),
        *("9" * 20, "x" * 10_000, {"$date": {"$date": []}}, b"2016-04-30"),
    ],
)
def test_what_is_no_date_is_none(value):
    assert moment_of(value) is None


@pytest.mark.parametrize(
    ("local", "offset"),
    [
        ("2024-03-14T18:05:00", timedelta(hours=2)),
        ("2024-03-14T21:35:00", timedelta(hours=5, minutes=30)),
        ("2024-03-14T09:05:00", timedelta(hours=-7)),
        ("2024-03-14T16:05:00", timedelta(0)),
    ],
)
def test_a_time_in_utc_and_in_its_own_zone_states_that_zone(local, offset):
    moment = with_zone_of("2024-03-14T16:05:00", local)
    assert moment == datetime(2024, 3, 14, 16, 5, tzinfo=UTC)
    assert moment.utcoffset() == offset


@pytest.mark.parametrize(
    "local", ["2024-03-16T16:05:00", "2024-03-14T16:11:00", "2024-03-14", None, 7, "soon"]
)
def test_two_times_that_no_zone_parts_state_none(local):
    assert with_zone_of("2024-03-14T16:05:00", local) is None
    assert with_zone_of(datetime(2024, 3, 14, tzinfo=UTC), local) is None
