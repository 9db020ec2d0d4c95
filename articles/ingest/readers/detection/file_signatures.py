"""Kinds of files that no reader supports, detected by their first bytes or their members.

A kind is detected by what its format prescribes, not by guessing: prose may begin with anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import AnyStr, Final


@dataclass(frozen=True, slots=True)
class ForeignKind:
    """A kind of file that is not read: what it is, and what to do with it."""

    name: str
    advice: str

    def __str__(self) -> str:
        return f"it is {self.name}, which cannot be read; {self.advice}"


_AS_TEXT: Final = "save it as plain text (.txt) or HTML and import that"
_UNPACK: Final = "unpack it and import the pages in it"
_NO_TEXT: Final = "leave it out"
_TABLE: Final = "convert it to JSON Lines or Parquet, one record a page, and import that"

PDF: Final = ForeignKind("a PDF document", "save it as a file of its own and import that")
_OF_ITS_OWN: Final = "save it as a file of its own and import that"
_WORD: Final = "with a word processor " + _AS_TEXT
_OFFICE: Final = (
    (rb"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", ForeignKind("a Word document (.doc)", _WORD)),
    (rb"W\0o\0r\0k\0b\0o\0o\0k\0|B\0o\0o\0k\0\0", ForeignKind("an Excel workbook (.xls)", _TABLE)),
    (
        rb"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0",
        ForeignKind("a PowerPoint presentation (.ppt)", _AS_TEXT),
    ),
    (rb"_\0_\0s\0u\0b\0s\0t\0g\x001", ForeignKind("an Outlook message (.msg)", _AS_TEXT)),
)
OLD_OFFICE: Final = ForeignKind("an old Office document", _AS_TEXT)


def _image(name: str) -> ForeignKind:
    return ForeignKind(f"a picture ({name})", "add it to a caption on the desk, or leave it out")


def _packed(name: str) -> ForeignKind:
    return ForeignKind(f"an archive ({name})", _UNPACK)


def _program(name: str) -> ForeignKind:
    return ForeignKind(f"a program ({name})", _NO_TEXT)


def _sound(name: str) -> ForeignKind:
    return ForeignKind(f"sound or video ({name})", _NO_TEXT)


def _data(name: str) -> ForeignKind:
    return ForeignKind(name, _TABLE)


ARC: Final = ForeignKind("an old web archive (ARC)", "convert it to WARC and import that")

MHTML: Final = ForeignKind(
    "a web page saved as one file (MHTML)", "save its page as HTML or plain text and import that"
)
# What browsers write into the head of a page that they save; other heads are told by their text.
_SAVED_PAGE: Final = (
    rb"(?i:\s*(?:[A-Z][A-Z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?"
    rb"(?:Snapshot-Content-Location:|From: *[\"<]*Saved by |X-MAF-))"
)

# What the first bytes are, by each format's definition. DOTALL: `.` is any byte.
_STARTS: Final = (
    # Documents
    (rb"[^A-Za-z]{0,1024}?%PDF-\d\.\d(?=.{0,65536}?\d \d+ obj\b)", PDF),
    (rb"\s*\{\\rtf[\d\\]", ForeignKind("an RTF document", _OF_ITS_OWN)),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (rb"\x04?%!PS(?:-Adobe)?[-\s]", ForeignKind("a PostScript document", "convert it to text "
        "(ps2ascii FILE) and import that")),
    (rb"\xc5\xd0\xd3\xc6", ForeignKind("a PostScript document", "convert it to text (ps2ascii "
        "FILE) and import that")),
    (rb"AT&TFORM....DJV", ForeignKind("a DjVu document", "convert it to text (djvutxt FILE) and "
        "import that")),
    (rb"\xffWPC", ForeignKind("a WordPerfect document", _WORD)),
    (rb"ITSF\x03\0\0\0", ForeignKind("a Windows help file (.chm)", _UNPACK)),
    (rb"!BDN", ForeignKind("an Outlook mailbox (.pst)", _AS_TEXT)),
    # `SOH source, number, priority STX text`
    (
        rb"[\0\x16\r\n]{0,40}\x01[A-Za-z\x11-\x14\x1f][\x20-\x7e\r\n\x11-\x14\x1e\x1f]{2,300}\x02"
        rb"[\x08-\x0d\x11-\x14\x1e\x1f\x20-\xff]{20}",
        ForeignKind("a wire message (IPTC 7901 or ANPA 1312)", "save it as a file of its own and "
            "import that"),
    ),
    # Pictures
    (rb"\x89PNG\r\n\x1a\n", _image("PNG")),
    (rb"\xff\xd8\xff[\xc0-\xfe]", _image("JPEG")),
    (rb"GIF8[79]a.{0,6}?[\0-\x08]", _image("GIF")),
    (rb"RIFF....WEBP", _image("WebP")),
    (rb"II\*\0|MM\0\*", _image("TIFF")),
    (rb"BM....\0\0\0\0....[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", _image("BMP")),
    (rb"8BPS\0[\x01\x02]", _image("Photoshop")),
    (rb"\0\0\0.ftyp(?:avi[fs]|mif1|msf1|heic|heix|heim|heis|hevc)", _image("AVIF or HEIC")),
    (rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", _image("JPEG 2000")),
    (rb"\0\0\0\x0cJXL \r\n\x87\n", _image("JPEG XL")),
    # Sound, video, fonts
    (rb"\0\0[\0-\x0f].ftyp[\w ]{4}", _sound("MP4")),
    (rb"ID3[\x02-\x04][\0-\x0f]", _sound("MP3")),
    (rb"OggS\0", _sound("Ogg")),
    (rb"fLaC\0", _sound("FLAC")),
    (rb"RIFF....(?:WAVE|AVI )", _sound("WAV or AVI")),
    (rb"\x1a\x45\xdf\xa3", _sound("Matroska or WebM")),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _sound("Windows Media")),
    (rb"#!AMR|FORM....AIF[FC]|MThd\0\0\0\x06", _sound("AIFF, AMR or MIDI")),
    # Programs and what they keep
    (rb"\x7fELF", _program("Linux")),
    (rb"\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]", _program("Java or macOS")),
    (rb"\0asm\x01\0\0\0", _program("WebAssembly")),
    (rb"dex\n0\d\d\0", _program("Android")),
    (rb"SQLite format 3\0", _data("a SQLite database")),
    (rb"\0\x01\0\0Standard (?:Jet|ACE) DB", _data("an Access database")),
    (rb"\x80[\x02-\x05](?:\x95.{6}\0\0|[\]}(cqX\x8c])", _data("a Python pickle")),
    (rb"\((?:lp|dp|i)\d+\n", _data("a Python pickle")),
    (rb"\x93NUMPY[\x01-\x03]", _data("a NumPy array")),
    (rb"\x89HDF\r\n\x1a\n", _data("an HDF5 file")),
    (rb"PGDMP\x01", _data("a PostgreSQL dump")),
    (rb"d\d+:(?:announce|created by|comment|info)", ForeignKind("a torrent", _NO_TEXT)),
    (rb"bplist0\d", ForeignKind("a binary property list or Safari web archive", _AS_TEXT)),
    # Archives and packings that are not unpacked here
    (rb"7z\xbc\xaf\x27\x1c", _packed("7z")),
    (rb"Rar!\x1a\x07", _packed("RAR")),
    (rb"\x04\x22\x4d\x18|\x02\x21\x4c\x18", _packed("lz4")),
    (rb"LZIP[\0\x01]", _packed("lzip")),
    (rb"\x89LZO\0\r\n\x1a\n", _packed("lzop")),
    (rb"\xff\x06\0\0sNaPpY", _packed("Snappy")),
    (rb"MSCF\0\0\0\0", _packed("cabinet")),
    (rb"!<arch>\n", _packed("ar or Debian package")),
    (rb"\xed\xab\xee\xdb", _packed("RPM")),
    (rb"xar!\0", _packed("xar")),
    (rb"filedesc:\S{1,4000} \S{1,64} \d{14} text/plain (?:[^\n]{1,400} )?\d+\r?\n", ARC),
    (_SAVED_PAGE, MHTML),
    (rb".{32769}CD001", _packed("ISO image")),
    (rb"PK00PK\x03\x04|PK\x07\x08PK\x03\x04", _packed("split ZIP")),
)  # fmt: skip
# First bytes that prose may have, too. They count where the rest is no text.
_WEAK_STARTS: Final = (
    (rb"MZ", _program("Windows, .exe or .dll")),
    (rb"....ftyp|....moov|....mdat", _sound("MP4")),
    (rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", _sound("MP3")),
    (rb"\0\0\x01[\xb3\xba]|\x47.{187}\x47", _sound("MPEG")),
    (rb"FLV\x01|[FCZ]WS", _sound("Flash")),
    (rb"wvpk|MAC |RIFF", _sound("packed sound")),
    (rb"wOF[F2]|OTTO|true\0|\0\x01\0\0|ttcf", ForeignKind("a font", _NO_TEXT)),
    (rb"\0\0\x01\0", _image("icon")),
    (rb".{60}(?:BOOKMOBI|TEXtREAd)", ForeignKind("a Kindle book", _AS_TEXT)),
    (rb"ARROW1|FEA1|\xff{4}...\0", _data("an Arrow table")),
    (rb"ORC", _data("an ORC table")),
    (rb"Obj\x01", _data("an Avro file")),
    (rb"SEQ[\x04-\x06]", _data("a Hadoop sequence file")),
    (rb"\x5d\0\0", _packed("LZMA")),
    (rb"\x1f[\x9d\xa0]", _packed("compress, .Z")),
    (rb"07070[127]|\xc7\x71", _packed("cpio")),
    (rb"..-lh\d-", _packed("LHA")),
    (rb"\x60\xea", _packed("ARJ")),
    (rb"\x78[\x01\x5e\x9c\xda]", _packed("zlib")),
)
_NO_KIND: Final = ForeignKind(
    "a file of binary data",
    "convert it to plain text or HTML with the program that wrote it, and import that",
)


_START: Final = re.compile(b"|".join(b"(%s)" % pattern for pattern, _ in _STARTS), re.DOTALL)
_WEAK_START: Final = re.compile(
    b"|".join(b"(%s)" % pattern for pattern, _ in _WEAK_STARTS), re.DOTALL
)


def kind_of_match(
    match: re.Match[AnyStr] | None, starts: Sequence[tuple[AnyStr, ForeignKind]]
) -> ForeignKind | None:
    """The kind whose pattern has matched, of patterns that are the groups of a whole one."""
    return starts[match.lastindex - 1][1] if match and match.lastindex else None


WACZ: Final = ForeignKind("a web archive (WACZ)", "unpack it and import its archive/ folder")
EPUB: Final = ForeignKind("an e-book (EPUB)", _WORD)
_WEB_ARCHIVE_LISTS: Final = frozenset({"datapackage.json", "webarchive.yaml"})
# `archive/data.warc.gz`; of several web archives in one (multi-wacz-package), each of them
WEB_ARCHIVE_MEMBER: Final = re.compile(
    r"archive/.+\.(?:warc|arc)(?:\.gz|\.zst)?|.+\.wacz", re.IGNORECASE | re.DOTALL
)

# Members that only files of that kind have, all of which are ZIPs.
_BY_MIMETYPE: Final = (
    ("application/epub+zip", EPUB.name),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    ("application/vnd.oasis.opendocument.", "an OpenDocument file"),
    ("application/vnd.sun.xml.", "an OpenOffice document"),
    ("application/vnd.adobe.indesign-idml", "an InDesign document (IDML)"),
)
_BY_MEMBER: Final = (
    ("word/", ForeignKind("a Word document (.docx)", _OF_ITS_OWN)),
    ("xl/", ForeignKind("an Excel workbook (.xlsx)", _TABLE)),
    ("ppt/", ForeignKind("a PowerPoint presentation (.pptx)", _AS_TEXT)),
    ("visio/", ForeignKind("a Visio drawing", _AS_TEXT)),
    ("Documents/", ForeignKind("an XPS document", _AS_TEXT)),
)


_METS_NAME: Final = re.compile(r"(?:^|[-_.])mets(?:[-_.].*)?\.xml$", re.IGNORECASE)


def kind_by_signature(start: bytes) -> ForeignKind | None:
    """The kind that a file's first bytes state; up to 64 KiB of them help."""
    kind = kind_of_match(_START.match(start), _STARTS)
    if kind is OLD_OFFICE:
        return next((one for name, one in _OFFICE if re.search(name, start)), kind)
    return kind


def directory_of_old_office(head: bytes) -> int:
    """Where an old Office document, by its first 512 bytes, lists what is in it; that tells what it
    is ([MS-CFB] 2.2)."""
    sector = 1 << min(int.from_bytes(head[30:32], "little"), 12)
    return (int.from_bytes(head[48:52], "little") + 1) * sector


def kind_of_binary(start: bytes) -> ForeignKind:
    """The likely kind of a file that is no text."""
    return kind_of_match(_WEAK_START.match(start), _WEAK_STARTS) or _NO_KIND


def is_mets_name(name: str) -> bool:
    """Whether a file is called as METS documents are: `mets.xml`, `1890-01-02-mets.xml`."""
    return _METS_NAME.search(name.rpartition("/")[2]) is not None


def kind_of_zip(names: Iterable[str], mimetype: bytes) -> ForeignKind | None:
    """The kind of a ZIP that is a document by itself, by its members' names and what its first
    member `mimetype` says."""
    stated = mimetype.decode("ascii", "replace").strip()
    for start, name in _BY_MIMETYPE:
        if stated.startswith(start):
            table = "spreadsheet" in start
            return ForeignKind(name, _TABLE if table else _WORD)
    known = set(names)
    if "posts.csv" in known and any(
        name.startswith("posts/") and name.endswith(".html") for name in known
    ):
        return ForeignKind("a Substack export", _UNPACK)
    if any(map(is_mets_name, known)):
        return ForeignKind("a METS package", _AS_TEXT)
    if "[Content_Types].xml" in known:
        for folder, kind in _BY_MEMBER:
            if any(name.startswith(folder) for name in known):
                return kind
        return ForeignKind("an Office document", _AS_TEXT)
    if "META-INF/container.xml" in known:
        return EPUB
    if known & _WEB_ARCHIVE_LISTS and any(map(WEB_ARCHIVE_MEMBER.fullmatch, known)):
        return WACZ
    if any(name.endswith(".iwa") for name in known):
        return ForeignKind("a Pages, Numbers or Keynote document", _AS_TEXT)
    if "AndroidManifest.xml" in known or "META-INF/MANIFEST.MF" in known:
        return _program("Android or Java")
    return None
