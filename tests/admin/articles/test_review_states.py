"""The states of review: each role has an end to its work, and what was decided stays decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article
from tests.support.builders import make_article
from tests.support.sample_pages import page as lines_of
from tests.support.sample_pages import story
from tests.support.signing_in import sign_in

from .test_admin import LIST, change, form_of, full_article, member_of, messages_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

QUEUE = "?_changelist_filters=status__exact%3Din_review"


def press(client: Client, article: Article, button: str, query: str = "") -> Any:
    posted = form_of(client, article).posted(headline="New words")
    del posted["_save"]
    return client.post(change(article) + query, posted | {button: "1"}, follow=True)


def test_an_editor_marks_a_story_as_ready_and_goes_on_to_the_next(django_user_model: Any) -> None:
    first, second = (
        full_article(status="in_review", confidence=confidence) for confidence in (0.2, 0.3)
    )
    editor = member_of("Editor", django_user_model)

    response = press(editor, first, "_mark_ready", QUEUE)

    first.refresh_from_db()
    assert (first.status, first.headline) == ("ready", "New words")
    assert first.reviewed_by is not None
    assert response.redirect_chain[-1][0] == change(second) + QUEUE
    assert "Marked as ready." in messages_of(response)
    page = editor.get(change(first)).content.decode()
    assert f"Read by <bdi>{first.reviewed_by.username}</bdi>" in page
    assert "It was changed since." not in page
    Article.objects.filter(pk=first.pk).update(modified_at=timezone.now() + timedelta(hours=1))
    assert "It was changed since." in editor.get(change(first)).content.decode()


def test_a_reporter_may_ask_for_attention_but_not_decide(django_user_model: Any) -> None:
    article = full_article(status="in_review")
    colleague = django_user_model.objects.create_user("vera", is_staff=True)
    reporter = member_of("Reporter", django_user_model)
    for button in ("_mark_ready", "_reject", "_publish"):
        assert press(reporter, article, button).status_code == 403

    asked = press(reporter, article, "_ask")

    address = f"{change(article).removesuffix('change/')}attention/?next=1"
    assert asked.redirect_chain[-1][0] == address
    assert "This field is required." in reporter.post(address, {"note": " "}).content.decode()
    words = {"note": "Which of the <b>two</b> mayors?", "assignee": colleague.pk}
    reporter.post(address, words)

    article.refresh_from_db()
    assert (article.status, article.assignee) == ("attention", colleague)
    page = reporter.get(change(article)).content.decode()
    assert "assigned to <bdi>vera</bdi>" in page
    assert "Which of the &lt;b&gt;two&lt;/b&gt; mayors?" in page

    press(member_of("Publisher", django_user_model), article, "_publish")
    article.refresh_from_db()
    assert (article.status, article.assignee, article.attention_note) == ("published", None, "")


def test_a_rejected_story_stays_rejected_and_unpublished(
    admin_client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    path.write_text(lines_of(story()))
    run_import([str(path)], ImportOptions())
    article = Article.objects.get()
    press(admin_client, article, "_reject")
    path.write_text(lines_of(story(), "", "Newsletter"))

    run_import([str(path)], ImportOptions(status="published"))

    assert Article.objects.get().status == "rejected"
    chosen = {"action": "publish_selected", "_selected_action": [article.pk], "confirmed": "yes"}
    admin_client.post(LIST, chosen)
    assert Article.objects.get().status == "rejected"
    press(admin_client, Article.objects.get(), "_send_back")
    assert Article.objects.get().status == "in_review"


@pytest.mark.parametrize(
    ("action", "status", "more"),
    [
        ("mark_ready_selected", "ready", {}),
        ("ask_selected", "attention", {"note": "See the date."}),
        ("reject_selected", "rejected", {}),
    ],
)
def test_several_are_decided_at_once_and_taken_back_by_one_press(
    admin_client: Client, action: str, status: str, more: dict[str, str]
) -> None:
    keys = [make_article(status="in_review").pk for _ in range(3)]
    out = make_article().pk
    chosen: dict[str, Any] = {"action": action, "_selected_action": [*keys, out]}
    asked = admin_client.post(LIST, chosen).content.decode()
    assert "1 will not change" in asked

    page: Any = admin_client.post(LIST, chosen | more | {"confirmed": "yes"}, follow=True)

    assert [Article.objects.get(pk=key).status for key in keys] == [status] * 3
    assert Article.objects.get(pk=out).status == "published"
    act = page.content.decode().partition('name="act" value="')[2].partition('"')[0]
    admin_client.post("/admin/articles/article/undo/", {"act": act})
    assert [Article.objects.get(pk=key).status for key in keys] == ["in_review"] * 3


@pytest.mark.browser
def test_deciding_and_taking_back_by_keys(page: Page, live_server: LiveServer) -> None:
    first, second, third = (
        full_article(status="in_review", confidence=confidence) for confidence in (0.2, 0.3, 0.4)
    )
    sign_in(page, live_server, change(first) + QUEUE)

    page.keyboard.press("y")
    page.wait_for_url(f"**{change(second)}**")
    page.wait_for_timeout(3100)  # a second press within three seconds counts as a slip
    page.keyboard.press("j")
    page.wait_for_url(f"**{change(third)}**")
    page.keyboard.press("u")
    page.wait_for_url(f"**{change(second)}**")
    assert Article.objects.get(pk=first.pk).status == "ready"
    assert Article.objects.get(pk=second.pk).status == "in_review"
    page.keyboard.press("a")
    page.get_by_label("What needs attention").fill("See the date.")
    page.get_by_role("button", name="Mark").click()
    page.wait_for_url(f"**{change(third)}**")
    assert Article.objects.get(pk=second.pk).attention_note == "See the date."
