"""Two databases row for row: what imports have made of them, ids and times of the import aside.

An article has no name of its own but its id. Here it is called by where it was cut from: the dump's
SHA-256 and the line, the first of them where it was cut from several.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

_NAMED: Final = """
WITH named AS (
  SELECT article_id AS id, min(dump.sha256 || ' line ' || lpad(first_line::text, 9, '0')) AS name
  FROM articles_clipping JOIN articles_dump dump ON dump.id = dump_id
  WHERE article_id IS NOT NULL GROUP BY article_id
)
"""

# What of each table is compared. Left out: ids, the run, and the times at which rows were written.
TABLES: Final = {
    "articles": """
        SELECT named.name, headline, slug, kicker, byline, dateline, place, place_slug, body,
          language, status, published_at, date_text, date_precision, date_method, confidence,
          ednote, imported_digests
        FROM articles_article LEFT JOIN named USING (id)""",
    "search column": """
        SELECT named.name, search FROM articles_article LEFT JOIN named USING (id)""",
    "bullets": """
        SELECT named.name, position, text
        FROM articles_bullet LEFT JOIN named ON named.id = article_id""",
    "captions": """
        SELECT named.name, number, text, credit, source.name AS source, image, alt_text
        FROM articles_caption LEFT JOIN named ON named.id = article_id
          LEFT JOIN articles_source source ON source.id = source_id""",
    "attributions": """
        SELECT named.name, source.name AS source, role
        FROM articles_attribution LEFT JOIN named ON named.id = article_id
          JOIN articles_source source ON source.id = source_id""",
    "article tags": """
        SELECT named.name, tag.name AS tag
        FROM articles_articletag LEFT JOIN named ON named.id = content_object_id
          JOIN articles_topic tag ON tag.id = tag_id""",
    "clippings": """
        SELECT dump.sha256, position, kind, named.name, first_line, last_line, raw, ledger,
          clipping.issues, reason, confidence, headline_digest, lead_digest, paragraph_digests
        FROM articles_clipping clipping JOIN articles_dump dump ON dump.id = dump_id
          LEFT JOIN named ON named.id = article_id""",
    "dumps": """
        SELECT sha256, name, byte_count, line_count, encoding, captured_at, original, hints, issues
        FROM articles_dump""",
    "sources": "SELECT name, slug, kind, aliases, home_page FROM articles_source",
    "tags": "SELECT name, slug FROM articles_topic",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows as digests: how many of each there are, and how the row begins."""

    count: int
    rows: dict[str, tuple[int, str]]


def snapshot(connection: Any) -> dict[str, Table]:
    """Everything to be compared of a database; `connection` is Django's or psycopg's."""
    found = {}
    for name, query in TABLES.items():
        # Safe: nothing in it came in from outside.
        sql = (
            f"{_NAMED} SELECT md5(line), count(*), left(min(line), 300) "  # noqa: S608
            f"FROM (SELECT row({', '.join(_columns(query))})::text AS line FROM ({query}) rows) l "
            "GROUP BY 1"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = {digest: (count, line) for digest, count, line in cursor.fetchall()}
        found[name] = Table(sum(count for count, _ in rows.values()), rows)
    return found


def differences(one: dict[str, Table], other: dict[str, Table]) -> list[str]:
    """The rows that one has and the other has not, a line each; none when they are the same."""
    found = []
    for name in TABLES:
        left, right = one[name].rows, other[name].rows
        for sign, here, there in (("-", left, right), ("+", right, left)):
            found += [
                f"{sign} {name}: {line}"
                for digest, (count, line) in here.items()
                if there.get(digest, (0, ""))[0] != count
            ]
    return sorted(found)


def fingerprint(tables: dict[str, Table]) -> str:
    """One digest for all of it, to print."""
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(f"{name} {sorted((key, row[0]) for key, row in table.rows.items())}".encode())
    return digest.hexdigest()[:16]


def _columns(query: str) -> list[str]:
    """The names of what a query selects, as its outside sees them."""
    listed = query.partition("SELECT")[2].partition("FROM")[0]
    return ["rows." + column.split()[-1].rpartition(".")[2] for column in listed.split(",")]
