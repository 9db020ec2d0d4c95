"""Tables written as text: CSV, TSV, and the like with semicolons or bars.

Prose has commas, too, and pages have small tables: a text is a table only where nearly all of its
lines are rows, or where it begins with the names of columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_DELIMITERS: Final = "\t,;|"
# As `_plain` has them: without case, spaces and underscores. In English, German, French, Spanish,
# Portuguese, Italian, Dutch, Polish, Russian, Arabic and Chinese.
_COLUMNS: Final = frozenset(
    {"id", "articleid", "docid", "uid", "guid", "key", "no", "nr", "index", "row", "number"}
    | {"title", "headline", "heading", "subtitle", "lead", "abstract", "summary", "description"}
    | {"text", "body", "content", "fulltext", "article", "story", "articletext", "html", "snippet"}
    | {"date", "time", "datetime", "published", "publishdate", "publicationdate", "pubdate", "day"}
    | {"year", "month", "created", "createdat", "updated", "updatedat", "timestamp", "crawldate"}
    | {"publishedat", "modified", "captured", "indexeddate", "postdate", "status", "type", "kind"}
    | {"url", "uri", "link", "permalink", "slug", "domain", "website", "mediaurl", "imageurl"}
    | {"author", "authors", "byline", "writer", "source", "publisher", "publication", "newspaper"}
    | {"medium", "media", "medianame", "outlet", "name", "email", "phone", "city", "place"}
    | {"country", "region", "location", "language", "lang", "section", "category", "categories"}
    | {"tag", "tags", "topic", "topics", "keywords", "label", "score", "count", "page", "edition"}
    | {"price", "amount", "value", "image", "photo", "caption", "comments", "views", "shares"}
    | {"titel", "überschrift", "inhalt", "datum", "autor", "quelle", "verlag", "kategorie"}
    | {"titre", "texte", "contenu", "auteur", "lien", "rubrique", "titulo", "título", "texto"}
    | {"contenido", "fecha", "fuente", "conteúdo", "data", "titolo", "testo", "autore", "fonte"}
    | {"tekst", "bron", "tytuł", "treść", "заголовок", "текст", "дата", "автор", "источник"}
    | {
        "ссылка",
        "العنوان",
        "النص",
        "التاريخ",
        "المصدر",
        "الكاتب",
        "标题",
        "正文",
        "内容",
        "日期",
        "来源",
    }
)
_LONGEST_NAME: Final = 40
_ROWS_LOOKED_AT: Final = 400
_FEWEST_ROWS: Final = 5
"""Rows that show a table without names of columns, quotes, or numbers before each row."""

# `1`, `2024-03-14`, `14.03.2024 16:05`, `https://post.example/1`, `3f2a9c1e-...`
_KEY: Final = re.compile(
    r"\d{1,12}|\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]+)?|\d\d?[./]\d\d?[./]\d{2,4}(?: [\d:]+)?"
    r"|https?://\S+|[0-9a-f]{8}-[0-9a-f-]{10,27}|[0-9a-f]{16,64}"
)
_GROUPED_DIGITS: Final = re.compile(r"\d{1,3},\d{3}\b")
_SEPARATOR_LINE: Final = re.compile(r"\"?sep=([\t,;|])\"?\s*\n", re.IGNORECASE)
_MOST_TITLES: Final = 6
_LONGEST_TITLE: Final = 100
"""Lines, and their characters, that may stand before the names of columns."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells, and how many of them stand in quotes."""

    cells: tuple[str, ...]
    quoted: int


def is_delimited(text: str) -> bool:
    """Whether a text, or the beginning of one, is a table. Line ends are `\\n`.

    >>> is_delimited("id,title,text\\n1,Ferry sails,It left at noon.\\n")
    True
    >>> is_delimited("Boats, trains, and planes stood still.\\n\\nIt snowed, it blew, it froze.\\n")
    False
    """
    return bool(delimiter_of(text))


def delimiter_of(text: str, *, is_named: bool = False) -> str:
    """What divides the cells of a table, by its beginning; empty where it is none. Line ends are
    `\\n`. A file that is named as a table (`is_named`) needs less to be one.

    >>> delimiter_of("Title;Text\\nFerry sails;It left, at noon.\\n")
    ';'
    """
    if separator := _SEPARATOR_LINE.match(text):
        return separator[1]
    for start in _starts(text):
        if delimiter := _delimiter_of_rows(start):
            return delimiter
    return _likeliest(text) if is_named else ""


def is_separator_line(line: str) -> bool:
    """Whether a line only says what divides the cells, `sep=;`, as Excel writes it."""
    return _SEPARATOR_LINE.match(line + "\n") is not None


def are_names(cells: Sequence[str]) -> bool:
    """Whether cells are the names of columns."""
    return _are_names(tuple(cells))


def _delimiter_of_rows(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return next(
        (
            delimiter
            for delimiter in _DELIMITERS
            if delimiter in first and _may_be_row(first, delimiter) and _is_table(text, delimiter)
        ),
        "",
    )


def _starts(text: str) -> Iterator[str]:
    """The text; and without the comments or the few short titles that stand before the names of
    columns, where nothing but their rows follows."""
    yield text
    lines = text.split("\n", _MOST_TITLES + 1)
    for number, line in enumerate(lines[: _MOST_TITLES + 1]):
        if number and _is_strong_header(line):
            rest = "\n".join(lines[number:])
            if _has_only_rows(rest):
                yield rest
            return
        is_title = len(line.strip()) <= _LONGEST_TITLE
        if not (is_title or line.startswith("#")):
            return


def _is_strong_header(line: str) -> bool:
    for delimiter in _DELIMITERS:
        cells = line.split(delimiter)
        if len(cells) >= 3 and _are_names(cells):
            return sum(_plain(cell) in _COLUMNS for cell in cells) >= 3
    return False


def _has_only_rows(text: str) -> bool:
    first = text.partition("\n")[0]
    for delimiter in _DELIMITERS:
        if delimiter in first and _are_names(first.split(delimiter)):
            rows = _rows(text, delimiter)
            fitting = sum(len(row.cells) == len(rows[0].cells) for row in rows)
            return len(rows) >= 2 and fitting >= 0.9 * len(rows)
    return False


def _likeliest(text: str) -> str:
    """The delimiter by which a file that is named as a table has the same number of cells in nearly
    all of its rows; a comma where the only column has a name."""
    best, best_share = "", 0.6
    for delimiter in _DELIMITERS:
        rows = _rows(text.replace(f'{delimiter} "', f'{delimiter}"'), delimiter)
        if not rows or len(rows[0].cells) < 2:
            continue
        width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
        share = sum(len(row.cells) == width for row in rows) / len(rows)
        if width >= 2 and share > best_share:
            best, best_share = delimiter, share
    return best or ("," if _plain(text.strip().partition("\n")[0]) in _COLUMNS else "")


def _may_be_row(line: str, delimiter: str) -> bool:
    """Whether a text's first line is worth a closer look: in prose a space follows a comma."""
    if delimiter in "\t|" or _are_names(line.split(delimiter)):
        return True
    return re.search(rf"{delimiter}(?=\S)(?!\d\d\d\b)", line) is not None


def _is_table(text: str, delimiter: str) -> bool:
    if delimiter == "|" and text.lstrip().startswith("|"):
        return False  # Markdown
    rows = _rows(text, delimiter)
    if not rows:
        return False
    width, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
    share = count / len(rows)
    names = rows[0].cells
    if _are_names(names) and (delimiter in ",;" or len(rows) > 1):
        is_tight = not any(name.startswith(" ") for name in names[1:])
        return (is_tight and delimiter in ",;") or (len(names) == width and share >= 0.6)
    if _are_numbered(text, delimiter):
        return True
    if width < 3 or share < 0.9:
        return delimiter == "\t" and width == 2 and share >= 0.97 and count >= _FEWEST_ROWS
    if sum(row.quoted > 0 for row in rows) >= max(1, len(rows) // 2):
        return True
    if delimiter in ",;" and not _is_tight(rows):
        return False
    if len(rows) >= 2 and all(_KEY.fullmatch(row.cells[0].strip()) for row in rows):
        return True
    return len(rows) >= _FEWEST_ROWS and share >= 0.95


def _rows(text: str, delimiter: str) -> list[_Row]:
    """The rows at the beginning of a text. One that breaks the rules of quotes is its line, with
    a cell for each delimiter."""
    by = re.escape(delimiter)
    cell = re.compile(rf'(?:"((?:[^"]++|"")*+)"|([^"{by}\n][^{by}\n]*+|))({by}|\n|\Z)')
    rows: list[_Row] = []
    at = 0
    while at < len(text) and len(rows) < _ROWS_LOOKED_AT:
        start, cells, quoted, end = at, [], 0, delimiter
        while end == delimiter and (match := cell.match(text, at)):
            cells.append(match[2] if match[1] is None else match[1])
            quoted += match[1] is not None
            at, end = match.end(), match[3]
        if end == delimiter:
            stop = text.find("\n", start)
            line = text[start : stop if stop >= 0 else len(text)]
            cells, quoted, at = line.split(delimiter), 0, start + len(line) + 1
            if '"' in line and at >= len(text):
                continue  # cut off within quotes
        if any(one.strip() for one in cells):
            rows.append(_Row(tuple(cells), quoted))
    return rows


def _are_names(cells: tuple[str, ...] | list[str]) -> bool:
    """Whether these are the names of columns."""
    if len(cells) < 2 or any(len(cell.strip()) > _LONGEST_NAME for cell in cells):
        return False
    plain = [_plain(cell) for cell in cells]
    known = sum(name in _COLUMNS for name in plain)
    named = sum("_" in cell and " " not in cell.strip() for cell in cells)
    fewest = 2 if len(cells) <= 4 else 3
    return known >= fewest or (known >= 1 and known + named >= max(3, len(cells) // 2))


def _plain(cell: str) -> str:
    return re.sub(r"[\s_\"'.\ufeff-]", "", cell).casefold()


def _are_numbered(text: str, delimiter: str) -> bool:
    """Whether each line is a row that begins with a number of its own, 1, 2, 3 or 7, 9, 12."""
    lines = [line for line in text.split("\n")[:_ROWS_LOOKED_AT] if line.strip()]
    if len(lines) < 2 or any(line.count(delimiter) < 2 for line in lines):
        return False
    numbers = []
    for line in lines:
        key, _, rest = line.partition(delimiter)
        is_row = key.strip('"').isascii() and key.strip('"').isdigit() and rest[:1].strip()
        if not is_row or (delimiter == "," and _GROUPED_DIGITS.match(line)):
            return False
        numbers.append(int(key.strip('"')[:18]))
    return numbers == sorted(set(numbers))


def _is_tight(rows: list[_Row]) -> bool:
    """Whether cells follow delimiters at once; in prose spaces stand between."""
    after = [cell for row in rows for cell in row.cells[1:] if cell]
    return sum(not cell.startswith(" ") for cell in after) >= 0.6 * len(after)
