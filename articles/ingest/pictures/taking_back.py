"""Takes back the pictures that a run brought to stories that stay when it is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import transaction

from articles import search
from articles.ingest.storage.picture_rows import shown, take_off
from articles.models import Article, ImportRun, StoryPicture
from articles.models.image_files import discarding
from articles.versions import bulk, history

_AT_ONCE: Final = 200


def take_back(run: ImportRun, *, asked_by: str, stop: Callable[[], bool]) -> bool:
    """Removes what the run brought to stories that were there before it, where nobody has touched
    it since; False if it was stopped. A story that the run made and that stays, because somebody
    has worked on it, keeps its pictures."""
    rows = StoryPicture.objects.filter(
        run=run, state=StoryPicture.State.STORED, came_with_story=False
    )
    after = 0
    while keys := list(
        rows.filter(article__gt=after)
        .order_by("article_id")
        .values_list("article_id", flat=True)
        .distinct()[:_AT_ONCE]
    ):
        if stop():
            return False
        after = keys[-1]
        with transaction.atomic():
            _take_back(run, keys, asked_by)
    return True


def _take_back(run: ImportRun, keys: list[int], asked_by: str) -> None:
    articles = Article.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    public = {article.pk for article in articles.only("status") if article.is_public}
    found = [
        (row, caption)
        for row, caption in shown(keys)
        if row.run_id == run.pk and not row.came_with_story
    ]
    changed = {row.article_id for row, _ in found}
    bulk.keep_all(sorted(changed & public))
    with discarding(changed):
        for row, caption in found:
            take_off(row, caption)
    StoryPicture.objects.filter(pk__in=[row.pk for row, _ in found]).delete()
    search.refresh(changed)
    comment = history.UNDONE.format(run=run.pk, asked_by=asked_by)
    bulk.add_all(dict.fromkeys(sorted(changed & public), comment))
