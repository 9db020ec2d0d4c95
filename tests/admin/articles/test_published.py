"""What the desk says of a published story: that it is read-only, why, and who may change it; what
an import left of it; what a run changed."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.ingest.maintenance.undo_import import undo
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, ImportRun, Job
from tests.admin.imports.test_upload_and_quarantine import work
from tests.ingest.stories.test_recapture import EARLY, LATE, take

from .test_admin import Form, change, form_of, full_article, member_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

__all__ = ["take"]

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/importrun/upload/"


def text_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_a_form_that_one_may_not_save_has_no_fields_and_says_who_may(
    django_user_model: Any, status: str
) -> None:
    article = full_article(status=status)
    for group in ("Reporter", "Editor"):
        page = text_of(member_of(group, django_user_model), change(article))
        assert f"This story is {status}, and only those who may publish" in page
        assert "It can be changed by: Publisher." in page
        assert {found["name"] for found in Form(page).inputs} <= {"single_keys"}
        assert 'name="_save"' not in page
    page = text_of(member_of("Publisher", django_user_model), change(article))
    assert "It can be changed by" not in page
    assert 'name="_save"' in page


def test_whoever_saves_what_was_published_meanwhile_keeps_what_he_wrote(
    django_user_model: Any,
) -> None:
    article = full_article(status="in_review")
    reporter = member_of("Reporter", django_user_model)
    posted = form_of(reporter, article).posted(headline="What I wrote")
    Article.objects.update(status="published")
    response = reporter.post(change(article), posted)
    page = unescape(response.content.decode())
    assert response.status_code == 403
    assert "This story is published now" in page
    assert "What I wrote" in page
    article.refresh_from_db()
    assert article.headline != "What I wrote"


def test_an_action_leaves_published_stories_and_says_so(django_user_model: Any) -> None:
    published, waiting = full_article(), full_article(status="in_review")
    reporter = member_of("Reporter", django_user_model)
    chosen = {"_selected_action": [published.pk, waiting.pk], "action": "add_topics_to_selected"}
    said = "1 story is published and stays as it is. It can be changed by: Publisher."
    asked = reporter.post("/admin/articles/article/", chosen)
    assert said in asked.content.decode()
    confirmed = chosen | {"confirmed": "yes", "topics": "Ice"}
    done = reporter.post("/admin/articles/article/", confirmed, follow=True)
    assert said in done.content.decode()
    assert "Ice" in waiting.tags.names()
    assert "Ice" not in published.tags.names()


def test_the_look_at_an_upload_marks_what_is_published_and_asks_who_may_publish(
    take: Any, django_user_model: Any, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    take(EARLY, 4)
    Article.objects.update(status="published")
    fields = {"captured_at": "2021-05-10", "publisher": "", "topics": ""}
    for group, is_asked in (("Operator", False), ("Editor", False), ("Publisher", True)):
        client = member_of(group, django_user_model)
        assert ('name="update_published"' in text_of(client, UPLOAD)) is is_asked
        sent = SimpleUploadedFile("late.txt", LATE.encode())
        client.post(UPLOAD, {"files": [sent], **fields})
        work()  # looks it through
        job = Job.objects.latest("pk")
        found = reverse("admin:articles_job", args=[job.pk])
        page = text_of(client, found)
        assert "<b>1</b> story already published" in page
        assert "<b>Published</b>; stays as it is, the file differs in: " in page
        assert ('name="update_published"' in page) is is_asked
        again = reverse("admin:articles_job_look", args=[job.pk])
        client.post(again, fields | {"update_published": "on"})
        work()
        page = text_of(client, found)
        assert ("readers see the change at once: " in page) is is_asked
        assert ("stays as it is, the file differs in" in page) is not is_asked


def test_the_history_says_which_run_changed_a_story_and_who_asked(
    take: Any, admin_client: Client
) -> None:
    take(EARLY, 4)
    article = Article.objects.get()
    Article.objects.update(status="published")
    take(LATE, 10, update_published=True, asked_by="anna, on the command line")
    run = ImportRun.objects.latest("pk")
    address = reverse("admin:articles_article_history", args=[article.pk])
    page = text_of(admin_client, address)
    assert f"Updated by import {run.pk}: headline and kicker, byline" in page
    assert page.count("<td>anna, on the command line</td>") == 2  # its version, and what was done
    undo(run, now=timezone.now(), asked_by="ben")
    page = text_of(admin_client, address)
    assert f"Update by import {run.pk} undone." in page
    assert page.count("<td>ben</td>") == 2


def test_what_an_import_left_of_a_published_story_can_be_taken_on_its_page(
    take: Any, admin_client: Client, django_user_model: Any
) -> None:
    take(EARLY, 4)
    article = Article.objects.get()
    Article.objects.update(status="published")
    take(LATE, 10)
    assert "Imports leave published and withdrawn stories as they are" in text_of(
        admin_client, change(article)
    )
    address = reverse("admin:articles_article_three_way", args=[article.pk])
    page = text_of(admin_client, address)
    assert "Published, so the import left it" in page
    assert "No editor changed it; parsing again would bring" not in page
    assert "Keep what is published" in page
    reporter = member_of("Reporter", django_user_model)
    page = text_of(reporter, address)
    assert "Published, so the import left it" in page
    assert "side-headline" not in page
    seal = Form(text_of(admin_client, address).replace("three-way-form", "article_form")).fields
    posted = {"seal": seal["seal"], "all": "parser", "disputed": ["headline", "bullets"]}
    assert reporter.post(address, posted).status_code == 403
    assert admin_client.post(address, posted).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Glass workshop reopens at last"
    assert article.byline == "ANA FONSECA"


def test_a_name_that_readers_see_is_read_only_but_for_its_aliases(
    take: Any, django_user_model: Any
) -> None:
    take(EARLY, 4)
    article = Article.objects.get()
    source = article.attributions.get(role="reporting").source
    address = reverse("admin:articles_source_change", args=[source.pk])
    editor = member_of("Editor", django_user_model)
    assert 'name="name"' in text_of(editor, address)
    Article.objects.update(status="published")
    page = text_of(editor, address)
    assert 'name="name"' not in page
    assert 'name="aliases"' in page
    assert "Readers see this name with published stories" in page
    assert 'name="name"' in text_of(member_of("Publisher", django_user_model), address)


def test_an_import_on_the_desk_begins_in_review_whatever_is_posted(
    django_user_model: Any, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    client = member_of("Operator", django_user_model)
    sent = SimpleUploadedFile("page.txt", EARLY.encode())
    fields = {"captured_at": "", "publisher": "", "topics": "", "status": "published"}
    client.post(UPLOAD, {"files": [sent], **fields, "update_published_by": "1"})
    assert Job.objects.get().options.get("update_published_by") is None
    run_import([], ImportOptions(captured_at=date(2021, 5, 4)))
    assert not Article.objects.exists()
