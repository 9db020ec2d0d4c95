"""Undoes a merge: restores the merged rows, with those of their links that still exist."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from articles import search
from articles.ingest.maintenance.rename import names_change
from articles.models import (
    Article,
    ArticleTag,
    Attribution,
    Caption,
    Merge,
    Source,
    Topic,
    TopicAlias,
)

from .plan import MergeError, one_transaction


def undo(merge: Merge, *, now: datetime) -> None:
    """Restores the merged rows under their own ids, names and addresses. Links that an editor has
    removed since then stay removed; newer links stay with the kept one. Raises `MergeError`."""
    names = ", ".join(other["name"] for other in merge.was)
    taken = gettext("This name or address is now in use (%(names)s): rename that first.") % {
        "names": names
    }
    with one_transaction(taken=taken):
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at:
            raise MergeError(gettext("This merge has already been undone."))
        part = _part_sources if merge.kind == Merge.Kind.SOURCE else _part_topics
        Article.objects.filter(pk__in=part(merge)).update(modified_at=now)
        merge.undone_at = now
        merge.save(update_fields=["undone_at"])


def _part_sources(merge: Merge) -> set[int]:
    kept = Source.objects.select_for_update(no_key=True).filter(pk=merge.kept_key).first()
    if kept is None:
        raise MergeError(_gone(merge))
    kept.aliases = [alias for alias in kept.aliases if alias not in merge.gained]
    kept.save(update_fields=["aliases"])
    moved = [key for other in merge.was for key in other["moved"]]
    doubled = {article for other in merge.was for article, _ in other["doubles"]}
    links = Attribution.objects.filter(source=kept).order_by()
    held = set(links.filter(article__in=doubled).values_list("article_id", "role"))
    articles = {*links.filter(pk__in=moved).values_list("article_id", flat=True)}
    articles |= {article for article, _ in held}
    captioned: set[int] = set()
    with names_change("sources", sorted(articles)):
        for other in merge.was:
            fields = ("id", "name", "slug", "kind", "aliases", "home_page")
            source = Source.objects.create(**{field: other[field] for field in fields})
            links.filter(pk__in=other["moved"]).update(source=source)
            Attribution.objects.bulk_create(
                Attribution(article_id=article, source=source, role=role)
                for article, role in other["doubles"]
                if (article, role) in held
            )
            captions = Caption.objects.filter(source=kept, pk__in=other["captions"])
            captioned |= set(captions.values_list("article_id", flat=True))
            captions.update(source=source)
    search.refresh(articles | captioned)
    return articles | captioned


def _part_topics(merge: Merge) -> set[int]:
    kept = Topic.objects.select_for_update(no_key=True).filter(pk=merge.kept_key).first()
    if kept is None:
        raise MergeError(_gone(merge))
    TopicAlias.objects.filter(tag=kept, name__in=merge.gained).delete()
    moved = [key for other in merge.was for key in other["moved"]]
    doubled = [article for other in merge.was for article in other["doubles"]]
    links = ArticleTag.objects.filter(tag=kept)
    held = set(links.filter(content_object__in=doubled).values_list("content_object_id", flat=True))
    articles = held | set(links.filter(pk__in=moved).values_list("content_object_id", flat=True))
    with names_change("tags", sorted(articles)):
        for other in merge.was:
            topic = Topic.objects.create(pk=other["id"], name=other["name"], slug=other["slug"])
            TopicAlias.objects.filter(tag=kept, name__in=other["aliases"]).update(tag=topic)
            links.filter(pk__in=other["moved"]).update(tag=topic)
            ArticleTag.objects.bulk_create(
                ArticleTag(content_object_id=article, tag=topic)
                for article in other["doubles"]
                if article in held
            )
    return articles


def _gone(merge: Merge) -> str:
    return gettext("%(name)s no longer exists: undo its later merge first.") % {
        "name": merge.kept_name
    }
