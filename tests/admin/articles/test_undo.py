"""Undo of saves and deletions, the log of acts, and who may undo what."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import search
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Autosave, Clipping, DeskAction, Pin, Source
from articles.versions import history
from tests.support.builders import make_article, make_picture
from tests.support.sample_pages import page as lines_of
from tests.support.sample_pages import story

from .test_admin import LIST, change, form_of, full_article, member_of, messages_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db

UNDO = "/admin/articles/article/undo/"
ACTIONS = "/admin/articles/article/actions/"


def act_in(page: str) -> str:
    found = re.search(r'name="act" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def save(client: Client, article: Article, **changes: str) -> str:
    posted = form_of(client, article).posted(**changes)
    return client.post(change(article), posted, follow=True).content.decode()


def test_a_save_is_taken_back_by_one_press(admin_client: Client) -> None:
    article = full_article(status="in_review")
    before = history.current_state(article)
    changes = {"headline": "Wrong", "bullets-0-text": "Wrong, too", "tags": "Fire"}

    page = save(admin_client, article, **changes)

    response = admin_client.post(UNDO, {"act": act_in(page)}, follow=True)
    assert "the story is as it was before the save" in messages_of(response)
    assert history.current_state(Article.objects.get()) == before
    again = admin_client.post(UNDO, {"act": act_in(page)}, follow=True)
    assert "it was undone already" in messages_of(again)


def test_a_save_that_changed_nothing_offers_no_undo(admin_client: Client) -> None:
    article = full_article(status="in_review")

    assert 'name="act"' not in save(admin_client, article)


def test_a_save_is_left_where_somebody_went_on(admin_client: Client) -> None:
    article = full_article(status="in_review")
    page = save(admin_client, article, headline="First")
    save(admin_client, article, headline="Second")

    response = admin_client.post(UNDO, {"act": act_in(page)}, follow=True)

    assert "it was changed since" in messages_of(response)
    assert Article.objects.get().headline == "Second"


def test_a_deleted_story_comes_back_with_all_it_had(
    admin_client: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "page.txt"
    path.write_text(lines_of(story()))
    run_import([str(path)], ImportOptions())
    article = Article.objects.get()
    article.captions.create(number=90, text="The quay", image=make_picture("quay.png"))
    article.tags.add("Fire")
    Pin.objects.create(article=article, position=2)
    search.refresh([article.pk])
    before = history.current_state(article)
    clippings = set(article.clippings.values_list("pk", flat=True))
    name = article.captions.get(number=90).image.name
    assert clippings

    page: Any = admin_client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}, follow=True)
    assert not Article.objects.exists()
    assert default_storage.exists(name)

    response = admin_client.post(UNDO, {"act": act_in(page.content.decode())}, follow=True)

    assert "1 story is back." in messages_of(response)
    assert response.redirect_chain[-1][0] == change(article)
    back = Article.objects.get()
    assert history.current_state(back) == before
    assert set(back.clippings.values_list("pk", flat=True)) == clippings
    assert Pin.objects.get().article_id == back.pk == article.pk
    assert admin_client.get(f"{LIST}?q=quay").content.decode().count(change(article)) == 1
    call_command("clean_pictures")
    assert default_storage.exists(name)


def test_files_of_deleted_stories_go_when_it_is_too_late(
    admin_client: Client, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    article = make_article(captions=[{"text": "The quay", "image": make_picture("quay.png")}])
    name = article.captions.get().image.name
    page: Any = admin_client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}, follow=True)
    DeskAction.objects.update(made_at=timezone.now() - timedelta(days=2))

    call_command("clean_pictures")

    assert not default_storage.exists(name)
    response = admin_client.post(UNDO, {"act": act_in(page.content.decode())}, follow=True)
    assert "can no longer be undone" in messages_of(response)
    assert "Undo: Deleted" not in admin_client.get(ACTIONS).content.decode()


def test_several_deleted_stories_come_back_but_for_one_that_was_imported_again(
    admin_client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    path.write_text(lines_of(story()))
    run_import([str(path)], ImportOptions())
    imported = Article.objects.get()
    lone = make_article(attributions=[("Gone Agency", "photo"), ("Reuters", "photo")])
    chosen = {"action": "delete_selected", "_selected_action": [imported.pk, lone.pk]}
    page: Any = admin_client.post(LIST, chosen | {"post": "yes"}, follow=True)
    assert not Article.objects.exists()
    Source.objects.filter(name="Gone Agency").delete()
    other = make_article()
    Clipping.objects.filter(article=None).update(article=other)

    response = admin_client.post(UNDO, {"act": act_in(page.content.decode())}, follow=True)

    assert "1 story is back." in messages_of(response)
    assert "1 story does not come back" in messages_of(response)
    assert {row.pk for row in Article.objects.all()} == {lone.pk, other.pk}
    assert [row.source.name for row in lone.attributions.all()] == ["Reuters"]


def test_undo_needs_the_right_of_the_act(admin_client: Client, django_user_model: Any) -> None:
    article = full_article(status="in_review")
    editor = member_of("Editor", django_user_model)
    page = save(editor, article, headline="By an editor")
    other = member_of("Publisher", django_user_model)
    assert other.post(UNDO, {"act": act_in(page)}).status_code == 403
    Article.objects.filter(pk=article.pk).update(status="published")
    assert editor.post(UNDO, {"act": act_in(page)}).status_code == 403
    Article.objects.filter(pk=article.pk).update(status="in_review")

    assert admin_client.post(UNDO, {"act": act_in(page)}).status_code == 302
    assert Article.objects.get().headline != "By an editor"


def test_a_reporter_takes_back_what_he_handed_in(django_user_model: Any) -> None:
    article = full_article(status="draft")
    reporter = member_of("Reporter", django_user_model)
    posted = form_of(reporter, article).posted(_send_back="1")
    del posted["_save"]

    page = reporter.post(change(article), posted, follow=True).content.decode()

    assert Article.objects.get().status == "in_review"
    reporter.post(UNDO, {"act": act_in(page)})
    assert Article.objects.get().status == "draft"


def test_what_is_typed_into_a_story_that_goes_and_comes_back_is_kept(admin_client: Client) -> None:
    article = full_article()
    draft = json.dumps({"at": 1, "fields": [["headline", "Half"]], "files": []})
    typed = {"key": "abc123def456", "draft": draft, "article": article.pk}
    admin_client.post("/admin/articles/article/autosave/", typed)
    page: Any = admin_client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}, follow=True)
    admin_client.post("/admin/articles/article/autosave/", typed)

    admin_client.post(UNDO, {"act": act_in(page.content.decode())})

    assert Article.objects.get().pk == article.pk
    assert Autosave.objects.get().draft["fields"] == [["headline", "Half"]]


def test_the_page_of_acts_asks_no_query_a_line(
    admin_client: Client, django_user_model: Any, django_assert_max_num_queries: Any
) -> None:
    editor = member_of("Editor", django_user_model)
    for client in (admin_client, editor):
        for number in range(8):
            save(client, full_article(status="in_review"), headline=f"Words {number}")

    for client in (admin_client, editor):
        with django_assert_max_num_queries(8):
            page = client.get(ACTIONS).content.decode()
        assert page.count("Undo: Edited") == 8
    everybody = editor.get(f"{ACTIONS}?all=1").content.decode()
    assert everybody.count("Edited “Words") == 16 + 8  # the label of each button, too
    article = Article.objects.order_by("pk").last()
    assert article is not None
    assert "Can be undone" in editor.get(f"{LIST}{article.pk}/history/").content.decode()
