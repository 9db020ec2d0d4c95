"""Pages of XML (XHTML), as a reader of HTML understands them."""

from __future__ import annotations

import re
from typing import Final

_LOOKED_AT: Final = 4096
_STARTS: Final = ("<?xml", "http://www.w3.org/1999/xhtml")
# `<title/>`, `<a id="page12"/>`: in HTML the slash means nothing, and all that follows is within
_EMPTY: Final = re.compile(
    r"<(?P<name>title|style|script|textarea|iframe|noscript|canvas|object|video|audio|select|option|a"
    r"|abbr|b|big|blockquote|caption|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|h[1-6]|i"
    r"|label|li|ol|p|pre|q|s|section|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)"
    r"(?P<attributes>(?:\s[^<>]*)?)/>",
    re.IGNORECASE,
)


def with_ends(page: str) -> str:
    """A page of XML with an end for each element that has none because it is empty; any other page
    as it is.

    >>> with_ends('<?xml version="1.0"?><html><head><title/></head></html>')
    '<?xml version="1.0"?><html><head><title></title></head></html>'
    """
    start = page[:_LOOKED_AT]
    if "/>" not in page or not any(sign in start for sign in _STARTS):
        return page
    return _EMPTY.sub(r"<\g<name>\g<attributes>></\g<name>>", page)
