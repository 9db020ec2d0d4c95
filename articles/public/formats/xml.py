"""Text that XML 1.0 allows."""

from __future__ import annotations

import re
from typing import Final

# https://www.w3.org/TR/xml/#charsets: what is not a Char, even as a character reference.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that no XML document may contain."""
    return _FORBIDDEN.sub("", text)
