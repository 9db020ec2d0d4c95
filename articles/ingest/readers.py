"""Bytes in: what the paths hold, one record a saved page, and the characters of each.

Nothing here knows the parser or the models. Reading never fails as a whole: what cannot be read
comes back as an `Unreadable` that says why, and the other inputs go on.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from .records import Record, Unreadable
from .web_archives import ARCHIVE_SUFFIXES, is_web_archive, read_web_archive

DUMP_SUFFIXES: Final = (".txt", ".md", ".html", ".htm", ".xhtml", *ARCHIVE_SUFFIXES)

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGE_ENCODINGS: Final = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "koi8_u", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
LARGEST_DUMP: Final = 512 * 1024 * 1024
"""Bytes. A dump is one saved page and is held in memory, some ten times its size."""

_SAMPLE: Final = 64 * 1024
_FEW_BAD_BYTES: Final = 0.01
_DATE_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Characters:
    """A record's characters, each in the place of the bytes it came from.

    `text` is for reading: bytes that mean nothing in the encoding show as U+FFFD. `exact` holds
    them in a form that encodes back to the same bytes. Both have the same length.
    """

    text: str
    exact: str
    encoding: str
    note: str = ""

    def bytes_between(self, start: int, end: int) -> bytes:
        """The bytes that `text[start:end]` was read from."""
        return self.exact[start:end].encode(self.encoding, errors_for(self.encoding))


def find_inputs(paths: Sequence[str]) -> Iterator[Path | Unreadable]:
    """The files to read: each path itself, or of a folder the dumps in it and below, by name.

    `-` is standard input, given back as Path("-").
    """
    for name in paths:
        path = Path(name)
        if name == "-":
            yield path
            continue
        try:
            kind = path.stat().st_mode
        except OSError as error:
            yield _missing(name, error)
            continue
        if stat.S_ISDIR(kind):
            yield from _dumps_in(path)
        elif stat.S_ISREG(kind):
            yield path
        else:
            yield Unreadable(name, "it is no regular file; send its text to standard input (-)")


def read_record(path: Path) -> Record | Unreadable:
    """One file's bytes, or standard input's."""
    try:
        if str(path) == "-":
            return Record("standard input", sys.stdin.buffer.read())
        size = path.stat().st_size
        if size > LARGEST_DUMP:
            limit = f"a dump may have {LARGEST_DUMP // 1024**2} MiB; split it between pages"
            return Unreadable(str(path), f"it has {size // 1024**2} MiB, and {limit}")
        return Record(str(path), path.read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        return Unreadable(str(path), f"it cannot be read ({reason}); check its permissions")


def read_records(paths: Sequence[str]) -> Iterator[Record | Unreadable]:
    """Every record that the paths hold, one at a time, and what could not be read."""
    for found in find_inputs(paths):
        if isinstance(found, Unreadable):
            yield found
        elif found.is_file() and is_web_archive(found):
            yield from read_web_archive(found)
        else:
            yield read_record(found)


def total_bytes(paths: Iterable[Path | Unreadable]) -> int:
    """The size of all files together, for a progress bar; unreadable ones count for nothing."""
    total = 0
    for path in paths:
        if isinstance(path, Path) and str(path) != "-":
            try:
                total += path.stat().st_size
            except OSError:
                continue  # said in words when its turn comes to be read
    return total


def captured_on(name: str) -> date | None:
    """The day in a file's name (`arab-news-2025-03-18.txt`), by which savers tell captures apart.

    The last one counts where there are several; None where there is none.
    """
    for year, month, day in reversed(_DATE_IN_NAME.findall(Path(name).name)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue  # 2025-99-99 is a number, not a day
    return None


def decode(raw: bytes) -> Characters:
    """The characters of a dump: by byte order mark, as UTF-8, or by a guess that is noted.

    Whatever comes back encodes to the same bytes again.
    """
    for encoding, note in _candidates(raw):
        try:
            exact = raw.decode(encoding, errors_for(encoding))
            if exact.encode(encoding, errors_for(encoding)) != raw:
                continue
        except (UnicodeError, LookupError):
            continue
        return Characters(exact.translate(_SURROGATES), exact, encoding, note)
    raise AssertionError("latin-1 reads any bytes")


def _missing(name: str, error: OSError) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable(name, "there is no such file or folder; check the path")
    return Unreadable(name, f"it cannot be reached ({error.strerror}); check the path")


def _dumps_in(folder: Path) -> Iterator[Path | Unreadable]:
    found = False
    problems: list[Unreadable] = []

    def note(error: OSError) -> None:
        reason = error.strerror or str(error)
        problems.append(Unreadable(str(error.filename), f"the folder cannot be read ({reason})"))

    for where, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if not path.name.lower().endswith(DUMP_SUFFIXES):
                continue
            found = True
            if path.is_file():
                yield path
            else:
                yield Unreadable(str(path), "it is no regular file, or a link that leads nowhere")
        for name in folders:
            if (path := Path(where, name)).is_symlink():
                message = "links to folders are not followed; name the folder itself to read it"
                yield Unreadable(str(path), message)
    yield from problems
    if not found and not problems:
        kinds = ", ".join(DUMP_SUFFIXES[:-1]) + f" or {DUMP_SUFFIXES[-1]}"
        yield Unreadable(str(folder), f"the folder holds no dumps; their names end in {kinds}")


def _candidates(raw: bytes) -> Iterator[tuple[str, str]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            yield encoding, ""
    sample = raw[:_SAMPLE]
    if wide := _wide_encoding(sample):
        yield wide, f"no encoding is declared; the zero bytes look like {wide}"
    yield from _utf8(raw)
    if guess := _guess(sample):
        yield guess, f"not UTF-8; its bytes look like {guess}"
    yield "latin-1", "not UTF-8, and no other encoding fits; read as latin-1"


def _utf8(raw: bytes) -> Iterator[tuple[str, str]]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        beyond_ascii = len(raw) - len(raw.decode("ascii", "ignore"))
        read = raw.decode("utf-8", "surrogateescape")
        bad = len(read) - len(read.translate(dict.fromkeys(range(0xDC80, 0xDD00))))
        good = beyond_ascii - bad
        if bad <= len(raw) * _FEW_BAD_BYTES and good > 4 * bad:
            yield "utf-8", f"{bad} bytes are not UTF-8 and show as \ufffd"
    else:
        yield "utf-8", ""


def _guess(sample: bytes) -> str | None:
    """The likeliest of the encodings that pages are written in. Where Western Windows fits about
    as well as the best, it is taken: for a page it is by far the commonest."""
    found = from_bytes(sample, cp_isolation=list(_PAGE_ENCODINGS))
    best = found.best()
    if best is None:
        return None
    for match in found:
        western = "cp1252" in (match.encoding, *match.could_be_from_charset)
        if western and match.chaos <= 0.1 and match.coherence >= best.coherence - 0.05:
            return "cp1252"
    return best.encoding


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def errors_for(encoding: str) -> str:
    """How an encoding's odd bytes are read and written, so that they come back as they were."""
    return "surrogateescape" if encoding == "utf-8" else "strict"
