"""Whole pages, kept in each process by the fingerprint of all that they show.

What a page shows is asked of the database each time; only what is made of the answer is kept. So a
page that is kept is never behind its stories: a change of anything is another name, and another tag
for the browsers that have the page. It is kept in memory, not in a shared cache, so that it ends
with the process whose templates made it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.public import facets
from articles.public.cache_keys import fingerprint
from articles.public.facets import Recent

from .http_caching import etag_of

KEPT_SECONDS: Final = 300

Context = dict[str, Any]


def cached_page(
    request: HttpRequest,
    template: str,
    facts: Any,
    context: Callable[[Recent], Context],
    *,
    add_headers: Callable[[HttpResponse], None] = lambda response: None,
    is_kept: bool = True,
) -> HttpResponse:
    """The page, with a tag: as it was made of the same facts before, or made of them now.

    `facts` are all that `context` goes by, beside the address, the language and the day, which
    every page shows, and what the newest stories are about, which `context` is given. Nothing on
    the page, nor in what `add_headers` adds, may depend on who asks. With `is_kept` off it is
    rendered each time, as no other will be the same.
    """
    recently = facets.recent()
    name = fingerprint(
        template,
        request.get_full_path(),
        get_language(),
        timezone.localdate(),
        settings.LANGUAGES,
        repr(recently),  # nothing but plain values; quicker than value by value
        facts,
    )
    is_kept = is_kept and not settings.DEBUG  # who writes templates sees them at once
    kept = caches["pages"].get(name) if is_kept else None
    if kept is None:
        response = render(request, template, {**context(recently), "recently": recently})
        add_headers(response)
        # The content, too: an update of the site's templates is a change for browsers.
        response["ETag"] = etag_of(name, response.content)
        if is_kept:
            content, headers = response.content, dict(response.items())
            caches["pages"].set(name, (content, headers), KEPT_SECONDS)
        return response
    content, headers = kept
    return HttpResponse(content, headers=headers)
