"""A page of Markdown as HTML that says what each block is, with what stands above it as hints."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.fields.field_names import USUAL_FIELDS
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.limits import MIB
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, ReadRecord, Record, Unreadable

from .dialects import as_commonmark
from .front_matter import FrontMatter, take_front_matter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LARGEST: Final = MIB
"""Characters of a page of Markdown: it takes 3 seconds for each million."""
MOST_MARKS: Final = 30_000
"""Stars, brackets and the like in a page, of which each may take a tenth of a millisecond; a page
of a million characters has some 20,000."""
_MARKS: Final = "[*_~`<&!"
_DRAFT: Final = "draft"
"""The kind of page that a draft is said to be, for editors to see."""
_ORIGINS: Final = {
    "title": "headline",
    "author": "authors",
    "publisher": "publisher",
    "published": "published_at",
    "modified": "modified_at",
    "section": "section",
    "language": "language",
    "tags": "keywords",
    "description": "description",
    "url": "address",
}


def read_markdown(opened: Opened) -> Iterator[Found]:
    """The page that a file of Markdown is."""
    raw = opened.whole()
    yield raw if isinstance(raw, Unreadable) else _page(raw, opened.name)


def _page(raw: bytes, name: str) -> ReadRecord:
    characters = decode(raw)
    text = characters.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > LARGEST:
        message = f"it is Markdown of more than {LARGEST // MIB} MiB; divide it between its stories"
        return Unreadable(name, message)
    if sum(map(text.count, _MARKS)) > MOST_MARKS:
        message = f"its Markdown has more than {MOST_MARKS:,} marks, as no page has; leave it out"
        return Unreadable(name, message)
    page = take_front_matter(text)
    return record_of_page(raw, name, page, html_of(page), characters.note)


def record_of_page(raw: bytes, name: str, page: FrontMatter, written: str, note: str) -> ReadRecord:
    """The record of a page in HTML with what is stated above its text."""
    said = page.stated()
    values: dict[str, Any] = {role: value for role, (value, _) in said.items()}
    record = record_of(raw, name, {**values, "html": written}, USUAL_FIELDS, note)
    if not isinstance(record, Record):
        return record
    named = {_ORIGINS[role]: f"front matter {key}" for role, (_, key) in said.items()}
    origins = {hint: named.get(hint, origin) for hint, origin in record.hints.origins.items()}
    kinds = record.hints.kinds
    if page.is_draft:
        kinds, origins["kinds"] = (*kinds, _DRAFT), "front matter"
    return replace(record, hints=replace(record.hints, kinds=kinds, origins=origins))


def html_of(page: FrontMatter) -> str:
    """The HTML of a page's text; a picture that stands alone is a figure with its caption."""
    markdown = _markdown()
    tokens = markdown.parse(as_commonmark(page.text))
    text = markdown.renderer.render(_with_figures(tokens), markdown.options, {})
    written = f'<div class="document-text">\n{text}</div>'
    address, words, caption = page.picture
    if not address or address in page.text:
        return written
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    picture = f'<img src="{html.escape(address)}" alt="{html.escape(words)}">'
    return f"<figure>{picture}{below}</figure>\n{written}"


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _with_figures(tokens: Sequence[Token]) -> list[Token]:
    """The blocks, with paragraphs that hold nothing but a picture as figures."""
    found: list[Token] = []
    is_figure = False
    for number, token in enumerate(tokens):
        is_in_paragraph = (
            token.type == "inline"
            and tokens[number - 1].type == "paragraph_open"
            and tokens[number + 1].type == "paragraph_close"
        )
        figure = _figure(token.children or []) if is_in_paragraph else ""
        if figure:
            found.pop()  # the paragraph's beginning; its end is dropped below
            token = token.copy(type="html_block", content=figure, children=None)
        elif is_figure and token.type == "paragraph_close":
            is_figure = False
            continue
        is_figure = bool(figure)
        found.append(token)
    return found


def _figure(inside: Sequence[Token]) -> str:
    """The figure that a paragraph is: one picture or several, which may be links, each with its own
    words, and below it perhaps its caption in italics. Empty for a paragraph with other text."""
    pictures: list[Token] = []
    caption: list[str] = []
    in_italics = False
    for token in inside:
        match token.type:
            case "image":
                pictures.append(token)
            case "em_open" | "em_close":
                in_italics = token.type == "em_open"
            case "softbreak" | "hardbreak" | "link_open" | "link_close":
                continue
            case _ if not token.content.strip():
                continue
            case _ if in_italics and pictures:
                caption.append(token.content)
            case _:
                return ""
    if not pictures:
        return ""
    figures = [
        _picture(picture, caption if picture is pictures[-1] else ()) for picture in pictures
    ]
    return "\n".join(figures) + "\n"


def _picture(token: Token, caption: Sequence[str]) -> str:
    words = token.content
    below = " ".join(" ".join(caption).split()) or str(token.attrs.get("title") or words)
    source = html.escape(str(token.attrs.get("src", "")))
    written = f"<figcaption>{html.escape(below)}</figcaption>" if below.strip() else ""
    return f'<figure><img src="{source}" alt="{html.escape(words)}">{written}</figure>'
