"""Topics on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import taggit.admin  # noqa: F401 - registers an admin of its own, for ours to replace
from django.contrib import admin
from django.http import HttpRequest
from taggit.models import Tag

from articles.models import ArticleTag

from .lists import DeskAdmin

admin.site.unregister(Tag)


@admin.register(Tag)
class TopicAdmin(DeskAdmin):
    """Topics, by name. The one of the tagging library would list each article of a topic."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    ordering = ["name"]
    sortable_by = ["name"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_deleted_objects(self, objs: Iterable[Tag], request: HttpRequest) -> Any:
        """What goes with these topics, counted and not listed: a topic may have 30,000 articles."""
        topics = list(objs)
        link_count = ArticleTag.objects.filter(tag__in=topics).count()
        counts = {"topics": len(topics), "articles that lose a topic": link_count}
        lacking = set() if self.has_delete_permission(request) else {"topic"}
        return [str(topic) for topic in topics], counts, lacking, []
