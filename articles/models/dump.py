"""Where text came from: the run that read it, the dump that contained it, the clipping of it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import BooleanField, F, Func, JSONField, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_OPEN: Final = "$[*] ? (!exists (@.settled))"

ISSUE_CODES = Func(
    F("issues"),
    Value(f"{_OPEN}.code"),
    function="jsonb_path_query_array",
    output_field=JSONField(),
)
"""The codes of a clipping's open issues, as its index has them."""

HAS_OPEN_ISSUE = Q(
    Func(F("issues"), Value(_OPEN), function="jsonb_path_exists", output_field=BooleanField())
)
"""Clippings with an open issue, in the form that their indexes serve."""


class ImportRun(models.Model):
    """One call of the importer or of `reparse`: its options and its result.

    While it runs, the row is updated every few seconds (`seen_at`). A row that says `running` is
    true only while a process holds the run's lock: see ingest/storage/work_locks.py.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("finished with failures")
        STOPPED = "stopped", _("stopped")
        ABANDONED = "abandoned", _("interrupted")

    class Kind(models.TextChoices):
        IMPORT = "import", _("import")
        REPARSE = "reparse", _("reparse")

    IN_PROGRESS: Final = (State.RUNNING,)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.IMPORT)
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True, default="")
    started_at = models.DateTimeField(_("started at"))
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    inputs = models.JSONField(
        _("inputs"), default=list, blank=True, help_text=_("Paths as they were given.")
    )
    options = models.JSONField(_("options"), default=dict, blank=True)
    parser_version = models.CharField(
        _("parser version"),
        max_length=16,
        blank=True,
        default="",
        help_text=_("A digest of the parser's own files."),
    )
    input_count = models.PositiveIntegerField(_("input count"), default=0)
    dump_count = models.PositiveIntegerField(_("dump count"), default=0)
    byte_count = models.PositiveBigIntegerField(_("byte count"), default=0)
    created_count = models.PositiveIntegerField(_("created count"), default=0)
    updated_count = models.PositiveIntegerField(_("updated count"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged count"), default=0)
    kept_count = models.PositiveIntegerField(_("kept count"), default=0)
    quarantined_count = models.PositiveIntegerField(_("quarantined count"), default=0)
    failed_count = models.PositiveIntegerField(_("failed count"), default=0)
    line_count = models.PositiveBigIntegerField(_("line count"), default=0)
    article_line_count = models.PositiveBigIntegerField(_("story line count"), default=0)
    chrome_line_count = models.PositiveBigIntegerField(
        _("chrome line count"), default=0, help_text=_("Page furniture and blank lines.")
    )
    quarantine_line_count = models.PositiveBigIntegerField(_("quarantine line count"), default=0)
    issue_counts = models.JSONField(
        _("issue counts"), default=dict, blank=True, help_text=_("By code.")
    )
    picture_counts = models.JSONField(
        _("picture counts"),
        default=dict,
        blank=True,
        db_default=Value({}, output_field=JSONField()),
        help_text=_("Pictures of the pages, by what became of them."),
    )
    input_outcomes = models.JSONField(
        _("input outcomes"),
        default=list,
        blank=True,
        help_text=_("Result of each input; some hundreds at most."),
    )
    failures = models.JSONField(
        _("failures"),
        default=list,
        blank=True,
        help_text=_("Some hundreds at most; failed_count has them all."),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at"]
        constraints = [
            # Nothing is lost: every imported line has one place. Runs from before the places were
            # counted have no parser version either.
            models.CheckConstraint(
                condition=Q(parser_version="")
                | Q(
                    line_count=models.F("article_line_count")
                    + models.F("chrome_line_count")
                    + models.F("quarantine_line_count")
                ),
                name="importrun_lines_add_up",
            ),
        ]
        indexes = [
            # The admin's list of runs, newest first.
            models.Index(fields=["-started_at"], name="importrun_started_idx"),
        ]

    def __str__(self) -> str:
        kind, at = self.get_kind_display().capitalize(), f"{self.started_at:%Y-%m-%d %H:%M}"
        return gettext("%(kind)s of %(at)s") % {"kind": kind, "at": at}

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        until = self.finished_at or self.seen_at or self.started_at
        return max(0.0, (until - self.started_at).total_seconds())


class Dump(models.Model):
    """One saved page, identified by the SHA-256 of its bytes.

    The bytes are in its clippings. If the text was extracted from another format such as HTML, the
    clippings contain that text, and `original` the imported bytes; `hints` is the metadata of the
    page's markup.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64)
    name = models.CharField(
        _("name"), max_length=500, help_text=_("Path or address it was read from.")
    )
    byte_count = models.PositiveBigIntegerField(_("byte count"))
    line_count = models.PositiveIntegerField(_("line count"))
    encoding = models.CharField(_("encoding"), max_length=40)
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)
    first_run = models.ForeignKey(
        ImportRun,
        verbose_name=_("first import"),
        on_delete=models.PROTECT,
        related_name="dumps",
        db_index=True,
    )
    original = models.BinaryField(_("original"), null=True, blank=True)
    hints = models.JSONField(_("what the markup says"), default=dict, blank=True)
    issues = models.JSONField(_("issues"), default=list, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("dump")
        verbose_name_plural = _("dumps")
        ordering = ["-id"]
        constraints = [
            # The same bytes are one dump, however often and under whatever name they are imported.
            models.UniqueConstraint(fields=["sha256"], name="dump_sha256_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The last part of the path or address, short enough for a list."""
        return self.name.rstrip("/").rsplit("/", 1)[-1] or self.name


class Clipping(models.Model):
    """Consecutive lines of a dump: one story, text between stories, or text that has no place.

    A dump's clippings, joined in order of position, are exactly its bytes.
    `ledger` is a list of [first line, last line, role, reason], lines as numbered in the dump;
    `parts` is what the parser made of the lines (see `articles.ingest.stories.line_spans`).

    `issues` is what the parser raised: code, line and message; `settled` is added to those that
    were fixed or dismissed, and says which (see `IssueDecision`).
    """

    class Kind(models.TextChoices):
        STORY = "story", _("story")
        BETWEEN = "between", _("between stories")
        QUARANTINE = "quarantine", _("quarantine")

    dump = models.ForeignKey(
        Dump, verbose_name=_("dump"), on_delete=models.CASCADE, related_name="clippings"
    )
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    article = models.ForeignKey(
        "Article",
        verbose_name=_("story"),
        on_delete=models.SET_NULL,
        related_name="clippings",
        null=True,
        blank=True,
    )
    first_line = models.PositiveIntegerField(_("first line"))
    last_line = models.PositiveIntegerField(_("last line"))
    raw = models.BinaryField()
    ledger = models.JSONField(default=list)
    parts = models.JSONField(
        default=list, blank=True, db_default=Value([], output_field=JSONField())
    )
    issues = models.JSONField(_("issues"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    confidence = models.FloatField(_("confidence"), default=0.0)
    headline_digest = models.CharField(max_length=32, blank=True, default="")
    lead_digest = models.CharField(max_length=32, blank=True, default="")
    paragraph_digests = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Empty in clippings from before this field existed, until their dumps are parsed again.
    text_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    address_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    # The story's own page, where that states its address: see `articles.addresses`. The address as
    # it is stated is in the dump's hints.
    address_key = models.TextField(blank=True, default="", db_default="")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    is_published_labelled = models.BooleanField(default=False, db_default=False)
    # When the page says that the story was last updated, if that was after its publication; only
    # the day counts unless `is_update_timed`.
    updated_at = models.DateTimeField(null=True, blank=True)
    is_update_timed = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("clipping")
        verbose_name_plural = _("clippings")
        ordering = ["dump", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dump", "position"], name="clipping_position_unique"),
            models.CheckConstraint(
                condition=Q(first_line__gte=1, last_line__gte=models.F("first_line")),
                name="clipping_lines_ordered",
            ),
            # Only a story can become an article.
            models.CheckConstraint(
                condition=Q(kind="story") | Q(article__isnull=True),
                name="clipping_article_only_story",
            ),
        ]
        indexes = [
            # Matching: which story has this lead, this headline?
            models.Index(
                fields=["lead_digest"], name="clipping_lead_idx", condition=~Q(lead_digest="")
            ),
            models.Index(
                fields=["headline_digest"],
                name="clipping_headline_idx",
                condition=~Q(headline_digest=""),
            ),
            # Matching: which story has this address?
            models.Index(
                fields=["address_digest"],
                name="clipping_address_idx",
                condition=~Q(address_digest=""),
            ),
            # Search by address (`url:example.org/news`), and redirects from old paths.
            models.Index(
                OpClass("address_key", name="text_pattern_ops"),
                name="clipping_address_key_idx",
                condition=~Q(address_key=""),
            ),
            # The admin's list by issue: which clippings have this code, which have any.
            GinIndex(
                OpClass(ISSUE_CODES, name="jsonb_path_ops"),
                name="clipping_issue_codes_idx",
                condition=HAS_OPEN_ISSUE,
            ),
            models.Index(
                fields=["article"], name="clipping_with_issue_idx", condition=HAS_OPEN_ISSUE
            ),
            # The admin's quarantine list.
            models.Index(
                fields=["-id"], name="clipping_quarantine_idx", condition=Q(kind="quarantine")
            ),
        ]

    @property
    def open_issues(self) -> list[dict[str, Any]]:
        """The issues that are neither fixed nor dismissed."""
        return [issue for issue in self.issues if "settled" not in issue]

    def __str__(self) -> str:
        return gettext("%(dump)s, lines %(first)s to %(last)s") % {
            "dump": self.dump,
            "first": self.first_line,
            "last": self.last_line,
        }
