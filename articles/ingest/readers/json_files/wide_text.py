"""Text in UTF-16 or UTF-32 as a stream of UTF-8, which has lines and marks of one byte."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.encodings import wide_encoding
from articles.ingest.readers.streams import Break, Stream

_SAMPLE: Final = 4096


def in_utf8(stream: Stream) -> Stream:
    """The same text in UTF-8, without its mark; what is no character shows as U+FFFD."""
    return Stream(_converted(stream))


def _converted(stream: Stream) -> Iterator[bytes | Break]:
    encoding = wide_encoding(stream.head(_SAMPLE)) or "utf-16-le"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    is_first = True
    while chunk := stream.read_some():
        text = decoder.decode(chunk)
        if is_first and text:
            text, is_first = text.removeprefix("\ufeff"), False
        yield text.encode("utf-8")
    if stream.broken is not None:
        yield stream.broken
    else:
        yield decoder.decode(b"", final=True).encode("utf-8")
