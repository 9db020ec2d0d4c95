"""The readers' addresses."""

from django.urls import path, re_path

from .views import browsing, health, pages

app_name = "articles"

urlpatterns = [
    path("", pages.front, name="front"),
    path("articles/", browsing.article_list, name="list"),
    # A slug may hold letters of any script, and may be missing; 18 digits are within a bigint.
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/(?P<slug>[^/]*)/$", pages.detail, name="detail"),
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/$", pages.detail, {"slug": None}),
    path("healthz", health.healthz, name="healthz"),
]
