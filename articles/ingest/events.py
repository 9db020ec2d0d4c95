"""The results of an import: counts and notices, as values that the command, the admin and the
report all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Counts:
    """Counts of one dump or of many: stories created, updated and unchanged; parts kept,
    `kept_published` of them because their article is published and the others because an editor
    changed them; clippings quarantined; lines, and their places; issues by code.

    Every line has one place: a part of an article, chrome (including blank lines) or quarantine.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    kept_published: int = 0
    quarantined: int = 0
    lines: int = 0
    article_lines: int = 0
    chrome_lines: int = 0
    quarantine_lines: int = 0
    issues: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        names = {each.name for each in fields(self)} - {"issues"}
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Counts(**sums, issues=dict(Counter(self.issues) + Counter(other.issues)))

    @property
    def adds_up(self) -> bool:
        """Whether every imported line has exactly one place."""
        placed = self.article_lines + self.chrome_lines + self.quarantine_lines
        return placed == self.lines

    @property
    def stories(self) -> int:
        """How many stories were written or already stored."""
        return self.created + self.updated + self.unchanged

    def __str__(self) -> str:
        return (
            f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}, "
            f"kept {self.kept}, quarantined {self.quarantined}"
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about a record, and whether the record failed because of it.

    `source` is the input that the record came from; without one the record is the input.
    """

    name: str
    message: str
    is_failure: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A record was read from the input `source`; a `DumpDone` or a `Notice` of a failure will
    report its result."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DumpDone:
    """One dump is stored: its name, the input that it came from, its size in bytes, its counts, and
    the format that it was read of, in words."""

    name: str
    source: str
    byte_count: int
    counts: Counts
    format: str = ""


@dataclass(frozen=True, slots=True)
class PictureFound:
    """A picture lies beside the pages of the input `source`."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import. A stopped one has stored what it had read, and no more.

    `notices` are the first of each kind; `failed_count` counts all failures. `pictures` are those
    of the pages, by what became of them. `byte_count` and
    `dump_count` are those of the imported records, `seconds` is from beginning to end.
    """

    counts: Counts
    notices: tuple[Notice, ...]
    run: int | None
    stopped: bool = False
    failed_count: int = 0
    dump_count: int = 0
    byte_count: int = 0
    seconds: float = 0.0
    pictures: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """True when an input could not be read or a record failed."""
        return self.failed_count > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an import: input bytes read, and the counts of what is stored."""

    bytes_read: int
    counts: Counts


Event = Taken | Progress | Notice | DumpDone | PictureFound
"""What a listener to an import receives."""


def to_each(*listeners: Callable[[Event], None]) -> Callable[[Event], None]:
    """One listener that passes events on to several, in this order."""

    def tell(event: Event) -> None:
        for listener in listeners:
            listener(event)

    return tell
