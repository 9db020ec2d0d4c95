"""The ways that `benchmarks/import.py` compares, each run by itself as a child:

python import_ways.py WAY DATABASE ARGUMENTS_AS_JSON

The last line of standard output is JSON: stories, seconds, and the peaks of memory in megabytes.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from server_time import server_seconds

TABLES = ("articles_importrun", "articles_source", "articles_topic", "articles_dump",
          "articles_article", "articles_bullet", "articles_caption", "articles_attribution",
          "articles_articletag", "articles_clipping")  # fmt: skip

# What the search column is computed from, beside the article's own columns.
TEXTS = {
    "bullets": "(SELECT string_agg(text, E'\\n') FROM articles_bullet WHERE article_id = a.id)",
    "captions": "(SELECT string_agg(concat_ws(' ', text, credit, alt_text), E'\\n')"
    " FROM articles_caption WHERE article_id = a.id)",
    "sources": "(SELECT string_agg(s.name, E'\\n') FROM articles_attribution t"
    " JOIN articles_source s ON s.id = source_id WHERE article_id = a.id)",
}

Found = dict[str, float]


def use_database(name: str = "", **others: str) -> None:
    """Makes Django ready, with `default` and other aliases on databases of the one server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    default = settings.DATABASES["default"]
    for alias, database in others.items():
        settings.DATABASES[alias] = {**default, "NAME": database}
    if name:
        default["NAME"] = name
    settings.DEBUG = False  # else Django keeps every query
    django.setup()


def address(name: str) -> dict[str, str]:
    """Where a database is, for a process that does not know our settings."""
    params = connection.get_connection_params()
    wanted = ("host", "port", "user", "password")
    return {"dbname": name} | {key: str(params[key]) for key in wanted if params.get(key)}


def url(name: str) -> str:
    """The same as DATABASE_URL has it."""
    found = address(name)
    login = ":".join(found[key] for key in ("user", "password") if key in found)
    where = "&".join(f"{key}={found[key]}" for key in ("host", "port") if key in found)
    return f"postgres://{login}@/{name}?{where}"


@contextmanager
def databases(name: str) -> Iterator[None]:
    """A migrated database without rows, to make others from."""
    with database(name, "template0"):
        command = [sys.executable, __file__, "migrate", name, "{}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield


@contextmanager
def database(name: str, template: str) -> Iterator[None]:
    """A new database, gone at the end."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        cursor.execute("CHECKPOINT")
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def migrate() -> Found:
    """Makes our tables."""
    call_command("migrate", verbosity=0)
    return {}


def run_import(dumps: str, workers: int, status: str = "in_review") -> Found:
    """`import_dump` as a caller of the library has it."""
    from articles.ingest.options import ImportOptions
    from articles.ingest.pipeline.run import run_import

    watch = Watch()
    result = run_import([dumps], ImportOptions(status=status), workers=workers)
    return measured(result.counts.stories, watch)


def unload(rows: str) -> Found:
    """Writes all rows to files in COPY's binary format, and with articles the texts of search."""
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = ", ".join(f"a.{name}" for name in columns_of(table))
            if table == "articles_article":
                columns += "".join(f", {text} AS {name}_text" for name, text in TEXTS.items())
            source = f"SELECT {columns} FROM {table} a ORDER BY id"  # noqa: S608
            unloading = cursor.copy(f"COPY ({source}) TO STDOUT (FORMAT BINARY)")
            with Path(rows, table).open("wb") as file, unloading as copy:
                for chunk in copy:
                    file.write(chunk)
    return {}


def raw_copy(rows: str) -> Found:
    """All rows by COPY, in one transaction."""
    from articles import search

    columns = ", ".join(columns_of("articles_article"))
    vector = search.vector_sql(
        language="language", headline="headline", bullets="bullets_text",
        captions="captions_text", dateline="dateline", byline="byline", sources="sources_text",
        body="body",
    )  # fmt: skip
    texts = ", ".join(f"NULL::text AS {name}_text" for name in TEXTS)
    watch = Watch()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS "  # noqa: S608
            f"SELECT {columns}, {texts} FROM articles_article WITH NO DATA"
        )
        for table in TABLES:
            is_article = table == "articles_article"
            target = "incoming" if is_article else f"{table} ({', '.join(columns_of(table))})"
            loading = cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)")
            with Path(rows, table).open("rb") as file, loading as copy:
                while chunk := file.read(1 << 18):
                    copy.write(chunk)
            if is_article:
                cursor.execute(
                    f"INSERT INTO articles_article ({columns}, search) "  # noqa: S608
                    f"SELECT {columns}, {vector} FROM incoming"
                )
    watch.stop()
    return measured(rows_in("articles_article"), watch)


def bulk_create(finished: str, stories: int) -> Found:
    """`bulk_create` a table, and one refresh of search."""
    from articles import search

    models = some_rows(stories)
    watch = Watch()
    with transaction.atomic():
        for rows in models:
            if rows:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)
        search.refresh([row.pk for row in models[4]])
    return measured(rows_in("articles_article"), watch)


def save(finished: str, stories: int) -> Found:
    """`save()` a row, a transaction a dump's or a story's rows; search after each story."""
    from articles import search

    *first, articles, bullets, captions, attributions, tags, clippings = some_rows(stories)
    by_article: dict[int | None, list[Any]] = {}
    for row in chain(bullets, captions, attributions, clippings):
        by_article.setdefault(row.article_id, []).append(row)
    for row in tags:
        by_article.setdefault(row.content_object_id, []).append(row)
    watch = Watch()
    for row in chain(*first):
        row.save(force_insert=True)
    for article in articles:
        with transaction.atomic():
            article.save(force_insert=True)
            for row in by_article.pop(article.pk, ()):
                row.save(force_insert=True)
            search.refresh([article.pk])
    for row in chain(*by_article.values()):
        row.save(force_insert=True)
    return measured(rows_in("articles_article"), watch)


def loaddata(finished: str, stories: int) -> Found:
    """`loaddata` of a JSON fixture of the rows, and one refresh of search."""
    import tempfile

    from django.core import serializers

    from articles import search

    models = some_rows(stories)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        serializers.serialize("json", chain(*models), stream=file)
        file.flush()
        watch = Watch()
        call_command("loaddata", file.name, verbosity=0)
        search.refresh([row.pk for row in models[4]])
        return measured(rows_in("articles_article"), watch)


def write_stories(path: str, stories: int) -> Found:
    """The stories as JSON, for Wagtail."""
    from articles.markup import to_blocks
    from articles.models import Article

    rows = Article.objects.order_by("pk").prefetch_related("bullets", "captions", "tags")
    found = [
        {
            "title": row.headline[:255], "slug": f"{row.slug}-{row.pk}", "kicker": row.kicker,
            "byline": row.byline, "dateline": row.dateline, "intro": introduction(row),
            "published_at": row.published_at.isoformat(),
            "body": [{"type": block.kind.value, "value": block.text}
                     for block in to_blocks(row.body) if block.text],
            "bullets": [bullet.text for bullet in row.bullets.all()],
            "captions": [[caption.text, caption.credit] for caption in row.captions.all()],
            "tags": [tag.name for tag in row.tags.all()],
            "address": row.get_absolute_url(),
        }
        for row in rows[:stories]
    ]  # fmt: skip
    Path(path).write_text(json.dumps(found))
    return {}


def settle() -> Found:
    """Lets the database count what it needs to plan, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {}


def introduction(article: Any) -> str:
    """What a list says below the headline: the first bullet, or else how the body begins."""
    from articles.markup import plain_text
    from articles.public.cards import SUMMARY_LENGTH

    bullets = [bullet.text for bullet in article.bullets.all()]
    return bullets[0] if bullets else plain_text(article.body)[:SUMMARY_LENGTH]


def some_rows(stories: int) -> list[list[Any]]:
    """The first stories of the finished database with every row they need, a list a table."""
    from articles.models import (
        Article,
        ArticleTag,
        Attribution,
        Bullet,
        Caption,
        Clipping,
        Dump,
        ImportRun,
        Source,
        Topic,
    )  # fmt: skip

    articles = list(Article.objects.using("finished").order_by("pk")[:stories])
    keys = [article.pk for article in articles]
    for article in articles:
        article.search = None
    dumps = list(Dump.objects.using("finished").filter(clippings__article__in=keys).distinct())
    of_articles = [
        list(model._base_manager.using("finished").filter(article__in=keys))
        for model in (Bullet, Caption, Attribution)
    ]
    tags = list(ArticleTag.objects.using("finished").filter(content_object__in=keys))
    clippings = list(Clipping.objects.using("finished").filter(dump__in=dumps))
    known = set(keys)
    clippings = [row for row in clippings if row.article_id is None or row.article_id in known]
    names = [
        list(model._base_manager.using("finished").all()) for model in (ImportRun, Source, Topic)
    ]
    found = [*names, dumps, articles, *of_articles, tags, clippings]
    for row in chain(*found):
        row._state.db, row._state.adding = None, True
    return found


def columns_of(table: str) -> list[str]:
    """A table's columns, but for the search column."""
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in description if column.name != "search"]


def rows_in(table: str) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        count: int = cursor.fetchone()[0]
    return count


class Watch:
    """What goes by from its making to `stop`: time, and processor time of client and server."""

    def __init__(self) -> None:
        self.begun = self._now()
        self.passed: tuple[float, ...] = ()

    def stop(self) -> None:
        """Takes the time; the first call counts."""
        if not self.passed:
            self.passed = tuple(
                now - then for now, then in zip(self._now(), self.begun, strict=True)
            )

    def _now(self) -> tuple[float, ...]:
        return time.perf_counter(), time.process_time(), server_seconds(connection)


def measured(stories: int, watch: Watch) -> Found:
    """A measurement, with this process's peak of memory and its largest child's."""
    watch.stop()
    seconds, client, server = watch.passed
    return {
        "stories": stories,
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "client_cpu": client,
        "worker_cpu": sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]),
        "server_cpu": server,
    }


WAYS: dict[str, Callable[..., Found]] = {
    way.__name__: way
    for way in (
        migrate,
        run_import,
        unload,
        raw_copy,
        bulk_create,
        save,
        loaddata,
        write_stories,
        settle,
    )
}

if __name__ == "__main__":
    arguments = json.loads(sys.argv[3])
    others = {"finished": arguments["finished"]} if "finished" in arguments else {}
    use_database(sys.argv[2], **others)
    found = WAYS[sys.argv[1]](**arguments)
    connections.close_all()
    print(json.dumps(found))
