"""What kind of page a page of markup is: an article, a listing, a forum's thread, a product ...

Trees weigh what page_measures.py measures. Their numbers are in page_kinds.json, made from labelled
pages by benchmarks/train_page_kinds.py. Kinds of stories are told by plain rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from articles.parsing.line_kinds import HintedLine
from articles.parsing.marks import Mark
from articles.parsing.types import PageHints, PageKind

from .classifier import trees_of, weigh
from .features import Look
from .marked_body import Page
from .page_measures import measure_page

OTHERS: Final = (
    *(PageKind.LISTING, PageKind.FORUM, PageKind.PRODUCT, PageKind.SERVICE),
    *(PageKind.DOCUMENTATION, PageKind.COLLECTION),
)
"""What a page can be that is no article; the trees have one set for each."""

NO_ARTICLE: Final = 1.0
"""Log odds from which on a page is taken for none; see benchmarks/train_page_kinds.py."""

_SURELY_AN_ARTICLE: Final = -6.0
"""Log odds."""

_FRAME: Final = frozenset({"nav", "header", "footer", "aside", "form", "button"})
_LINK_SHARE: Final = 0.8
_MOST_LINKS: Final = 0.1
"""A page without any menu, foot or form, of whose lines no more than this share are links, is a
piece that was cut out of a page."""

_FEW_WORDS: Final = 250
_LIVE: Final = "LiveBlogPosting"
_GALLERIES: Final = frozenset({"ImageGallery", "MediaGallery"})
_VIDEOS: Final = frozenset({"VideoObject", "Movie", "og:video", "og:video.other"})
_GALLERY_PATH: Final = re.compile(
    r"/(?:photo-?)?galler(?:y|ies|ia|ie|ij)/|/fotostrecken?/|/diaporamas?/"
)
_VIDEO_PATH: Final = re.compile(r"/videos?/")
_LIVE_PATH: Final = re.compile(r"/live-?blogs?/|/live(?:-updates)?/|-live-updates|/liveticker/")


class JudgedPage(NamedTuple):
    """What kind of page a page is, and the log odds that it is no article."""

    kind: PageKind = PageKind.ARTICLE
    other: float = _SURELY_AN_ARTICLE


def judge_page(
    lines: Sequence[HintedLine], marks: Sequence[Mark], page: Page, hints: PageHints
) -> JudgedPage:
    """What a page is that the trees for lines have weighed; `marks` has one for each line.

    A piece of a page, such as a story's text alone, is an article.
    """
    body = page.body()
    if not body:
        return JudgedPage()
    other = _SURELY_AN_ARTICLE
    if not is_piece(page.looks, marks):
        row = measure_page(lines, page.looks, marks, body, hints)
        trees = trees_of("page_kinds.json")
        other = max(other, weigh(trees["other"], row))
        if other > NO_ARTICLE:
            return JudgedPage(max(OTHERS, key=lambda kind: weigh(trees[kind], row)), other)
    words = sum(look.size for look in page.looks if look.line_index in set(body))
    return JudgedPage(_kind_of_story(hints, words, _words_around(marks[k] for k in body)), other)


def is_piece(looks: Sequence[Look], marks: Sequence[Mark]) -> bool:
    """Whether lines are a piece of a page: nothing of what frames a page stands around any."""
    linked = 0
    for look in looks:
        mark = marks[look.line_index]
        linked += mark.linked > _LINK_SHARE * look.own[1]
        if any(element.tag in _FRAME for element in mark.element.around()):
            return False
    return linked <= _MOST_LINKS * len(looks)


def _kind_of_story(hints: PageHints, words: int, around: frozenset[tuple[str, str]]) -> PageKind:
    """The kind of a page that is a story, where what it states is unmistakable."""
    kinds = {kind.rpartition("/")[2] for kind in hints.kinds}
    address = hints.address.casefold()
    if _LIVE in kinds or ("live", "blog") in around or ("", "liveblog") in around:
        return PageKind.LIVE_BLOG
    if kinds & _GALLERIES or (_GALLERY_PATH.search(address) and words < _FEW_WORDS):
        return PageKind.GALLERY
    is_article = any("Article" in kind or "Posting" in kind for kind in kinds)
    if words < _FEW_WORDS and kinds & _VIDEOS and (not is_article or _VIDEO_PATH.search(address)):
        return PageKind.VIDEO
    return PageKind.ARTICLE


def _words_around(marks: Iterable[Mark]) -> frozenset[tuple[str, str]]:
    """The pairs of words, and with an empty one the words, of the elements around a page's text."""
    elements = {element for mark in marks for element in mark.element.around()}
    words = {element.words for element in elements if element.tag not in ("html", "body")}
    return frozenset(pair for own in words for pair in (*pairwise(own), *(("", w) for w in own)))


NOT_AN_ARTICLE: Final = {
    PageKind.LISTING: "The page is a listing: links to stories or other pages, no text of its own.",
    PageKind.FORUM: "The page is a forum's: questions, answers or posts, no article.",
    PageKind.PRODUCT: "The page presents a product for sale, no article.",
    PageKind.SERVICE: "The page presents a service or an organisation, no article.",
    PageKind.DOCUMENTATION: "The page is documentation or a course, no article.",
    PageKind.COLLECTION: "The page is a collection of things on offer, no article.",
}
"""A sentence on why a page of each of `OTHERS` is no article."""
