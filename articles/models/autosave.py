"""What was typed into a story's form and not saved yet, kept for whoever typed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .article import Article


class Autosave(models.Model):
    """A private draft: the inputs of one form, as the page's script sends them every few seconds.

    `key` is the form's, so that a save can end its draft. Without an article it is a new story, as
    is the draft of a story that was deleted since.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, related_name="autosaves", null=True
    )
    key = models.CharField(max_length=40)
    draft = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="autosave_unique"),
        ]
        indexes = [models.Index(fields=["user", "-made_at"], name="autosave_newest_idx")]

    def __str__(self) -> str:
        return f"draft {self.key} of user {self.user_id}"
