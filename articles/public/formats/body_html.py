"""An article's text as plain HTML that works on any site: no classes, absolute addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import markup
from articles.models import Caption

from .absolute_urls import page_of
from .item import Item, Picture

_OUR_LINK: Final = re.compile(r'(<a href=")([/#?])')


def html(item: Item) -> SafeString:
    """The story as HTML: bullets, body with its pictures, and the remaining pictures."""
    return _with_whole_addresses(_lines([*_bullets(item), *_body(item)]), item)


def body_html(item: Item) -> SafeString:
    return _with_whole_addresses(_lines(_body(item)), item)


def summary_html(item: Item) -> SafeString:
    """The story in a few sentences, as HTML."""
    if item.bullets:
        return _lines(_bullets(item))
    return format_html("<p>{}</p>", item.summary) if item.summary else SafeString("")


def _lines(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _bullets(item: Item) -> Iterator[SafeString]:
    if item.bullets:
        points = format_html_join("", "<li>{}</li>", ((bullet,) for bullet in item.bullets))
        yield format_html("<ul>{}</ul>", points)


def _body(item: Item) -> Iterator[SafeString]:
    dateline = item.article.dateline
    captions = {caption.number: caption for caption in item.captions}
    pictures = {picture.caption.number: picture for picture in item.pictures}
    for block in markup.render(item.article.body):
        if block.kind == markup.Kind.CAPTION:
            if caption := captions.pop(block.number, None):
                yield _figure(caption, pictures.get(block.number))
        elif block.kind == markup.Kind.PARAGRAPH and dateline:
            yield format_html("<p>{} — {}</p>", dateline, block.html)
            dateline = ""
        else:
            yield _block(block)
    for caption in captions.values():
        yield _figure(caption, pictures.get(caption.number))


def _block(block: markup.RenderedBlock) -> SafeString:
    match block.kind:
        case markup.Kind.PARAGRAPH:
            return format_html("<p>{}</p>", block.html)
        case markup.Kind.CROSSHEAD:
            return format_html("<h2>{}</h2>", block.html)
        case markup.Kind.FACT_BOX:
            heading = format_html("<h3>{}</h3>", block.heading) if block.heading else ""
            return format_html("<aside>{}{}</aside>", heading, block.html)
        case markup.Kind.RELATED_LINK:
            return format_html("<p>→ {}</p>", block.html)
        case markup.Kind.PULL_QUOTE:
            return format_html("<blockquote>{}</blockquote>", block.html)
        case markup.Kind.LIST_ITEM:
            items = format_html_join("", "<li>{}</li>", ((item,) for item in block.items))
            return format_html("<ul>{}</ul>", items)
        case _:
            return block.html


def _figure(caption: Caption, picture: Picture | None) -> SafeString:
    image = SafeString("")
    if picture:
        image = format_html(
            '<img src="{}" alt="{}" width="{}" height="{}">',
            picture.address,
            caption.alt_text,
            picture.width,
            picture.height,
        )
    if not caption.text and not caption.credit:  # a picture that came without words
        return format_html("<figure>{}</figure>", image) if picture else image
    credit = format_html(" <small>{}</small>", caption.credit) if caption.credit else ""
    return format_html(
        "<figure>{}<figcaption>{}{}</figcaption></figure>", image, caption.text, credit
    )


def _with_whole_addresses(text: SafeString, item: Item) -> SafeString:
    """Makes links within the site absolute, as relative ones mean nothing elsewhere.

    A quotation mark in running text is escaped, so what matches is a tag of the renderer's.
    """
    page = page_of(item.article)
    site = page.removesuffix(item.article.get_absolute_url())
    starts = {"/": f"{site}/", "#": f"{page}#", "?": f"{page}?"}
    # Safe: only addresses of our own are put in.
    return mark_safe(_OUR_LINK.sub(lambda link: link[1] + starts[link[2]], text))  # noqa: S308
