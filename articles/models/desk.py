"""What the desk remembers beside the articles: who has one open, and where the parser disagrees."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .article import Article


class Presence(models.Model):
    """An editor who has an article's form open. A row without a sign of late means nothing."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            # One row an editor and article, however many tabs.
            models.UniqueConstraint(fields=["article", "user"], name="presence_unique"),
        ]

    def __str__(self) -> str:
        return f"editor {self.user_id} at article {self.article_id}"


class Disagreement(models.Model):
    """An article of which the parser now reads parts otherwise than when an editor changed them.

    `parts` has by a part's name the digest of what the parser says (see `articles.ingest`). The
    importer keeps these rows, so that a list of them costs no parse.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="disagreement", primary_key=True
    )
    parts = models.JSONField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(parts={}), name="disagreement_has_parts"),
        ]

    def __str__(self) -> str:
        return f"the parser disagrees on {', '.join(sorted(self.parts))}"
