"""The desk's pages, as axe-core sees them: light and dark, on a phone and on a desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from tests.accessibility import SIZES, violations
from tests.builders import make_source
from tests.test_rights_table import TABLE, World, address_of
from tests.test_rights_table import world as world

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
    "taggit_tag_changelist",
    "taggit_tag_change",
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
        f"{reverse('admin:articles_source_merge')}?ids={','.join(map(str, sources))}",
    ]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_axe_finds_nothing_wrong_with_the_desk(
    live_server: LiveServer, page: Any, world: World, admin_user: Any, size: tuple[int, int]
) -> None:
    found = violations(page, live_server.url + reverse("admin:login"), sizes=[size])
    client = Client()
    client.force_login(admin_user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    for address in addresses(world):
        found += violations(page, live_server.url + address, sizes=[size], context=OURS)
        # What the console shows, refusals by the Content-Security-Policy among it.
        found += [f"{address}: {text}" for text in page.complaints]
        page.complaints.clear()
    assert not found, "\n".join(found)
