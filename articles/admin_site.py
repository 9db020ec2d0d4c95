"""The admin's site as the newsroom has it: its names, and which lists stand on its first page.

It imports nothing of the desk: Django creates the site before any model is registered with it.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, re_path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REVIEW: Final = "status__exact=in_review"
"""The filter that limits the list of articles to the review queue."""


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the desk with a link in the row at the top of each page: its label, the name of its
    address and the filter of that, the permission that it needs, if any, and how the names of the
    addresses inside it begin."""

    name: Any
    address: str
    right: str
    inside: tuple[str, ...]
    query: str = ""


# If one room's prefix begins with another's, the longer one comes first.
ROOMS: Final = (
    Room(_("Desk"), "index", "", ("desk", "index")),
    Room(_("Review"), "articles_article_changelist", "articles.view_article", (), REVIEW),
    Room(
        pgettext_lazy("on the desk", "Stories"),
        "articles_article_changelist",
        "articles.view_article",
        ("articles_article",),
    ),
    Room(
        _("Quarantine"),
        "articles_quarantine",
        "articles.view_clipping",
        ("articles_quarantine", "articles_clipping_place"),
    ),
    Room(
        _("Upload"),
        "articles_upload",
        "articles.add_importrun",
        ("articles_upload", "articles_job"),
    ),
    Room(
        _("Imports"),
        "articles_importrun_changelist",
        "articles.view_importrun",
        ("articles_importrun", "articles_run", "articles_dump", "articles_clipping"),
    ),
    Room(_("Sources"), "articles_source_changelist", "articles.view_source", ("articles_source",)),
    Room(_("Topics"), "articles_topic_changelist", "articles.view_topic", ("articles_topic",)),
    Room(_("Front page"), "articles_pin_changelist", "articles.view_pin", ("articles_pin",)),
    Room(_("People"), "auth_user_changelist", "auth.view_user", ("auth_",)),
)


SIGNED_IN: Final = "desk"
"""A cookie without a secret: with it, a script on readers' pages offers the way to the desk. What
readers get is the same for everybody, and the session's cookie is not for scripts."""


class DeskSite(AdminSite):
    """Django's own admin site with other words, another list of models, and a row of rooms instead
    of the sidebar with the list of models."""

    enable_nav_sidebar = False
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's addresses, and those that the pages of topics had before."""
        return [re_path(r"^taggit/(?:tag(?:/|$))?(?P<rest>.*)", _to_topics), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What each page needs, including the rooms that this user may enter."""
        context: dict[str, Any] = super().each_context(request)
        return context | {"rooms": _rooms(request) if context["has_permission"] else []}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's login, after which the browser knows who is here."""
        response = super().login(request, extra_context)
        is_in = request.method == "POST" and request.user.is_authenticated
        return remember_desk(response) if is_in else response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's logout, which forgets that."""
        response = super().logout(request, extra_context)
        response.delete_cookie(SIGNED_IN, samesite="Lax")
        return response

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The words of the admin's scripts, which browsers may cache: every form waits for them,
        and they change only with the site's version and its language (Django adds Vary)."""
        response = super().i18n_javascript(request, extra_context)
        patch_cache_control(response, private=True, max_age=3600)
        return response


def remember_desk(response: HttpResponse) -> HttpResponse:
    """The response to a login, by which the browser knows that somebody of the desk is here."""
    response.set_cookie(
        SIGNED_IN,
        "1",
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _to_topics(request: HttpRequest, rest: str) -> HttpResponse:
    """A redirect from the former address of a page of topics, with the query and what is posted."""
    address = reverse("admin:articles_topic_changelist") + rest
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address, preserve_request=True
    )


def _rooms(request: HttpRequest) -> list[dict[str, Any]]:
    """The rooms with their addresses; the one that the page is in is marked."""
    here = (request.resolver_match and request.resolver_match.url_name) or ""
    # A form opened from the queue has the list's filters in its address.
    asked = request.GET.get("_changelist_filters") or request.GET.urlencode()
    is_review = here.startswith("articles_article_ch") and REVIEW in asked
    rooms: list[dict[str, Any]] = []
    for room in ROOMS:
        if room.right and not request.user.has_perm(room.right):
            continue
        is_inside = is_review if room.query else here.startswith(room.inside)
        found = any(other["is_here"] for other in rooms)
        address = reverse(f"admin:{room.address}")
        rooms.append(
            {
                "name": room.name,
                "address": f"{address}?{room.query}" if room.query else address,
                "is_here": is_inside and not found,
            }
        )
    return rooms


class DeskConfig(AdminConfig):
    """Django's admin with that site."""

    default_site = "articles.admin_site.DeskSite"

    def ready(self) -> None:
        """Imports the desk, which imports nearly all else. What is loaded then stays: the garbage
        collector, which `manage.py` has halted until here, passes it over, and processes that are
        forked from this one share its memory."""
        super().ready()
        gc.freeze()
        gc.enable()
