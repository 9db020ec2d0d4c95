"""Writes a batch's dumps and clippings: new ones by COPY; a known dump only if it is split
differently than before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from articles.ingest.stories.cut import Cut, CutDump
from articles.ingest.stories.identity import NO_IDENTITY
from articles.models import Clipping, Dump
from articles.parsing import Issue

from .copy import copy_rows, new_keys
from .settled_issues import Decisions, decisions_on, issue_as_json, issues_of_cut
from .working_set import Batch, Desk

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
}


def save_clippings(
    batch: Batch, dumps: Sequence[CutDump], owners: Sequence[Sequence[Desk | None]]
) -> None:
    """Writes the dumps that are new, and their clippings; `owners` has each cut's article.

    A known dump that the parser now splits differently gets new clippings.
    """
    new = {dump.sha256: dump for dump in dumps if dump.sha256 not in batch.dumps}
    keys = dict(zip(new, new_keys("articles_dump", len(new)), strict=True))
    to_write = keys | _to_cut_again(batch, dumps)
    if not to_write:
        return
    now = timezone.now()
    decisions = decisions_on(_known_with_issues(dumps, owners))
    rows = []
    for dump, desks in zip(dumps, owners, strict=True):
        key = to_write.pop(dump.sha256, None)  # the same dump may stand in a batch twice
        if key is None:
            continue
        for position, (cut, desk) in enumerate(zip(dump.cuts, desks, strict=True), start=1):
            decided = decisions.get(desk.key or 0, {}) if desk else {}
            issues = _issues_of_cut(cut, dump.encoding, decided)
            rows.append(_clipping_row(key, position, cut, desk, issues))
    with connection.cursor() as cursor:
        dump_rows = (_dump_row(keys[sha256], batch, dump, now) for sha256, dump in new.items())
        copy_rows(cursor, "articles_dump", _DUMP, dump_rows)
        copy_rows(cursor, "articles_clipping", _CLIPPING, rows)


def _known_with_issues(
    dumps: Sequence[CutDump], owners: Sequence[Sequence[Desk | None]]
) -> set[int]:
    """The articles that were there before and of which the parser now raises an issue."""
    return {
        desk.key
        for dump, desks in zip(dumps, owners, strict=True)
        for cut, desk in zip(dump.cuts, desks, strict=True)
        if cut.issues and desk is not None and desk.stored is not None and desk.key is not None
    }


def _to_cut_again(batch: Batch, dumps: Sequence[CutDump]) -> dict[str, int]:
    """Known dumps that are split differently than before, after their clippings were deleted; and
    sets a capture time on those that had none."""
    found = {}
    for dump in dumps:
        stored = batch.dumps.get(dump.sha256)
        if stored is None:
            continue
        if stored.captured_at is None and dump.captured_at is not None:
            Dump.objects.filter(pk=stored.key).update(captured_at=dump.captured_at)
        cuts = [(str(cut.kind), cut.first_line, cut.last_line) for cut in dump.cuts]
        if dump.sha256 in batch.recut or cuts != batch.cuts.get(dump.sha256, []):
            issues = [issue_as_json(issue) for issue in dump.issues]
            Dump.objects.filter(pk=stored.key).update(issues=issues, line_count=dump.line_count)
            Clipping.objects.filter(dump=stored.key).delete()
            found[dump.sha256] = stored.key
    return found


def _dump_row(key: int, batch: Batch, dump: CutDump, now: datetime) -> tuple[object, ...]:
    return (
        *(key, dump.sha256, dump.name, dump.byte_count, dump.line_count, dump.encoding),
        *(
            dump.captured_at,
            dump.original,
            json.dumps(dump.hints) if dump.hints else "{}",
            batch.run.pk,
        ),
        *(_issues(dump.issues), now),
    )


def _clipping_row(
    dump: int, position: int, cut: Cut, desk: Desk | None, issues: str
) -> tuple[object, ...]:
    identity = cut.identity or NO_IDENTITY
    return (
        *(dump, position, str(cut.kind), desk.key if desk else None),
        *(cut.first_line, cut.last_line, cut.raw, cut.ledger, cut.parts, issues),
        *(cut.reason, cut.confidence, identity.headline, identity.lead),
        *(sorted(identity.paragraphs), identity.text, identity.address),
        *(identity.day, identity.is_day_labelled),
    )


def _issues(issues: Sequence[Issue]) -> str:
    return json.dumps([issue_as_json(issue) for issue in issues]) if issues else "[]"


def _issues_of_cut(cut: Cut, encoding: str, decisions: Decisions) -> str:
    return json.dumps(issues_of_cut(cut, encoding, decisions)) if cut.issues else "[]"
