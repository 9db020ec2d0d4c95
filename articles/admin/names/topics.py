"""The admin of topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import taggit.admin  # registers an admin of its own, which nobody needs
from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.filters import UnusedFilter
from articles.admin.permissions import lacking_for
from articles.admin.search_filters import Found, find_topics
from articles.editing.merging import topics
from articles.ingest.maintenance.rename import names_change
from articles.models import ArticleTag, Topic, TopicAlias

from .merge import MergingAdmin

admin.site.unregister(taggit.admin.Tag)


class TopicForm(forms.ModelForm):
    """A topic; no other topic has its name in other capitals."""

    class Meta:
        model = Topic
        fields = ["name", "slug"]

    def clean_name(self) -> str:
        """The name; if another topic has it, the error names that one."""
        name = " ".join(self.cleaned_data["name"].split())
        twins = Topic.objects.alias(folded=Lower("name")).filter(folded=name.lower())
        if twin := twins.exclude(pk=self.instance.pk).first():
            raise forms.ValidationError(
                gettext(
                    "“%(twin)s” already exists. To merge two topics, choose both in the list "
                    "and then “Merge”."
                )
                % {"twin": twin}
            )
        return name


class AliasForm(forms.ModelForm):
    """An alias of a topic; imports look it up in lower case."""

    class Meta:
        model = TopicAlias
        fields = ["name"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].lower().split())


class AliasInline(admin.TabularInline):
    model = TopicAlias
    form = AliasForm
    extra = 0


@admin.register(Topic)
class TopicAdmin(MergingAdmin):
    """Topics, searched by name and aliases."""

    form = TopicForm
    inlines = [AliasInline]
    list_display = ["name", "slug", "aliases_shown", "used"]
    list_filter = [UnusedFilter]
    search_fields = ["name", "aliases__name"]
    search_help_text = _("Name or alias.")
    ordering = ["name"]
    sortable_by = ["name"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    change_form_template = "admin/articles/name_form.html"
    merging = topics
    noun = _("topics")
    link_field = ArticleTag._meta.get_field("tag")

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """Lists include the aliases."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == "articles_topic_changelist"
        return rows.prefetch_related(Prefetch("aliases")) if is_list else rows

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Saves the topic. In parts that the importer wrote, the new name counts as the
        importer's, and the old name becomes an alias."""
        if not change or "name" not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        articles = list(obj.article_tags.values_list("content_object", flat=True))
        before = Topic.objects.annotate(folded=Lower("name")).get(pk=obj.pk)
        with names_change("tags", articles):
            super().save_model(request, obj, form, change)
        if before.folded != obj.name.lower():
            TopicAlias.objects.update_or_create(name=before.folded, defaults={"tag": obj})

    def get_deleted_objects(self, objs: Iterable[Topic], request: HttpRequest) -> Any:
        """The objects to delete, counted and not listed: a topic may have 30,000 articles."""
        topics = list(objs)
        link_count = ArticleTag.objects.filter(tag__in=topics).count()
        counts = {
            gettext("topics"): len(topics),
            gettext("stories that lose a topic"): link_count,
        }
        lacking = set() if self.has_delete_permission(request) else {gettext("topic")}
        lacking |= lacking_for(request, topics)
        return [str(topic) for topic in topics], counts, lacking, []

    @admin.display(description=_("aliases"))
    def aliases_shown(self, topic: Any) -> str:
        """The aliases in one line."""
        return ", ".join(alias.name for alias in topic.aliases.all())

    def find(self, asked: str) -> list[Found]:
        """The rows that a name means."""
        return find_topics(asked)

    def links(self, number: int) -> str:
        """Links to articles, with their number."""
        text = ngettext("%(number)s link", "%(number)s links", number)
        return text % {"number": f"{number:,}"}

    @admin.display(description=_("stories"))
    def used(self, row: Any) -> str:
        """The number of articles."""
        return super().used(row)
