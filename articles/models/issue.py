"""Decisions on the issues that the parser raised on a story."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class IssueDecision(models.Model):
    """An issue of an article that needs no more attention: who decided that, and when.

    An issue is identified by its code and a digest of the text that it is about (see
    ingest/storage/settled_issues.py), not by its line. So it stays settled when the same story is
    imported or parsed again, or found in another dump.
    """

    class Decision(models.TextChoices):
        DISMISSED = "dismissed", _("dismissed")
        MENDED = "mended", _("fixed")

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="issue_decisions"
    )
    code = models.CharField(_("code"), max_length=40)
    digest = models.CharField(max_length=16)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision on an issue")
        verbose_name_plural = _("decisions on issues")
        default_permissions = ()  # the right to change the article is enough
        constraints = [
            # One decision for each issue; the importer also finds those of its articles by this.
            models.UniqueConstraint(
                fields=["article", "code", "digest"], name="issuedecision_unique"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["dismissed", "mended"]), name="issuedecision_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_decision_display()}"
