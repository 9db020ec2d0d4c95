"""Suggestions while a reader types: topics, sources, places and recent headlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.urls import reverse
from django.utils.text import slugify

from articles.models.visibility import with_visibility

from .query_parser import clean

SHORTEST: Final = 2  # letters; one letter begins everything
EACH: Final = 4  # of every kind
RECENT: Final = 2_000  # newest stories whose headlines are searched: about 5 ms


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what was typed, and its address."""

    kind: str  # topic, source, place or story
    text: str
    url: str


# Places step through their index from name to name, so that each costs one probe.
_SUGGEST_SQL: Final = with_visibility("""
WITH RECURSIVE near AS (
    (SELECT place_slug, 1 AS step FROM articles_article
     WHERE {published} AND place_slug <> '' AND place_slug >= %(slug)s
     ORDER BY place_slug LIMIT 1)
  UNION ALL
    SELECT (
        SELECT place_slug FROM articles_article
        WHERE {published} AND place_slug <> '' AND place_slug > near.place_slug
        ORDER BY place_slug LIMIT 1
    ), step + 1
    FROM near WHERE near.place_slug LIKE %(slug_like)s AND step < 20
), newest AS MATERIALIZED (
    SELECT id, slug, headline FROM articles_article
    WHERE {visible}
    ORDER BY published_at DESC, id DESC LIMIT %(recent)s
)
(SELECT 'topic', tag.name, tag.slug FROM articles_topic tag
 WHERE lower(tag.name) LIKE %(like)s AND EXISTS (
    SELECT 1 FROM articles_articletag link JOIN articles_article a ON a.id = link.content_object_id
    WHERE link.tag_id = tag.id AND {a.visible}
 ) ORDER BY length(tag.name), tag.name LIMIT %(each)s)
UNION ALL
(SELECT 'source', source.name, source.slug FROM articles_source source
 WHERE (lower(source.name) LIKE %(like)s OR %(word)s = ANY (source.aliases)) AND EXISTS (
    SELECT 1 FROM articles_attribution part JOIN articles_article a ON a.id = part.article_id
    WHERE part.source_id = source.id AND {a.visible}
 ) ORDER BY length(source.name), source.name LIMIT %(each)s)
UNION ALL
(SELECT 'place', held.place, near.place_slug FROM near CROSS JOIN LATERAL (
    SELECT place FROM articles_article
    WHERE {visible} AND place_slug <> '' AND place_slug = near.place_slug
    ORDER BY published_at DESC, id DESC LIMIT 1
 ) held WHERE %(slug)s <> '' AND near.place_slug LIKE %(slug_like)s
 ORDER BY length(near.place_slug), near.place_slug LIMIT %(each)s)
UNION ALL
(SELECT 'story', headline, concat(id, '/', slug) FROM newest
 WHERE headline ~* %(pattern)s LIMIT %(each)s)
""")


def suggest(typed: str) -> list[Suggestion]:
    """What begins with the typed letters, at most four of each kind; one query."""
    typed = clean(typed)
    if len(typed) < SHORTEST:
        return []
    slug = slugify(typed, allow_unicode=True)
    parameters: dict[str, str | int] = {
        "word": typed.lower(),
        "like": f"{_like(typed.lower())}%",
        "slug": slug,
        "slug_like": f"{_like(slug)}%",
        "pattern": rf"\m{re.escape(typed)}" if typed[0].isalnum() else re.escape(typed),
        "recent": RECENT,
        "each": EACH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST_SQL, parameters)
        rows = cursor.fetchall()
    return [Suggestion(kind, text, _address(kind, slug)) for kind, text, slug in rows]


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _address(kind: str, slug: str) -> str:
    if kind == "story":
        return reverse("articles:detail", args=slug.split("/", 1))
    return reverse(f"articles:{kind}", args=[slug])
