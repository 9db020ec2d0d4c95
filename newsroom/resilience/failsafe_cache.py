"""A shared cache that may fail: a failed lookup is a miss, and the value is computed again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from django.core.cache.backends.redis import RedisCache, RedisCacheClient, RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 0.25
"""Limit for connecting, and for each answer: a cache slower than the database is useless."""

REST_SECONDS: Final = 10.0
"""How long a failed cache is not used: a frozen one costs a process ANSWER_SECONDS once in this
time, not at each lookup."""

OPTIONS: Final = {
    "socket_connect_timeout": ANSWER_SECONDS,
    "socket_timeout": ANSWER_SECONDS,
    # redis-py tries again by itself, with pauses.
    "retry": Retry(NoBackoff(), 0),
    "serializer": "newsroom.resilience.failsafe_cache.CarefulSerializer",
}


class UnreadableError(ValueError):
    """The stored bytes are not one of our values."""


class CarefulSerializer(RedisSerializer):
    """Django's serializer, with one exception for everything that is wrong with stored bytes."""

    def loads(self, data: Any) -> Any:
        """The value; raises `UnreadableError`."""
        try:
            return super().loads(data)
        except Exception as error:  # reading a pickle may raise anything
            raise UnreadableError(f"{type(error).__name__}: {error}") from error


@dataclass(slots=True)
class _State:
    """State of one cache in this process: since when it fails, and until when it is not used."""

    failed_at: float | None = None
    rests_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def may_ask(self) -> bool:
        """True while the cache works; after a failure, for one caller each `REST_SECONDS`."""
        if self.failed_at is None:
            return True
        with self.lock:
            now = time.monotonic()
            if now < self.rests_until:
                return False
            self.rests_until = now + REST_SECONDS
            return True

    def failed(self, error: Exception) -> None:
        with self.lock:
            is_new = self.failed_at is None
            now = time.monotonic()
            self.failed_at = now if is_new else self.failed_at
            self.rests_until = now + REST_SECONDS
        if is_new:
            logger.error("the cache failed and is not used for now: %s", error)

    def answered(self) -> None:
        if self.failed_at is None:
            return
        with self.lock:
            since, self.failed_at = self.failed_at, None
        if since is not None:
            logger.warning("the cache answers again, after %.0f s", time.monotonic() - since)


_states: dict[str, _State] = {}


def _forgiving(method: Callable[..., Any], missing: Callable[..., Any]) -> Callable[..., Any]:
    """A method of the client that returns the result of `missing` if the cache fails."""

    @wraps(method)
    def ask(self: FailsafeRedisClient, *args: Any, **kwargs: Any) -> Any:
        if not self.state.may_ask():
            return missing(*args, **kwargs)
        try:
            answer = method(self, *args, **kwargs)
        except UnreadableError as error:
            logger.warning("the cache contains a value that cannot be read: %s", error)
            answer = missing(*args, **kwargs)
        except (RedisError, OSError) as error:
            self.state.failed(error)
            return missing(*args, **kwargs)
        self.state.answered()
        return answer

    return ask


def _default(key: str, default: Any = None) -> Any:
    return default


def _no_number(key: str, *args: Any) -> Any:
    raise ValueError(f"Key {key!r} not found.")


class FailsafeRedisClient(RedisCacheClient):
    """Django's Redis client, but a failure is a miss: it answers like an empty cache, and is not
    used for a while."""

    def __init__(self, servers: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(servers, *args, **kwargs)
        self.state = _states.setdefault(";".join(servers), _State())

    add = _forgiving(RedisCacheClient.add, lambda *args: True)
    get = _forgiving(RedisCacheClient.get, _default)
    set = _forgiving(RedisCacheClient.set, lambda *args: None)
    touch = _forgiving(RedisCacheClient.touch, lambda *args: False)
    delete = _forgiving(RedisCacheClient.delete, lambda *args: False)
    get_many = _forgiving(RedisCacheClient.get_many, lambda *args: {})
    has_key = _forgiving(RedisCacheClient.has_key, lambda *args: False)
    incr = _forgiving(RedisCacheClient.incr, _no_number)
    set_many = _forgiving(RedisCacheClient.set_many, lambda *args: None)
    delete_many = _forgiving(RedisCacheClient.delete_many, lambda *args: None)
    clear = _forgiving(RedisCacheClient.clear, lambda *args: False)


class FailsafeRedisCache(RedisCache):
    """Django's Redis cache with that client: for `CACHES`, with `OPTIONS` from above."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = FailsafeRedisClient
