"""What the templates need beyond Django's own tags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.fields.files import ImageFieldFile
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from articles import images, search
from articles.models import Article, Caption
from articles.public import cache_keys, cards, facets
from articles.public.formats import absolute_urls, feeds, schema_org
from articles.public.formats.item import Item, stated_date

register = template.Library()

# Languages whose script runs from right to left.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)


@register.simple_tag
def site_name() -> str:
    name: str = settings.SITE_NAME
    return name


@register.simple_tag(takes_context=True)
def feed_addresses(context: Context, route: str) -> dict[str, str]:
    """The addresses of the page's feeds by their kinds, where its own address has what that of a
    feed needs; else none."""
    match = context["request"].resolver_match
    try:
        return {
            kind: reverse(route, kwargs=match.kwargs | {"kind": kind})
            for kind in feeds.CONTENT_TYPES
        }
    except NoReverseMatch:
        return {}


@register.filter
def absolute(path: str) -> str:
    """The whole address of a path of ours, under the site's public name."""
    return absolute_urls.absolute(path)


@register.filter
def fingerprint(facts: Any) -> str:
    """The key under which `{% cache %}` stores a part of a page that shows exactly these facts."""
    return cache_keys.fingerprint(facts)


@register.filter
def json_ld(item: Item) -> SafeString:
    """The story in the vocabulary of schema.org, for a `script` element."""
    return schema_org.script_text(item)


@register.filter
def stated(article: Article) -> str:
    """The story's date in ISO 8601, no more exact than it is known; empty if undated."""
    moment = stated_date(article)
    return moment.isoformat() if moment else ""


@register.filter
def revised(item: Item) -> str:
    """When the story itself was last changed, in ISO 8601; empty if that is not known."""
    moment = item.revised_at
    return moment.isoformat() if moment else ""


@register.simple_tag(takes_context=True)
def recent(context: Context) -> facets.Recent:
    """What the newest stories are about, from the view's context or else from the database."""
    found: facets.Recent | None = context.get("recently")
    return found or facets.recent()


@register.filter
def day_captured(article: Article) -> date | None:
    """The day by which an undated story is sorted; None if that is unknown, too."""
    return cards.day_of(article)


@register.filter
def direction(language: str) -> str:
    """The value of `dir` for text in this language."""
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@register.filter
def summary(article: Article) -> str:
    """What a card says below the headline."""
    return cards.summary(article)


@register.filter
def marked_headline(article: Article) -> str:
    """The headline, with what was searched for marked in it."""
    text = getattr(article, "marked_headline", "")
    return search.marked(text) if text else article.headline


@register.filter
def marked_passage(article: Article) -> str:
    """Where in the story the words stand, marked; empty where no words were searched for."""
    text = getattr(article, "marked_passage", "") or ""
    return search.passage(text) if search.has_match(text) else ""


@register.filter
def role(sources: list[dict[str, str]], name: str) -> list[dict[str, str]]:
    """Those of an article's sources that had this part in it."""
    return [source for source in sources if source["role"] == name]


@register.filter
def size(image: ImageFieldFile) -> tuple[int, int] | None:
    """Width and height of a picture; None where the file is gone or is no picture."""
    try:
        width, height = image.width, image.height
        is_there = image.storage.exists(str(image.name))
    except (OSError, ValueError):
        return None
    return (width, height) if width and height and is_there else None


@register.filter
def picture_sources(picture: Caption | dict[str, Any]) -> list[tuple[str, str]]:
    """What a `picture` element offers: (type, srcset) for each file type; of a caption, or of the
    dict of its columns that a card has."""
    if isinstance(picture, dict):
        return images.sources(picture["image"], picture["image_width"], picture["image_height"])
    return images.sources(picture.image.name, picture.image_width, picture.image_height)


@register.filter
def stored_url(name: str) -> str:
    return default_storage.url(name)
