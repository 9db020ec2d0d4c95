"""The article and its topics."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from .body_text import BODY_LINES, BODY_TEXT_IN_SQL, has_text
from .public import MayBePublic
from .slugs import WordSlugField, slug_of
from .topic import Topic

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""`published_at` of a story without a date on its page or of its dump: it sorts last."""


def visible(now: datetime) -> Q:
    """What readers may see at `now`: published, its date reached, and its time of going live."""
    is_out = Q(published_at__lte=now) & (Q(live_from=None) | Q(live_from__lte=now))
    return Q(status="published") & is_out


class ArticleQuerySet(models.QuerySet["Article"]):
    """Queries on articles. Visibility is defined here and, for SQL statements, in visibility.py."""

    def published(self, *, now: datetime | None = None) -> ArticleQuerySet:
        """What readers may see: published, and not held back at `now`."""
        return self.filter(visible(now or timezone.now()))

    def with_body(self) -> ArticleQuerySet:
        """Those whose body has any text; the same condition as `Article.has_body`."""
        return self.alias(body_lines=BODY_LINES).filter(body_lines__regex=BODY_TEXT_IN_SQL)

    def without_body(self) -> ArticleQuerySet:
        """Those whose body is empty, or has only captions, headings and blank lines."""
        return self.alias(body_lines=BODY_LINES).exclude(body_lines__regex=BODY_TEXT_IN_SQL)


class ArticleTag(ItemBase):
    """An article's topic: a plain foreign key each way, so that lists by topic have an index."""

    tag = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="article_tags"
    )
    content_object = models.ForeignKey(
        "Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="article_tags"
    )

    class Meta:
        verbose_name = _("story topic")
        verbose_name_plural = _("story topics")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="articletag_unique"),
        ]

    def __str__(self) -> str:
        # Ids only: the admin's delete pages list thousands of these.
        return f"topic {self.tag_id} of article {self.content_object_id}"


class Article(MayBePublic, models.Model):  # type: ignore[django-manager-missing]
    """A story as editors edit it and readers see it.

    `published_at` is when the story first went out; for an imported one that is the story's own
    date as far as it is known (see `date_precision`), never the time of the import. A time in the
    future is an embargo. `live_from` holds a published story back without changing that date, and
    `went_live_at` is when readers could first see it here, or will see it. `reviewed_by` marked it
    as read, and `assignee` is asked to see to the `attention_note` (see `publishing`).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        ATTENTION = "attention", _("needs attention")
        READY = "ready", _("ready to publish")
        REJECTED = "rejected", _("rejected")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class DatePrecision(models.TextChoices):
        MINUTE = "minute", _("to the minute")
        DAY = "day", _("to the day")
        ESTIMATED = "estimated", _("estimated")
        UNKNOWN = "unknown", _("undated")

    class DateMethod(models.TextChoices):
        STATED = "stated", _("stated on the page")
        DATELINE = "dateline", _("stated in the dateline")
        PAGE_METADATA = "page_metadata", _("stated in the page's markup")
        CAPTURE_TIME = "capture_time", _("calculated from the capture time")
        SIBLINGS = "siblings", _("calculated from the dump's other stories")
        PAGE_HINT = "page_hint", _("day stated on the page, time from its markup")
        UNRESOLVED = "unresolved", _("not known; sorted by the capture time")
        EDITOR = "editor", _("set by an editor")

    headline = models.CharField(_("headline"), max_length=500)
    slug = WordSlugField(_("slug"), max_length=100, allow_unicode=True, blank=True)
    kicker = models.CharField(_("kicker"), max_length=200, blank=True, default="")
    byline = models.CharField(_("byline"), max_length=300, blank=True, default="")
    dateline = models.CharField(
        _("dateline"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("As printed: TYRE, Lebanon."),
    )
    place = models.CharField(
        _("place"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("The dateline's place: Tyre."),
    )
    place_slug = models.SlugField(
        max_length=100, allow_unicode=True, blank=True, default="", db_index=False
    )
    body = models.TextField(
        _("body"),
        blank=True,
        default="",
        help_text=_(
            "Markdown. ![](caption:2) places caption 2, ::: fact Heading … ::: a fact box."
        ),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.IN_REVIEW
    )
    published_at = models.DateTimeField(
        _("publication date"), help_text=_("When the story was first published.")
    )
    date_text = models.CharField(
        _("date as printed"), max_length=200, blank=True, default="", help_text=_("14 sec ago.")
    )
    date_precision = models.CharField(
        _("date precision"),
        max_length=10,
        choices=DatePrecision.choices,
        default=DatePrecision.MINUTE,
    )
    date_method = models.CharField(
        _("date method"), max_length=15, choices=DateMethod.choices, default=DateMethod.EDITOR
    )
    live_from = models.DateTimeField(
        _("live from"),
        null=True,
        blank=True,
        help_text=_("Readers see the story from then on, whatever its date. Empty: at once."),
    )
    went_live_at = models.DateTimeField(_("went live"), null=True, blank=True, editable=False)
    confidence = models.FloatField(_("confidence"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
    )
    reviewed_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
    )
    attention_note = models.TextField(
        _("what needs attention"), blank=True, default="", db_default="", editable=False
    )
    ednote = models.TextField(
        _("note to editors"), blank=True, default="", help_text=_("Never shown to readers.")
    )
    withdrawal_notice = models.TextField(
        _("withdrawal notice"),
        blank=True,
        default="",
        db_default="",  # the importer writes no such column
        help_text=_("Why it was withdrawn; readers see it at its address."),
    )
    hides_headline = models.BooleanField(
        _("shown when withdrawn"),
        default=False,
        db_default=False,
        help_text=_("What the page of the story shows once it is withdrawn."),
    )
    preview_round = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """How often the story was published or withdrawn: a preview link is valid for one round."""
    imported_digests = models.JSONField(default=dict, blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    modified_at = models.DateTimeField(_("modified at"), auto_now=True)

    tags = TaggableManager(through=ArticleTag, blank=True, verbose_name=_("topics"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-published_at", "-id"]
        permissions = [
            ("review_article", "Can mark stories as ready or rejected"),
            ("publish_article", "Can publish articles and send them back"),
            ("withdraw_article", "Can withdraw published articles"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="article_headline_given"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("draft", "in_review", "attention", "ready", "rejected"),
                        *("published", "withdrawn"),
                    ]
                ),
                name="article_status_known",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
                name="article_confidence_range",
            ),
        ]
        indexes = [
            # Readers' lists: newest published first, paged by (published_at, id).
            models.Index(
                fields=["-published_at", "-id"],
                name="article_published_idx",
                condition=Q(status="published"),
            ),
            # The calendar of what went live and what will: by moment.
            models.Index(
                fields=["went_live_at", "id"],
                name="article_live_idx",
                condition=Q(status="published", went_live_at__isnull=False),
            ),
            # The same by place.
            models.Index(
                fields=["place_slug", "-published_at", "-id"],
                name="article_place_idx",
                condition=Q(status="published") & ~Q(place_slug=""),
            ),
            # The admin's lists: by status, newest first.
            models.Index(fields=["status", "-published_at", "-id"], name="article_status_idx"),
            # The review queue: the stories of the lowest confidence come first.
            models.Index(
                fields=["confidence", "id"],
                name="article_queue_idx",
                condition=Q(status="in_review"),
            ),
            # The queue by age: the oldest come first.
            models.Index(
                fields=["created_at"],
                name="article_waiting_idx",
                condition=Q(status="in_review"),
            ),
            # Stories by who read them and whom they wait for: few have either.
            models.Index(
                fields=["reviewed_by", "-reviewed_at"],
                name="article_reviewed_idx",
                condition=Q(reviewed_by__isnull=False),
            ),
            models.Index(
                fields=["assignee", "status"],
                name="article_assignee_idx",
                condition=Q(assignee__isnull=False),
            ),
            # The admin's lists by how sure the parser was, and by place, whatever the status.
            models.Index(
                fields=["confidence"],
                name="article_confidence_idx",
                condition=Q(confidence__isnull=False),
            ),
            models.Index(
                fields=["place_slug", "-published_at", "-id"],
                name="article_desk_place_idx",
                condition=~Q(place_slug=""),
            ),
            # The admin's list of stories without a date.
            models.Index(
                fields=["-published_at", "-id"],
                name="article_undated_idx",
                condition=Q(date_precision="unknown"),
            ),
            # The admin's list of everything.
            models.Index(fields=["-published_at", "-id"], name="article_newest_idx"),
            # Which languages the archive has; a search runs in each of them.
            models.Index(
                fields=["language"], name="article_language_idx", condition=Q(status="published")
            ),
            # The sitemap of sitemaps: which stretches of ids hold published stories, and when
            # each changed last, without reading the table.
            models.Index(
                fields=["id"],
                include=["modified_at", "published_at"],
                name="article_sitemap_idx",
                condition=Q(status="published"),
            ),
            # Search.
            GinIndex(fields=["search"], name="article_search_idx"),
        ]

    def __str__(self) -> str:
        return self.headline

    def clean(self) -> None:
        """Fills the slug from the headline where a form left it empty."""
        if not self.slug:
            self.slug = headline_slug(self.headline)

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.pk, self.slug])

    @property
    def is_dated(self) -> bool:
        """False if no date of the story is known from its page."""
        return self.date_precision != self.DatePrecision.UNKNOWN

    @property
    def is_changed_since_read(self) -> bool:
        """Whether the story was saved after an editor marked it as read."""
        return self.reviewed_at is not None and self.modified_at > self.reviewed_at

    @property
    def has_body(self) -> bool:
        """Whether the body has any text; `with_body()` asks the database the same."""
        return has_text(self.body)

    def is_visible(self, *, now: datetime | None = None) -> bool:
        """Whether `published()` would include this article; for a row that is already loaded."""
        return self.status == self.Status.PUBLISHED and self.visible_from <= (now or timezone.now())

    @property
    def visible_from(self) -> datetime:
        """From when readers see the story once it is published: its date, or later if held back."""
        return max(self.published_at, self.live_from or self.published_at)


def headline_slug(headline: str) -> str:
    """A slug of at most 100 characters, cut between words; `article` where nothing is left."""
    slug = slug_of(headline)
    if len(slug) > 100:
        slug = slug[:101].rpartition("-")[0] or slug[:100]
    return slug or "article"


def place_of(dateline: str) -> str:
    """The place that a dateline names, in title case: `TYRE, Lebanon` gives `Tyre`."""
    place = dateline.partition(",")[0].strip()
    if not place.isupper():
        return place[:100]
    words = re.split(r"([ -])", place.lower())
    small = {"of", "upon", "de", "del", "la", "le", "les", "sur", "am", "al", "do", "da", "on"}
    return "".join(
        word if number and word in small else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )[:100]
