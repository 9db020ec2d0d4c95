"""A Wagtail project's settings, as its template has them, search by the database included."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings

MIGRATIONS = "wagtail_site_migrations"
WAGTAIL_APPS = ("contrib.redirects", "search", "users", "images", "documents", "admin")
DJANGO_APPS = ("admin", "auth", "contenttypes", "sessions", "messages", "postgres")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.debug",
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def configure(address: dict[str, str], **others: Any) -> None:
    """Makes Django ready, on the database at this address; `others` are further settings."""
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address["dbname"],
        **{name.upper(): address.get(name, "") for name in ("host", "port", "user", "password")},
        # As the newsroom's: a connection is kept, not made for each request.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": 10}},
    }
    found = {
        "SECRET_KEY": "only for this benchmark",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "DATABASES": {"default": database},
        "MIGRATION_MODULES": {"wagtail_site": MIGRATIONS},
        "INSTALLED_APPS": [
            "wagtail_site",
            *(f"wagtail.{app}" for app in WAGTAIL_APPS),
            "wagtail",
            "modelcluster",
            "taggit",
            *(f"django.contrib.{app}" for app in DJANGO_APPS),
        ],
        "MIDDLEWARE": MIDDLEWARE,
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "wagtail.search.backends.database"}},
        "WAGTAIL_SITE_NAME": "Benchmark",
        "WAGTAILADMIN_BASE_URL": "http://localhost",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": PROCESSORS},
            }
        ],
        "USE_TZ": True,
        "STATIC_URL": "static/",
        "ROOT_URLCONF": "wagtail_site.urls",
    }
    settings.configure(**found | others)
    django.setup()
