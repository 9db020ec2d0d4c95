"""The parser's messages about lines, marked for translation; the parser itself writes English
and does not use Django.

The admin translates the stored messages with `gettext`.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from articles.parsing import PageKind

REASONS: Final = (
    gettext_noop("a headline with no text below it"),
    gettext_noop("advertisement"),
    gettext_noop("agency's notice"),
    gettext_noop("author box"),
    gettext_noop("contact details"),
    gettext_noop("date or reading time"),
    gettext_noop("follow button"),
    gettext_noop("gallery counter"),
    gettext_noop("legal notice"),
    gettext_noop("list of other stories"),
    gettext_noop("marked as page furniture on the desk"),
    gettext_noop("menu"),
    gettext_noop("newsletter box"),
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
    gettext_noop("the page holds no story"),
    gettext_noop("the page is no article"),
    gettext_noop("topics of the page"),
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
    PageKind.LISTING: _("Listings"),
    PageKind.COLLECTION: _("Collections of products"),
    PageKind.PRODUCT: _("Product pages"),
    PageKind.SERVICE: _("Service pages"),
    PageKind.FORUM: _("Forum pages"),
    PageKind.DOCUMENTATION: _("Pages of documentation"),
}
"""Groups of pages that are no articles."""
