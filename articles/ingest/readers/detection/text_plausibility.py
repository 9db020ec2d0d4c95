"""Whether bytes look like text at all, in whatever encoding and script."""

from __future__ import annotations

import re
from typing import Final

# Without tab, line feed, vertical tab, form feed, carriage return, the end mark of DOS, and escape,
# by which old encodings of Japanese switch.
_CONTROLS: Final = bytes(
    [*range(0x01, 0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F]
)  # fmt: skip
_MOST_CONTROLS: Final = 0.02
"""Of all bytes. Packed or random bytes have 0.1; the most in 10,000 real pages was 0.0004."""
_FEWEST_CONTROLS: Final = 4
_NULS: Final = re.compile(rb"\0+")
_MOST_NUL_RUNS: Final = 0.02
_REPLACEMENT: Final = "\ufffd".encode()
_MOST_REPLACED: Final = 0.2
_SPACE: Final = b" \t\n\v\f\r\0"
_NO_LETTERS: Final = bytes(byte for byte in range(0x80) if not chr(byte).isalpha())
_FEWEST_LETTERS: Final = 0.1
"""Of what is no space. A table of football scores has 0.5, a page of share prices 0.3."""
_LOOKED_AT: Final = 8 * 1024
_FEWEST_BYTES: Final = 400
"""Bytes of which a share says anything about letters."""


def looks_like_text(raw: bytes) -> bool:
    """Whether the bytes may be text: few control characters, and letters of some script.

    Zeros alone do not count against it where they stand together: disks leave them in files. Of
    UTF-16 and UTF-32 the caller gives UTF-8 instead.
    """
    size = len(raw) - raw.count(b"\0")
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls >= _FEWEST_CONTROLS and controls > _MOST_CONTROLS * size:
        return False
    if size < len(raw):
        runs = sum(1 for _ in _NULS.finditer(raw))
        if runs >= _FEWEST_CONTROLS and runs > _MOST_NUL_RUNS * size:
            return False
    replaced = raw.count(_REPLACEMENT)
    if replaced >= _FEWEST_CONTROLS and replaced > _MOST_REPLACED * (size - 2 * replaced):
        return False
    start = raw[:_LOOKED_AT]
    visible = len(start.translate(None, _SPACE))
    letters = len(start.translate(None, _NO_LETTERS))
    return visible < _FEWEST_BYTES or letters >= _FEWEST_LETTERS * visible
