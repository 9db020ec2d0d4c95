"""Old paths of stories whose site moved here: they redirect to the stories.

Only what would be answered by 404 is looked up, by one query, and only if the setting
`REDIRECT_OLD_PATHS_OF` names the sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path

from articles.addresses import address_key, read_address
from articles.ingest.readers.canonical_url import story_address
from articles.models import Article, Clipping
from articles.public.formats.absolute_urls import page_of

from .http_caching import FRESH_SECONDS

MOST_CAPTURES: Final = 50
"""Captures that are read of the addresses that a path may mean."""

LONGEST_PATH: Final = 2_000

# `/story.php?id=4`: there the query says which page it is
_SCRIPT: Final = re.compile(r"\.(?:php\d?|aspx?|cfm|jsp|cgi|pl|dll|do)$", re.IGNORECASE)


class OldPathsMiddleware:
    """Answers an old path of a published story by 301 to the story, in the language of the
    request's address. Any other 404 stays one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        hosts = settings.REDIRECT_OLD_PATHS_OF
        if not hosts or response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        story = moved_story(request.get_full_path(), _hosts_of(request, hosts))
        if story is None:
            return response
        # Under SITE_URL, whatever host was asked; and checked again soon, as the story may be
        # withdrawn.
        found = HttpResponsePermanentRedirect(page_of(story))
        patch_cache_control(found, public=True, max_age=0, s_maxage=FRESH_SECONDS)
        return found


def _hosts_of(request: HttpRequest, hosts: list[str]) -> list[str]:
    """The old site that the request is addressed to; all of them if it is to none."""
    named = request.get_host().partition(":")[0].lower().removeprefix("www.")
    return [host for host in hosts if host.removeprefix("www.") == named] or hosts


class _Capture(NamedTuple):
    story: int
    slug: str
    key: str
    address: str


def moved_story(path: str, hosts: list[str]) -> Article | None:
    """The published story, its key and slug alone, that had this path on one of the hosts; one
    query.

    A query counts where the story's address has one. Capitals count where two addresses differ in
    nothing else. Of several stories at one address it is the newest; none of them if the address
    may be that of a list (`/sport/`), which the pages of many stories state.
    """
    keys = list(dict.fromkeys(_keys(path, hosts))) if len(path) <= LONGEST_PATH else []
    captures = _captures(keys) if keys else []
    asked = _path_of(f"http://host{path}")
    for key in keys:
        same = [capture for capture in captures if capture.key == key]
        exact = [capture for capture in same if _path_of(capture.address) == asked]
        if len({capture.story for capture in same}) > 1 and not _is_storys(same):
            return None
        for capture in exact or same:
            return Article(pk=capture.story, slug=capture.slug)
    return None


def _keys(path: str, hosts: list[str]) -> Iterator[str]:
    """The addresses that a path may mean, the likeliest first: with its query and without; then
    the same without the prefix of a language."""
    language = get_language_from_path(path)
    paths = [path, path.removeprefix(f"/{language}")] if language else [path]
    for each in paths:
        is_script = _SCRIPT.search(each.partition("?")[0]) is not None
        for with_query in (True,) if is_script else (True, False):
            for host in hosts:
                key = address_key(f"http://{host}{each}", with_query=with_query)
                if key and not key.endswith(")/"):  # that of a front page
                    yield key


def _captures(keys: list[str]) -> list[_Capture]:
    """The captures of published stories at these addresses, the newest story first."""
    rows = Clipping.objects.filter(
        ~Q(address_key=""), address_key__in=keys, article__in=Article.objects.published()
    ).order_by("-article__published_at", "-article")
    address = KeyTextTransform("address", "dump__hints")
    columns = ("article", "article__slug", "address_key", address)
    return [_Capture(*row) for row in rows.values_list(*columns)[:MOST_CAPTURES]]


def _path_of(address: str) -> tuple[str, ...]:
    read = read_address(address)
    return read.segments if read else ()


def _is_storys(captures: list[_Capture]) -> bool:
    return any(story_address(capture.address).address for capture in captures)
