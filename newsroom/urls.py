"""The addresses of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from articles import urls
from articles.admin import dashboard

from .media import serve_media

handler500 = "newsroom.resilience.unavailable.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((urls.for_programs, "programs"))),
    # In the site's own language as they stand, in another after its code: /ar/articles/.
    *i18n_patterns(
        # Before the admin's own first page, which it is with figures above; `admin:index` leads
        # here.
        path("admin/", admin.site.admin_view(dashboard.index), name="desk"),
        path("admin/", admin.site.urls),
        path("", include(urls)),
        prefix_default_language=False,
    ),
]
# Pictures that editors upload. In production a web server or a store in front serves them.
urlpatterns += static(settings.MEDIA_URL, view=serve_media, document_root=settings.MEDIA_ROOT)
