"""What surrounds the desk's pages: the row of rooms, titles of lists, breadcrumbs."""

import gc
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Dump, Topic
from tests.support.builders import make_article, make_tag

pytestmark = pytest.mark.django_db


def rooms(client, address):
    """The row's names, and those among them that are marked as here."""
    page = client.get(address).content.decode()
    row = re.search(r'<nav class="rooms".*?</nav>', page, re.DOTALL)[0]
    found = re.findall(r"<a href=\"[^\"]*\"( aria-current=\"true\")?>([^<]*)</a>", row)
    return [name for _, name in found], [name for here, name in found if here]


@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/admin/", "Desk"),
        ("/admin/articles/article/", "Stories"),
        ("/admin/articles/article/?status__exact=in_review", "Review"),
        ("/admin/articles/article/add/", "Stories"),
        ("/admin/articles/clipping/quarantine/", "Quarantine"),
        ("/admin/articles/clipping/", "Imports"),
        ("/admin/articles/importrun/upload/", "Upload"),
        ("/admin/articles/importrun/", "Imports"),
        ("/admin/articles/source/", "Sources"),
        ("/admin/articles/topic/", "Topics"),
        ("/admin/articles/pin/", "Front page"),
        ("/admin/auth/group/", "People"),
    ],
)
def test_each_page_is_in_one_room(admin_client, address, room):
    assert rooms(admin_client, address)[1] == [room]


def test_a_story_opened_from_the_queue_is_in_review(admin_client):
    article = make_article(status=Article.Status.IN_REVIEW)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert rooms(admin_client, address)[1] == ["Stories"]
    asked = "?_changelist_filters=status__exact%3Din_review"
    assert rooms(admin_client, address + asked)[1] == ["Review"]


def test_only_rooms_that_one_may_enter_are_shown():
    user = User.objects.create_user("ines", password="password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client = Client()
    client.force_login(user)
    assert rooms(client, "/admin/")[0] == ["Desk", "Review", "Stories"]


def test_who_is_not_logged_in_sees_no_rooms(client):
    assert 'class="rooms"' not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/admin/articles/article/", "Stories"),
        ("/admin/articles/article/?status__exact=in_review", "Review queue"),
        ("/admin/articles/topic/", "Topics"),
    ],
)
def test_a_list_is_called_what_it_holds(admin_client, address, title):
    assert f"<h1>{title}</h1>" in admin_client.get(address).content.decode()


def test_what_a_library_calls_tags_are_topics(admin_client):
    tag = make_tag("Oceans")
    pages = [
        admin_client.get(reverse("admin:articles_topic_changelist")),
        admin_client.get(reverse("admin:articles_topic_add")),
        admin_client.get(reverse("admin:articles_topic_change", args=[tag.pk])),
        admin_client.get(reverse("admin:articles_topic_delete", args=[tag.pk])),
    ]
    for page in pages:
        text = re.sub(r"<[^>]*>", " ", page.content.decode())
        assert not re.search(r"\b(tags?|taggit)\b", text, re.IGNORECASE), page.request["PATH_INFO"]
        assert re.search(r"\btopics?\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/admin/taggit/", "/admin/articles/topic/"),
        ("/admin/taggit/tag", "/admin/articles/topic/"),
        ("/admin/taggit/tag/?q=oce%20an&p=2", "/admin/articles/topic/?q=oce%20an&p=2"),
        ("/admin/taggit/tag/7/change/", "/admin/articles/topic/7/change/"),
        ("/admin/taggit/tag/merge/?pk=1&pk=2", "/admin/articles/topic/merge/?pk=1&pk=2"),
    ],
)
def test_the_former_addresses_of_topics_lead_to_the_present_ones(admin_client, old, new):
    response = admin_client.get(old)
    assert (response.status_code, response.headers["Location"]) == (308, new)


def test_what_is_posted_to_a_former_address_of_topics_arrives(admin_client):
    rows = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    posted = {"name": "Oceans", "slug": "oceans", **rows}
    page = admin_client.post("/admin/taggit/tag/add/", posted, follow=True)
    assert page.status_code == 200
    assert Topic.objects.get().name == "Oceans"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("/pages/2025/one.txt", "one.txt"),
        ("https://news.example/sea/", "sea"),
        ("-", "-"),
        ("/", "/"),
    ],
)
def test_a_dump_is_named_by_the_last_part_of_its_path(name, short):
    assert Dump(name=name).short_name == short


def test_garbage_is_collected_as_soon_as_the_desk_is_loaded():
    gc.disable()  # as manage.py does
    apps.get_app_config("admin").ready()
    assert gc.isenabled()
