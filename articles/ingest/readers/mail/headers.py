"""What a message's head states: its subject, who sent it, when, and its address on the web."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any, Final

from articles.ingest.readers.fields.field_values import publisher_of
from articles.ingest.readers.mime import Part, one_line
from articles.ingest.readers.statements import people_in

# `Re:`, `Fwd:`, `AW:`, `WG:`, `TR:`, `RV:`, `Re[2]:`, `转发：`, in the languages of mail programs
_PREFIX: Final = re.compile(
    r"(?:re|fwd?|aw|wg|tr|rv|rif|i|sv|vs|vb|vl|antw|doorst|odp|pd|ynt|ilt|i̇lt|enc|res|ref|vá|hiv"
    r"|továbbítás|atb|bls|σχετ|απ|πρθ|отв|ответ|пересл|رد|إعادة توجيه|回复|回覆|答复|转发|轉寄"
    r"|返信|転送)"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|i|vb|vl|doorst|pd|ilt|enc|továbbítás|пересл|πρθ"
    r"|إعادة توجيه|转发|轉寄|転送)\s*[:：]",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"\[([^\]]{1,60})\]\s*")
# What mail servers put before a subject.
_WARNING: Final = re.compile(
    r"(?:\[\s*(?:ext(?:ern(?:al)?)?|external (?:e-?mail|sender)|spam\??|suspected spam)\s*\]"
    r"|\*{2,5}\s*(?:spam|external)\s*\*{2,5}|ext(?:ern(?:al)?)?:)\s*",
    re.IGNORECASE,
)
_LIST_HEADERS: Final = (
    *("list-id", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version"),
    *("x-beenthere", "newsgroups"),
)
_BULK_HEADERS: Final = (
    *("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-campaign-id", "x-campaignid"),
    *("x-mailgun-sid", "x-mc-user", "x-sg-eid", "x-beenthere", "precedence"),
)
_LIST_ID: Final = re.compile(r"\s*(.*?)\s*<([^<>]*)>")
_WEB_ADDRESS: Final = re.compile(r"<?\s*(https?://[^\s<>,]+)", re.IGNORECASE)
# `Ida Brandt from Harbour Notes`, `Ida Brandt | Harbour Notes`
_OF_PAPER: Final = re.compile(
    r"(?P<who>.{2,60}?)(?:\s+(?:from|at|von|vom|de|du|da|del|van|via|z|от|من)\s+"
    r"|\s*[|@·•/]\s*|\s+[–—-]\s+|,\s+)(?P<paper>\S.{1,100})",
    re.IGNORECASE,
)
_MAIL_HOSTS: Final = frozenset(
    {"gmail", "googlemail", "yahoo", "hotmail", "outlook", "live", "msn", "aol", "icloud", "me"}
    | {
        "mac",
        "gmx",
        "web",
        "protonmail",
        "proton",
        "mail",
        "yandex",
        "qq",
        "163",
        "126",
        "t-online",
    }
    | {"orange", "wanadoo", "free", "libero", "seznam", "zoho", "fastmail", "googlegroups"}
)
"""Hosts of anybody's mail, by the label before the last: they are no papers."""
_MAIL_LABELS: Final = frozenset(
    {"mail", "email", "e", "em", "news", "newsletter", "newsletters", "mailing", "lists", "list"}
    | {"info", "send", "go", "click", "mailer", "mg", "bounce", "bounces", "reply", "m", "www"}
)
_ALL_NAMES: Final = re.compile(
    r"no-?reply|do-?not-?reply|news-?letters?|news|info|mail(?:ing)?|press(?:e)?|office|contact",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"[\w.+-]+@[\w.-]+")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message: a person, and whose paper or list it is; empty where neither is said."""

    person: str = ""
    publisher: str = ""


def stated(message: Part) -> dict[str, tuple[Any, str]]:
    """What the head states, by the usual names of fields: the value, and where it was read."""
    found: dict[str, tuple[Any, str]] = {"title": (subject_of(message), "Subject")}
    sender = sender_of(message)
    found["author"] = (sender.person, "From")
    found["publisher"] = (sender.publisher, _origin_of_publisher(message, sender))
    found["published"] = (message.header("date"), "Date")
    for name, header in (("language", "content-language"), ("tags", "keywords")):
        found[name] = (message.header(header), header.title())
    if not found["tags"][0] and "newsgroups" in message.headers:
        groups = message.header("newsgroups").split(",")
        found["tags"] = ([group.strip() for group in groups[:5]], "Newsgroups")
    found["url"] = web_address_of(message)
    return {name: (value, f"header {header}") for name, (value, header) in found.items() if value}


def is_bulk(message: Part) -> bool:
    """Whether a message went to many: a newsletter's issue, or a posting to a list."""
    return any(name in message.headers for name in _BULK_HEADERS)


def is_reply(message: Part) -> bool:
    """Whether it answers another one, whose text it may quote."""
    if "in-reply-to" in message.headers or "references" in message.headers:
        return not is_forward(message)
    subject = message.header("subject")
    return _PREFIX.match(subject) is not None and not is_forward(message)


def is_forward(message: Part) -> bool:
    """Whether somebody passed another message on."""
    return _FORWARDED.match(message.header("subject")) is not None


def subject_of(message: Part) -> str:
    """The subject, less what mail programs and lists put before it.

    `[Harbour-list] Re: Fwd: Ferry sails again` gives `Ferry sails again`.
    """
    is_list = any(name in message.headers for name in _LIST_HEADERS)
    return bare_subject(message.header("subject"), list_names=_list_names(message, is_list=is_list))


def bare_subject(subject: str, *, list_names: str = "") -> str:
    """A subject without `Re:` and the like; what stands in brackets is a list's name where it is
    among the words of `list_names`."""
    text = one_line(subject)
    while True:
        if prefix := _WARNING.match(text) or _PREFIX.match(text):
            rest = text[prefix.end() :]
        elif (named := _IN_BRACKETS.match(text)) and _is_name_of(named[1], list_names):
            rest = text[named.end() :]
        else:
            return text
        if not rest.strip():
            return text
        text = rest


def _list_names(message: Part, *, is_list: bool) -> str:
    """By what a list may be called, in one text."""
    if not is_list:
        return ""
    names = (*_LIST_HEADERS, "to", "cc", "sender", "from")
    return " ".join(value for name in names for value in message.header_values(name)[:3])


def _is_name_of(name: str, list_names: str) -> bool:
    own = _letters(name)
    return bool(own) and own in _letters(list_names)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def sender_of(message: Part) -> Sender:
    """Who sent it: the person, and the paper, list or organisation. A sender of a newsletter is its
    paper; what a person sent is of their organisation, or of the list that it went to."""
    return sender_named(
        message.header("from") or message.header("sender") or message.header("x-from-line"),
        organisation=_list_or_organisation(message),
        is_bulk=is_bulk(message),
    )


def sender_named(stated: str, *, organisation: str = "", is_bulk: bool = False) -> Sender:
    """The sender that `From` states: `Ida Brandt from Harbour Notes <notes@post.example>`."""
    name, address = _name_and_address(stated)
    if name and not _HANDLE.fullmatch(name) and not _ALL_NAMES.fullmatch(name):
        split = _OF_PAPER.fullmatch(name)
        if split and _is_person(split["who"]) and (is_bulk or not _is_person(split["paper"])):
            return Sender(split["who"].strip(), split["paper"].strip())
        if _is_person(name):
            return Sender(name, organisation or _host_of(address))
        return Sender("", name)
    return Sender("", organisation or _host_of(address))


def _name_and_address(stated: str) -> tuple[str, str]:
    pairs = getaddresses([stated])
    name, address = next(((n, a) for n, a in pairs if "@" in a), pairs[0] if pairs else ("", ""))
    if not name and (bare := re.match(r"\s*\"?([^\"<]+?)\"?\s*<([^<>]*)>", stated)):
        name, address = bare[1], bare[2]
    if not name and (old := re.match(r"\s*(\S+@\S+)\s+\(([^()]+)\)", stated)):
        name, address = old[2], old[1]  # `ann@post.example (Ann Smith)`, of Usenet
    return one_line(name).strip("\"' "), address


def _is_person(name: str) -> bool:
    people = people_in(name)
    return len(people) == 1 and _letters(people[0]) == _letters(name)


def _list_or_organisation(message: Part) -> str:
    if named := _LIST_ID.match(message.header("list-id")):
        name = named[1].strip("\"' ")
        if name and any(map(str.isalpha, name)) and "mc list" not in name:
            return name
    if organisation := message.header("organization") or message.header("organisation"):
        return organisation[:200]
    if groups := message.header("newsgroups"):
        return groups.partition(",")[0].strip()
    return ""


def _host_of(address: str) -> str:
    """The domain of an organisation's mail, without `news.` and the like."""
    labels = address.rpartition("@")[2].strip(" .>").casefold().split(".")
    if len(labels) < 2 or labels[-2] in _MAIL_HOSTS or labels[0] in _MAIL_HOSTS - _MAIL_LABELS:
        return ""
    while len(labels) > 2 and labels[0] in _MAIL_LABELS:
        labels = labels[1:]
    return publisher_of(".".join(labels))


def _origin_of_publisher(message: Part, sender: Sender) -> str:
    for header in ("List-ID", "Organization", "Organisation", "Newsgroups"):
        if sender.publisher and sender.publisher in message.header(header.lower()):
            return header
    return "From"


def web_address_of(message: Part) -> tuple[str, str]:
    """The message's own address on the web, and the header that states it. The address by which one
    writes to a list, beside `mailto:`, is the same for all of its messages and is not meant."""
    for header in ("Archived-At", "X-Archived-At", "List-Post", "Content-Base", "X-Original-URL"):
        value = message.header(header.lower())
        if "mailto:" not in value.lower() and (found := _WEB_ADDRESS.match(value)):
            return found[1], header
    return "", ""


def labels_as_stated(labels: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    """What the lines `From:`, `Date:` and `Subject:` of a forwarded message state, as `stated` has
    what a head does."""
    sender = sender_named(labels.get("from", ""), is_bulk=True)
    found = {
        "title": bare_subject(labels.get("subject", "")),
        "author": sender.person,
        "publisher": sender.publisher,
        "published": labels.get("date", ""),
    }
    return {name: (value, "forwarded message") for name, value in found.items() if value}
