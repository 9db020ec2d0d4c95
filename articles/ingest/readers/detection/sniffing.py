"""What a file is: detected by its first bytes, and by its name only if they are ambiguous."""

from __future__ import annotations

import codecs
import json
import re
import tarfile
from collections.abc import Callable
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import Final

from articles.ingest.readers.decompression import PACKED_SUFFIXES, PACKINGS, Packing
from articles.ingest.readers.encodings import marked_encoding
from articles.ingest.readers.html import looks_like_html
from articles.ingest.readers.markdown.detection import is_markdown_name

SNIFFED: Final = 64 * 1024
"""Bytes that are examined."""

_TEXTS: Final = (".txt", ".md", ".markdown", ".rst")
_PAGES: Final = (".html", ".htm", ".xhtml")
_SAVED: Final = (".mhtml", ".mht", ".epub")
# `a.php`, and as wget names what has a query: `a.html?page=2`, `a.php@id=5`
_PERHAPS_PAGE: Final = re.compile(
    r".+\.(?:(?:shtml?|php\d?|aspx?|jspx?|cfm)|(?:x?html?|shtml?|php\d?|aspx?|jspx?|cfm)[?@;].+)",
    re.IGNORECASE | re.DOTALL,
)
_WEB_ARCHIVES: Final = (".warc", ".wet", ".arc", ".wacz")
_RECORDS: Final = (".jsonl", ".ndjson", ".json")
_TABLES: Final = (".parquet", ".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xlsm", ".xls", ".ods")
_FEEDS: Final = (".rss", ".atom", ".rdf", ".xml", ".wxr", ".nitf", ".sgm", ".sgml", ".story")
_MAIL: Final = (".eml", ".emlx", ".mbox", ".mbx")
_DOCUMENTS: Final = (".pdf", ".docx", ".odt", ".rtf")
_SCANS: Final = (".hocr", ".alto")
LABELS_SUFFIX: Final = ".expected.jsonl"
"""What a person says should be read from the dump beside it; no dump itself."""

DUMP_SUFFIXES: Final = (
    *(*_TEXTS, *_PAGES, *_SAVED, *_RECORDS, *_WEB_ARCHIVES, *_TABLES),
    *(*_FEEDS, *_MAIL, *_DOCUMENTS, *_SCANS, ".zip", ".tar"),
)
"""How names of dumps end, besides `.gz` and the like after them."""

_SHORT_TAR: Final = (".tgz", ".tbz2", ".txz", ".tzst")
_WANTED: Final = re.compile(
    f"(?:{'|'.join(map(re.escape, DUMP_SUFFIXES))})"
    f"(?:{'|'.join(map(re.escape, PACKED_SUFFIXES))})?"
    f"|{'|'.join(map(re.escape, _SHORT_TAR))}"
)
# `cur/1710432000.M20046P2137.host,S=2173:2,S`, `new/1710432000.2137_0.host`; Apple's `mbox`
_IN_MAILDIR: Final = re.compile(r"(?:^|[/\\])(?:cur|new)[/\\]\d{6,}[._][^/\\]+$|\.mbox[/\\]mbox$")
_JSON_NAMED: Final = re.compile(r"\.(?:jsonl|ndjson|json)(?:\.\w+)?$", re.IGNORECASE)
_WIDE_BRACKET: Final = re.compile(rb"([{\[]\0[^\0]\0)|\0[{\[]\0[^\0]")
_JSON_LINES_NAMED: Final = re.compile(r"\.(?:jsonl|ndjson)(?:\.\w+)?$", re.IGNORECASE)
# `{"a":`, `[{"a":`, `{}` over lines, however far apart
_STARTS_AS_JSON: Final = re.compile(rb'(?:\[\s*)?\{\s*(?:"(?:[^"\\\n]|\\.){0,200}"\s*:|\}|$)')


class Kind(Enum):
    """How a stream that is not packed is to be read."""

    ZIP = auto()
    TAR = auto()
    PARQUET = auto()
    WARC = auto()
    JSON_LINES = auto()
    JSON = auto()
    WIDE_JSON = auto()
    PAGE = auto()


def is_wanted(path: str) -> bool:
    """Whether a file of this path in a folder or archive is read; other kinds are passed over.

    Names count, and of a Maildir's messages, which have no suffix, the folders they lie in.
    """
    name = PurePosixPath(path.replace("\\", "/")).name
    if _suffix_match(name) is None:
        return _IN_MAILDIR.search(path) is not None
    return not name.lower().endswith(LABELS_SUFFIX)


def may_be_page(name: str, head: Callable[[], bytes]) -> bool:
    """Whether a file that is not wanted by its name is a page that a server made by a program, as
    its first bytes, at most `SNIFFED`, tell: `head` gives them if they are asked for."""
    return _PERHAPS_PAGE.fullmatch(name) is not None and looks_like_html(head())


def ending_of(name: str) -> str:
    """How the name of a file that is not read ends; empty where it has no suffix."""
    name = name.lower()
    return LABELS_SUFFIX if name.endswith(LABELS_SUFFIX) else PurePosixPath(name).suffix


def packing_of(head: bytes) -> Packing | None:
    """How a stream is packed; None where it is not."""
    return next((packing for packing in PACKINGS if packing.start.match(head)), None)


def kind_of(head: bytes, name: str) -> Kind:
    """What an unpacked stream is, by its first `SNIFFED` bytes, and the name it goes by."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if _is_tar(head):
        return Kind.TAR
    if looks_like_html(head):
        return Kind.PAGE
    return _kind_of_text(head, name)


def _suffix_match(name: str) -> re.Match[str] | None:
    lowered = name.lower()
    dots = [place for place, letter in enumerate(lowered) if letter == "."][-2:]
    return next((found for dot in dots if (found := _WANTED.fullmatch(lowered, dot))), None)


def _kind_of_text(head: bytes, name: str) -> Kind:
    is_named = _JSON_NAMED.search(name) is not None
    if wide := _wide(head):
        start = head.decode(wide, "ignore").removeprefix("\ufeff").encode("utf-8", "replace")
        is_json = is_named and _kind_of_text(start, name) is not Kind.PAGE
        return Kind.WIDE_JSON if is_json else Kind.PAGE
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    lines = text.split(b"\n")
    if len(head) == SNIFFED and len(lines) > 1:
        lines.pop()  # cut off by the look, not by the file
    if _is_object(lines[0]):
        return Kind.JSON_LINES
    is_open = text.startswith((b"{", b"["))
    if is_open and is_markdown_name(name) and _stands_above_text(text):
        return Kind.PAGE
    if is_open and _STARTS_AS_JSON.match(text) and _may_be_json(text, head):
        return Kind.JSON if len(lines) > 1 or text.startswith(b"[") else Kind.JSON_LINES
    if (is_open or is_named) and any(map(_is_object, lines)):
        return Kind.JSON_LINES  # the first line is corrupt
    if is_open and is_named:
        return Kind.JSON_LINES if _JSON_LINES_NAMED.search(name) else Kind.JSON
    return Kind.PAGE


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 by a byte order mark, or UTF-16 without one that begins with a bracket;
    empty for others."""
    marked = marked_encoding(head)
    if marked and marked != "utf-8":
        return marked
    first = _WIDE_BRACKET.match(head)
    return "" if first is None else "utf-16-le" if first[1] else "utf-16-be"


def _stands_above_text(text: bytes) -> bool:
    """Whether text begins with one value of JSON, and goes on with prose: front matter."""
    start = text.decode("utf-8", "replace")
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(start)
    except (ValueError, RecursionError):
        return False
    return start[end:].lstrip()[:1] not in ("", "{", "[", ",")


def _is_object(line: bytes) -> bool:
    line = line.strip()
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _may_be_json(text: bytes, head: bytes) -> bool:
    """Whether text that begins like JSON is some: all of it, or what was seen of it up to its
    end."""
    start = text.decode("utf-8", "replace")
    try:
        json.JSONDecoder(strict=False).raw_decode(start)
    except json.JSONDecodeError as error:
        # Where only a part was seen, being cut off there is no fault.
        is_cut = error.pos > len(start) - 16 or error.msg.startswith("Unterminated")
        return len(head) == SNIFFED and is_cut
    except (ValueError, RecursionError):
        return False
    return True


def _is_tar(head: bytes) -> bool:
    if len(head) < tarfile.BLOCKSIZE or not head[:1].strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True
