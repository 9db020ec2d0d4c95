"""What readers may see, said in SQL: the same condition as `ArticleQuerySet.published()`."""

import re
from typing import Final

_PUBLISHED: Final = "{row}status = 'published'"
_VISIBLE: Final = (
    _PUBLISHED + " AND {row}published_at <= {now}"
    " AND ({row}live_from IS NULL OR {row}live_from <= {now})"
)
_PLACEHOLDER: Final = re.compile(r"\{(?:(\w+)\.)?(visible|published)\}")


def with_visibility(statement: str, *, now: str = "now()") -> str:
    """The statement with the conditions on rows of articles_article filled in.

    `{visible}` stands for what readers may see at `now`, which is SQL such as a parameter's `%s`:
    it is there twice, for the story's date and for its time of going live;
    `{published}` leaves out the time, for statements that step through an index, so its rows may
    be under embargo. `{a.visible}` is the condition on the rows that the statement calls `a`.
    """

    def condition(match: re.Match[str]) -> str:
        table, name = match.groups()
        template = _VISIBLE if name == "visible" else _PUBLISHED
        return template.format(row=f"{table}." if table else "", now=now)

    return _PLACEHOLDER.sub(condition, statement)
