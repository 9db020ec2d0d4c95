"""A message's text part as HTML that says what its lines are: paragraphs, lists, quotes, heads.

What answers to other messages and who signs is marked as no part of the story, and stays on the
page (RFC 3676: `format=flowed`, quotes, the signature below `-- `).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from articles.parsing.wrapping.unwrap import may_be_wrapped, unwrap

_QUOTED: Final = re.compile(r"(?:[>|][ \t]?)+")
_SIGNATURE: Final = re.compile(r"--[ \t]*$")
# A list's foot: `_______________________________________________`, and its lines below
_LIST_FOOT: Final = re.compile(r"[_=-]{30,}\s*$")
_OF_LISTS: Final = re.compile(
    r"mailing list|unsubscribe|listinfo|abmelden|désabonner|darse de baja|cancelar|disiscri"
    r"|afmelden|отписаться|إلغاء الاشتراك|You received this message because|googlegroups",
    re.IGNORECASE,
)
_MOST_FOOT_LINES: Final = 15
# `On Thu, 14 Mar 2024 at 16:05, Ann Smith <ann@post.example> wrote:`
_WROTE: Final = re.compile(
    r"(?:(?:On|Am|Le|El|Il|Em|Op|W dniu|Den|В|Dne|Στις|في)\b.{5,200}|.{3,200}[@>].{0,60})"
    r"(?:wrote|writes|schrieb|écrit|escribió|escreveu|ha scritto|schreef|napisał\(?a?\)?|skrev"
    r"|пишет|написала?|napsala?|έγραψε|كتب|said)\s*:?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_BULLET: Final = re.compile(r"\s{0,4}(?:[*•·‣o+-])[ \t]+(?=\S)")
_RULE: Final = re.compile(r"\s*(?:[-=_*~#+.][ \t]*){4,}$")
_UNDERLINE: Final = re.compile(r"\s*([=~^*-])\1{2,}\s*$")
_LONGEST_HEAD: Final = 120
_NARROWEST: Final = 60
_WIDEST: Final = 100
"""Columns at which mail programs break lines; most at 72 to 78."""
_BINARY: Final = re.compile(
    r"^begin [0-7]{3,4} [^\n]{1,200}\n(?:[ -`]{1,62}\n)+?(?:`?\n)?end[ \t]*$"
    r"|^=ybegin [^\n]*\n.*?^=yend[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
_PGP_HEAD: Final = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n)*\n")
_PGP_FOOT: Final = re.compile(
    r"-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)", re.DOTALL
)
_DASHES_ESCAPED: Final = re.compile(r"^- (?=-)", re.MULTILINE)

OUTSIDE: Final = "footer"
OUTSIDE_WORDS: Final = "comments menu"
"""The element, hidden as mail programs have it, of what is on the page and no part of its story;
its classes are those of readers' comments and of menus."""


def html_of_text(
    text: str, *, is_flowed: bool = False, deletes_space: bool = False, is_first: bool = True
) -> str:
    """The text as a piece of HTML. `is_flowed` text has its paragraphs in lines that end in a
    space; where it `deletes_space`, that space is none between words. One that is not the first of
    its message may be what a list adds."""
    lines = _clean(text).split("\n")
    if not is_first and _LIST_FOOT.match(lines[0]):
        return "\n".join(_outside(lines))
    if is_flowed:
        lines = _unflowed(lines, deletes_space=deletes_space)
    return f'<div class="document-text">{"".join(_blocks(lines, is_wrapped=not is_flowed))}</div>'


def outside(page: str) -> str:
    """A piece of HTML as no part of the story."""
    return f'<{OUTSIDE} hidden class="{OUTSIDE_WORDS}">{page}</{OUTSIDE}>'


def is_encrypted(text: str) -> bool:
    """Whether the text is a message that PGP encrypted."""
    return text.lstrip().startswith("-----BEGIN PGP MESSAGE-----")


def _clean(text: str) -> str:
    """The text less encoded files and the signature that only programs read."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\u2028", "\n")
    if "begin " in text or "=ybegin " in text:
        text = _BINARY.sub("", text)
    if "-----BEGIN PGP SIGN" in text:
        text = _DASHES_ESCAPED.sub("", _PGP_FOOT.sub("", _PGP_HEAD.sub("", text)))
    return text.strip("\n")


def _unflowed(lines: Sequence[str], *, deletes_space: bool) -> list[str]:
    """The paragraphs of `format=flowed`, a line each; quotes keep their marks."""
    found: list[str] = []
    last_depth = -1
    goes_on = False
    for line in lines:
        quotes = re.match(">*", line)
        depth = len(quotes[0]) if quotes else 0
        line = line[depth:].removeprefix(" ")
        if goes_on and depth == last_depth and line != "-- ":
            found[-1] += line
        else:
            found.append(f"{'>' * depth} {line}" if depth else line)
        goes_on = line.endswith(" ") and line != "-- "
        if goes_on and deletes_space:
            found[-1] = found[-1][:-1]
        last_depth = depth
    return found


def _blocks(lines: Sequence[str], *, is_wrapped: bool) -> Iterator[str]:
    stop = _end_of_text(lines)
    above: list[str] = []
    for is_quoted, group in groupby(lines[:stop], lambda line: _QUOTED.match(line) is not None):
        if not is_quoted:
            above = list(group)
            continue
        written = _takes_introduction(above)
        yield from _story(above, is_wrapped=is_wrapped)
        quoted = [_QUOTED.sub("", line, count=1) for line in group]
        yield from _outside([*written, *quoted])
        above = []
    yield from _story(above, is_wrapped=is_wrapped)
    yield from _outside(lines[stop:])


def _story(lines: Sequence[str], *, is_wrapped: bool) -> Iterator[str]:
    """The text between quotes; where lines of one width show that it was wrapped, unwrapped."""
    dropped: list[str] = []
    if is_wrapped and may_be_wrapped(map(str.strip, lines)) and (whole := unwrap(lines)):
        dropped = [lines[k] for k, reason in sorted(whole.dropped.items()) if reason]
        lines = [" " * paragraph.indent + paragraph.text for paragraph in whole.paragraphs]
    yield from _paragraphs(lines)
    yield from _outside(dropped)


def _end_of_text(lines: Sequence[str]) -> int:
    """Where the signature or a list's foot begins; the number of lines without either."""
    for number, line in enumerate(lines):
        if number and _SIGNATURE.match(line):
            return number
        is_near_end = number > 0 and len(lines) - number <= _MOST_FOOT_LINES
        if is_near_end and _LIST_FOOT.match(line) and _OF_LISTS.search("\n".join(lines[number:])):
            return number
    return len(lines)


def _takes_introduction(above: list[str]) -> list[str]:
    """Takes the line that introduces a quote off the end of the lines above it."""
    last = len(above)
    while last and not above[last - 1].strip():
        last -= 1
    for size in (1, 2, 3):
        first = last - size
        if first >= 0 and _WROTE.fullmatch(" ".join(above[first:last]).strip()):
            taken = above[first:last]
            del above[first:]
            return taken
    return []


def _outside(lines: Sequence[str]) -> Iterator[str]:
    """Lines that are no part of the story, a paragraph on one line each: the date of a message that
    is quoted stands by itself on none, and is not this one's."""
    if any(line.strip() for line in lines):
        blocks = groupby(lines, lambda line: not line.strip())
        texts = [" ".join(map(str.strip, block)) for is_blank, block in blocks if not is_blank]
        yield outside("".join(f"<p>{html.escape(text)}</p>" for text in texts))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    for is_blank, group in groupby(lines, lambda line: not line.strip()):
        if not is_blank:
            yield from _paragraph(list(group))


def _paragraph(lines: list[str]) -> Iterator[str]:
    """What lines between blank ones are: a list, a head above its rule, or a paragraph."""
    if len(lines) >= 2 and len(lines[0]) <= _LONGEST_HEAD and _UNDERLINE.match(lines[1]):
        yield f"<h2>{html.escape(lines[0].strip())}</h2>"
        lines = lines[2:]
    if lines and _RULE.match(lines[0]):
        yield "<hr>"
        lines = lines[1:]
    if not lines:
        return
    if _BULLET.match(lines[0]):
        yield "<ul>"
        for item in _items(lines):
            yield f"<li>{html.escape(' '.join(item))}</li>"
        yield "</ul>"
        return
    is_ruled = len(lines) > 1 and _RULE.match(lines[-1]) is not None
    printed = [html.escape(line.strip()) for line in (lines[:-1] if is_ruled else lines)]
    between = " " if _are_wrapped(lines) else "<br>"
    yield f"<p>{between.join(printed)}</p>"
    if is_ruled:
        yield "<hr>"


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether a mail program broke these lines: into none would the word below have fitted."""
    return max(map(len, lines)) <= _WIDEST and all(
        len(line.rstrip()) + 1 + len(below.split(maxsplit=1)[0]) > _NARROWEST
        for line, below in pairwise(lines)
    )


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    item: list[str] = []
    for line in lines:
        if bullet := _BULLET.match(line):
            if item:
                yield item
            item = [line[bullet.end() :].strip()]
        else:
            item.append(line.strip())
    yield item
