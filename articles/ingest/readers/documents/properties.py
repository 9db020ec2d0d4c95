"""What a document says of itself: which of it is worth anything."""

from __future__ import annotations

import re
from typing import Final

# `Microsoft Word - Report final.doc`, `untitled`, `Layout 1`, `report_v3.indd`, `Document1`
_PROGRAMS: Final = re.compile(
    r"Microsoft (?:Word|PowerPoint|Excel)\s*-|(?:untitled|unbenannt|sans titre|sin título|layout"
    r"|document|dokument|slide|presentation|page)\s*\d*\s*$|about:blank|\d+\s*$|https?://\S+$"
    r"|.*\.(?:docx?|indd|qxd|pdf|pmd|rtf|odt|txt|html?|pptx?|xlsx?|tex|dvi|ps|cdr|ai|fm|pages)\s*$",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"(?:user|admin|administrator|owner|unknown|anonymous|author|test|microsoft|office|hp|dell"
    r"|acer|lenovo|python-docx|reportlab|latex|adobe)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,5}$")
_LONGEST: Final = 300


def plausible_title(title: str, text: str) -> str:
    """A document's title, where its `text` begins with it; or where it reads as one and there is
    nothing else. Empty for names of files and of programs."""
    title = " ".join(title.split())
    if not title or len(title) > _LONGEST or _PROGRAMS.match(title):
        return ""
    return title if _squeezed(title) in _squeezed(text) else ""


def plausible_author(author: str) -> str:
    """A document's author, if that is a person's name: two words at least, no login."""
    author = " ".join(author.split())
    return author if _NAME.match(author) and not _NOBODY.match(author) else ""


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
