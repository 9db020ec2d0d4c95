"""The admin's site as the newsroom has it: its names, and which lists stand on its first page.

It imports nothing of the desk: Django makes the site before any model is registered with it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    """Django's own, but for the words and the list of models."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The words of the admin's scripts, for browsers to keep: every form waits for them, and
        they change with the site's version and its language (Django adds Vary) only."""
        response = super().i18n_javascript(request, extra_context)
        patch_cache_control(response, private=True, max_age=3600)
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists, with topics among those of the newsroom: that a library keeps them is nothing
        to an editor."""
        apps = super().get_app_list(request, app_label)
        topics = next((app for app in apps if app["app_label"] == "taggit"), None)
        ours = next((app for app in apps if app["app_label"] == "articles"), None)
        for model in topics["models"] if topics else ():
            model["name"] = _("Topics")
        if topics and ours:
            apps.remove(topics)
            ours["models"] = sorted(
                [*ours["models"], *topics["models"]], key=lambda model: str(model["name"])
            )
        elif topics:
            topics["name"] = ours["name"] if ours else _("Newsroom")
        return apps


class DeskConfig(AdminConfig):
    """Django's admin with that site."""

    default_site = "articles.desk_site.DeskSite"
