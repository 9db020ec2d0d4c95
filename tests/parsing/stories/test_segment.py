"""Where one story ends and the next begins."""

import pytest

from articles.parsing import parse
from tests.support.sample_pages import (
    HEADLINE,
    PROSE,
    page,
    paragraphs,
    parse_one,
    roles,
    spaced,
    story,
)

OTHER = "Ferry timetable shrinks for the winter"


def headlines(text):
    return [article.headline for article in parse(text).articles]


def test_a_headline_printed_twice_opens_a_story():
    article = parse_one(story())
    assert article.headline == HEADLINE
    assert (article.lines.first, article.lines.last) == (1, 13)


def test_a_page_scrolls_on_into_further_stories():
    text = page(story(), "", "", story(headline=OTHER, head=("Updated 4 May 2021", "Follow")))
    first, second = parse(text).articles
    assert (first.headline, second.headline) == (HEADLINE, OTHER)
    assert first.lines.last == 13
    assert second.lines.first == 16


def test_one_blank_line_between_stories_is_enough():
    assert headlines(page(story(), "", story(headline=OTHER))) == [HEADLINE, OTHER]


def test_a_caption_at_the_end_of_a_story_does_not_open_the_next():
    text = page(story(), "", "", "The old depot in 1931. (AP/File)", "", story(headline=OTHER))
    first, second = parse(text).articles
    assert first.captions[0].text == "The old depot in 1931."
    assert second.headline == OTHER


def test_a_headline_printed_once_over_the_furniture_opens_a_story():
    text = page(
        HEADLINE, "", "The bench. (AFP)", "Short Url", "", *spaced(*PROSE), "", "",
        OTHER, "", "The quay. (AFP)", "Short Url", "", *spaced(*PROSE[::-1]),
    )  # fmt: skip
    assert headlines(text) == [HEADLINE, OTHER]


def test_alternative_texts_that_repeat_the_headline_are_headline_too():
    text = page(HEADLINE, story(top=(HEADLINE, "")))
    parsed = parse(text)
    assert headlines(text) == [HEADLINE]
    assert roles(parsed).count("headline") == 4


def test_a_crawlers_prefix_belongs_to_the_story_below_it():
    parsed = parse(page(" date 2025-03-18 You are here", story()))
    assert parsed.articles[0].lines.first == 1
    assert roles(parsed)[0] == "chrome"


def test_a_bullet_that_repeats_a_sentence_of_the_text_opens_no_story():
    bullet = "“The bench is full,” the master said"
    text = story(*spaced(PROSE[0], f"{bullet}.", PROSE[1]), top=(bullet, ""))
    assert headlines(text) == [HEADLINE]


def test_text_without_any_furniture_is_a_story_when_prose_follows_a_headline():
    assert headlines(page(HEADLINE, "", *spaced(*PROSE))) == [HEADLINE]


def test_a_listing_page_holds_no_story_and_is_quarantined_with_the_reason():
    parsed = parse(page("World", "Sport", "Ferry timetable shrinks", "Weather", "Contact us"))
    assert parsed.articles == ()
    assert set(roles(parsed)) == {"quarantine"}
    assert [issue.code for issue in parsed.issues] == ["no-story"]


def test_text_before_the_first_story_is_quarantined():
    tail = "was said to be content with the outcome of the vote on the matter."
    parsed = parse(page(tail, "", "", story()))
    assert [article.headline for article in parsed.articles] == [HEADLINE]
    assert parsed.ledger[0].role == "quarantine"
    assert parsed.ledger[0].reason == "text outside any story"


def test_a_headline_without_text_is_quarantined_and_the_next_story_read():
    text = page(OTHER, "", "Updated 4 May 2021", "Follow", "", OTHER, "", "", story())
    parsed = parse(text)
    assert [article.headline for article in parsed.articles] == [HEADLINE]
    assert parsed.ledger[0].reason == "a headline with no text below it"


def test_a_story_may_stand_above_its_headline():
    head = ("", HEADLINE, "", "Short Url", "Updated 3 May 2021", "Follow")
    parsed = parse(page(*spaced(*PROSE), *head))
    [article] = parsed.articles
    assert (article.headline, paragraphs(article)) == (HEADLINE, list(PROSE))
    assert article.updated.text == "3 May 2021"
    assert {entry.article for entry in parsed.ledger} == {1}


def test_every_story_of_a_page_may_stand_above_its_headline():
    other = (f"LISBON: {PROSE[1]}", PROSE[0])
    head = ("Short Url", "Updated 4 May 2021", "Follow")
    text = page(
        *spaced(*PROSE),
        "",
        HEADLINE,
        *head,
        "",
        HEADLINE,
        "",
        "",
        *spaced(*other),
        "",
        OTHER,
        *head,
    )
    first, second = parse(text).articles
    assert (first.headline, paragraphs(first)) == (HEADLINE, list(PROSE))
    assert (second.headline, second.dateline) == (OTHER, "LISBON")
    assert second.lines.first == first.lines.last + 3


def test_the_tail_of_a_story_above_a_whole_one_is_not_its_text():
    text = page(*spaced(*PROSE), "", "", story(*spaced(*PROSE[::-1])))
    [article] = parse(text).articles
    assert paragraphs(article) == list(PROSE[::-1])


@pytest.mark.parametrize("kicker", ["OPINION", "Analysis", "ON THE QUAYS", "تحليل"])
def test_a_kicker_stands_above_the_headline(kicker):
    parsed = parse(page(kicker, story()))
    assert parsed.articles[0].kicker == kicker
    assert parsed.articles[0].lines.first == 1
    assert roles(parsed)[0] == "kicker"


@pytest.mark.parametrize("above", ["The bench is full.", "Glass", "A FURNACE AND A COLD BENCH"])
def test_not_every_short_line_above_a_headline_is_its_kicker(above):
    assert parse(page(above, story())).articles[0].kicker == ""


def test_a_kicker_parts_two_stories():
    first, second = parse(page(story(), "", "", "Analysis", "", story(headline=OTHER))).articles
    assert first.lines.last == 13
    assert (second.kicker, second.lines.first) == ("Analysis", 16)


def test_entries_of_a_list_with_a_date_each_are_no_story():
    entries = (
        *("Ferry timetable shrinks for the winter", "The last boat leaves at six.", "3 hours ago"),
        *("", "Council keeps the pear trees", "The vote was nine to two.", "5 hours ago", ""),
        *("Lighthouse keeper wins regatta", "She started late, by an hour.", "yesterday"),
    )
    parsed = parse(page("Latest news", "", *entries, "", "More stories"))
    assert parsed.articles == ()
    assert {entry.reason for entry in parsed.ledger if entry.role == "quarantine"} == {
        "the page holds no story"
    }


def test_entries_of_a_list_that_each_end_in_read_more_are_no_story():
    teaser = (
        "The council of the harbour will wait until the end of the year before it buys more boats, "
        "a spokesman said on Tuesday."
    )
    titles = ("Ferry timetable shrinks", "Council keeps the pear trees", "Keeper wins regatta")
    lines = [line for title in titles for line in (title, "", teaser, "", "Read more", "")]
    parsed = parse(page("News", "", *lines))
    assert parsed.articles == ()
    assert [issue.code for issue in parsed.issues] == ["no-story"]
