"""Dates as printed, and what they are understood to mean."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing import DateMethod, Precision, PrintedDate
from articles.parsing.dates.printed_dates import (
    calculate_from_siblings,
    is_date_text,
    read_date,
)
from articles.parsing.dates.stated_days import day_first_of, read_day
from articles.parsing.lines.months import LANGUAGES, MONTHS


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("11 February 2020", date(2020, 2, 11)),
        ("Tuesday, 3 Sept. 2019", date(2019, 9, 3)),
        ("November 20th, 2019", date(2019, 11, 20)),
        ("March 8, 2025", date(2025, 3, 8)),
        ("2025-03-18", date(2025, 3, 18)),
        ("18/03/2025", date(2025, 3, 18)),
        ("03/18/2025", date(2025, 3, 18)),
        ("04.03.2025", date(2025, 3, 4)),
        ("18. März 2025", date(2025, 3, 18)),
        ("Dienstag, 3. Sept. 2019", date(2019, 9, 3)),
        ("mardi 18 mars 2025", date(2025, 3, 18)),
        ("1er août 2025", date(2025, 8, 1)),
        ("18 de marzo de 2025", date(2025, 3, 18)),
        ("18 مارس 2025", date(2025, 3, 18)),
        ("١٨ آذار ٢٠٢٥", date(2025, 3, 18)),
        ("15 كانون الثاني 2025", date(2025, 1, 15)),
        ("الثلاثاء 18 أفريل 2025", date(2025, 4, 18)),
        ("3. Mai 2021", date(2021, 5, 3)),
        ("Montag, 3. Mai 2021", date(2021, 5, 3)),
        ("1er août 2021", date(2021, 8, 1)),
        ("3 de mayo de 2021", date(2021, 5, 3)),
        ("3 مايو 2021", date(2021, 5, 3)),
        ("lunedì 3 maggio 2021", date(2021, 5, 3)),
        ("3 de março de 2021", date(2021, 3, 3)),
        ("3 maart 2021", date(2021, 3, 3)),
        ("3 мая 2021 г.", date(2021, 5, 3)),
        ("2021年5月3日", date(2021, 5, 3)),
        ("2021년 5월 3일", date(2021, 5, 3)),
        ("2021. 5. 3.", date(2021, 5, 3)),
        ("2021/05/03", date(2021, 5, 3)),
        ("14 marca 2024, 16:05", date(2024, 3, 14)),
        ("14 Mart 2024", date(2024, 3, 14)),
        ("14. března 2024", date(2024, 3, 14)),
        ("14 березня 2024 р., 16:05", date(2024, 3, 14)),
        ("14 Μαρτίου 2024", date(2024, 3, 14)),
        ("Πέμπτη 14 Μάρ. 2024", date(2024, 3, 14)),
        ("14 במרץ 2024", date(2024, 3, 14)),
        ("14 मार्च 2024", date(2024, 3, 14)),
        ("१४ फ़रवरी २०२४", date(2024, 2, 14)),
        ("১৪ মার্চ ২০২৪", date(2024, 3, 14)),
        ("14 மார்ச் 2024", date(2024, 3, 14)),
        ("14 มีนาคม 2567", date(2024, 3, 14)),
        ("14 มี.ค. 2567", date(2024, 3, 14)),
        ("14 มีนาคม พ.ศ. 2567", date(2024, 3, 14)),
        ("14 tháng 3 năm 2024", date(2024, 3, 14)),
        ("14 tháng 12, 2024", date(2024, 12, 14)),
        ("2024. március 14.", date(2024, 3, 14)),
        ("2024 m. kovo 14 d.", date(2024, 3, 14)),
        ("2024. gada 14. marts", date(2024, 3, 14)),
        ("2024ko martxoaren 14a", date(2024, 3, 14)),
        ("14 de març de 2024", date(2024, 3, 14)),
        ("14 d’abril de 2024", date(2024, 4, 14)),
        ("14 martie 2024", date(2024, 3, 14)),
        ("torstai 14. maaliskuuta 2024", date(2024, 3, 14)),
        ("14. mars 2024", date(2024, 3, 14)),
        ("14 ژوئن 2024", date(2024, 6, 14)),
        ("14 Mac 2024", date(2024, 3, 14)),
        ("14 Maret 2024", date(2024, 3, 14)),
        ("2024 Mar 14", date(2024, 3, 14)),
        ("14-Mar-2024", date(2024, 3, 14)),
        ("Mar-14-2024", date(2024, 3, 14)),
        ("14-03-2024", date(2024, 3, 14)),
        ("03-14-2024", date(2024, 3, 14)),
        ("2024-3-14", date(2024, 3, 14)),
        ("2024. 03. 14. 16:05", date(2024, 3, 14)),
        ("令和6年3月14日", date(2024, 3, 14)),
        ("令和元年5月14日", date(2019, 5, 14)),
        ("民國113年3月14日", date(2024, 3, 14)),
        ("14/مارس/2024", date(2024, 3, 14)),
        ("14 آذار/مارس 2024", date(2024, 3, 14)),
        ("14 آذار (مارس) 2024", date(2024, 3, 14)),
        ("14 مارس ,2024: 04:05 م GST", date(2024, 3, 14)),
        ("مارس 14، 2024", date(2024, 3, 14)),
        ("الخميس - 03 رمضان 1445 هـ - 14 مارس 2024 مـ", date(2024, 3, 14)),
        ("الخميس ٣ رمضان ١٤٤٥ هـ - ١٤ مارس ٢٠٢٤ م", date(2024, 3, 14)),
    ],
)
def test_a_stated_day_is_read(words, on):
    printed = read_date(words)
    assert (printed.on, printed.precision, printed.method) == (on, "day", "stated")
    assert printed.text == words


MARCH_18 = date(2025, 3, 18)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("March 18th, 2025 - 07:29 GMT", "2025-03-18T07:29:00+00:00"),
        ("Mar 18, 2025 | 2:05 PM EDT", "2025-03-18T14:05:00-04:00"),
        ("Mar 18, 2025 | 2:05 PM ET", "2025-03-18T14:05:00-04:00"),
        ("18 March 2025, 2:05 p.m. (PT)", "2025-03-18T14:05:00-07:00"),
        ("2025-03-18T14:05:00+03:00", "2025-03-18T14:05:00+03:00"),
        ("2025-03-18T14:05-03:00", "2025-03-18T14:05:00-03:00"),
        ("2025-03-18T14:05:00.000-0330", "2025-03-18T14:05:00-03:30"),
        ("2025-03-18T14:05:00Z", "2025-03-18T14:05:00+00:00"),
        ("2025-03-18 14:05:00+03", "2025-03-18T14:05:00+03:00"),
        ("18 March 2025 14:05 +0530", "2025-03-18T14:05:00+05:30"),
        ("18 March 2025, 14:05 UTC+3", "2025-03-18T14:05:00+03:00"),
        ("18 March 2025, 14:05 (UTC +03:00)", "2025-03-18T14:05:00+03:00"),
        ("18 March 2025, 14:05 UTC + 3", "2025-03-18T14:05:00+03:00"),
        ("18 March 2025, 14:05 GMT-5", "2025-03-18T14:05:00-05:00"),
        ("18 March 2025, 14:05 GMT\u22125", "2025-03-18T14:05:00-05:00"),
        ("18 March 2025, 14:05 GMT+5:30", "2025-03-18T14:05:00+05:30"),
        ("18 March 2025, 14:05 GMT+0530", "2025-03-18T14:05:00+05:30"),
        ("18 March 2025, 14:05 GMT - 3 min read", "2025-03-18T14:05:00+00:00"),
        ("2025-03-18 14:05:37 (GMT+8)", "2025-03-18T14:05:00+08:00"),
        ("18. März 2025 um 14:05 Uhr MEZ", "2025-03-18T14:05:00+01:00"),
        ("18. März 2025, 14:05 Uhr (MESZ)", "2025-03-18T14:05:00+02:00"),
        ("18 de marzo de 2025 14:05 CEST", "2025-03-18T14:05:00+02:00"),
        ("18 марта 2025, 14:05 МСК", "2025-03-18T14:05:00+03:00"),
        ("18 March 2025 14:05 PKT", "2025-03-18T14:05:00+05:00"),
        ("18 March 2025 14:05 hrs SGT", "2025-03-18T14:05:00+08:00"),
        ("18 مارس 2025 14:05 بتوقيت غرينتش", "2025-03-18T14:05:00+00:00"),
    ],
)
def test_a_time_counts_in_a_zone_that_has_one_meaning(words, at):
    printed = read_date(words)
    assert (printed.on, printed.at and printed.at.isoformat()) == (MARCH_18, at)
    assert printed.precision is Precision.MINUTE


@pytest.mark.parametrize(
    "words",
    [
        "March 18, 2025 1:55 pm",
        "March 18, 2025 1:55 am (Updated 4:30 am)",
        "18 March 2025 14:05 IST",
        "18 March 2025 14:05 BST",
        "18 March 2025 14:05 CST",
        "18 March 2025 (14:05 AST)",
        "18 March 2025 14:05 Gulf time",
        "18 March 2025, 12:05 a.m.",
        "18 March 2025, 10:00-11:30",
        "18 March 2025, 14:05 UTC+25",
        "2025-03-18T14:05:00",
        "18. März 2025, 14:05 Uhr",
        "le 18 mars 2025 à 14h05",
        "18 марта 2025, 14:05",
        "2025年3月18日 14:05",
        "١٨ مارس ٢٠٢٥ ٢:٠٥ م",
        "18 مارس 2025 14:05 بتوقيت القاهرة",
    ],
)
def test_a_time_in_no_known_zone_gives_the_day_as_printed_and_no_time(words):
    printed = read_date(words)
    assert (printed.on, printed.precision, printed.at) == (MARCH_18, Precision.DAY, None)


def test_a_clock_without_seasons_is_that_of_its_city_on_the_day():
    assert read_date("January 9, 2024 2:05 PM ET").at.isoformat() == "2024-01-09T14:05:00-05:00"
    assert read_date("9 июля 2013, 14:05 МСК").at.isoformat() == "2013-07-09T14:05:00+04:00"


@pytest.mark.parametrize(
    ("words", "not_after", "on"),
    [
        ("March 14, 2024", None, date(2024, 3, 14)),
        ("Mar 14", date(2024, 3, 15), date(2024, 3, 14)),
        ("14. März", date(2024, 3, 14), date(2024, 3, 14)),
        ("14 марта", date(2024, 3, 15), date(2024, 3, 14)),
        ("في 14 مارس", date(2024, 3, 15), date(2024, 3, 14)),
        ("le 14 mars", date(2024, 1, 2), date(2023, 3, 14)),
        ("Dec. 31", date(2024, 1, 2), date(2023, 12, 31)),
        ("29 February", date(2023, 6, 1), date(2020, 2, 29)),
        ("14일", date(2024, 3, 15), date(2024, 3, 14)),
        ("31日", date(2024, 3, 15), date(2024, 1, 31)),
        ("Mar 14", None, None),
        ("room 14", date(2024, 3, 15), None),
        ("04/03/2025", date(2025, 6, 1), None),
    ],
)
def test_a_datelines_day_is_the_latest_such_day_that_is_not_after(words, not_after, on):
    assert read_day(words, not_after=not_after) == on


def test_a_months_name_means_the_same_month_in_every_language():
    for months in LANGUAGES.values():
        assert len(months) == 12
        for number, names in enumerate(months, start=1):
            for name in names.replace("_", " ").split("|"):
                assert name == "-" or MONTHS[name.casefold()] == number, name


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("vor 3 Stunden", MARCH_18),
        ("vor einer Stunde", MARCH_18),
        ("vor 2 Tagen", date(2025, 3, 16)),
        ("gestern", date(2025, 3, 17)),
        ("il y a 3 heures", MARCH_18),
        ("il y a 2 jours", date(2025, 3, 16)),
        ("hier", date(2025, 3, 17)),
        ("hace 3 horas", MARCH_18),
        ("hace una semana", date(2025, 3, 11)),
        ("ayer", date(2025, 3, 17)),
        ("منذ 3 ساعات", MARCH_18),
        ("منذ ٣ أيام", date(2025, 3, 15)),
        ("قبل يومين", date(2025, 3, 16)),
        ("أمس", date(2025, 3, 17)),
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
    relative = [read_date("14 sec ago"), read_date("2 days ago")]
    now, earlier, *others = calculate_from_siblings([*relative, *siblings])
    assert (now.on, now.method) == (date(2025, 3, 18), DateMethod.SIBLINGS)
    assert earlier.on == date(2025, 3, 16)
    assert others == siblings


def test_siblings_that_are_relative_themselves_date_nothing():
    other = PrintedDate("1 min ago", None, Precision.UNKNOWN, DateMethod.UNRESOLVED)
    assert calculate_from_siblings([read_date("14 sec ago"), other])[0].on is None


@pytest.mark.parametrize(
    "words",
    [
        "31 February 2020",
        "14 parsecs ago",
        "the 11th hour",
        "May 2020",
        "2025-99-99",
        "soon",
        "",
        "31.02.2025",
        "hace calor",
        "vor Gericht",
        "hours ago",
        "5 ago",
        "il y a",
        "1 min " * 30 + "ago",
        "18 March " * 20 + "2025",
    ],
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


@pytest.mark.parametrize(
    "words",
    [
        *("14 listopada 2024", "03/04/2025", "3-4-2025", "12 اسفند 1402", "3 رمضان 1445 هـ"),
        *("31 April 2024", "2024-13-14", "tháng 3 năm 2024", "30 Şubat 2024", "14 May 24"),
    ],
)
def test_a_day_that_nothing_settles_is_not_read(words):
    assert read_date(words).on is None


def test_a_day_that_could_be_a_month_is_a_date_that_waits_for_others_to_settle_it():
    assert is_date_text("04/03/2025")
    assert is_date_text("04-03-2025 14:05")
    assert not is_date_text("24/43/2025")


def test_numbers_are_read_in_the_order_that_is_known():
    assert read_date("03/04/2025", day_first=True).on == date(2025, 4, 3)
    assert read_date("03-04-2025", day_first=False).on == date(2025, 3, 4)
    assert read_date("03/14/2025", day_first=True).on == date(2025, 3, 14)
    assert read_date("14/03/2025", day_first=False).on == date(2025, 3, 14)
    assert read_date("03.04.2025", day_first=False).on == date(2025, 4, 3)


@pytest.mark.parametrize(
    ("words", "day_first"),
    [
        (["03/04/2025", "14/03/2025"], True),
        (["03/04/2025", "03/14/2025"], False),
        (["03/04/2025", "05/06/2025"], None),
        (["14/03/2025", "03/14/2025"], None),
        (["14.03.2025", "03/04/2025"], None),
        (["3 March 2025"], None),
    ],
)
def test_other_dates_of_a_page_tell_the_order_of_its_numbers(words, day_first):
    assert day_first_of(words) is day_first


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("há 2 dias", date(2025, 3, 16)),
        ("3 ore fa", MARCH_18),
        ("2 giorni fa", date(2025, 3, 16)),
        ("2 dagen geleden", date(2025, 3, 16)),
        ("2 дня назад", date(2025, 3, 16)),
        ("2 gün önce", date(2025, 3, 16)),
        ("för 2 dagar sedan", date(2025, 3, 16)),
        ("2 dager siden", date(2025, 3, 16)),
        ("2 dni temu", date(2025, 3, 16)),
        ("πριν από 2 ημέρες", date(2025, 3, 16)),
        ("לפני 2 ימים", date(2025, 3, 16)),
        ("2 दिन पहले", date(2025, 3, 16)),
        ("2 hari lalu", date(2025, 3, 16)),
        ("3時間前", MARCH_18),
        ("2天前", date(2025, 3, 16)),
        ("2일 전", date(2025, 3, 16)),
        ("ieri", date(2025, 3, 17)),
        ("вчера", date(2025, 3, 17)),
    ],
)
def test_a_relative_day_is_calculated_in_other_languages(words, on):
    captured = datetime(2025, 3, 18, 14, 5, tzinfo=UTC)
    assert read_date(words, captured_at=captured).on == on
