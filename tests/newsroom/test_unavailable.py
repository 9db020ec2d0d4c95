"""A database that is slow, frozen or away: the site says so soon, and goes on afterwards."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from newsroom.embedded_postgres.preparing import USER, find_processes
from newsroom.embedded_postgres.server import EmbeddedServer, get_server
from newsroom.resilience.limited_connection import is_answered
from newsroom.resilience.statement_limits import is_desk, limits

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1.0  # READER_STATEMENT_TIMEOUT of the site under test

PAGES = (
    *("/", "/ar/", "/articles/", "/ar/articles/?q=boats", "/articles/?q=boats&sort=relevance"),
    *("/articles/1/boats/", "/articles/1/", "/topics/oceans/", "/sources/ap/", "/places/tyre/"),
    *("/archive/", "/archive/2025/", "/archive/2025/03/", "/archive/2025/03/18/"),
)
PROGRAMS = (
    *("/articles/1.json", "/articles/1.txt", "/api/articles/", "/suggest?q=boats"),
    *("/feeds/latest.rss", "/feeds/latest.json", "/topics/oceans/latest.atom"),
    *("/sitemap.xml", "/sitemap-0.xml", "/news-sitemap.xml"),
)
DESK = ("/admin/", "/ar/admin/articles/article/")


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class Site:
    port: int
    server: EmbeddedServer

    def get(self, path: str, host: str = "localhost", cookie: str = "") -> Answer:
        began = time.monotonic()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": host} | ({"Cookie": cookie} if cookie else {})
        link.request("GET", path, headers=headers)
        response = link.getresponse()
        body = response.read().decode()
        link.close()
        return Answer(response.status, body, dict(response.headers), time.monotonic() - began)

    def get_all(self, paths: tuple[str, ...], cookie: str = "") -> dict[str, Answer]:
        with ThreadPoolExecutor(len(paths)) as threads:
            answers = threads.map(lambda path: self.get(path, cookie=cookie), paths)
            return dict(zip(paths, answers, strict=True))

    def processes(self) -> set[int]:
        return find_processes(self.server.data)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        pids = self.processes()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.server.socket), user=USER, dbname="postgres")

    def is_well_soon(self) -> bool:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.get("/articles/").status == 200:
                return True
            time.sleep(0.2)
        return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site in a web server, with a database server of its own."""
    server = get_server(tmp_path_factory.mktemp("database") / "postgres")
    server.ensure()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres:///postgres?host={server.socket}&user={USER}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "READER_STATEMENT_TIMEOUT": str(LIMIT),
        "ALLOWED_HOSTS": "localhost",
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    bind = f"127.0.0.1:{port}"
    gunicorn = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", bind]
    web = subprocess.Popen([*gunicorn, "--threads", "30"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                Site(port, server).get("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield Site(port, server)
    finally:
        web.terminate()
        web.wait(20)
        server.release()


def check_refused(answers: dict[str, Answer]) -> None:
    for path, answer in answers.items():
        assert answer.status == 503, (path, answer)
        assert answer.headers["Retry-After"] == "30", path
        assert "no-store" in answer.headers["Cache-Control"], path


def check_words(answers: dict[str, Answer], *, english: str, arabic: str) -> None:
    for path, answer in answers.items():
        words = arabic if path.startswith("/ar/") else english
        assert words in answer.body, (path, answer.body)
        assert "Content-Security-Policy" in answer.headers


def check_for_programs(answers: dict[str, Answer]) -> None:
    for path, answer in answers.items():
        is_json = path.endswith(".json") or "/api/" in path or "/suggest" in path
        kind = "application/json" if is_json else "text/plain; charset=utf-8"
        assert answer.headers["Content-Type"] == kind, path
        assert not is_json or json.loads(answer.body)["error"]
        assert "<" not in answer.body


AWAY = {"english": "The site cannot answer just now.", "arabic": "لا يستطيع الموقع الإجابة الآن."}


def test_a_frozen_database_is_a_503_within_three_seconds_and_no_longer(site: Site) -> None:
    assert site.is_well_soon()
    cookie = f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"
    with site.frozen():
        for paths in (PAGES, PROGRAMS):
            answers = site.get_all(paths)
            check_refused(answers)
            assert max(answer.seconds for answer in answers.values()) < 3.2
            if paths is PAGES:
                check_words(answers, **AWAY)
            else:
                check_for_programs(answers)
        desk = site.get_all(DESK, cookie=cookie)
        check_refused(desk)
        check_words(desk, **AWAY)
        assert max(answer.seconds for answer in desk.values()) < 3.2
        alive, ready = site.get("/healthz", host="10.0.0.5"), site.get("/readyz", host="10.0.0.5")
        assert (alive.status, alive.body) == (200, "ok")
        assert alive.seconds < 1
        assert (ready.status, ready.body) == (503, "no database")
        assert ready.seconds < 3.2
    assert site.is_well_soon()
    assert site.get("/readyz", host="10.0.0.5").status == 200


def test_a_database_that_is_away_is_a_503_and_one_that_is_back_is_used_again(site: Site) -> None:
    assert site.is_well_soon()
    for pid in site.processes():
        os.kill(pid, signal.SIGKILL)

    answers = site.get_all(PAGES)
    check_refused(answers)
    check_words(answers, **AWAY)
    check_for_programs(site.get_all(PROGRAMS))
    assert max(answer.seconds for answer in answers.values()) < 3.2
    assert site.get("/healthz").status == 200
    assert site.get("/readyz").body == "no database"

    site.server.ensure()
    assert site.is_well_soon()


def test_a_statement_that_takes_too_long_ends_and_says_what_to_do(site: Site) -> None:
    assert site.is_well_soon()
    broad = ("/articles/?q=boats&tag=a%22b", "/ar/articles/?q=boats", "/topics/oceans/")
    with site.connect() as holder:
        holder.execute("LOCK TABLE articles_article, articles_topic IN ACCESS EXCLUSIVE MODE")
        pages, programs = site.get_all(PAGES), site.get_all(PROGRAMS)
        searches = site.get_all(broad)
        holder.rollback()
    for answers in (pages, programs, searches):
        check_refused(answers)
        assert max(answer.seconds for answer in answers.values()) < LIMIT + 2
    check_for_programs(programs)
    check_words(searches, english="This search is too broad.", arabic="هذا البحث واسع جدًا.")
    page = searches[broad[0]].body
    assert 'name="q" value="boats"' in page
    assert '<input type="hidden" name="tag" value="a&quot;b">' in page
    assert 'action="/topics/oceans/"' in searches[broad[2]].body
    for answers in (site.get_all(PAGES[:5]), site.get_all(PROGRAMS[2:5])):
        assert {answer.status for answer in answers.values()} == {200}


def test_the_desk_may_take_longer(site: Site) -> None:
    assert site.is_well_soon()
    with site.connect() as holder, ThreadPoolExecutor(1) as thread:
        holder.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
        cookie = f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"
        asked = thread.submit(site.get, "/admin/", cookie=cookie)
        time.sleep(LIMIT + 1.5)
        assert not asked.done()
        holder.rollback()
        assert asked.result().status == 302


# --- in this process


@pytest.mark.django_db(transaction=True)
def test_a_limit_ends_a_statement_and_leaves_the_connection_as_it_was() -> None:
    with limits(0.2), connection.cursor() as cursor:
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    with limits(0), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends_well", [True, False])
def test_a_limit_that_was_rolled_back_is_set_again(ends_well: bool) -> None:
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            (value,) = cursor.fetchone()
            return str(value)

    with limits(7), transaction.atomic():
        assert limit() == "7s"
        transaction.set_rollback(not ends_well)
    with limits(7):
        assert limit() == "7s"
    with limits(0):
        assert limit() == "0"
    with transaction.atomic():
        with limits(7):
            assert limit() == "7s"
        assert limit() == "0"
        transaction.set_rollback(not ends_well)


def test_the_desk_is_reported_by_its_address() -> None:
    assert all(map(is_desk, ("/admin/", "/ar/admin/", "/admin", "/en/admin/x/")))
    assert not any(map(is_desk, ("/", "/ar/", "/articles/admin/", "/topics/admin/", "/fr/admin/")))


def test_an_address_without_a_server_answers_nothing(tmp_path: Path) -> None:
    assert not is_answered(str(tmp_path), 5432)
    assert not is_answered("127.0.0.1", free_port())
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        assert not is_answered("127.0.0.1", deaf.getsockname()[1], seconds=0.2)
