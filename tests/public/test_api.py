"""Articles for programs: `/api/articles/`, `/articles/<id>.json`, `/articles/<id>.txt`."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Source
from tests.support.builders import NOON, make_article
from tests.support.ninjs_schema import complaints

pytestmark = pytest.mark.django_db


def next_of(response):
    """The address that the header Link gives for the next page, without the site."""
    link = response.headers.get("Link", "")
    return link.partition("<http://127.0.0.1:8000")[2].partition(">")[0]


def make_story(**what_matters):
    return make_article(
        bullets=["One"],
        captions=["Nets"],
        tags=["Oceans"],
        place="Tyre",
        attributions=[("Reuters", "reporting")],
        body="Boats went out.",
        **what_matters,
    )


# --- one article


def test_an_article_can_be_had_as_ninjs(client, django_assert_num_queries):
    article = make_story()
    with django_assert_num_queries(1):  # the article with all its rows
        response = client.get(f"/articles/{article.pk}.json")
    assert response.headers["Content-Type"] == "application/json"
    assert not complaints(response.json())
    assert response.json()["headlines"][0]["value"] == article.headline


def test_an_article_can_be_had_as_plain_text(client, django_assert_num_queries):
    article = make_story()
    with django_assert_num_queries(1):  # the article with all its rows
        response = client.get(f"/articles/{article.pk}.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Boats went out." in response.content.decode()


@pytest.mark.parametrize("form", ["json", "txt"])
def test_other_forms_leave_search_engines_to_the_page(client, form):
    article = make_story()
    headers = client.get(f"/articles/{article.pk}.{form}").headers
    assert headers["X-Robots-Tag"] == "noindex"
    page = f"http://127.0.0.1:8000{article.get_absolute_url()}"
    assert headers["Link"] == f'<{page}>; rel="canonical"'


@pytest.mark.parametrize("form", ["json", "txt"])
@pytest.mark.parametrize(
    "what_matters",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_is_not_published_is_not_there_not_even_for_staff(admin_client, form, what_matters):
    article = make_story(**what_matters)
    assert admin_client.get(f"/articles/{article.pk}.{form}").status_code == 404
    assert admin_client.get(f"/articles/{article.pk + 1}.{form}").status_code == 404


def test_a_withdrawn_article_is_gone_and_canceled(client):
    article = make_story(status="withdrawn")
    response = client.get(f"/articles/{article.pk}.json")
    assert response.status_code == 410
    assert response.json()["pubStatus"] == "canceled"
    assert b"Boats" not in response.content
    text = client.get(f"/articles/{article.pk}.txt")
    assert (text.status_code, b"Boats" in text.content) == (410, False)


@pytest.mark.parametrize("form", ["json", "txt"])
def test_an_unchanged_article_is_not_sent_again(client, form):
    article = make_story()
    address = f"/articles/{article.pk}.{form}"
    headers = client.get(address).headers
    again = client.get(address, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    again = client.get(address, headers={"If-Modified-Since": headers["Last-Modified"]})
    assert again.status_code == 304
    Source.objects.update(name="Another agency")  # which is no change of the article's own row
    again = client.get(address, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, b"Another agency" in again.content) == (200, True)
    article.headline = "Another"
    article.save()
    assert client.get(address, headers={"If-None-Match": again["ETag"]}).status_code == 200


# --- the list


def test_the_list_asks_once_however_long_it_is(client, django_assert_num_queries):
    for _ in range(25):
        make_story()
    with django_assert_num_queries(1):  # the page with all its rows
        response = client.get("/api/articles/")
    assert len(response.json()) == 20
    with django_assert_num_queries(1):  # the filters are parts of the same query
        client.get("/api/articles/?tag=oceans&source=reuters&place=tyre&q=boats")


def test_the_list_is_of_ninjs_items(client):
    make_story()
    (item,) = client.get("/api/articles/").json()
    assert not complaints(item)


def test_pages_follow_each_other_without_gap_or_repetition(client):
    stories = [make_article(published_at=NOON - timedelta(minutes=n // 2)) for n in range(45)]
    seen, address = [], "/api/articles/?from=2025-01-01"
    while address:
        response = client.get(address)
        seen += [item["uri"] for item in response.json()]
        address = next_of(response)
        assert not address or "from=2025-01-01" in address
    order = sorted(stories, key=lambda story: (story.published_at, story.pk), reverse=True)
    assert seen == [f"http://127.0.0.1:8000/articles/{story.pk}/" for story in order]


def test_what_readers_may_not_see_is_not_in_the_list(client):
    for status in ("draft", "in_review", "withdrawn"):
        make_article(status=status)
    make_article(published_at=datetime(2999, 1, 1, tzinfo=UTC))
    assert client.get("/api/articles/").json() == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("tag=oceans", 1),
        ("tag=unknown", 0),
        ("source=reuters", 1),
        ("place=tyre", 1),
        ("q=boats", 1),
        ("q=xyzzy", 0),
        ("to=2025-01-01", 0),
    ],
)
def test_filters_are_those_of_the_list_page(client, query, count):
    make_story()
    make_article(published_at=NOON, headline="Other")
    assert len(client.get(f"/api/articles/?{query}").json()) == count


@pytest.mark.parametrize(
    ("query", "field"), [("from=tomorrow", "from"), ("to=%00", "to"), ("after=x", "after")]
)
def test_a_value_that_makes_no_sense_is_named(client, query, field):
    response = client.get(f"/api/articles/?{query}")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


def test_an_unchanged_list_is_not_sent_again(client):
    make_article()
    tag = client.get("/api/articles/").headers["ETag"]
    headers = {"If-None-Match": tag}
    assert client.get("/api/articles/", headers=headers).status_code == 304
    make_article()
    assert client.get("/api/articles/", headers=headers).status_code == 200
