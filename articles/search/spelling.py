"""The words of the archive, whole, for "did you mean" when a word occurs nowhere.

The index of search holds stems, and nobody means "ferri". So the words of headlines, bullets and
captions of all published stories, and of the bodies of the newest, are kept in a table of their
own with how many stories use them. `gather_words` makes it anew; a search reads it only when it has
found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from articles.models.visibility import with_visibility

from .query_parser import single_words

BODIES_READ: Final = 20_000  # newest stories whose bodies are read
SHORTEST: Final = 4  # letters; of shorter words nearly any is one letter from another
LONGEST: Final = 40
FEWEST: Final = 2  # stories that use a word; what only one has may be a slip itself
MOST_ASKED: Final = 8  # words of a search that are looked up


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that occurs nowhere, and the one that may have been meant."""

    asked: str
    meant: str


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
    """Makes the lexicon anew from the published stories; how many words it has."""
    statement = _GATHER_SQL.format(
        bodies=BODIES_READ, shortest=SHORTEST, longest=LONGEST, fewest=FEWEST
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_lexiconword")
        cursor.execute(statement)
        count: int = cursor.rowcount
    return count


# Each word asked for that no published story holds, with the lexicon's words that begin alike. What
# the lexicon has occurs; the few words that it lacks are counted, which takes the words' index.
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
    """A statement for what `corrections` weighs, and its parameters.

    Its rows are 'near', a word of the lexicon, the word asked for, how many stories use the first.
    """
    asked = [word for word in single_words(words) if SHORTEST <= len(word) <= LONGEST]
    query = " || ".join(
        f"plainto_tsquery('{name}', unknown.word)" for name in {"simple", *configurations}
    )
    return _NEAR_SQL.format(query=query), [asked[:MOST_ASKED]]


def corrections(rows: Iterable[tuple[str, str, int]]) -> list[Correction]:
    """For each word that no story holds the one that was meant; from rows of `near_words`."""
    counts: dict[str, dict[str, int]] = {}
    for near, word, count in rows:
        counts.setdefault(word, {})[near] = count
    pairs = ((word, _nearest(word, nearby)) for word, nearby in counts.items())
    return [Correction(word, meant) for word, meant in pairs if meant]


def corrected(words: str, found: Iterable[Correction]) -> str:
    """The words with what was meant in place of what was asked."""
    for correction in found:
        pattern = rf"(?<!\w){re.escape(correction.asked)}(?!\w)"
        words = re.sub(pattern, correction.meant, words, flags=re.IGNORECASE)
    return words


def _nearest(word: str, counts: dict[str, int]) -> str:
    """The nearest word, and of those equally near the most used; empty where none is near."""
    furthest = 1 if len(word) <= 5 else 2
    distances = {near: OSA.distance(word, near, score_cutoff=furthest) for near in counts}
    close = [near for near, distance in distances.items() if distance <= furthest]
    return min(close, key=lambda near: (distances[near], -counts[near], near), default="")
