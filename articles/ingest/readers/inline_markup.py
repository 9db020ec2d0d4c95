"""Tags in what is given as plain text: whether it is markup, and the text without them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from articles.parsing.lines.character_references import with_references_read

_INLINE: Final = (
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span"
    r"|strike|strong|sub|sup|time|tt|u|var"
)
_BLOCK: Final = (
    r"p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|figure|figcaption|table|thead|tbody|tr|td|th"
    r"|article|aside|center|footer|header|main|nav|pre|section"
)
_VOID: Final = r"br|hr|img|wbr"
_ATTRIBUTES: Final = r"(?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))?)"
# `<b>`, `</b>`, `<a href="/t">`, `<br/>`; not `a <b and c> d`
_TAG: Final = re.compile(
    rf"<(?P<end>/?)(?:(?P<inline>{_INLINE})|(?P<block>{_BLOCK})|(?P<void>{_VOID})"
    rf"|(?P<unseen>script|style|iframe|noscript|video|audio))\b(?P<attributes>{_ATTRIBUTES}{{0,30}})\s*/?>",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br\b[^<>]*>[ \t]*(?:\r?\n)?", re.IGNORECASE)
# A break that ends a sentence, a line or the text; not `write <br> to break a line`
_BREAK_THAT_BREAKS: Final = re.compile(
    r"(?:[.!?:;…。！？؟۔”\"»)’]\s*|<br\s*/?>\s*)<br\s*/?>|<br\s*/?>\s*(?:\n|\Z)", re.IGNORECASE
)
_ESCAPED: Final = re.compile(rf"&(?:amp;)*lt;/?(?:{_INLINE}|{_BLOCK}|{_VOID})\b", re.IGNORECASE)
_ABOUT_TAGS: Final = re.compile(
    r"\b(?:X?HTML|CSS|tags?|markup|balises?|etiquetas?)\b", re.IGNORECASE
)
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_FEW_PAIRS: Final = 3
_DIVIDED: Final = re.compile(r"<(?:p|div|br|article|section|td)\b", re.IGNORECASE)


def read_markup(text: str, *, fewest: int = 1) -> tuple[str, bool]:
    """The text without the tags in it, and False; or, where they divide it (`<p>`, `<ul>`), the
    text as HTML, and True. A text that only mentions tags, or a sample of code, stays as it is.

    `<br>` ends a line. `fewest` is how many elements make a text markup. A text whose markup is
    escaped (`&lt;p&gt;`) is unescaped first.

    >>> read_markup("A <b>wall</b> of stone.<br><br>It is high.")
    ('A wall of stone.\\n\\nIt is high.', False)
    >>> read_markup("The <b> tag makes text bold.")
    ('The <b> tag makes text bold.', False)
    """
    if "<" not in text:
        if "lt;" not in text or _ESCAPED.search(text) is None:
            return text, False
        unescaped = "\n".join(map(with_references_read, text.split("\n")))
        read, is_html = _read(unescaped, fewest, fewest_letters=0)
        return (text, False) if read == unescaped and not is_html else (read, is_html)
    return _read(text, fewest, fewest_letters=2)


def _read(text: str, fewest: int, *, fewest_letters: int) -> tuple[str, bool]:
    kind = _kind(text, fewest, fewest_letters)
    if kind == "html":
        return as_fragment(text), True
    return (_without_inline(text), False) if kind == "inline" else (text, False)


def as_fragment(text: str) -> str:
    """A piece of a page as HTML reads it: where no elements divide its paragraphs, but its lines
    do, with elements for these."""
    if _DIVIDED.search(text):
        return text
    lines = filter(None, map(str.strip, text.split("\n")))
    divided = (line if _starts_block(line) else f"<p>{line}" for line in lines)
    return "\n".join(divided)


def _starts_block(line: str) -> bool:
    tag = _TAG.match(line)
    return tag is not None and tag["block"] is not None


def _kind(text: str, fewest: int, fewest_letters: int) -> str:
    """`html`, `inline`, or empty where the tags, if any, are no markup of the text: fewer elements,
    or fewer letters in each."""
    pairs = Counter({"inline": 0, "block": 0})
    opened: Counter[str] = Counter()
    open_ends: dict[str, int] = {}
    paragraphs = with_values = 0
    has_unseen = "<!--" in text
    for tag in _TAG.finditer(text):
        kind = "inline" if tag["inline"] else "block" if tag["block"] else None
        name = (tag["inline"] or tag["block"] or "").casefold()
        with_values += "=" in tag["attributes"]
        has_unseen |= tag["unseen"] is not None
        if kind is None:
            continue
        if not tag["end"]:
            opened[name] += 1
            open_ends[name] = tag.end()
            paragraphs += name == "p"
        elif opened[name]:
            opened[name] -= 1
            between = text[open_ends[name] : tag.start()]
            pairs[kind] += sum(map(str.isalnum, between[:50])) >= fewest_letters
    breaks = len(_BREAK_THAT_BREAKS.findall(text))
    count = pairs.total() + breaks + paragraphs // 2
    if count < fewest or _is_about_tags(text, count, with_values):
        return ""
    if (pairs["block"] or paragraphs > 1 or has_unseen) and _is_throughout(text):
        return "html"
    return "inline"


def _is_throughout(text: str) -> bool:
    """Whether tags stand on most lines of a text; else it has lines of its own."""
    lines = list(filter(str.strip, text.split("\n")))
    return 2 * sum(_TAG.search(line) is not None for line in lines) >= len(lines)


def _is_about_tags(text: str, count: int, with_values: int) -> bool:
    if _FENCE.search(text):
        return True
    if count >= _FEW_PAIRS or with_values:
        return False
    return _ABOUT_TAGS.search(_TAG.sub(" ", text)) is not None


def _without_inline(text: str) -> str:
    return _TAG.sub(lambda tag: "\n" if tag["block"] else "", _BREAK.sub("\n", text))


def without_tags(text: str) -> str:
    """A short text without its tags, whatever they are of HTML."""
    if "<" not in text:
        return text
    return _TAG.sub(lambda tag: "" if tag["inline"] else " ", text)
