"""The addresses of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from articles import urls
from articles.admin import dashboard
from articles.admin.people.help import help_view

from .media import serve_media

handler500 = "newsroom.resilience.unavailable.server_error"

password_reset = [
    path("admin/password/", auth.PasswordResetView.as_view(), name="admin_password_reset"),
    path("admin/password/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "admin/password/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "admin/password/done/",
        auth.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((urls.for_programs, "programs"))),
    # In the site's own language as they stand, in another after its code: /ar/articles/.
    *i18n_patterns(
        # Before the admin's own first page, which it is with figures above; `admin:index` leads
        # here.
        path("admin/", admin.site.admin_view(dashboard.index), name="desk"),
        path("admin/help/", admin.site.admin_view(help_view), name="help"),
        # The login page leads to the first of these where it is there.
        *(password_reset if settings.SENDS_MAIL else ()),
        path("admin/", admin.site.urls),
        path("", include(urls)),
        prefix_default_language=False,
    ),
]
# Pictures that editors upload. In production a web server or a store in front serves them.
urlpatterns += static(settings.MEDIA_URL, view=serve_media, document_root=settings.MEDIA_ROOT)
