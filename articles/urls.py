"""The readers' addresses."""

from django.urls import path, re_path

from . import views

app_name = "articles"

urlpatterns = [
    path("", views.front, name="front"),
    path("articles/", views.article_list, name="list"),
    # A slug may hold letters of any script, and may be missing; 18 digits are within a bigint.
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/(?P<slug>[^/]*)/$", views.detail, name="detail"),
    re_path(r"^articles/(?P<pk>[0-9]{1,18})/$", views.detail, {"slug": None}),
    path("healthz", views.healthz, name="healthz"),
]
