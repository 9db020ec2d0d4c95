"""The pictures that the pages of a story show, and what an import has made of each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .dump import ImportRun


class StoryPicture(models.Model):
    """A picture that a page shows in a story, known by its address.

    `number` is that of the caption below it, 0 where it has none: such a picture gets a caption
    without words of its own (`is_added`). `addresses` are where it may lie, the best first.

    Once it is stored, `image` is the file's name, and it is the import's as long as a caption shows
    that file with this `alt_text`. Whatever else the caption shows is an editor's choice. So the
    row of a picture that an editor removed keeps it from coming back.
    """

    class State(models.TextChoices):
        WANTED = "wanted", _("looked for")
        """The import that asks for it has not ended; after a crash, the next one goes on."""
        STORED = "stored", _("stored")
        MISSING = "missing", _("not found")
        REFUSED = "refused", _("left out")
        KEPT = "kept", _("found, but the story is left as it is")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="story_pictures")
    run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, related_name="story_pictures", null=True
    )
    """The import that asked for it last; once it is stored, the one that stored it."""
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    address = models.TextField()
    addresses = ArrayField(models.TextField(), default=list)
    alt_text = models.CharField(max_length=500, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    is_spare = models.BooleanField(default=False)
    """Whether it only stands in for a story that has no other picture."""
    is_added = models.BooleanField(default=False)
    came_with_story = models.BooleanField(default=False)
    """Whether the import that asks for it made the story: readers have not seen it without."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WANTED)
    reason = models.CharField(max_length=300, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    image = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of pages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "address"], name="storypicture_unique"),
        ]
        indexes = [
            # At the end of an import: what has it asked for?
            models.Index(
                fields=["run", "article"],
                name="storypicture_wanted_idx",
                condition=~Q(state="stored"),
            ),
            # Undoing an import: what has it stored?
            models.Index(
                fields=["run", "article"],
                name="storypicture_stored_idx",
                condition=Q(state="stored"),
            ),
            # The same bytes are stored once.
            models.Index(
                fields=["digest"], name="storypicture_digest_idx", condition=~Q(digest="")
            ),
        ]

    def __str__(self) -> str:
        return self.address
