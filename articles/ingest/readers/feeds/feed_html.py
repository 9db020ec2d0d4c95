"""HTML as feeds and exports have it, made to say what its parts are."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

_COMMENT: Final = re.compile("<!(--)")
_ENDS: Final = {"--": re.compile("-->")}
_MOST_PARAGRAPHS: Final = 30
"""Paragraphs among which the first of a text is looked for."""
# ` <small>Ida Brandt</small></figcaption>`, `<span class="credit">`
_CREDIT: Final = re.compile(
    r"(?P<text><figcaption\b[^<>]*>(?:[^<]++|<(?!/?figcaption|p\b|div\b))*?)\s*(?:<br\s*/?>\s*)?"
    r"<(?P<tag>small|cite|span|em|i)(?P<attributes>\b[^<>]*)>(?P<credit>[^<>]{2,200})</(?P=tag)>\s*"
    r"</figcaption>",
    re.IGNORECASE,
)
_OF_CREDITS: Final = re.compile(
    r"class\s*=\s*[\"']?[^\"'<>]*(?:credit|copyright|photographer|source)", re.IGNORECASE
)
_CREDIT_TAGS: Final = frozenset({"small", "cite"})
_HEADING: Final = re.compile(
    r"\s*<h([1-3])\b[^<>]*>((?:[^<]++|<(?!/h\1))*+)</h\1>\s*", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]*>")
_PARAGRAPH: Final = re.compile(r"<p\b[^<>]*>\s*", re.IGNORECASE)
_HELD: Final = re.compile(r"<(figure|aside|table|ul|ol|blockquote)\b", re.IGNORECASE)
_PLACE_WORDS: Final = re.compile(r"[\W\d_]+")
_DASHED: Final = re.compile(r"[—–:-]\s*$")
# `<p>The post <a …>Ferry sails</a> appeared first on <a …>Post</a>.</p>`, as WordPress adds
_APPEARED_FIRST: Final = re.compile(
    r"\s*<p>\s*[^<>]{2,40}<a\b[^<>]*>[^<>]*</a>[^<>]{2,60}<a\b[^<>]*>[^<>]*</a>\.?\s*</p>\s*$",
    re.IGNORECASE,
)
_FIRST_ON: Final = re.compile(
    r"appeared first|first appeared|erschien zuerst|apareció primero|est apparu en premier"
    r"|proviene da|verscheen eerst|apareceu primeiro",
    re.IGNORECASE,
)
_READ_ON: Final = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?|\[&?#?\w*;?\])\s*(?:</?\w+[^<>]*>\s*)*$"
    r"|(?:read more|continue reading|weiterlesen|lire la suite|leer más)\W*(?:</?\w+[^<>]*>\s*)*$",
    re.IGNORECASE,
)


def without_comments(text: str) -> str:
    """HTML without its comments, among them those that mark WordPress's blocks."""
    return with_spans(text, _COMMENT, _ENDS, lambda start, inner: "") if "<!--" in text else text


def with_spans(
    text: str,
    opening: re.Pattern[str],
    ends: Mapping[str, re.Pattern[str]],
    replaced: Callable[[re.Match[str], str], str],
) -> str:
    """A text whose spans, from an opening to the end that belongs to its first group, are replaced;
    `replaced` is given the opening and what lies between. In linear time, whatever is not closed.
    """
    parts: list[str] = []
    at = 0
    unclosed: set[str] = set()
    for start in opening.finditer(text):
        name = start[1].lower()
        if start.start() < at or name in unclosed:
            continue
        end = ends[name].search(text, start.end())
        if end is None:
            unclosed.add(name)
            continue
        parts.append(text[at : start.start()])
        parts.append(replaced(start, text[start.end() : end.start()]))
        at = end.end()
    return "".join([*parts, text[at:]])


def without_footer_of_feed(text: str) -> str:
    """HTML without the sentence that WordPress adds to it in feeds."""
    found = _APPEARED_FIRST.search(text[-2000:])
    if found and _FIRST_ON.search(found[0]):
        return text[: len(text) - len(text[-2000:]) + found.start()]
    return text


def is_cut_off(text: str) -> bool:
    """Whether a text ends in dots, or in a link to the rest of it."""
    return _READ_ON.search(text[-600:]) is not None


def plain(text: str) -> str:
    """The text of a piece of HTML, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def with_credits_apart(text: str) -> str:
    """HTML whose captions have their credits in a paragraph of their own, where their markup says
    which these are."""
    return _CREDIT.sub(_apart, text) if "figcaption" in text.lower() else text


def _apart(found: re.Match[str]) -> str:
    if found["tag"].lower() not in _CREDIT_TAGS and not _OF_CREDITS.search(found["attributes"]):
        return found[0]
    start, _, text = found["text"].partition(">")
    credit = f'<p class="credit">{found["credit"].strip()}</p></figcaption>'
    return f"{start}><p>{text.rstrip()}</p>{credit}" if text.strip() else f"{start}>{credit}"


def without_headline(text: str, headline: str) -> str:
    """HTML without a heading that repeats the headline at its beginning."""
    found = _HEADING.match(text)
    if found and _letters(plain(found[2])) == _letters(headline):
        return text[found.end() :]
    return text


def with_dateline(text: str, dateline: str) -> str:
    """HTML whose first paragraph begins with the dateline; as it is where that is so already."""
    at, start = _first_paragraph(text)
    if at < 0 or _letters(start).startswith(_letters(dateline.partition(",")[0])):
        return text
    mark = dateline if _DASHED.search(dateline) else f"{dateline} —"
    return f"{text[:at]}{html.escape(mark, quote=False)} {text[at:]}"


def without_dateline(text: str, place: str) -> str:
    """HTML whose first paragraph does not begin with this place and a dash."""
    at, start = _first_paragraph(text)
    if at < 0 or not start.casefold().startswith(place.casefold()):
        return text
    printed = re.escape(html.escape(place, quote=False))
    found = re.compile(rf"{printed}\s*(?:[—–:-]|--)\s+", re.IGNORECASE).match(text, at)
    return text[:at] + text[found.end() :] if found else text


def _first_paragraph(text: str) -> tuple[int, str]:
    """Where the text of the first paragraph outside boxes begins, and how; -1 without one."""
    for paragraph in islice(_PARAGRAPH.finditer(text), _MOST_PARAGRAPHS):
        held = [one[1] for one in _HELD.finditer(text, 0, paragraph.start())]
        if any(_is_open(text[: paragraph.start()], tag) for tag in held):
            continue
        if start := plain(text[paragraph.end() : paragraph.end() + 600]):
            return paragraph.end(), start
    return -1, ""


def _is_open(text: str, tag: str) -> bool:
    lowered = text.lower()
    return lowered.rfind(f"<{tag.lower()}") > lowered.rfind(f"</{tag.lower()}")


def _letters(text: str) -> str:
    return _PLACE_WORDS.sub("", text).casefold()
