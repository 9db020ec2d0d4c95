"""What the desk says after publishing, and the undo of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article, DeskAction
from tests.support.builders import make_article

from .test_admin import LIST, change, form_of, member_of, messages_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db

UNDO = "/admin/articles/article/undo/"
HEADLINE = "Ferry <b>sinks</b> & “all” are saved"


def published(client: Client, article: Article, button: str = "_publish", query: str = "") -> str:
    """The page that follows a publication by the form."""
    posted = form_of(client, article).posted()
    del posted["_save"]
    return client.post(
        change(article) + query, posted | {button: "1"}, follow=True
    ).content.decode()


def token_in(page: str) -> str:
    found = re.search(r'name="act" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("button", ["_publish", "_publish_next"])
def test_the_message_names_the_story_and_leads_to_it(admin_client: Client, button: str) -> None:
    article = make_article(headline=HEADLINE, status="in_review", body="It sank.")

    page = published(admin_client, article, button)

    shown = "Ferry &lt;b&gt;sinks&lt;/b&gt; &amp; “all” are saved"
    assert f'Published. <a href="{change(article)}">“<bdi>{shown}</bdi>”</a>' in page
    assert f'<form method="post" action="{UNDO}"' in page
    assert "csrfmiddlewaretoken" in page[page.index(UNDO) : page.index('name="act"')]


@pytest.mark.parametrize("status", ["in_review", "draft", "withdrawn"])
@pytest.mark.parametrize("hours", [-1, 9])
def test_undo_returns_the_story_to_where_it_came_from(
    admin_client: Client, status: str, hours: int
) -> None:
    at = timezone.now().replace(microsecond=0, second=0) + timedelta(hours=hours)
    article = make_article(status=status, body="It sank.", published_at=at)
    filters = "?_changelist_filters=status__exact%3Din_review"
    token = token_in(published(admin_client, article, query=filters))

    response = admin_client.post(UNDO, {"act": token}, follow=True)

    article.refresh_from_db()
    assert article.status == status
    assert article.published_at == at
    assert response.redirect_chain[-1][0] == change(article) + filters
    assert "Publication undone" in messages_of(response)
    entries = LogEntry.objects.filter(object_id=str(article.pk)).order_by("pk")
    assert [entry.change_message for entry in entries][-1] == "Publication undone."


def test_undo_twice_undoes_once(admin_client: Client) -> None:
    article = make_article(status="in_review", body="It sank.")
    token = token_in(published(admin_client, article))
    admin_client.post(UNDO, {"act": token})

    response = admin_client.post(UNDO, {"act": token}, follow=True)

    assert "Nothing was changed: it was undone already." in messages_of(response)
    assert LogEntry.objects.filter(change_message="Publication undone.").count() == 1


@pytest.mark.parametrize("what", ["saved", "published again", "withdrawn", "deleted"])
def test_undo_leaves_what_was_changed_since(admin_client: Client, what: str) -> None:
    article = make_article(status="in_review", body="It sank.")
    token = token_in(published(admin_client, article))
    if what == "saved":
        posted = form_of(admin_client, article).posted(kicker="Sea")
        admin_client.post(change(article), posted)
    elif what == "published again":
        publishing.withdraw(article, now=timezone.now())
        publishing.publish(article, now=timezone.now())
    elif what == "withdrawn":
        publishing.withdraw(article, now=timezone.now())
    else:
        article.delete()

    response = admin_client.post(UNDO, {"act": token}, follow=True)

    assert response.status_code == 200
    assert "1 story stays as it is" in messages_of(response)
    expected = {"withdrawn": ["withdrawn"], "deleted": []}.get(what, ["published"])
    assert list(Article.objects.values_list("status", flat=True)) == expected


def test_undo_is_for_who_published_and_may_publish(
    admin_client: Client, django_user_model: type[User]
) -> None:
    article = make_article(status="in_review", body="It sank.")
    token = token_in(published(admin_client, article))

    for group in ("Reporter", "Editor", "Publisher", "Operator"):
        client = member_of(group, django_user_model)
        assert client.post(UNDO, {"act": token}).status_code == 403
    assert admin_client.get(UNDO, {"act": token}).status_code == 405

    article.refresh_from_db()
    assert article.status == "published"


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "-1", "9" * 30, "123456789"])
def test_a_forged_undo_undoes_nothing(admin_client: Client, token: str) -> None:
    article = make_article()

    response = admin_client.post(UNDO, {"act": token}, follow=True)

    assert "can no longer be undone here" in messages_of(response)
    article.refresh_from_db()
    assert article.status == "published"


def test_an_old_undo_says_so(admin_client: Client) -> None:
    article = make_article(status="in_review", body="It sank.")
    token = token_in(published(admin_client, article))
    DeskAction.objects.update(made_at=timezone.now() - timedelta(days=31))

    response = admin_client.post(UNDO, {"act": token}, follow=True)

    assert "can no longer be undone here" in messages_of(response)
    article.refresh_from_db()
    assert article.status == "published"


def test_the_publication_of_several_is_undone_at_once(admin_client: Client) -> None:
    before = {
        make_article(status=status, body="It sank.").pk: status
        for status in ("in_review", "draft", "withdrawn", "in_review")
    }
    out = make_article(body="It sank.")
    chosen = {"action": "publish_selected", "_selected_action": [*before, out.pk]}
    page: Any = admin_client.post(LIST, chosen | {"confirmed": "yes"}, follow=True)
    touched = next(iter(before))
    Article.objects.filter(pk=touched).update(modified_at=timezone.now())

    response = admin_client.post(UNDO, {"act": token_in(page.content.decode())}, follow=True)

    assert "Publication undone: 3 stories" in messages_of(response)
    assert "1 story stays as it is" in messages_of(response)
    after = dict(Article.objects.values_list("pk", "status"))
    assert after == before | {touched: "published", out.pk: "published"}


@pytest.mark.parametrize(
    ("status", "button", "after", "back"),
    [
        ("published", "_withdraw", "withdrawn", "the story is published again."),
        ("withdrawn", "_send_back", "in_review", "the story is withdrawn again."),
        ("in_review", "_mark_ready", "ready", "the story is in review again."),
        ("ready", "_reject", "rejected", "the story is ready to publish again."),
        ("draft", "_reject", "rejected", "the story is a draft again."),
    ],
)
def test_every_other_move_has_an_undo_too(
    admin_client: Client, admin_user: User, status: str, button: str, after: str, back: str
) -> None:
    read = timezone.now() - timedelta(days=1)
    more = {"reviewed_by": admin_user, "reviewed_at": read} if status == "ready" else {}
    article = make_article(status=status, body="It sank.", **more)
    page = published(admin_client, article, button)
    assert Article.objects.get().status == after

    response = admin_client.post(UNDO, {"act": token_in(page)}, follow=True)

    assert f"Undone: {back}" in messages_of(response)
    article.refresh_from_db()
    assert (article.status, article.reviewed_at) == (status, more.get("reviewed_at"))
