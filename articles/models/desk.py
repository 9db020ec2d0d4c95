"""What the desk stores about articles: who has one open, where the parser disagrees, and which
runs changed a published one."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .article import Article
from .dump import ImportRun


class Presence(models.Model):
    """An editor who has an article's form open. A row without a recent `seen_at` means nothing."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            # One row an editor and article, however many tabs.
            models.UniqueConstraint(fields=["article", "user"], name="presence_unique"),
        ]

    def __str__(self) -> str:
        return f"editor {self.user_id} at article {self.article_id}"


class Disagreement(models.Model):
    """An article with parts that the parser now reads differently, but that the importer left as
    they are, because an editor has changed them or the article is published.

    `parts` maps a part's name to the digest of the parser's value (see `articles.ingest`). The
    importer writes these rows, so that a list of them needs no parsing.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="disagreement", primary_key=True
    )
    parts = models.JSONField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(parts={}), name="disagreement_has_parts"),
        ]

    def __str__(self) -> str:
        return f"the parser disagrees on {', '.join(sorted(self.parts))}"


class PublishedUpdate(models.Model):
    """A published article that a run changed (`--update-published`), so that undoing the run can
    restore it.

    `before` is the version stored before the run's first change. `digests` maps the name of each
    part that the run changed to the digest of the value that it wrote (see `articles.ingest`); once
    undone, only the parts that were not restored remain in it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="published_updates")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="updates")
    before = models.ForeignKey(
        "reversion.Version", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    digests = models.JSONField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            # A run may read several captures of an article: undoing it restores the first state.
            models.UniqueConstraint(fields=["run", "article"], name="publishedupdate_unique"),
        ]

    def __str__(self) -> str:
        return f"run {self.run_id} changed article {self.article_id}"
