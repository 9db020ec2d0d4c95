"""Imports of tables and of JSON at a path: what becomes of a row, and of a second parse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles.ingest.maintenance.reparse import reparse
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Dump, ImportRun
from tests.ingest.readers.tables.test_delimited import NAMES, STORIES, table

pytestmark = pytest.mark.django_db


def test_rows_become_articles_and_are_parsed_again_from_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table([NAMES, *STORIES, ["9", "too few"]]))
    result = run_import([str(tmp_path / "a.csv")], ImportOptions(), workers=0)
    assert result.counts.created == 3
    assert result.failed
    assert {article.headline for article in Article.objects.all()} == {row[1] for row in STORIES}
    again = reparse(Dump.objects.all(), dry_run=False)
    assert again.counts.unchanged == 3
    result = run_import([str(tmp_path / "a.csv")], ImportOptions(), workers=0)
    assert result.counts.unchanged == 3


def test_the_path_of_records_is_kept_with_the_run(tmp_path: Path) -> None:
    stories = [dict(zip(NAMES, row, strict=True)) for row in STORIES]
    (tmp_path / "a.json").write_text(json.dumps({"x": {"y": [{"doc": one} for one in stories]}}))
    options = ImportOptions(records="x.y[].doc", fields=(("text", "text"),))
    result = run_import([str(tmp_path / "a.json")], options, workers=0)
    assert result.counts.created == 3
    assert ImportRun.objects.get().options["records"] == "x.y[].doc"
    assert reparse(Dump.objects.all(), dry_run=False).counts.unchanged == 3
