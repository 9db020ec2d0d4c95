"""The rows of an article: bullets, captions, attributions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .article import Article
from .image_field import CaptionPictureField, picture_path
from .source import Source


class Bullet(models.Model):
    """One of the summary points that stand above the body."""

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="bullets"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    text = models.TextField(_("text"))

    class Meta:
        # Not unique: an editor who swaps two rows would violate the constraint in between.
        verbose_name = _("key point")
        verbose_name_plural = _("key points")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Caption(models.Model):
    """The text under a picture. `![](caption:<number>)` in the body says where it stands."""

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="captions"
    )
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True, default="")
    credit = models.CharField(_("credit"), max_length=300, blank=True, default="")
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.SET_NULL,
        related_name="captions",
        null=True,
        blank=True,
    )
    image = CaptionPictureField(
        _("image"),
        upload_to=picture_path,
        blank=True,
        width_field="image_width",
        height_field="image_height",
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 20 MB."),
    )
    # As shown, turned upright. Stored, so that a page need not open the file.
    image_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    image_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt_text = models.CharField(_("alternative text"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("caption")
        verbose_name_plural = _("captions")
        ordering = ["number", "pk"]
        constraints = [
            # The body names captions by number. Checked at commit, so two can be swapped.
            models.UniqueConstraint(
                fields=["article", "number"],
                name="caption_number_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            # Readers' lists of stories with a photo: most captions have none.
            models.Index(fields=["article"], name="caption_picture_idx", condition=~Q(image="")),
        ]

    def __str__(self) -> str:
        return self.text or gettext("Caption %(number)s") % {"number": self.number}


class Attribution(models.Model):
    """What a source did for an article."""

    class Role(models.TextChoices):
        REPORTING = "reporting", _("reporting")
        PHOTO = "photo", _("photo")
        PUBLISHER = "publisher", _("publisher")

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="attributions"
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="attributions"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.REPORTING)

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        ordering = ["role", "source__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "source", "role"], name="attribution_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_role_display()})"
