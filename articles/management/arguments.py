"""Arguments that several commands share."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from typing import Final

from articles.ingest.readers import ROLES
from articles.ingest.readers.json_files.json_shapes import path_parts

MOST_WORKERS: Final = 256
"""Far more workers than one writer can keep busy."""
LONGEST_PATH: Final = 200
"""Characters of the path of records in JSON."""


def captured_at(text: str) -> date | datetime:
    """A day or a time as ISO 8601 writes it: 2025-03-18, 2025-03-18T14:05+03:00."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is no date; write 2025-03-18 or 2025-03-18T14:05+03:00"
        ) from None


def worker_count(text: str) -> int:
    """A number of worker processes: 0 and up."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_WORKERS:
        raise ArgumentTypeError(f"{text!r} is no number of workers; give 0 to {MOST_WORKERS}")
    return int(text)


def scheduler_address(text: str) -> str:
    """Where a Dask scheduler listens: tcp://10.0.0.5:8786, or without the protocol."""
    if not re.fullmatch(r"((tcp|tls|wss?)://)?[^/\s]+:[0-9]{1,5}", text):
        raise ArgumentTypeError(
            f"{text!r} is no scheduler's address; write tcp://10.0.0.5:8786 (docs/scaling.md)"
        )
    return text


def add_captured_at(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--captured-at",
        type=captured_at,
        metavar="DATE",
        help="when the pages were saved (2025-03-18, or with a time); dates such as "
        "“14 sec ago” are calculated from it. Default: the day in a file's name.",
    )


def add_update_published(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--update-published",
        action="store_true",
        help="bring published and withdrawn stories up to date, too; without it they stay as they "
        "are. Each keeps what it was as a version, and undo_import restores it",
    )


def field(text: str) -> tuple[str, str]:
    """What a field is, and its name: text=content."""
    role, _, name = text.partition("=")
    if role not in ROLES or not name.strip():
        raise ArgumentTypeError(
            f"{text!r} names no field; write WHAT=NAME, as in text=content. WHAT is one of: "
            + ", ".join(ROLES)
        )
    return role, name.strip()


def records_path(text: str) -> str:
    """Where records lie in JSON: names with dots between them, and `[]`."""
    path = text.strip().removeprefix("$").removeprefix(".")
    if (text and not path_parts(path)) or len(path) > LONGEST_PATH:
        raise ArgumentTypeError(
            f"{text!r} is no path; write names with dots between them, as in articles.results"
        )
    return path


def add_reading(parser: ArgumentParser) -> None:
    """What to read and how, for commands that read dumps."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="file, folder, pattern (in quotes: 'crawl/**/*.jsonl.gz'), address (s3://..., "
        "https://...), or - for standard input",
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        type=field,
        metavar="WHAT=NAME",
        help="what a field of JSON or a table's column is, where its name does not tell: "
        "text=content, or author=article.byline for one within another. WHAT is one of "
        f"{', '.join(ROLES)}; may be given several times",
    )
    parser.add_argument(
        "--records",
        default="",
        type=records_path,
        metavar="PATH",
        help="where the records lie in a file of JSON, if that is not told by itself: "
        "articles.results, or hits.hits[]._source, where [] is each value of a list or of an "
        "object",
    )
    add_captured_at(parser)
    parser.add_argument(
        "--all-pages",
        action="store_true",
        help="take every page for an article; without it pages of HTML that are none (listings, "
        "forums, products, services, documentation) are quarantined as what they are",
    )
