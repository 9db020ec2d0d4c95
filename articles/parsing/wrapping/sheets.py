"""What stands between the pages of a printed text: heads, feet, page numbers; and the list of links
that a text browser puts below a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from articles.parsing.dates.printed_dates import is_whole_date
from articles.parsing.lines.separators import separator_of

from .joining import is_byline
from .printed import SENTENCE_ENDS, Printed, bare_end

HEAD_OR_FOOT: Final = "head or foot of a printed page"
LINK_LIST: Final = "list of the page's links"

_LONGEST: Final = 160
_NEAR: Final = 2
"""Lines with text from a page's edge in which its head or foot stands."""

_LEAST_ABOVE: Final = 24
"""Characters of a line that goes on below the foot of its page."""

_DIGITS: Final = re.compile(r"\d+")
# `14/03/2024, 18:05        Harbour council backs new flood wall | Selby Bay Post`
_PRINTED_AT: Final = re.compile(
    r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\.?,?\s+\d{1,2}[:.]\d{2}(?:\s?[AP]M)?\s{2,}\S",
    re.IGNORECASE,
)
# `https://www.example.org/flood-wall      1/2`, `Selby Bay Post      https://…`,
# `1 of 2     14/03/2024, 18:05`
_PRINTED_FROM: Final = re.compile(
    r"(?:(?:https?://|file:///)\S+\s{2,}(?:.*\s)?\d{1,3}\s?(?:/|of|von|de|sur|di)\s?\d{1,3}"
    r"|\d{1,3}\s?(?:/|of|von|de|sur|di)\s?\d{1,3}\s{2,}\S.*\d{1,2}[:.]\d{2}.*"
    r"|\S.*\s{4,}(?:https?://|file:///)\S+)",
    re.IGNORECASE,
)
# `Oldfield           Informational           [Page 2]`
_NUMBERED: Final = re.compile(
    r"\S.*\s{3,}\[?(?:Page|Seite|Página|Pagina|Стр\.)\s\d{1,4}\]?", re.IGNORECASE
)
_REFERENCES: Final = re.compile(r"(?:References|Links|Visible links|Hidden links):?", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"\[?(\d{1,4})[.\]]\s+(?:https?|ftps?|mailto|file|news|javascript|tel|data):\S*", re.IGNORECASE
)


class Sheets(NamedTuple):
    """The places of lines that are no text, with the reason, and the numbers of links that stand in
    the text as `[12]`."""

    dropped: Mapping[int, str]
    links: frozenset[str] = frozenset()


def find_sheets(lines: Sequence[Printed], known: Mapping[int, str]) -> Sheets:
    """The lines that printing put between those of the text, and those of a list of links;
    `known` are already known to be no text."""
    dropped, links = _link_list(lines)
    dropped |= known
    texts = [k for k, line in enumerate(lines) if line.text and k not in dropped]
    feeds = _beside_feeds(lines, texts)
    alike: dict[str, list[int]] = defaultdict(list)
    for place, k in enumerate(texts):
        line = lines[k]
        if len(line.text) > _LONGEST:
            continue
        is_apart = _is_apart(lines, texts, place) or k in feeds
        is_number = is_apart and _is_number(line.text)
        if _is_printed(line.text) or (is_number and (k in feeds or _breaks_sentence(lines, k))):
            dropped[k] = HEAD_OR_FOOT
        elif is_apart:
            alike[_DIGITS.sub("0", line.text.casefold())].append(k)
    for places in alike.values():
        if len(places) > 1 and _are_heads(lines, places, feeds, dropped):
            dropped |= dict.fromkeys(places, HEAD_OR_FOOT)
    return Sheets(dropped, links)


def _is_printed(text: str) -> bool:
    if not any(map(str.isdigit, text)) or "  " not in text:
        return False
    return bool(
        _PRINTED_AT.match(text) or _PRINTED_FROM.fullmatch(text) or _NUMBERED.fullmatch(text)
    )


def _is_number(text: str) -> bool:
    """`Page 3 of 5`, `- 3 -`, `3`."""
    sort = separator_of(text)
    return sort == "count" or "0" in sort


def _is_apart(lines: Sequence[Printed], texts: Sequence[int], place: int) -> bool:
    k = texts[place]
    has_text_above = place > 0 and texts[place - 1] == k - 1
    has_text_below = place + 1 < len(texts) and texts[place + 1] == k + 1
    return not has_text_above and not has_text_below


def _beside_feeds(lines: Sequence[Printed], texts: Sequence[int]) -> frozenset[int]:
    """The lines near a form feed."""
    found: set[int] = set()
    at = 0
    for k, line in enumerate(lines):
        while at < len(texts) and texts[at] < k:
            at += 1
        if line.opens_sheet:
            found.update(texts[max(0, at - _NEAR) : at + _NEAR])
    return frozenset(found)


def _are_heads(
    lines: Sequence[Printed],
    places: Sequence[int],
    feeds: frozenset[int],
    dropped: Mapping[int, str],
) -> bool:
    """Whether lines that are alike but for their numbers stand at the edges of pages, or in the
    middle of a sentence."""
    if is_byline(lines[places[0]].text) or is_whole_date(lines[places[0]].text):
        return False
    near = sum(k in feeds for k in places)
    if 2 * near >= len(places):
        return True
    beside = sum(any(other in dropped for other in (k - 2, k - 1, k + 1, k + 2)) for k in places)
    breaking = sum(_breaks_sentence(lines, k) for k in places)
    return beside == len(places) or 2 * breaking >= len(places)


def _breaks_sentence(lines: Sequence[Printed], k: int) -> bool:
    above = next((lines[n] for n in range(k - 1, max(-1, k - 6), -1) if lines[n].text), None)
    below = next((lines[n] for n in range(k + 1, min(len(lines), k + 6)) if lines[n].text), None)
    if above is None or below is None or bare_end(above.text) in SENTENCE_ENDS:
        return False
    return below.starts_small and above.edge >= _LEAST_ABOVE


def _link_list(lines: Sequence[Printed]) -> tuple[dict[int, str], frozenset[str]]:
    """The lines of a list of links at the text's end, and their numbers."""
    dropped: dict[int, str] = {}
    numbers: set[str] = set()
    has_head = False
    for k in range(len(lines) - 1, -1, -1):
        text = lines[k].text
        if match := _REFERENCE.fullmatch(text):
            numbers.add(match[1])
            dropped[k] = LINK_LIST
        elif text and _REFERENCES.fullmatch(text) and numbers:
            dropped[k] = LINK_LIST
            has_head = True
        elif text:
            break
    return (dropped, frozenset(numbers)) if has_head else ({}, frozenset())
