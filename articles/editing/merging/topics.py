"""Merges topics: their articles get the kept one, and their names mean it from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.functions import Lower
from django.utils.translation import gettext

from articles.ingest.maintenance.rename import names_change
from articles.models import Article, ArticleTag, Merge, Topic, TopicAlias

from .plan import MergeError, Plan, one_transaction


class _Link(NamedTuple):
    key: int
    article: int
    tag: int


def plan(kept: Topic, others: Sequence[Topic]) -> Plan:
    """The effect of merging the others into the kept topic; nothing is changed."""
    moved, doubles = _sorted_out(kept, others)
    articles = {link.article for link in (*moved, *doubles)}
    aliases = TopicAlias.objects.filter(tag__in=others).values_list("name", flat=True)
    names = dict.fromkeys((*_folded(others), *aliases))
    return Plan(len(moved), len(doubles), 0, len(articles), tuple(names))


def merge(kept: Topic, others: Sequence[Topic], *, now: datetime, by: str = "") -> Merge:
    """Merges the others into the kept topic. Raises `MergeError`."""
    with one_transaction(taken=gettext("Somebody has just used one of these topics: try again.")):
        return _merge(kept, others, now=now, by=by)


def _merge(kept: Topic, others: Sequence[Topic], *, now: datetime, by: str) -> Merge:
    wanted = {kept.pk, *(other.pk for other in others)}
    rows = {
        row.pk: row
        for row in Topic.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    }
    if len(wanted) < 2 or rows.keys() != wanted:
        raise MergeError(
            gettext("One of these topics is gone, or there is only one: choose again.")
        )
    kept = rows.pop(kept.pk)
    others = list(rows.values())
    moved, doubles = _sorted_out(kept, others)
    was = [_was(other, moved, doubles) for other in others]
    gained = _folded(others)
    articles = sorted({link.article for link in (*moved, *doubles)})
    with names_change("tags", articles):
        ArticleTag.objects.filter(pk__in=[link.key for link in doubles]).delete()
        ArticleTag.objects.filter(pk__in=[link.key for link in moved]).update(tag=kept)
    Article.objects.filter(pk__in=articles).update(modified_at=now)  # its page names the topic
    TopicAlias.objects.filter(tag__in=others).update(tag=kept)
    TopicAlias.objects.filter(name__in=gained).delete()  # a topic's own name counted for more
    TopicAlias.objects.bulk_create(TopicAlias(name=name, tag=kept) for name in gained)
    Topic.objects.filter(pk__in=rows).delete()
    return Merge.objects.create(
        kind=Merge.Kind.TOPIC,
        kept_key=kept.pk,
        kept_name=kept.name,
        was=was,
        gained=gained,
        made_at=now,
        made_by=by,
    )


def _sorted_out(kept: Topic, others: Sequence[Topic]) -> tuple[list[_Link], list[_Link]]:
    """The others' links that move, and those of articles that have the topic already."""
    taken = ArticleTag.objects.filter(tag=kept, content_object__article_tags__tag__in=others)
    has = set(taken.values_list("content_object_id", flat=True).distinct())
    moved: list[_Link] = []
    doubles: list[_Link] = []
    links = ArticleTag.objects.filter(tag__in=others).order_by("pk")
    for link in map(_Link._make, links.values_list("pk", "content_object_id", "tag_id")):
        (doubles if link.article in has else moved).append(link)
        has.add(link.article)
    return moved, doubles


def _folded(topics: Sequence[Topic]) -> list[str]:
    """The names, lower-cased by PostgreSQL, as the importer compares them."""
    rows = Topic.objects.filter(pk__in=[topic.pk for topic in topics]).order_by("pk")
    return list(rows.annotate(folded=Lower("name")).values_list("folded", flat=True))


def _was(other: Topic, moved: Sequence[_Link], doubles: Sequence[_Link]) -> dict[str, Any]:
    """All that is needed to restore a topic; for `articles.editing.merging.undo_merge`."""
    return {
        "id": other.pk,
        "name": other.name,
        "slug": other.slug,
        "aliases": list(TopicAlias.objects.filter(tag=other).values_list("name", flat=True)),
        "moved": [link.key for link in moved if link.tag == other.pk],
        "doubles": [link.article for link in doubles if link.tag == other.pk],
    }


def meant(names: Sequence[str]) -> list[str]:
    """The topics that these names mean, each once: an alias means its topic, unless there is a
    topic of exactly that name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT typed, topic.name FROM unnest(%s::text[]) typed"
            " JOIN articles_topicalias alias ON alias.name = lower(typed)"
            " JOIN articles_topic topic ON topic.id = alias.tag_id"
            " WHERE NOT EXISTS (SELECT FROM articles_topic t WHERE lower(t.name) = lower(typed))",
            [list(names)],
        )
        found = dict(cursor.fetchall())
    return list(dict.fromkeys(found.get(name, name) for name in names))
