"""Sitemaps (https://www.sitemaps.org/protocol.html) and Google's news sitemap.

A sitemap has the published stories of a fixed range of ids. So no query counts or skips rows,
however large the archive, and a story never moves from one sitemap to another.

It lists each story once, at its address in the site's own language. Its pages in the interface's
other languages are in every page's head, which search engines read as well; here they would make
each sitemap several times as large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.db.models.functions import Greatest
from django.urls import reverse

from articles.languages import in_language
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.visibility import with_visibility

from .absolute_urls import absolute, page_addresses, page_of
from .item import stated_date
from .xml import legal

IDS_A_SITEMAP: Final = 10_000  # the protocol allows 50,000 addresses; so many are about 1.5 MB
NEWS_HOURS: Final = 48  # Google takes no older stories
NEWS_LENGTH: Final = 1_000  # nor more than these

_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NAMESPACE: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_LANGUAGE: Final = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sitemap's number, from 0 on, and the time of the latest change of its stories."""

    number: int
    changed_at: datetime


# For each stretch an index-only scan of article_sitemap_idx: at a million stories 0.5 s, where
# grouping all of them by stretch takes 1.9 s, most of it for sorting.
_STRETCHES_SQL: Final = with_visibility(
    """
SELECT number, changed_at
FROM generate_series(0, (SELECT max(id) / %(length)s FROM articles_article)) AS number
CROSS JOIN LATERAL (
    SELECT max(greatest(modified_at, published_at, live_from)) AS changed_at FROM articles_article
    WHERE {visible}
    AND id >= number * %(length)s AND id < (number + 1) * %(length)s
) AS stretch
WHERE changed_at IS NOT NULL ORDER BY number
""",
    now="%(now)s",
)


def stretches(*, now: datetime) -> list[Stretch]:
    """The sitemaps that have any story; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STRETCHES_SQL, {"length": IDS_A_SITEMAP, "now": now})
        return [Stretch(number, changed_at) for number, changed_at in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Entry:
    pk: int
    slug: str
    changed_at: datetime


def entries_of(number: int, *, now: datetime) -> list[Entry]:
    """The stories of one sitemap, in order of id; one query."""
    first = number * IDS_A_SITEMAP
    rows = (
        Article.objects.published(now=now)
        .filter(pk__gte=first, pk__lt=first + IDS_A_SITEMAP)
        .order_by("pk")
        .values_list("pk", "slug", Greatest("modified_at", "published_at", "live_from"))
    )
    return [Entry(pk, slug, changed_at) for pk, slug, changed_at in rows]


def news(*, now: datetime) -> ArticleQuerySet:
    """The stories of the last two days, newest first.

    The story's own date counts. So an old archive that is imported today adds none, nor does a
    story without a date, which is only sorted by the day its page was saved.
    """
    return (
        Article.objects.published(now=now)
        .filter(published_at__gt=now - timedelta(hours=NEWS_HOURS))
        .exclude(date_precision=Article.DatePrecision.UNKNOWN)
        .order_by("-published_at", "-id")
        .only("headline", "slug", "language", "published_at", "date_precision")[:NEWS_LENGTH]
    )


def index(found: Iterable[Stretch]) -> str:
    entries = (
        f"<sitemap><loc>{escape(absolute(reverse('programs:sitemap', args=[stretch.number])))}"
        f"</loc><lastmod>{stretch.changed_at.isoformat()}</lastmod></sitemap>\n"
        for stretch in found
    )
    return f'{_XML}<sitemapindex xmlns="{_NAMESPACE}">\n{"".join(entries)}</sitemapindex>\n'


def urlset(entries: Iterable[Entry]) -> str:
    page = page_addresses()
    urls = (
        f"<url><loc>{escape(page(entry.pk, entry.slug))}</loc>"
        f"<lastmod>{entry.changed_at.isoformat()}</lastmod></url>\n"
        for entry in entries
    )
    return f'{_XML}<urlset xmlns="{_NAMESPACE}">\n{"".join(urls)}</urlset>\n'


def news_urlset(articles: Iterable[Article]) -> str:
    publication = escape(legal(settings.SITE_NAME))
    entries = (
        f"<url><loc>{escape(page_of(article))}</loc><news:news><news:publication>"
        f"<news:name>{publication}</news:name>"
        f"<news:language>{_news_language(article.language)}</news:language>"
        f"</news:publication><news:publication_date>{stated.isoformat()}</news:publication_date>"
        f"<news:title>{escape(legal(article.headline))}</news:title></news:news></url>\n"
        for article in articles
        if (stated := stated_date(article))
    )
    return (
        f'{_XML}<urlset xmlns="{_NAMESPACE}" xmlns:news="{_NEWS_NAMESPACE}">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def _news_language(code: str) -> str:
    """A language as the news sitemap knows it: two or three letters, but zh-cn and zh-tw."""
    folded = code.lower().replace("_", "-")
    if folded.startswith("zh"):
        return "zh-tw" if {"tw", "hk", "hant"} & set(folded.split("-")) else "zh-cn"
    short = folded.partition("-")[0]
    return short if _LANGUAGE.fullmatch(short) else settings.LANGUAGE_CODE.partition("-")[0]


def robots() -> str:
    """Asks crawlers not to read the desk, nor lists with every combination of filters."""
    lines = ["User-agent: *"]
    for code, _name in settings.LANGUAGES:
        desk, listing = (
            in_language(code, reverse(name)) for name in ("admin:index", "articles:list")
        )
        # Some crawlers take the first rule that fits, others the longest.
        lines += [f"Disallow: {desk}", f"Allow: {listing}?after=", f"Disallow: {listing}?"]
    lines += [
        f"Disallow: {reverse('programs:api-list')}",
        "",
        f"Sitemap: {absolute(reverse('programs:sitemap-index'))}",
        f"Sitemap: {absolute(reverse('programs:news-sitemap'))}",
        "",
    ]
    return "\n".join(lines)
