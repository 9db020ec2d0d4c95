"""Rows of tables: which columns are wanted, and a row as a record. For Parquet, CSV and sheets."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from articles.ingest.readers.fields.field_names import OPENING, Fields, folded
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.limits import LARGEST_PAGE, MIB
from articles.ingest.readers.records import ReadRecord, Unreadable, printable

_LISTED: Final = 12
_LONGEST_LISTED: Final = 60


def wanted_columns(names: Sequence[str], fields: Fields) -> list[str]:
    """The columns that are of use, in order, and none where there is no page among them."""
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(folded(name), name)
    roles = {
        role: [
            spelled[column] for column in dict.fromkeys(fields.outermost(role)) if column in spelled
        ]
        for role in fields.names
    }
    if not (roles["text"] or roles["html"] or roles[OPENING]):
        return []
    if roles["text"]:
        roles["html"] = roles["html"][:1]
    chosen = {column for columns in roles.values() for column in columns}
    return sorted(chosen)


def without_pages(names: Sequence[str]) -> str:
    """Why a table with these columns holds no pages, and the next step."""
    return (
        "no column of it is known to hold pages; name it, as in --field text=NAME "
        f"(its columns: {listed(names)})"
    )


def listed(names: Sequence[str]) -> str:
    """The first columns of a table, for a message."""
    shown = ", ".join(printable(name)[:_LONGEST_LISTED] for name in names[:_LISTED])
    more = len(names) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def kept_row(row: Mapping[str, Any]) -> bytes:
    """What is kept of a row: its wanted columns as JSON, names in order, no spaces, UTF-8, times as
    ISO 8601 and bytes as Base64."""
    return json.dumps(
        row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_json
    ).encode("utf-8", "surrogatepass")


def row_as_record(
    raw: bytes, row: Mapping[str, Any], name: str, fields: Fields, note: str = ""
) -> ReadRecord:
    """The record that a row makes, known by `kept_row`; or why it is none."""
    if len(raw) > LARGEST_PAGE:
        message = f"it has more than {LARGEST_PAGE // MIB} MiB, the most that one row may have"
        return Unreadable(name, message)
    return record_of(raw, name, row, fields, note)


def _as_json(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value)
