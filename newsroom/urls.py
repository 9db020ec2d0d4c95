"""The addresses of the site."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from articles.admin import desk

urlpatterns: list[URLPattern | URLResolver] = [
    # Before the admin's own first page, which it is with figures above; `admin:index` leads here.
    path("admin/", admin.site.admin_view(desk.index), name="desk"),
    path("admin/", admin.site.urls),
]
if find_spec("articles.urls"):
    urlpatterns.append(path("", include("articles.urls")))
# Pictures that editors upload. In production a web server or a store in front serves them.
urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
