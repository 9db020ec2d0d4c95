"""reStructuredText: read by docutils, as a page of HTML, with its docinfo as hints.

Files and addresses that a text names are not opened (`include`, `raw`, `csv-table`), and nothing in
it stops the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from .encodings import decode
from .markdown.front_matter import FrontMatter
from .markdown.pages import record_of_page
from .opened import Opened
from .records import Found, ReadRecord, Unreadable, reason_of

if TYPE_CHECKING:
    from docutils import nodes

LARGEST: Final = 256 * 1024
"""Characters: docutils takes 12 seconds for each million."""
_MOST_SUBSTITUTIONS: Final = 25
"""References to substitutions within those: where they refer to one another, a few lines are
billions."""
_SUBSTITUTION: Final = re.compile(
    r"^\.\. \|[^|\n]{1,200}\| replace::([^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE
)
_ENDINGS: Final = frozenset({".rst", ".rest"})
_SETTINGS: Final[dict[str, Any]] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "halt_level": 6,
    "report_level": 6,
    "warning_stream": "",
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "smart_quotes": False,
    "doctitle_xform": True,
    "docinfo_xform": True,
    "sectsubtitle_xform": False,
    "initial_header_level": 2,
    "language_code": "en",
    "math_output": "LaTeX",
    "line_length_limit": 100_000,
}
# `.. figure:: wall.jpg`, `.. pull-quote::`; and a head above its rule
_DIRECTIVE: Final = re.compile(
    r"^\.\. (?:figure|image|epigraph|pull-quote|sidebar|topic|contents|note|warning|admonition"
    r"|code-block|list-table|csv-table|meta|container|raw|include|rubric"
    r"|\|[^|\n]{1,60}\| replace)::",
    re.MULTILINE,
)
_HEAD: Final = re.compile(r"^\S[^\n]{1,200}\n([=~^\"'*+#-])\1{3,}[ \t]*$", re.MULTILINE)
_INFO_KEYS: Final = {"organization": "publisher", "authors": "author", "revision": ""}


def is_restructured_text(text: str, name: str) -> bool:
    """Whether a text, or its beginning, is reStructuredText: by its file's name, or by a directive
    and a head."""
    if PurePosixPath(name.lower()).suffix in _ENDINGS:
        return True
    return _DIRECTIVE.search(text) is not None and _HEAD.search(text) is not None


def read_restructured_text(opened: Opened) -> Iterator[Found]:
    """The page that a file of reStructuredText is."""
    raw = opened.whole()
    yield raw if isinstance(raw, Unreadable) else _page(raw, opened.name)


def _page(raw: bytes, name: str) -> ReadRecord:
    try:
        from docutils.core import publish_doctree, publish_from_doctree
        from docutils.utils import SystemMessage
    except ImportError:
        message = (
            "reading reStructuredText needs docutils, which is not installed; install it with: "
            "pip install docutils"
        )
        return Unreadable(name, message)
    characters = decode(raw)
    text = characters.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > LARGEST:
        message = f"it is reStructuredText of more than {LARGEST // 1024} KiB; divide it"
        return Unreadable(name, message)
    within = sum(written.count("|") // 2 for written in _SUBSTITUTION.findall(text))
    if within > _MOST_SUBSTITUTIONS:
        message = f"its substitutions refer to {within} others, as in a “bomb”; leave it out"
        return Unreadable(name, message)
    try:
        document = publish_doctree(text, settings_overrides=_SETTINGS)
        stated = _take_info(document)
        page = publish_from_doctree(document, writer="html5", settings_overrides=_SETTINGS)
    except (SystemMessage, RecursionError, ValueError) as error:
        return Unreadable(name, f"docutils cannot read it ({reason_of(error)}); check it")
    return record_of_page(raw, name, FrontMatter(text, stated), _body_of(page), characters.note)


def _take_info(document: nodes.document) -> dict[str, Any]:
    """Takes the list of fields below the title (`:Author:`, `:Date:`), and whatever was said of the
    text's faults, off the document."""
    from docutils import nodes

    stated: dict[str, Any] = {}
    for info in list(document.findall(nodes.docinfo)):
        for each in info.children:
            if isinstance(each, nodes.field):
                stated[each[0].astext()] = each[1].astext()
            elif isinstance(each, nodes.authors):
                stated["authors"] = [author.astext() for author in each.children]
            else:
                name = each.__class__.__name__
                stated[_INFO_KEYS.get(name, name)] = each.astext()
        info.parent.remove(info)
    for topic in list(document.findall(nodes.topic)):
        if "abstract" in topic["classes"]:
            stated["summary"] = " ".join(child.astext() for child in topic.children[1:])
        if "contents" in topic["classes"]:
            topic.parent.remove(topic)
    for said in list(document.findall(nodes.system_message)):
        said.parent.remove(said)
    for problem in list(document.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(problem.astext()))
    stated.pop("", None)
    if title := document.get("title"):
        stated["title"] = title
    return stated


def _body_of(page: bytes) -> str:
    text = page.decode("utf-8")
    start = text.find("<body")
    start = text.find(">", start) + 1 if start >= 0 else 0
    return f'<div class="document-text">{text[start : text.rfind("</body>")]}</div>'
