"""The public data of an article, format by format."""

from collections.abc import Sequence
from typing import Any

from articles.models import Article, Caption
from articles.public.formats.item import Item, load
from tests.support.builders import NOON


def loaded(article: Article) -> Item:
    """The article with its rows, as the views load it."""
    return load(Article.objects.filter(pk=article.pk))[0]


def make_item(
    *,
    topics: Sequence[str] = (),
    sources: Sequence[tuple[str, str]] = (),
    bullets: Sequence[str] = (),
    captions: Sequence[str] = (),
    **what_matters: Any,
) -> Item:
    """An item that no database knows; `sources` are pairs of name and role."""
    known = {"pk": 7, "headline": "Boats go out", "slug": "boats-go-out", "published_at": NOON}
    known |= {"created_at": NOON, "modified_at": NOON}
    return Item(
        Article(**(known | what_matters)),
        [{"name": name, "slug": "topic"} for name in topics],
        [{"name": name, "slug": "source", "role": role} for name, role in sources],
        bullets,
        [Caption(number=number, text=text) for number, text in enumerate(captions, start=1)],
    )
