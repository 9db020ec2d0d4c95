"""Days and times as pages state them: only what is certain counts."""

from datetime import date, datetime

import pytest

from articles.ingest.readers.statements.stated_dates import day_in_address, moment_of

DAY = date(2022, 2, 8)


@pytest.mark.parametrize(
    "stated",
    [
        "2022-02-08T14:05:00+01:00", "2022-02-08T14:05:00+0100", "2022-02-08 14:05:00 +0100",
        "2022-02-08T13:05:00Z", "2022-02-08T13:05:00.000Z", "2022-02-08T13:05Z",
        "2022-02-08T13:05:00.1234567Z", "2022-02-08 13:05:00 UTC", "1644325500", "1644325500000",
        "Tue, 08 Feb 2022 13:05:00 GMT", "2022-02-08T08:05:00-05:00",
    ],
)  # fmt: skip
def test_a_time_with_a_zone_is_a_moment(stated):
    moment = moment_of(stated)
    assert isinstance(moment, datetime)
    assert moment.replace(microsecond=0) == datetime.fromisoformat("2022-02-08T13:05:00Z")


@pytest.mark.parametrize(
    "stated",
    [
        "2022-02-08", "20220208", "2022/02/08", "2022-02-08T14:05:00", "2022-02-08 14:05",
        "2022-02-08T00:00:00Z", "2022-02-08T00:00:00+01:00", "Feb 08, 2022", "February 8, 2022",
        "8 Feb 2022", "8. Februar 2022", "8. Februar 2022, 14:05", "8 février 2022",
        "8 de febrero de 2022", "8 febbraio 2022", "8 февраля 2022", "8 فبراير 2022",
        "2022年2月8日", "2022. 2. 8.", "08.02.2022", "Tuesday, 8 February 2022",
    ],
)  # fmt: skip
def test_without_a_zone_it_is_a_day(stated):
    assert moment_of(stated) == DAY


@pytest.mark.parametrize(
    ("stated", "language", "day"),
    [
        ("08/02/2022 14:05", "en-GB", DAY),
        ("08/02/2022 14:05", "fr", DAY),
        ("02/08/2022", "en-US", DAY),
        ("08/02/2022", "", None),
        ("08/02/2022", "en", None),
        ("18/02/2022", "", date(2022, 2, 18)),
        ("02/18/2022", "", date(2022, 2, 18)),
        ("08-02-2022", "de", DAY),
    ],
)
def test_the_pages_language_tells_the_day_from_the_month(stated, language, day):
    assert moment_of(stated, language) == day


@pytest.mark.parametrize(
    "stated",
    [
        "", "soon", "1970-01-01T00:00:00Z", "0", "0000-00-00", "2022-13-45", "2022-02-30", "2022",
        "1899-12-31", "9999-12-31", "99999999999999999999", "0001-01-01T00:00:00Z", "14:05", "null",
        "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_date_of_the_web_is_none(stated):
    assert moment_of(stated) is None


def test_a_zone_that_is_none_leaves_the_day():
    assert moment_of("2022-02-08T14:05:00+99:99") == DAY


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://post.example/2022/02/08/ferry-aground", DAY),
        ("https://post.example/news/2022-02-08-ferry-aground", DAY),
        ("https://post.example/20220208/ferry", DAY),
        ("https://post.example/2022/2/8/ferry", DAY),
        ("https://post.example/world/2022/feb/08/ferry", DAY),
        ("https://post.example/blog/2022/February/8/ferry", DAY),
        ("https://post.example/ferry-aground-2022-02-08", DAY),
        ("https://post.example/2022/fog/08/ferry", None),
        ("https://post.example/2022/02/31/ferry", None),
        ("https://post.example/2022/ferry", None),
        ("https://post.example/1912/04/15/titanic", None),
        ("https://post.example/item/202202081234", None),
    ],
)
def test_an_address_may_tell_the_day(address, day):
    assert day_in_address(address) == day
