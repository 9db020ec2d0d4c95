"""Editors' decisions on lines that the parser could not place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PlacementRule(models.Model):
    """A decision of the quarantine desk, stored so that a re-parse and a re-import follow it.

    It is either on lines `first_line` to `last_line` of the dump with this SHA-256, whether that is
    stored or not; or on this dump as a whole, a page that is an article although it does not look
    like one; or on a line wherever it occurs (`text`, as `parsing.furniture_form` returns it),
    which can only be page furniture.
    """

    class Kind(models.TextChoices):
        STORY = "story", _("a separate story")
        ABOVE = "above", _("part of the story above")
        BELOW = "below", _("part of the story below")
        CHROME = "chrome", _("page furniture")
        PAGE = "page", _("an article")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    first_line = models.PositiveIntegerField(null=True, blank=True)
    last_line = models.PositiveIntegerField(null=True, blank=True)
    text = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("placement rule")
        verbose_name_plural = _("placement rules")
        ordering = ["sha256", "first_line", "text"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256="", kind="chrome", first_line=None, last_line=None) & ~Q(text="")
                | Q(kind="page", text="", first_line=None, last_line=None) & ~Q(sha256="")
                | ~Q(sha256="")
                & ~Q(kind="page")
                & Q(
                    text="",
                    first_line__isnull=False,
                    last_line__isnull=False,
                    first_line__gte=1,
                    last_line__gte=models.F("first_line"),
                ),
                name="placementrule_lines_or_text",
            ),
            # Its lines are not numbered: a better reader may count others.
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(kind="page"), name="placementrule_page_unique"
            ),
            # Also finds a dump's rules.
            models.UniqueConstraint(
                fields=["sha256", "first_line", "text"], name="placementrule_unique"
            ),
            models.UniqueConstraint(
                fields=["text"], condition=Q(sha256=""), name="placementrule_text_unique"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PAGE:
            return gettext("This page is an article")
        if self.text:
            return gettext("“%(text)s”: %(kind)s everywhere") % {
                "text": self.text,
                "kind": self.get_kind_display(),
            }
        return gettext("Lines %(first)s to %(last)s: %(kind)s") % {
            "first": self.first_line,
            "last": self.last_line,
            "kind": self.get_kind_display(),
        }
