"""The desk's pages, as axe-core sees them: light and dark, on a phone and on a desktop, from left
to right and from right to left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import translation

from articles.models import Article
from tests.admin.test_permissions_table import TABLE, World, address_of
from tests.admin.test_permissions_table import world as world
from tests.support.accessibility import SIZES, violations
from tests.support.builders import make_source
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "desk",
    "articles_article_changelist",
    "articles_article_change",
    "articles_article_add",
    "articles_article_history",
    "articles_article_compare",
    "articles_article_three_way",
    "articles_article_preview",
    "articles_article_publish",
    "articles_article_delete",
    "articles_quarantine",
    "articles_clipping_place",
    "articles_clipping_change",
    "articles_dump_change",
    "articles_importrun_changelist",
    "articles_importrun_change",
    "articles_upload",
    "articles_job",
    "articles_source_changelist",
    "articles_source_change",
    "articles_topic_changelist",
    "articles_topic_change",
    "articles_merge_changelist",
    "articles_merge_change",
    "articles_pin_changelist",
    "articles_pin_add",
)


# Django's tabular inlines have a heading without words over the column of what a row is called.
OURS = {"include": ["body"], "exclude": [".tabular thead .original"]}


def addresses(world: World) -> list[str]:
    """The pages, the review queue, and the confirmation of a merge among them."""
    sources = [world.source.pk, make_source("Another").pk]
    found = []
    for name in PAGES:
        query = "&".join(f"{key}={value}" for key, value in (TABLE[name].query or {}).items())
        found.append(f"{address_of(name, world)}?{query}")
    return [
        *found,
        f"{reverse('admin:articles_article_changelist')}?status__exact=in_review",
        f"{reverse('admin:articles_source_merge')}?{urlencode({'pk': sources}, doseq=True)}",
    ]


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

# What of a page is wider than its window: a person would have to push it to and fro.
TOO_WIDE = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= window.innerWidth) return [];
    const isOut = (one) => one.scrollWidth > one.clientWidth && one.clientWidth;
    const found = [...document.querySelectorAll("body *")].filter(isOut);
    const examples = found.slice(-3).map((one) => one.outerHTML.slice(0, 150));
    return [`${page.scrollWidth} px wide`, ...examples];
}"""


def looked_at(page: Any) -> list[str]:
    """What is wrong with the open page, on a phone and on a desktop."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        # To its end, where the bar at the foot of a form covers nothing.
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        found += violations(page, sizes=[(width, height)], context=OURS)
        found += [f"at {width} px: {text}" for text in page.evaluate(TOO_WIDE)]
    return found


def make_names_long(world: World) -> None:
    """Gives everything a name that cannot be broken between words."""
    for row, field in ((world.article, "headline"), (world.dump, "name"), (world.source, "name")):
        type(row).objects.filter(pk=row.pk).update(**{field: LONG})
    type(world.tag).objects.filter(pk=world.tag.pk).update(name=LONG)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_wrong_with_the_desk_and_no_page_scrolls_sideways(
    live_server: LiveServer,
    page: Any,
    world: World,
    admin_user: Any,
    language: str,
) -> None:
    make_names_long(world)
    with translation.override(language):
        login, pages = reverse("admin:login"), addresses(world)
    assert len(pages) == len(set(pages)) == 28
    found = violations(page, live_server.url + login)
    assert page.evaluate("document.documentElement.lang") == language
    sign_in(page, live_server, pages[0], admin_user)
    for address in pages:
        page.goto(live_server.url + address)
        found += [f"{address}: {text}" for text in looked_at(page)]
        # What the console shows, refusals by the Content-Security-Policy among it.
        found += [f"{address}: {text}" for text in page.complaints]
        page.complaints.clear()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_wrong_with_what_comes_after_a_form_was_sent(
    live_server: LiveServer,
    page: Any,
    world: World,
    admin_user: Any,
    language: str,
) -> None:
    """A kept draft, an undo, the question before several are published, a stale token."""
    make_names_long(world)
    Article.objects.update(status="in_review", confidence=0.5)
    with translation.override(language):
        change = reverse("admin:articles_article_change", args=[world.article.pk])
        listed = reverse("admin:articles_article_changelist")
    found: list[str] = []

    def look(what: str) -> None:
        found.extend(f"{what}: {text}" for text in looked_at(page))

    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, live_server, change, admin_user)
    page.fill("#id_kicker", LONG)
    page.wait_for_timeout(600)
    page.reload()
    page.wait_for_selector("#desk-drafts .desk-notice")
    look("draft")
    with page.expect_navigation():
        page.click("[name=_publish_next]")
    page.wait_for_selector(".message-undo")
    look("undo")
    page.goto(live_server.url + listed)
    page.check("#action-toggle")
    page.select_option("select[name=action]", "publish_selected")
    with page.expect_navigation():
        page.click("button[name=index]")
    assert page.locator(".bodiless").count() == 1
    look("several")
    page.goto(live_server.url + change)
    page.evaluate(
        """() => document.querySelectorAll("[name=csrfmiddlewaretoken]")
            .forEach((one) => { one.value = "x".repeat(64) })"""
    )
    with page.expect_navigation():
        page.click("[name=_continue]")
    look("expired")
    page.complaints.clear()  # of the 403
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_what_the_tab_key_leads_to_is_not_behind_the_bar(
    live_server: LiveServer, page: Any, world: World, admin_user: Any, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, live_server, address_of("articles_article_change", world), admin_user)
    page.wait_for_selector(".cards .card")
    covered, seen = [], 0
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.submit-row *')"):
        covered += page.evaluate(COVERED)
        seen += 1
        page.keyboard.press("Tab")
    assert seen > 40
    assert not covered, "\n".join(covered)


# The element in focus, where nothing of it is above the bar (WCAG 2.2, 2.4.11).
COVERED = """() => {
    const one = document.activeElement;
    const [box, bar] = [one, document.querySelector(".submit-row")].map(
        (element) => element.getBoundingClientRect(),
    );
    return box.top > bar.top - 8 && box.top < bar.bottom ? [one.outerHTML.slice(0, 150)] : [];
}"""
