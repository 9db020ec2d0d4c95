"""Who may cache a response, and for how long.

Nothing on the readers' pages depends on who asks. So any cache between here and the reader may
store them for a minute; a withdrawn story disappears everywhere soon after. A browser asks for a
page each time, and mostly gets a 304: an editor who publishes a story looks for it at once. Pages
of the desk set their own headers, and are not changed here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from hashlib import blake2b
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, quote_etag

from articles.models import Article
from articles.public.formats.item import changed_at

FRESH_SECONDS: Final = 60
STALE_SECONDS: Final = 60
_MAY_BE_KEPT: Final = {200, 301, 304, 410}

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def shared(view: View[Rest]) -> View[Rest]:
    """A view for programs whose responses are the same for everyone: anyone may cache them."""
    return _kept(view, max_age=FRESH_SECONDS, stale_while_revalidate=STALE_SECONDS)


def shared_page(view: View[Rest]) -> View[Rest]:
    """A page that is the same for everyone: shared caches may store it, browsers ask again."""
    return _kept(view, max_age=0, s_maxage=FRESH_SECONDS)


def _kept(view: View[Rest], **directives: int) -> View[Rest]:
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in _MAY_BE_KEPT and "Cache-Control" not in response:
            patch_cache_control(response, public=True, **directives)
        return response

    return answer


def etag_of(*facts: object) -> str:
    """An entity tag that changes when one of these facts does."""
    digest = blake2b(digest_size=12)
    for fact in facts:
        digest.update(repr(fact).encode())
        digest.update(b"\0")
    return quote_etag(digest.hexdigest())


def dated(response: HttpResponse, article: Article) -> HttpResponse:
    """The response with `Last-Modified`: when the article last changed, or the day began.

    What it shows of sources and other stories may have changed since; only its tag covers that.
    """
    midnight = datetime.combine(timezone.localdate(), time.min)
    changed = max(changed_at(article), timezone.make_aware(midnight))
    response["Last-Modified"] = http_date(changed.timestamp())
    return response
