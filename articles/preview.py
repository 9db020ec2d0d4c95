"""Links that show one unpublished article to whoever has them, until a time that they name.

A link is signed, not stored: it cannot be guessed or prolonged, and it cannot be taken back before
its time, so none is good for longer than `LONGEST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core import signing

from .models import Article

SALT: Final = "articles.preview"
LONGEST: Final = timedelta(days=7)


class ExpiredError(Exception):
    """The link was good once; its time is over."""


class ForgedError(Exception):
    """No link of ours."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link opens: an article, until when."""

    article: int
    until: datetime


def sign(article: Article, *, until: datetime) -> str:
    """The token of a link to the article that is good until then."""
    return signing.dumps({"article": article.pk, "until": int(until.timestamp())}, salt=SALT)


def read(token: str, *, now: datetime) -> Preview:
    """What a token opens. Raises `ExpiredError` or `ForgedError`."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LONGEST)
    except signing.SignatureExpired as error:
        raise ExpiredError from error
    except signing.BadSignature as error:
        raise ForgedError from error
    preview = Preview(said["article"], datetime.fromtimestamp(said["until"], UTC))
    if preview.until <= now:
        raise ExpiredError
    return preview
