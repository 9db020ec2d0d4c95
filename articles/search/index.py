"""What is searched: one weighted `tsvector` an article, and how it is made.

Each article keeps one weighted `tsvector` in `search`: the headline weighs A, bullets and captions
B, dateline, byline and the names of sources C, the body D. Words are folded (folding.py), then
stemmed by the rules of the article's own language, so a query has to name a language, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from articles.models.article import Article

# PostgreSQL's configurations for the languages it can stem; any other is taken as it stands.
CONFIGURATIONS: Final = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}

REBUILT_AT_ONCE: Final = 500
"""Articles in a batch: a sixth of a second, so an editor's save never waits long for it."""

# A tsvector holds at most 1 MiB, all parts together. Characters of each weight that are indexed:
# of 130,000, no word twice, Cyrillic makes 0.3 MiB; the worst there is, hyphenated words of
# letters of 4 bytes, each word kept as a whole and in its halves, 0.9 MiB.
LONGEST_TEXTS: Final = {"A": 1_000, "B": 25_000, "C": 4_000, "D": 100_000}


def configuration(language: str) -> str:
    """The PostgreSQL configuration for a language code such as `en` or `en-GB`."""
    return CONFIGURATIONS.get(language.lower().partition("-")[0], "simple")


def vector_sql(
    *,
    language: str,
    headline: str,
    bullets: str,
    captions: str,
    dateline: str,
    byline: str,
    sources: str,
    body: str,
) -> str:
    """An SQL expression for the weighted `tsvector`, to stand in an INSERT or an UPDATE.

    Every argument is an SQL expression (a column, a subquery) for text that may be NULL; `body`
    is Markdown. Never pass in text from outside.
    """
    config = configuration_sql(language)
    parts = {
        "A": [headline],
        "B": [bullets, captions],
        "C": [dateline, byline, sources],
        "D": [plain_sql(body)],
    }
    return " || ".join(
        f"setweight(to_tsvector({config}, "
        f"{folded_sql(_joined(texts, LONGEST_TEXTS[weight]))}), '{weight}')"
        for weight, texts in parts.items()
    )


def _joined(texts: Iterable[str], length: int) -> str:
    return f"left(concat_ws(E'\\n', {', '.join(texts)}), {length})"


def folded_sql(text: str) -> str:
    """An SQL expression for a text as it is indexed and searched for; see folding.py."""
    return f"articles_search_text({text})"


def configuration_sql(language: str) -> str:
    """An SQL expression for the configuration of a language, itself an SQL expression."""
    cases = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in CONFIGURATIONS.items())
    code = f"split_part(lower({language}), '-', 1)"
    return f"(CASE {code} {cases} ELSE 'simple' END)::regconfig"


# What Markdown adds to the words: pattern, replacement.
_MARKS: Final = (
    (r"!\[[^\]]*\]\(caption:[0-9]+\)", " "),  # ![](caption:2)
    (r"\]\([^()\s]*\)", "] "),  # [the words](https://example.org/not-these)
    (r"(^|\n) *:{3,} *(fact|related)?", r"\1"),  # ::: fact Heading
    (r"\\([!-/:-@\[-`{-~])", r"\1"),  # \* is *
)


def plain_sql(markdown: str) -> str:
    """An SQL expression that strips the Markdown syntax from `markdown`, an SQL expression too."""
    for pattern, replacement in _MARKS:
        markdown = f"regexp_replace({markdown}, '{pattern}', '{replacement}', 'g')"
    return markdown


def refresh(ids: Iterable[int]) -> int:
    """Updates the index of these articles in one statement; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH_SQL, [list(ids)])
        count: int = cursor.rowcount
    return count


def rebuild(*, after: int = 0) -> Iterator[tuple[int, int]]:
    """Updates the index of every article with an id above `after`, in order of id.

    Each batch is one transaction, and yields its last id and its number of articles.
    """
    articles = Article.objects.order_by("pk").values_list("pk", flat=True)
    while ids := list(articles.filter(pk__gt=after)[:REBUILT_AT_ONCE]):
        after = ids[-1]
        yield after, refresh(ids)


def vector_of(article: str, *, language: str = "") -> str:
    """An SQL expression for the `tsvector` of an article whose rows are already stored.

    The order of the rows is fixed, and the same as in ingest/storage/article_rows.py, because the
    positions of words are part of the vector. `article` is the SQL name of the table with the
    article's columns; `language` is another column for its language if that table has none.
    """
    return vector_sql(
        language=language or f"{article}.language",
        headline=f"{article}.headline",
        bullets="(SELECT string_agg(text, E'\\n' ORDER BY position, id) FROM articles_bullet"  # noqa: S608
        f" WHERE article_id = {article}.id)",
        captions="(SELECT string_agg(concat_ws(' ', text, credit, alt_text),"  # noqa: S608
        f" E'\\n' ORDER BY number, id) FROM articles_caption WHERE article_id = {article}.id)",
        dateline=f"{article}.dateline",
        byline=f"{article}.byline",
        sources="(SELECT string_agg(source.name, E'\\n' ORDER BY source.name COLLATE \"C\")"  # noqa: S608
        " FROM articles_attribution JOIN articles_source source ON source.id = source_id"
        f" WHERE article_id = {article}.id)",
        body=f"{article}.body",
    )


# Safe: nothing in it came in from outside.
_REFRESH_SQL: Final = f"""
UPDATE articles_article article SET search = {vector_of("article")} WHERE article.id = ANY(%s)
"""  # noqa: S608
