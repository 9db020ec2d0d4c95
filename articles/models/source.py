"""Sources: agencies, broadcasters, papers; who reported, photographed or published."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse


class Source(models.Model):
    """A named source. `aliases` are the other names it is printed under, lower case."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "news agency"
        PUBLISHER = "publisher", "publisher"
        BROADCASTER = "broadcaster", "broadcaster"
        PHOTOGRAPHER = "photographer", "photographer"
        OTHER = "other", "other"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, allow_unicode=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    aliases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Other names it is printed under, separated by commas: AP, AP/File.",
    )
    home_page = models.URLField(
        blank=True, default="", help_text="Its own site, for editors who check something there."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            # One row a name, however it is capitalised: the importer looks names up this way.
            models.UniqueConstraint(Lower("name"), name="source_name_unique"),
            # /sources/<slug>/ names one source.
            models.UniqueConstraint(fields=["slug"], name="source_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this source's articles."""
        return reverse("articles:source", args=[self.slug])
