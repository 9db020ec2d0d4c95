"""Which parts of a message are its page, which are pictures, and which are files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from articles.ingest.readers.mime import Part

_PICTURE: Final = "image/"
_TEXTS: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_ENCRYPTED: Final = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SEALED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_UNSEEN: Final = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
    | {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
    | {"application/ms-tnef", "application/x-amp-html", "text/x-amp-html", "text/calendar"}
    | {"application/ics", "text/vcard", "text/x-vcard", "application/pgp-keys"}
)
"""What programs read: signatures, reports, invitations, cards."""


@dataclass(slots=True)
class Body:
    """A message's text parts that readers see, in order; the pictures, the files and the messages
    that come with them."""

    texts: list[Part] = field(default_factory=list)
    pictures: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    messages: list[Part] = field(default_factory=list)


def body_of(message: Part) -> Body:
    """What a message holds."""
    body = Body()
    _sort(message, body, is_first=True)
    return body


def _sort(part: Part, body: Body, *, is_first: bool) -> None:
    kind = part.content_type
    if kind == "multipart/alternative" and part.parts:
        chosen = _chosen(part.parts)
        for each in part.parts:
            if each is chosen:
                _sort(each, body, is_first=is_first)
            elif not _has_text(each):
                _sort(each, body, is_first=False)  # a picture or an invitation beside the texts
    elif kind.startswith("multipart/"):
        for number, each in enumerate(part.parts):
            _sort(each, body, is_first=is_first and number == 0)
        if not part.parts:
            body.texts.append(part)  # its parts are not where it says
    elif kind == "message/rfc822":
        body.messages.append(part)
    elif kind.startswith(_PICTURE):
        body.pictures.append(part)
    elif kind in _TEXTS and not part.is_attached and (is_first or not part.filename):
        body.texts.append(part)
    elif kind not in _UNSEEN:
        body.files.append(part)


def _chosen(parts: list[Part]) -> Part:
    """The part that shows the message best: the last with HTML, or else with text."""
    for kind in ("text/html", "text/plain"):
        for part in reversed(parts):
            if any(each.content_type == kind and each.content.strip() for each in part.walk()):
                return part
    return parts[-1]


def _has_text(part: Part) -> bool:
    return any(each.content_type in _TEXTS for each in part.walk())


def why_no_page(message: Part) -> str:
    """What a message is that is no page, in few words: encrypted, an invitation, a report of a mail
    server; empty for others."""
    kinds = [(part, part.content_type) for part in message.walk()]
    top = message.content_type
    if any(kind in _ENCRYPTED for _, kind in kinds):
        return ENCRYPTED
    for part, kind in kinds:
        if kind in _SEALED:
            is_signed = "signed" in part.parameter("smime-type")
            return SEALED if is_signed else ENCRYPTED
    if top == "multipart/report" or message.parameter("report-type"):
        return REPORT
    for part, kind in kinds:
        if kind == "text/calendar" and not part.is_attached and part.parameter("method"):
            return INVITATION
    is_folder_data = "mail system internal data" in message.header("from").lower()
    return FOLDER_DATA if is_folder_data else ""


ENCRYPTED: Final = "it is encrypted"
SEALED: Final = "its text is sealed in a signature (S/MIME)"
REPORT: Final = "it is a mail server's report, such as that a message did not arrive"
INVITATION: Final = "it is an invitation to a meeting"
FOLDER_DATA: Final = "it is a mail program's note on the mailbox"
EMPTY: Final = "it holds no text"
ADVICE: Final = {
    ENCRYPTED: "open it in its mail program, save it from there as HTML or text, and import that",
    SEALED: "open it in its mail program, save it from there as HTML or text, and import that",
    REPORT: "leave it out",
    INVITATION: "leave it out",
    FOLDER_DATA: "leave it out",
    EMPTY: "leave it out",
}
"""Why a message is no page, and what to do."""


def files_of(parts: list[Part]) -> Iterator[tuple[str, Part]]:
    """The attached files by names of their own; one without a name has that of its type."""
    seen: dict[str, int] = {}
    for number, part in enumerate(parts, start=1):
        name = part.filename or f"part {number}{_ENDINGS.get(part.content_type, '')}"
        name = name.replace("/", "_")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{seen[name]} {name}"), part


_ENDINGS: Final = {
    "text/html": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rtf": ".rtf",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
