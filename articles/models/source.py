"""Sources: agencies, broadcasters, papers; who reported, photographed or published."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .mergeable import NOT_MERGED, Mergeable


class Source(Mergeable):
    """A named source. `aliases` are the other names it is printed under, lower case."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("news agency")
        PUBLISHER = "publisher", _("publisher")
        BROADCASTER = "broadcaster", _("broadcaster")
        PHOTOGRAPHER = "photographer", _("photographer")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=80, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("aliases"),
        default=list,
        blank=True,
        help_text=_("Other names it is printed under, separated by commas: AP, AP/File."),
    )
    home_page = models.URLField(
        _("home page"),
        blank=True,
        default="",
        help_text=_("Its own site, for editors who check something there."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            # One row for each name, whatever its case: the importer looks names up this way.
            models.UniqueConstraint(
                Lower("name"),
                name="source_name_unique",
                condition=NOT_MERGED,
                violation_error_message=_("This name is already in use."),
            ),
            # /sources/<slug>/ names one source.
            models.UniqueConstraint(
                fields=["slug"],
                name="source_slug_unique",
                condition=NOT_MERGED,
                violation_error_code="unique",
                violation_error_message=_("This slug is already in use."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:source", args=[self.slug])
