"""The readers' addresses, and those for programs.

Readers' pages exist in each language of the interface, at an address of its own; `newsroom.urls`
adds the language in front. Data for programs has one address for all languages: a story's data,
feeds and sitemaps are in the stories' own languages.
"""

from django.urls import path, re_path

from .public.views import api, archive, articles, feeds, health, lists, preview, sitemaps, suggest

app_name = "articles"

KIND = r"(?P<kind>rss|atom|json)"
SLUG = r"(?P<slug>[-\w]+)"  # letters of any script
YEAR, MONTH, DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})"

urlpatterns = [
    path("", articles.front, name="front"),
    path("articles/", lists.article_list, name="list"),
    # A slug may hold letters of any script, and may be missing; 18 digits are within a bigint.
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/(?P<slug>[^/]*)/$", articles.detail, name="detail"),
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/$", articles.detail, {"slug": None}, name="by-id"),
    path("preview/<str:token>/", preview.signed, name="preview"),
    re_path(r"^topics/(?P<slug>[^/]*)/$", lists.topic, name="topic"),
    re_path(r"^sources/(?P<slug>[^/]*)/$", lists.source, name="source"),
    re_path(r"^places/(?P<slug>[^/]*)/$", lists.place, name="place"),
    path("archive/", archive.years, name="archive"),
    re_path(rf"^archive/{YEAR}/$", archive.year, name="archive-year"),
    re_path(rf"^archive/{YEAR}/{MONTH}/$", archive.month, name="archive-month"),
    re_path(rf"^archive/{YEAR}/{MONTH}/{DAY}/$", archive.day, name="archive-day"),
    path("suggest", suggest.suggest, name="suggest"),
]

for_programs = [
    re_path(r"^articles/(?P<pk>[0-9]{1,18})\.json$", api.article_json, name="json"),
    re_path(r"^articles/(?P<pk>[0-9]{1,18})\.txt$", api.article_text, name="text"),
    path("api/articles/", api.article_list, name="api-list"),
    re_path(rf"^feeds/latest\.{KIND}$", feeds.latest, name="feed"),
    re_path(rf"^topics/{SLUG}/latest\.{KIND}$", feeds.topic, name="topic-feed"),
    re_path(rf"^sources/{SLUG}/latest\.{KIND}$", feeds.source, name="source-feed"),
    re_path(rf"^places/{SLUG}/latest\.{KIND}$", feeds.place, name="place-feed"),
    re_path(rf"^archive/{YEAR}/latest\.{KIND}$", feeds.year, name="year-feed"),
    re_path(rf"^archive/{YEAR}/{MONTH}/latest\.{KIND}$", feeds.month, name="month-feed"),
    re_path(rf"^archive/{YEAR}/{MONTH}/{DAY}/latest\.{KIND}$", feeds.day, name="day-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    re_path(r"^sitemap-(?P<number>[0-9]{1,12})\.xml$", sitemaps.stories, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
