"""What runs at the heads and feet of pages: titles, numbers, addresses of printed web pages."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from .printed_page import Piece, PrintedPage

_MARGIN: Final = 0.12
"""The share of a page's height, above and below, in which its head and foot stand."""
_SHARE: Final = 0.3
_FEWEST: Final = 3
"""The share of all pages on which a line is printed that runs (left and right pages have others),
and on how many at least; of two or three pages on two, unless it is a headline by its size."""
_HEADLINE: Final = 1.4
"""Times the size of most type."""
_SHIFT: Final = 0.02
"""The share of the height by which it moves from page to page at most."""
_LONGEST: Final = 150

_DIGITS: Final = re.compile(r"\d+|\b[ivxl]+\b")
# `3`, `- 3 -`, `Page 3 of 12`, `Seite 3`, `3 / 12`, `٣`
_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|p\.|pag\.|página|pagina|sida|side|strona|стр\.|صفحة|ص)\s*)?"
    r"[\d\u0660-\u0669\u06f0-\u06f9]{1,4}(?:\s*(?:/|of|von|de|sur|di|av|من)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
# `https://selby.example/ferry 1/2`, as browsers print it
_ADDRESS: Final = re.compile(r"((?:https?|file)://\S+?)(?:\s+\d{1,3}/\d{1,3})?")
# `3/14/24, 4:05 PM`, `14.03.24, 16:05`: when a browser printed a page, beside its title
_PRINTED_AT: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?(?=\s|$)", re.IGNORECASE
)
_COUNT: Final = re.compile(r"\d{1,3}/\d{1,3}")


def take_furniture(pages: Sequence[PrintedPage], size: float) -> tuple[list[str], str]:
    """Takes the running lines off the pages; returns each once, and the address that a browser has
    printed below a web page, or nothing."""
    least = max(_FEWEST, _SHARE * len(pages)) if len(pages) > _FEWEST else 2
    largest = math.inf if len(pages) > _FEWEST else _HEADLINE * size
    at: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for piece in _margins(page):
            if piece.size > largest:
                continue
            at[_form(piece.text)].append((page.number, piece.middle / page.height))
    running = {
        form
        for form, places in at.items()
        if len({number for number, _ in places}) >= least and _is_steady(places)
    }
    lines: dict[str, str] = {}
    addresses: set[str] = set()
    for page in pages:
        gone = _of_browser(page)
        for piece in _margins(page):
            printed = _ADDRESS.fullmatch(piece.text)
            if printed and printed[1].startswith("http"):
                addresses.add(printed[1])
            is_number = _PAGE_NUMBER.fullmatch(piece.text) or _COUNT.fullmatch(piece.text)
            form = _form(piece.text)
            is_running = form in running and piece.size <= largest
            if printed or is_number or is_running or id(piece) in gone:
                gone.add(id(piece))
                if not is_number:
                    lines.setdefault(form, piece.text)
        page.pieces = [piece for piece in page.pieces if id(piece) not in gone]
    whole = addresses.pop() if len(addresses) == 1 else ""
    return list(lines.values()), "" if whole.endswith(("…", "...")) else whole


def _of_browser(page: PrintedPage) -> set[int]:
    """The pieces of the line above a web page that a browser has printed: when, and the title."""
    margins = _margins(page)
    if not any(_ADDRESS.fullmatch(piece.text) for piece in margins):
        return set()
    times = [piece for piece in margins if _PRINTED_AT.match(piece.text)]
    return {
        id(piece)
        for piece in margins
        if any(abs(piece.middle - time.middle) < time.height / 2 for time in times)
    }


def _margins(page: PrintedPage) -> list[Piece]:
    above, below = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return [
        piece
        for piece in page.pieces
        if piece.text
        and len(piece.text) <= _LONGEST
        and (piece.bottom <= above or piece.top >= below)
    ]


def _form(text: str) -> str:
    """A line with its numbers folded, for they differ from page to page."""
    return _DIGITS.sub("0", text.casefold())


def _is_steady(places: list[tuple[int, float]]) -> bool:
    """Whether most of a line's places are at one height."""
    heights = sorted(height for _, height in places)
    usual = heights[len(heights) // 2]
    return sum(abs(height - usual) <= _SHIFT for height in heights) >= 0.6 * len(heights)
