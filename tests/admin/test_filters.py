"""What the queue and the list of articles are narrowed by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import bounded_paginator
from articles.models import Article, Dump, ImportRun, Source, Topic, TopicAlias
from tests.support.builders import make_article, make_source, make_tag
from tests.support.signing_in import sign_in

from .articles.test_admin import LIST, make_clipping

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

QUEUE = "status__exact=in_review"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def listed(client: Client, narrowed: str) -> list[str]:
    rows = client.get(f"{LIST}?{narrowed}").context["cl"].result_list
    return sorted(article.headline for article in rows)


def test_the_queue_says_what_why_how_sure_from_where_and_how_old(admin_client: Client) -> None:
    article = make_article(
        headline="Ferries stop",
        status="in_review",
        confidence=0.314,
        date_precision="unknown",
        attributions=[("Reuters", "photo"), ("AP", "reporting"), ("The Gazette", "publisher")],
    )
    codes = ["undated", "cut-short", "cut-short", "mojibake", "lost-text"]
    make_clipping(
        article,
        name="/srv/pages/gazette.txt",
        issues=[{"code": code, "line": 13, "message": "x"} for code in codes],
    )
    Article.objects.update(created_at=timezone.now() - timedelta(days=3, hours=2))

    page = admin_client.get(f"{LIST}?{QUEUE}").content.decode()

    for text in (
        "text breaks off (2), no date found, letters are garbled and 1 more",
        "31%",
        "The Gazette <small>gazette.txt</small>",
        "3\xa0days <small>story: undated</small>",
    ):
        assert text in page


def test_a_story_without_issues_says_why_it_waits_nevertheless(admin_client: Client) -> None:
    make_article(status="in_review", confidence=0.5)
    make_article(status="in_review", confidence=0.99)
    make_article(status="in_review", confidence=None)

    page = admin_client.get(f"{LIST}?{QUEUE}").content.decode()

    for text in ("low confidence", "no problems found", "sent to review", ">the desk<"):
        assert text in page


def test_the_queue_costs_the_same_queries_however_many_articles(admin_client: Client) -> None:
    admin_client.get(f"{LIST}?{QUEUE}")
    for number in range(9):
        article = make_article(status="in_review", attributions=[(f"AP {number}", "photo")])
        make_clipping(article, name=f"{number}.txt")

    with CaptureQueriesContext(connection) as queries:
        admin_client.get(f"{LIST}?{QUEUE}")

    # Session, user, how many up to a bound, the page, its clippings, its sources.
    assert len(queries) == 6


@pytest.mark.parametrize("few", [1, 5000])
@pytest.mark.parametrize(
    ("narrowed", "headlines"),
    [
        ("source=the-gazette", ["Both", "Hit"]),
        ("source=The+Gazette", ["Both", "Hit"]),
        ("source=GAZ", ["Both", "Hit"]),
        ("source=Gazette+of+old", ["Both", "Hit"]),
        ("source=nobody", []),
        ("topic=gulf", ["Both", "Hit"]),
        ("topic=GULF", ["Both", "Hit"]),
        ("topic=gul", ["Both", "Hit"]),
        ("topic=persian+gulf", ["Both", "Hit"]),
        ("place=Sur", ["Both", "Hit"]),
        ("place=nowhere", []),
        ("place=%20", ["Both", "Hit", "Miss"]),
        ("dump=GAZETTE", ["Both", "Hit"]),
        ("dump=999999999999", []),
        ("issue=undated", ["Both", "Hit"]),
        ("issue=any", ["Both", "Hit"]),
        ("issue=of-tomorrow", []),
        ("issue=x.undated", []),
        ("issue=undated&source=the-gazette&topic=gulf&dump=gazette&place=sur", ["Both", "Hit"]),
    ],
)
def test_lists_are_narrowed_the_same_whether_few_or_many_are_meant(
    admin_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    narrowed: str,
    headlines: list[str],
) -> None:
    monkeypatch.setattr(bounded_paginator, "FEW", few)
    make_source("The Gazette", aliases=["gaz", "gazette of old"])
    TopicAlias.objects.create(name="persian gulf", tag=make_tag("Gulf"))
    for name in ("Hit", "Both"):
        article = make_article(
            headline=name,
            status="in_review",
            place="Sur",
            tags=["Gulf"],
            attributions=[("The Gazette", "publisher")],
        )
        make_clipping(article, name=f"/srv/Gazette-{name}.txt")
    make_clipping(make_article(headline="Miss", status="in_review"), name="b.txt", issues=[])

    assert listed(admin_client, f"{QUEUE}&{narrowed}") == headlines
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(f"{LIST}?{QUEUE}&{narrowed}")
    assert len(queries) <= 12


def test_a_dump_and_a_run_are_named_by_their_numbers(admin_client: Client) -> None:
    for name in ("One", "Two"):
        make_clipping(make_article(headline=name), name=f"{name}.txt")
    dump, run = Dump.objects.get(name="One.txt"), ImportRun.objects.order_by("pk")[0]

    assert listed(admin_client, f"dump={dump.pk}") == ["One"]
    assert listed(admin_client, f"issue={run.pk}.undated") == ["One"]


@pytest.mark.parametrize(
    ("narrowed", "headlines"),
    [
        ("went_out=2025-03-18", ["On the 18th"]),
        ("went_out=2025-03-01..2025-03-18", ["On the 18th", "On the 1st"]),
        ("went_out=2025-03-02..", ["On the 18th"]),
        ("went_out_from=2025-03-02&went_out_to=2025-03-18", ["On the 18th"]),
        ("went_out_from=&went_out_to=2025-03-01", ["On the 1st"]),
        ("went_out=2025-02-31", ["On the 18th", "On the 1st"]),
        ("went_out=nonsense", ["On the 18th", "On the 1st"]),
        ("went_out=0001-01-01..9999-12-31", ["On the 18th", "On the 1st"]),
        ("came_in=week", ["On the 1st"]),
        ("came_in=day", ["On the 18th"]),
        ("came_in=older", []),
    ],
)
def test_lists_are_narrowed_by_days(
    admin_client: Client, narrowed: str, headlines: list[str]
) -> None:
    make_article(headline="On the 18th", published_at=datetime(2025, 3, 18, 23, 30, tzinfo=UTC))
    old = make_article(headline="On the 1st", published_at=datetime(2025, 3, 1, tzinfo=UTC))
    Article.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))

    assert listed(admin_client, narrowed) == headlines


def test_another_stretch_takes_the_place_of_typed_days(admin_client: Client) -> None:
    page = admin_client.get(f"{LIST}?{QUEUE}&went_out_from=2025-03-01").content.decode()

    assert 'name="went_out_from" value="2025-03-01"' in page
    assert 'href="?status__exact=in_review&amp;went_out=week"' in page


def test_a_filters_form_keeps_what_the_list_is_narrowed_by(admin_client: Client) -> None:
    make_article(status="in_review", place="Sur")

    page = admin_client.get(f"{LIST}?{QUEUE}&place=Sur&p=1").content.decode()

    form = page[page.index('name="source"') - 400 : page.index('name="source"')]
    assert '<input type="hidden" name="status__exact" value="in_review">' in form
    assert '<input type="hidden" name="place" value="Sur">' in form
    assert 'name="p"' not in form


def test_unused_sources_and_topics_are_listed(admin_client: Client) -> None:
    make_article(
        tags=["Used"],
        attributions=[("Reporter", "reporting")],
        captions=[{"source": make_source("Photographer")}],
    )
    make_source("Idle")
    make_tag("Idle")

    for address, used in (
        ("/admin/articles/source/", ["Photographer", "Reporter"]),
        ("/admin/articles/topic/", ["Used"]),
    ):
        rows = admin_client.get(f"{address}?used=no").context["cl"].result_list
        assert [row.name for row in rows] == ["Idle"]
        rows = admin_client.get(f"{address}?used=yes").context["cl"].result_list
        assert [row.name for row in rows] == used


@pytest.mark.parametrize("address", ["/admin/articles/source/", "/admin/articles/topic/"])
def test_sources_and_topics_are_listed_with_counts_in_the_same_queries(
    admin_client: Client, address: str
) -> None:
    admin_client.get(address)
    for _ in range(3):
        make_article(tags=["Gulf"], attributions=[("AP", "photo")])
    Source.objects.create(name="Another", slug="another")
    Topic.objects.create(name="Another", slug="another")

    with CaptureQueriesContext(connection) as queries:
        page = admin_client.get(address).content.decode()

    assert '<td class="field-used">3</td>' in page
    assert len(queries) <= 5


# --- in the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keyboard_a_source_is_found_as_one_types(live_server: LiveServer, page: Page) -> None:
    make_article(headline="Hit", status="in_review", attributions=[("Harbour Gazette", "photo")])
    make_article(headline="Miss", status="in_review")
    sign_in(page, live_server, f"{LIST}?{QUEUE}")

    page.locator("details[data-filter-title=source] summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Source").focus()
    page.keyboard.type("gaz")
    page.locator(".complete-list [role=option]").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**source=**")

    assert page.locator("#result_list tbody tr").count() == 1
    assert page.get_by_role("combobox", name="Source").input_value() == "Harbour Gazette"
