"""Links that show one unpublished article to anybody who has them, until a stated time.

A link is signed, not stored: it cannot be guessed or extended. It is valid within one round of its
story, which ends when the story is published, withdrawn or returned from either
(`Article.preview_round`, counted by `articles.publishing`), and never longer than `LONGEST`. A link
to a story under embargo ends when the embargo was scheduled to end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core import signing

from articles.models import Article

SALT: Final = "articles.preview"  # never another: links that people have would end
LONGEST: Final = timedelta(days=7)


class ExpiredError(Exception):
    """The link has expired. `article` is the id of the article that it showed, if known."""

    def __init__(self, article: int | None = None) -> None:
        super().__init__()
        self.article = article


class ForgedError(Exception):
    """The link was not signed by this site."""


NO_ROUND: Final = -1
"""The round of links from before rounds were counted: they are no longer valid."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link shows: an article, until when, and in which of the article's rounds."""

    article: int
    until: datetime
    round: int = 0

    def is_good_for(self, article: Article, *, now: datetime) -> bool:
        """Whether the link still shows the article as it is stored now."""
        return article.preview_round == self.round and can_be_previewed(article, now=now)


def can_be_previewed(article: Article, *, now: datetime) -> bool:
    """Whether readers cannot see the article yet. A withdrawn one has no preview: it has to be sent
    back to review first."""
    return article.status != Article.Status.WITHDRAWN and not article.is_visible(now=now)


def end_of(article: Article, *, until: datetime) -> datetime:
    """When a link to the article ends if it is requested until then."""
    is_embargoed = article.status == Article.Status.PUBLISHED
    return min(until, article.visible_from) if is_embargoed else until


def sign(article: Article, *, until: datetime) -> str:
    """The token of a link to the article that is valid until then."""
    claims = {
        "article": article.pk,
        "until": int(until.timestamp()),
        "round": article.preview_round,
    }
    return signing.dumps(claims, salt=SALT)


def read(token: str, *, now: datetime) -> Preview:
    """What a token shows, by its own content. Raises `ExpiredError` or `ForgedError`.

    `is_good_for` checks whether the article is still in the round that it was made for.
    """
    try:
        claims = signing.loads(token, salt=SALT, max_age=LONGEST)
    except signing.SignatureExpired as error:
        raise ExpiredError from error
    except signing.BadSignature as error:
        raise ForgedError from error
    until = datetime.fromtimestamp(claims["until"], UTC)
    if until <= now:
        raise ExpiredError(claims["article"])
    return Preview(claims["article"], until, claims.get("round", NO_ROUND))
