"""What topics are called besides, and merges of sources and topics, so that they can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from taggit.models import Tag


class TopicAlias(models.Model):
    """Another name of a topic, in lower case: an import or an editor who writes it means the
    topic. A topic of that very name counts for more."""

    name = models.CharField(max_length=100)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        ordering = ["name"]
        verbose_name = "other name"
        constraints = [
            # A name means one topic.
            models.UniqueConstraint(fields=["name"], name="topicalias_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """Sources, or topics, that were made one, with what the others were: the way back.

    `kept_key` is the row that stayed. No foreign key: it may itself be merged into another one
    later. `was` has an object for each of the others, and `gained` the aliases that the kept row
    has by the merge; `articles.merges` writes and reads both.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", "sources"
        TOPIC = "topic", "topics"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    kept_key = models.BigIntegerField()
    kept_name = models.CharField(max_length=200)
    was = models.JSONField(default=list)
    gained = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True, default="")
    undone_at = models.DateTimeField("taken back at", null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["source", "topic"]), name="merge_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(other['name'] for other in self.was)} into {self.kept_name}"
