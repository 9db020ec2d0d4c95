"""Merged sources and topics, how the importer then reads the old names, and undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from articles import search
from articles.editing import merging
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.storage.names import resolve_names
from articles.models import Article, ArticleTag, Attribution, Merge, Source, Topic, TopicAlias
from tests.ingest.stories.test_known_sources import content
from tests.support.builders import NOON, make_article, make_source, make_tag
from tests.support.sample_pages import story

pytestmark = pytest.mark.django_db


def merge_sources(kept: Source, *others: Source) -> Merge:
    return merging.sources.merge(kept, others, now=timezone.now(), by="anna")


def merge_topics(kept: Topic, *others: Topic) -> Merge:
    return merging.topics.merge(kept, others, now=timezone.now(), by="anna")


def credits(article: Article) -> list[tuple[str, str]]:
    return list(article.attributions.order_by("role", "pk").values_list("source__name", "role"))


def imported(folder: Path, text: str, **options: Any) -> Any:
    Path(folder, "page.txt").write_text(text)
    return run_import(
        [str(folder / "page.txt")], ImportOptions(captured_at=date(2025, 3, 18), **options)
    )


# --- sources


def test_the_plan_is_what_the_merge_then_does() -> None:
    kept, other = make_source("Bay Wire"), make_source("Bay Wire Ltd", aliases=["bw"])
    make_article(attributions=[("Bay Wire Ltd", "reporting")], captions=[{"source": other}])
    both = make_article(attributions=[("Bay Wire Ltd", "photo"), ("Bay Wire", "photo")])

    plan = merging.sources.plan(kept, [other])
    merge_sources(kept, other)

    assert (plan.moved_count, plan.double_count, plan.caption_count) == (1, 1, 1)
    assert plan.article_count == 2
    assert plan.aliases == ("bay wire ltd", "bw")
    kept.refresh_from_db()
    assert kept.aliases == ["bay wire ltd", "bw"]
    assert not Source.objects.filter(name="Bay Wire Ltd").exists()
    assert kept.attributions.count() == 2
    assert kept.captions.count() == 1
    assert credits(both) == [("Bay Wire", "photo")]


def test_the_importer_finds_a_merged_source_by_its_old_name() -> None:
    kept, other = make_source("Bay Wire"), make_source("BAYWIRE Straße")
    merge_sources(kept, other)

    names = resolve_names([content(("Baywire Straße", "photo"), ("bay wire", "reporting"))])

    assert names.source("Baywire Straße") == kept == names.source("bay wire")
    assert Source.objects.count() == 1


def test_a_known_agency_that_was_merged_is_not_made_again() -> None:
    resolve_names([content(("AFP", "photo"))])
    agency, desk = Source.objects.get(), make_source("Our picture desk")
    merge_sources(desk, agency)

    names = resolve_names([content(("AFP", "photo"), ("Agence France-Presse", "reporting"))])

    assert names.source("AFP") == desk == names.source("Agence France-Presse")
    assert Source.objects.count() == 1


def test_what_was_the_importers_stays_so_and_an_editors_part_stays_the_editors(
    tmp_path: Path,
) -> None:
    imported(tmp_path, story(), publisher="Bay Wire Ltd")
    article = Article.objects.get()
    merge_sources(make_source("Bay Wire"), Source.objects.get(name="Bay Wire Ltd"))

    again = imported(tmp_path, story(), publisher="Bay Wire Ltd")
    new = imported(tmp_path, story(), publisher="The Harbour Gazette")

    assert (again.counts.kept, new.counts.kept) == (0, 0)
    assert dict(credits(article)).keys() >= {"Bay Wire", "The Harbour Gazette"}

    Attribution.objects.filter(source__name="The Harbour Gazette").delete()
    merge_sources(make_source("Wire of the Bay"), Source.objects.get(name="Bay Wire"))
    third = imported(tmp_path, story(), publisher="The Harbour Gazette")
    assert third.counts.kept == 1
    assert "The Harbour Gazette" not in dict(credits(article))


def test_an_article_is_found_by_the_new_name_and_its_page_is_new() -> None:
    article = make_article(attributions=[("Oldnamed", "reporting")], modified_at=NOON)
    before = Article.objects.get().modified_at
    merge_sources(make_source("Newnamed"), Source.objects.get(name="Oldnamed"))

    found = search.matching(Article.objects.all(), "newnamed", "en")

    assert list(found) == [article]
    assert Article.objects.get().modified_at > before


def test_a_merge_taken_back_leaves_everything_as_it_was() -> None:
    kept = make_source("Bay Wire", aliases=["bw"])
    one, two = make_source("Bay Wire Ltd", aliases=["bwl"]), make_source("Baywire")
    for names in (["Bay Wire", "Bay Wire Ltd"], ["Bay Wire Ltd", "Baywire"], ["Bay Wire"]):
        make_article(
            attributions=[(name, "reporting") for name in names],
            captions=[{"text": "x", "source": one}],
        )
    rows = lambda: (  # noqa: E731
        sorted(Source.objects.values_list("pk", "name", "slug", "kind")),
        sorted(Attribution.objects.values_list("article", "source", "role")),
        sorted(one.captions.values_list("pk")),
        {row.name: sorted(row.aliases) for row in Source.objects.all()},
    )
    before = rows()

    merge = merge_sources(kept, one, two)
    assert rows() != before
    merging.undo(merge, now=timezone.now())

    assert rows() == before
    with pytest.raises(merging.MergeError, match="already"):
        merging.undo(merge, now=timezone.now())


def test_what_cannot_be_taken_back_says_what_to_do_first() -> None:
    a, b, c = make_source("A"), make_source("B"), make_source("C")
    first = merge_sources(b, a)
    second = merge_sources(c, b)
    with pytest.raises(merging.MergeError, match="B no longer exists"):
        merging.undo(first, now=timezone.now())

    Source.objects.create(name="b", slug="another")
    with pytest.raises(merging.MergeError, match="rename that first"):
        merging.undo(second, now=timezone.now())


def test_a_source_that_is_gone_cannot_be_merged() -> None:
    kept, other = make_source("A"), make_source("B")
    Source.objects.filter(name="B").delete()
    with pytest.raises(merging.MergeError, match="gone"):
        merge_sources(kept, other)
    with pytest.raises(merging.MergeError, match="only one"):
        merge_sources(kept, kept)


def test_a_merged_source_goes_with_the_one_it_was_merged_into() -> None:
    first = merge_sources(make_source("B"), make_source("A"))
    merge_sources(make_source("C"), make_source("B"))
    Source.objects.get(name="C").delete()
    assert not Source.all_rows.exists()
    with pytest.raises(merging.MergeError, match="no longer exists"):
        merging.undo(first, now=timezone.now())


def test_the_name_and_slug_of_a_merged_source_are_free_for_another_one() -> None:
    kept, other = make_source("Bay Wire"), make_source("Baywire")
    merge_sources(kept, other)
    Source(name="Baywire", slug="baywire", kind="agency").full_clean()
    with pytest.raises(ValidationError) as refused:
        Source(name="BAY WIRE", slug="bay-wire", kind="agency").full_clean()
    assert refused.value.message_dict == {
        "slug": ["This slug is already in use."],
        "__all__": ["This name is already in use."],
    }


# --- topics


def test_topics_are_made_one_and_the_importer_knows_the_old_name(tmp_path: Path) -> None:
    imported(tmp_path, story(), tags=("Harbours",))
    article = Article.objects.get()
    both = make_article(tags=["Ports", "Harbours"])
    kept, other = make_tag("Ports"), make_tag("Harbours")
    plan = merging.topics.plan(kept, [other])

    merge_topics(kept, other)
    again = imported(tmp_path, story(), tags=("HARBOURS",))

    assert (plan.moved_count, plan.double_count, plan.aliases) == (1, 1, ("harbours",))
    assert again.counts.kept == 0
    assert [tag.name for tag in article.tags.all()] == ["Ports"]
    assert [tag.name for tag in both.tags.all()] == ["Ports"]
    assert list(Topic.objects.values_list("name", flat=True)) == ["Ports"]


def test_topics_taken_back_are_as_they_were_with_their_other_names() -> None:
    kept, other = make_tag("Ports"), make_tag("Harbours")
    TopicAlias.objects.create(name="havens", tag=other)
    make_article(tags=["Ports", "Harbours"])
    make_article(tags=["Harbours"])
    before = sorted(ArticleTag.objects.values_list("content_object", "tag"))

    merge = merge_topics(kept, other)
    assert set(kept.aliases.values_list("name", flat=True)) == {"harbours", "havens"}
    merging.undo(merge, now=timezone.now())

    assert sorted(ArticleTag.objects.values_list("content_object", "tag")) == before
    assert list(TopicAlias.objects.values_list("name", "tag")) == [("havens", other.pk)]


def test_no_two_topics_differ_in_capitals_alone() -> None:
    make_tag("Ports")
    with pytest.raises(IntegrityError, match="topic_name_unique"):
        Topic.objects.create(name="PORTS", slug="ports-2")
