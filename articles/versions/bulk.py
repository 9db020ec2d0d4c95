"""Versions of many articles at once, for an import that changes published ones.

The same rows as history.py writes for one article: a revision for each, with the article and its
rows in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reversion.models import Version

from articles.models import Article, Clipping

from . import history, stored


def keep_all(articles: Sequence[int]) -> dict[int, int]:
    """Stores a version of each article as it is, unless its newest version is the same already.

    Returns the key of each article's newest version. Call it in a transaction that has locked the
    articles.
    """
    newest = _newest(articles)
    current = {article.pk: article for article in stored.read(articles)}
    found = {
        article: snapshot.version
        for article, snapshot in zip(newest, history.snapshots(newest.values()), strict=True)
        if article in current
        and _all_of(snapshot) == _all_of(history.snapshot_of(current[article]))
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
    return found | stored.write([row for key, row in current.items() if key in comments], comments)


def add_all(comments: Mapping[int, str]) -> dict[int, int]:
    """Adds a version of each article as it is stored, with its comment; returns their keys."""
    return stored.write(stored.read(comments), comments)


def _all_of(snapshot: history.Snapshot) -> tuple[Any, ...]:
    """All that a version restores, in more detail than editors need to see."""
    dates = (snapshot.columns[name] for name in ("published_at", "date_text", "date_method"))
    sources = [row["source_id"] for row in snapshot.captions]
    return (snapshot.state(), *dates, sources)


def _newest(articles: Sequence[int]) -> dict[int, Version]:
    rows = Version.objects.get_for_model(Article).filter(object_id__in=list(map(str, articles)))
    newest = rows.order_by("object_id", "-pk").distinct("object_id")
    return {int(row.object_id): row for row in newest}
