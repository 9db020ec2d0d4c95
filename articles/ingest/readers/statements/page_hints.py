"""Of all that a page states, what counts: one value a field, and where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from articles.ingest.readers.canonical_url import story_address
from articles.ingest.readers.page_images import LONGEST_ADDRESS as LONGEST
from articles.ingest.readers.page_images import is_mark
from articles.parsing import PageHints

from .addresses import host_of, public_address
from .authors import agencies_of, people_of, signature_of
from .headlines import headline_of
from .languages import language_of
from .publishers import publisher_of
from .stated_dates import day_in_address, moment_of
from .statement import Statement, Statements
from .topics import topics_of

_MOST_KINDS: Final = 20


def hints_of(stated: Statements, *, text: str, base: str = "") -> PageHints:
    """What a page states about itself, the most trustworthy statement of each field, with its
    origin.

    `text` is what was read of the page: of several headlines the one counts that it prints, and the
    language is one that it can be in. `base` is the page's address, where that is known.
    """
    found: dict[str, Any] = {"title": stated.title}
    found["kinds"] = tuple(dict.fromkeys(stated.kinds))[:_MOST_KINDS]
    origins: dict[str, str] = {}

    def take(field: str, statement: Statement | None, value: object = None) -> None:
        if statement is not None:
            found[field] = statement.text if value is None else value
            origins[field] = statement.origin

    address = _address(stated.addresses)
    headline = headline_of(stated, text)
    words = headline.text if headline else ""
    publisher = publisher_of(stated, words)
    language = language_of(stated.languages, text)
    take("address", address)
    take("headline", headline)
    take("publisher", publisher)
    take("language", language)
    take("section", next(iter(stated.sections), None))
    take("description", next(iter(stated.descriptions), None))
    owner = publisher.text if publisher else ""
    take("authors", *people_of(stated))
    take("agencies", *agencies_of(stated))
    take("signature", signature_of(stated))
    code = language.text if language else ""
    take("published_at", *(_moment(stated.published, code) or _moment_of_address(address)))
    take("modified_at", *(_moment(stated.modified, code) or (None,)))
    if stated.is_free is False:
        take("is_paywalled", Statement("", "JSON-LD isAccessibleForFree"), value=True)
    if picture := _picture(stated.pictures, base or (address.text if address else "")):
        found["image"] = picture
        found["image_alt"] = next((one.text for one in stated.picture_words), "")
        found["image_credit"] = next((one.text for one in stated.picture_credits), "")
    topics = topics_of(stated.topics, (owner, words, stated.title))
    take("keywords", next(iter(topics), None), tuple(topic.text for topic in topics))
    return PageHints(**found, origins=origins)


def _picture(stated: Sequence[Statement], base: str) -> str:
    """The first picture's address that is no mark of the site."""
    found = (public_address(one.text, base) for one in stated)
    return next((one for one in found if one and not is_mark(one) and len(one) < LONGEST), "")


def _address(stated: Sequence[Statement]) -> Statement | None:
    """The first address that can be a story's, or else the first: many a page calls its site's
    front page its canonical address."""
    host = next((one.text for one in stated if host_of(one.text)), "")
    found = [
        Statement(address, one.origin)
        for one in stated
        if (address := public_address(one.text, host))
    ]
    own = (one for one in found if story_address(one.text).address)
    return next(own, next(iter(found), None))


def _moment_of_address(address: Statement | None) -> tuple[Statement | None, date | None]:
    on = day_in_address(address.text) if address else None
    return (Statement(str(on), "address"), on) if on else (None, None)


def _moment(stated: Iterable[Statement], language: str) -> tuple[Statement, date | datetime] | None:
    """The first date among the statements; with the time of a later one that says the same day."""
    first: tuple[Statement, date] | None = None
    for statement in stated:
        moment = moment_of(statement.text, language)
        if moment is None:
            continue
        if isinstance(moment, datetime):
            if first is None or moment.date() == first[1]:
                return statement, moment
        elif first is None:
            first = statement, moment
    return first
