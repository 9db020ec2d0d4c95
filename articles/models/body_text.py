"""What counts as text of a body: one pattern, with the same meaning in Python and PostgreSQL.

A body has text when one of its lines shows a letter, a digit or a sign that is no punctuation.
Not counted are lines that place a caption, headings, the marks of a box, links and pictures
without words, blanks and punctuation. Text in a fact box, a list, a quote or a pointer counts.
"""

from __future__ import annotations

import re
from typing import Final

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Chr

# White space and punctuation of the scripts we meet, and invisible characters. They are listed one
# by one, as the meaning of \s and \w depends on the locale of the database.
_NOTHING: Final = (
    r"\t\n\v\f\r !-/:-@\[-`{-~\u0085\u00a0\u00a1\u00a7\u00ab\u00ad\u00b6\u00b7\u00bb\u00bf"
    r"\u034f\u060c\u061b\u061c\u061f\u066a-\u066d\u06d4\u115f\u1160\u1680\u180e"
    r"\u2000-\u206f\u2800\u3000-\u3004\u3008-\u3020\u3030\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffc\ufffd"
)
# What a line may be without being text.
_NO_TEXT: Final = "|".join(
    (
        r" *!\[[^\[\]\\\n]*\]\(caption:[0-9]{1,6}\) *$",  # ![](caption:2)
        r" {0,3}#{1,6}([ \t][^\n]*)?$",  # ## A crosshead
        r" *:{3,}( *(fact|related)( +[^\n]*)?)? *$",  # ::: fact Heading, and :::
        r"([ \t]|!?\[\]\([^()\n]*\)|&nbsp;|&#160;|&#xa0;)*$",  # ![](quay.jpg)
    )
)
BODY_TEXT: Final = rf"^(?!{_NO_TEXT})[^\n]*[^{_NOTHING}]"

_FOUND: Final = re.compile(BODY_TEXT, re.MULTILINE)

# For the database: `^` and `$` match at each line, as with MULTILINE. Lines end with LF.
BODY_LINES: Final = Func(
    F("body"),
    Chr(Value(13)),
    Chr(Value(10)),
    function="REPLACE",
    output_field=CharField(),
)
BODY_TEXT_IN_SQL: Final = f"(?n){BODY_TEXT}"


def has_text(body: str) -> bool:
    """Whether a reader would find any text in this body."""
    return _FOUND.search(body.replace("\r", "\n")) is not None
