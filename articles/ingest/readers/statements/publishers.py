"""Whose page it is: the name that a publisher goes by, out of what the page states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .addresses import host_of
from .people import folded_name
from .statement import Statement, words_of

_LONGEST: Final = 80
_SHORTEST: Final = 3
"""Letters that a name and a host have in common."""

_SEPARATOR: Final = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_LEGAL: Final = re.compile(
    r",?\s+(?:inc|ltd|llc|llp|gmbh(?: & co\.? kg)?|co|corp|pvt\.? ltd|plc|s\.?a|a/s)\.?$",
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})/?", re.I)
_NO_NAMES: Final = words_of(
    """
    home homepage startseite accueil inicio website site web wordpress blog news newspaper
    magazine index undefined null none admin facebook twitter instagram youtube google drupal
    joomla wix blogger test default untitled organization publisher article page
    """
)


def publisher_of(
    stated: Iterable[Statement], title: str, headline: str, addresses: Iterable[str]
) -> Statement | None:
    """The first name that a statement gives; or else the title's part that names the host, or that
    host itself."""
    hosts = list(filter(None, map(host_of, addresses)))
    for statement in stated:
        if name := publisher_name(statement.text, headline):
            return Statement(name, statement.origin)
    for host in hosts[:1]:
        label = _squeezed(host.rpartition(".")[0].rpartition(".")[2] or host)
        for part in _SEPARATOR.split(title)[1:]:
            squeezed = _squeezed(part)
            names_host = len(squeezed) >= _SHORTEST and squeezed in _squeezed(host)
            names_host = names_host or (len(label) > _SHORTEST and label in squeezed)
            if names_host and (name := publisher_name(part, headline)):
                return Statement(name, "title")
        return Statement(host, "address")
    return None


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


def _squeezed(text: str) -> str:
    return folded_name(text).replace(" ", "")
