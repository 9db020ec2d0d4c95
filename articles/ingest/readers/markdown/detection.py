"""Whether a text is Markdown: by its file's name, or where several of its marks leave no doubt.

Plain text has stars for bullets, hashtags, numbers with stops, `>` before quotes and rulers, too:
none of these shows anything by itself.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

_ENDINGS: Final = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdtxt"})
# `## Three metres`, not `#harbour` nor `# 12`
_HEAD: Final = re.compile(r"^ {0,3}#{1,6} +(?!\d+\s*$)[^\s#][^\n]*$", re.MULTILINE)
# `[Selby Bay](https://bay.example)`, `[Selby Bay][1]`
_LINK: Final = re.compile(
    r"(?<!!)\[[^\]\[\n]{1,300}\]\((?:https?://|/|\.{0,2}/|#|mailto:)[^)\n]{0,500}\)"
)
_PICTURE: Final = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{1,800}\)")
_STRONG: Final = re.compile(r"(?<![\w*])\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?![\w*])")
_FENCE: Final = re.compile(r"^ {0,3}```[\w+-]{0,20}[ \t]*$", re.MULTILINE)
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]: +<?https?://\S+", re.MULTILINE)
# For files named so, where fewer marks are enough
_EMPHASIS: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*(?![\w*])")
_UNDERSCORED: Final = re.compile(r"(?<![\w_])_(?=[^\s_])[^_\n]{1,300}(?<=[^\s_])_(?![\w_])")
_UNDERLINE: Final = re.compile(r"^ {0,3}\S[^\n]{0,200}\n {0,3}(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_UNDERLINED_TITLE: Final = re.compile(r"^\S[^\n]{2,200}\n={3,}[ \t]*$", re.MULTILINE)
_ITEM: Final = re.compile(
    r"^ {0,3}(?:[*+-]|\d{1,3}[.)]) +\S[^\n]*\n(?: {0,3}(?:[*+-]|\d{1,3}[.)]) +\S)", re.MULTILINE
)
_TABLE: Final = re.compile(r"^ {0,3}\|?[ :|-]*-{3,}[ :|-]*\|[ :|-]*$", re.MULTILINE)
_QUOTE: Final = re.compile(r"^ {0,3}> ?\S", re.MULTILINE)
_NOTE_LINK: Final = re.compile(r"!?\[\[[^\]\n]{1,200}\]\]")
_OF_NAMED: Final = (
    *(_HEAD, _LINK, _PICTURE, _STRONG, _FENCE, _DEFINITION, _EMPHASIS, _UNDERSCORED),
    *(_UNDERLINE, _ITEM, _TABLE, _QUOTE, _NOTE_LINK),
)
_FRONT_MATTER: Final = re.compile(
    r"(---|\+\+\+)[ \t]*\n"
    r"(?=(?:[^\n]*\n){0,80}?[\"']?(?:title|date|draft|layout|tags)[\"']?[ \t]*[:=])"
    r"(?:(?:[\"']?[\w-]{1,40}[\"']?[ \t]*[:=]|[ \t-]+\S|[#\[\]}]|\s*\n)[^\n]*\n|\n){1,300}?"
    r"(?:\1|\.\.\.)[ \t]*(?:\n|\Z)",
    re.IGNORECASE,
)
"""Front matter whose every line is one of YAML or TOML, as of a text between two rulers none is."""


def is_markdown_name(name: str) -> bool:
    """Whether a file says by its ending that it is Markdown."""
    return PurePosixPath(name.lower()).suffix in _ENDINGS


def is_markdown(text: str, name: str) -> bool:
    """Whether a text, or its beginning, is Markdown; line ends are `\\n`. A file named so has one
    mark at least, another one several that prose has by no accident.

    >>> is_markdown("# Boats\\n\\nA **ferry** sank.\\n\\n## Sea\\n\\nIt is deep.", "a.txt")
    True
    >>> is_markdown("#harbour #news\\n\\n* one\\n* two\\n\\n---\\n\\n> 2 * 3 * 4", "a.txt")
    False
    """
    if _FRONT_MATTER.match(text):
        return True
    if is_markdown_name(name):
        return any(mark.search(text) for mark in _OF_NAMED)
    heads = len(_HEAD.findall(text)) + len(_UNDERLINED_TITLE.findall(text))
    has_picture = _PICTURE.search(text) is not None
    others = (_LINK, _STRONG, _DEFINITION)
    kinds = has_picture + sum(mark.search(text) is not None for mark in others)
    if heads >= 2 and _HEAD.search(text):
        return kinds >= 1
    return kinds >= 2 and (heads >= 1 or has_picture)
