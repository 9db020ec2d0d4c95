"""Which stories share a story's rare words, those that few others use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from articles.models.visibility import with_visibility

from .index import configuration
from .query_parser import single_words
from .spelling import LONGEST, SHORTEST

MOST_ASKED: Final = 40  # words of a story that are looked up
MOST_TELLING: Final = 4  # of these, those that the fewest stories have
RARE: Final = 100  # stories; a more common word says little of the subject, and costs more to fetch
MOST_ALIKE: Final = 40

# Each word is looked up by itself, so that only the index has to be read.
_LIKE_SQL: Final = with_visibility(
    """
telling AS MATERIALIZED (
    SELECT word, article_count FROM articles_lexiconword
    WHERE word = ANY(%s::text[]) AND article_count <= {rare}
    ORDER BY article_count, word LIMIT {most}
), alike AS MATERIALIZED (
    SELECT held.id, sum(3 / ln(3 + telling.article_count)) AS points
    FROM telling CROSS JOIN LATERAL (
        SELECT a.id FROM articles_article a
        WHERE a.search @@ plainto_tsquery(%s::regconfig, articles_search_text(telling.word))
          AND {a.visible}
    ) held GROUP BY held.id ORDER BY points DESC, held.id DESC LIMIT {alike}
)
""",
    now="%s",
)


def alike_sql(texts: Iterable[str], *, language: str, now: Any) -> tuple[str, list[Any]]:
    """Common table expressions that end in `alike (id, points)`, and their parameters: the stories
    that readers may see at `now` and that have the rarest words of these texts. A word that only
    two stories share scores nearly 2, one that a hundred share 0.6.

    It reads the lexicon (see `gather_words`); with an empty lexicon it finds nothing.
    """
    words = [word for word in single_words(" ".join(texts)) if SHORTEST <= len(word) <= LONGEST]
    statement = _LIKE_SQL.format(rare=RARE, most=MOST_TELLING, alike=MOST_ALIKE)
    return statement, [words[:MOST_ASKED], configuration(language), now, now]
