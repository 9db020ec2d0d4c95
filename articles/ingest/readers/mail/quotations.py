"""Messages within a message's text: the one that it answers, and the one that it passes on.

An answer's quote is no part of its story. Of a message that was passed on (`Fwd:`), the inner one
is the page: its head is a few lines of text, in the language of a mail program.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from articles.ingest.readers.inline_markup import without_tags
from articles.ingest.readers.marked_lines import parse_page

from .plain_text import OUTSIDE, OUTSIDE_WORDS, outside

# `---------- Forwarded message ---------`, `Begin forwarded message:`, `-----Original Message-----`
_MARKER: Final = re.compile(
    r"(?:-{3,}\s*)?(?:Forwarded message|Begin forwarded message|Original Message|Forwarded Message"
    r"|Weitergeleitete Nachricht|Anfang der weitergeleiteten Nachricht|Ursprüngliche Nachricht"
    r"|Originalnachricht|Message transféré|Message transmis|Début du message réexpédié"
    r"|Début du message transféré|Message d'origine|Mensaje reenviado|Inicio del mensaje reenviado"
    r"|Mensaje original|Mensagem encaminhada|Messaggio inoltrato|Inizio messaggio inoltrato"
    r"|Messaggio originale|Doorgestuurd bericht|Begin doorgestuurd bericht"
    r"|Oorspronkelijk bericht|Wiadomość przekazana dalej|Пересылаемое сообщение"
    r"|Пересланное сообщение|رسالة معاد توجيهها|الرسالة المعاد توجيهها|转发的邮件|原始邮件"
    r"|转发邮件)"
    r"\s*(?:-{3,}|:|\.{3}|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS: Final = {
    "from": "from von de da van od від от από من 发件人 寄件者 差出人 från fra lähettäjä kimden",
    "date": "date sent datum gesendet envoyé fecha enviado data inviato verzonden wysłano дата"
    " отправлено تاريخ التاريخ 日期 发送时间 送信日時 skickat sendt lähetetty tarih",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp temat тема الموضوع 主题"
    " 主旨 件名 ämne emne aihe konu θέμα",
    "to": "to an à para a aan do кому кому: إلى 收件人 宛先 till til cc bcc kopie"
    " copie copia reply-to antwort an répondre à responder a",
}
_ROLE_OF_LABEL: Final[Mapping[str, str]] = {
    label: role for role, labels in _LABELS.items() for label in labels.split()
}
_LABEL_LINE: Final = re.compile(
    r"[\s*>]*([^\W\d_][^\W\d_ -]{0,20}(?: [^\W\d_]{1,5})?)\s*[:：]\*?\s*(.*)"
)
_BREAK: Final = re.compile(r"<br\b[^>]*>|</(?:div|p|tr|h[1-6]|li|span class)>", re.IGNORECASE)
_MOST_HEAD_LINES: Final = 16
_HEAD_SIZE: Final = 20_000
_QUOTES_OF_REPLIES: Final = (
    "//blockquote[@type='cite']"
    "|//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    "|//*[contains(@class, 'yahoo_quoted') or contains(@class, 'protonmail_quote')]"
    "|//*[contains(@class, 'moz-cite-prefix') or contains(@class, 'gmail_attr')]"
    "|//*[@id='appendonsend' or @id='divRplyFwdMsg']"
    "|//*[@id='divRplyFwdMsg']/following-sibling::*"
)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message that was passed on: what the lines above it state, its text or HTML, and what was
    written above it."""

    labels: Mapping[str, str]
    body: str
    note: str


def forwarded_text(text: str) -> Forwarded | None:
    """The message that a text passes on; None where there is no mark of one."""
    marker = _MARKER.search(text)
    if marker is None:
        return None
    below = text[marker.end() :].lstrip("\n -").split("\n")
    labels: dict[str, str] = {}
    count = 0
    for count, line in enumerate(below[:_MOST_HEAD_LINES]):
        if not _takes_label(line, labels) and (labels or count > 2):
            break
    if not {"from", "subject", "date"} & labels.keys():
        return None
    body = below[count:]
    if all(line.startswith(">") for line in body if line.strip()):
        body = [line.removeprefix(">").removeprefix(" ") for line in body]
    return Forwarded(labels, "\n".join(body), text[: marker.start()].strip())


def forwarded_html(page: str) -> Forwarded | None:
    """The message that a page of HTML passes on."""
    marker = _MARKER.search(page)
    if marker is None:
        return None
    labels: dict[str, str] = {}
    at = end = marker.end()
    for _ in range(_MOST_HEAD_LINES):
        line_end = _BREAK.search(page, at, marker.end() + _HEAD_SIZE)
        if line_end is None:
            break
        line = " ".join(html.unescape(without_tags(page[at : line_end.start()])).split())
        at = line_end.end()
        if _takes_label(line, labels):
            end = at
        elif line.strip("-: ") and labels:
            break
    if not {"from", "subject", "date"} & labels.keys():
        return None
    note = " ".join(html.unescape(without_tags(_visible(page[: marker.start()]))).split())
    return Forwarded(labels, page[end:], note)


def _visible(page: str) -> str:
    body = re.split(r"<body\b[^>]*>", page, maxsplit=1, flags=re.IGNORECASE)[-1]
    return re.sub(r"<(style|script)\b.*?</\1>", " ", body, flags=re.IGNORECASE | re.DOTALL)


def _takes_label(line: str, labels: dict[str, str]) -> bool:
    """Takes what a line such as `From: Ann Smith` states; whether it is one."""
    found = _LABEL_LINE.match(line)
    if found is None:
        return False
    role = _ROLE_OF_LABEL.get(found[1].strip().casefold().split(" ")[0])
    if role is None:
        return False
    labels.setdefault(role, found[2].strip())
    return True


def note_above(text: str) -> str:
    """What somebody wrote above a message that they passed on, as no part of its story."""
    return outside(f"<p>{html.escape(text)}</p>") if text else ""


def without_quotes(page: str) -> str:
    """The HTML of an answer, with what it quotes marked as no part of its story."""
    root = parse_page(page)
    if root is None:
        return page
    quotes = root.xpath(_QUOTES_OF_REPLIES)
    if not isinstance(quotes, list):
        return page
    for quote in quotes:
        if isinstance(quote, etree._Element) and quote.getparent() is not None:
            _set_apart(quote)
    return etree.tostring(root, method="html", encoding="unicode")


def _set_apart(quote: etree._Element) -> None:
    """Makes an element's text a line of a foot of the page."""
    text = " ".join(" ".join(str(each).split()) for each in quote.itertext())
    tail = quote.tail
    for child in list(quote):
        quote.remove(child)
    quote.attrib.clear()
    quote.tag, quote.text, quote.tail = OUTSIDE, None, tail
    quote.set("hidden", "")
    quote.set("class", OUTSIDE_WORDS)
    etree.SubElement(quote, "p").text = text.strip()
