"""The words of the archive, whole, for "did you mean" when a word occurs nowhere.

The search index contains stems, and nobody means "ferri". So a separate table has the words of the
headlines, bullets and captions of all published stories, and of the bodies of the newest, with the
number of stories that use them. `gather_words` rebuilds it; a search reads it only when nothing
matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from articles.models.visibility import with_visibility

from .index import folded_sql
from .query_parser import single_words

BODIES_READ: Final = 20_000  # newest stories whose bodies are read
SHORTEST: Final = 4  # letters; of shorter words nearly any is one letter from another
LONGEST: Final = 40
FEWEST: Final = 2  # stories that use a word; a word that only one has may be a misspelling itself
MOST_ASKED: Final = 8  # words of a search that are looked up


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that occurs nowhere, and the one that was probably meant."""

    word: str
    meaning: str


_GATHER_SQL: Final = with_visibility(r"""
INSERT INTO articles_lexiconword (word, article_count)
SELECT word, sum(ndoc) FROM (
    SELECT word, ndoc FROM ts_stat($texts$
        SELECT to_tsvector('simple', left(concat_ws(' ', headline,
            (SELECT string_agg(text, ' ') FROM articles_bullet b WHERE b.article_id = a.id),
            (SELECT string_agg(text, ' ') FROM articles_caption c WHERE c.article_id = a.id)
        ), 20000))
        FROM articles_article a WHERE {visible}
    $texts$)
  UNION ALL
    SELECT word, ndoc FROM ts_stat($bodies$
        SELECT to_tsvector('simple', left(body, 20000)) FROM articles_article
        WHERE {visible}
        ORDER BY published_at DESC, id DESC LIMIT {bodies}
    $bodies$)
) counted
WHERE length(word) BETWEEN {shortest} AND {longest} AND word !~ '[^[:alpha:]]'
GROUP BY word HAVING sum(ndoc) >= {fewest}
""")


def gather_words() -> int:
    """Rebuilds the lexicon from the published stories; returns its number of words."""
    statement = _GATHER_SQL.format(
        bodies=BODIES_READ, shortest=SHORTEST, longest=LONGEST, fewest=FEWEST
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_lexiconword")
        cursor.execute(statement)
        count: int = cursor.rowcount
    return count


# Each searched word that no published story contains, with the lexicon's words that begin with the
# same letter. A word of the lexicon occurs; the few that it lacks are counted by the search index.
_NEAR_SQL: Final = with_visibility("""
WITH unknown AS MATERIALIZED (
    SELECT word FROM unnest(%s::text[]) AS asked (word)
    WHERE NOT EXISTS (SELECT 1 FROM articles_lexiconword known WHERE known.word = asked.word)
), missing AS MATERIALIZED (
    SELECT word FROM unknown WHERE 0 = (
        SELECT count(*) FROM articles_article
        WHERE {visible} AND search @@ ({query})
    )
)
SELECT 'near', lexicon.word, missing.word, lexicon.article_count
FROM missing JOIN articles_lexiconword lexicon
  ON lexicon.word LIKE left(missing.word, 1) || '%%'
  AND length(lexicon.word) BETWEEN length(missing.word) - 2 AND length(missing.word) + 2
""")


def near_words(words: str, configurations: Iterable[str]) -> tuple[str, list[Any]]:
    """A statement for the candidates that `corrections` compares, and its parameters.

    Its rows are 'near', a word of the lexicon, the searched word, how many stories use the first.
    """
    searched = [word for word in single_words(words) if SHORTEST <= len(word) <= LONGEST]
    query = " || ".join(
        f"plainto_tsquery('{name}', {folded_sql('unknown.word')})"
        for name in {"simple", *configurations}
    )
    return _NEAR_SQL.format(query=query), [searched[:MOST_ASKED]]


def corrections(rows: Iterable[tuple[str, str, int]]) -> list[Correction]:
    """For each word that no story contains the nearest one that exists; from `near_words`' rows."""
    counts: dict[str, dict[str, int]] = {}
    for near, word, count in rows:
        counts.setdefault(word, {})[near] = count
    pairs = ((word, _nearest(word, nearby)) for word, nearby in counts.items())
    return [Correction(word, nearest) for word, nearest in pairs if nearest]


def corrected(words: str, found: Iterable[Correction]) -> str:
    for correction in found:
        pattern = rf"(?<!\w){re.escape(correction.word)}(?!\w)"
        words = re.sub(pattern, correction.meaning, words, flags=re.IGNORECASE)
    return words


def _nearest(word: str, counts: dict[str, int]) -> str:
    """The nearest word, and of those equally near the most used; empty where none is near."""
    furthest = 1 if len(word) <= 5 else 2
    distances = {near: OSA.distance(word, near, score_cutoff=furthest) for near in counts}
    close = [near for near, distance in distances.items() if distance <= furthest]
    return min(close, key=lambda near: (distances[near], -counts[near], near), default="")
