"""Versions of many articles at once, for an import that changes published ones.

It writes the same rows as history.py does for one article: a revision for each, with the article
and its rows. They are written in bulk, as django-reversion needs some twenty queries an article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone
from reversion.models import Revision, Version
from reversion.revisions import _get_options

from articles.models import Article, Clipping

from . import history

_AT_ONCE: Final = 1000


def keep_all(articles: Sequence[int]) -> dict[int, int]:
    """Stores a version of each article as it is, unless its newest version is the same already.

    Returns the key of each article's newest version. Call it in a transaction that has locked the
    articles.
    """
    newest = _newest(articles)
    stored = history.stored_snapshots(list(newest))
    found = {
        article: snapshot.version
        for article, snapshot in zip(newest, history.snapshots(newest.values()), strict=True)
        if article in stored and _all_of(snapshot) == _all_of(stored[article])
    }
    lacking = [article for article in articles if article not in found]
    clippings = Clipping.objects.filter(article__in=lacking).order_by()
    imported = set(clippings.values_list("article", flat=True))
    comments = {
        article: history.AS_IMPORTED
        if article in imported and article not in newest
        else history.AS_FOUND
        for article in lacking
    }
    return found | add_all(comments)


def add_all(comments: Mapping[int, str]) -> dict[int, int]:
    """Adds a version of each article as it is stored, with its comment; returns their keys."""
    stored = _stored(list(comments))
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        [Revision(date_created=now, comment=comments[article]) for article in stored],
        batch_size=_AT_ONCE,
    )
    versions = [
        _version(row, revision)
        for revision, rows in zip(revisions, stored.values(), strict=True)
        for row in rows
    ]
    Version.objects.bulk_create(versions, batch_size=_AT_ONCE)
    kind = ContentType.objects.get_for_model(Article).pk
    return {int(row.object_id): row.pk for row in versions if row.content_type_id == kind}


def _all_of(snapshot: history.Snapshot) -> tuple[Any, ...]:
    """All that a version restores, in more detail than editors need to see."""
    dates = (snapshot.columns[name] for name in ("published_at", "date_text", "date_method"))
    sources = [row["source_id"] for row in snapshot.captions]
    return (snapshot.state(), *dates, sources)


def _newest(articles: Sequence[int]) -> dict[int, Version]:
    rows = Version.objects.get_for_model(Article).filter(object_id__in=list(map(str, articles)))
    newest = rows.order_by("object_id", "-pk").distinct("object_id")
    return {int(row.object_id): row for row in newest}


def _stored(articles: Sequence[int]) -> dict[int, list[Any]]:
    """Each article that exists, followed by its rows."""
    found: dict[int, list[Any]] = {}
    for article in Article.objects.filter(pk__in=articles).defer("search").order_by("pk"):
        found[article.pk] = [article]
    for model in history.ROWS:
        owner = "content_object" if model.__name__ == "ArticleTag" else "article"
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in model._default_manager.filter(**{f"{owner}__in": articles}).order_by("pk"):
            rows[getattr(row, f"{owner}_id")].append(row)
        for key, own in rows.items():
            found[key] += own
    return found


def _version(row: Any, revision: Revision) -> Version:
    """A version as django-reversion writes it, by its private registry."""
    options = _get_options(type(row))
    data = serializers.serialize(
        options.format,
        (row,),
        fields=options.fields,
        use_natural_foreign_keys=options.use_natural_foreign_keys,
    )
    return Version(
        revision=revision,
        object_id=str(row.pk),
        content_type=ContentType.objects.get_for_model(row),
        db=DEFAULT_DB_ALIAS,
        format=options.format,
        serialized_data=data,
        object_repr=str(row),
    )
