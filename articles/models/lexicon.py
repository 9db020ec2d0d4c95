"""The words of the archive as they are written, for suggestions of spelling."""

from __future__ import annotations

from django.db import models


class LexiconWord(models.Model):
    """A word and roughly how many stories use it; the command `gather_words` rebuilds the table."""

    word = models.CharField(max_length=40, primary_key=True)
    article_count = models.PositiveIntegerField()

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
