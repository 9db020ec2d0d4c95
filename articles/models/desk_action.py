"""What people did on the desk, with what is needed to take it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskAction(models.Model):
    """One act of a person: publishing thirty stories is one, too.

    `kind` names what it was (see articles/editing/actions/), `article_ids` are the stories that it
    changed, `detail` is what its sentence names, and `state` what undoing it needs. An act that
    was undone stays, and says so.
    """

    kind = models.CharField(_("kind"), max_length=30)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("when"))
    article_ids = ArrayField(models.BigIntegerField(), default=list)
    detail = models.JSONField(default=dict)
    state = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="deskaction_newest_idx"),
            models.Index(fields=["made_by", "-made_at"], name="deskaction_mine_idx"),
            GinIndex(fields=["article_ids"], name="deskaction_articles_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {len(self.article_ids)} stories"
