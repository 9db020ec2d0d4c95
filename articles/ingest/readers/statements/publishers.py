"""Whose page it is: the name that a publisher goes by, out of what the page states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.parsing.lines.people import folded_name

from .addresses import host_of, public_address
from .statement import Statement, Statements, words_of

_LONGEST: Final = 80
_SHORTEST: Final = 3
"""Letters that a name and a host have in common."""

_SEPARATOR: Final = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_LEGAL: Final = re.compile(
    r",?\s+(?:inc|ltd|llc|llp|gmbh(?: & co\.? kg)?|co|corp|pvt\.? ltd|plc|s\.?a|a/s)\.?$",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(r"(?i)\s*\b(?:all rights|alle rechte|tous droits).*$")
_MOST_WORDS: Final = 6
_DOMAIN: Final = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})/?", re.I)
_NO_NAMES: Final = words_of(
    """
    home homepage startseite accueil inicio website site web wordpress blog news newspaper
    magazine index undefined null none admin facebook twitter instagram youtube google drupal
    joomla wix blogger test default untitled organization publisher article page
    """
)


def publisher_of(stated: Statements, headline: str) -> Statement | None:
    """The first name that a statement gives; or else what the title adds to the headline, the
    title's part that names the host, the name of its feed, the host itself, or whoever has the
    copyright."""
    for statement in stated.publishers:
        if name := publisher_name(statement.text, headline):
            return Statement(name, statement.origin)
    host = next(filter(None, map(_host, (*stated.addresses, *stated.links))), "")
    for part in _parts_of_title(stated.title, headline, host):
        if name := publisher_name(part, headline):
            return Statement(name, "title")
    for feed in stated.feeds:
        if _names_host(feed.text, host) and (name := publisher_name(feed.text, headline)):
            return Statement(name, feed.origin)
    if host:
        return Statement(host, "address")
    for statement in (*stated.feeds, *stated.owners):
        if name := publisher_name(_RIGHTS.sub("", statement.text), headline):
            return Statement(name, statement.origin)
    return None


def _host(address: Statement) -> str:
    return host_of(public_address(address.text))


def _parts_of_title(title: str, headline: str, host: str) -> Iterator[str]:
    """The parts of the page's title that name its paper, the likeliest first."""
    folded = folded_name(headline)
    for match in _SEPARATOR.finditer(title):
        if folded_name(title[: match.start()]) == folded:
            rest = _SEPARATOR.split(title[match.end() :])
            yield from (part for part in reversed(rest) if part.count(" ") < _MOST_WORDS)
    yield from (part for part in reversed(_SEPARATOR.split(title)) if _names_host(part, host))


def _names_host(name: str, host: str) -> bool:
    """`Island Post` names `islandpost.example` and `post.example`."""
    squeezed = folded_name(name).replace(" ", "")
    label = host.rpartition(".")[0].rpartition(".")[2].replace("-", "")
    if min(len(squeezed), len(label)) < _SHORTEST:
        return False
    return squeezed in host.replace("-", "") or label in squeezed


def publisher_name(text: str, headline: str = "") -> str:
    """A publisher's name as it would be printed; empty for a handle, a slogan, the headline.

    >>> publisher_name("https://www.post.example/"), publisher_name("@islandpost")
    ('post.example', '')
    >>> publisher_name("Island Post | Latest news from the islands")
    'Island Post'
    """
    name = text.strip(" \t\"'“”|–—-,")
    if match := _DOMAIN.fullmatch(name):
        return match[1].casefold() if "://" in name or name.startswith("www.") else match[1]
    if name.startswith(("@", "#")) or "://" in name:
        return ""
    name = _LEGAL.sub("", _SEPARATOR.split(name)[0].strip())
    folded = folded_name(name)
    if not any(map(str.isalpha, name)) or len(name) < 2 or len(name) > _LONGEST:
        return ""
    if folded in _NO_NAMES or (headline and folded == folded_name(headline)):
        return ""
    return name
