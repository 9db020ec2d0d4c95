"""A parse as JSON objects, in the form that `parse_dump` prints."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from .types import (
    Block,
    BlockKind,
    PageHints,
    ParsedArticle,
    ParsedDump,
    Precision,
    PrintedDate,
    StoryImage,
)


def article_as_json(
    article: ParsedArticle, dump_name: str, *, with_confidence: bool = False
) -> dict[str, Any]:
    """One article as a JSON object; the keys are a contract that callers rely on.

    With `with_confidence`, each block of the body has one as well.
    """
    found = {
        "dump": dump_name,
        "index": article.index,
        "lines": [article.lines.first, article.lines.last],
        "headline": article.headline,
        "kicker": article.kicker,
        "byline": article.byline,
        "dateline": article.dateline,
        "updated": _date_as_json(article.updated),
        "published": _published_as_json(article.published),
        "bullets": [bullet.text for bullet in article.bullets],
        "body": [_block_as_json(block, with_confidence) for block in article.body],
        "sources": [{"name": source.name, "role": source.role} for source in article.sources],
        "topics": list(article.topics),
        "url": article.address,
        "language": article.language,
        "page_kind": str(article.page_kind),
        "origins": dict(article.origins),
        "confidence": article.confidence,
        "issues": [
            {"code": issue.code, "line": issue.line, "message": issue.message}
            for issue in article.issues
        ],
    }
    if article.images:
        found["images"] = [_image_as_json(image) for image in article.images]
    return found


def ledger_as_json(dump: ParsedDump, dump_name: str) -> dict[str, Any]:
    """The ledger as a JSON object: [first line, last line, role, article's index or null]."""
    return {
        "dump": dump_name,
        "line_count": dump.line_count,
        "ledger": [[entry.first, entry.last, entry.role, entry.article] for entry in dump.ledger],
    }


def hints_as_json(hints: PageHints) -> dict[str, Any]:
    """The hints that a page gave, those only; days and times as ISO 8601."""
    found = asdict(hints)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
        if value
    }


def _date_as_json(printed: PrintedDate | None) -> dict[str, Any] | None:
    if printed is None:
        return None
    return {
        "text": printed.text,
        "date": printed.on.isoformat() if printed.on else None,
        "precision": printed.precision,
        "method": printed.method,
    }


def _published_as_json(printed: PrintedDate | None) -> dict[str, Any] | None:
    """As `_date_as_json`, with the time in the zone that it was printed in, where that is known."""
    found = _date_as_json(printed)
    if found is None or printed is None:
        return None
    is_known = printed.at is not None and printed.precision is Precision.MINUTE
    time = printed.at.timetz().isoformat() if printed.at and is_known else None
    return {"text": found.pop("text"), "date": found.pop("date"), "time": time, **found}


def _block_as_json(block: Block, with_confidence: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": str(block.kind), "text": block.text}
    if block.kind is BlockKind.CAPTION:
        found["credit"] = block.credit
    if block.kind is BlockKind.FACT_BOX:
        found["heading"] = block.heading
    if block.cells:
        found["cells"] = list(block.cells)
        found["header"] = block.is_header
    if block.image is not None:
        found["image"] = _image_as_json(block.image)
    if with_confidence:
        found["confidence"] = block.confidence
    return found


def _image_as_json(image: StoryImage) -> dict[str, Any]:
    return {"address": image.addresses[0], "alt": image.alt}
