"""Renames sources and topics so that the importer's parts of articles remain the importer's.

An article's part is the importer's while it still has the digest that the importer stored. A new
name of a source changes the part's digest in every article that names it, and each would look like
an editor's change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Literal

from django.db import connection

from articles.ingest.stories.content import Credit, digest_of
from articles.models import Article, ArticleTag, Attribution

_AT_ONCE: Final = 5000

_NOTE: Final = """
UPDATE articles_article article
SET imported_digests = jsonb_set(imported_digests, ARRAY[%s], to_jsonb(noted.digest))
FROM unnest(%s::bigint[], %s::text[]) noted (id, digest) WHERE article.id = noted.id
"""


@contextmanager
def names_change(part: Literal["sources", "tags"], articles: Sequence[int]) -> Iterator[None]:
    """Inside, sources or topics of these articles may be renamed or merged. A part that was the
    importer's before remains the importer's. Use it in a transaction; it locks the articles."""
    ours: list[int] = []
    for keys in _batches(sorted(articles)):
        locked = Article.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        imported = dict(locked.values_list("pk", "imported_digests"))
        digests = _digests(part, keys)
        ours += [key for key, noted in imported.items() if noted.get(part) == digests[key]]
    yield
    for keys in _batches(ours):
        digests = _digests(part, keys)
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [part, keys, [digests[key] for key in keys]])


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _digests(part: str, keys: list[int]) -> dict[int, str]:
    """The digest of the part as it is stored, by article."""
    held: dict[int, set[object]] = defaultdict(set)
    if part == "sources":
        credits = Attribution.objects.filter(article__in=keys).order_by()
        for key, name, role in credits.values_list("article_id", "source__name", "role"):
            held[key].add(Credit(name, role))
    else:
        topics = ArticleTag.objects.filter(content_object__in=keys)
        for key, name in topics.values_list("content_object_id", "tag__name"):
            held[key].add(name)
    return {key: digest_of(frozenset(held[key])) for key in keys}
