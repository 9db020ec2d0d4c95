"""Mailboxes: mbox in its dialects, one message at a time; and Apple Mail's files of one message.

A message of an mbox begins below a line `From ann@post.example Thu Mar 14 16:05:00 2024`. Where a
line of its text begins so, mboxo and mboxrd put `>` before it, which is taken away again; mboxcl
and mboxcl2 state the text's size (`Content-Length`), which counts where a message ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.ingest.readers.limits import MIB
from articles.ingest.readers.mime import LARGEST_MESSAGE
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable
from articles.ingest.readers.streams import Stream

from .messages import TOO_LARGE, PassedOver, found_in, read_mail

# `From ann@post.example Thu Mar 14 16:05:00 2024`, `From ann at post.example  Thu Mar 14 …`,
# `From 17@xxx Thu Mar 14 16:05:00 +0000 2024`, `From - Thu Mar 14 16:05:00 2024`
_FROM: Final = re.compile(
    rb"From .{0,200}?\s(?:[A-Z][a-z]{2}[ \t]+){2}[ \d]?\d[ \t]+\d\d:\d\d(?::\d\d)?[^\n]{0,30}"
    rb"\s\d{4}(?:[ \t]+(?:remote from [^\n]{1,100}|[+-]\d{4}))?[ \t]*\r?\n"
)
_HEADER_BELOW: Final = re.compile(rb"(?:>?From |[!-9;-~]{1,80}[ \t]*:)")
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH: Final = re.compile(
    rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
_PEEK: Final = 400
_LINE: Final = MIB
_APPLE_SIZE: Final = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n")


def read_mailbox(opened: Opened) -> Iterator[Found]:
    """The messages, as `name, message 12`. Those that are no pages are counted and reported once.

    Where the file is damaged, the messages that were lost count as one.
    """
    passed_over = PassedOver()
    stream, name = opened.stream, opened.name
    number = 0
    while True:
        for raw in _messages(stream):
            number += 1
            place = f"{name}, message {number}"
            if raw is None:
                yield Unreadable(place, TOO_LARGE)
            elif stream.broken is not None:
                lost = "this message, and perhaps more, is lost"
                message = f"{lost}: {stream.broken.reason}; fetch the mailbox again"
                yield Unreadable(place, message)
            else:
                yield from found_in(raw, place, opened, passed_over)
        if not stream.resume():
            break
    yield from passed_over.notices(name)


def _messages(stream: Stream) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is too large."""
    lines: list[bytes] = []
    size = 0
    is_after_blank = True
    is_in_head = has_begun = False
    while line := stream.read_line(_LINE):
        if is_after_blank and line.startswith(b"From ") and _begins_message(line, stream):
            if has_begun:
                yield _unquoted(lines, size)
            lines, size, is_in_head, has_begun = [], 0, True, True
            is_after_blank = False
            continue
        size += len(line)
        if size <= LARGEST_MESSAGE:
            lines.append(line)
        else:
            lines.clear()
        is_after_blank = line in (b"\n", b"\r\n")
        if is_in_head and is_after_blank:
            is_in_head = False
            body = _body_of_stated_length(lines, stream)
            if body:
                lines.append(body)
                size += len(body)
                is_after_blank = True
    if has_begun:
        yield _unquoted(lines, size)


def _begins_message(line: bytes, stream: Stream) -> bool:
    return bool(_FROM.fullmatch(line) and _HEADER_BELOW.match(stream.head(_PEEK)))


def _body_of_stated_length(head: list[bytes], stream: Stream) -> bytes:
    """The text of a message that states its size, where another message, or nothing, follows it."""
    stated = _LENGTH.search(b"".join(head))
    length = int(stated[1]) if stated else 0
    if not 0 < length <= LARGEST_MESSAGE:
        return b""
    body = stream.read(length)
    below = stream.head(_PEEK).lstrip(b"\r\n")
    if stream.broken is None and (not below or below.startswith(b"From ")):
        return body
    stream.unread(body)
    return b""


def _unquoted(lines: list[bytes], size: int) -> bytes | None:
    """A message without the blank line below it, its `>From ` lines as they were written."""
    if size > LARGEST_MESSAGE:
        return None
    raw = b"".join(lines)
    if raw.endswith(b"\r\n\r\n"):
        raw = raw[:-2]
    elif raw.endswith(b"\n\n"):
        raw = raw[:-1]
    return _QUOTED_FROM.sub(rb"\1", raw) if b">From " in raw else raw


def read_apple_mail(opened: Opened) -> Iterator[Found]:
    """The message of an `.emlx`: its size on a line, its bytes, then a property list."""
    raw = opened.stream.read(LARGEST_MESSAGE + 1)
    size = _APPLE_SIZE.match(raw)
    if opened.stream.broken is not None or size is None:
        reason = opened.stream.broken.reason if opened.stream.broken else "its size is missing"
        yield Unreadable(opened.name, f"{reason}; nothing of it was read: fetch it again")
    elif len(raw) > LARGEST_MESSAGE:
        yield Unreadable(opened.name, TOO_LARGE)
    else:
        message = raw[size.end() : size.end() + int(size[1])]
        inner = Opened(
            Stream(iter([message])), opened.name, opened.fields, opened.budget, opened.read
        )
        yield from read_mail(inner)
