"""Kinds of text that are no news page: mail, feeds and other XML, SQL, logs, and the like.

Each is detected by what its format prescribes at the beginning of the file, which prose lacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from articles.ingest.readers.detection.xml_prolog import prolog_of
from articles.ingest.readers.tables.csv_detection import is_delimited

from .file_signatures import MHTML, ForeignKind, kind_of_match

_AS_HTML: Final = "save its page as HTML or plain text and import that"
_TABLE: Final = "convert it to JSON Lines or Parquet, one record a page, and import that"
_NO_NEWS: Final = "leave it out"

MAIL: Final = ForeignKind("a mail message", "save its text as .txt or HTML and import that")
MAILBOX: Final = ForeignKind("a mailbox (mbox)", "save its messages as .txt and import those")
APPLE_MAIL: Final = ForeignKind("a mail message (.emlx)", "save its text as .txt and import that")
_HTTP: Final = ForeignKind("a server's answer with its HTTP headers", _AS_HTML)
CSV: Final = ForeignKind("a table (CSV or the like)", _TABLE)
_ALONE: Final = "save it as a file of its own and import that"
_FIELDS: Final = "convert it to JSON Lines, one record a page, and import that"

# --- Mail

# `Subject: Ferry news`, `Received: from a by b`, and lines that go on with one
_HEADER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]?(.*))?$")
_MAILERS: Final = re.compile(
    r"Received|Return-Path|Message-ID|MIME-Version|DKIM-Signature|Delivered-To|In-Reply-To"
    r"|Content-Transfer-Encoding|Content-Type|Authentication-Results|User-Agent|Thread-Topic"
    r"|Newsgroups|Thread-Index|Snapshot-Content-Location|ARC-Seal|Envelope-To|List-Unsubscribe"
    r"|X-(?:Mailer|Original-To|Received|MS-|Google|Spam|Gm|Priority|Sender|UID|Originating|Apple)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# `Thu, 14 Mar 2024 16:05:00 +0000`, `14 Mar 2024 16:05 GMT`
_MAIL_DATE: Final = re.compile(
    r"(?:[A-Z][a-z]{2},\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d\d?:\d\d(?::\d\d)?\s+"
    r"(?:[+-]\d{4}|[A-Z]{1,4})"
)
# `From ann@post.example Thu Mar 14 16:05:00 2024`, `From ann at post.example  Thu Mar 14 …`
_MBOX: Final = re.compile(
    r"From [^\n]{0,200}?\s(?:[A-Z][a-z]{2}[ \t]+){2}[ \d]?\d[ \t]+\d\d:\d\d(?::\d\d)?[^\n]{0,30}"
    r"\s\d{4}[^\n]{0,100}\n[A-Za-z>][A-Za-z0-9-]*[: ]"
)
# `2173`, the size of the message below
_EMLX_SIZE: Final = re.compile(r"\d{2,10}[ \t]*\n(?=[A-Za-z])")
_MIME_PART: Final = re.compile(
    r"(?:This is a multi-part message[^\n]*\n\s*)?--[^\s-][^\n]{0,80}\n"
    r"Content-(?:Type|Transfer-Encoding|Disposition|ID): ",
    re.IGNORECASE,
)
_SENT: Final = frozenset(
    {"to", "cc", "bcc", "received", "message-id", "return-path", "delivered-to", "list-id"}
    | {"list-unsubscribe"}
)
"""Headers of what was sent; a page that a browser saved has none of them."""
_MOST_HEADERS: Final = 200


def _mail(text: str) -> ForeignKind | None:
    if _MBOX.match(text):
        return MAILBOX
    if size := _EMLX_SIZE.match(text):
        return APPLE_MAIL if _mail(text[size.end() :]) is MAIL else None
    if re.match(r"HTTP/\d(?:\.\d)? \d{3}\b[^\n]*\n[A-Za-z-]+:", text):
        return _HTTP
    if _MIME_PART.match(text):
        return MHTML
    if not _HEADER.match(text.partition("\n")[0]):
        return None
    headers = _headers(text)
    if _is_saved_page(headers):
        return MHTML
    marks = {name for name in headers if _MAILERS.match(name)}
    people = {"from", "to", "subject", "date", "sender", "cc"} & headers.keys()
    if (marks and people) or len(marks) >= 3:
        return MAIL
    is_sent = _ADDRESS.search(headers.get("from", "")) is not None
    if is_sent and "subject" in headers and _MAIL_DATE.match(headers.get("date", "")):
        return MAIL
    return None


def _is_saved_page(headers: dict[str, str]) -> bool:
    """Whether a page was saved with such headers, and not a message sent: it went to nobody."""
    if "mime-version" not in headers or not _SENT.isdisjoint(headers):
        return False
    content_type = headers.get("content-type", "").strip().lower()
    is_page = content_type.startswith("text/html") and "content-location" in headers
    return is_page or content_type.startswith("multipart/related")


def _headers(text: str) -> dict[str, str]:
    """The lines `Name: value` that the text begins with, up to the first other line."""
    headers: dict[str, str] = {}
    last = ""
    for number, line in enumerate(text.split("\n", _MOST_HEADERS)[:_MOST_HEADERS]):
        line = line.rstrip("\r")
        if line[:1] in (" ", "\t") and last and line.strip():
            headers[last] += line
        elif header := _HEADER.match(line):
            last = header[1].lower()
            headers.setdefault(last, header[2] or "")
        elif number or line.strip():
            break
    return headers


# --- XML

_XML_KINDS: Final = {
    "netscape-bookmark-file-1": "a list of bookmarks",
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "entry": "an Atom feed",
    "rdf": "an RDF or RSS 1.0 file",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "nitf": "a NITF document",
    "newsml": "a NewsML document",
    "newsmessage": "a NewsML-G2 message",
    "newsitem": "a NewsML-G2 item",
    "packageitem": "a NewsML-G2 package",
    "plist": "a property list",
    "svg": "a picture (SVG)",
    "opml": "an OPML list",
    "mediawiki": "a MediaWiki export",
    "tei": "a TEI document",
    "lewis": "an SGML collection of news",
    "reuters": "an SGML collection of news",
    "doc": "an SGML collection (TREC)",
    "docs": "an SGML collection (TREC)",
    "kml": "a map (KML)",
    "gpx": "a map (GPX)",
    "tt": "subtitles (TTML)",
    "worddocument": "a Word document in XML",
    "workbook": "an Excel workbook in XML",
    "xdxf": "a dictionary in XML",
    "alto": "an ALTO page",
    "mets": "a METS document",
    "pcgts": "a PAGE-XML page",
    "djvuxml": "a DjVu document in XML",
}
_READ: Final = frozenset(
    {"an RSS feed", "an Atom feed", "an RDF or RSS 1.0 file", "a WordPress export (WXR)"}
    | {"a NITF document", "a NewsML document", "a NewsML-G2 message", "a NewsML-G2 item"}
    | {"a NewsML-G2 package", "an SGML collection of news", "an SGML collection (TREC)"}
)
"""Kinds that are read where they are files, and not where they lie in a record's field."""

_OF_HTML: Final = frozenset(
    {"a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "center", "dd", "div"}
    | {"dl", "dt", "em", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "i", "iframe", "img", "li", "link", "main", "meta", "nav", "ol", "p", "pre"}
    | {"script", "section", "small", "span", "strong", "style", "table", "tbody", "td", "th"}
    | {"time", "title", "tr", "u", "ul", "html", "head", "body", "noscript", "base", "video"}
    | {"audio"}
)


def _xml(text: str) -> ForeignKind | None:
    if text[:1] != "<":
        return None
    prolog = prolog_of(text.encode("utf-8", "replace"))
    if prolog is None or prolog.doctype == "html" or prolog.element in ("html", "head", "body"):
        return None
    stated = prolog.element or prolog.doctype
    known = _XML_KINDS.get(prolog.doctype) or _XML_KINDS.get(prolog.element)
    is_certain = prolog.has_declaration or prolog.doctype or "xmlns" in prolog.attributes
    if prolog.element in _OF_HTML and not (prolog.doctype or prolog.has_declaration):
        return None  # a piece of a page
    if not is_certain and (known is None or not ("</" in text or "/>" in text)):
        return None
    if "wordpress.org/export" in prolog.attributes:
        known = "a WordPress export (WXR)"
    if "abbyy.com/" in prolog.attributes:
        known = "a recognised document in ABBYY's XML"
    name = known or (f"an XML document (<{stated[:40]}>)" if stated else "an XML document")
    if stated == "svg":
        return ForeignKind(name, _NO_NEWS)
    if name in _READ:
        return ForeignKind(name, _ALONE)
    return ForeignKind(name, "save its stories as HTML or JSON Lines and import those")


# --- Others that begin in a way of their own

_STARTS: Final = (
    (
        r"(?>\s|--[^\n]*\n|#[^\n]*\n|/\*(?:[^*]|\*(?!/))*+\*/;?"
        r"|(?:SET|USE|BEGIN|PRAGMA|START|DROP|LOCK|CREATE DATABASE)\b[^\n;]*;)*+"
        r"(?:INSERT INTO [\w.`\"\[\]]+(?: ?\([^)]*\))?\s*VALUES\b"
        r"|CREATE (?:TABLE|DATABASE|SCHEMA|TYPE|EXTENSION)\b[^.\n]*[(;]"
        r"|COPY [\w.\"]+ (?:\([^)]*\) )?FROM stdin;)",
        ForeignKind("a dump of a database (SQL)", _TABLE),
    ),
    (
        r"-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin) .{0,20}[Dd]ump"
        r"|--\n-- PostgreSQL database dump",
        ForeignKind("a dump of a database (SQL)", _TABLE),
    ),
    (r"WEBVTT[^\n]*\n(?=.{0,2000}?\d --> \d)", ForeignKind("subtitles (WebVTT)", _NO_NEWS)),
    (
        r"\s*1\s*\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d",
        ForeignKind("subtitles (SubRip)", _NO_NEWS),
    ),
    (r"BEGIN:VCALENDAR\s*\n", ForeignKind("a calendar (iCalendar)", _NO_NEWS)),
    (r"BEGIN:VCARD\s*\n", ForeignKind("an address book (vCard)", _NO_NEWS)),
    (r"\s*TY  - [A-Z]{3,6}\s*\n(?:[A-Z][A-Z0-9]  - |\s)", ForeignKind("references (RIS)", _FIELDS)),
    (r"\s*%0 [A-Z][\w ]+\n%[A-Z] ", ForeignKind("references (EndNote)", _FIELDS)),
    (r"\s*@[A-Za-z]+\{[^\s,{}]*,\s*\n\s*\w+\s*=", ForeignKind("references (BibTeX)", _FIELDS)),
    (r" ?CDX(?: [A-Za-z]){3,}\s*\n|[^\s)]+\)/\S* \d{14} (?:\{|\S+ \S+ (?:\d{3}|-) )", ForeignKind(
        "a web archive's index (CDX)", "import the archive itself")),
    (r"begin [0-7]{3} \S[^\n]*\n[ -`]{2,62}\n", ForeignKind("an encoded file (uuencode)",
        "decode it and import what it holds")),
    (r"=ybegin ", ForeignKind("an encoded file (yEnc)", "decode it and import what it holds")),
    (r"-----BEGIN [A-Z0-9 ]+-----\s*\n", ForeignKind("an encrypted or signed file", _NO_NEWS)),
    (r"data:[\w.+-]+/[\w.+-]+[;,]", ForeignKind("an encoded file (data address)",
        "decode it and import what it holds")),
    (r"[0-9a-f]{6,8}:? +(?:[0-9a-f]{2,4} +){8}", ForeignKind("a hexadecimal listing of a file",
        "import the file itself")),
    (r"<\?(?:php|=)\s|#!\s?/\S|[ \t]*<%@", ForeignKind("a program's source", _NO_NEWS)),
    (r"diff --git a/|(?:---|\*\*\*) \S+[^\n]*\n\+\+\+ \S+[^\n]*\n@@ -\d",
        ForeignKind("a list of changes (diff)", _NO_NEWS)),
    (r"\s*(?:%[^\n]*\n\s*)*\\document(?:class|style)[\[{]", ForeignKind("a LaTeX document",
        "convert it to text (pandoc -t plain FILE) and import that")),
    (r"[\w.$ ]{1,80}=\s*[\[{]\s*[\[{\"\n]|[\w.$]{1,60}\(\s*[\[{]\s*\"", ForeignKind(
        "a program's data (JavaScript)", _FIELDS)),
    (r"\s*\[?\s*\{u?'\w+': ", ForeignKind("data as Python prints it", _FIELDS)),
    (r"\x1e\s*[\[{]", ForeignKind("JSON text sequences", _FIELDS)),
    (
        r"(?:[A-Z][A-Z ]{1,30}:[^\n]*\n){1,40}-----[ \t]*\n(?:BODY|EXTENDED BODY|EXCERPT):[ \t]*\n",
        ForeignKind("a Movable Type export", _ALONE),
    ),
    (r"= \S[^\n]{0,200}\n(?:[^\n:]{1,200}\n){0,2}:[\w-]{1,40}:[^\n]*\n",
        ForeignKind("an AsciiDoc document", "convert it to HTML (asciidoctor FILE) and import "
            "that")),
    (r"h[1-3]\. \S[^\n]*\n(?:[^\n]*\n){0,200}?(?:h[1-6]|bq|fn\d)\. \S", ForeignKind(
        "a Textile document", "convert it to HTML (pandoc -f textile FILE) and import that")),
    (r"\[InternetShortcut\]\s*\n", ForeignKind("a link to a page", "import the page itself")),
)  # fmt: skip
_START: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _STARTS), re.DOTALL)


def _by_start(text: str) -> ForeignKind | None:
    return kind_of_match(_START.match(text), _STARTS)


_LONG: Final = 8 * 1024
"""Characters of a text that may be the beginning of a longer one."""


def _json(text: str) -> ForeignKind | None:
    """JSON that holds no objects: whatever holds one is read as JSON."""
    if text[:1] not in ("[", '"'):
        return None
    value: object = None
    try:
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        is_cut = error.pos > len(text) - 16 or error.msg.startswith("Unterminated")
        if not (is_cut and len(text) > _LONG and text[:1] == "["):
            return None
    except (ValueError, RecursionError):
        return None
    if isinstance(value, str) and "\n" not in text.strip() and "\\" not in text:
        return None  # a sentence in quotation marks
    return ForeignKind("JSON without objects", _FIELDS)


# --- Logs and encoded blocks, detected by all of their lines

_LOG_LINE: Final = re.compile(
    r"\S+ \S+ \S+ \[\d\d/[A-Z][a-z]{2}/\d{4}:[^\]]+\] \""  # of a web server
    r"|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\s\]]*\]?:? .{0,60}?"
    r"\b(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|TRACE|CRITICAL)\b"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]+ [\w./()-]+(?:\[\d+\])?: "  # syslog
)
_FEWEST_LOG_LINES: Final = 5
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{60,}(?:\s+[A-Za-z0-9+/_-]+)*={0,2}\s*")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:]*)+[0-9A-Fa-f]?")
_SHORTEST_BLOCK: Final = 120


def _log(text: str) -> ForeignKind | None:
    if not _LOG_LINE.match(text):
        return None
    lines = [line for line in text.split("\n")[:1000] if line.strip()]
    entries = sum(map(bool, map(_LOG_LINE.match, lines)))
    if len(lines) < _FEWEST_LOG_LINES or entries < 0.6 * len(lines):
        return None
    return ForeignKind("a log", _NO_NEWS)


def _encoded(text: str) -> ForeignKind | None:
    """A file as Base64 or hexadecimal digits: no spaces but line ends, all sorts of characters."""
    block = text.strip()
    if len(block) < _SHORTEST_BLOCK or " " in block[:60]:
        return None
    kinds = (re.compile(one).search(block) for one in ("[0-9]", "[A-Z]", "[a-z]"))
    if all(kinds) and _BASE64.fullmatch(block) and _is_even(block):
        return ForeignKind("an encoded file (Base64)", "decode it and import what it holds")
    if _HEX.fullmatch(block) and re.search("[0-9]", block) and re.search("[A-Fa-f]", block):
        return ForeignKind("an encoded file (hexadecimal)", "decode it and import what it holds")
    return None


def _is_even(block: str) -> bool:
    """Whether all lines but the last have one length, as encoders write them."""
    lines = block.split()
    return len({len(line) for line in lines[:-1]}) <= 1


_HIGHLIGHT: Final = re.compile(r"(?:^|\n)@highlight[ \t]*\n\s*\S")


def _story_file(text: str) -> ForeignKind | None:
    """A story of CNN/DailyMail, whose bullets come after lines that say so."""
    if "@highlight" in text and _HIGHLIGHT.search(text):
        return ForeignKind("a story with highlights (.story)", _ALONE)
    return None


def _table(text: str) -> ForeignKind | None:
    return CSV if is_delimited(text) else None


_TESTS: Final[tuple[Callable[[str], ForeignKind | None], ...]] = (
    *(_xml, _by_start, _mail, _json, _log, _encoded, _story_file, _table),
)


def kind_of_text(text: str) -> ForeignKind | None:
    """The kind of a text that is no page, by its beginning; None for what may be one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    stripped = text.lstrip("\ufeff\n ")
    for test in _TESTS:
        if kind := test(stripped):
            return kind
    return None
