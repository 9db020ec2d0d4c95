"""The article body: Markdown on the outside, blocks on the inside.

CommonMark by markdown-it-py, raw HTML off, and three things of our own, each alone on its line
and each at the top level only:

    ![](caption:2)            the article's caption number 2 stands here
    ::: fact Heading … :::    a fact box
    ::: related … :::         a pointer to another story

`##` is a crosshead, a block quote a pull quote, an item of a bullet list a list item. Tables are
written with bars, as GitHub's Markdown has them. An opening
`:::` without a closing one is plain text. Four rules of CommonMark are off, because ordinary text
falls into them by accident: indented code, underlined headings, link definitions and HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles import markdown_tables


class Kind(StrEnum):
    """The kinds of block a body is made of; `other` is CommonMark that is none of these."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    CAPTION = "caption"
    FACT_BOX = "fact_box"
    RELATED_LINK = "related_link"
    PULL_QUOTE = "pull_quote"
    LIST_ITEM = "list_item"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """One block as Markdown.

    `text` is inline Markdown (see `escape`); a fact box, a related link and a pull quote may hold
    several paragraphs of it, an `other` block is kept as written. `heading` is inline Markdown
    too. A caption has a `number`, and as `text` what stood in its brackets, as a rule nothing.
    """

    kind: Kind
    text: str = ""
    heading: str = ""
    number: int = 0


NOTHING: Final = SafeString("")
BODIES_KEPT: Final = 256  # parsed and rendered bodies that each process caches


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """One block ready for a template, which decides on the markup around it.

    `html` is inline HTML, in a fact box, a pull quote and an `other` block it is paragraphs and
    the like. Neighbouring list items are one block with `items`, each inline HTML.
    """

    kind: Kind
    html: SafeString = NOTHING
    heading: SafeString = NOTHING
    number: int = 0
    items: tuple[SafeString, ...] = ()


_CAPTION: Final = re.compile(r" *!\[([^\[\]\\]*)\]\(caption:([0-9]{1,6})\) *")
# Of a line without the spaces at its ends.
_OPENING: Final = re.compile(r":{3,} *(fact|related)(?: +(\S.*))?")
_CLOSING: Final = re.compile(r" *:{3,} *")
_BOX_WORD: Final = {Kind.FACT_BOX: "fact", Kind.RELATED_LINK: "related"}
_BOX_KIND: Final = {word: kind for kind, word in _BOX_WORD.items()}

# White space at a line's end is matched only from its beginning: tried at each position, a long run
# inside a line would take quadratic time.
_EDGE_SPACE: Final = re.compile(
    r"(?m)^[^\S\n]++|(?<![^\S\n])[^\S\n]++$|[\v\f\x1c-\x1f\x85\u2028\u2029]"
)
_BLANK_LINE: Final = re.compile(r"(?m)^ +$")
_QUOTE_MARK: Final = re.compile(r"(?m)^ *> ?")
_ENDS_IN_HASHES: Final = re.compile(r"(?:^| )#+$")

# https://…, mailto:desk@…, /articles/1/, #top, ?q=…; not //elsewhere, javascript:, data:
_LINK: Final = re.compile(r"https?://|mailto:|/(?![/\\])|[#?]", re.IGNORECASE)

# What means something inside a line. An underscore between letters, as in a web address, does not.
_INLINE_MARK: Final = re.compile(
    r"""
      [`*]                          # `code`, *stress*
    | \\(?=[!-/:-@\[-`{-~]|\Z)      # \* and a backslash at the end
    | (?<!\w)_++ | (?<!_)_++(?!\w)  # _stress_, not snake_case; each run of them is read once
    | <(?=[^\s<>]+>)                # <https://example.org>
    | &(?=\#?\w+;)                  # &amp; &#38;
    | \](?=\()                      # [text](address)
    """,
    re.VERBOSE,
)
# Each of these needs one of these characters; most lines have none, and are quicker.
_MARKING: Final = "`*\\_<&]"
# What means something where a line begins: # - + > ~~~ ::: --- and 1. or 1)
_LINE_MARK: Final = re.compile(
    r"(?:\#{1,6}|[-+])(?=\ |\Z) | -(?=[- ]+\Z) | > | ~~~ | ::: | ([0-9]{1,9})([.)])(?=\ |\Z)",
    re.VERBOSE,
)


# --- plain text and inline Markdown


def escape(text: str) -> str:
    """Inline Markdown that renders as exactly this plain text.

    White space is one space, none at the ends. Ordinary prose stays as it is.

    >>> escape("1. It's *not* a list - [sic], said U.N. (Reuters)")
    "1\\\\. It's \\\\*not\\\\* a list - [sic], said U.N. (Reuters)"
    """
    # Printable: no white space but spaces, and no NUL. Nearly every line is as it should be.
    line = text
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        line = " ".join(text.replace("\0", "").split())
    if any(map(line.__contains__, _MARKING)):
        line = _INLINE_MARK.sub(lambda mark: "".join(f"\\{char}" for char in mark[0]), line)
    start = _LINE_MARK.match(line)
    if not start:
        return line
    at = start.start(2) if start[2] else 0
    return f"{line[:at]}\\{line[at:]}"


def plain(inline: str) -> str:
    """Inline Markdown as plain text, as a reader sees it; an image becomes its description."""
    return _plain_of(_MARKDOWN.parseInline(inline))


@lru_cache(maxsize=BODIES_KEPT)
def plain_text(markdown: str) -> str:
    """The readable text of a body, captions left out, a blank line between its blocks."""
    return _plain_text(markdown)


def _plain_text(markdown: str) -> str:
    # Not cached, so that a body's boxes do not displace other bodies in the cache.
    texts: list[str] = []
    for block, tokens in _parts(markdown):
        if block.kind in _BOX_WORD:
            texts += [plain(block.heading), _plain_text(block.text)]
        elif tokens and tokens[0].type == "table_open":
            texts.append("\n".join(_rows(tokens)))
        elif block.kind is Kind.OTHER or block.kind is Kind.PULL_QUOTE:
            texts += [_plain_of([token]) for token in tokens]
        else:
            texts.append(_plain_of(tokens))
    return "\n\n".join(text for text in texts if text)


def _rows(tokens: Iterable[Token]) -> Iterator[str]:
    """The rows of a table, a bar between their cells."""
    cells: list[str] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(_plain_of([token]))
        elif token.type == "tr_close":
            if any(cells):
                yield " | ".join(cells)
            cells = []


def _plain_of(tokens: Iterable[Token]) -> str:
    return "".join(_pieces(tokens)).strip()


def _pieces(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.children is not None:
            yield from _pieces(token.children)
        else:
            yield token.content


# --- blocks to Markdown


def to_markdown(blocks: Iterable[Block]) -> str:
    """The body of these blocks; `to_blocks` returns the same blocks again."""
    runs = (
        ("\n" if are_items else "\n\n").join(_block_source(block) for block in run)
        for are_items, run in groupby(blocks, key=_is_item)
    )
    return "\n\n".join(runs)


def _block_source(block: Block) -> str:
    match block.kind:
        case Kind.PARAGRAPH:  # the first, as most blocks are paragraphs
            return block.text
        case Kind.CAPTION:
            return f"![{block.text}](caption:{block.number})"
        case Kind.CROSSHEAD:
            line = " ".join(block.text.splitlines())
            # Number signs at the end would be taken for the end of the heading mark.
            return f"## {line} #" if _ENDS_IN_HASHES.search(line) else f"## {line}"
        case Kind.LIST_ITEM:
            return "- " + block.text.replace("\n", "\n  ")
        case Kind.PULL_QUOTE:
            return "\n".join(f"> {line}".rstrip() for line in block.text.split("\n"))
        case Kind.FACT_BOX | Kind.RELATED_LINK:
            opening = f"::: {_BOX_WORD[block.kind]} {block.heading}".rstrip()
            return "\n".join(filter(None, [opening, block.text, ":::"]))
        case _:
            return block.text


# --- Markdown to blocks


def to_blocks(markdown: str) -> list[Block]:
    """The blocks of any text; line ends may be CRLF. Empty blocks are left out."""
    return [block for block, _ in _parts(markdown)]


def _parts(markdown: str) -> Iterator[tuple[Block, Sequence[Token]]]:
    """Each block with the tokens of its content; boxes and captions come without tokens."""
    lines = _normalise(markdown).split("\n")
    last_closing = max((n for n, line in enumerate(lines) if _CLOSING.fullmatch(line)), default=-1)
    start = here = 0  # lines[start:here] is CommonMark not yet parsed
    while here < len(lines):
        line, end = lines[here], here + 1
        if caption := _CAPTION.fullmatch(line):
            block = Block(Kind.CAPTION, caption[1], number=int(caption[2]))
        elif here < last_closing and (box := _OPENING.fullmatch(line.strip(" "))):
            while not _CLOSING.fullmatch(lines[end]):
                end += 1
            text = "\n".join(lines[here + 1 : end]).strip("\n")
            block = Block(_BOX_KIND[box[1]], text, heading=box[2] or "")
            end += 1
        else:
            here += 1
            continue
        yield from _commonmark(lines[start:here])
        yield block, ()
        start = here = end
    yield from _commonmark(lines[start:])


def _normalise(markdown: str) -> str:
    """LF line ends, spaces for tabs, and at the edges of lines no white space but spaces."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").expandtabs(4)
    return _BLANK_LINE.sub("", _EDGE_SPACE.sub(lambda space: " " * len(space[0]), text))


def _commonmark(lines: Sequence[str]) -> Iterator[tuple[Block, Sequence[Token]]]:
    tokens = _MARKDOWN.parse("\n".join(lines))
    at = 0
    while at < len(tokens):
        first, start = tokens[at], at
        while tokens[at].level or tokens[at].nesting > 0:
            at += 1
        at += 1
        inside = tokens[start + 1 : at - 1]
        source = "\n".join(lines[slice(*first.map)]).strip("\n") if first.map else ""
        if first.type == "paragraph_open":
            found = [(Block(Kind.PARAGRAPH, inside[0].content), inside)]
        elif first.type == "heading_open" and first.tag == "h2":
            found = [(Block(Kind.CROSSHEAD, inside[0].content), inside)]
        elif first.type == "blockquote_open":
            text = _BLANK_LINE.sub("", _QUOTE_MARK.sub("", source)).strip("\n")
            found = [(Block(Kind.PULL_QUOTE, text), inside)]
        elif first.type == "bullet_list_open" and _is_simple(inside):
            items = [token for token in inside if token.type == "inline"]
            found = [(Block(Kind.LIST_ITEM, item.content), [item]) for item in items]
        else:
            found = [(Block(Kind.OTHER, _dedent(source)), tokens[start:at])]
        yield from (part for part in found if part[0].text)


def _is_simple(items: Iterable[Token]) -> bool:
    """Whether each item of a list is one paragraph at most."""
    types = [token.type for token in items if not token.type.startswith("paragraph")]
    alone = {"list_item_open", "inline", "list_item_close"}
    return alone.issuperset(types) and ("inline", "inline") not in pairwise(types)


def _dedent(source: str) -> str:
    """Without the first line's indentation, which could draw the block into a list above it."""
    indent = len(source) - len(source.lstrip(" "))
    return re.sub(rf"(?m)^ {{1,{indent}}}", "", source) if indent else source


def has_boxes(markdown: str) -> bool:
    """Whether a body may have fact boxes or pointers; decided without parsing it."""
    return ":::" in markdown


# --- blocks to HTML


@lru_cache(maxsize=BODIES_KEPT)
def render(markdown: str) -> tuple[RenderedBlock, ...]:
    """The blocks of a body as HTML that is safe to show: raw HTML escaped, links checked."""
    rendered: list[RenderedBlock] = []
    for are_items, run in groupby(_parts(markdown), key=lambda part: _is_item(part[0])):
        if are_items:
            items = tuple(_html(tokens) for _, tokens in run)
            rendered.append(RenderedBlock(Kind.LIST_ITEM, items=items))
        else:
            rendered.extend(_rendered(block, tokens) for block, tokens in run)
    return tuple(rendered)


def _is_item(block: Block) -> bool:
    return block.kind is Kind.LIST_ITEM


def _rendered(block: Block, tokens: Sequence[Token]) -> RenderedBlock:
    if block.kind not in _BOX_WORD:
        return RenderedBlock(block.kind, _html(tokens), number=block.number)
    inside = _MARKDOWN.parse(block.text)
    if block.kind is Kind.FACT_BOX:
        html = _html(inside)
    else:
        lines = [token for token in inside if token.type == "inline"]
        html = format_html_join(" ", "{}", ([_html([line])] for line in lines))
    return RenderedBlock(block.kind, html, _html(_MARKDOWN.parseInline(block.heading)))


def _html(tokens: Sequence[Token]) -> SafeString:
    # Safe: this is the output of markdown-it with html off, which escapes all text, and of the two
    # renderers below, which add nothing from outside.
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(markdown_tables.without_empty_heads(html).strip())  # noqa: S308


def _link_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """A link to another site says so; `caption:` is no address to link to."""
    token = tokens[at]
    address = str(token.attrs.get("href", ""))
    if address.startswith("caption:"):
        return "<a>"
    if not address.startswith(("/", "#", "?", "mailto:")):
        token.attrs["rel"] = "nofollow noopener"
    return self.renderToken(tokens, at, options, env)


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Pictures belong to captions: any other image becomes its description."""
    return self.renderInline(tokens[at].children or [], options, env)


def _is_link(address: str) -> bool:
    return bool(_LINK.match(address)) or address.startswith("caption:")


def _build() -> MarkdownIt:
    markdown: Any = MarkdownIt("commonmark", {"html": False})
    markdown_tables.enable(markdown)
    markdown.disable(["code", "lheading", "reference", "html_block", "html_inline"])
    markdown.validateLink = _is_link
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule("image", _image)
    built: MarkdownIt = markdown
    return built


_MARKDOWN: Final = _build()
