"""Pages that are no articles, on their way from a file to the desk."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping, Dump, ImportRun
from tests.support import judged_pages

STORY = judged_pages.article("Ferry stays", judged_pages.paragraphs(judged_pages.PROSE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A product's page, a forum's and a story."""
    for name, html in {
        "product.html": judged_pages.product(),
        "forum.html": judged_pages.forum(),
        "story.html": STORY,
    }.items():
        (tmp_path / name).write_text(html, encoding="utf-8")
    return tmp_path


def parsed(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("parse_dump", *arguments, stdout=out, stderr=io.StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_pages_that_are_no_articles_are_quarantined_whole_with_what_they_are(folder: Path) -> None:
    result = run_import([str(folder)], ImportOptions(), workers=0)
    assert (result.counts.created, result.counts.quarantined) == (1, 2)
    held = Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE).order_by("dump__name")
    assert ["forum" in held[0].reason, "product" in held[1].reason] == [True, True]
    for clipping in held:
        assert (clipping.first_line, clipping.last_line) == (1, clipping.dump.line_count)
        assert [issue["code"] for issue in clipping.dump.issues] == ["not-an-article"]
    assert Article.objects.get().headline == "Ferry stays"


@pytest.mark.django_db
@pytest.mark.parametrize("workers", [0, 1])
def test_all_pages_makes_an_article_of_each_and_the_run_says_so(folder: Path, workers: int) -> None:
    result = run_import([str(folder)], ImportOptions(all_pages=True), workers=workers)
    assert result.counts.created == 3
    assert ImportRun.objects.get().options["all_pages"] is True
    assert not any(dump.issues for dump in Dump.objects.all())


def test_parse_dump_prints_no_article_of_them_but_with_all_pages(folder: Path) -> None:
    page = str(folder / "product.html")
    assert parsed(page) == []
    assert [found["page_kind"] for found in parsed(page, "--all-pages")] == ["article"]
    assert [found["page_kind"] for found in parsed(str(folder / "story.html"))] == ["article"]


def test_parse_dump_says_what_is_no_article(folder: Path) -> None:
    errors = io.StringIO()
    page = str(folder / "forum.html")
    call_command("parse_dump", page, stdout=io.StringIO(), stderr=errors)
    assert "forum" in errors.getvalue().partition(": ")[2]


@pytest.mark.django_db
def test_the_quarantine_list_shows_what_a_page_is(folder: Path, admin_client: Client) -> None:
    run_import([str(folder)], ImportOptions(), workers=0)
    text = admin_client.get(reverse("admin:articles_quarantine")).content.decode()
    assert "The page presents a product for sale, no article." in text


@pytest.mark.django_db
def test_the_quarantine_list_shows_one_kind_of_page_alone(
    folder: Path, admin_client: Client
) -> None:
    run_import([str(folder)], ImportOptions(), workers=0)
    address = reverse("admin:articles_quarantine")
    text = admin_client.get(address).content.decode()
    assert "1 forum page" in text
    assert "1 product" in text
    alone = admin_client.get(address, {"page_kind": "forum"}).content.decode()
    assert "forum.html" in alone
    assert "product.html" not in alone
    assert "product.html" in admin_client.get(address, {"page_kind": "none"}).content.decode()
