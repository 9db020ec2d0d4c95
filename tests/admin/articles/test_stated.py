"""What a page states, above its lines beside the form: each statement, where it was read and what
became of it; and taking one for its field."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.admin.articles.statement import Fate, Statement
from articles.models import Article, Attribution, Clipping, Dump, Source
from tests.support import stated_pages
from tests.support.importing import importing
from tests.support.sample_pages import PROSE, page, spaced
from tests.support.signing_in import sign_in

from .test_admin import change

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db


def imported(html: str, tmp_path: Path, name: str = "page.html") -> Article:
    (tmp_path / name).write_text(html, encoding="utf-8")
    importing(tmp_path / name)
    return Article.objects.get()


def rows(client: Client, article: Article) -> dict[str, Statement]:
    context = client.get(change(article)).context
    return {row.key: row for row in context["stated"]}


def fates(found: dict[str, Statement]) -> dict[str, tuple[str, Fate]]:
    return {key: (row.origin, row.fate) for key, row in found.items()}


def fills(row: Statement) -> Any:
    return json.loads(row.fills) if row.fills else None


def test_all_that_a_page_states_is_shown_with_its_origin_and_what_became_of_it(
    admin_client: Client, tmp_path: Path
) -> None:
    found = rows(admin_client, imported(stated_pages.complete(), tmp_path))

    assert fates(found) == {
        "headline": ("JSON-LD headline", Fate.TAKEN),
        "authors": ("JSON-LD author", Fate.TAKEN),
        "published_at": ("JSON-LD datePublished", Fate.TAKEN),
        "modified_at": ("JSON-LD dateModified", Fate.TAKEN),
        "publisher": ("JSON-LD publisher", Fate.TAKEN),
        "section": ("JSON-LD articleSection", Fate.UNUSED),
        "keywords": ("JSON-LD keywords", Fate.TAKEN),
        "description": ("JSON-LD description", Fate.UNUSED),
        "language": ("html lang", Fate.TAKEN),
        "address": ("link canonical", Fate.TAKEN),
        "kinds": ("its markup", Fate.TAKEN),
        "is_paywalled": ("JSON-LD isAccessibleForFree", Fate.UNUSED),
    }
    assert found["authors"].value == "Nils Aker, Eva Dahl"
    assert found["kinds"].value == "NewsArticle, og:article"
    assert "6 May 2025" in found["published_at"].value
    assert {key for key, row in found.items() if row.fills} == {"section", "description"}
    assert fills(found["section"]) == {"topics": ["Town life"]}
    assert fills(found["description"])["bullet"].startswith("After eleven years")


def test_what_is_stated_in_meta_elements_is_shown(admin_client: Client, tmp_path: Path) -> None:
    found = rows(admin_client, imported(stated_pages.meta_only(), tmp_path))
    origins = {key: row.origin for key, row in found.items()}
    assert origins["authors"] == "meta author"
    assert origins["published_at"] == "meta article:published_time"
    assert origins["publisher"] == "meta og:site_name"
    assert found["published_at"].fate is Fate.TAKEN
    assert found["published_at"].fills == ""


def test_where_print_won_the_statement_differs_and_its_line_is_named(
    admin_client: Client, tmp_path: Path
) -> None:
    found = rows(admin_client, imported(stated_pages.contradictory(), tmp_path))
    for key, inputs in {
        "authors": {"byline": "Nils Aker, Eva Dahl"},
        "published_at": {"published_at_0": "2025-05-06", "published_at_1": "12:20:00"},
    }.items():
        row = found[key]
        assert row.fate is Fate.DIFFERS
        assert row.why == "the page prints another"
        assert row.why_line
        assert fills(row) == {"inputs": inputs}
    assert (found["title"].fate, found["title"].origin) == (Fate.DIFFERS, "title")


def test_what_a_page_prints_and_does_not_state_is_shown_with_its_line(
    admin_client: Client, tmp_path: Path
) -> None:
    article = imported(stated_pages.silent(), tmp_path)
    printed = rows(admin_client, article)["published_at"]
    assert (printed.line, printed.fate, printed.value) == (3, Fate.TAKEN, "2 April 2025")
    assert "printed, line 3" in admin_client.get(change(article)).content.decode()


def test_hostile_statements_are_text_and_short(admin_client: Client, tmp_path: Path) -> None:
    article = imported(stated_pages.hostile(), tmp_path)
    found = rows(admin_client, article)
    content = admin_client.get(change(article)).content.decode()
    shown = content.partition('id="stated"')[2].partition("</details>")[0]
    assert found["authors"].value == "Nils Aker"
    assert all(len(row.value) <= 301 for row in found.values())
    for sign in ("<script", "<img", "<b ", "\u202e", "\u2066", "\u2067", "onclick='"):
        assert sign not in shown
    assert max(len(row.fills) for row in found.values()) < 4000


@pytest.mark.parametrize(
    ("field", "value", "key", "why"),
    [
        ("headline", "An editor's headline", "headline", "an editor changed the field"),
        ("byline", "", "authors", "an editor changed the field"),
        ("language", "sv", "language", ""),
    ],
)
def test_what_an_editor_changed_differs_and_can_be_taken(
    admin_client: Client, tmp_path: Path, field: str, value: str, key: str, why: str
) -> None:
    article = imported(stated_pages.complete(), tmp_path)
    before = getattr(article, field)
    Article.objects.update(**{field: value})
    row = rows(admin_client, article)[key]
    assert (row.fate, row.why) == (Fate.DIFFERS, why)
    assert fills(row) == {"inputs": {field: before}}


def test_topics_and_sources_that_were_removed_can_be_taken_again(
    admin_client: Client, tmp_path: Path
) -> None:
    article = imported(stated_pages.complete(), tmp_path)
    article.article_tags.filter(tag__name="Clocks").delete()
    Attribution.objects.all().delete()
    source = Source.objects.get(name="Sund Courier")
    found = rows(admin_client, article)
    assert fills(found["keywords"]) == {"topics": ["Clocks"]}
    assert fills(found["publisher"]) == {"source": [source.pk, "Sund Courier", "publisher"]}
    Source.objects.all().delete()
    assert fills(rows(admin_client, article)["publisher"]) is None


def test_a_day_is_taken_without_a_time_and_a_time_for_a_day(
    admin_client: Client, tmp_path: Path
) -> None:
    article = imported(stated_pages.meta_only(), tmp_path)
    Article.objects.update(published_at=datetime(2025, 5, 9, tzinfo=UTC), date_method="editor")
    row = rows(admin_client, article)["published_at"]
    assert fills(row) == {"inputs": {"published_at_0": "2025-05-06", "published_at_1": ""}}

    Dump.objects.all().delete()
    Article.objects.all().delete()
    article = imported(stated_pages.complete(), tmp_path, "again.html")
    Article.objects.update(
        published_at=datetime(2025, 5, 6, tzinfo=UTC), date_precision=Article.DatePrecision.DAY
    )
    row = rows(admin_client, article)["published_at"]
    assert row.fate is Fate.TAKEN
    assert fills(row)["inputs"]["published_at_1"] == "12:20:00"


def test_what_a_page_states_of_another_of_its_stories_is_not_used(
    admin_client: Client, tmp_path: Path
) -> None:
    article = imported(stated_pages.complete(), tmp_path)
    Article.objects.update(headline="A chess club moves", byline="")
    Clipping.objects.create(
        dump=Dump.objects.get(), position=99, kind="story", first_line=90, last_line=91, raw=b""
    )
    found = rows(admin_client, article)
    assert (found["authors"].fate, found["authors"].why) == (
        Fate.UNUSED,
        "the page states it of another story",
    )
    assert found["publisher"].fate is Fate.TAKEN


def test_a_plain_text_has_its_language_alone_and_a_record_states_its_fields(
    admin_client: Client, tmp_path: Path
) -> None:
    text = page("Old oven found in Sund", "", *spaced(*PROSE))
    article = imported(text, tmp_path, "page.txt")
    assert [(row.key, row.origin) for row in rows(admin_client, article).values()] == [
        ("language", "detected")
    ]
    Dump.objects.all().delete()
    Article.objects.all().delete()
    record = {"title": "Old oven found in Sund", "text": text, "author": "Nils Aker"}
    article = imported(json.dumps(record) + "\n", tmp_path, "pages.jsonl")
    found = rows(admin_client, article)
    assert found["authors"].value == "Nils Aker"
    assert found["authors"].fate is Fate.TAKEN


def test_who_may_not_change_the_story_takes_nothing(django_user_model: Any, tmp_path: Path) -> None:
    article = imported(stated_pages.contradictory(), tmp_path)
    user = django_user_model.objects.create_user("operator", is_staff=True)
    user.groups.add(Group.objects.get(name="Operator"))
    client = Client()
    client.force_login(user)
    found = rows(client, article)
    assert found["authors"].fate is Fate.DIFFERS
    assert not any(row.fills for row in found.values())


def test_the_table_is_in_arabic(admin_client: Client, tmp_path: Path) -> None:
    article = imported(stated_pages.contradictory(), tmp_path)
    content = admin_client.get(f"/ar{change(article)}").content.decode()
    shown = content.partition('id="stated"')[2].partition("</details>")[0]
    for words in ("differs from the field", "taken as", "not used", "prints another", "Take"):
        assert words not in shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_key_takes_a_statement_and_nothing_is_saved_until_the_form_is(
    live_server: LiveServer, page: Page, transactional_db: None, tmp_path: Path
) -> None:
    article = imported(stated_pages.contradictory(), tmp_path)
    Attribution.objects.all().delete()
    sign_in(page, live_server, change(article))
    page.wait_for_selector(".cards .card")
    byline, tags = page.locator("[name=byline]"), page.locator("[name=tags]")

    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    assert byline.input_value() == "Nils Aker, Eva Dahl"
    assert "not saved yet" in page.locator("[data-stated=authors]").inner_text()
    page.keyboard.press("u")
    assert byline.input_value() == "Greta Holm"
    page.keyboard.press("t")
    for key in ("section", "description", "publisher", "published_at"):
        page.locator(f"[data-stated={key}] button").click()
    assert "Town life" in tags.input_value()
    assert Article.objects.get().byline == "Greta Holm"

    page.locator(".submit-row [data-key=s]").click()
    page.wait_for_selector(".messagelist")

    article = Article.objects.get()
    assert article.byline == "Nils Aker, Eva Dahl"
    assert article.published_at == datetime(2025, 5, 6, 12, 20, tzinfo=UTC)
    assert article.date_precision == Article.DatePrecision.MINUTE
    assert {"Town life", "Brass, iron"} & {tag.name for tag in article.tags.all()}
    assert [bullet.text[:11] for bullet in article.bullets.all()] == ["After eleve"]
    assert [(row.source.name, row.role) for row in article.attributions.all()] == [
        ("Sund Courier", "publisher")
    ]
    assert page.locator("[data-stated=authors]").get_attribute("class") == "fate-taken"
