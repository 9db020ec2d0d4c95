"""Headlines and passages with the matches marked.

PostgreSQL marks a match with two characters that are removed from the text beforehand. Afterwards
everything is escaped, and the two become `<mark>`: no markup of the input survives.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

from django.db.models import Func, TextField, Value
from django.db.models.expressions import RawSQL
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models.article import ArticleQuerySet

from .folding import Folded, folded, has_unspaced
from .index import configuration_sql, plain_sql
from .queries import Query

_START, _STOP, _GAP, _ORIGINAL = "\x02", "\x03", "\x04", "\x05"
SEARCHED_LENGTH: Final = 30_000  # characters of the body in which a passage is looked for
_HEADLINE_OPTIONS: Final = f"StartSel={_START}, StopSel={_STOP}, HighlightAll=true"
_PASSAGE_OPTIONS: Final = (
    f"StartSel={_START}, StopSel={_STOP}, MaxFragments=2, MaxWords=24, MinWords=10, "
    f"FragmentDelimiter={_GAP}"
)
_CONTROLS: Final = "E'\\x02\\x03\\x04\\x05'"
_AROUND: Final = 20
_TAIL: Final = re.compile("[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
"""Marks upon a letter, which belong to it."""


# Markdown syntax at the start of a line, and emphasis: not words, and not for readers.
_LINE_MARKS: Final = r"(^|\n) *(#{1,6}|>|[-*+]|[0-9]{1,9}[.)]) +"
_EMPHASIS: Final = r"(?<!\\)[*_`]+"


def with_snippets(articles: ArticleQuerySet, query: Query) -> ArticleQuerySet:
    """Articles with `marked_headline` and `marked_passage`, to be rendered by `marked`.

    Use it only for the articles of one page: each costs a few milliseconds.
    """
    config = RawSQL(configuration_sql("articles_article.language"), ())  # noqa: S611
    headline = RawSQL(f"translate(articles_article.headline, {_CONTROLS}, '')", ())  # noqa: S611
    return articles.annotate(
        marked_headline=_Marked(config, headline, query, options=_HEADLINE_OPTIONS),
        marked_passage=_Marked(config, RawSQL(_TEXT_SQL, ()), query, options=_PASSAGE_OPTIONS),  # noqa: S611
    )


class _Marked(Func):
    """`ts_headline` of the folded text in the article's configuration, then the text itself."""

    function = "articles_search_marks"
    output_field = TextField()

    def __init__(self, config: RawSQL, text: RawSQL, query: Query, *, options: str) -> None:
        super().__init__(config, text, query, Value(options))


def _text_sql() -> str:
    body = f"left(articles_article.body, {SEARCHED_LENGTH})"
    for pattern, replacement in ((_LINE_MARKS, r"\1"), (_EMPHASIS, "")):
        body = f"regexp_replace({body}, '{pattern}', '{replacement}', 'g')"
    bullets = (
        "(SELECT string_agg(text, E' \\n' ORDER BY position, id) FROM articles_bullet"
        " WHERE article_id = articles_article.id)"
    )
    return f"translate(concat_ws(E' \\n', {bullets}, {plain_sql(body)}), {_CONTROLS}, '')"


_TEXT_SQL: Final = _text_sql()


def marked(text: str) -> SafeString:
    """Text from `with_snippets` as HTML: escaped, matches in `<mark>`, gaps as an ellipsis."""
    pieces = re.split(f"([{_START}{_STOP}{_GAP}])", _as_printed(text))
    parts = []
    is_match = False
    for piece in pieces:
        if piece in {_START, _STOP}:
            is_match = piece == _START
        elif piece:
            template = "<mark>{}</mark>" if is_match else "{}"
            parts.append(format_html(template, " … " if piece == _GAP else piece))
    return format_html_join("", "{}", ((part,) for part in parts))


def passage(text: str) -> SafeString:
    """A passage as HTML, with an ellipsis where it begins or ends within a sentence."""
    text = _as_printed(text)
    bare = re.sub(f"[{_START}{_STOP}{_GAP}]", "", text).strip()
    before = "… " if bare[:1].islower() else ""
    after = " …" if bare[-1:].isalnum() else ""
    return format_html("{}{}{}", before, marked(text.strip()), after)


def has_match(text: str) -> bool:
    """Whether anything is marked in a text from `with_snippets`."""
    return _START in text


def _as_printed(text: str) -> str:
    """The marks that the database set in the folded text, in the text as it is printed."""
    found, _, original = text.partition(_ORIGINAL)
    if not original:
        return found
    whole = folded(original)
    fragments: list[str] = []
    position = 0
    for part in found.split(_GAP):
        fragment, position = _fragment(part, whole, original, position)
        fragments.append(fragment)
    return _GAP.join(fragments)


def _fragment(part: str, whole: Folded, original: str, after: int) -> tuple[str, int]:
    """The fragment as it is printed, which begins not before `after`, and where it ends."""
    pieces = re.split(f"([{_START}{_STOP}])", part)
    bare = "".join(pieces[::2])
    at = whole.text.find(bare)
    if at < 0 or not bare:  # the database has changed it, as it does tags
        return part, after
    shown: list[str] = []
    position = first = whole.places[at]
    last = _end(whole, at + len(bare), original)
    if has_unspaced(original[first:last]):
        first, last = _widened(original, first, last, after)
        position = first
    for piece, sign in zip_longest(pieces[::2], pieces[1::2]):
        start, end = at, at + len(piece)
        at = end
        if sign != _STOP or start == end:
            continue
        begin, stop = whole.places[start], _end(whole, end, original)
        if begin <= position and shown:  # pairs of letters overlap, and are one match
            shown.pop()
        else:
            shown += [original[position:begin], _START]
        shown += [original[max(position, begin) : stop], _STOP]
        position = max(position, stop)
    return "".join((*shown, original[position:last])), last


def _widened(original: str, first: int, last: int, after: int) -> tuple[int, int]:
    """A fragment in a writing without spaces with more around it: each of its letters was counted
    as a word."""
    above = original[max(after, first - _AROUND) : first].rpartition("\n")[2]
    below = original[last : last + 2 * _AROUND].partition("\n")[0]
    return first - len(above), last + len(below)


def _end(whole: Folded, end: int, original: str) -> int:
    """Where in the original that ends which ends there in the folded text."""
    last = whole.places[end - 1] + 1
    marks = _TAIL.match(original, last)
    return marks.end() if marks else last
