"""Where text came from: the run that read it, the dump it stood in, the stretch it was cut from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, JSONField, Q, Value

ISSUE_CODES = Func(
    F("issues"),
    Value("$[*].code"),
    function="jsonb_path_query_array",
    output_field=JSONField(),
)
"""The codes of a clipping's issues, as its index has them."""


class ImportRun(models.Model):
    """One call of the importer or of `reparse`: what was asked, and what came of it.

    While it runs the row is brought up to date every few seconds (`seen_at`). Who finds a row
    that says `running` must ask whether anybody still holds it: see `articles.ingest.holding`.
    """

    class State(models.TextChoices):
        RUNNING = "running", "running"
        FINISHED = "finished", "finished"
        FAILED = "failed", "finished with failures"
        STOPPED = "stopped", "stopped"
        ABANDONED = "abandoned", "broken off"

    class Kind(models.TextChoices):
        IMPORT = "import", "import"
        REPARSE = "reparse", "reparse"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.IMPORT)
    asked_by = models.CharField(max_length=200, blank=True, default="")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField("last seen at", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    inputs = models.JSONField(default=list, blank=True, help_text="Paths as they were given.")
    options = models.JSONField(default=dict, blank=True)
    parser_version = models.CharField(
        max_length=16, blank=True, default="", help_text="A digest of the parser's own files."
    )
    input_count = models.PositiveIntegerField(default=0)
    dump_count = models.PositiveIntegerField(default=0)
    byte_count = models.PositiveBigIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0)
    quarantined_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    line_count = models.PositiveBigIntegerField(default=0)
    article_line_count = models.PositiveBigIntegerField(default=0)
    chrome_line_count = models.PositiveBigIntegerField(
        default=0, help_text="Page furniture and blank lines."
    )
    quarantine_line_count = models.PositiveBigIntegerField(default=0)
    issue_counts = models.JSONField(default=dict, blank=True, help_text="By code.")
    input_outcomes = models.JSONField(
        default=list, blank=True, help_text="What came of each input; some hundreds at most."
    )
    failures = models.JSONField(
        default=list, blank=True, help_text="Some hundreds at most; failed_count has them all."
    )

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            # Nothing is lost: every line that came in has one place. Runs from before the places
            # were counted have no parser version either.
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
        return f"{self.get_kind_display().capitalize()} of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        until = self.finished_at or self.seen_at or self.started_at
        return max(0.0, (until - self.started_at).total_seconds())


class Dump(models.Model):
    """One saved page, known by the SHA-256 of its bytes.

    The bytes are in its clippings. Where the text was taken out of another format such as HTML,
    the clippings hold that text, and `original` the bytes that came in; `hints` is what the
    page's markup said of itself.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=500, help_text="Path or address it was read from.")
    byte_count = models.PositiveBigIntegerField()
    line_count = models.PositiveIntegerField()
    encoding = models.CharField(max_length=40)
    captured_at = models.DateTimeField(null=True, blank=True)
    first_run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="dumps", db_index=True
    )
    original = models.BinaryField(null=True, blank=True)
    hints = models.JSONField("what the markup says", default=dict, blank=True)
    issues = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # The same bytes are one dump, however often and under whatever name they come.
            models.UniqueConstraint(fields=["sha256"], name="dump_sha256_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Clipping(models.Model):
    """A stretch of a dump: one story, what lies between stories, or what could not be placed.

    A dump's clippings, in order of position, hold its bytes exactly: joined, they are the file.
    `ledger` is a list of [first line, last line, role, reason], lines as numbered in the dump.
    """

    class Kind(models.TextChoices):
        STORY = "story", "story"
        BETWEEN = "between", "between stories"
        QUARANTINE = "quarantine", "quarantine"

    dump = models.ForeignKey(Dump, on_delete=models.CASCADE, related_name="clippings")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    article = models.ForeignKey(
        "Article", on_delete=models.SET_NULL, related_name="clippings", null=True, blank=True
    )
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    raw = models.BinaryField()
    ledger = models.JSONField(default=list)
    issues = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    confidence = models.FloatField(default=0.0)
    headline_digest = models.CharField(max_length=32, blank=True, default="")
    lead_digest = models.CharField(max_length=32, blank=True, default="")
    paragraph_digests = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        ordering = ["dump", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dump", "position"], name="clipping_position_unique"),
            models.CheckConstraint(
                condition=Q(first_line__gte=1, last_line__gte=models.F("first_line")),
                name="clipping_lines_ordered",
            ),
            # Only a story can have been made an article of.
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
            # The admin's list by issue: which clippings have this code, which have any.
            GinIndex(
                OpClass(ISSUE_CODES, name="jsonb_path_ops"),
                name="clipping_issue_codes_idx",
                condition=~Q(issues=[]),
            ),
            models.Index(
                fields=["article"], name="clipping_with_issue_idx", condition=~Q(issues=[])
            ),
            # The admin's quarantine list.
            models.Index(
                fields=["-id"], name="clipping_quarantine_idx", condition=Q(kind="quarantine")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dump}, lines {self.first_line} to {self.last_line}"
