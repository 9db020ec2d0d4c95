"""Other stories on a story's page: related ones, and those before and after it in its first
topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache

from articles import search
from articles.models import Article
from articles.models.visibility import with_visibility

from .cache_keys import fingerprint
from .cards import article_topics

RELATED: Final = 4
TOPICS: Final = 3  # of the story's topics that are looked through
KEPT_SECONDS: Final = 60
NEAREST: Final = 6  # stories each way in a topic, and at the place


@dataclass(frozen=True, slots=True)
class Beside:
    """The stories beside one: each a card's text, without topics and sources.

    `topic` is the one that `earlier` and `later` are of: a dict of name and slug.
    """

    related: tuple[Article, ...] = ()
    earlier: Article | None = None
    later: Article | None = None
    topic: dict[str, str] | None = None


# The nearest stories of a topic, and at a place, from the story's own date each way: indexes serve
# both, however large the archive. The rest is computed for those few and for the similar ones.
_OF_TOPIC: Final = with_visibility(
    """
(SELECT a.id, {kind} AS kind, 2.0 AS points FROM articles_articletag link
 JOIN articles_article a ON a.id = link.content_object_id
 WHERE link.tag_id = %s AND {a.visible}
   AND (a.published_at, a.id) {sign} (%s, %s)
 ORDER BY a.published_at {direction}, a.id {direction} LIMIT {nearest})
""",
    now="%s",
)
_OF_PLACE: Final = with_visibility(
    """
(SELECT a.id, '' AS kind, 1.5 AS points FROM articles_article a
 WHERE a.place_slug = %s AND a.place_slug <> '' AND {a.visible}
   AND (a.published_at, a.id) {sign} (%s, %s)
 ORDER BY a.published_at {direction}, a.id {direction} LIMIT {nearest})
""",
    now="%s",
)
_BESIDE: Final = """
WITH {alike}, found AS MATERIALIZED (
    SELECT id, '' AS kind, points FROM alike WHERE id <> %s
    {near}
), weighed AS MATERIALIZED (
    SELECT found.id, sum(found.points)
        + coalesce((
            SELECT sum(0.5) FROM articles_attribution theirs
            JOIN articles_attribution ours ON ours.source_id = theirs.source_id
            WHERE theirs.article_id = found.id AND ours.article_id = %s
              AND theirs.role = 'reporting' AND ours.role = 'reporting'
        ), 0) AS points
    FROM found GROUP BY found.id
), chosen AS (
    (SELECT weighed.id, 'related' AS kind,
            points + 1 / (1 + abs(extract(epoch FROM a.published_at - %s)) / 2592000) AS points
     FROM weighed JOIN articles_article a ON a.id = weighed.id
     ORDER BY points DESC, a.published_at DESC, a.id DESC LIMIT {related} + 2)
  UNION ALL
    (SELECT found.id, kind, 0 FROM found JOIN articles_article a ON a.id = found.id
     WHERE kind = 'earlier' ORDER BY a.published_at DESC, a.id DESC LIMIT 1)
  UNION ALL
    (SELECT found.id, kind, 0 FROM found JOIN articles_article a ON a.id = found.id
     WHERE kind = 'later' ORDER BY a.published_at, a.id LIMIT 1)
)
SELECT a.id, a.headline, a.slug, a.kicker, a.place, a.place_slug, a.dateline, a.language, a.status,
       a.published_at, a.date_text, a.date_precision, chosen.kind
FROM chosen JOIN articles_article a ON a.id = chosen.id
ORDER BY chosen.points DESC, a.published_at DESC, a.id DESC
"""
_WAYS: Final = {"earlier": ("<", "DESC"), "later": (">", "ASC")}


def beside(article: Article, texts: list[str], *, now: datetime) -> Beside:
    """The stories beside an article that has the `topics` of a card; one query, cached for a
    minute, which is also how long any other cache may store the page.

    `texts` describe it best: headline and bullets. Stories are related by what they share: topics,
    the place, the agency that reported, rare words, the date.
    """
    key = f"articles.beside:{fingerprint(article.pk, article.modified_at, article_topics(article))}"
    found: Beside | None = cache.get(key)
    if found is None:
        found = _asked(article, texts, now=now)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _asked(article: Article, texts: list[str], *, now: datetime) -> Beside:
    topics = article_topics(article)[:TOPICS]
    alike, alike_values = search.alike_sql(texts, language=article.language, now=now)
    near: list[str] = []
    values: list[Any] = [*alike_values, article.pk]
    here = (now, now, article.published_at, article.pk)
    for number, about in enumerate(topics):
        for kind, (sign, direction) in _WAYS.items():
            shown = f"'{kind}'" if number == 0 else "''"
            near.append(
                _OF_TOPIC.format(kind=shown, sign=sign, direction=direction, nearest=NEAREST)
            )
            values += [about["id"], *here]
    if article.place_slug:
        for sign, direction in _WAYS.values():
            near.append(_OF_PLACE.format(sign=sign, direction=direction, nearest=NEAREST))
            values += [article.place_slug, *here]
    statement = _BESIDE.format(
        alike=alike, near="".join(f"UNION ALL {part}" for part in near), related=RELATED
    )
    # Safe: the statement is built above; all values from outside are parameters.
    found: list[Any] = list(
        Article.objects.raw(statement, [*values, article.pk, article.published_at])
    )
    earlier = next((other for other in found if other.kind == "earlier"), None)
    later = next((other for other in found if other.kind == "later"), None)
    related = [o for o in found if o.kind == "related" and o not in (earlier, later)]
    topic = topics[0] if earlier or later else None
    return Beside(tuple(related[:RELATED]), earlier, later, topic)
