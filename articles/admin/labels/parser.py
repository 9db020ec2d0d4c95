"""The parser's messages about lines, marked for translation; the parser itself writes English
and does not use Django.

The admin translates the stored messages with `gettext`.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop, ngettext_lazy

from articles.parsing import PageKind

REASONS: Final = (
    gettext_noop("a headline with no text below it"),
    gettext_noop("advertisement"),
    gettext_noop("agency's notice"),
    gettext_noop("author box"),
    gettext_noop("contact details"),
    gettext_noop("date or reading time"),
    gettext_noop("embedded post"),
    gettext_noop("field of a press database"),
    gettext_noop("follow button"),
    gettext_noop("gallery counter"),
    gettext_noop("head or foot of a printed page"),
    gettext_noop("head or foot of the export"),
    gettext_noop("legal notice"),
    gettext_noop("list of other stories"),
    gettext_noop("list of the export's titles"),
    gettext_noop("list of the page's links"),
    gettext_noop("marked as page furniture on the desk"),
    gettext_noop("menu"),
    gettext_noop("newsletter box"),
    gettext_noop("page address"),
    gettext_noop("page number"),
    gettext_noop("page path"),
    gettext_noop("picture credit"),
    gettext_noop("player"),
    gettext_noop("print button"),
    gettext_noop("readers' comments"),
    gettext_noop("rule"),
    gettext_noop("share button"),
    gettext_noop("short address"),
    gettext_noop("text of the page, not of the story"),
    gettext_noop("text outside any story"),
    gettext_noop("the export holds no text of this document"),
    gettext_noop("the page holds no story"),
    gettext_noop("the page is no article"),
    gettext_noop("topics of the page"),
    gettext_noop("word count"),
    gettext_noop("No story was found: no line reads as a headline with text below it."),
    gettext_noop("The dump holds no text."),
    gettext_noop("The page is a listing: links to stories or other pages, no text of its own."),
    gettext_noop("The page is a forum's: questions, answers or posts, no article."),
    gettext_noop("The page presents a product for sale, no article."),
    gettext_noop("The page presents a service or an organisation, no article."),
    gettext_noop("The page is documentation or a course, no article."),
    gettext_noop("The page is a collection of things on offer, no article."),
)

PAGE_KINDS: Final = {
    PageKind.LISTING: ngettext_lazy("%(number)s listing page", "%(number)s listing pages", "count"),
    PageKind.COLLECTION: ngettext_lazy("%(number)s collection", "%(number)s collections", "count"),
    PageKind.PRODUCT: ngettext_lazy("%(number)s product", "%(number)s products", "count"),
    PageKind.SERVICE: ngettext_lazy("%(number)s service page", "%(number)s service pages", "count"),
    PageKind.FORUM: ngettext_lazy("%(number)s forum page", "%(number)s forum pages", "count"),
    PageKind.DOCUMENTATION: ngettext_lazy(
        "%(number)s page of documentation", "%(number)s pages of documentation", "count"
    ),
}
"""Groups of pages that are no articles, for a `count` and the `number` that is written of it."""

OTHERS: Final = ngettext_lazy("%(number)s other", "%(number)s others", "count")
"""All else that is in quarantine: passages outside stories, pages that hold no story."""
