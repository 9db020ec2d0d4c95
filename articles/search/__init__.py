"""Full-text search: the only code that knows how it works.

index.py makes the search column, query_parser.py reads what was typed, queries.py finds the best
matches and newest_first.py the newest, page_addresses.py the stories of a site, snippets.py shows
where the words are, spelling.py suggests corrections, similar.py finds similar stories,
suggestions.py completes what a reader is typing.
"""

from .index import (
    CONFIGURATIONS,
    LONGEST_TEXTS,
    configuration,
    rebuild,
    refresh,
    vector_of,
    vector_sql,
)
from .newest_first import (
    RANKED,
    RARE,
    WALKED,
    Test,
    estimate,
    is_rare,
    newest_ids,
    rank,
    row_test,
    whole,
    words_test,
)
from .page_addresses import address_tests, at_addresses, read_addresses
from .queries import (
    Query,
    ask_languages,
    configurations_for,
    holding_headlines,
    known_languages,
    matching,
    query_for,
)
from .query_parser import (
    ADDRESS_ONLY,
    LONGEST_QUERY,
    ParsedQuery,
    clean,
    language_of,
    part,
    read,
    single_words,
)
from .similar import alike_sql
from .snippets import has_match, marked, passage, with_snippets
from .spelling import Correction, corrected, corrections, gather_words, near_words
from .suggestions import Suggestion, suggest

__all__ = [
    "ADDRESS_ONLY",
    "CONFIGURATIONS",
    "LONGEST_QUERY",
    "LONGEST_TEXTS",
    "RANKED",
    "RARE",
    "WALKED",
    "Correction",
    "ParsedQuery",
    "Query",
    "Suggestion",
    "Test",
    "address_tests",
    "alike_sql",
    "ask_languages",
    "at_addresses",
    "clean",
    "configuration",
    "configurations_for",
    "corrected",
    "corrections",
    "estimate",
    "gather_words",
    "has_match",
    "holding_headlines",
    "is_rare",
    "known_languages",
    "language_of",
    "marked",
    "matching",
    "near_words",
    "newest_ids",
    "part",
    "passage",
    "query_for",
    "rank",
    "read",
    "read_addresses",
    "rebuild",
    "refresh",
    "row_test",
    "single_words",
    "suggest",
    "vector_of",
    "vector_sql",
    "whole",
    "with_snippets",
    "words_test",
]
