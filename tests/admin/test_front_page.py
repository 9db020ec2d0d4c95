"""Stories that editors set on the front page by hand."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from articles.models import PLACES, Article, Pin
from articles.public import facets
from tests.admin.articles.test_admin import member_of
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/pin/"


@pytest.fixture
def newest():
    """Eight stories, the newest first."""
    return [
        make_article(
            headline=f"Story {number}",
            body="The ferry sailed.",
            published_at=NOON - timedelta(hours=number),
        )
        for number in range(1, 9)
    ]


def on_front(client):
    front = client.get("/").context["front"]
    return [article.headline for article in (front.lead, *front.second)]


def pin(article, position, **more):
    return Pin.objects.create(article=article, position=position, **more)


def test_a_pinned_story_stands_at_its_place_and_the_newest_around_it(client, newest):
    pin(newest[7], 1)
    pin(newest[6], 3)
    assert on_front(client) == ["Story 8", "Story 1", "Story 7", "Story 2", "Story 3"]


@pytest.mark.usefixtures("pages_made_anew")
def test_a_story_stands_on_the_front_page_once(client, newest):
    pin(newest[0], 4)
    assert on_front(client) == ["Story 2", "Story 3", "Story 4", "Story 1", "Story 5"]
    river = client.get("/").context["front"].river.articles
    assert [article.headline for article in river] == ["Story 6", "Story 7", "Story 8"]


def test_of_two_pins_at_one_place_the_later_moves_on(client, newest):
    pin(newest[7], 2)
    pin(newest[6], 2)
    assert on_front(client) == ["Story 1", "Story 8", "Story 7", "Story 2", "Story 3"]


def test_a_pin_below_too_few_stories_moves_up(client):
    pin(make_article(headline="Alone", published_at=NOON), 5)
    make_article(headline="Newer", published_at=NOON + timedelta(hours=1))
    assert on_front(client) == ["Newer", "Alone"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Article.Status.WITHDRAWN},
        {"status": Article.Status.IN_REVIEW},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_a_pinned_story_that_is_not_out_leaves_its_place(client, newest, hidden):
    pin(make_article(headline="Hidden", **hidden), 1)
    assert on_front(client) == [f"Story {number}" for number in range(1, PLACES + 1)]


def test_a_pin_ends_at_its_time(client, newest):
    pinned = pin(newest[7], 1, until=timezone.now() + timedelta(minutes=1))
    assert on_front(client)[0] == "Story 8"
    pinned.until = timezone.now() - timedelta(seconds=1)
    pinned.save()
    assert on_front(client)[0] == "Story 1"


def test_the_front_page_asks_four_times_at_most(client, newest, django_assert_num_queries):
    pin(newest[7], 1)
    cache.delete(facets.RECENT_KEY)
    # the pins; the cards; how the lead begins; what the newest stories are about
    with django_assert_num_queries(4) as queries:
        client.get("/")
    asked = [query["sql"] for query in queries.captured_queries]
    assert "articles_pin" in asked[0]
    assert "LIMIT 49" in asked[1]
    assert 'LEFT("articles_article"."body"' in asked[2]


def test_a_publisher_pins_moves_and_lifts_a_pin(django_user_model, newest):
    client = member_of("Publisher", django_user_model)
    add = reverse("admin:articles_pin_add")
    assert client.get(f"{add}?article={newest[3].pk}").status_code == 200
    posted = {"article": newest[3].pk, "position": 1, "until": ""}
    assert client.post(add, posted).status_code == 302
    pinned = Pin.objects.get(article=newest[3])
    posted = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": pinned.pk,
        "form-0-position": 3,
        "form-0-until": "2030-01-01T06:00",
        "_save": "Save",
    }
    assert client.post(LIST, posted).status_code == 302
    pinned.refresh_from_db()
    assert (pinned.position, pinned.until.isoformat()) == (3, "2030-01-01T06:00:00+00:00")
    delete = reverse("admin:articles_pin_delete", args=[pinned.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Pin.objects.exists()
    assert LogEntry.objects.filter(content_type__model="pin").count() == 3


def test_a_place_that_the_front_page_has_not_is_refused(django_user_model, newest):
    client = member_of("Publisher", django_user_model)
    posted = {"article": newest[0].pk, "position": PLACES + 1, "until": ""}
    response = client.post(reverse("admin:articles_pin_add"), posted)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["position"]
    assert not Pin.objects.exists()


@pytest.mark.parametrize(("group", "may_see"), [("Reporter", False), ("Editor", True)])
def test_others_may_not_pin(django_user_model, newest, group, may_see):
    client = member_of(group, django_user_model)
    assert client.get(LIST).status_code == (200 if may_see else 403)
    posted = {"article": newest[0].pk, "position": 1, "until": ""}
    assert client.post(reverse("admin:articles_pin_add"), posted).status_code == 403
    assert not Pin.objects.exists()


def test_the_list_says_whether_readers_see_it(admin_client, newest):
    pin(newest[0], 1)
    pin(make_article(status=Article.Status.WITHDRAWN), 2)
    pin(newest[1], 3, until=timezone.now() - timedelta(days=1))
    text = admin_client.get(LIST).content.decode()
    for said in ("yes", "not published", "expired"):
        assert said in text


def test_a_published_story_leads_to_its_pin(admin_client, newest):
    text = admin_client.get(reverse("admin:articles_article_change", args=[newest[0].pk])).content
    assert f"/admin/articles/pin/add/?article={newest[0].pk}" in text.decode()
