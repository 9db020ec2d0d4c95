"""Tables as GitHub's Markdown has them, with bars between their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_EMPTY_HEAD: Final = re.compile(
    r'<thead>\s*<tr>\s*(?:<th scope="col"></th>\s*)+</tr>\s*</thead>\s*'
)


def table(rows: Sequence[Sequence[str]], *, has_header: bool) -> str:
    """A table of these rows, each cell inline Markdown, as Markdown has them. It demands a header:
    without one its cells are empty, and readers get none."""
    size = max(map(len, rows))
    written = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    head = written.pop(0) if has_header else []
    lines = [head, ["---"] * size, *written]
    return "\n".join(f"| {' | '.join([*row, *[''] * (size - len(row))])} |" for row in lines)


def enable(markdown: Any) -> None:
    """Has a parser of Markdown read tables and write them for readers."""
    markdown.enable("table")
    markdown.add_render_rule("th_open", _th_open)
    markdown.add_render_rule("td_open", _td_open)


def without_empty_heads(html: str) -> str:
    """The HTML of tables, less the heads that hold nothing."""
    return _EMPTY_HEAD.sub("", html)


def _th_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """The head of a column says so; where a text is aligned is left to the style sheet."""
    return '<th scope="col">'


def _td_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return "<td>"
