"""Where the parser and an article disagree, stored for the desk during an import: an editor has
changed the article, or it is published and so left as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils import timezone

from articles.ingest.stories.content import digest_of
from articles.models import Disagreement

from .working_set import WorkingArticle


def note_disagreements(working_articles: Iterable[WorkingArticle]) -> None:
    """Brings the notes up to date for the articles that a batch's newest captures speak of.

    Of a batch that meets no stored article, and keeps nothing of a new one, it asks nothing.
    """
    heard = [
        working_article
        for working_article in working_articles
        if working_article.is_heard and (working_article.stored is not None or working_article.kept)
    ]
    if not heard:
        return
    found = {
        working_article.key: _digests(working_article.kept)
        for working_article in heard
        if working_article.kept
    }
    agreed = [working_article.key for working_article in heard if not working_article.kept]
    Disagreement.objects.filter(article__in=agreed).delete()
    if not found:
        return
    rows = [(key, json.dumps(parts)) for key, parts in found.items()]
    with connection.cursor() as cursor:
        # What is noted already stays as it is, with its time.
        cursor.executemany(
            "INSERT INTO articles_disagreement (article_id, parts, found_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (article_id) DO UPDATE SET parts = excluded.parts, "
            "found_at = excluded.found_at WHERE articles_disagreement.parts <> excluded.parts",
            [(*row, timezone.now()) for row in rows],
        )


def _digests(kept: Mapping[str, object]) -> dict[str, str]:
    return {part: digest_of(value) for part, value in sorted(kept.items())}
