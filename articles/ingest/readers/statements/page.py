"""All that a page states, by field, read off its elements."""

from __future__ import annotations

from resiliparse.parse.html import HTMLTree

from .authors import people_of
from .elements import add_address, add_authors, add_owners, add_properties, add_times, add_topics
from .json_ld import add_json_ld
from .meta import add_meta
from .stated_dates import moment_of
from .statement import Statement, Statements, plain
from .surroundings import headline_element


def statements_of(tree: HTMLTree) -> Statements:
    """The page's statements, each list in the order in which it counts; see `Statements`."""
    stated = Statements(title=plain(tree.title))
    document = tree.document
    if document is None:
        return stated
    meta = Statements()
    add_meta(document, meta)
    headlines = frozenset(one.text.casefold() for one in meta.headlines)
    add_json_ld(document, stated, headlines)
    headlines |= {one.text.casefold() for one in stated.headlines}
    headlines |= {stated.title.casefold()} - {""}
    headline = headline_element(document, headlines)
    add_properties(document, headline, stated)
    _append(meta, stated)
    add_address(document, stated)
    # The rest takes longer to read, and counts only where the page states nothing clearer.
    if not people_of(stated)[1]:
        add_authors(document, headline, stated)
    if not any(moment_of(one.text, "en-GB") for one in stated.published):
        add_times(document, headline, stated)
    if not stated.topics:
        add_topics(document, stated)
    if not stated.publishers:
        add_owners(document, stated)
    if headline is not None and (words := plain(headline.text)):
        stated.headlines.append(Statement(words, "h1"))
    root = document.query_selector("html")
    if root is not None and (language := plain(root.getattr("lang"), length=20)):
        stated.languages.insert(0, Statement(language, "html lang"))
    return stated


def _append(found: Statements, stated: Statements) -> None:
    """Appends each list of the statements found to that of those which count more."""
    for name in Statements.__dataclass_fields__:
        listed = getattr(stated, name)
        if isinstance(listed, list):
            listed.extend(getattr(found, name))
