"""Files `.story` as of CNN/DailyMail: paragraphs, then bullets, each after a line `@highlight`."""

from __future__ import annotations

from collections.abc import Iterator

from articles.ingest.readers.encodings import decode
from articles.ingest.readers.opened import Opened
from articles.ingest.readers.records import Found, Unreadable

from .document import record_of_story
from .given_story import GivenStory

_MARK = "@highlight"


def read_story_file(opened: Opened) -> Iterator[Found]:
    """The file's story."""
    raw = opened.whole()
    if isinstance(raw, Unreadable):
        yield raw
        return
    characters = decode(raw)
    lines = characters.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text: list[str] = []
    bullets: list[str] = []
    is_bullet = False
    for line in lines:
        if line.strip() == _MARK:
            is_bullet = True
        elif is_bullet and line.strip():
            bullets.append(line.strip())
            is_bullet = False
        else:
            text.append(line)
    given = GivenStory(text="\n".join(text), bullets=bullets)
    yield record_of_story(raw, opened.name, given, opened.fields, characters.note)
