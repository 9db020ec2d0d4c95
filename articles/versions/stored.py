"""Articles with all rows that a version keeps, as they are stored, and versions made of them.

The same rows as django-reversion would write, in two statements: it asks some twenty queries an
article, for it looks for each row again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Prefetch
from django.utils import timezone
from reversion.models import Revision, Version
from reversion.revisions import _get_options

from articles.models import Article, ArticleTag, Attribution, Bullet, Caption, Correction

Editor = AbstractBaseUser | AnonymousUser | None

ROWS: Final = (Bullet, Caption, Attribution, ArticleTag, Correction)
RELATIONS: Final = ("bullets", "captions", "attributions", "article_tags", "corrections")
_AT_ONCE: Final = 1000


def read(articles: Iterable[int]) -> list[Article]:
    """Articles with all their rows, in six queries; in order of their keys."""
    stored = Article.objects.filter(pk__in=list(articles)).defer("search").order_by("pk")
    return list(
        stored.prefetch_related(
            *("bullets", "captions", "corrections"),
            Prefetch("attributions", Attribution.objects.select_related("source")),
            Prefetch("article_tags", ArticleTag.objects.select_related("tag")),
        )
    )


@transaction.atomic(savepoint=False)
def write(
    articles: Sequence[Article], comments: Mapping[int, str], *, by: Editor = None
) -> dict[int, int]:
    """Adds a version of each article, with its comment; returns the versions' keys."""
    now = timezone.now()
    editor: Any = by if by is not None and by.is_authenticated else None
    revisions = Revision.objects.bulk_create(
        [
            Revision(date_created=now, user=editor, comment=comments[article.pk])
            for article in articles
        ],
        batch_size=_AT_ONCE,
    )
    versions = [
        _version(row, revision)
        for revision, article in zip(revisions, articles, strict=True)
        for row in (article, *(row for name in RELATIONS for row in getattr(article, name).all()))
    ]
    Version.objects.bulk_create(versions, batch_size=_AT_ONCE)
    kind = ContentType.objects.get_for_model(Article).pk
    return {int(row.object_id): row.pk for row in versions if row.content_type_id == kind}


def _version(row: Any, revision: Revision) -> Version:
    """A version as django-reversion writes it; how, only its private registry knows."""
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
