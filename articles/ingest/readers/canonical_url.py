"""A page's own address, in a form in which two captures of it can be compared.

Conservative: what is left out of an address never tells stories apart, and an address that may be
that of a front page, a section or a list of stories is none.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlencode

from articles.addresses import read_address

_LISTS: Final = frozenset(
    {"tag", "tags", "topic", "topics", "category", "categories", "section", "sections", "author"}
    | {"authors", "search", "archive", "archives", "page", "feed", "rubrik", "rubrique", "thema"}
)
_WORD_ENDS: Final = re.compile(r"[-_+]|%20| ")
_NUMBER: Final = re.compile(r"\d{4}")
_LEAST_WORDS: Final = 3
"""Words in the last part of an address that no section has: `flood-wall-approved`; but
`middle-east`."""


class StoryAddress(NamedTuple):
    """An address without its scheme. `is_own` is true of one that by its looks is a single story's:
    with a number, or several words."""

    address: str = ""
    is_own: bool = False


NO_ADDRESS: Final = StoryAddress()


def story_address(stated: str) -> StoryAddress:
    """The address of a story's page; none of what is no address or may be a list's.

    >>> story_address("http://www.Post.example/news/ferry-aground/?utm_source=x#top").address
    'post.example/news/ferry-aground'
    >>> story_address("https://post.example/world/")
    StoryAddress(address='', is_own=False)
    """
    read = read_address(stated)
    if read is None:
        return NO_ADDRESS
    segments = list(read.segments)
    query = [pair for pair in read.query if pair[1]]
    numbered = any(value.isdigit() for _, value in query)
    last = segments[-1] if segments else ""
    words = len(list(filter(None, _WORD_ENDS.split(last))))
    if not numbered and _could_be_list(segments, words):
        return NO_ADDRESS
    is_own = numbered or words >= _LEAST_WORDS or _NUMBER.search(last) is not None
    address = "/".join([f"{read.host}{read.port}", *segments])
    return StoryAddress(f"{address}?{urlencode(query)}" if query else address, is_own)


def _could_be_list(segments: list[str], words: int) -> bool:
    """Whether a path is a front page's, a section's, or that of a list: `/`, `/world/europe`,
    `/tag/ferries-and-boats`, `/2024/03/14`."""
    folded = [segment.casefold() for segment in segments]
    if not folded or not _LISTS.isdisjoint(folded[-2:]):
        return True
    if all(segment.isdigit() or segment in _LISTS for segment in folded):
        return len(folded) > 1 or len(folded[0]) < len("1000")
    last = folded[-1]
    return words < 2 and not any(map(str.isdigit, last)) and "." not in last
