"""A shared cache that fails is no cache: pages are made without it, and soon."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from newsroom.resilience import failsafe_cache as shared
from newsroom.settings import read_cache
from tests.support.builders import NOON, make_article

ADDRESSES = (
    *("/", "/ar/", "/articles/", "/articles/?q=boats", "/topics/oceans/", "/archive/"),
    *("/archive/2025/03/", "/archive/2025/03/18/", "/feeds/latest.rss", "/api/articles/"),
)


class Redis:
    """A real server, which can be frozen, ended and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with closing(socket.socket()) as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--dir", str(self.folder)]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([*command, "--save", ""], stdout=quiet, stderr=quiet)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)


@pytest.fixture
def redis(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        message = "No redis-server found; on Debian: apt-get install redis-server."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    server = Redis(tmp_path)
    monkeypatch.setenv("CACHE_URL", server.url)
    settings.CACHES = {**settings.CACHES, "default": read_cache()}
    monkeypatch.setattr(shared, "REST_SECONDS", 0.5)
    try:
        yield server
    finally:
        server.stop()


def away(redis: Redis) -> None:
    redis.stop()


def frozen(redis: Redis) -> None:
    redis.freeze()


def read_only(redis: Redis) -> None:
    command(redis, "REPLICAOF", "127.0.0.1", "1")


def locked(redis: Redis) -> None:
    command(redis, "CONFIG", "SET", "requirepass", "secret")
    command(redis, "--no-auth-warning", "-a", "secret", "CLIENT", "KILL", "TYPE", "normal")


def full(redis: Redis) -> None:
    command(redis, "CONFIG", "SET", "maxmemory", "1")


def command(redis: Redis, *words: str) -> None:
    subprocess.run(
        ["redis-cli", "-p", str(redis.port), *words], check=True, stdout=subprocess.DEVNULL
    )


TROUBLE = [away, frozen, read_only, locked, full]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", TROUBLE)
def test_every_page_is_made_without_the_cache(client: Client, redis: Redis, trouble) -> None:
    story = make_article(headline="Boats", tags=["Oceans"], published_at=NOON)
    addresses = (*ADDRESSES, story.get_absolute_url(), f"/articles/{story.pk}.json")
    for address in addresses:  # so that there are connections, and something is kept
        assert client.get(address).status_code == 200
    trouble(redis)

    began = time.monotonic()
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert time.monotonic() - began < 10  # a frozen one costs a moment, not one a look


@pytest.mark.parametrize("trouble", TROUBLE)
def test_it_answers_as_a_cache_that_keeps_nothing(redis: Redis, trouble) -> None:
    cache.set("known", 1)
    trouble(redis)
    cache.set("known", 2)

    assert cache.add("new", 1) is True
    assert cache.get_or_set("other", 3) == 3
    if trouble is away or trouble is frozen or trouble is locked:
        assert cache.get("known", "missing") == "missing"
        assert cache.get_many(["known"]) == {}
        assert cache.has_key("known") is False
        assert cache.delete("known") is False
        with pytest.raises(ValueError, match="not found"):
            cache.incr("known")
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    cache.touch("a")
    cache.clear()


def test_an_outage_is_logged_once_and_so_is_its_end(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "newsroom.resilience.failsafe_cache")
    cache.set("known", 1)
    redis.stop()
    threads = [threading.Thread(target=cache.get, args=("known",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(3):
        assert cache.get("known") is None
        time.sleep(0.6)
    assert len([r for r in caplog.records if "failed" in r.message]) == 1

    redis.start()
    time.sleep(0.6)
    cache.set("known", 2)
    assert cache.get("known") == 2
    assert len([r for r in caplog.records if "answers again" in r.message]) == 1
    assert len(caplog.records) == 2


def test_a_frozen_cache_costs_a_moment_and_is_then_left_alone(redis: Redis) -> None:
    cache.set("known", 1)
    redis.freeze()

    began = time.monotonic()
    for _ in range(1000):
        assert cache.get("known") is None
    assert time.monotonic() - began < 3


def test_what_cannot_be_read_is_a_miss(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    gone = pickle.dumps(Path).replace(b"Path", b"Gone")
    for garbage in (b"", b"\x80garbage", b"\x80\x04.", gone, b"\xff" * 50):
        cache._cache.get_client("x", write=True).set(cache.make_key("known"), garbage)
        assert cache.get("known", "missing") == "missing"
        assert cache.get_many(["known"]) == {}
    assert "cannot be read" in caplog.text
    cache.set("known", 5)
    assert cache.get("known") == 5
    assert cache.incr("known") == 6


def test_a_wrong_address_is_no_cache(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "redis://no-such-host.invalid:6379/0")
    settings.CACHES = {**settings.CACHES, "default": read_cache()}

    assert cache.get("known") is None
    cache.set("known", 1)
