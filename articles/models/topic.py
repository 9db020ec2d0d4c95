"""Topics and their other names; merges of sources and topics, so that they can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from .mergeable import NOT_MERGED, Mergeable


class Topic(Mergeable, TagBase):  # type: ignore[django-manager-missing]
    """What stories are about."""

    # Four bytes, as the tagging library had them: each link of a story to a topic has this key.
    id = models.AutoField(primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, allow_unicode=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            # A topic has one row, however its name is capitalised.
            models.UniqueConstraint(Lower("name"), name="topic_name_unique", condition=NOT_MERGED),
            # /topics/<slug>/ names one topic.
            models.UniqueConstraint(
                fields=["slug"],
                name="topic_slug_unique",
                condition=NOT_MERGED,
                violation_error_code="unique",
                violation_error_message=_("This slug is already in use."),
            ),
        ]


class TopicAlias(models.Model):
    """Another name of a topic, in lower case: imports and editors who use it mean the topic. If a
    topic has exactly that name, that topic is meant."""

    name = models.CharField(_("name"), max_length=100)
    tag = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="aliases"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            # A name means one topic.
            models.UniqueConstraint(fields=["name"], name="topicalias_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """A merge of sources or topics, with what it changed, so that it can be undone.

    `kept_key` is the row that remains. It is no foreign key, as that row may be deleted. `was` has
    for each of the other rows its key, its name, and the keys of the links that the merge changed;
    `gained` has the aliases that the remaining row got. `articles.editing.merging` writes and reads
    both.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", _("sources")
        TOPIC = "topic", _("topics")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    kept_key = models.BigIntegerField()
    kept_name = models.CharField(_("merged into"), max_length=200)
    was = models.JSONField(_("others"), default=list)
    gained = models.JSONField(_("gained"), default=list, blank=True)
    made_at = models.DateTimeField(_("merged at"))
    made_by = models.CharField(_("merged by"), max_length=200, blank=True, default="")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["source", "topic"]), name="merge_kind_known"
            ),
        ]

    def __str__(self) -> str:
        others = ", ".join(other["name"] for other in self.was)
        return gettext("%(others)s into %(kept)s") % {"others": others, "kept": self.kept_name}
