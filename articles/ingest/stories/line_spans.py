"""Which lines of a clipping the parser made into which part of its article, as clippings keep it.

A clipping's `parts` are a list of `[kind, digest, first, last, ...]` in the order of the article:
the kind is a bullet, a caption or a block of the body, the digest is of its text as stored, and
each pair of lines, numbered as in the dump, is a place that the part was read from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain
from typing import Final

from articles import markup
from articles.parsing import BlockKind, ParsedArticle

from .content import CREDIT_LENGTH, runs_of, table_of

BULLET: Final = "bullet"
CAPTION: Final = "caption"
BLOCK: Final = "block"


def parts_as_json(article: ParsedArticle) -> str:
    """The parts of a parsed article, as its clipping keeps them."""
    return json.dumps(list(_parts(article)), separators=(",", ":"))


def _parts(article: ParsedArticle) -> Iterator[list[str | int]]:
    for bullet in article.bullets:
        yield [BULLET, text_digest(bullet.text), *chain.from_iterable(bullet.spans)]
    for block, *rows in runs_of(article.body):
        if block.cells:
            spans = chain.from_iterable(row.spans for row in (block, *rows))
            yield [BLOCK, text_digest(table_of([block, *rows])), *chain.from_iterable(spans)]
        elif block.kind is BlockKind.CAPTION:
            text = caption_text(block.text, block.credit[:CREDIT_LENGTH])
            yield [CAPTION, text_digest(text), *chain.from_iterable(block.spans)]
        else:
            heading = markup.escape(block.heading) if block.heading else ""
            text = block_text(heading, markup.escape(block.text))
            yield [BLOCK, text_digest(text), *chain.from_iterable(block.spans)]


def block_text(heading: str, text: str) -> str:
    """The words of a block of the body, as Markdown: a paragraph that became a fact box and one
    that is a fact box are the same text."""
    return f"{heading} {text}" if heading else text


def caption_text(text: str, credit: str) -> str:
    """The words of a caption, as a paragraph would have them."""
    return f"{text} ({credit})" if credit else text


def text_digest(text: str) -> str:
    """12 hexadecimal digits; white space counts for nothing."""
    words = " ".join(text.split())
    return blake2b(words.encode("utf-8", "replace"), digest_size=6).hexdigest()
