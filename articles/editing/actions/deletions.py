"""Deleted stories in the log: all their rows are kept with the act, so that they come back as they
were, under their own ids.

The files of their pictures stay as long as the deletion can be undone (`UNDO_DELETIONS`), and go
with the next deletion or `clean_pictures` after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.core import serializers
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from articles import search
from articles.models import Article, Clipping, DeskAction, Presence
from articles.models.image_files import DELETION, UNDO_DELETIONS, discard_unused, held_since

from .log import ActionKind, Undone, log, register

MOST: Final = 200
"""Most stories whose deletion at once can be undone: their rows are kept in one act."""


def note_deletion(articles: QuerySet[Article], *, by: Any, now: datetime) -> DeskAction | None:
    """Keeps what is about to be deleted, in the same transaction; None if that is too much."""
    rows = list(articles.defer("search").order_by("pk")[: MOST + 1])
    if not rows or len(rows) > MOST:
        return None
    kept = [_kept(article) for article in rows]
    pictures = [name for story in kept for name in story["pictures"]]
    detail = {"headline": rows[0].headline}
    state = {"stories": kept, "pictures": pictures}
    keys = [article.pk for article in rows]
    return log(DELETE, by=by, articles=keys, state=state, detail=detail, now=now)


def forget_old(*, now: datetime) -> int:
    """Ends what can no longer be undone: forgets the kept rows, and removes the files that no
    caption names; returns how many pictures went."""
    old = DeskAction.objects.filter(kind=DELETION, made_at__lt=held_since(now))
    removed = 0
    for action in old.filter(state__has_key="pictures"):
        names = action.state["pictures"]
        DeskAction.objects.filter(pk=action.pk).update(state={})
        removed += discard_unused(names)
    return removed


def _kept(article: Article) -> dict[str, Any]:
    """An article with every row that goes with it, and the clippings that stay."""
    rows = [article, *_cascading(article)]
    data = serializers.serialize("json", rows, use_natural_foreign_keys=False)
    return {
        "pk": article.pk,
        "rows": data,
        "clippings": list(article.clippings.values_list("pk", flat=True)),
        "pictures": [row.image.name for row in article.captions.all() if row.image],
    }


def _cascading(article: Article) -> Iterator[models.Model]:
    """The rows that the database deletes with an article, but for who has it open."""
    for relation in article._meta.related_objects:
        is_deleted = relation.on_delete is models.CASCADE
        if is_deleted and relation.related_model is not Presence:
            rows: Any = relation.related_model
            yield from rows._base_manager.filter(**{relation.field.name: article.pk})


def _sentence(action: DeskAction) -> str:
    count = len(action.article_ids)
    if count == 1:
        return str(gettext("deleted “%(headline)s”") % action.detail)
    text = ngettext("deleted %(count)s story", "deleted %(count)s stories", count)
    return text % {"count": count}


def _undo(action: DeskAction, by: Any, now: datetime) -> Undone:
    stories: Sequence[dict[str, Any]] = action.state.get("stories", ())
    back = [story["pk"] for story in stories if _bring_back(story)]
    search.refresh(back)
    Article.objects.filter(pk__in=back).update(modified_at=now)
    left = len(action.article_ids) - len(back)
    said = ngettext("%(count)s story is back.", "%(count)s stories are back.", len(back))
    said_of_left = ngettext(
        "%(count)s story does not come back: its pages have been imported as another story since, "
        "or it is too long ago.",
        "%(count)s stories do not come back: their pages have been imported as other stories "
        "since, or it is too long ago.",
        left,
    )
    return Undone(
        len(back),
        left,
        said % {"count": len(back)} if back else "",
        said_of_left % {"count": left} if left else "",
        tuple(back),
    )


def _bring_back(story: dict[str, Any]) -> bool:
    """Writes the rows of a story again; False if it is there, or its pages are another's by now. A
    row that names a source or topic that has been deleted since is left out."""
    clippings = Clipping.objects.filter(pk__in=story["clippings"])
    if Article.objects.filter(pk=story["pk"]).exists() or clippings.exclude(article=None).exists():
        return False
    for row in _rows(story["rows"]):
        if _is_whole(row.object):
            row.save()
    clippings.update(article=story["pk"])
    return True


def _is_whole(row: models.Model) -> bool:
    """Whether what a row names is still there; where it may be empty, it is emptied."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        target: Any = field.related_model
        if value is None or target in (None, Article):
            continue
        if not target._base_manager.filter(pk=value).exists():
            if not field.null:
                return False
            setattr(row, field.attname, None)
    return True


def _rows(data: str) -> Iterable[Any]:
    return serializers.deserialize("json", data, ignorenonexistent=True)


DELETE: Final = register(
    ActionKind(DELETION, "articles.delete_article", _sentence, _undo, lasts=UNDO_DELETIONS)
)
