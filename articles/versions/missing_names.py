"""Sources and topics that a restored version names and that were merged or deleted since."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Source, Topic


def replace_missing_names(article: Article) -> int:
    """Replaces the article's sources and topics that were merged by what they were merged into, and
    removes links to deleted ones; returns how many. Call it in the transaction that wrote the
    links: foreign keys are checked at its end."""
    keys = {caption.source_id for caption in article.captions.all()} - {None}
    current = Source.objects.by_key(filter(None, keys))
    for key in keys:
        article.captions.filter(source=key).update(source=current.get(key or 0))
    sources = _replace(article.attributions.order_by("pk"), Source, "source_id")
    return sources + _replace(article.article_tags.order_by("pk"), Topic, "tag_id")


def _replace(links: Any, model: type[Source | Topic], name: str) -> int:
    """Replaces or removes links; returns how many were removed because their row was deleted."""
    rows = {(getattr(link, name), getattr(link, "role", "")): link for link in links}
    current = model.objects.by_key(key for key, _ in rows)
    removed = 0
    for (key, role), link in list(rows.items()):
        row = current.get(key)
        removed += row is None
        if row is None or (row.pk != key and (row.pk, role) in rows):
            link.delete()
        elif row.pk != key:
            links.filter(pk=link.pk).update(**{name: row.pk})
            rows[row.pk, role] = link
    return removed
