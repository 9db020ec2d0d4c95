"""Saves of a story in the log: undoing one restores the version from before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext
from reversion.errors import RevertError

from articles.editing import issues
from articles.models import Article, DeskAction
from articles.versions import history

from .log import ActionKind, Undone, log, register


def note_save(article: Article, *, by: Any, before: int | None) -> DeskAction | None:
    """Notes a save of an article, as it was read after it, whose version from before it is
    `before`; None without such a version."""
    if before is None:
        return None
    state = {"before": before, "made_at": article.modified_at.isoformat()}
    detail = {"headline": article.headline}
    return log(SAVE, by=by, articles=[article.pk], state=state, detail=detail)


def _sentence(action: DeskAction) -> str:
    return str(gettext("edited “%(headline)s”") % action.detail)


def _undo(action: DeskAction, by: Any, now: datetime) -> Undone:
    [key] = action.article_ids
    made_at = datetime.fromisoformat(action.state["made_at"])
    article = Article.objects.select_for_update().filter(pk=key, modified_at=made_at).first()
    version = article and history.version_of(article, action.state["before"])
    if article is None or version is None:
        text = gettext(
            "The story stays as it is: it was changed since. Its history has every version."
        )
        return Undone(left=1, said_of_left=text)
    try:
        history.restore(article, version, by=by)
    except RevertError as error:
        return Undone(left=1, said_of_left=str(error))
    issues.recheck([key], by=by)
    return Undone(
        1, said=gettext("Undone: the story is as it was before the save."), articles=(key,)
    )


SAVE: Final = register(ActionKind("save", "articles.change_article", _sentence, _undo))
