"""What readers may see, said in SQL: the same condition as `ArticleQuerySet.published()`."""

import re
from typing import Final

_PUBLISHED: Final = "{row}status = 'published'"
_VISIBLE: Final = _PUBLISHED + " AND {row}published_at <= {now}"
_PLACE: Final = re.compile(r"\{(?:(\w+)\.)?(visible|published)\}")


def with_visibility(statement: str, *, now: str = "now()") -> str:
    """The statement with the conditions on rows of articles_article filled in.

    `{visible}` stands for what readers may see at `now`, which is SQL such as a parameter's `%s`;
    `{published}` for that without the time, where an index is stepped through: some of it may be
    under embargo. `{a.visible}` is said of the rows that the statement calls `a`.
    """

    def condition(place: re.Match[str]) -> str:
        said = _VISIBLE if place[2] == "visible" else _PUBLISHED
        return said.format(row=f"{place[1]}." if place[1] else "", now=now)

    return _PLACE.sub(condition, statement)
