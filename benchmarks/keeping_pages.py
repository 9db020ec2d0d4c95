"""Whole pages kept by Django's own cache, for both sites of benchmarks/serve.py."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.cache import CacheMiddleware

SECONDS = 60


class KeepPages(CacheMiddleware):
    """Keeps each page for a minute, whatever the page says that browsers may do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response, page_timeout=SECONDS)
