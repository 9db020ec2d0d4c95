"""The response while the database does not answer in time: a 503 that needs no database."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.defaults import server_error as broken
from psycopg.errors import QueryCanceled
from psycopg_pool import PoolTimeout

from .limited_connection import ServerSilentError

logger = logging.getLogger(__name__)

RETRY_SECONDS: Final = 30

# Addresses with filters: if a search takes too long, the reader can narrow it.
_NARROWED: Final = frozenset({"list", "topic", "source", "place", "archive-day", "api-list"})


def answer_for(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The response to a request that failed with this; None if the database was not the cause."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return None
    is_slow = any(isinstance(cause, QueryCanceled) for cause in _causes(exception))
    match = request.resolver_match
    is_broad = is_slow and match is not None and match.url_name in _NARROWED
    is_foreseen = any(isinstance(cause, _FORESEEN) for cause in _causes(exception))
    text = str(exception).strip().partition("\n")[0]
    logger.error("%s: %s", request.path, text, exc_info=None if is_foreseen else exception)
    if match is not None and ("programs" in match.namespaces or match.url_name == "suggest"):
        response = _for_programs(request, is_broad=is_broad)
    else:
        response = _page(request, is_broad=is_broad)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's page for unexpected errors (`handler500`) outside of views."""
    return answer_for(request, sys.exc_info()[1]) or broken(request)


# Errors whose first line says everything; for any other the traceback is logged.
_FORESEEN: Final = (QueryCanceled, PoolTimeout, ServerSilentError)


def _causes(exception: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = exception
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _for_programs(request: HttpRequest, *, is_broad: bool) -> HttpResponse:
    text = _TOO_BROAD if is_broad else _AWAY
    if request.path.endswith(".json") or request.path.endswith(("/suggest", "/api/articles/")):
        return JsonResponse({"error": text}, status=503)
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=503)


# Not translated: data for programs has one address for all languages.
_TOO_BROAD: Final = "This search takes too long. Narrow it: by more words, a topic, or some days."
_AWAY: Final = "The site cannot answer just now. Try again in a minute."


def _page(request: HttpRequest, *, is_broad: bool) -> HttpResponse:
    # Without the context processors: they look up who is signed in, which needs the database.
    query = request.GET.copy()
    words = query.pop("q", [""])[-1]
    for name in ("after", "before", "sort"):
        query.pop(name, None)
    kept = [(name, value) for name, values in query.lists() for value in values if value]
    context = {"request": request, "value": words, "kept": kept, "here": request.path}
    template = "articles/too_broad.html" if is_broad else "503.html"
    return HttpResponse(render_to_string(template, context), status=503)
