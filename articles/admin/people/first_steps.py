"""The panel of first steps, for those who have not done much yet: what their role begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

FEW: Final = 5
"""So many acts in the log, and a person is no newcomer any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to begin with, and where."""

    text: str
    more: str
    address: str


def steps_for(request: HttpRequest) -> list[Step]:
    """What this user could begin with; nothing once there are a few acts of theirs."""
    acts = LogEntry.objects.filter(user=request.user.pk).order_by().values_list("pk")
    if len(acts[:FEW]) == FEW:
        return []
    listed = reverse("admin:articles_article_changelist")
    steps = [
        (
            "auth.add_user",
            gettext("Invite your colleagues"),
            gettext("by address, each with a role"),
            reverse("admin:auth_user_invite") if request.user.has_perm("auth.add_user") else "",
        ),
        (
            "articles.add_importrun",
            gettext("Upload saved pages"),
            gettext("you see what is in them before anything is imported"),
            reverse("admin:articles_upload"),
        ),
        (
            "articles.change_article",
            gettext("Review a story"),
            gettext("beside its fields are the lines that it was cut from"),
            f"{listed}?status__exact=in_review",
        ),
        (
            "articles.add_article",
            gettext("Write a story"),
            gettext("save it as a draft, or send it to review"),
            reverse("admin:articles_article_add"),
        ),
        (
            "articles.publish_article",
            gettext("See what goes live when"),
            gettext("the calendar of the site"),
            reverse("admin:articles_article_calendar"),
        ),
        ("", gettext("Learn the keys"), gettext("most work needs no mouse"), reverse("help")),
    ]
    return [
        Step(text, more, address)
        for right, text, more, address in steps
        if not right or request.user.has_perm(right)
    ]
