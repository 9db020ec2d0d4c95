"""Versions of an article: kept before and after each change, compared, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles import search
from articles.editing import merging
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Source, Topic
from articles.versions import history
from articles.versions.word_diff import Change, word_changes
from tests.support.builders import NOON, make_article, make_source, make_tag
from tests.support.keyboard import Keyboard
from tests.support.signing_in import sign_in

from .test_admin import change, form_of, full_article, make_clipping, messages_of
from .test_review_queue import DUMP, imported

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


@given(st.text(), st.text())
def test_the_stretches_of_a_change_give_both_texts_back(old: str, new: str) -> None:
    stretches = word_changes(old, new)

    assert "".join(s.text for s in stretches if s.change is not Change.PUT_IN) == old
    assert "".join(s.text for s in stretches if s.change is not Change.TAKEN_OUT) == new


def test_a_change_is_reported_by_whole_words() -> None:
    changes = word_changes("The ferry sailed at noon.", "The ferry sailed at dawn.")

    assert [(s.change.value, s.text) for s in changes] == [
        ("same", "The ferry sailed at "),
        ("taken_out", "noon"),
        ("put_in", "dawn"),
        ("same", "."),
    ]


def save(client: Client, article: Article, **changes: str) -> None:
    response = client.post(change(article), form_of(client, article).posted(**changes))
    assert response.status_code == 302


@pytest.mark.django_db
def test_the_first_version_is_the_article_as_imported(admin_client: Client) -> None:
    article = full_article()
    make_clipping(article)

    save(admin_client, article, headline="Ferries sail")

    newest, first = history.entries(article)
    assert (first.comment, first.by) == ("As imported", "")
    assert newest.by == "admin"
    version = history.version_of(article, first.pk)
    assert version is not None
    assert history.state_of(version)["Headline"] == "Ferries stop"


@pytest.mark.django_db
def test_a_save_that_is_refused_leaves_no_version_of_its_own(admin_client: Client) -> None:
    article = full_article()

    admin_client.post(change(article), form_of(admin_client, article).posted(headline=""))

    assert [entry.by for entry in history.entries(article)] == [""]


@pytest.mark.django_db
def test_an_old_version_comes_back_with_its_bullets_and_captions(admin_client: Client) -> None:
    article = full_article()
    before = history.current_state(article)
    save(
        admin_client,
        article,
        **{
            "headline": "Walruses march",
            "bullets-0-DELETE": "on",
            "bullets-1-text": "Walruses on the pier",
            "captions-1-text": "A walrus",
            "captions-0-DELETE": "on",
            "tags": "Walruses",
        },
    )
    assert history.current_state(article) != before
    first = history.entries(article)[-1]

    response = admin_client.post(
        f"/admin/articles/article/{article.pk}/history/{first.pk}/restore/"
    )

    assert response.status_code == 302
    assert history.current_state(article) == before
    assert not search.matching(Article.objects.all(), "walrus").exists()
    assert history.entries(article)[0].comment.startswith("Restored the version")
    assert len(history.entries(article)) == 3


@pytest.mark.django_db
def test_restoring_changes_neither_the_status_nor_what_the_importer_brought(
    admin_client: Client,
) -> None:
    article = full_article(status="in_review", imported_digests={"body": "old"})
    save(admin_client, article, headline="Ferries sail")
    first = history.entries(article)[-1]
    Article.objects.filter(pk=article.pk).update(
        status="published", imported_digests={"body": "new"}
    )

    admin_client.post(f"/admin/articles/article/{article.pk}/history/{first.pk}/restore/")

    article.refresh_from_db()
    assert article.status == "published"
    assert article.imported_digests == {"body": "new"}
    assert article.headline == "Ferries stop"


def restored(client: Client, article: Article, entry: history.Entry) -> str:
    """Brings a version back; what the desk then says."""
    address = f"/admin/articles/article/{article.pk}/history/{entry.pk}/restore/"
    return messages_of(client.post(address, follow=True))


# Constraints that are checked at the end of a transaction are, as they are on the desk.
@pytest.mark.django_db(transaction=True)
def test_a_version_that_names_what_was_merged_since_comes_back_with_what_that_became(
    admin_client: Client,
) -> None:
    article = full_article(
        captions=[{"text": "A pier", "source": make_source("Reuters")}],
        attributions=[("Reuters", "photo"), ("AP", "photo"), ("AP", "reporting")],
    )
    save(admin_client, article, headline="Walruses march")
    first = history.entries(article)[-1]
    merging.sources.merge(make_source("Wire"), [make_source("Reuters")], now=NOON)
    merging.topics.merge(make_tag("gas"), [make_tag("gas market")], now=NOON)
    kept = make_source("AP")
    merging.sources.merge(kept, [make_source("Wire")], now=NOON)
    now = history.current_state(article)

    assert history.entries(article)[-1].changed == ()
    compared = admin_client.get(
        f"/admin/articles/article/{article.pk}/history/compare/?from={first.pk}"
    )
    assert [part.name for part in compared.context["changes"]] == ["Headline"]
    said = restored(admin_client, article, first)

    assert "Restored the version" in said
    assert "left out" not in said
    assert history.current_state(article) == now | {"Headline": "Ferries stop"}
    links = article.attributions.order_by("role").values_list("source__name", "role")
    assert list(links) == [("AP", "photo"), ("AP", "reporting")]
    assert article.captions.get().source == kept
    assert set(article.tags.names()) == {"Gulf", "gas", "oil, crude"}
    assert set(Source.objects.values_list("name", flat=True)) == {"AP"}
    assert not Topic.objects.filter(name__startswith="gone").exists()
    assert len(history.entries(article)) == 3  # a merge changes no version


@pytest.mark.django_db(transaction=True)
def test_a_version_that_names_what_was_deleted_comes_back_without_it(
    admin_client: Client,
) -> None:
    article = full_article(captions=[{"text": "A pier", "source": make_source("Reuters")}])
    save(admin_client, article, headline="Walruses march")
    first = history.entries(article)[-1]
    article.attributions.filter(source__name="Reuters").delete()
    Source.objects.get(name="Reuters").delete()
    Topic.objects.get(name="Gulf").delete()

    said = restored(admin_client, article, first)

    assert "2 sources and topics of it have since been deleted and are left out" in said
    article.refresh_from_db()
    assert article.headline == "Ferries stop"
    assert list(article.attributions.values_list("source__name", "role")) == [("AP", "reporting")]
    assert article.captions.get().source is None
    assert set(article.tags.names()) == {"gas market", "oil, crude"}


@pytest.mark.django_db
def test_after_a_restore_an_import_keeps_what_the_editor_chose(admin_client: Client) -> None:
    article = imported()
    save(admin_client, article, headline="Written by hand")
    by_hand = history.entries(article)[0]
    save(admin_client, article, headline="Something else")
    admin_client.post(f"/admin/articles/article/{article.pk}/history/{by_hand.pk}/restore/")

    run_import([str(DUMP)], ImportOptions(publisher="The Andean Weekly"))

    article.refresh_from_db()
    assert article.headline == "Written by hand"


@pytest.mark.django_db
def test_the_pages_show_versions_and_what_changed(admin_client: Client) -> None:
    article = full_article()
    save(admin_client, article, headline="Ferries <b>sail</b>")
    newest, first = history.entries(article)
    base = f"/admin/articles/article/{article.pk}/history"

    page = admin_client.get(f"{base}/").content.decode()
    compared = admin_client.get(f"{base}/compare/?from={first.pk}&to={newest.pk}").content.decode()

    assert "As it was before the next change" in page
    assert "Changed Headline." in page
    assert "<del>stop</del>" in compared
    assert "&lt;b&gt;" in compared
    assert (
        "No differences" in admin_client.get(f"{base}/compare/?from={newest.pk}").content.decode()
    )
    for query in (
        "from=x",
        "from=9&to=9",
        "",
        "from=%00",
        f"from={first.pk}&to=99999999999999999999",
    ):
        assert admin_client.get(f"{base}/compare/?{query}").status_code == 404, query


@pytest.mark.django_db
def test_who_may_not_change_gets_403_and_a_link_restores_nothing(
    client: Client, admin_client: Client, django_user_model: type
) -> None:
    article = full_article()
    save(admin_client, article, headline="Ferries sail")
    first = history.entries(article)[-1]
    address = f"/admin/articles/article/{article.pk}/history/{first.pk}/restore/"
    staff = django_user_model.objects.create_user("reader", password="x", is_staff=True)  # type: ignore[attr-defined]
    other = Client()
    other.force_login(staff)

    assert other.post(address).status_code == 403
    assert other.get(f"/admin/articles/article/{article.pk}/history/").status_code == 403
    assert admin_client.get(address).status_code == 403
    article.refresh_from_db()
    assert article.headline == "Ferries sail"


@pytest.mark.django_db
def test_a_version_of_another_article_is_not_found(admin_client: Client) -> None:
    article, other = full_article(), make_article()
    save(admin_client, other, headline="Other")
    foreign = history.entries(other)[0]

    address = f"/admin/articles/article/{article.pk}/history/{foreign.pk}/restore/"

    assert admin_client.post(address).status_code == 404


@pytest.mark.django_db
def test_the_list_of_versions_says_what_each_changed(admin_client: Client) -> None:
    article = full_article()
    save(admin_client, article, **{"headline": "Ferries sail", "bullets-0-DELETE": "on"})
    save(admin_client, article, **{"captions-1-alt_text": "A pier at dawn"})

    newest, middle, first = history.entries(article)

    assert newest.changed == ()  # words for a picture that is not there are not shown
    assert middle.changed == ("Headline", "Key points")
    assert first.changed == ()
    page = admin_client.get(f"/admin/articles/article/{article.pk}/history/").content.decode()
    assert "Headline, Key points" in page


@pytest.mark.django_db
def test_versions_cost_the_same_queries_however_many(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    article = full_article()
    for number in range(12):
        save(admin_client, article, headline=f"Version {number}")
    address = f"/admin/articles/article/{article.pk}/history/"
    admin_client.get(address)

    with django_assert_max_num_queries(12):
        assert admin_client.get(address).status_code == 200


# --- in the browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_an_old_version_is_compared_and_restored_with_its_bullets(
    live_server: LiveServer,
    page: Page,
    client: Client,
    django_user_model: type[User],
    way: str,
) -> None:
    article = full_article()
    before = history.current_state(article)
    rows = rows_of(article)
    sign_in(page, live_server, change(article))
    client.force_login(django_user_model.objects.get())
    changes = {"headline": "Walruses march", "bullets-0-DELETE": "on", "captions-0-DELETE": "on"}
    changes |= {"bullets-1-position": "9", "bullets-2-text": "Third, of walruses"}
    save(client, article, **changes)
    assert rows_of(article) != rows

    if way == "mouse":
        page.get_by_role("link", name="History").click()
        page.locator("[name=from]").last.check()
        page.get_by_role("button", name="Compare").click()
        assert "Walruses march" in page.inner_text(".changes >> nth=0")
        page.get_by_role("button", name="Restore the version of").click()
    else:
        hands = Keyboard(page)
        page.wait_for_selector(".historylink")
        hands.tab_to(".historylink")
        hands.follow("Enter")
        hands.tab_to("[name=from]")  # the newest; the oldest is the last of them
        hands.press("ArrowUp")
        hands.tab_to("button[form=compare-form]")
        hands.follow("Enter")
        assert "Walruses march" in page.inner_text(".changes >> nth=0")
        hands.tab_to("[action$='/restore/'] button")
        hands.follow("Enter")
    page.wait_for_selector(".messagelist")

    assert "The previous text is in the history" in page.inner_text(".messagelist")
    assert history.current_state(article) == before
    assert rows_of(article) == rows
    newest, changed, *_ = history.entries(article)
    assert (newest.by, changed.by) == ("editor", "editor")
    assert changed.changed == ("Headline", "Key points", "Captions")
    assert page.input_value("#id_headline") == "Ferries stop"


def rows_of(article: Article) -> list[list[Any]]:
    return [
        list(article.bullets.values_list("text", flat=True)),
        list(article.captions.values_list("number", "text", "credit")),
    ]
