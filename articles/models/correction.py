"""Public notes on what a published story had wrong."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from .article import Article


class Correction(models.Model):
    """A note above the story, with a date of its own: what was wrong, or not clear."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "correction"
        CLARIFICATION = "clarification", "clarification"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.CORRECTION)
    text = models.TextField(help_text="Plain text; readers see it above the story.")
    made_at = models.DateTimeField("date", default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text
