"""The calendar of what goes live, and the pages for corrections and withdrawals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from articles.models import Article
from articles.versions import history
from tests.support.accessibility import violations
from tests.support.builders import NOON, make_article
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, full_article, messages_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
CALENDAR = f"{LIST}calendar/"
DAY = "2025-03-18"


def test_a_month_shows_what_goes_live_each_day_and_not_by_the_storys_date(
    admin_client: Client,
) -> None:
    live = datetime(2031, 2, 14, 9, 30, tzinfo=UTC)
    make_article(headline="Ferry strike ends", published_at=NOON, went_live_at=live)
    for number in range(6):
        make_article(published_at=NOON, went_live_at=live + timedelta(hours=1, minutes=number))
    make_article(headline="Not out", status="draft", published_at=NOON, went_live_at=live)

    page = admin_client.get(CALENDAR, {"month": "2031-02"}).content.decode()

    assert "February 2031" in page
    assert page.index("09:30") < page.index("Ferry strike ends") < page.index("7 stories") + 2000
    assert "7 stories" in page
    assert "3 more" in page
    assert "Not out" not in page
    listed = admin_client.get(f"{LIST}?status__exact=published&live=2031-02-14").content.decode()
    assert "Ferry strike ends" in listed
    assert "7 stories" in listed


@pytest.mark.parametrize("month", ["", "2031-13", "0001-01", "9999-12", "x", "2031-02-01"])
def test_an_odd_month_is_the_present_one(admin_client: Client, month: str) -> None:
    page = admin_client.get(CALENDAR, {"month": month})

    assert page.status_code == 200
    assert 'aria-current="date"' in page.content.decode()


def test_a_story_is_scheduled_in_its_form_and_waits(admin_client: Client, client: Client) -> None:
    article = full_article(status="in_review")
    form = form_of(admin_client, article)

    response = admin_client.post(
        change(article),
        form.posted(live_from_0="2199-03-18", live_from_1="09:30:00", _publish="1"),
        follow=True,
    )

    assert "Held back: readers will see it from 18 March 2199, 09:30." in messages_of(response)
    assert client.get(article.get_absolute_url()).status_code == 404
    article.refresh_from_db()
    assert article.went_live_at == datetime(2199, 3, 18, 9, 30, tzinfo=UTC)
    assert article.published_at < timezone.now()
    assert "goes live on 18 March 2199" in admin_client.get(change(article)).content.decode()
    waiting = admin_client.get(f"{LIST}?live=waiting").content.decode()
    assert article.headline in waiting

    again = form_of(admin_client, article).posted(live_from_0="", live_from_1="", _save="1")
    admin_client.post(change(article), again)

    assert client.get(article.get_absolute_url()).status_code == 200
    article.refresh_from_db()
    assert article.went_live_at is not None
    assert article.went_live_at <= timezone.now()


def test_a_restored_date_takes_the_time_of_going_live_with_it(admin_client: Client) -> None:
    ahead = timezone.now().replace(microsecond=0) + timedelta(days=9)
    article = make_article(published_at=ahead, went_live_at=ahead)
    history.keep(article)
    version = Version.objects.get_for_object(article).get()
    admin_client.post(change(article), form_of(admin_client, article).posted(published_at_0=DAY))
    assert Article.objects.filter(went_live_at__lte=timezone.now()).count() == 1

    admin_client.post(f"{LIST}{article.pk}/history/{version.pk}/restore/")

    assert Article.objects.get().went_live_at == ahead


def test_a_story_is_corrected_and_withdrawn_from_the_bar(
    admin_client: Client, client: Client
) -> None:
    article = make_article(headline="Ten boats lost")
    bar = admin_client.get(change(article)).content.decode()
    correct, withdraw = (
        reverse(f"admin:articles_article_{name}", args=[article.pk])
        for name in ("correct", "withdraw")
    )
    assert f'href="{correct}"' in bar
    assert f'href="{withdraw}"' in bar
    assert "Withdraw the story" in admin_client.get(withdraw).content.decode()

    empty = admin_client.post(correct, {"kind": "correction", "text": " "}).content.decode()
    admin_client.post(correct, {"kind": "correction", "text": "It was nine boats."})

    assert "This field is required." in empty
    assert "It was nine boats." in client.get(article.get_absolute_url()).content.decode()

    response = admin_client.post(withdraw, {"notice": "No boat was lost.", "hides_headline": "on"})

    assert response.url == change(article)
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "No boat was lost." in gone.content.decode()
    assert "Ten boats lost" not in gone.content.decode()
    assert "Readers do not see this story." in messages_of(admin_client.get(withdraw, follow=True))


@pytest.mark.browser
def test_the_calendar_is_a_table_and_on_a_phone_a_list(
    page: Page, live_server: LiveServer, settings: Any
) -> None:
    now = timezone.now()
    make_article(headline="Ferry strike ends", published_at=NOON, went_live_at=now)
    Article.objects.filter(headline="Ferry strike ends").update(went_live_at=now)

    sign_in(page, live_server, CALENDAR)

    assert violations(page) == []
    assert page.locator(".calendar-month tbody tr").count() in (4, 5, 6)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".calendar-month td:visible").count() == 1
    page.get_by_role("link", name="Ferry strike ends").click()
    assert page.locator("#id_headline").input_value() == "Ferry strike ends"


@pytest.mark.browser
def test_a_story_offers_its_form_to_those_of_the_desk_until_they_log_out(
    page: Page, live_server: LiveServer, django_user_model: Any
) -> None:
    django_user_model.objects.create_superuser("editor", password="password")
    article = make_article(headline="Ferry strike ends")
    address = f"{live_server.url}{article.get_absolute_url()}"
    edit = page.locator(".story-tools").get_by_role("link", name="Edit")
    page.goto(address)
    page.get_by_role("button", name="Copy link").wait_for()
    assert not edit.is_visible()

    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(address)
    edit.click()

    assert page.locator("#id_headline").input_value() == "Ferry strike ends"

    page.get_by_role("button", name="Log out").click()
    page.wait_for_load_state()
    page.goto(address)
    page.get_by_role("button", name="Copy link").wait_for()
    assert not edit.is_visible()
