"""Who may change what readers see: of a published or withdrawn story only who may publish."""

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
    """The groups whose members may, in words."""
    kind = ContentType.objects.get_for_model(Article)
    right = {"permissions__codename": "publish_article", "permissions__content_type": kind}
    names = Group.objects.filter(**right).order_by("name").values_list("name", flat=True)
    return listed(names[:MOST_NAMED]) or gettext("an administrator")


class PublishedAdmin(DeskAdmin):
    """A form that is read-only for who may not publish, once readers see the story.

    Every page and action of the desk that changes an article asks `has_change_permission` with
    the article, or `has_delete_permission`.
    """

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the user's rights are, and for a public story with the right to publish."""
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same for its deletion."""
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go; with a public story among it, who may not publish lacks the right."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not may_publish(request) and any(article.is_public for article in objs):
            lacking = {*lacking, gettext("published stories")}
        return found, counts, lacking, protected


def who_may_change(admin: PublishedAdmin, request: HttpRequest, article: Article | None) -> str:
    """Who may change a form that is read-only because readers see the story; empty otherwise."""
    is_refused = admin.has_change_permission(request) and not may_touch(request, article)
    return who_may() if is_refused else ""


def may_touch(request: HttpRequest, article: Article | None) -> bool:
    """Whether the status of an article lets this user change it."""
    return article is None or not article.is_public or may_publish(request)


def said_of_published(request: HttpRequest, articles: ArticleQuerySet) -> list[str]:
    """What is said of those of the articles that this user may not change, if there are any."""
    if may_publish(request):
        return []
    count = articles.filter(status__in=PUBLIC_STATUSES).count()
    return [left_published(count)] if count else []


def left_published(count: int) -> str:
    """What is said of published stories that an action leaves as they are."""
    text = ngettext(
        "%(count)s story is published and stays as it is. It can be changed by: %(who)s.",
        "%(count)s stories are published and stay as they are. They can be changed by: %(who)s.",
        count,
    )
    return text % {"count": count, "who": who_may()}


# --- names of sources and topics, which published stories show


class PublicNameAdmin(DeskAdmin):
    """A form of a source or topic. Where a published story shows it, its name, its address and its
    deletion are for who may publish; aliases, which no reader sees, are not."""

    unseen_fields: Sequence[str] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With what readers see, for who may not change that."""
        fields = super().get_readonly_fields(request, obj)
        if may_rename(request, [obj] if obj else []):
            return fields
        named: Sequence[Any] = self.fields or ()
        return [*fields, *(name for name in named if name not in self.unseen_fields)]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """None of fields that are read-only."""
        found = super().get_prepopulated_fields(request, obj)
        return found if may_rename(request, [obj] if obj else []) else {}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the user's rights are, and for what published stories show with that to publish."""
        return super().has_delete_permission(request, obj) and may_rename(
            request, [obj] if obj else []
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go; where published stories show it, who may not publish lacks the right."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return found, counts, {*lacking, *lacking_for(request, objs)}, protected

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form; where its name is read-only, with a note who may change it."""
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
    """Whether readers see any of these sources, or topics, with a story."""
    keys = [row.pk for row in rows if row is not None]
    if not keys:
        return False
    if isinstance(rows[0], Topic):
        links: list[QuerySet[Any]] = [
            ArticleTag.objects.filter(tag__in=keys, content_object__status__in=PUBLIC_STATUSES)
        ]
    else:
        shown = {"source__in": keys, "article__status__in": PUBLIC_STATUSES}
        links = [Attribution.objects.filter(**shown), Caption.objects.filter(**shown)]
    return any(link.exists() for link in links)
