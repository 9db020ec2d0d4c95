"""Bodies of thousands of like items on the desk: time grows as they do, and nothing is lost."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest
from django.forms import BaseFormSet
from django.test import Client

from articles import markup
from articles.models import Article, Bullet
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

from .test_admin import change, form_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

MANY = 30_000
SHAPES = {
    "items": "\n".join(f"- Ship number {n} of the harbour's long list" for n in range(MANY)),
    "paragraphs": "\n\n".join(f"Ship number {n} of the harbour" for n in range(MANY)),
    "quotes": "\n\n".join(f"> Ship number {n}" for n in range(MANY)),
    "crossheads": "\n\n".join(f"## Ship {n}" for n in range(MANY)),
}


def seconds(act: object, *given: object) -> float:
    """The processor's time for it; whatever else the machine does counts little."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        act(*given)  # type: ignore[operator]
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_form_of_30_000_blocks_opens_and_saves_in_seconds(
    admin_client: Client, shape: str
) -> None:
    article = make_article(body=SHAPES[shape], status="in_review")
    form_of(admin_client, article)

    start = time.perf_counter()
    form = form_of(admin_client, article)
    opened = time.perf_counter() - start
    changed = SHAPES[shape] + "\n\nThe last one."
    start = time.perf_counter()
    response = admin_client.post(change(article), form.posted(body=changed))
    saved = time.perf_counter() - start

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == changed
    assert opened < 10
    assert saved < 10


def test_blocks_are_read_and_written_in_a_time_that_grows_as_they_do() -> None:
    for whole in SHAPES.values():
        lines = whole.split("\n")
        short, shape = ("\n".join(lines[: len(lines) // part]) for part in (30, 3))
        quick = max(seconds(markup.to_blocks, short), 0.01)
        assert seconds(markup.to_blocks, shape) < 30 * quick  # a square would be 100 times
        blocks = markup.to_blocks(shape)
        assert markup.to_blocks(markup.to_markdown(blocks)) == blocks


def test_a_body_of_three_megabytes_is_saved(admin_client: Client) -> None:
    article = make_article(body="", status="in_review")
    body = "\n".join(f"- {n} " + "ship " * 20 for n in range(MANY)).replace(" \n", "\n").rstrip()
    assert len(body) > 2_500_000

    response = admin_client.post(change(article), form_of(admin_client, article).posted(body=body))

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == body


@pytest.mark.parametrize(("language", "expected"), [("en", "ltr"), ("ar", "rtl")])
def test_a_long_body_has_the_direction_of_its_language(
    admin_client: Client, language: str, expected: str
) -> None:
    """`dir="auto"` takes browsers the square of the lines."""
    article = make_article(body=SHAPES["paragraphs"], language=language, status="in_review")

    page = admin_client.get(change(article)).content.decode()

    area = page[page.index('<textarea name="body"') :]
    assert f'dir="{expected}"' in area[: area.index(">")]
    short = make_article(body="It sank.", language=language)
    page = admin_client.get(change(short)).content.decode()
    area = page[page.index('<textarea name="body"') :]
    assert 'dir="auto"' in area[: area.index(">")]


def test_rows_are_checked_once_each(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asking for the deleted rows goes through all rows: it is to happen a few times."""
    asked: list[int] = []
    found = BaseFormSet.deleted_forms

    def counted(formset: BaseFormSet) -> list[object]:
        asked.append(1)
        return found.fget(formset)  # type: ignore[attr-defined, no-any-return]

    article = make_article(bullets=[f"Bullet {n}" for n in range(40)], status="in_review")
    posted = form_of(admin_client, article).posted(kicker="Sea")
    monkeypatch.setattr(BaseFormSet, "deleted_forms", property(counted))

    admin_client.post(change(article), posted)

    assert len(asked) <= 20
    article.refresh_from_db()
    assert article.kicker == "Sea"


def test_more_rows_than_a_thousand_are_saved(admin_client: Client) -> None:
    article = make_article(bullets=["One"], status="in_review")
    posted = form_of(admin_client, article).posted()
    count = 1200
    for number in range(1, count):
        posted |= {
            f"bullets-{number}-position": str(number + 1),
            f"bullets-{number}-text": f"Bullet {number}",
        }
    posted["bullets-TOTAL_FORMS"] = str(count)

    assert admin_client.post(change(article), posted).status_code == 302

    assert Bullet.objects.filter(article=article).count() == count


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_the_browser_30_000_blocks_are_drawn_in_parts_and_all_are_saved(
    live_server: LiveServer, page: Page
) -> None:
    body = SHAPES["paragraphs"]
    article = make_article(body=body, status="in_review")
    page.set_default_timeout(30_000)
    sign_in(page, live_server, change(article))
    page.wait_for_selector(".cards .card")

    assert page.locator(".cards .card").count() == 500
    assert "Blocks 1 to 500 of 30000" in page.inner_text(".cards-more")
    page.get_by_role("button", name="Show more blocks").click()
    assert page.locator(".cards .card").count() == 1000
    page.locator(".card-text").first.fill("The first ship")
    with page.expect_navigation():
        page.keyboard.press("Control+s")

    saved = Article.objects.get(pk=article.pk).body
    assert saved == body.replace("Ship number 0 of the harbour", "The first ship", 1)
