"""What an article form says of the pictures of its pages that no caption shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, StoryPicture

MOST_SHOWN: Final = 30

State = StoryPicture.State

_SAID: Final = {
    State.WANTED: _("looked for until the import ends"),
    State.MISSING: _("not found beside the page"),
    State.REFUSED: _("left out"),
    State.KEPT: _("found, and not shown unasked"),
}


def lacking(article: Article) -> list[dict[str, Any]]:
    """The pictures of the article's pages that no import has brought to it, those of captions
    first; one query."""
    rows = StoryPicture.objects.filter(article=article).exclude(state=State.STORED)
    found = sorted(rows[: 2 * MOST_SHOWN], key=lambda row: (not row.number, row.position))
    return list(_shown(found))[:MOST_SHOWN]


def _shown(rows: list[StoryPicture]) -> Iterator[dict[str, Any]]:
    for row in rows:
        web = next((one for one in row.addresses if one.startswith(("http://", "https://"))), "")
        is_inside = row.address.startswith("data:")
        name = gettext("a picture within the page") if is_inside else row.address
        yield {
            "number": row.number,
            "name": name,
            "link": web,
            "alt_text": row.alt_text,
            "said": _SAID[State(row.state)],
            "reason": row.reason,
        }
