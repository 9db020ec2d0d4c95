"""Commands as processes of their own, on the test's database: to stop them and to kill them."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from articles.models import Article

ROOT = Path(__file__).parents[2]


def database_address() -> str:
    """The address of the database that the test is on."""
    connection.ensure_connection()
    info = connection.connection.info
    login = f"{info.user}:{info.password}" if info.password else info.user
    return f"postgres://{login}@/{info.dbname}?host={info.host}&port={info.port}"


# manage.py, with batches small enough for some hundred stories to fill many.
_MANAGE = """
import sys
from django.core.management import execute_from_command_line
import django
django.setup()
from articles.ingest.pipeline import run
assert run.BATCH_STORIES > 40
run.BATCH_STORIES = 40
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def start(command: str, *args: object) -> subprocess.Popen[str]:
    """A command of manage.py; it sees what the test has committed."""
    return _start(_MANAGE, command, *args)


def start_python(code: str) -> subprocess.Popen[str]:
    """Lines of Python with the site ready, in a process of their own."""
    return _start(f"import django\ndjango.setup()\n{code}")


def _start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", *map(str, args)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_address(),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        },
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_articles(process: subprocess.Popen[str], count: int) -> None:
    """Waits until an import has written so many; one that ended before fails the test."""
    until = time.monotonic() + 60
    while Article.objects.count() < count:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)
