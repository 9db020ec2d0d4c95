"""Drafts on the server: private, offered on any machine, ended by a save."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Autosave
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, full_article, member_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/articles/article/autosave/"
KEY = "abc123def456"
DRAFT = json.dumps({"at": 1, "fields": [["headline", "Half a headline"]], "files": []})


def keep(client: Client, article: Article | None, key: str = KEY, draft: str = DRAFT) -> int:
    posted = {"key": key, "draft": draft, "article": article.pk if article else "new"}
    return client.post(ADDRESS, posted).status_code


def kept(client: Client, article: Article | None) -> list[Any]:
    found = client.get(ADDRESS, {"article": article.pk if article else "new"})
    return [row["key"] for row in found.json()["drafts"]]


def test_a_draft_is_its_authors_alone(admin_client: Client, django_user_model: Any) -> None:
    article = full_article()
    other = member_of("Publisher", django_user_model)
    assert keep(admin_client, article) == keep(admin_client, None, "new1234567") == 200

    assert kept(admin_client, article) == [KEY]
    assert kept(admin_client, None) == ["new1234567"]
    assert kept(other, article) == []
    page = admin_client.get("/admin/").content.decode()
    assert f'href="{change(article)}"' in page
    assert "a new story" in page
    assert "Unsaved work" not in other.get("/admin/").content.decode()
    other.post(ADDRESS, {"key": KEY, "discard": "1"})
    assert kept(admin_client, article) == [KEY]
    admin_client.post(ADDRESS, {"key": KEY, "discard": "1"})
    assert kept(admin_client, article) == []
    assert member_of("Operator", django_user_model).get(ADDRESS).status_code == 403


def test_a_save_ends_its_draft_and_a_refused_one_does_not(admin_client: Client) -> None:
    article = full_article()
    keep(admin_client, article)
    form = form_of(admin_client, article)

    admin_client.post(change(article), form.posted(headline="", draft=KEY))
    assert kept(admin_client, article) == [KEY]
    admin_client.post(change(article), form.posted(headline="Whole", draft=KEY))
    assert kept(admin_client, article) == []


@pytest.mark.parametrize(
    ("key", "draft"),
    [
        ("", DRAFT),
        ("../../etc", DRAFT),
        (KEY, ""),
        (KEY, "{"),
        (KEY, "[]"),
        (KEY, '{"fields": 1, "at": 1}'),
        (KEY, '{"fields": []}'),
        (KEY, '{"at": 1, "fields": ["' + "x" * 4_000_000 + '"]}'),
    ],
)
def test_what_is_no_draft_is_refused(admin_client: Client, key: str, draft: str) -> None:
    assert keep(admin_client, None, key, draft) == 400
    assert not Autosave.objects.exists()


def test_old_drafts_and_too_many_go(admin_client: Client) -> None:
    keep(admin_client, None, "old1234567")
    Autosave.objects.update(made_at=timezone.now() - timedelta(days=31))
    for number in range(52):
        keep(admin_client, None, f"draft{number:05}")

    assert len(kept(admin_client, None)) == 50
    assert "old1234567" not in kept(admin_client, None)


def test_the_draft_of_a_deleted_story_is_offered_as_a_new_one(admin_client: Client) -> None:
    article = make_article()
    key = article.pk
    article.delete()

    admin_client.post(ADDRESS, {"key": KEY, "draft": DRAFT, "article": key})

    assert kept(admin_client, None) == [KEY]


@pytest.mark.browser
def test_what_is_typed_is_offered_on_another_machine(page: Page, live_server: LiveServer) -> None:
    article = full_article(status="in_review")
    sign_in(page, live_server, change(article))
    with page.expect_response(lambda answer: ADDRESS in answer.url and answer.status == 200):
        page.fill("#id_headline", "Half a headline")
        page.wait_for_timeout(5500)
    page.evaluate("localStorage.clear()")  # as on another machine
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}{change(article)}")

    page.get_by_role("button", name="Restore").click()

    assert page.locator("#id_headline").input_value() == "Half a headline"
    page.keyboard.press("Control+s")
    page.wait_for_load_state()
    page.locator(".messagelist").wait_for()
    assert Article.objects.get(pk=article.pk).headline == "Half a headline"
    page.goto(f"{live_server.url}/admin/")
    assert Autosave.objects.count() == 0
