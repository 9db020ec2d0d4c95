"""What a page states beside what it prints: what counts, whose it is, and where it was read."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.stories.known_sources import registry
from articles.parsing import PageHints, article_as_json, parse
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

STATED = PageHints(
    address="https://post.example/2024/oven",
    title=f"{HEADLINE} | Island Post",
    headline=HEADLINE,
    published_at=datetime(2024, 3, 1, 9, 30, tzinfo=UTC),
    modified_at=date(2024, 3, 3),
    keywords=("Glass", "Trams"),
    language="en-GB",
    authors=("Ida Brandt", "Tom Akande"),
    publisher="Island Post",
    origins={
        "address": "link canonical",
        "headline": "JSON-LD headline",
        "published_at": "JSON-LD datePublished",
        "modified_at": "meta article:modified_time",
        "keywords": "meta news_keywords",
        "language": "html lang",
        "authors": "JSON-LD author",
        "publisher": "meta og:site_name",
    },
)


def read(*lines, hints=STATED, **options):
    text = page(HEADLINE, "", *spaced(*lines, *PROSE))
    [article] = parse(text, hints=hints, registry=registry(), **options).articles
    return article


def stated(**changes):
    origins = {name: f"meta {name}" for name in changes}
    return PageHints(**changes, origins=origins)


def test_a_page_that_prints_nothing_is_told_by_its_statements():
    article = read()
    assert (article.byline, article.topics) == ("Ida Brandt, Tom Akande", ("Glass", "Trams"))
    assert (article.published.on, article.published.method) == (date(2024, 3, 1), "page_metadata")
    assert (article.updated.on, article.updated.label) == (date(2024, 3, 3), "updated")
    assert ("Island Post", "publisher") in article.sources
    assert (article.address, article.language) == (STATED.address, "en-GB")
    assert not article.issues


def test_each_field_tells_where_it_was_read():
    assert read().origins == {
        "headline": "line 1",
        "byline": "JSON-LD author",
        "topics": "meta news_keywords",
        "published": "JSON-LD datePublished",
        "updated": "meta article:modified_time",
        "publisher": "meta og:site_name",
        "language": "html lang",
        "url": "link canonical",
    }
    printed = read("By Rosa Díaz", "Published 1 March 2024", hints=PageHints())
    assert printed.origins == {
        "headline": "line 1", "byline": "line 3", "published": "line 5", "updated": "line 5"
    }  # fmt: skip


def test_a_plain_texts_origins_are_its_lines():
    text = story(*spaced(f"OSLO: {PROSE[0]}", *PROSE[1:], "Topics: Glass, Trams"))
    [article] = parse(text).articles
    found = article_as_json(article, "a.txt")
    assert found["url"] == found["language"] == ""
    assert found["origins"]["headline"] == "line 1"
    assert found["origins"]["updated"] == "line 4"
    assert set(found["origins"]) <= {"headline", "updated", "dateline", "topics", "published"}


@pytest.mark.parametrize("printed", ["By Ida Brandt", "By Ida Brandt and Tom Akande"])
def test_a_printed_byline_stands_where_it_names_a_person(printed):
    article = read(printed, "Published 1 March 2024")
    assert article.byline == printed.removeprefix("By ")
    assert article.origins["byline"] == "line 3"
    assert read("By Rosa Díaz", "Published 1 March 2024").byline == "Rosa Díaz"


def test_an_agency_in_the_byline_gives_way_to_the_stated_people_and_stays_a_source():
    text = story(*spaced(*PROSE), top=("By AFP",))
    [article] = parse(text, hints=STATED, registry=registry()).articles
    assert article.byline == "Ida Brandt, Tom Akande"
    assert ("Agence France-Presse", "reporting") in article.sources


def test_a_stated_agency_is_a_source_and_no_byline():
    for hints in (stated(authors=("Reuters",)), stated(agencies=("reuters",))):
        article = read(hints=hints)
        assert article.byline == ""
        assert ("Reuters", "reporting") in article.sources


def test_a_known_publisher_goes_by_its_full_name():
    article = read(hints=stated(publisher="thomson reuters"))
    assert article.sources == (("Reuters", "publisher"),)


def test_stated_topics_follow_the_printed_ones_without_repeating_them():
    text = story(*spaced(*PROSE, "Topics: Trams, Towns"))
    [article] = parse(text, hints=STATED).articles
    assert article.topics == ("Trams", "Towns", "Glass")
    assert article.origins["topics"].startswith("line ")


def test_a_stated_headline_stands_where_the_page_prints_none():
    other = "Tram depot turns to glass"
    text = page("", *spaced(*(f"{line} {line}" for line in PROSE)))
    [article] = parse(text, hints=stated(headline=other, title=other)).articles
    assert (article.headline, article.origins["headline"]) == (other, "meta headline")
    assert "no-headline" not in {issue.code for issue in article.issues}
    assert next(block.text[:20] for block in article.body) == PROSE[0][:20]


@pytest.mark.parametrize("line", ["Discussion about this post", "Island Post", "Ida Brandt"])
def test_a_line_that_is_no_headline_gives_way_to_the_stated_one(line):
    text = page(line, "", *spaced(*(f"{one} {one}" for one in PROSE)))
    parsed = parse(text, hints=STATED)
    [article] = parsed.articles
    assert (article.headline, article.origins["headline"]) == (HEADLINE, "JSON-LD headline")
    assert "headline" not in {entry.role for entry in parsed.ledger}


@pytest.mark.parametrize(
    ("before", "kicker"),
    [("Culture: ", "Culture"), ("Island League ", "Island League"), ("Title:", ""),
     ("12 March 2024 ", ""), ("Kultur | ", "Kultur")],
)  # fmt: skip
def test_what_stands_before_the_headline_in_its_line_is_its_kicker(before, kicker):
    text = page(f"{before}{HEADLINE}", "", *spaced(*PROSE))
    [article] = parse(text, hints=STATED).articles
    assert (article.kicker, article.headline) == (kicker, HEADLINE)


@pytest.mark.parametrize("before", ["The ", "2025 ", "How "])
def test_a_word_that_the_stated_headline_leaves_out_is_no_kicker(before):
    text = page(f"{before}{HEADLINE}", "", *spaced(*PROSE))
    [article] = parse(text, hints=STATED).articles
    assert (article.kicker, article.headline) == ("", f"{before}{HEADLINE}")


def test_a_printed_headline_in_other_words_stands():
    text = page("Old tram depot has a workshop", "", *spaced(*PROSE))
    [article] = parse(text, hints=STATED).articles
    assert article.headline == "Old tram depot has a workshop"


@pytest.mark.parametrize(
    ("printed", "published", "differs"),
    [
        ("1 March 2024", date(2024, 3, 1), False),
        ("2 March 2024", date(2024, 3, 2), False),  # the next day, in another zone
        ("3 March 2024", date(2024, 3, 1), False),  # the update's day
        ("9 April 2024", date(2024, 3, 1), False),  # a later day without a label
        ("Published 9 April 2024", date(2024, 4, 9), True),
        ("9 February 2024", date(2024, 2, 9), True),
        ("Updated 9 April 2024", date(2024, 3, 1), False),
    ],
)
def test_where_print_and_markup_differ_a_rule_decides_and_an_issue_says_so(
    printed, published, differs
):
    article = read(printed)
    assert article.published.on == published
    assert ("dates-differ" in {issue.code for issue in article.issues}) is differs


def test_a_date_after_the_capture_is_none():
    assert read(captured_at=date(2024, 2, 20)).published is None
    assert read(captured_at=date(2024, 2, 29)).published.on == date(2024, 3, 1)
    assert read(captured_at=date.max).published.on == date(2024, 3, 1)


def two_stories(**options):
    head = ("Short Url", "Updated 3 May 2024", "Follow")
    more = spaced(*(f"{paragraph} Again." for paragraph in PROSE))
    second = story(*more, headline="Harbour master retires", head=head)
    text = page(story(head=head), "", "", second)
    return parse(text, registry=registry(), **options).articles


def test_of_several_stories_statements_belong_to_the_one_whose_headline_they_state():
    first, second = two_stories(hints=STATED)
    assert (first.byline, first.topics) == ("Ida Brandt, Tom Akande", ("Glass", "Trams"))
    assert (second.byline, second.topics, second.address) == ("", (), "")
    assert first.published.on == date(2024, 3, 1)
    assert second.published is None or second.published.method != "page_metadata"
    for article in (first, second):
        assert ("Island Post", "publisher") in article.sources
        assert article.language == "en-GB"


def test_statements_of_none_of_several_stories_reach_none_but_for_the_publisher():
    hints = PageHints(headline="Another", authors=("Ida Brandt",), publisher="Island Post")
    for article in two_stories(hints=hints):
        assert article.byline == ""
        assert [source for source in article.sources if source.role == "publisher"]


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        ({"published_at": "JSON-LD datePublished"}, "JSON-LD datePublished states 2024-03-01."),
        ({"published_at": "address"}, "its address states 2024-03-01."),
        ({}, "its record states 2024-03-01."),
    ],
)
def test_the_issue_says_what_is_printed_and_where_the_other_date_is_stated(origins, said):
    text = page(HEADLINE, "", "Published 9 April 2024", "", *spaced(*PROSE))
    hints = PageHints(headline=HEADLINE, published_at=date(2024, 3, 1), origins=origins)
    [article] = parse(text, hints=hints).articles
    [issue] = [issue for issue in article.issues if issue.code == "dates-differ"]
    assert issue.message == f"The page prints 2024-04-09, which stands; {said}"
