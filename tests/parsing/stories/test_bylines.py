"""The byline that a page of plain text prints, in the forms and languages of the press."""

from __future__ import annotations

import pytest

from articles.ingest.stories.known_sources import registry
from articles.parsing import Role, parse
from tests.support.sample_pages import HEADLINE, PROSE, page, parse_one, spaced, story


def byline(*head: str, foot: tuple[str, ...] = ()) -> str:
    """The byline of a page with these lines below its headline and below its text."""
    [article] = parse(page(HEADLINE, "", *head, "", *spaced(*PROSE, *foot))).articles
    texts = [*article.bullets, *article.body]
    assert not any(line and line == block.text for line in head for block in texts)
    return article.byline


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (["By Ida Brandt 3 May 2021 4:45pm"], "Ida Brandt"),
        (["By Ida Brandt published 3 May 2021"], "Ida Brandt"),
        (["By Ida Brandt May 3, 2021"], "Ida Brandt"),
        (["// By Ida Brandt • May 3, 2021"], "Ida Brandt"),
        (["VON IDA BRANDT am 3. Mai 2021"], "IDA BRANDT"),
        (["Artikel von Ida Brandt"], "Ida Brandt"),
        (["Ein Gastbeitrag von Ida Brandt"], "Ida Brandt"),
        (["3. Mai 2021 | 14:08 Uhr | von Ida Brandt"], "Ida Brandt"),
        (["Autor: Ida Brandt", "3 maja 2021, 16:05"], "Ida Brandt"),
        (["Автор: Ида Брандт", "3 мая 2021"], "Ида Брандт"),
        (["بقلم: سلمى حداد", "3 مايو 2021"], "سلمى حداد"),
        (["文／山田太郎", "2021年5月3日"], "山田太郎"),
        (["김민수 기자", "입력 2021.05.03 16:05"], "김민수"),
        (["  • Von", "", "  • Ida Brandt", "  • 03.05.2021, 11:29 Uhr"], "Ida Brandt"),
        (["Author of the article:", "Ida Brandt", "Published May 3, 2021"], "Ida Brandt"),
        (["Ida Brandt", "May 3, 2021"], "Ida Brandt"),
        (["Ida Brandt", "Ida Brandt", "", "5 min read"], "Ida Brandt"),
        (["Ida Brandt | Tom Akande", "3 May 2021"], "Ida Brandt"),
        (["Ida Brandt|Published 3 May 2021"], "Ida Brandt"),
        (["3 May 2021 / Ida Brandt"], "Ida Brandt"),
        (["Ida Brandt Published May 3, 2021 Updated May 3, 2021 10:15am"], "Ida Brandt"),
        (["Ida Brandt, publié le 3 mai 2021 à 10h15"], "Ida Brandt"),
        (["Ida Brandt gepubliceerd 3 mei 2021"], "Ida Brandt"),
        (["Coast Tribune staff", "3 May 2021 14:02"], "Coast Tribune staff"),
        (["Ida Brandt, Staff Reporter", "May 3, 2021"], "Ida Brandt"),
    ],
)
def test_a_byline_is_found_in_whatever_form(head: list[str], name: str) -> None:
    assert byline(*head).startswith(name)


@pytest.mark.parametrize("name", ["Reuters", "AFP"])
def test_an_agency_next_to_the_date_signs_the_story(name: str) -> None:
    text = page(HEADLINE, "", name, "3 May 2021", "", *spaced(*PROSE))
    [article] = parse(text, registry=registry()).articles
    assert article.byline == name


def test_a_name_that_stands_twice_in_a_head_without_headline_signs_the_story() -> None:
    head = ("Updated 3 May 2021", "Isle News", "", "Isle News", "", "Author: Tom Akande", "")
    parsed = parse(page(*head, *spaced(*PROSE)))
    assert parsed.articles[0].byline == "Isle News"
    assert [entry.role for entry in parsed.ledger if entry.role is Role.BYLINE] == [Role.BYLINE] * 2


@pytest.mark.parametrize(
    "head",
    [
        ["New Delhi", "3 May 2021"],
        ["Middle East", "3 May 2021"],
        ["Key Points", "3 May 2021"],
        ["Photo: Ida Brandt", "3 May 2021"],
        ["3 May 2021"],
    ],
)
def test_a_place_a_section_or_a_photographer_is_no_byline(head: list[str]) -> None:
    [article] = parse(page(HEADLINE, "", *head, "", *spaced(*PROSE))).articles
    assert article.byline == ""


def test_whom_the_text_speaks_of_did_not_write_it() -> None:
    told = ("The board gave the prize to Ida Brandt, who thanked the islanders at length.",)
    text = page(HEADLINE, "", "Ida Brandt", "3 May 2021", "", *spaced(*PROSE, *told))
    [article] = parse(text).articles
    assert article.byline == ""


@pytest.mark.parametrize("name", ["Reuters", "Nada Al-Turki", "AFP", "Ida Brandt"])
def test_whoever_stands_right_below_the_date_of_a_known_head_wrote_the_story(name: str) -> None:
    text = story(head=("Short Url", "https://isle.example/ab12", "Updated 3 May 2021", name))
    article = parse_one(text)
    assert article.byline == name
    assert [block.kind for block in article.body] == ["paragraph"] * 3


@pytest.mark.parametrize("line", ["Follow", "Glass Workshop Reopens", "Four apprentices sign on"])
def test_other_words_below_the_date_are_no_byline(line: str) -> None:
    text = story(head=("Short Url", "Updated 3 May 2021", line))
    assert parse_one(text).byline == ""
