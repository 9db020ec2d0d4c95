"""Changes of status in the log: one kind of act for each move of publishing.py."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.models import Article, DeskAction
from articles.publishing import Move, Outcome, State

from .log import ActionKind, Undone, log, register

RIGHTS: Final = {
    Move.MARK_READY: "articles.review_article",
    Move.ASK: "articles.change_article",
    Move.REJECT: "articles.review_article",
    Move.PUBLISH: "articles.publish_article",
    Move.WITHDRAW: "articles.withdraw_article",
    Move.SEND_BACK: "articles.change_article",
    Move.HOLD: "articles.change_article",
}
"""The right that each move needs at least. What sending back needs depends on the status that a
story has: see admin/articles/publish.py."""

_SENTENCES: Final = {
    Move.MARK_READY: ngettext_lazy(
        "marked %(count)s story as ready", "marked %(count)s stories as ready", "count"
    ),
    Move.ASK: ngettext_lazy(
        "asked for attention to %(count)s story",
        "asked for attention to %(count)s stories",
        "count",
    ),
    Move.REJECT: ngettext_lazy("rejected %(count)s story", "rejected %(count)s stories", "count"),
    Move.PUBLISH: ngettext_lazy(
        "published %(count)s story", "published %(count)s stories", "count"
    ),
    Move.WITHDRAW: ngettext_lazy("withdrew %(count)s story", "withdrew %(count)s stories", "count"),
    Move.SEND_BACK: ngettext_lazy(
        "sent %(count)s story to review", "sent %(count)s stories to review", "count"
    ),
    Move.HOLD: ngettext_lazy(
        "made a draft of %(count)s story", "made drafts of %(count)s stories", "count"
    ),
}
_BACK: Final = {
    Article.Status.IN_REVIEW.value: _("the story is in review again."),
    Article.Status.DRAFT.value: _("the story is a draft again."),
    Article.Status.WITHDRAWN.value: _("the story is withdrawn again."),
    Article.Status.PUBLISHED.value: _("the story is published again."),
    Article.Status.READY.value: _("the story is ready to publish again."),
    Article.Status.ATTENTION.value: _("the story needs attention again."),
    Article.Status.REJECTED.value: _("the story is rejected again."),
}


def note_move(outcome: Outcome, *, by: Any) -> DeskAction | None:
    """Notes the move of one article or of several; None if no article moved."""
    if not outcome.moved or outcome.at is None:
        return None
    same: dict[State, list[int]] = defaultdict(list)
    for pk in outcome.moved:
        same[outcome.before[pk]].append(pk)
    before = [{"state": _as_json(state), "articles": keys} for state, keys in same.items()]
    state = {"before": before, "made_at": outcome.at.isoformat()}
    kind = KINDS[outcome.move]
    return log(kind, by=by, articles=outcome.moved, state=state, now=outcome.at)


def _as_json(state: State) -> dict[str, Any]:
    values = {name: getattr(state, name) for name in State.__slots__}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if value
    }


def _state(values: dict[str, Any]) -> State:
    times = ("reviewed_at", "went_live_at")
    given: dict[str, Any] = {
        name: parse_datetime(value) if name in times else value for name, value in values.items()
    }
    return State(**given)


def _sentence(move: Move, action: DeskAction) -> str:
    return str(_SENTENCES[move] % {"count": len(action.article_ids)})


def _undo(move: Move, action: DeskAction, by: Any, now: datetime) -> Undone:
    before = {
        pk: _state(group["state"]) for group in action.state["before"] for pk in group["articles"]
    }
    made_at = datetime.fromisoformat(action.state["made_at"])
    undone = publishing.undo_move(move, before, made_at=made_at, now=now, by=by)
    left = len(before) - len(undone)
    said, said_of_left = _said(move, before, len(undone)), _said_of_left(move, left)
    return Undone(len(undone), left, said, said_of_left, undone)


def _said(move: Move, before: dict[int, State], count: int) -> str:
    if not count:
        return ""
    is_publication = move is Move.PUBLISH
    if len(before) == 1:
        began = gettext("Publication undone:") if is_publication else gettext("Undone:")
        return f"{began} {_BACK[next(iter(before.values())).status]}"
    articles = {"articles": ngettext("%(number)s story", "%(number)s stories", count)}
    articles["articles"] %= {"number": count}
    if is_publication:
        return (
            gettext("Publication undone: %(articles)s have their earlier status again.") % articles
        )
    return gettext("Undone: %(articles)s have their earlier status again.") % articles


def _said_of_left(move: Move, count: int) -> str:
    if not count:
        return ""
    if move is Move.PUBLISH:
        text = ngettext(
            "%(count)s story stays as it is: it was changed after it was published. Withdraw "
            "it if readers should not see it.",
            "%(count)s stories stay as they are: they were changed after they were published. "
            "Withdraw them if readers should not see them.",
            count,
        )
    else:
        text = ngettext(
            "%(count)s story stays as it is: it was changed since.",
            "%(count)s stories stay as they are: they were changed since.",
            count,
        )
    return text % {"count": count}


KINDS: Final = {
    move: register(
        ActionKind(move.value, RIGHTS[move], partial(_sentence, move), partial(_undo, move))
    )
    for move in Move
}
