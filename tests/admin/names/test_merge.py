"""Merging sources and topics on the desk: request, preview, merge, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.ingest.stories.content import Credit, digest_of
from articles.models import Article, Merge, Source, Topic, TopicAlias
from tests.admin.articles.test_admin import change, form_of, messages_of
from tests.support.builders import make_article, make_source, make_tag
from tests.support.keyboard import Keyboard
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

SOURCES = "/admin/articles/source/"
TOPICS = "/admin/articles/topic/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def two_sources() -> tuple[Source, Source]:
    kept, other = make_source("Bay Wire"), make_source("Bay Wire Ltd")
    for name in ("Bay Wire", "Bay Wire", "Bay Wire Ltd"):
        make_article(attributions=[(name, "reporting")])
    return kept, other


def asked(*rows: Source | Topic) -> str:
    return urlencode([("pk", row.pk) for row in rows])


def posted(kept: Source | Topic, *others: Source | Topic) -> dict[str, object]:
    keys = [row.pk for row in (kept, *others)]
    shown = f"{kept.pk}<{','.join(str(row.pk) for row in sorted(others, key=str))}"
    return {"pk": keys, "keep": kept.pk, "shown": shown, "merge": "yes"}


def test_chosen_sources_are_shown_with_what_will_happen(admin_client: Client) -> None:
    kept, other = two_sources()

    response = admin_client.post(
        SOURCES, {"action": "merge_selected", "_selected_action": [kept.pk, other.pk]}, follow=True
    )

    page = response.content.decode()
    assert f'value="{kept.pk}" id="keep-{kept.pk}" checked' in page  # more articles have it
    assert "1 attribution will move from “Bay Wire Ltd” to “Bay Wire”" in page
    assert "Aliases of “Bay Wire” from then on: “bay wire ltd”" in page
    assert "undo this" in page
    assert Source.objects.count() == 2


def test_by_post_they_are_made_one_and_the_way_back_is_reported(admin_client: Client) -> None:
    kept, other = two_sources()

    response = admin_client.post(f"{SOURCES}merge/", posted(kept, other), follow=True)

    merge = Merge.objects.get()
    assert "2 sources merged into" in messages_of(response)
    assert reverse("admin:articles_merge_change", args=[merge.pk]) in messages_of(response)
    assert merge.made_by == "admin"
    assert LogEntry.objects.get().get_change_message() == "Merged with Bay Wire Ltd."
    assert kept.attributions.count() == 3

    undo = reverse("admin:articles_merge_undo", args=[merge.pk])
    assert admin_client.get(undo).status_code == 403
    response = admin_client.post(undo, follow=True)
    assert "“Bay Wire Ltd” restored" in messages_of(response)
    assert (kept.attributions.count(), Source.objects.count()) == (2, 2)
    response = admin_client.post(undo, follow=True)
    assert "already been undone" in messages_of(response)


def test_what_was_not_shown_is_shown_first(admin_client: Client) -> None:
    kept, other = two_sources()

    response = admin_client.post(f"{SOURCES}merge/", posted(kept, other) | {"keep": other.pk})

    assert "this is what will happen now" in messages_of(response)
    assert "2 attributions will move from “Bay Wire” to “Bay Wire Ltd”" in response.content.decode()
    assert Source.objects.count() == 2


def test_a_name_that_is_typed_is_found_or_what_it_could_be_is_reported(
    admin_client: Client,
) -> None:
    kept, other = two_sources()

    one = admin_client.get(f"{SOURCES}merge/?pk={kept.pk}&add=bay+wire+LTD")
    several = admin_client.get(f"{SOURCES}merge/?pk={kept.pk}&add=bay")
    none = admin_client.get(f"{SOURCES}merge/?pk={kept.pk}&add=nobody")

    assert one.context["others"] == [other]
    assert "“bay” could be “Bay Wire”, “Bay Wire Ltd”" in messages_of(several)
    assert "Nothing found for “nobody”" in messages_of(none)


@pytest.mark.parametrize("keys", ["", "pk=x", "pk=99999999999999999999", "pk=1&keep=%00", "add=z"])
def test_odd_addresses_ask_for_more(admin_client: Client, keys: str) -> None:
    assert admin_client.get(f"{SOURCES}merge/?{keys}").status_code == 200


def test_without_the_right_nothing_is_made_one(
    client: Client, django_user_model: type[User]
) -> None:
    kept, other = two_sources()
    user = django_user_model.objects.create_user("vera", is_staff=True)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_source", "change_topic"])
    )
    client.force_login(user)
    merge = Merge.objects.create(
        kind="source", kept_key=kept.pk, kept_name="x", made_at="2025-03-18T00:00Z"
    )

    assert client.get(f"{SOURCES}merge/?{asked(kept, other)}").status_code == 403
    assert client.post(f"{SOURCES}merge/", posted(kept, other)).status_code == 403
    assert client.post(f"/admin/articles/merge/{merge.pk}/undo/").status_code == 403
    assert client.get(f"{TOPICS}merge/").status_code == 200
    assert Source.objects.count() == 2


def test_a_merge_needs_the_token_of_its_page(django_user_model: type[User]) -> None:
    kept, other = two_sources()
    client = Client(enforce_csrf_checks=True)
    client.force_login(django_user_model.objects.create_superuser("editor"))

    assert client.post(f"{SOURCES}merge/", posted(kept, other)).status_code == 403
    assert Source.objects.count() == 2


def test_topics_are_made_one_and_the_old_name_means_the_new_one(admin_client: Client) -> None:
    article = make_article(tags=["Harbours"])
    kept, other = make_tag("Ports"), make_tag("Harbours")

    admin_client.post(f"{TOPICS}merge/", posted(kept, other))
    assert [tag.name for tag in article.tags.all()] == ["Ports"]

    typed = form_of(admin_client, article).posted(tags="HARBOURS, Fish")
    admin_client.post(change(article), typed)
    assert {tag.name for tag in article.tags.all()} == {"Ports", "Fish"}


def test_a_topics_name_in_other_capitals_is_refused_with_the_way(admin_client: Client) -> None:
    make_tag("Ports")
    rows = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}

    response = admin_client.post(f"{TOPICS}add/", {"name": "PORTS", "slug": "p2", **rows})

    assert "“Ports” already exists" in response.content.decode()
    assert Topic.objects.count() == 1


def test_a_renamed_source_or_topic_leaves_the_importers_parts_the_importers(
    admin_client: Client,
) -> None:
    article = make_article(tags=["Ports"], attributions=[("AP", "photo")])
    digests = {
        "sources": digest_of(frozenset({Credit("AP", "photo")})),
        "tags": digest_of(frozenset({"Ports"})),
    }
    Article.objects.filter(pk=article.pk).update(imported_digests=digests)
    source, topic = Source.objects.get(), Topic.objects.get()

    admin_client.post(
        f"{SOURCES}{source.pk}/change/",
        {"name": "Associated Press", "slug": "ap", "kind": "agency", "aliases": ""},
    )
    rows = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    admin_client.post(f"{TOPICS}{topic.pk}/change/", {"name": "Harbours", "slug": "h", **rows})

    article.refresh_from_db()
    assert article.imported_digests == {
        "sources": digest_of(frozenset({Credit("Associated Press", "photo")})),
        "tags": digest_of(frozenset({"Harbours"})),
    }
    assert TopicAlias.objects.get().name == "ports"


# --- in the browser


def links() -> dict[str, int]:
    """How many attributions each source has."""
    return {source.name: source.attributions.count() for source in Source.objects.all()}


@pytest.fixture
def sources(live_server: LiveServer, page: Page) -> Page:
    """The list of sources, of which two are the same."""
    two_sources()
    make_source("Quite another")
    sign_in(page, live_server, SOURCES)
    page.wait_for_selector("#result_list")
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_mouse_two_sources_are_made_one_and_parted_again(sources: Page) -> None:
    for name in ("Bay Wire", "Bay Wire Ltd"):
        row = sources.locator("#result_list tr", has=sources.get_by_text(name, exact=True))
        row.locator("input.action-select").click()
    sources.select_option("select[name=action]", "merge_selected")
    sources.click("button[name=index]")
    assert "1 attribution" in sources.inner_text(".merge-says")
    sources.get_by_label("Bay Wire Ltd").click()
    sources.click("button[name=show]")
    assert "2 attributions" in sources.inner_text(".merge-says")
    sources.click("input[name=merge]")
    assert "merged into" in sources.inner_text(".messagelist")
    assert links() == {"Bay Wire Ltd": 3, "Quite another": 0}
    assert "bay wire" in Source.objects.get(name="Bay Wire Ltd").aliases

    sources.click(".messagelist a")
    sources.click("#content-main button:has-text('Undo')")
    assert "restored" in sources.inner_text(".messagelist")
    assert links() == {"Bay Wire": 2, "Bay Wire Ltd": 1, "Quite another": 0}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keyboard_two_sources_are_made_one_and_parted_again(sources: Page) -> None:
    hands = Keyboard(sources)
    for name in ("Bay Wire", "Bay Wire Ltd"):
        hands.tab_to(f"input.action-select[value='{Source.objects.get(name=name).pk}']")
        hands.press("Space")
    hands.tab_to("select[name=action]", back=True)
    hands.type("Merge")
    assert sources.input_value("select[name=action]") == "merge_selected"
    hands.tab_to("button[name=index]")
    hands.follow("Enter")
    assert "1 attribution" in sources.inner_text(".merge-says")
    hands.tab_to("[name=keep]")
    hands.press("ArrowDown")
    hands.tab_to("button[name=show]")
    hands.follow("Enter")
    assert "2 attributions" in sources.inner_text(".merge-says")
    hands.tab_to("input[name=merge]")
    hands.follow("Enter")
    assert "merged into" in sources.inner_text(".messagelist")
    assert links() == {"Bay Wire Ltd": 3, "Quite another": 0}
    assert "bay wire" in Source.objects.get(name="Bay Wire Ltd").aliases

    hands.tab_to(".messagelist a")
    hands.follow("Enter")
    hands.tab_to("[action$='/undo/'] button, button[formaction$='/undo/']")
    hands.follow("Enter")
    assert "restored" in sources.inner_text(".messagelist")
    assert links() == {"Bay Wire": 2, "Bay Wire Ltd": 1, "Quite another": 0}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_keyboard_a_source_is_made_one_with_another_that_is_typed(sources: Page) -> None:
    hands = Keyboard(sources)
    hands.tab_to(f"#result_list th a[href*='/{Source.objects.get(name='Bay Wire Ltd').pk}/']")
    hands.follow("Enter")
    hands.tab_to(".object-tools a[href*='/merge/']")
    hands.follow("Enter")
    hands.tab_to("#id_add")
    hands.type("Bay W")
    sources.locator(".complete-list [role=option]").first.wait_for()
    hands.press("ArrowDown", "Enter")
    assert sources.get_by_label("Add another").input_value() == "Bay Wire"
    hands.tab_to("button[name=show]")
    hands.press("Enter")
    sources.locator(".merge-says").wait_for()
    hands.tab_to("input[name=merge]")
    hands.press("Enter")
    sources.locator(".messagelist").wait_for()

    # The one that was opened stays, unless another is chosen.
    assert links() == {"Bay Wire Ltd": 3, "Quite another": 0}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_topics_complete_as_one_types_them_in_the_form(sources: Page) -> None:
    make_tag("Harbours")
    article = make_article(tags=["Ferries"])
    sources.goto(sources.url.partition("/admin/")[0] + change(article))
    topics = sources.locator("#id_tags")
    topics.focus()
    sources.keyboard.press("End")
    sources.keyboard.type(", harb")
    sources.locator(".complete-list [role=option]").wait_for()
    sources.keyboard.press("ArrowDown")
    sources.keyboard.press("Enter")
    assert topics.input_value() == "Ferries, Harbours, "
    sources.keyboard.press("Control+s")
    sources.locator(".messagelist").wait_for()

    assert {tag.name for tag in article.tags.all()} == {"Ferries", "Harbours"}
