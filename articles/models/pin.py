"""Stories that editors pin to the front page."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article

PLACES = 5
"""Positions on the front page: the lead and the four beside it."""


class PinQuerySet(models.QuerySet["Pin"]):
    def in_force(self, *, now: datetime | None = None) -> PinQuerySet:
        """The pins that have not expired."""
        now = now or timezone.now()
        return self.filter(models.Q(until=None) | models.Q(until__gt=now))


class Pin(models.Model):
    """A story that stays at a position of the front page. Its status still decides whether readers
    see it: if it is withdrawn, the newest story takes the position."""

    article = models.OneToOneField(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="pin"
    )
    position = models.PositiveSmallIntegerField(
        _("place on the page"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(PLACES)],
        help_text=_("1 is the lead story; 2 to 5 appear beside it."),
    )
    until = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("After this the newest story takes the place. Leave empty for no end."),
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__range=(1, PLACES)), name="pin_position_on_front"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.article}"
