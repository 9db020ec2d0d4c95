"""Users and groups: Django's own pages, with who is who, when they were here, and what they did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

import django.contrib.auth.admin as django_admin  # registers its own, for ours to replace
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.changelist import TitledAdmin

from . import invitations, roles

DAYS: Final = 30
"""How far back the work of a person is counted."""

admin.site.unregister([Group, User])


@admin.register(User)
class UserAdmin(TitledAdmin, django_admin.UserAdmin):
    """Users, with an invitation in place of a form that asks for somebody else's password."""

    list_display = ["username", "full_name", "role", "last_here", "work", "is_active"]
    list_filter = ["is_active", "groups", "is_superuser"]
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        """Django's pages, and those of invitations; the link of one is for somebody who cannot log
        in yet."""
        protect = self.admin_site.admin_view
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("invite/", invitations.invite_view, "invite"),
            ("<int:pk>/link/", invitations.link_view, "link"),
        ]
        return [
            *(
                path(route, protect(partial(view, self)), name=f"auth_user_{name}")
                for route, view, name in pages
            ),
            path(
                "welcome/<uidb64>/<token>/",
                invitations.WelcomeView.as_view(),
                name="auth_user_welcome",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Users with their groups and how much they did lately."""
        since = timezone.now() - timedelta(days=DAYS)
        entries = LogEntry.objects.filter(user=OuterRef("pk"), action_time__gte=since).order_by()
        counted = entries.values("user").annotate(count=Count("pk")).values("count")
        users: QuerySet[User] = super().get_queryset(request)
        done = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
        return users.annotate(work=done).prefetch_related("groups")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form, with the way to a link for the password."""
        user = self.get_object(request, object_id)
        may = user is not None and invitations.may_let_in(self, request, user)
        context = {"may_let_in": may, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        """Groups, and whether the user may do everything."""
        return roles.in_words(user, user.groups.all())

    @admin.display(description=_("last login"), ordering="last_login")
    def last_here(self, user: User) -> str:
        """How long ago, or since when an invitation waits."""
        if user.last_login:
            return gettext("%(time)s ago") % {"time": _rough(user.last_login)}
        if user.has_usable_password():
            return gettext("never")
        return gettext("invited %(time)s ago") % {"time": _rough(user.date_joined)}

    @admin.display(description=_("work in 30 days"), ordering="work")
    def work(self, user: Any) -> int:
        """Saves, publications and other acts that the log has of this user."""
        done: int = user.work
        return done


def _rough(at: Any) -> str:
    """The largest unit of a time that has passed."""
    return timesince(at, depth=1)


@admin.register(Group)
class GroupAdmin(TitledAdmin, django_admin.GroupAdmin):
    """Groups, which are the roles of people."""
