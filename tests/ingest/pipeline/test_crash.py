"""`kill -9` in the middle of an import, several times: what comes of it is what a clean run gives.

The same with twenty thousand stories and ten kills: benchmarks/crash.py.
"""

import os
import random
import time

import pytest
from django.db import connection
from django.utils import timezone

from articles.ingest.storage import work_locks
from articles.models import Article, ArticleTag, Clipping, Dump, ImportRun, Source
from benchmarks.comparing import differences, snapshot
from benchmarks.crash import write_captures
from tests.support import commands


def start(folder):
    return commands.start("import_dump", folder, "--workers=0", "--tag=Harbours")


def finish(folder):
    process = start(folder)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def forget_everything():
    for model in (Clipping, ArticleTag, Article, Dump, ImportRun, Source):
        model.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_after_three_kills_the_rows_are_those_of_a_clean_run(tmp_path):
    write_captures(tmp_path, 300)
    finish(tmp_path)
    wanted = snapshot(connection)
    total = Article.objects.count()
    assert total > 250
    assert Clipping.objects.filter(kind="story").count() > total  # duplicates and newer captures
    forget_everything()

    chance = random.Random(os.urandom(8))  # noqa: S311
    for kill in range(3):
        process = start(tmp_path)
        at = total * (kill + chance.random()) / 4
        while Article.objects.count() < at or ImportRun.objects.count() <= kill:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.01)
        time.sleep(chance.random() / 20)
        process.kill()
        process.communicate()
    finish(tmp_path)
    assert differences(wanted, snapshot(connection)) == []
    work_locks.mark_interrupted(now=timezone.now())
    assert ImportRun.objects.filter(state=ImportRun.State.ABANDONED).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_identical_imports_at_once_leave_the_rows_of_one(tmp_path):
    write_captures(tmp_path, 150)
    finish(tmp_path)
    wanted = snapshot(connection)
    forget_everything()
    together = [start(tmp_path) for _ in range(2)]
    for process in together:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert differences(wanted, snapshot(connection)) == []


@pytest.mark.django_db(transaction=True)
def test_the_comparison_sees_every_kind_of_difference(tmp_path):
    write_captures(tmp_path, 20)
    finish(tmp_path)
    wanted = snapshot(connection)
    changes = {
        "articles": "UPDATE articles_article SET byline = byline || '!'",
        "search column": "UPDATE articles_article SET search = NULL",
        "bullets": "DELETE FROM articles_bullet",
        "captions": "UPDATE articles_caption SET number = number + 100",
        "attributions": "DELETE FROM articles_attribution",
        "article tags": "DELETE FROM articles_articletag",
        "clippings": "UPDATE articles_clipping SET raw = raw || 'x'",
        "dumps": "UPDATE articles_dump SET issues = '[1]'",
        "sources": "UPDATE articles_source SET kind = 'other'",
        "tags": "UPDATE articles_topic SET slug = slug || 'x'",
    }
    assert set(changes) == set(wanted)
    for table, statement in changes.items():
        before = snapshot(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement)
        reported = differences(before, snapshot(connection))
        assert reported
        assert any(line[2:].startswith(table) for line in reported)
