"""The stories beside a story: those like it, and those before and after it in its topic."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import search
from articles.models import Article
from articles.public.related import RELATED, beside
from articles.public.views.articles import readable
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def beside_of(article):
    reported = readable(article.pk)
    return beside(reported, [reported.headline, *reported.points], now=timezone.now())


def related_to(article):
    return [other.headline for other in beside_of(article).related]


def days(number):
    return NOON + timedelta(days=number)


def test_a_shared_topic_a_place_or_an_agency_makes_stories_related():
    here = make_article(tags=["Ferries", "Islands"], place="Tyre", published_at=NOON)
    make_article(headline="Of the place", place="Tyre", published_at=days(-3))
    make_article(headline="Of a topic", tags=["Islands"], published_at=days(-90))
    make_article(headline="Of neither", tags=["Bread"], place="Sur", published_at=NOON)
    make_article(
        headline="Of topic and place", tags=["Islands"], place="Tyre", published_at=days(40)
    )
    assert related_to(here) == ["Of topic and place", "Of the place", "Of a topic"]


def test_an_agency_that_both_have_weighs_too():
    here = make_article(tags=["Ferries", "Islands"], attributions=[("Reuters", "reporting")])
    make_article(headline="Another's", tags=["Islands"], published_at=here.published_at)
    make_article(
        headline="The same agency's",
        tags=["Islands"],
        attributions=[("Reuters", "reporting")],
        published_at=here.published_at,
    )
    assert related_to(here) == ["The same agency's", "Another's"]


def test_words_that_few_stories_have_make_them_related():
    here = make_article(headline="Glassblowers light the furnace again")
    make_article(headline="Lighthouse keeper retires", body="A furnace for glassblowers is there.")
    make_article(headline="The harbour opens", body="The harbour opens.")
    search.gather_words()
    assert related_to(here) == ["Lighthouse keeper retires"]


def test_arabic_stories_are_alike_by_their_words_too():
    here = make_article(headline="الصيادون يعودون إلى الميناء القديم", language="ar")
    make_article(headline="قارب جديد", body="عاد الصيادون قبل الفجر.", language="ar")
    search.gather_words()
    assert related_to(here) == ["قارب جديد"]


def test_not_more_stand_beside_a_story_than_a_reader_looks_at():
    here = make_article(place="Tyre", published_at=NOON)
    for number in range(9):
        make_article(place="Tyre", published_at=days(number - 4))
    assert len(related_to(here)) == RELATED


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.IN_REVIEW},
        {"status": Article.Status.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_readers_may_not_see_stands_nowhere(hidden):
    shared = {"headline": "Glassblowers of the furnace", "tags": ["Ferries"], "place": "Tyre"}
    here = make_article(**shared)
    make_article(**shared | hidden)
    make_article(**shared | hidden)
    search.gather_words()
    found = beside_of(here)
    assert (found.related, found.earlier, found.later, found.topic) == ((), None, None, None)


def test_the_nearest_before_and_after_in_the_first_topic():
    for number in (-9, -2, 3, 8):
        make_article(headline=f"Day {number}", tags=["Ferries"], published_at=days(number))
    here = make_article(tags=["Ferries", "Islands"], published_at=NOON)
    found = beside_of(here)
    assert (found.earlier.headline, found.later.headline) == ("Day -2", "Day 3")
    assert found.topic["slug"] == "ferries"
    # Each story stands there once.
    assert {other.headline for other in found.related} == {"Day -9", "Day 8"}


def test_the_page_shows_them(client):
    here = make_article(tags=["Ferries"], place="Tyre", published_at=NOON)
    make_article(headline="Earlier boats", tags=["Ferries"], published_at=days(-1))
    make_article(headline="Boats of the place", place="Tyre", published_at=days(-2))
    text = client.get(here.get_absolute_url()).content.decode()
    assert text.index("Related stories") < text.index("Boats of the place")
    assert text.index("More on") < text.index("Earlier boats")


def test_a_story_alone_has_nothing_beside_it(client):
    text = client.get(make_article().get_absolute_url()).content.decode()
    assert "Related stories" not in text
    assert "More on" not in text


def test_all_that_stands_beside_is_asked_for_once(client, django_assert_num_queries):
    client.get("/")  # what the newest stories are about is kept
    here = make_article(
        headline="Boats go out", tags=["Ferries", "Islands"], place="Tyre", bullets=["One"]
    )
    make_article(tags=["Ferries"], place="Tyre")
    with django_assert_num_queries(2) as queries:  # the article with its rows; beside
        client.get(here.get_absolute_url())
    asked = [query["sql"] for query in queries.captured_queries]
    assert "articles_bullet" in asked[0]
    assert "alike" in asked[1]
    with django_assert_num_queries(1):  # for a minute nobody asks what stands beside it
        client.get(here.get_absolute_url())


def test_a_story_that_is_changed_is_asked_for_anew(client):
    here = make_article(tags=["Ferries"], published_at=NOON)
    make_article(headline="On islands", tags=["Islands"], published_at=days(-1))
    assert "On islands" not in client.get(here.get_absolute_url()).content.decode()
    here.tags.add("Islands")
    here.save()
    assert "On islands" in client.get(here.get_absolute_url()).content.decode()
