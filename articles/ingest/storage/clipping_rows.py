"""Writes a batch's dumps and clippings: new ones by COPY; a known dump only if it is split
differently than before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from django.db import connection

from articles.ingest.stories.identity import NO_IDENTITY
from articles.ingest.stories.split import ParsedClipping, SplitDump
from articles.models import Clipping, Dump
from articles.parsing import Issue

from .copy import copy_rows, new_keys
from .settled_issues import Decisions, decisions_on, issue_as_json, issues_of_clipping
from .working_set import Batch, WorkingArticle

_DUMP: Final = {
    "id": "int8",
    "sha256": "varchar",
    "name": "varchar",
    "byte_count": "int8",
    "line_count": "int4",
    "encoding": "varchar",
    "captured_at": "timestamptz",
    "original": "bytea",
    "hints": "jsonb",
    "first_run_id": "int8",
    "issues": "jsonb",
    "created_at": "timestamptz",
}
_CLIPPING: Final = {
    "dump_id": "int8",
    "position": "int4",
    "kind": "varchar",
    "article_id": "int8",
    "first_line": "int4",
    "last_line": "int4",
    "raw": "bytea",
    "ledger": "jsonb",
    "parts": "jsonb",
    "issues": "jsonb",
    "reason": "varchar",
    "confidence": "float8",
    "headline_digest": "varchar",
    "lead_digest": "varchar",
    "paragraph_digests": "int8[]",
    "text_digest": "varchar",
    "address_digest": "varchar",
    "published_on": "date",
    "is_published_labelled": "bool",
    "address_key": "text",
    "updated_at": "timestamptz",
    "is_update_timed": "bool",
}


def save_clippings(
    batch: Batch, dumps: Sequence[SplitDump], owners: Sequence[Sequence[WorkingArticle | None]]
) -> None:
    """Writes the dumps that are new, and their clippings; `owners` has each clipping's article.

    A known dump that the parser now splits differently gets new clippings.
    """
    new = {dump.sha256: dump for dump in dumps if dump.sha256 not in batch.dumps}
    keys = dict(zip(new, new_keys("articles_dump", len(new)), strict=True))
    to_write = keys | _to_split_again(batch, dumps)
    if not to_write:
        return
    decisions = decisions_on(_known_with_issues(dumps, owners))
    rows = []
    for dump, working_articles in zip(dumps, owners, strict=True):
        key = to_write.pop(dump.sha256, None)  # the same dump may stand in a batch twice
        if key is None:
            continue
        for position, (clipping, working_article) in enumerate(
            zip(dump.clippings, working_articles, strict=True), start=1
        ):
            decided = decisions.get(working_article.key or 0, {}) if working_article else {}
            issues = _issues_as_json(clipping, dump.encoding, decided)
            rows.append(_clipping_row(key, position, clipping, working_article, issues))
    with connection.cursor() as cursor:
        dump_rows = (_dump_row(keys[sha256], batch, dump) for sha256, dump in new.items())
        copy_rows(cursor, "articles_dump", _DUMP, dump_rows)
        copy_rows(cursor, "articles_clipping", _CLIPPING, rows)


def _known_with_issues(
    dumps: Sequence[SplitDump], owners: Sequence[Sequence[WorkingArticle | None]]
) -> set[int]:
    """The articles that were there before and of which the parser now raises an issue."""
    return {
        working_article.key
        for dump, working_articles in zip(dumps, owners, strict=True)
        for clipping, working_article in zip(dump.clippings, working_articles, strict=True)
        if clipping.issues
        and working_article is not None
        and working_article.stored is not None
        and working_article.key is not None
    }


def _to_split_again(batch: Batch, dumps: Sequence[SplitDump]) -> dict[str, int]:
    """Known dumps that are split differently than before, after their clippings were deleted; and
    sets a capture time on those that had none."""
    found = {}
    for dump in dumps:
        stored = batch.dumps.get(dump.sha256)
        if stored is None:
            continue
        if stored.captured_at is None and dump.captured_at is not None:
            Dump.objects.filter(pk=stored.key).update(captured_at=dump.captured_at)
        clippings = [
            (str(clipping.kind), clipping.first_line, clipping.last_line)
            for clipping in dump.clippings
        ]
        if dump.sha256 in batch.resplit or clippings != batch.clippings.get(dump.sha256, []):
            issues = [issue_as_json(issue) for issue in dump.issues]
            Dump.objects.filter(pk=stored.key).update(issues=issues, line_count=dump.line_count)
            Clipping.objects.filter(dump=stored.key).delete()
            found[dump.sha256] = stored.key
    return found


def _dump_row(key: int, batch: Batch, dump: SplitDump) -> tuple[object, ...]:
    return (
        *(key, dump.sha256, dump.name, dump.byte_count, dump.line_count, dump.encoding),
        *(
            dump.captured_at,
            dump.original,
            json.dumps(dump.hints) if dump.hints else "{}",
            batch.run.pk,
        ),
        *(_issues(dump.issues), batch.now),
    )


def _clipping_row(
    dump: int,
    position: int,
    clipping: ParsedClipping,
    working_article: WorkingArticle | None,
    issues: str,
) -> tuple[object, ...]:
    identity = clipping.identity or NO_IDENTITY
    return (
        *(dump, position, str(clipping.kind), working_article.key if working_article else None),
        *(
            clipping.first_line,
            clipping.last_line,
            clipping.raw,
            clipping.ledger,
            clipping.parts,
            issues,
        ),
        *(clipping.reason, clipping.confidence, identity.headline, identity.lead),
        *(sorted(identity.paragraphs), identity.text, identity.address),
        *(identity.day, identity.is_day_labelled),
        *(clipping.address_key, clipping.updated_at, clipping.is_update_timed),
    )


def _issues(issues: Sequence[Issue]) -> str:
    return json.dumps([issue_as_json(issue) for issue in issues]) if issues else "[]"


def _issues_as_json(clipping: ParsedClipping, encoding: str, decisions: Decisions) -> str:
    return (
        json.dumps(issues_of_clipping(clipping, encoding, decisions)) if clipping.issues else "[]"
    )
