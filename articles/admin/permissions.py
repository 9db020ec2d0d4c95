"""Permissions by status: only users who may publish can change published and withdrawn articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from articles.models import PUBLIC_STATUSES, Article, ArticleTag, Attribution, Caption, Topic
from articles.models.article import ArticleQuerySet

from .changelist import DeskAdmin
from .labels.issues import listed

PUBLISH: Final = "articles.publish_article"
MOST_NAMED: Final = 5


def may_publish(request: HttpRequest) -> bool:
    """Whether this user may change what readers see."""
    return request.user.has_perm(PUBLISH)


def who_may() -> str:
    """The groups with the right to publish, in words."""
    kind = ContentType.objects.get_for_model(Article)
    right = {"permissions__codename": "publish_article", "permissions__content_type": kind}
    names = Group.objects.filter(**right).order_by("name").values_list("name", flat=True)
    return listed(names[:MOST_NAMED]) or gettext("an administrator")


class PublishedAdmin(DeskAdmin):
    """A form that becomes read-only, for users who may not publish, once readers see the
    article.

    Every admin page and action that changes an article calls `has_change_permission` or
    `has_delete_permission` with the article.
    """

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The user's right to change; a public article needs the right to publish, too."""
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same for deleting."""
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The objects to delete; with a public article among them, a user who may not publish
        lacks the right."""
        objects, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not may_publish(request) and any(article.is_public for article in objs):
            lacking = {*lacking, gettext("published stories")}
        return objects, counts, lacking, protected


def who_may_change(admin: PublishedAdmin, request: HttpRequest, article: Article | None) -> str:
    """The groups that may change a form that is read-only because the article is public; else
    empty."""
    is_refused = admin.has_change_permission(request) and not may_touch(request, article)
    return who_may() if is_refused else ""


def may_touch(request: HttpRequest, article: Article | None) -> bool:
    """Whether the status of an article allows this user to change it."""
    return article is None or not article.is_public or may_publish(request)


def said_of_published(request: HttpRequest, articles: ArticleQuerySet) -> list[str]:
    """The message about those of the articles that this user may not change; empty if there are
    none."""
    if may_publish(request):
        return []
    count = articles.filter(status__in=PUBLIC_STATUSES).count()
    return [left_published(count)] if count else []


def left_published(count: int) -> str:
    """The message about published articles that an action leaves unchanged."""
    text = ngettext(
        "%(count)s story is published and stays as it is. It can be changed by: %(who)s.",
        "%(count)s stories are published and stay as they are. They can be changed by: %(who)s.",
        count,
    )
    return text % {"count": count, "who": who_may()}


# --- names of sources and topics, which published articles show


class PublicNameAdmin(DeskAdmin):
    """The form of a source or topic. If a published article shows it, only users who may publish
    can change its name or address, or delete it. Readers never see aliases, so everybody may
    edit these."""

    unseen_fields: Sequence[str] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Adds the public fields for users who may not change them."""
        fields = super().get_readonly_fields(request, obj)
        if may_rename(request, [obj] if obj else []):
            return fields
        named: Sequence[Any] = self.fields or ()
        return [*fields, *(name for name in named if name not in self.unseen_fields)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        objects = super().get_prepopulated_fields(request, obj)
        return objects if may_rename(request, [obj] if obj else []) else {}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The user's right to delete; if published articles show it, the right to publish, too."""
        return super().has_delete_permission(request, obj) and may_rename(
            request, [obj] if obj else []
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The objects to delete; if published articles show them, a user who may not publish
        lacks the right."""
        objects, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return objects, counts, {*lacking, *lacking_for(request, objs)}, protected

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form; if its name is read-only, with a note on who may change it."""
        row = kwargs.get("obj")
        if self.has_change_permission(request, row) and not may_rename(
            request, [row] if row else []
        ):
            context |= {"who_may_rename": who_may()}
        return super().render_change_form(request, context, *args, **kwargs)


def may_rename(request: HttpRequest, rows: Sequence[Any]) -> bool:
    """Whether this user may change what readers see of these sources or topics."""
    return may_publish(request) or not public_uses(rows)


def lacking_for(request: HttpRequest, rows: Iterable[Any]) -> set[str]:
    """The right, in words, that this user lacks to delete these sources or topics."""
    return set() if may_rename(request, list(rows)) else {gettext("published stories")}


def public_uses(rows: Sequence[Any]) -> bool:
    """Whether published articles show any of these sources or topics."""
    keys = [row.pk for row in rows if row is not None]
    if not keys:
        return False
    if isinstance(rows[0], Topic):
        links: list[QuerySet[Any]] = [
            ArticleTag.objects.filter(tag__in=keys, content_object__status__in=PUBLIC_STATUSES)
        ]
    else:
        uses = {"source__in": keys, "article__status__in": PUBLIC_STATUSES}
        links = [Attribution.objects.filter(**uses), Caption.objects.filter(**uses)]
    return any(link.exists() for link in links)
