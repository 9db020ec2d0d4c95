"""Which files to read: those named, those in folders, those that a pattern fits, here or remote."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from articles.ingest.readers.records import Unreadable, reason_of

from .detection.sniffing import SNIFFED, ending_of, is_wanted, may_be_page
from .detection.unsupported import lies_beside_pages
from .picture_files import LARGEST_PICTURE, is_picture_name
from .saved.companions import PARTS, is_index, is_list, parts_in
from .zip_tar import passed_over

if TYPE_CHECKING:  # its import takes a tenth of a second, which only remote inputs cost
    from fsspec import AbstractFileSystem

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
_PATTERN: Final = re.compile(r"[*?\[]")
_DATE_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WEB: Final = ("http", "https")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, here or remote, or standard input; `size` in bytes where it is known. One
    that `is_picture` is none of the dumps, but lies beside them."""

    name: str
    open: Callable[[], IO[bytes]]
    size: int | None = None
    is_picture: bool = False


def find_inputs(paths: Sequence[str]) -> Iterator[Input | Unreadable]:
    """The files to read: each path itself, or of a folder the dumps in it and below, by name, or
    whatever a pattern (`*`, `?`, `[a-c]`, and `**` for any folders) fits. `-` is standard input.

    Paths with a scheme, such as `s3://bucket/news/*.parquet`, are opened by fsspec.
    """
    for name in paths:
        if name == "-":
            yield Input("standard input", lambda: sys.stdin.buffer)
        elif _ADDRESS.match(name):
            yield from _remote(name)
        elif _PATTERN.search(name) and not os.path.lexists(name):
            yield from _matching(name)
        else:
            yield from _at(Path(name), name)


def total_bytes(inputs: Iterable[Input | Unreadable]) -> int:
    """The size of all files together, for a progress bar; those of unknown size count for none."""
    return sum(each.size or 0 for each in inputs if isinstance(each, Input))


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


def _at(path: Path, name: str) -> Iterator[Input | Unreadable]:
    try:
        status = path.stat()
    except FileNotFoundError:
        yield Unreadable(name, "there is no such file or folder; check the path")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Unreadable(name, f"it cannot be reached ({reason}); check the path")
    else:
        if stat.S_ISDIR(status.st_mode):
            yield from _dumps_in(path)
        elif stat.S_ISREG(status.st_mode):
            yield _file(path, status.st_size)
        else:
            yield Unreadable(name, "it is no regular file; send its text to standard input (-)")


def _file(path: Path, size: int) -> Input:
    return Input(str(path), lambda: path.open("rb"), size)


def _matching(pattern: str) -> Iterator[Input | Unreadable]:
    """The files that a pattern fits; folders too, but not below `**`, which names all below."""
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute
    if "**" in pattern:
        names = [name for name in names if not Path(name).is_dir()]
    if not names:
        yield Unreadable(pattern, "no file fits this pattern; check it")
    for name in names:
        yield from _at(Path(name), name)


def _dumps_in(folder: Path) -> Iterator[Input | Unreadable]:
    has_dumps = False
    others: Counter[str] = Counter()
    pictures: Counter[str] = Counter()
    problems: list[Unreadable] = []
    parts: set[str] = set()

    def note(error: OSError) -> None:
        reason = error.strerror or str(error)
        problems.append(Unreadable(str(error.filename), f"the folder cannot be read ({reason})"))

    for where, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        own_parts = folders if where in parts else parts_in(where, folders, names)
        parts.update(str(Path(where, name)) for name in own_parts)
        for name in sorted(names):
            path = Path(where, name)
            if is_index(name) or is_list(path):
                continue
            head = partial(_head_of, path)
            is_other = not (is_wanted(str(path)) or may_be_page(name, head))
            if is_other or lies_beside_pages(name, head):
                is_picture = is_picture_name(f"{where}/{name}")
                (pictures if is_picture else others)[ending_of(name)] += 1
                continue
            if where in parts:
                others[PARTS] += 1
                continue
            has_dumps = True
            if path.is_file():
                yield _file(path, path.stat().st_size)
            else:
                yield Unreadable(str(path), "it is no regular file, or a link that leads nowhere")
        for name in folders:
            if (path := Path(where, name)).is_symlink():
                message = "links to folders are not followed; name the folder itself to read it"
                yield Unreadable(str(path), message)
    yield from problems
    if has_dumps and pictures:
        yield from _pictures_in(folder)
    skipped = others if has_dumps else others + pictures
    yield from passed_over(str(folder), skipped, is_empty=not has_dumps and not problems)


def _pictures_in(folder: Path) -> Iterator[Input]:
    """The pictures of a folder with dumps: looked for anew, as their names may be too many to be
    remembered."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if not is_wanted(name) and is_picture_name(str(path)) and path.is_file():
                size = path.stat().st_size
                if size <= LARGEST_PICTURE:
                    yield replace(_file(path, size), is_picture=True)


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SNIFFED)
    except OSError:
        return b""


def _remote(address: str) -> Iterator[Input | Unreadable]:
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(address)
        yield from _remote_files(system, path, address)
    except ImportError as error:
        yield Unreadable(address, _missing_driver(address, error))
    except Exception as error:  # each store's driver has its own errors; all are reported
        yield Unreadable(address, f"it cannot be reached ({reason_of(error)}); check the address")


def _remote_files(
    system: AbstractFileSystem, path: str, address: str
) -> Iterator[Input | Unreadable]:
    protocols = (system.protocol,) if isinstance(system.protocol, str) else system.protocol
    is_web = any(protocol in _WEB for protocol in protocols)
    if is_web and "*" not in path:
        # A page that links to others is no folder, and a `?` begins a query.
        yield _remote_file(system, path, _size(system, path))
        return
    others: Counter[str] = Counter()
    if _PATTERN.search(path) and not system.exists(path):
        files = sorted(system.glob(path, detail=True).items())
    elif system.isdir(path):
        everything = sorted(system.find(path, detail=True).items())
        files = [(name, info) for name, info in everything if is_wanted(name)]
        others.update(ending_of(name) for name, _ in everything if not is_wanted(name))
        yield from passed_over(address, others, is_empty=not files)
    else:
        files = [(path, system.info(path))]
    if not files and not others:
        yield Unreadable(address, "no file fits this address; check it")
    for name, info in files:
        if info.get("type") != "directory":
            yield _remote_file(system, name, info.get("size"))


def _remote_file(system: AbstractFileSystem, path: str, size: int | None) -> Input:
    return Input(system.unstrip_protocol(path), lambda: system.open(path, "rb"), size)


def _size(system: AbstractFileSystem, path: str) -> int | None:
    size: Any = system.info(path).get("size")
    return size if isinstance(size, int) else None


def _missing_driver(address: str, error: ImportError) -> str:
    scheme = address.partition(":")[0]
    package = {
        **{"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp"},
        **{"https": "aiohttp", "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs"},
        **{"sftp": "paramiko", "ssh": "paramiko", "hf": "huggingface_hub"},
    }.get(scheme)
    what = f"install {package}" if package else f"install its driver ({reason_of(error)})"
    return (
        f"reading {scheme} addresses needs a driver that is not installed; {what}, or all of "
        "them with: pip install -r requirements-remote.txt"
    )
