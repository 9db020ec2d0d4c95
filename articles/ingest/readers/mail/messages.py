"""A message as a record: its page, with what the head states; then what is attached to it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any, Final

from articles.ingest.readers.detection.sniffing import ending_of, is_wanted
from articles.ingest.readers.detection.unsupported import is_mail
from articles.ingest.readers.fields.field_names import USUAL_FIELDS
from articles.ingest.readers.fields.moments import moment_of
from articles.ingest.readers.fields.record_fields import record_of
from articles.ingest.readers.inline_markup import without_tags
from articles.ingest.readers.limits import DEEPEST, MIB, BombError
from articles.ingest.readers.mime import LARGEST_MESSAGE, MimeBombError, Part, message_of
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import (
    Found,
    Picture,
    ReadRecord,
    Record,
    Unreadable,
    printable,
)
from articles.ingest.readers.streams import Stream

from .bodies import ADVICE, EMPTY, Body, body_of, files_of, why_no_page
from .headers import is_forward, is_reply, labels_as_stated, stated
from .plain_text import html_of_text, is_encrypted
from .quotations import forwarded_html, forwarded_text, note_above, without_quotes

ENVELOPE: Final = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
"""What is put before the bytes of a message that nothing else shows to be one: in a mailbox or a
digest, a head may be a name and a subject."""

TOO_LARGE: Final = (
    f"it has more than {LARGEST_MESSAGE // MIB} MiB, the most that a message may have; save its "
    "text as HTML or .txt and import that"
)
_LEAVE_OUT: Final = "; leave it out"
# What mail servers attach by themselves
_BY_SERVERS: Final = re.compile(r"ATT\d+\.(?:txt|html?)|smime\.p7[sm]|winmail\.dat", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title\b[^>]*>.*?</title\s*>", re.IGNORECASE | re.DOTALL)
_HEAD: Final = re.compile(r"<html\b[^>]*>(?:\s*<head\b[^>]*>)?", re.IGNORECASE)
_OF_ANY: Final = frozenset({"title", "published"})
"""What the head of a message that passes another on says of that one, too, for want of better."""
_ORIGINS: Final = {
    "title": "headline",
    "author": "authors",
    "publisher": "publisher",
    "published": "published_at",
    "language": "language",
    "tags": "keywords",
    "url": "address",
}


@dataclass(slots=True)
class PassedOver:
    """The messages of a mailbox that are no pages, by the reason, and the attachments that are not
    read, by ending: a sentence for each would be thousands."""

    messages: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)

    def notices(self, name: str) -> Iterator[Unreadable]:
        """The report at the end."""
        if self.messages:
            listed = ", ".join(f"{reason} ({n})" for reason, n in self.messages.most_common())
            count = self.messages.total()
            what = "1 message was" if count == 1 else f"{count} messages were"
            yield Unreadable(name, f"{what} passed over: {listed}", is_failure=False)
        if self.files:
            listed = ", ".join(
                f"{printable(ending)[:20] or 'without a suffix'} ({n})"
                for ending, n in self.files.most_common(8)
            )
            count = self.files.total()
            what = "1 attachment was" if count == 1 else f"{count} attachments were"
            yield Unreadable(name, f"{what} not read: {listed}", is_failure=False)


def read_mail(opened: Opened) -> Iterator[Found]:
    """The message that a file is, and what is attached to it."""
    raw = opened.stream.read(LARGEST_MESSAGE + 1)
    if opened.stream.broken is not None:
        reason = opened.stream.broken.reason
        yield Unreadable(opened.name, f"{reason}; nothing of it was read: fetch it again")
    elif len(raw) > LARGEST_MESSAGE:
        yield Unreadable(opened.name, TOO_LARGE)
    else:
        passed_over = PassedOver()
        yield from found_in(raw, opened.name, opened, passed_over)
        for reason in passed_over.messages:
            yield Unreadable(opened.name, f"{reason}; {ADVICE[reason]}")
        passed_over.messages.clear()
        yield from passed_over.notices(opened.name)


def found_in(
    raw: bytes, name: str, opened: Opened, passed_over: PassedOver, depth: int = 0
) -> Iterator[Found]:
    """The record of a message, then its pictures, the messages in it, and the files attached to it
    that can be read."""
    try:
        message = message_of(raw)
        body = body_of(message)
    except MimeBombError as error:
        yield Unreadable(name, f"{error}{_LEAVE_OUT}")
        return
    if reason := why_no_page(message):
        passed_over.messages[reason] += 1
        return
    for label, part in files_of(body.pictures):
        yield from _pictures(part, f"{name}/{label}")
    yield from _page(raw, name, message, body, passed_over)
    for number, part in enumerate(body.messages, start=1):
        place = f"{name}, attached message {number}"
        if depth == DEEPEST:
            yield Unreadable(place, f"messages lie more than {DEEPEST} deep in it{_LEAVE_OUT}")
            break
        yield from found_in(part.content.lstrip(b"\r\n"), place, opened, passed_over, depth + 1)
    for label, part in files_of(body.files):
        if is_wanted(label) and not _BY_SERVERS.fullmatch(label):
            place = f"{name}/{printable(label)}"
            try:
                yield from opened.read(Stream(iter([part.content])), place)
            except BombError as error:  # the other messages of the mailbox are none
                yield Unreadable(place, f"{error}{_LEAVE_OUT}")
        elif not _BY_SERVERS.fullmatch(label):
            passed_over.files[ending_of(label)] += 1


def _pictures(part: Part, name: str) -> Iterator[Picture]:
    """A picture under each address by which a page may show it."""
    raw = part.content
    if not raw:
        return
    location = part.location
    addresses = [f"cid:{part.content_id}"] if part.content_id else []
    if location:
        addresses.append(location)
    for address in addresses or [name]:
        yield Picture(printable(name), raw, address)


def _page(
    raw: bytes, name: str, message: Part, body: Body, passed_over: PassedOver
) -> Iterator[ReadRecord]:
    """The record of a message that has a text. One that only passes on others has none."""
    page = _read_page(message, body)
    if page.is_encrypted:
        passed_over.messages["it is encrypted"] += 1
        return
    if not page.has_text:
        if not (body.messages or body.files):
            passed_over.messages[EMPTY] += 1
        return
    said = stated(message)
    if page.stated:  # by the message that was passed on, which was others'
        said = {role: one for role, one in said.items() if role in _OF_ANY} | page.stated
    values: dict[str, Any] = {role: value for role, (value, _) in said.items()}
    kept = raw if is_mail(raw) else ENVELOPE + raw
    record = record_of(kept, name, {**values, "html": page.html}, USUAL_FIELDS, page.note)
    if isinstance(record, Record):
        record = replace(
            record,
            hints=replace(record.hints, origins=_origins(said, record)),
            captured_at=_sent_at(message),
        )
    yield record


def _origins(said: dict[str, tuple[Any, str]], record: Record) -> dict[str, str]:
    """Where each hint was read, by the names of headers instead of those of fields."""
    named = {_ORIGINS[role]: origin for role, (_, origin) in said.items()}
    return {hint: named.get(hint, origin) for hint, origin in record.hints.origins.items()}


def _sent_at(message: Part) -> Any:
    """When it was sent: the page is as it was then. What servers noted stands in for a head without
    a date."""
    if moment := moment_of(message.header("date")):
        return moment
    received = message.header("received").rpartition(";")[2].strip()
    try:
        return moment_of(parsedate_to_datetime(received))
    except (ValueError, TypeError):
        return None


# --- The page


@dataclass(slots=True)
class _Page:
    html: str = ""
    note: str = ""
    has_text: bool = False
    is_encrypted: bool = False
    stated: dict[str, tuple[Any, str]] = field(default_factory=dict)


def _read_page(message: Part, body: Body) -> _Page:
    page = _Page()
    pieces: list[str] = []
    for part in body.texts:
        text, note = part.text()
        page.note = page.note or note
        if part.content_type == "text/html":
            pieces.append(_titled(_html(text, message, page), message, page))
            page.has_text = page.has_text or bool(without_tags(_TITLE.sub("", text)).strip())
            continue
        if "enriched" in part.content_type or "richtext" in part.content_type:
            text = re.sub(r"<<", "<", re.sub(r"<param>.*?</param>|<[\w/-]+>", "", text))
        page.is_encrypted = page.is_encrypted or is_encrypted(text)
        page.has_text = page.has_text or bool(text.strip())
        pieces.append(_text(text, part, message, page, is_first=not pieces))
    page.html = "\n".join(filter(str.strip, pieces))
    return page


def _html(text: str, message: Part, page: _Page) -> str:
    if is_forward(message) and (inner := forwarded_html(text)):
        page.stated |= labels_as_stated(inner.labels)
        return inner.body + note_above(inner.note)
    return without_quotes(text) if is_reply(message) else text


def _titled(text: str, message: Part, page: _Page) -> str:
    """A page with the subject as its title: that of its own no mail program shows, and it may be
    that of a template (`Newsletter`)."""
    subject, _ = page.stated.get("title") or stated(message).get("title", ("", ""))
    bare = _TITLE.sub("", text)
    head = _HEAD.search(bare)
    if head is None or not subject:
        return bare
    return f"{bare[: head.end()]}<title>{html.escape(subject)}</title>{bare[head.end() :]}"


def _text(text: str, part: Part, message: Part, page: _Page, *, is_first: bool) -> str:
    is_flowed = part.parameter("format").lower() == "flowed"
    deletes_space = part.parameter("delsp").lower() == "yes"
    note = ""
    text = text.replace("\r\n", "\n")
    if is_forward(message) and (inner := forwarded_text(text)):
        page.stated |= labels_as_stated(inner.labels)
        text, note = inner.body, note_above(inner.note)
    written = html_of_text(
        text, is_flowed=is_flowed, deletes_space=deletes_space, is_first=is_first
    )
    return written + note
