"""The review queue: the raw lines beside the form, keys, and the way from story to story."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import markup
from articles.admin.articles.source_lines import evidence_for
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, make_clipping

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

DUMP = Path(__file__).parents[3] / "fixtures" / "dumps" / "andean-weekly-2022-08-11.txt"
HEADLINE = "Herders of the high pass lend their glacier a blanket"
QUEUE = "status__exact=in_review"

pytestmark = pytest.mark.django_db


def in_queue(article: Article, filters: str = QUEUE) -> str:
    return f"{change(article)}?{urlencode({'_changelist_filters': filters})}"


def imported() -> Article:
    options = ImportOptions(captured_at=date(2022, 8, 11), publisher="The Andean Weekly")
    run_import([str(DUMP)], options)
    return Article.objects.get(headline=HEADLINE)


# --- the queue


def test_the_queue_begins_with_what_the_parser_was_least_sure_of(admin_client: Client) -> None:
    for headline, confidence in (("Sure", 0.98), ("Unsure", 0.31), ("By hand", None)):
        make_article(headline=headline, confidence=confidence, status="in_review")

    rows = admin_client.get(f"/admin/articles/article/?{QUEUE}").context["cl"].result_list

    assert [article.headline for article in rows] == ["Unsure", "Sure", "By hand"]


def test_publish_and_next_opens_the_next_story_of_the_queue(admin_client: Client) -> None:
    unsure = make_article(
        headline="Unsure", confidence=0.31, status="in_review", body="The ferry sank."
    )
    sure = make_article(headline="Sure", confidence=0.98, status="in_review")
    make_article(headline="Published before", confidence=0.4)
    posted = form_of(admin_client, unsure).posted(_publish_next="Publish and next")
    del posted["_save"]

    response = admin_client.post(in_queue(unsure), posted)

    assert response.headers["Location"] == in_queue(sure)
    unsure.refresh_from_db()
    assert unsure.status == Article.Status.PUBLISHED


def test_after_the_last_story_comes_the_list_again(admin_client: Client) -> None:
    only = make_article(status="in_review", confidence=0.5, body="The ferry sank.")
    posted = form_of(admin_client, only).posted(_publish_next="Publish and next")
    del posted["_save"]

    response = admin_client.post(in_queue(only), posted, follow=True)

    assert response.redirect_chain[-1][0] == f"/admin/articles/article/?{QUEUE}"
    assert "last story of the list" in response.content.decode()


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        (QUEUE, ["b", "d", "a", "c", "e"]),
        ("o=4", ["e", "d", "c", "b", "a"]),
        ("o=-5", ["e", "c", "d", "a", "b"]),
        ("", ["a", "b", "c", "d", "e"]),
    ],
)
def test_the_neighbours_of_a_story_are_those_of_its_list(
    admin_client: Client, filters: str, order: list[str]
) -> None:
    sure = {"a": 0.5, "b": 0.2, "c": 0.5, "d": 0.2, "e": None}
    articles = {
        name: make_article(headline=name, confidence=confidence, status="in_review")
        for name, confidence in sure.items()
    }
    rows = admin_client.get(f"/admin/articles/article/?{filters}").context["cl"].result_list
    listed = [article.headline for article in rows]

    walked = [listed[0]]
    while after := admin_client.get(in_queue(articles[walked[-1]], filters)).context["after"]:
        walked.append(next(n for n in articles if f"/{articles[n].pk}/change/" in after))
    before = admin_client.get(in_queue(articles[listed[-1]], filters)).context["before"]

    assert walked == listed
    assert f"/{articles[listed[-2]].pk}/change/" in before
    if filters in ("o=4", ""):
        assert listed == order


def test_the_list_is_narrowed_by_issue_source_and_confidence(admin_client: Client) -> None:
    hit = make_article(
        headline="Hit", confidence=0.3, status="in_review", attributions=[("AFP", "photo")]
    )
    make_clipping(hit)
    make_clipping(make_article(headline="Miss", confidence=0.95, status="in_review"), issues=[])

    for narrowed in ("issue=undated", "issue=any", "sure=low", "source=afp"):
        rows = admin_client.get(f"/admin/articles/article/?{narrowed}").context["cl"].result_list
        assert [article.headline for article in rows] == ["Hit"], narrowed


def test_a_form_of_the_queue_costs_at_most_twenty_queries(admin_client: Client) -> None:
    article = imported()
    admin_client.get(in_queue(article))

    with CaptureQueriesContext(connection) as queries:
        response = admin_client.get(in_queue(article))

    assert response.status_code == 200
    assert len(queries) <= 20


# --- the evidence


def parts_by_text(article: Article) -> dict[str, str]:
    clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
    evidence = evidence_for(article, clippings, "")
    assert evidence is not None
    return {line.text.strip(): line.part for line in evidence.lines if line.text.strip()}


def test_each_raw_line_names_the_part_that_it_became() -> None:
    article = imported()

    parts = parts_by_text(article)

    bullet = article.bullets.all()[0]
    line = next(text for text in parts if bullet.text in text)
    assert parts[line] == f"bullet:{bullet.pk}"
    caption = article.captions.all()[0]
    line = next(text for text in parts if caption.text in text)
    assert parts[line] == f"caption:{caption.pk}"
    blocks = markup.to_blocks(article.body)
    paragraph = next(n for n, b in enumerate(blocks) if b.kind is markup.Kind.PARAGRAPH)
    line = next(text for text in parts if blocks[paragraph].text[:40] in text)
    assert parts[line] == f"block:{paragraph}"
    assert parts[HEADLINE] == "field:headline"
    assert parts["Follow"] == ""


@pytest.mark.parametrize("act", ["moved", "reworded", "moved and reworded"])
def test_a_line_finds_its_part_after_an_editor_has_changed_it_if_that_is_certain(act: str) -> None:
    article = imported()
    blocks = markup.to_blocks(article.body)
    place = [n for n, block in enumerate(blocks) if block.kind is markup.Kind.PARAGRAPH][1]
    changed = was = blocks.pop(place)
    if "reworded" in act:
        changed = markup.Block(was.kind, was.text.replace(" the ", " that ", 1))
    now = len(blocks) if "moved" in act else place
    blocks.insert(now, changed)
    article.body = markup.to_markdown(blocks)

    parts = parts_by_text(article)

    line = next(text for text in parts if was.text[-40:] in text)
    assert parts[line] == ("" if act == "moved and reworded" else f"block:{now}")


# --- in the browser


@pytest.fixture
def desk(live_server: LiveServer, page: Page, transactional_db: None) -> Page:
    """The form of an imported story, opened from the queue."""
    sign_in(page, live_server, in_queue(imported()))
    page.wait_for_selector(".cards .card")
    return page


def body_of(page: Page) -> list[markup.Block]:
    value: str = page.locator("textarea[name=body]").input_value()
    return markup.to_blocks(value)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_cards_are_the_blocks_and_untouched_the_body_stays_as_it_was(desk: Page) -> None:
    article = Article.objects.get(headline=HEADLINE)
    blocks = markup.to_blocks(article.body)

    kinds = [
        card.get_attribute("class").split("card-")[1]  # type: ignore[union-attr]
        for card in desk.locator(".card").all()
    ]
    written = desk.evaluate(
        """async () => {
            const { read, write } = await import("/static/articles/desk/blocks.js");
            return write(read(document.forms[1].body.value));
        }"""
    )

    assert kinds == [block.kind.value for block in blocks]
    assert markup.to_blocks(written) == blocks


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_paragraph_becomes_a_caption_and_is_saved_with_the_row(desk: Page) -> None:
    before = body_of(desk)
    at = next(n for n, block in enumerate(before) if block.kind is markup.Kind.PARAGRAPH)
    count = Article.objects.get(headline=HEADLINE).captions.count()

    desk.locator(".card").nth(at).locator("select").select_option("caption")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")

    article = Article.objects.get(headline=HEADLINE)
    assert article.captions.count() == count + 1
    assert article.captions.last().text == markup.plain(before[at].text)  # type: ignore[union-attr]
    block = markup.to_blocks(article.body)[at]
    assert (block.kind, block.number) == (markup.Kind.CAPTION, count + 1)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_line_of_furniture_is_brought_back_and_a_bullet_lights_its_line(desk: Page) -> None:
    furniture = desk.locator(".evidence-lines tr.role-chrome").first
    words = furniture.locator(".text > span").inner_text().strip()
    furniture.click()
    bring_back = desk.get_by_role("group", name="add as")
    bring_back.get_by_role("button", name="Crosshead").click()
    assert any(
        block.kind is markup.Kind.CROSSHEAD and block.text == words for block in body_of(desk)
    )

    desk.locator("#id_bullets-0-text").focus()
    lit = desk.locator(".evidence-lines tr.lit")
    assert lit.count() == 1
    assert lit.get_attribute("data-role") == "bullet"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_leaving_with_unsaved_changes_warns(desk: Page) -> None:
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.locator(".card-text").first.fill("Rewritten.")

    desk.evaluate("window.location.href = '/admin/'")
    desk.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert "/change/" in desk.url
