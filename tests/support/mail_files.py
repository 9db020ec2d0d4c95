"""Mail messages and mailboxes, made by the standard library, with invented stories."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

LEAD = (
    "The harbour council voted on Thursday to build a flood wall of two kilometres along the "
    "eastern quay, ending a dispute that has divided the town for years."
)
COST = "The wall, which will cost 41 million crowns, is to stand three metres above the quay."
FERRIES = (
    "The ferry company will send its three boats to the dock for repairs in the coming month, it "
    "said on Monday. Passengers will be taken by bus around the bay."
)
SEALS = (
    "A school class from the island of Holm has counted the seals on the western rocks for the "
    "tenth year. There were 214 of them, more than ever before."
)
TEXT = f"{LEAD}\n\n{COST}\n"
NEWSLETTER = f"""<!DOCTYPE html><html><head><title>Newsletter</title></head><body>
<table><tr><td><a href="https://post.example/v">View in browser</a></td></tr>
<tr><td><h1>Council backs flood wall</h1><p>By Mira Oldfield</p><p>{LEAD}</p>
<p><img src="cid:wall@post" alt="The quay"></p><p>{COST}</p></td></tr>
<tr><td><p>You receive this mail because you signed up at post.example.</p>
<p><a href="https://post.example/u">Unsubscribe</a></p></td></tr></table></body></html>"""
PICTURE = b"\x89PNG\r\n\x1a\nno picture, but named so"


def message(text: str | None = TEXT, html: str = "", **heads: str) -> EmailMessage:
    """A message; a head `List_Id` is `List-Id`, and an empty one is left out."""
    made = EmailMessage(policy=SMTP.clone(linesep="\n"))
    usual = {
        "From": "The Harbour Gazette <news@post.example>",
        "To": "Ann Smith <ann@other.example>",
        "Subject": "Council backs flood wall",
        "Date": "Thu, 14 Mar 2024 16:05:00 +0100",
        "Message-ID": "<1@post.example>",
    }
    for name, value in {**usual, **_dashed(heads)}.items():
        if value:
            made[name] = value
    if text is not None:
        made.set_content(text)
    if html and text is not None:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def _dashed(heads: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in heads.items()}


def mailbox(messages: Iterable[Any], *, states_length: bool = False) -> bytes:
    """An mbox of messages; with `states_length` in the dialect mboxcl2."""
    box = b""
    for one in messages:
        raw = one if isinstance(one, bytes) else bytes(one)
        if states_length:
            head, _, body = raw.partition(b"\n\n")
            raw = head + b"\nContent-Length: %d\n\n" % len(body) + body
        box += b"From news@post.example Thu Mar 14 16:05:00 2024\n" + raw + b"\n"
    return box
