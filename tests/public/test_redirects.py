"""The old addresses of merged topics and sources: they redirect until the merge is undone."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.editing import merging
from articles.models import Merge, Source
from tests.support.builders import make_article, make_source, make_tag

pytestmark = pytest.mark.django_db

KINDS = {"topics": (make_tag, merging.topics), "sources": (make_source, merging.sources)}
ADDRESSES = ["/{}/bay/", "/ar/{}/bay/", *(f"/{{}}/bay/latest.{k}" for k in ("rss", "atom", "json"))]


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


def make_story(kind, *names, **what_matters):
    if kind == "topics":
        return make_article(tags=names, **what_matters)
    return make_article(attributions=[(name, "reporting") for name in names], **what_matters)


def merge(kind, kept, *others):
    make, how = KINDS[kind]
    return how.merge(make(kept), [make(other) for other in others], now=timezone.now())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_old_address_leads_to_what_was_kept_and_answers_again_once_taken_back(
    client, kind, address
):
    make_story(kind, "Harbour")
    make_story(kind, "Bay")
    old, new = address.format(kind), address.format(kind).replace("bay", "harbour")
    assert client.get(old).status_code == 200

    done = merge(kind, "Harbour", "Bay")
    cache.clear()
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, new)
    # Not cached without a check: the merge may be undone.
    assert "public, max-age=" in response.headers["Cache-Control"]
    assert client.get(new).status_code == 200

    merging.undo(done, now=timezone.now())
    cache.clear()
    assert client.get(old).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "query", ["q=boats&from=2025-01-01", "photo=1&x=%D8%A7%20b+c", "after=none"]
)
def test_the_query_goes_along_as_it_came(client, kind, query):
    make_story(kind, "Harbour", "Bay")
    merge(kind, "Harbour", "Bay")
    location = client.get(f"/{kind}/bay/?{query}").headers["Location"]
    assert location == f"/{kind}/harbour/?{query}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_merged_twice_leads_to_the_last_in_one_step(client, kind):
    make_story(kind, "Bay")
    make_story(kind, "Port")
    merge(kind, "Harbour", "Bay", "Port")
    second = merge(kind, "Coast", "Harbour")
    for slug in ("bay", "port", "harbour"):
        assert client.get(f"/{kind}/{slug}/").headers["Location"] == f"/{kind}/coast/"
    merging.undo(second, now=timezone.now())
    cache.clear()
    assert client.get(f"/{kind}/bay/").headers["Location"] == f"/{kind}/harbour/"
    assert client.get(f"/{kind}/harbour/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_slug_that_something_bears_by_now_is_no_old_one(client, kind):
    make_story(kind, "Bay")
    merge(kind, "Harbour", "Bay")
    make_story(kind, "Bay", status="draft")
    assert client.get(f"/{kind}/bay/").status_code == 404
    make_story(kind, "Bay")
    cache.clear()
    assert client.get(f"/{kind}/bay/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_that_were_merged_the_last_one_counts(client, kind):
    make, how = KINDS[kind]
    make_story(kind, "Shore")
    make_story(kind, "Harbour")
    first = make("Port")
    make("Bay")
    merge(kind, "Shore", "Bay")
    type(first).objects.filter(pk=first.pk).update(slug="bay")
    first.refresh_from_db()
    how.merge(make("Harbour"), [first], now=timezone.now())
    # Of sources, not the list: an alias leads to its source, too.
    location = client.get(f"/{kind}/bay/latest.rss").headers["Location"]
    assert location == f"/{kind}/harbour/latest.rss"


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_address_tells_nothing_of_what_only_drafts_are_about(client, kind):
    make_story(kind, "Bay", status="draft")
    merge(kind, "Harbour", "Bay")
    for address in ADDRESSES:
        assert client.get(address.format(kind)).status_code == 404


def test_a_topics_old_slug_means_no_source(client):
    make_story("topics", "Bay")
    merge("topics", "Harbour", "Bay")
    assert client.get("/sources/bay/").status_code == 404
    assert client.get("/places/bay/").status_code == 404


def test_the_address_follows_the_kept_ones_slug(client):
    make_story("sources", "Bay")
    merge("sources", "Harbour", "Bay")
    Source.objects.update(slug="مرفأ")
    location = client.get("/sources/bay/").headers["Location"]
    assert client.get(location).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_not_found_asks_for_merges(client, kind, django_assert_num_queries):
    make_story(kind, "Bay")
    make_story(kind, "Harbour")
    merge(kind, "Harbour", "Bay")
    client.get(f"/{kind}/harbour/")
    with django_assert_num_queries(1) as queries:  # the cards; counts are cached
        assert client.get(f"/{kind}/harbour/").status_code == 200
    assert Merge._meta.db_table not in str(queries.captured_queries)
    with django_assert_num_queries(3) as queries:  # the topic or source, its state, its stories
        assert client.get(f"/{kind}/harbour/latest.rss").status_code == 200
    assert Merge._meta.db_table not in str(queries.captured_queries)
    client.get(f"/{kind}/nothing/")
    with django_assert_num_queries(2):  # cards, merges
        assert client.get(f"/{kind}/nothing/").status_code == 404


def test_a_sources_other_name_is_no_second_address_of_its_page(client):
    make_source("Associated Press", aliases=["ap", "ap photo"])
    make_article(attributions=[("Associated Press", "photo")])
    for slug in ("ap", "ap-photo"):
        for language in ("", "/ar"):
            response = client.get(f"{language}/sources/{slug}/?q=headline")
            assert response.status_code == 301
            own = f"{language}/sources/associated-press/?q=headline"
            assert response.headers["Location"] == own
