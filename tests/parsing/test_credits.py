"""Credits taken off captions, and the sources that credits and paragraphs name."""

import pytest

from articles.parsing.credits import (
    Evidence,
    credited_sources,
    reporting_sources,
    split_credit,
)


@pytest.mark.parametrize(
    ("printed", "text", "credit"),
    [
        ("Boats at rest. (Reuters)", "Boats at rest.", "Reuters"),
        ("Boats at rest (AP/File)", "Boats at rest", "AP/File"),
        ("Boats at rest. (AN photo)", "Boats at rest.", "AN photo"),
        ("Boats at rest. (X: @harbourmaster)", "Boats at rest.", "X: @harbourmaster"),
        ("Boats at rest. (Photo by Ida Brandt)", "Boats at rest.", "Photo by Ida Brandt"),
        ("Boats at rest. [AFP via Getty Images]", "Boats at rest.", "AFP via Getty Images"),
        ("Boats at rest. (Supplied).", "Boats at rest.", "Supplied"),
    ],
)
def test_a_known_credit_in_brackets_is_taken_off(printed, text, credit):
    assert split_credit(printed) == (text, credit, Evidence.STRONG)


def test_a_known_agency_after_a_full_stop_is_a_weaker_sign():
    assert split_credit("Boats at rest. Reuters") == ("Boats at rest.", "Reuters", Evidence.WEAK)


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 4 percent in May, says the statistics office (TurkStat).",
        "The plan (see page 4) is old",
        "He paused. Then he went on.",
        "The pumps weigh 35 kilograms (77 pounds)",
        "(Reuters)",
        "",
    ],
)
def test_what_is_no_credit_stays_where_it_is(text):
    found = split_credit(text)
    assert (found.text, found.credit) == (text, "")


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("AFP", ["Agence France-Presse"]),
        ("AP/File", ["Associated Press"]),
        ("REUTERS", ["Reuters"]),
        ("AN photo", ["Arab News"]),
        ("AFP via Getty Images", ["Agence France-Presse", "Getty Images"]),
        ("Andes Wire", ["Andes Wire"]),
        ("Supplied", []),
        ("X: @harbourmaster", []),
        ("Photo by Ida Brandt", []),
        ("Ida Brandt", []),
        ("File", []),
    ],
)
def test_a_credit_names_organisations_by_their_full_names(credit, names):
    assert [source.name for source in credited_sources(credit)] == names


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("The dam is safe, an engineer told Reuters.", ["Reuters"]),
        ("The dam is safe, the Oman News Agency reported.", ["Oman News Agency"]),
        ("It was said in a statement carried by the Titicaca News Agency.",
         ["Titicaca News Agency"]),
        ("As AFP has reported, the dam is safe.", ["Agence France-Presse"]),
        ("According to The Washington Post, it is not.", ["The Washington Post"]),
        ("A Reuters cameraman fell into the dam.", []),
        ("The SPA treatment was told at length.", []),
        ("The report is thin. Petra said so, and she would know.", []),
    ],
)  # fmt: skip
def test_reporting_is_told_from_a_mere_mention(paragraph, names):
    assert [source.name for source in reporting_sources(paragraph)] == names
