"""Who may do what: each right of the four groups, and 403 for who has it not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.models import Article
from articles.versions import history
from tests.support.builders import make_article, make_source

from .articles.test_admin import LIST, Form, change, form_of, full_article, member_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db

GROUPS = ("Reporter", "Editor", "Publisher", "Operator")
WRITERS = {"Reporter", "Editor", "Publisher"}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    ("button", "status", "may"),
    [
        ("_publish", "in_review", {"Publisher"}),
        ("_publish_next", "in_review", {"Publisher"}),
        ("_withdraw", "published", {"Publisher"}),
        ("_send_back", "withdrawn", {"Publisher"}),
        ("_send_back", "draft", WRITERS),
        ("_send_back", "attention", WRITERS),
        ("_send_back", "ready", {"Editor", "Publisher"}),
        ("_send_back", "rejected", {"Editor", "Publisher"}),
        ("_mark_ready", "in_review", {"Editor", "Publisher"}),
        ("_reject", "in_review", {"Editor", "Publisher"}),
        ("_hold", "in_review", WRITERS),
        ("_save", "in_review", WRITERS),
    ],
)
def test_a_button_works_for_who_has_the_right_and_answers_403_to_others(
    django_user_model: type[User],
    admin_client: Client,
    group: str,
    button: str,
    status: str,
    may: set[str],
) -> None:
    article = full_article(status=status)
    posted = form_of(admin_client, article).posted(headline="Changed")
    del posted["_save"]

    response = member_of(group, django_user_model).post(change(article), posted | {button: "x"})

    assert response.status_code == (302 if group in may else 403)
    article.refresh_from_db()
    assert (article.headline == "Changed") is (group in may)
    assert (article.status != status) is (group in may and button != "_save")


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    ("action", "may"),
    [
        ("publish_selected", {"Publisher"}),
        ("withdraw_selected", {"Publisher"}),
        ("send_back_selected", {"Publisher"}),
        ("add_topics_to_selected", WRITERS),
        ("set_publisher_of_selected", WRITERS),
        ("delete_selected", {"Publisher"}),
    ],
)
def test_an_action_works_for_who_has_the_right_and_answers_403_to_others(
    django_user_model: type[User], group: str, action: str, may: set[str]
) -> None:
    article = make_article(status="in_review")
    posted = {"action": action, "_selected_action": [article.pk]}

    response = member_of(group, django_user_model).post(LIST, posted)

    assert response.status_code == (200 if group in may else 403)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    ("status", "may"),
    [("in_review", WRITERS), ("published", {"Publisher"}), ("withdrawn", {"Publisher"})],
)
def test_versions_are_restored_by_who_may_change(
    django_user_model: type[User], admin_client: Client, group: str, status: str, may: set[str]
) -> None:
    article = full_article(status=status)
    admin_client.post(change(article), form_of(admin_client, article).posted(headline="Changed"))
    first = history.entries(article)[-1]
    address = f"/admin/articles/article/{article.pk}/history/{first.pk}/restore/"

    response = member_of(group, django_user_model).post(address)

    assert response.status_code == (302 if group in may else 403)


@pytest.mark.parametrize("action", ["publish_selected", "add_topics_to_selected"])
def test_every_change_needs_the_forms_token(django_user_model: type[User], action: str) -> None:
    article = full_article(status="in_review")
    user = django_user_model.objects.create_superuser("strict", password="x")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    base = f"/admin/articles/article/{article.pk}"

    for address in (LIST, change(article), f"{base}/parser/", f"{base}/preview/"):
        response = strict.post(address, {"action": action, "_selected_action": [article.pk]})
        assert response.status_code == 403, address


def test_a_reporter_keeps_a_draft_and_hands_it_in(django_user_model: type[User]) -> None:
    reporter = member_of("Reporter", django_user_model)
    address = "/admin/articles/article/add/"
    page = reporter.get(address).content.decode()
    assert 'name="_hold"' in page
    assert 'name="_publish"' not in page

    posted = Form(page).posted(headline="Mine", _hold="x")
    assert reporter.post(address, posted).status_code == 302

    article = Article.objects.get()
    assert article.status == "draft"
    page = reporter.get(change(article)).content.decode()
    assert "Save and send to review" in page
    assert reporter.post(change(article), Form(page).posted(_send_back="x")).status_code == 302
    article.refresh_from_db()
    assert article.status == "in_review"


def test_a_bulk_change_keeps_a_version_of_each_which_brings_it_back(admin_client: Client) -> None:
    articles = [full_article(), full_article(attributions=[("The Old Paper", "publisher")])]
    before = [history.current_state(article) for article in articles]
    chosen = {"_selected_action": [article.pk for article in articles], "confirmed": "yes"}
    source = make_source("The New Paper")
    admin_client.post(LIST, chosen | {"action": "add_topics_to_selected", "topics": "Ice"})
    admin_client.post(
        LIST, chosen | {"action": "set_publisher_of_selected", "publisher": source.pk}
    )

    for article, state in zip(articles, before, strict=True):
        entries = history.entries(article)
        assert [entry.comment for entry in entries[:2]] == [
            "Set the publisher: The New Paper.",
            "Added topics: Ice.",
        ]
        assert [entry.changed for entry in entries[:2]] == [("Sources",), ("Topics",)]
        first = entries[-1]
        admin_client.post(f"/admin/articles/article/{article.pk}/history/{first.pk}/restore/")
        assert history.current_state(article) == state


def test_more_than_can_be_changed_at_once_are_refused_before_any_is(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.articles.actions.MOST_AT_ONCE", 1)
    articles = [make_article(), make_article()]
    posted: dict[str, Any] = {
        "action": "add_topics_to_selected",
        "_selected_action": [article.pk for article in articles],
        "confirmed": "yes",
        "topics": "Ice",
    }

    response = admin_client.post(LIST, posted, follow=True)

    assert "at most 1 stories at a time" in response.content.decode()
    assert not LogEntry.objects.exists()


def test_an_embargo_is_shown_as_such_in_the_list(admin_client: Client) -> None:
    make_article(headline="Later", published_at="2099-03-01T09:00:00Z")

    page = admin_client.get(LIST).content.decode()

    assert "under embargo until" in page
