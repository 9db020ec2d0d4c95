"""Probes of load balancers, answered before anything else handles the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.public.views import health

from .statement_limits import limits

PROBE_SECONDS: Final = 2.0


class ProbeMiddleware:
    """Answers `/healthz` and `/readyz` whatever the request's Host: a balancer knows an IP address
    and no host name, and does not follow the redirect to TLS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return health.healthz(request)
        if request.path_info == "/readyz":
            with limits(PROBE_SECONDS):
                return health.readyz(request)
        return self.get_response(request)
