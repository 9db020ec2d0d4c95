"""The readers' addresses."""

from django.urls import path, re_path

from .views import archive, browsing, health, pages, suggest

app_name = "articles"

urlpatterns = [
    path("", pages.front, name="front"),
    path("articles/", browsing.article_list, name="list"),
    # A slug may hold letters of any script, and may be missing; 18 digits are within a bigint.
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/(?P<slug>[^/]*)/$", pages.detail, name="detail"),
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/$", pages.detail, {"slug": None}),
    re_path(r"^topics/(?P<slug>[^/]*)/$", browsing.topic, name="topic"),
    re_path(r"^sources/(?P<slug>[^/]*)/$", browsing.source, name="source"),
    re_path(r"^places/(?P<slug>[^/]*)/$", browsing.place, name="place"),
    path("archive/", archive.years, name="archive"),
    re_path(r"^archive/(?P<year>[0-9]{4})/$", archive.year, name="archive-year"),
    re_path(
        r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive.month, name="archive-month"
    ),
    re_path(
        r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$",
        archive.day,
        name="archive-day",
    ),
    path("suggest", suggest.suggest, name="suggest"),
    path("healthz", health.healthz, name="healthz"),
]
