"""The desk's first page: review queue, imports, publications, each with a link to its list."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import charts
from articles.editing import dashboard
from articles.models import Article, ImportRun
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

from .articles.test_admin import make_clipping

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def issue(code: str) -> dict[str, Any]:
    return {"code": code, "line": 13, "message": "Look here."}


def some_of_everything() -> None:
    now = timezone.now()
    for number, codes in enumerate((["undated", "undated"], ["undated", "cut-short"], [])):
        article = make_article(
            status="in_review", confidence=0.4, attributions=[("AFP", "photo")] if number else []
        )
        make_clipping(article, name=f"{number}.txt", issues=list(map(issue, codes)))
    Article.objects.filter(status="in_review").update(created_at=now - timedelta(days=3))
    make_article(status="in_review", confidence=0.9)
    for days in (-1, -1, 2):
        make_article(published_at=now + timedelta(days=days))
    make_article(status="draft", published_at=now)


def links(page: str) -> list[tuple[str, str]]:
    """Address and number of each bar and column."""
    bars = re.findall(
        r'<th scope="row"><a href="([^"]+)">.*?<td class="desk-number"><bdi>([\d,+]+)', page, re.S
    )
    days = re.findall(r'<a href="([^"]+)" aria-label="[^"]*: (\d+) \w+"', page)
    return [(unescape(address), number) for address, number in (*bars, *days)]


def test_each_bar_leads_to_a_list_of_as_many_articles(admin_client: Client) -> None:
    some_of_everything()

    found = links(admin_client.get(INDEX).content.decode())

    asked = " ".join(address for address, number in found if number != "0")
    for narrowed in (
        "issue=undated",
        "issue=cut-short",
        "source=afp",
        "came_in=week",
        "came_in=day",
        "live=",
    ):
        assert narrowed in asked
    for address, number in found:
        if "/article/" in address:
            rows = admin_client.get(address).context["cl"].result_count
            assert rows == int(number), address


def test_issues_are_reported_in_words_and_an_article_counts_once(admin_client: Client) -> None:
    some_of_everything()

    page = admin_client.get(INDEX).content.decode()

    assert re.search(r"no date found</bdi>.*?<td class=\"desk-number\"><bdi>2</bdi>", page, re.S)
    assert "4</strong> stories to review" in page
    assert "1</strong> scheduled" in page


def test_runs_are_shown_with_their_counts_and_quarantine(admin_client: Client) -> None:
    run = ImportRun.objects.create(
        started_at=timezone.now(), state="finished", created_count=7, quarantined_count=2
    )
    make_clipping(kind="quarantine", reason="odd")

    page = admin_client.get(INDEX).content.decode()

    assert "7 created, 2 in quarantine" in page
    assert reverse("admin:articles_importrun_change", args=[run.pk]) in page
    assert 'class="bar-created"' in page
    assert 'class="bar-quarantined"' in page
    assert "1</strong> passage in quarantine" in page


def test_counting_stops_and_nothing_looks_at_the_whole_table(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard, "MOST", 2)
    some_of_everything()

    with CaptureQueriesContext(connection) as queries:
        page = admin_client.get(INDEX).content.decode()

    assert "stories to review" in page
    assert "counted for the 1000 stories" in page
    figures = cache.get(dashboard.KEY)
    assert (figures.waiting.count, figures.waiting.is_more) == (3, True)
    counted = [q["sql"] for q in queries if re.search("count", q["sql"], re.I)]
    assert all("LIMIT" in sql for sql in counted)


def test_the_figures_are_kept_for_a_minute(admin_client: Client) -> None:
    some_of_everything()
    admin_client.get(INDEX)

    with CaptureQueriesContext(connection) as queries:
        admin_client.get(INDEX)

    assert [re.findall(r'FROM "(\w+)"', q["sql"])[0] for q in queries] == [
        "django_session",
        "auth_user",
        "django_admin_log",  # whether the user is new
        "articles_autosave",
        "django_admin_log",
    ]


def test_who_may_not_see_articles_sees_no_figures(
    client: Client, django_user_model: type[User]
) -> None:
    some_of_everything()
    user = django_user_model.objects.create_user("vera", is_staff=True)
    client.force_login(user)
    page = client.get(INDEX).content.decode()
    assert "To review" not in page
    assert "Recent imports" not in page

    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    page = client.get(INDEX).content.decode()
    assert "To review" in page
    assert "Recent imports" not in page


def test_an_empty_desk_says_how_to_begin(admin_client: Client) -> None:
    page = admin_client.get(INDEX).content.decode()

    assert "Nothing to review" in page
    assert "Nothing imported yet" in page
    assert "import_dump" in page
    assert "Recent actions" in page  # the admin's own page stays below
    assert "style=" not in page


def test_the_ways_in_are_shown_to_whom_they_are_open(
    client: Client, django_user_model: type[Any]
) -> None:
    upload = reverse("admin:articles_upload")
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_importrun"))
    client.force_login(reader)
    assert upload not in client.get(reverse("admin:index")).content.decode()
    reader.user_permissions.add(Permission.objects.get(codename="add_importrun"))
    assert upload in client.get(reverse("admin:index")).content.decode()


def test_bars_are_drawn_to_one_scale_and_what_is_there_is_seen() -> None:
    rows = [
        charts.Row("all", "", "", [("a", "a", 750), ("b", "b", 250)]),
        charts.Row("a few", "", "", [("a", "a", 1), ("b", "b", 0)]),
        charts.Row("none", "", "", [("a", "a", 0)]),
    ]
    full, few, none = charts.bars(rows)
    assert [(part.start, part.length) for part in full.parts] == [(0, 75), (75, 25)]
    assert few.parts[0].length > 1
    assert none.parts[0].length == 0
    assert charts.bars([]) == []


# --- in the browser


@pytest.fixture
def index(live_server: LiveServer, page: Page) -> Page:
    some_of_everything()
    sign_in(page, live_server, INDEX)
    page.wait_for_selector(".desk-chart")
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_mouse_a_bar_and_a_column_lead_to_their_lists(index: Page) -> None:
    row = index.locator(".desk-chart tr", has_text="text breaks off")
    row.locator(".desk-picture svg").click()
    index.wait_for_url("**issue=cut-short**")
    assert index.locator("#result_list tbody tr").count() == 1
    assert "text breaks off" in index.inner_text("#result_list .field-why_here")

    index.goto(index.url.partition("/admin/")[0] + INDEX)
    index.locator("a[aria-label$=': 2 published']").click()
    index.wait_for_url("**live=**")
    assert index.locator("#result_list tbody tr").count() == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keyboard_a_bar_and_a_column_lead_to_their_lists(index: Page) -> None:
    index.get_by_role("link", name="no date found").focus()
    index.keyboard.press("Enter")
    index.wait_for_url("**issue=undated**")
    assert index.locator("#result_list tbody tr").count() == 2

    index.go_back()
    index.locator("a[aria-label$=': 1 scheduled']").focus()
    index.keyboard.press("Enter")
    index.wait_for_url("**live=**")
    assert index.locator("#result_list tbody tr").count() == 1
