"""The search box: what is typed there is taken apart; no database is needed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import query_parser

# What was typed, the words left, the filters.
TYPED = [
    ("oil", "oil", {}),
    ("  oil \n gas ", "oil gas", {}),
    ("place:Beirut", "", {"place": "Beirut"}),
    ("oil PLACE:Beirut gas", "oil gas", {"place": "Beirut"}),
    ('source:"Harbour Gazette" oil', "oil", {"source": "Harbour Gazette"}),
    ("topic:oil tag:trade", "", {"tag": "trade"}),  # the one named last counts
    ("before:2025-03-18", "", {"to": "2025-03-17"}),
    ("after:2025-03-18", "", {"from": "2025-03-18"}),
    ("after:2025-03 before:2025-04", "", {"from": "2025-03-01", "to": "2025-03-31"}),
    ("after:2025", "", {"from": "2025-01-01"}),
    ("has:photo has:Pictures", "", {"photo": "1"}),
    ("مكان place:بيروت", "مكان", {"place": "بيروت"}),
    ("نفط مكان:بيروت مصدر:رويترز", "نفط", {"place": "بيروت", "source": "رويترز"}),
    ("موضوع:نفط قبل:2025-03 مع:صورة", "", {"tag": "نفط", "to": "2025-02-28", "photo": "1"}),
    ("بعد:2025", "", {"from": "2025-01-01"}),
    ("لون:أحمر مع:أجنحة", "لون:أحمر مع:أجنحة", {}),
    ("ferry url:example.org", "ferry", {"url": "example.org"}),
    ('url:"https://www.example.org/a?b=1" x', "x", {"url": "https://www.example.org/a?b=1"}),
    ("URL:http://example.org/a/", "", {"url": "http://example.org/a/"}),
    ("-url:example.org oil", "oil", {"url": "-example.org"}),
    ('-url:"example.org/sport"', "", {"url": "-example.org/sport"}),
    (
        "url:a.example url:b.example -url:a.example/x",
        "",
        {"url": "a.example b.example -a.example/x"},
    ),
    ("رابط:example.org نفط", "نفط", {"url": "example.org"}),
    ("url:صحيفة.example/أخبار", "", {"url": "صحيفة.example/أخبار"}),
    ("url:https://example.org/" + "a" * 400, "", {"url": "https://example.org/" + "a" * 400}),
    ("url:harbour", "url:harbour", {}),
    ('url:"example.org a"', 'url:"example.org a"', {}),
    ("url:ftp://example.org -url:!", "url:ftp://example.org -url:!", {}),
    # What is not understood is words like any other.
    ("has:wings", "has:wings", {}),
    ("before:tomorrow", "before:tomorrow", {}),
    ("after:2025-13", "after:2025-13", {}),
    ("after:2025-02-30", "after:2025-02-30", {}),
    ("after:0000", "after:0000", {}),
    ("colour:red", "colour:red", {}),
    ("place: Beirut", "place: Beirut", {}),
    ('place:""', 'place:""', {}),
    ("-place:Beirut", "-place:Beirut", {}),
    ("https://example.org/a", "https://example.org/a", {}),
    ("12:30", "12:30", {}),
    # Inside quotes there are no fields.
    ('"place:Beirut oil" gas', '"place:Beirut oil" gas', {}),
    ('"unclosed place:Beirut', '"unclosed place:Beirut', {}),
    ("har\0bour", "har bour", {}),
    ("", "", {}),
]


@pytest.mark.parametrize(("typed", "words", "filters"), TYPED)
def test_field_words_become_filters_and_the_rest_stays_words(typed, words, filters):
    assert query_parser.read(typed) == query_parser.ParsedQuery(words, filters)


@pytest.mark.parametrize(
    ("words", "wanted", "unwanted"),
    [
        ("oil gas", "oil gas", ()),
        ('نفط أو غاز "هذا أو ذاك" -فحم', 'نفط or غاز "هذا أو ذاك"', ("فحم",)),
        ("oil -gas", "oil", ("gas",)),
        ('oil -"price cap" gas', "oil gas", ('"price cap"',)),
        ('"oil -gas" or coal', '"oil -gas" or coal', ()),
        ("-oil", "", ("oil",)),
        ("anti-war", "anti-war", ()),
        ("- oil", "oil", ()),
        ("-", "", ()),
    ],
)
def test_a_minus_before_a_word_excludes_it(words, wanted, unwanted):
    assert query_parser.part(words) == query_parser.Words(wanted, unwanted)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Oil or GAS oil", ["oil", "gas"]),
        ('"price cap" -lifted', ["price", "cap"]),
        ("fishermen's 2025 co2", ["fishermen's", "co"]),
        ("الصيادون", ["الصيادون"]),
    ],
)
def test_single_words_are_what_a_slip_can_be_in(words, expected):
    assert query_parser.single_words(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-18", date(2025, 3, 18)),
        ("2025-3", date(2025, 3, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-02-29", None),
        ("18 March", None),
        ("٢٠٢٥", None),
    ],
)
def test_a_day_a_month_or_a_year_has_a_first_day(text, expected):
    assert query_parser.first_day(text) == expected


@given(st.text(max_size=400))
def test_no_text_whatever_raises_and_every_word_is_kept_or_a_filter(text):
    asked = query_parser.read(text)
    assert len(asked.words) <= query_parser.LONGEST_QUERY
    assert set(asked.filters) <= set(query_parser.FIELDS.values())
    assert query_parser.read(asked.words).words == asked.words
    query_parser.part(text)
    query_parser.single_words(text)


def test_a_text_of_one_kind_of_mark_is_read_at_once():
    for mark in ('"', "-", ":", "a:", '-"', "a" * 50 + ":"):
        query_parser.read(mark * 5_000)


@pytest.mark.parametrize(
    "typed", ["- - - boats", "--- boats", "(-(-( boats", "! & | boats", "boats"]
)
def test_marks_before_a_word_ask_for_nothing(typed):
    assert query_parser.part(typed).wanted.split()[-1] == "boats"
    assert query_parser.part(typed).unwanted == ()


def test_a_row_of_minuses_excludes_what_follows_once():
    assert query_parser.part("--gold -(silver -").unwanted == ("gold", "silver")
