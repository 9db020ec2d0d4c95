"""Status: who may move where, one by one and in numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from articles import publishing
from articles.models import Article
from articles.publishing import Move

from .support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

ONE = {
    Move.MARK_READY: publishing.mark_ready,
    Move.ASK: publishing.ask,
    Move.REJECT: publishing.reject,
    Move.PUBLISH: publishing.publish,
    Move.WITHDRAW: publishing.withdraw,
    Move.SEND_BACK: publishing.send_back,
    Move.HOLD: publishing.hold,
}
NOW = NOON + timedelta(days=1)


def test_publishing_shows_an_article_to_readers() -> None:
    article = make_article(status="in_review")

    outcome = publishing.publish(article, now=NOW)

    assert outcome.moved == (article.pk,)
    assert article.status == "published"
    assert article in Article.objects.published(now=NOW)


def test_publishing_with_a_date_in_the_future_is_an_embargo() -> None:
    article = make_article(status="draft", published_at=NOW + timedelta(hours=1))

    outcome = publishing.publish(article, now=NOW)

    assert outcome.embargoed_count == 1
    assert article not in Article.objects.published(now=NOW)
    assert article in Article.objects.published(now=NOW + timedelta(hours=1))


def test_a_time_of_going_live_holds_a_story_back_and_leaves_its_date() -> None:
    live = NOW + timedelta(hours=1)
    article = make_article(status="draft", published_at=NOON, live_from=live)

    outcome = publishing.publish(article, now=NOW)

    assert outcome.embargoed_count == 1
    assert publishing.moves_for(article, now=NOW) == (Move.SEND_BACK,)
    assert article not in Article.objects.published(now=NOW)
    assert article in Article.objects.published(now=live)
    article.refresh_from_db()
    assert (article.published_at, article.went_live_at) == (NOON, live)


def test_when_a_story_went_live_is_recorded_and_follows_changes_until_it_is_out() -> None:
    at_once, held, old = (make_article(status="in_review", published_at=NOON) for _ in range(3))
    for story in (at_once, held):
        publishing.publish(story, now=NOW)
    hour = timedelta(hours=1)

    def change(story: Article, now: datetime, **values: Any) -> datetime | None:
        Article.objects.filter(pk=story.pk).update(**values)
        publishing.reschedule([story.pk], now=now)
        story.refresh_from_db()
        return story.went_live_at

    assert change(at_once, NOW + hour, published_at=NOON - hour) == NOW
    assert change(held, NOW, live_from=NOW + 2 * hour) == NOW + 2 * hour
    assert change(held, NOW, published_at=NOW + 3 * hour) == NOW + 3 * hour
    assert change(held, NOW + hour, published_at=NOON, live_from=None) == NOW + hour
    assert change(old, NOW, live_from=NOW + hour) is None


@pytest.mark.parametrize("status", Article.Status.values)
@pytest.mark.parametrize("hours", [-1, 0, 1])
@pytest.mark.parametrize("move", Move)
def test_an_article_makes_just_the_moves_it_is_offered(status: str, hours: int, move: Move) -> None:
    article = make_article(status=status, published_at=NOW + timedelta(hours=hours))
    offered = move in publishing.moves_for(article, now=NOW)

    outcome = ONE[move](article, now=NOW)

    assert bool(outcome.moved) is offered
    assert outcome.refused_count == (0 if offered else 1)
    article.refresh_from_db()
    assert (article.modified_at == NOW) is offered
    assert (article.status != status) is (offered and (move, status) != (Move.ASK, "attention"))


def test_a_stale_copy_does_not_undo_a_colleagues_move() -> None:
    article = make_article(status="published")
    stale = Article.objects.get(pk=article.pk)
    publishing.withdraw(article, now=NOW)

    outcome = publishing.withdraw(stale, now=NOW)

    assert outcome.refused_count == 1


def test_several_are_published_and_the_others_counted() -> None:
    waiting = make_article(status="in_review")
    embargoed = make_article(status="in_review", published_at=NOW + timedelta(days=9))
    make_article(status="published")

    outcome = publishing.publish_all(Article.objects.all(), now=NOW)

    assert outcome.moved == (waiting.pk, embargoed.pk)
    assert outcome.embargoed_count == 1
    assert outcome.refused_count == 1


def test_a_move_is_a_change_with_its_time() -> None:
    article = make_article(status="in_review")

    publishing.publish(article, now=NOW)

    article.refresh_from_db()
    assert article.modified_at == NOW
