"""Links in stories to the site's own pages, in the language of the reader's interface."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.languages import in_language

# As `articles.markup` writes it. A quotation mark in running text is escaped there, so what matches
# is a tag of the renderer's.
_LINK: Final = re.compile(r'<a href="([^"]*)"([^>]*)>')
_OUTWARD: Final = ' rel="nofollow noopener"'


def in_interface(html: SafeString) -> SafeString:
    """A story's HTML with its links to readers' pages changed to the interface's language,
    including absolute links to this site. Feeds and files are the same in all languages."""
    if "<a href=" not in html:
        return html
    # Safe: what was HTML stays so; of an address only the beginning changes.
    return mark_safe(_LINK.sub(_link, html))  # noqa: S308


def _link(link: re.Match[str]) -> str:
    address, rest = link[1], link[2]
    path = address.removeprefix(settings.SITE_URL)
    if not path.startswith("/"):
        return link[0]
    own = in_language(get_language() or settings.LANGUAGE_CODE, path)
    if own == address or not _is_readers(own):
        return link[0]
    return f'<a href="{own}"{rest.replace(_OUTWARD, "")}>'


def _is_readers(address: str) -> bool:
    """Whether a path, in the interface's language, is that of a page for readers."""
    try:
        return resolve(unquote(re.split("[?#]", address)[0])).namespaces == ["articles"]
    except Resolver404:
        return False
