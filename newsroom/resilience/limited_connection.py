"""Connections that notice when the server has gone silent.

A statement has its limit in the server (see `statement_limits`), but a server that is frozen, or
cut off, keeps no limit, and a driver would wait for it for ever. So code that waits inside
`patience` probes the server's address now and then, and gives up if nobody answers.

Outside of `patience`, as in commands, a connection waits as long as it takes.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import psycopg

SILENT_SECONDS: Final = 0.7
"""How long the server may be silent before it is probed."""

ANSWER_SECONDS: Final = 0.9
"""How long the probe may take. With the time above and that of a page it is below 3 s."""

# "May we speak TLS?" of PostgreSQL's protocol, which a server answers before it asks who we are.
_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)

_longest: ContextVar[float | None] = ContextVar("longest", default=None)


class ServerSilentError(psycopg.OperationalError):
    """The server does not answer any more."""


@contextmanager
def patience(longest: float) -> Iterator[None]:
    """Inside, no answer of the server is waited for longer than `longest` seconds (0: as long as
    the server is there), and not much longer than two seconds if the server is gone."""
    token = _longest.set(longest)
    try:
        yield
    finally:
        _longest.reset(token)


class LimitedConnection(psycopg.Connection[Any]):
    """psycopg's connection, limited by `patience`."""

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        """Waits for an answer; if none comes, closes the connection and raises
        `ServerSilentError`."""
        longest = _longest.get()
        if longest is None:
            return super().wait(gen, *args, **kwargs)
        try:
            return super().wait(_watched(gen, self._is_answered, longest), *args, **kwargs)
        except ServerSilentError:
            self.close()
            raise

    def _is_answered(self) -> bool:
        return is_answered(_text(self.pgconn.host), int(_text(self.pgconn.port) or 5432))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _watched(
    gen: Generator[Any, Any, Any], is_answered: Callable[[], bool], longest: float
) -> Generator[Any, Any, Any]:
    """psycopg's generator of one answer, which is resumed ten times a second while none comes."""
    begun = time.monotonic()
    look_at = begun + SILENT_SECONDS
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready:  # nothing came: `psycopg.waiting.Ready.NONE`
                now = time.monotonic()
                if longest and now - begun > longest:
                    raise ServerSilentError(f"the database did not answer within {longest:.1f} s")
                if now >= look_at:
                    if not is_answered():
                        raise ServerSilentError("the database server does not answer any more")
                    look_at = time.monotonic() + SILENT_SECONDS
            wanted = gen.send(ready)
    except StopIteration as end:
        return end.value


def is_answered(host: str, port: int, *, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether a PostgreSQL server, or a pooler, answers at an address: a host, or the folder of a
    socket."""
    deadline = time.monotonic() + seconds
    try:
        with _linked(host, port, seconds) as link:
            link.settimeout(max(0.05, deadline - time.monotonic()))
            link.sendall(_SSL_REQUEST)
            return bool(link.recv(1))
    except OSError:
        return False


def _linked(host: str, port: int, seconds: float) -> socket.socket:
    if not host.startswith("/"):
        return socket.create_connection((host, port), seconds)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.settimeout(seconds)
        link.connect(f"{host}/.s.PGSQL.{port}")
    except OSError:
        link.close()
        raise
    return link
