"""Makes dumps of invented stories, as many as wanted: the fixtures' shapes with other words.

Each copy of a fixture keeps its page furniture, dates, credits and line breaks. In its prose every
word of five letters or more, but for names and capitals, gives way to another from the fixtures,
the same line always to the same words, so that no two copies hold the same story and words are as
rare or common as in real text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from articles.ingest.stories.known_sources import registry
from articles.parsing import Role, parse

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "dumps"

_WORD = re.compile(r"\([^)]*\)|\b[^\W\d_]{5,}\b")
_FURNITURE = {Role.CHROME, Role.UPDATED, Role.BYLINE, Role.TOPICS, Role.BLANK}


def write_dumps(folder: Path, stories: int) -> int:
    """Writes dumps of about so many stories into the folder; how many bytes that took."""
    size = 0
    for number, (name, text) in enumerate(made_dumps(round(stories / stories_a_dump()))):
        place = folder / f"{number // 1000:03}"
        place.mkdir(exist_ok=True)
        size += (place / f"{number:06}-{name}").write_bytes(text.encode())
    return size


def stories_a_dump() -> float:
    """How many a made dump has on average: as many as the fixtures."""
    found = [
        len(parse(path.read_text(encoding="utf-8")).articles) for path in FIXTURES.glob("*.txt")
    ]
    return sum(found) / len(found)


def made_dumps(count: int) -> Iterator[tuple[str, str]]:
    """So many dumps: the fixture's file name and the made text."""
    fixtures = [
        (path.name, *_lines_of(path.read_text(encoding="utf-8")))
        for path in sorted(FIXTURES.glob("*.txt"))
    ]
    words = [
        word
        for _, lines, is_prose in fixtures
        for line, prose in zip(lines, is_prose, strict=True)
        if prose
        for word in _WORD.findall(line)
        if _is_common(word)
    ]
    for number in range(count):
        name, lines, is_prose = fixtures[number % len(fixtures)]
        yield (
            name,
            "\n".join(
                _reworded(line, f"{number} {line}", words) if prose else line
                for line, prose in zip(lines, is_prose, strict=True)
            ),
        )


def _lines_of(text: str) -> tuple[list[str], list[bool]]:
    """A dump's lines, and of each whether it is prose."""
    roles = [
        entry.role
        for entry in parse(text, registry=registry()).ledger
        for _ in range(entry.first, entry.last + 1)
    ]
    return text.splitlines()[: len(roles)], [role not in _FURNITURE for role in roles]


def _reworded(line: str, seed: str, words: list[str]) -> str:
    choose = random.Random(seed).choice  # noqa: S311
    return _WORD.sub(lambda found: choose(words) if _is_common(found[0]) else found[0], line)


def _is_common(word: str) -> bool:
    """No name and no bracket: in small letters, or of a script that has no others."""
    return word[0] != "(" and not word[0].isupper() and not word.isupper()
