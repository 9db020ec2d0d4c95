"""The desk in a browser without JavaScript: plain forms do all that an editor has to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from articles import markup
from articles.models import Article, Dump, ImportRun, Job, Source
from articles.versions import history
from tests.support.builders import make_article, make_source

from .articles.test_admin import change, form_of
from .articles.test_review_queue import DUMP, HEADLINE, QUEUE, imported
from .imports.test_upload_and_quarantine import work

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/articles/article/"
BODY = "What *Ann* wrote.\n\n## A crosshead\n\n![](caption:2)\n\n> A quote\n\n![](caption:1)"


@pytest.fixture
def editor(django_user_model: type[User]) -> User:
    return django_user_model.objects.create_superuser("ann", password="password")


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, editor: User, media: Path) -> Iterator[Page]:
    """A page without scripts, logged in, on the desk."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "ann")
    page.fill("#id_password", "password")
    page.click("input[type=submit]")
    yield page
    context.close()


def said(page: Page) -> str:
    return page.inner_text(".messagelist")


def stored(article: Article) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The bullets in order, and the captions."""
    captions = article.captions.order_by("number").values_list("number", "text", "credit")
    return list(article.bullets.values_list("text", flat=True)), list(captions)


def test_a_story_is_opened_from_the_queue_written_saved_and_published(plain: Page) -> None:
    article = imported()
    cache.clear()  # the desk's figures, from before
    bullets, captions = stored(article)
    waiting = Article.objects.filter(status="in_review").count()

    plain.goto(plain.url)
    plain.get_by_role("link", name="stories to review").click()
    assert plain.locator("#result_list tbody tr").count() == waiting
    plain.get_by_role("link", name=HEADLINE).click()
    assert plain.locator(".evidence-lines tr").count() > 20
    assert not plain.locator(".cards").count()
    plain.fill("#id_headline", "By hand")
    plain.fill("#id_body", BODY)
    plain.fill("#id_bullets-0-text", "Reworded")
    plain.fill("#id_bullets-0-position", "9")
    plain.check("#id_bullets-1-DELETE")
    plain.fill("#id_captions-0-text", "What the picture shows")
    plain.fill("#id_captions-0-credit", "Ann")
    plain.get_by_role("button", name="Save s", exact=True).click()
    assert "changed successfully" in said(plain)

    article.refresh_from_db()
    assert (article.headline, article.status) == ("By hand", "in_review")
    assert markup.to_blocks(article.body) == markup.to_blocks(BODY)
    written = [(1, "What the picture shows", "Ann"), *captions[1:]]
    assert stored(article) == ([bullets[2], "Reworded"], written)
    plain.get_by_role("button", name="Publish and next").click()
    assert "Published" in said(plain)
    assert QUEUE in unquote(plain.url)  # the next story of the queue, or the queue
    article.refresh_from_db()
    assert article.status == "published"
    assert stored(article) == ([bullets[2], "Reworded"], written)


def test_several_stories_are_withdrawn_and_an_old_version_is_restored(
    plain: Page, client: Client, editor: User, live_server: LiveServer
) -> None:
    article, other = (make_article(bullets=["One", "Two"], captions=["A boat"]) for _ in "ab")
    before = history.current_state(article)
    client.force_login(editor)
    changed = {"headline": "Changed", "bullets-0-DELETE": "on", "captions-0-text": "A ship"}
    assert client.post(change(article), form_of(client, article).posted(**changed)).status_code

    plain.goto(f"{live_server.url}{LIST}")
    for one in (article, other):
        plain.check(f"input[name=_selected_action][value='{one.pk}']")
    plain.select_option("select[name=action]", "withdraw_selected")
    plain.get_by_role("button", name="Go").click()
    assert "Changed" in plain.inner_text("#content")
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    plain.fill("[name=notice]", "It was not so.")
    plain.click("#confirm-form input[type=submit]")
    assert "2" in said(plain)
    reported = set(Article.objects.values_list("status", "withdrawal_notice"))
    assert reported == {("withdrawn", "It was not so.")}

    plain.get_by_role("link", name="Changed").click()
    plain.get_by_role("link", name="History").click()
    plain.locator("[name=from]").last.check()
    plain.get_by_role("button", name="Compare").click()
    assert "Changed" in plain.inner_text(".changes >> nth=0")
    plain.get_by_role("button", name="Restore the version of").click()
    assert "Restored the version" in said(plain)
    assert history.current_state(article) == before
    assert stored(article) == (["One", "Two"], [(1, "A boat", "")])


def test_two_sources_are_made_one(plain: Page, live_server: LiveServer) -> None:
    for name in ("Bay Wire", "Bay Wire", "Bay Wire Ltd"):
        make_article(attributions=[(name, "reporting")])
    kept, gone = make_source("Bay Wire"), make_source("Bay Wire Ltd")

    plain.goto(f"{live_server.url}/admin/articles/source/")
    for source in (kept, gone):
        plain.check(f"input[name=_selected_action][value='{source.pk}']")
    plain.select_option("select[name=action]", "merge_selected")
    plain.get_by_role("button", name="Go").click()
    assert "1 attribution" in plain.inner_text(".merge-says")
    plain.click("input[name=merge]")

    assert "2 sources merged into" in said(plain)
    assert [source.name for source in Source.objects.all()] == ["Bay Wire"]
    assert kept.attributions.count() == 3


def test_the_second_of_two_saves_chooses_between_both(
    plain: Page, client: Client, editor: User, live_server: LiveServer
) -> None:
    article = make_article(headline="Ferries stop", body="One.", bullets=["First", "Second"])
    client.force_login(editor)
    plain.goto(f"{live_server.url}{change(article)}")
    theirs = {"headline": "Theirs", "bullets-0-text": "First, theirs", "kicker": "Sea"}
    assert client.post(change(article), form_of(client, article).posted(**theirs)).status_code

    plain.fill("#id_headline", "Mine")
    plain.fill("#id_bullets-0-text", "First, mine")
    plain.fill("#id_byline", "By Ann")
    plain.click("[name=_continue]")
    expect(plain).to_have_title(re.compile("Conflicting edits"))
    plain.check("[name=side-headline][value=mine]")
    plain.check("[name=side-bullets][value=theirs]")
    plain.get_by_role("button", name="Save and continue editing").click()

    assert "changed successfully" in said(plain)
    article.refresh_from_db()
    assert (article.headline, article.kicker, article.byline) == ("Mine", "Sea", "By Ann")
    assert stored(article)[0] == ["First, theirs", "Second"]


def test_a_dump_is_uploaded_its_inventory_confirmed_and_imported(
    plain: Page, live_server: LiveServer, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    plain.goto(f"{live_server.url}/admin/articles/importrun/upload/")
    plain.set_input_files("#id_files", DUMP)
    plain.fill("[name=publisher]", "The Andean Weekly")
    plain.get_by_role("button", name="Preview").click()
    assert "The preview is being made" in plain.inner_text("#content")
    work()
    plain.reload()
    assert "5 stories" in plain.inner_text(".summary")
    assert "8 key points" in plain.inner_text(".summary")
    assert not Article.objects.exists()
    plain.click("#go")
    assert "Queued" in plain.inner_text("#content")

    work()
    plain.reload()

    assert "Done." in plain.inner_text("#content")
    assert HEADLINE in plain.inner_text(".came-in")
    assert (Job.objects.get().state, ImportRun.objects.get().state) == ("done", "finished")
    assert Dump.objects.get().name == DUMP.name
    assert Article.objects.filter(status="in_review").count() == 5
