"""A story whose format says what each part is, as the fields of a record.

What those have no name for (standfirst, bullets, captions with credits) goes into the HTML, marked
in the way that pages mark it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from articles.ingest.readers.inline_markup import as_fragment

from .feed_html import (
    with_credits_apart,
    with_dateline,
    without_comments,
    without_dateline,
    without_headline,
)

FORMAT: Final = "@format"
"""The field of a record that names the format whose fields the others are, for when it is read
again."""

_PUNCTUATION: Final = re.compile(r"[\W_]+")
_AT_BEGINNING: Final = 8
"""Times a standfirst's length in which it is looked for in the body, whose markup is long, too."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry that is no story, such as a page or a comment, and what it is."""

    what: str


@dataclass(frozen=True, slots=True)
class GivenCaption:
    """A picture with its caption and credit; each may be empty."""

    text: str
    credit: str = ""
    picture: str = ""
    alt: str = ""


@dataclass(slots=True)
class GivenStory:
    """The parts of a story. `html` is the body, without headline and captions or with them; `text`
    is the same as plain text where there is no HTML.

    `fields` are those that a record has anyway (author, published, url ...), by their usual names.
    `note` tells of doubts, such as that only the opening is there.
    """

    headline: str = ""
    html: str = ""
    text: str = ""
    kicker: str = ""
    standfirst: str = ""
    bullets: Sequence[str] = ()
    byline: str = ""
    dateline: str = ""
    captions: Sequence[GivenCaption] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def as_fields(self) -> dict[str, Any]:
        """The same as fields of a record, the page as HTML."""
        values = {name: value for name, value in self.fields.items() if value}
        values["title"] = self.headline
        if self.kicker:
            values["kicker"] = self.kicker
        if self.dateline and not _has_more_than_place(self.dateline):
            values["dateline"] = self.dateline.rstrip(" —–:-")
        if self.standfirst:
            values.setdefault("description", self.standfirst)
        if self.has_text():
            values["html"] = self._page()
        return values

    def has_text(self) -> bool:
        """Whether there is any text of the story."""
        return bool(self.html.strip() or self.text.strip())

    def _page(self) -> str:
        body = without_comments(self.html) if self.html.strip() else paragraphs(self.text)
        body = with_credits_apart(as_fragment(body))
        body = without_headline(body, self.headline)
        if _has_more_than_place(self.dateline):
            body = with_dateline(body, self.dateline)
        elif self.dateline:
            body = without_dateline(body, self.dateline)
        head = []
        if self.headline:
            head.append(f"<h1>{html.escape(self.headline)}</h1>")
        if self.bullets:
            points = "".join(f"<li>{html.escape(point)}</li>" for point in self.bullets)
            head.append(f'<ul class="summary">{points}</ul>')
        elif self.standfirst and not _is_in(self.standfirst, body):
            head.append(f'<p class="standfirst">{html.escape(self.standfirst)}</p>')
        if self.byline:
            head.append(f'<p class="byline">{html.escape(self.byline)}</p>')
        if any(caption.text or caption.picture for caption in self.captions):
            letters = _PUNCTUATION.sub("", body)
            head += [figure for one in self.captions if (figure := _figure(one, letters))]
        return "\n".join([*head, body])


def paragraphs(text: str) -> str:
    """Plain text as HTML: what blank lines divide, or else its lines, are paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    parts = re.split(r"\n[ \t]*\n\s*", text) if re.search(r"\n[ \t]*\n", text) else text.split("\n")
    escaped = (html.escape(part.strip("\n"), quote=False) for part in parts if part.strip())
    return "\n".join(f"<p>{part}</p>" for part in escaped)


def _figure(caption: GivenCaption, body: str) -> str:
    """A picture with its caption as HTML; empty where the body shows the same already."""
    words = _PUNCTUATION.sub("", html.escape(caption.text))
    if not (caption.text or caption.picture) or (words and words in body):
        return ""
    parts = []
    if caption.picture:
        alt = f' alt="{html.escape(caption.alt)}"' if caption.alt else ""
        parts.append(f'<img src="{html.escape(caption.picture)}"{alt}>')
    if caption.text:
        parts.append(f"<figcaption><p>{html.escape(caption.text)}</p>")
        if caption.credit:
            parts.append(f'<p class="credit">{html.escape(caption.credit)}</p>')
        parts.append("</figcaption>")
    return f"<figure>{''.join(parts)}</figure>"


def _has_more_than_place(dateline: str) -> bool:
    """Whether a dateline holds a day or an agency, too, so that it is read as it is printed."""
    return "(" in dateline or any(map(str.isdecimal, dateline))


def _is_in(text: str, body: str) -> bool:
    """Whether a body begins with the text, too."""
    words = _PUNCTUATION.sub("", html.escape(text.rstrip("… .").removesuffix("[…]")))
    start = body[: _AT_BEGINNING * len(text)]
    return words in _PUNCTUATION.sub("", re.sub(r"<[^<>]*>", "", start))
