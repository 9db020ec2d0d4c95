"""Files beside pages and web archives that belong to them and are no pages of their own.

Browsers put the parts of a page (its pictures, its frames) into a folder beside it; crawlers put
indexes beside their archives.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

PARTS: Final = "parts of pages"
"""What frames of saved pages are counted as, among the files that are not read."""

_MOST_NAMES: Final = 50_000
"""Pages and folders whose names are held; a folder of parts is never far from its page."""
_FARTHEST: Final = 20
"""Folders around a file that are asked whether they are one of parts."""
_LIST_OF_FILES: Final = "datapackage.json"

_INDEX: Final = re.compile(
    r".*\.cdxj?(?:\.gz)?|cluster\.idx|datapackage(?:-digest)?\.json",
    re.IGNORECASE | re.DOTALL,
)
_PAGE: Final = re.compile(r"(.+)\.(?:x?html?|shtml|php|aspx?|jsp)", re.IGNORECASE | re.DOTALL)
# What browsers append to the name of a page for the folder with its parts, in their languages.
_PARTS_OF_PAGE: Final = re.compile(
    r"(.+?)[ _.-](?:files|file|fichiers|dateien|archivos|arquivos|ficheiros|bestanden|filer|pliki"
    r"|tiedostot|soubory|s[uú]bory|elemei|f[aá]jlok|dosyalar|datoteke|fitxers|failid|faili|failai"
    r"|bylos|fajlovi|fitxategiak|fisiere|fișiere|αρχεία|файлы|файлове|файли|ملفات|קבצים|文件|檔案"
    r"|ファイル|파일)",
    re.IGNORECASE | re.DOTALL,
)
# `Ferry_parts`: a language that is not in the list
_ANY_WORD: Final = re.compile(r"(.+?)[ _.-][^\W\d_]{3,20}", re.DOTALL)
_OF_LAYOUT: Final = (".css", ".js")


def is_index(name: str) -> bool:
    """Whether a file of this name is an index or a list beside web archives, which says nothing
    that they do not."""
    return _INDEX.fullmatch(name) is not None


def is_list(path: Path) -> bool:
    """Whether a file is a list of the pages of an unpacked web archive (WACZ)."""
    folder = path.parent
    is_named = folder.name == "pages" and path.suffix.lower() == ".jsonl"
    return is_named and (folder.parent / _LIST_OF_FILES).is_file()


class Companions:
    """Which of the files seen so far lie in a folder of the parts of a page, or are lists of an
    unpacked web archive (WACZ); told by their names alone."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._pages: dict[str, None] = {}
        self._with_layout: dict[str, None] = {}
        self._web_archives: dict[str, None] = {}
        for path in paths:
            self.see(path)

    def see(self, path: str) -> None:
        """Takes note of a file, by its path with `/`."""
        where, _, name = path.rpartition("/")
        if page := _PAGE.fullmatch(name):
            _remember(f"{where}/{page[1]}", self._pages)
        elif name.lower().endswith(_OF_LAYOUT):
            _remember(where, self._with_layout)
        elif name == _LIST_OF_FILES:
            _remember(where, self._web_archives)

    def has_list(self, path: str) -> bool:
        """Whether a file is a list of the pages of an unpacked web archive."""
        folder, _, name = path.rpartition("/")
        above, _, inner = folder.rpartition("/")
        return inner == "pages" and name.lower().endswith(".jsonl") and above in self._web_archives

    def has_part(self, path: str) -> bool:
        """Whether a file lies in a folder with the parts of a page, however deep."""
        folder = path.rpartition("/")[0]
        for _ in range(_FARTHEST):
            if not folder or self.is_of_page(folder):
                break
            folder = folder.rpartition("/")[0]
        return bool(folder) and self.is_of_page(folder)

    def is_of_page(self, folder: str) -> bool:
        """Whether a folder is named after a page beside it. A word that is in no list of ours
        counts where style sheets or scripts lie in it: `news_archive` beside `news.html` holds
        pages."""
        above, _, name = folder.rpartition("/")
        known = _PARTS_OF_PAGE.fullmatch(name)
        if known and f"{above}/{known[1]}" in self._pages:
            return True
        word = _ANY_WORD.fullmatch(name) if folder in self._with_layout else None
        return word is not None and f"{above}/{word[1]}" in self._pages


def _remember(name: str, names: dict[str, None]) -> None:
    """Adds a name; the oldest goes where they are too many."""
    names[name] = None
    if len(names) > _MOST_NAMES:
        del names[next(iter(names))]


def parts_in(where: str, folders: Iterable[str], names: Iterable[str]) -> set[str]:
    """Of the folders in `where`, those with the parts of the pages among the files `names`."""
    known = Companions(names)
    for folder in folders:
        with suppress(OSError):
            if _ANY_WORD.fullmatch(folder):
                for name in os.listdir(f"{where}/{folder}"):  # noqa: PTH208 - names are enough
                    known.see(f"{folder}/{name}")
    return set(filter(known.is_of_page, folders))
