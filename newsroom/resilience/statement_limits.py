"""How long requests wait for the database: readers' statements end after some seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from psycopg.pq import TransactionStatus

from .limited_connection import patience
from .unavailable import answer_for

POOL_SECONDS: Final = {"timeout": 1.2, "reconnect_timeout": 2.0}
"""How long a request waits for one of the process's connections, and how long the pool tries to
reconnect, with ever longer pauses, before it leaves that to the next request."""

UNLIMITED: Final = 0.0
UNKNOWN: Final = -1.0

# The limit in seconds of each connection that got one outside of transactions.
_limits: WeakKeyDictionary[psycopg.Connection[Any], float] = WeakKeyDictionary()


class DatabaseLimitsMiddleware:
    """Limits readers' requests to READER_STATEMENT_TIMEOUT, and ends all requests while the
    database does not answer. The response is then a 503 that says so (`unavailable`).

    The limit is set on a connection when a request first uses it, unless it has it already: the
    connections of the pool keep theirs, so most requests need no extra statement.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        hurry_pools()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with limits(UNLIMITED if is_desk(request.path_info) else settings.READER_STATEMENT_TIMEOUT):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The response if the database was what failed."""
        return answer_for(request, exception)


def is_desk(path: str) -> bool:
    """Whether an address is one of the desk's, in any language: work there may take longer."""
    parts = path.split("/", 3)[1:]
    codes = {code for code, _name in settings.LANGUAGES}
    return "admin" in (parts[1:2] if parts[0] in codes else parts[:1])


@contextmanager
def limits(seconds: float) -> Iterator[None]:
    """Inside, a statement on any of this thread's connections is cancelled after `seconds` (0: no
    limit of ours), and none is waited for if the server is gone."""
    with ExitStack() as stack:
        # A little more than the server takes to end a statement itself.
        stack.enter_context(patience(seconds + 1 if seconds else UNLIMITED))
        for connection in connections.all():
            limiter = _Limiter(seconds)
            stack.enter_context(connection.execute_wrapper(limiter))
            stack.callback(limiter.end)
        yield


class _Limiter:
    """Sets the limit on the connection that is used, before the first statement on it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.used: psycopg.Connection[Any] | None = None

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        raw = context["connection"].connection
        if raw is not self.used:
            with context["connection"].wrap_database_errors:
                self._limit(raw)
        return execute(sql, params, many, context)

    def _limit(self, raw: psycopg.Connection[Any]) -> None:
        status = raw.info.transaction_status
        if status == TransactionStatus.INERROR:
            return  # it takes no statement before its transaction is rolled back
        if _limits.get(raw, UNLIMITED) != self.seconds:
            # A limit set inside a transaction may be rolled back with it, so it is not remembered.
            is_sure = raw.autocommit and status == TransactionStatus.IDLE
            raw.execute(_setting(self.seconds))
            _limits[raw] = self.seconds if is_sure else UNKNOWN
        self.used = raw

    def end(self) -> None:
        """A transaction that goes on after the request goes on without its limit."""
        if self.used is None or self.used.closed:
            return
        if self.used.info.transaction_status == TransactionStatus.INTRANS:
            self.used.execute(_setting(UNLIMITED))
            _limits[self.used] = UNKNOWN


def _setting(seconds: float) -> str:
    value = f"{max(1, round(seconds * 1000))}" if seconds else "DEFAULT"
    return f"SET statement_timeout TO {value}"


def hurry_pools() -> None:
    """Limits the waits of the connection pools to what a reader would wait."""
    for connection in connections.all():
        options: Any = connection.settings_dict.get("OPTIONS", {}).get("pool")
        if isinstance(options, dict):
            options |= POOL_SECONDS
        known: dict[str, Any] = getattr(type(connection), "_connection_pools", {})
        if pool := known.get(connection.alias):
            pool.timeout = POOL_SECONDS["timeout"]
            pool.reconnect_timeout = POOL_SECONDS["reconnect_timeout"]
