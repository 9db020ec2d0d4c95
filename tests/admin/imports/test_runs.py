"""The desk's page of a run, live and after, and the bytes of a dump as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.pipeline.run_log import RunLog, open_run
from articles.ingest.storage import work_locks
from articles.models import Article, Dump, ImportRun
from tests.support.sample_pages import story
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db


def importing(*paths):
    run_import([str(path) for path in paths], ImportOptions(tags=("Glass",), asked_by="anna"))
    return ImportRun.objects.latest("pk")


def address(run):
    return reverse("admin:articles_importrun_change", args=[run.pk])


@pytest.fixture
def run(tmp_path):
    Path(tmp_path, "good.txt").write_text(story(head=("Short Url", "Follow")))
    Path(tmp_path, "bad.txt").write_text("Menu\n" * 200)  # no story
    return importing(tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "none.txt")


@pytest.fixture
def viewer(django_user_model, client):
    """Somebody of the desk who may see articles, and nothing else."""
    user = django_user_model.objects.create_user("vera", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    return client


def test_a_runs_page_says_what_was_asked_and_what_came_of_it(admin_client: Client, run):
    text = admin_client.get(address(run)).content.decode()
    assert "anna" in text
    assert "tags: Glass" in text
    assert run.parser_version in text
    assert f"{run.line_count} lines read" in text
    assert f"{run.article_line_count} in stories" in text
    assert '<rect class="share-article" x="0.0"' in text
    assert "none.txt: there is no such file" in text
    assert "http-equiv" not in text
    for dump in Dump.objects.all():
        assert reverse("admin:articles_dump_change", args=[dump.pk]) in text
    assert "style=" not in text.partition('id="content"')[2].replace("data-style=", "")


def test_an_issue_leads_to_the_articles_that_have_it(admin_client: Client, run):
    text = admin_client.get(address(run)).content.decode()
    code = next(iter(Article.objects.get().clippings.get().issues))["code"]
    link = f"/admin/articles/article/?issue={run.pk}.{code}"
    assert link in text
    found = admin_client.get(link).context["cl"].queryset
    assert [article.pk for article in found] == [Article.objects.get().pk]
    for nonsense in ("x", "x.y", "9" * 40 + ".a", f"{run.pk}.none", "."):
        answer = admin_client.get("/admin/articles/article/", {"issue": nonsense})
        assert answer.status_code == 200
        if nonsense not in ("x", "."):
            assert not answer.context["cl"].queryset.exists()


def test_a_run_that_goes_on_shows_how_far_it_is_and_one_that_broke_off_says_so(admin_client):
    run = open_run(["a.txt"], {}, asked_by="anna")
    log = RunLog(run)
    text = admin_client.get(address(run)).content.decode()
    assert '<meta http-equiv="refresh" content="5">' in text
    assert "Import in progress" in text
    work_locks.let_go(work_locks.Work.RUN, run.pk)  # as PostgreSQL does when a session dies
    text = admin_client.get(address(run)).content.decode()
    assert "interrupted; run the same command again to resume" in text
    assert "http-equiv" not in text
    assert "interrupted" in admin_client.get("/admin/articles/importrun/").content.decode()
    work_locks.hold(work_locks.Work.RUN, run.pk)
    log.close()
    assert "interrupted" not in admin_client.get(address(run)).content.decode()


def test_a_dump_of_the_run_is_found_in_the_list(admin_client: Client, run):
    link = admin_client.get(address(run)).context["dumps_address"]
    assert admin_client.get(link).context["cl"].queryset.count() == 2


def test_a_dumps_bytes_come_as_a_file_that_no_browser_opens(admin_client: Client, tmp_path):
    raw = "<script>alert(1)</script>\r\nStory é\n".encode("latin-1")
    Path(tmp_path, 'odd "name" é.txt').write_bytes(raw)
    importing(tmp_path / 'odd "name" é.txt')
    dump = Dump.objects.get()
    link = reverse("admin:articles_dump_download", args=[dump.pk])
    page_of_it = admin_client.get(reverse("admin:articles_dump_change", args=[dump.pk]))
    assert link in page_of_it.content.decode()
    answer = admin_client.get(link)
    assert b"".join(answer.streaming_content) == raw
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert int(answer["Content-Length"]) == len(raw)
    assert "\n" not in answer["Content-Disposition"]


def test_only_who_may_see_dumps_gets_their_bytes(viewer: Client, client: Client, run):
    link = reverse("admin:articles_dump_download", args=[Dump.objects.first().pk])
    assert viewer.get(link).status_code == 403
    assert Client().get(link).status_code == 302
    assert viewer.get(address(run)).status_code == 403


def test_a_dump_that_is_not_there_is_not_found(admin_client: Client):
    missing = reverse("admin:articles_dump_download", args=[10**18])
    assert admin_client.get(missing).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_run_that_goes_on_comes_anew_by_itself(
    live_server: LiveServer, page: Page, run
):
    going = open_run(["a.txt"], {}, asked_by="anna")
    log = RunLog(going)
    sign_in(page, live_server, address(going), "boss")
    page.get_by_text("Import in progress").wait_for()
    log.close()
    page.get_by_text("Import in progress").wait_for(state="detached", timeout=15_000)
    page.goto(f"{live_server.url}{address(run)}")
    bar = page.locator(".share-bar").first.bounding_box()
    assert bar is not None
    assert bar["width"] > 300
