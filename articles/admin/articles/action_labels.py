"""The wording of actions on articles: their buttons, questions and messages."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.publishing import Move, Outcome

BUTTONS: Final = {
    Move.MARK_READY: _("Ready and next"),
    Move.ASK: _("Needs attention…"),
    Move.REJECT: _("Reject and next"),
    Move.PUBLISH: _("Save and publish"),
    Move.WITHDRAW: _("Save and withdraw"),
    Move.SEND_BACK: _("Save and send to review"),
    Move.HOLD: _("Save as draft"),
}
HEADINGS: Final = {
    Move.MARK_READY: _("Mark as ready"),
    Move.ASK: _("Needs attention"),
    Move.REJECT: _("Reject"),
    Move.PUBLISH: _("Publish"),
    Move.WITHDRAW: _("Withdraw"),
    Move.SEND_BACK: _("Send to review"),
}
DONE: Final = {
    Move.MARK_READY: _("marked as ready"),
    Move.ASK: _("marked as needing attention"),
    Move.REJECT: _("rejected"),
    Move.PUBLISH: _("published"),
    Move.WITHDRAW: _("withdrawn"),
    Move.SEND_BACK: _("sent to review"),
    Move.HOLD: _("made a draft"),
}
REFUSED: Final = {
    Move.MARK_READY: _("already ready, rejected or public"),
    Move.ASK: _("rejected or public"),
    Move.REJECT: _("already rejected, or public (withdraw it instead)"),
    Move.PUBLISH: _("already published or rejected"),
    Move.WITHDRAW: _("not published"),
    Move.SEND_BACK: _("already in review, or published (withdraw first)"),
    Move.HOLD: _("not in review"),
}
AFTERWARDS: Final = {
    Move.MARK_READY: _("They wait for whoever may publish. Your name and the time are shown."),
    Move.ASK: _("The note is shown above each story until its status changes."),
    Move.REJECT: _("They leave the queue, and later imports leave them rejected."),
    Move.PUBLISH: _("Readers see them at once, feeds and search too. They can be withdrawn again."),
    Move.WITHDRAW: _(
        "Each keeps its address, which says that it was withdrawn and shows the notice "
        "below. They can be published again."
    ),
    Move.SEND_BACK: _("Readers do not see them until somebody publishes them."),
}
KEPT: Final = _("The previous version of each stays in its history.")


def moment(at: datetime) -> str:
    """A date and time in the current language and time zone."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def held_back(article: Article) -> str:
    """Until when a published story is held back, and by what: its date, or its time of going
    live."""
    if article.visible_from == article.published_at:
        text = gettext("under embargo until %(moment)s")
    else:
        text = gettext("goes live on %(moment)s")
    return text % {"moment": moment(article.visible_from)}


def articles_in_words(count: int) -> str:
    """ "3 articles" in the current language."""
    return ngettext("%(number)s story", "%(number)s stories", count) % {"number": count}


def summary(outcome: Outcome) -> str:
    """The message after an action on several articles, in up to three sentences."""
    moved = {"articles": articles_in_words(len(outcome.moved)), "done": DONE[outcome.move]}
    left = {"count": outcome.refused_count, "refused": REFUSED[outcome.move]}
    parts = [gettext("%(articles)s %(done)s.") % moved]
    if outcome.embargoed_count:
        parts.append(_embargoed(outcome))
    if outcome.refused_count:
        parts.append(gettext("%(count)s not changed: %(refused)s.") % left)
    return " ".join(parts)


def forecast(expected: Outcome) -> list[str]:
    """The sentences that say what an action on several articles will do."""
    moved = {"articles": articles_in_words(len(expected.moved)), "done": DONE[expected.move]}
    stay = {"count": expected.refused_count, "refused": REFUSED[expected.move]}
    sentences = [gettext("%(articles)s will be %(done)s.") % moved]
    if expected.embargoed_count:
        sentences.append(_embargoed(expected))
    if expected.refused_count:
        sentences.append(gettext("%(count)s will not change: %(refused)s.") % stay)
    if expected.moved:
        sentences.append(str(AFTERWARDS[expected.move]))
    return sentences


def no_body(count: int, of: int) -> list[str]:
    """How many of the articles to publish have no body; empty if all have one."""
    if not count:
        return []
    text = ngettext(
        "%(count)s of %(of)s stories has no body: readers would see little more than its headline.",
        "%(count)s of %(of)s stories have no body: readers would see little more than their "
        "headlines.",
        count,
    )
    return [text % {"count": count, "of": of}]


def _embargoed(outcome: Outcome) -> str:
    count = {"count": outcome.embargoed_count}
    return gettext("%(count)s of them held back: readers will see them later.") % count
