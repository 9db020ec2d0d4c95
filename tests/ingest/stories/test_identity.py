"""Which stories are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.stories.identity import (
    KnownStories,
    KnownStory,
    identity_of,
    normalised,
    overlap,
)
from articles.parsing import parse
from tests.support.sample_pages import HEADLINE, PROSE, spaced, story

OTHER_PROSE = (
    "The ferry will sail three times a day from November, the harbour office said on Monday.",
    "Islanders had asked for four, and for a boat with a heated cabin.",
    "A decision on the cabin is expected in spring.",
)


def identity(text):
    return identity_of(parse(text).articles[0])


def known(*identities):
    stories = KnownStories()
    for number, one in enumerate(identities, start=1):
        stories.add(KnownStory(number, one, None, number))
    return stories


def owners(stories, one):
    return [story.article for story in stories.same_as(one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Twelve pumps,” it said", "'TWELVE PUMPS' IT SAID!"),
        ("from\u00a0renewable sources", "from renewable  sources"),
        ("mentor’s death", "mentors death"),
        ("cafe\u0301", "café"),
        ("ﬁnal", "final"),
    ],
)
def test_quotes_case_and_spaces_do_not_tell_texts_apart(one, other):
    assert normalised(one) == normalised(other)


def test_different_words_do():
    assert normalised("twelve pumps") != normalised("twelve lamps")


def test_the_same_lead_is_the_same_story_under_another_headline():
    first = identity(story())
    second = identity(story(headline="Furnace lit again after nine years"))
    assert owners(known(first), second) == [1]


def test_the_same_headline_over_texts_that_overlap_is_the_same_story():
    first = identity(story())
    second = identity(story(*spaced("A new lead for the same old story, as it were.", *PROSE[1:])))
    assert owners(known(first), second) == [1]


def test_the_same_headline_over_other_texts_is_another_story():
    first = identity(story())
    second = identity(story(*spaced(*OTHER_PROSE)))
    assert first.headline == second.headline
    assert owners(known(first), second) == []


def test_a_short_lead_tells_no_stories_apart():
    first = identity(story(*spaced("Good morning.", *PROSE)))
    second = identity(story(*spaced("Good morning.", *OTHER_PROSE), headline="Ferry news"))
    assert first.lead == ""
    assert owners(known(first), second) == []


def test_a_story_whose_article_was_deleted_is_still_known():
    one = identity(story())
    stories = KnownStories()
    stories.add(KnownStory(None, one, None, 1))
    assert owners(stories, one) == [None]


def test_overlap_is_the_share_of_the_shorter_text():
    assert overlap(frozenset({1, 2, 3, 4}), frozenset({3, 4})) == 1
    assert overlap(frozenset({1, 2, 3}), frozenset({3, 9})) == 0.5
    assert overlap(frozenset(), frozenset({1})) == 0


def test_the_headline_is_part_of_the_identity():
    assert identity(story()).headline
    assert normalised(HEADLINE) == "glass workshop reopens in old tram depot"


@given(st.text() | st.text("aB9 '`´’‘“”–—…-_.,ʼé\u00a0\u0301عَ½ß"))
def test_what_is_compared_is_reported_letter_by_letter(text):
    """The quick ways of `normalised` come to what its definition does."""
    kept = []
    for letter in unicodedata.normalize("NFKC", text).casefold():
        if letter.isalnum():
            kept.append(letter)
        elif letter not in "'’‘ʼ`´" and not unicodedata.category(letter).startswith("M"):
            kept.append(" ")
    assert normalised(text) == " ".join("".join(kept).split())
