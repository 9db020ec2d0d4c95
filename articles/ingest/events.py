"""What came of an import: counts and notices, as values that the command, the admin and the
report show alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Counts:
    """What one dump came to, or many of them: stories created, updated and unchanged; parts kept,
    `kept_published` of them because their article is published and the others for an editor's
    sake; clippings quarantined; lines, and the places they have; issues by code.

    Every line has one place: a part of an article, chrome (blank lines among it) or quarantine.
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
        """Whether every line that came in has exactly one place."""
        placed = self.article_lines + self.chrome_lines + self.quarantine_lines
        return placed == self.lines

    @property
    def stories(self) -> int:
        """How many stories were written or found to be there already."""
        return self.created + self.updated + self.unchanged

    def __str__(self) -> str:
        return (
            f"created {self.created}, updated {self.updated}, unchanged {self.unchanged}, "
            f"kept {self.kept}, quarantined {self.quarantined}"
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: about which record, what, and whether it kept the record from coming in.

    `source` is the input that the record came from; without one the record is the input.
    """

    name: str
    message: str
    is_failure: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A record was read from the input `source`; one `DumpDone` or one `Notice` of a failure
    will say what became of it."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DumpDone:
    """One dump is written: its name, the input that it came from, its size in bytes, its counts."""

    name: str
    source: str
    byte_count: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import. A stopped one has written what it had read, and no more.

    `notices` are the first of each kind; `failed_count` counts all failures. `byte_count` and
    `dump_count` are of the records that came in, `seconds` is from beginning to end.
    """

    counts: Counts
    notices: tuple[Notice, ...]
    run: int | None
    stopped: bool = False
    failed_count: int = 0
    dump_count: int = 0
    byte_count: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """True when an input could not be read or a record failed."""
        return self.failed_count > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: input bytes read, and the counts of what is written."""

    bytes_read: int
    counts: Counts


Event = Taken | Progress | Notice | DumpDone
"""What a listener to an import is told."""


def to_each(*listeners: Callable[[Event], None]) -> Callable[[Event], None]:
    """One listener that tells several, in this order."""

    def tell(event: Event) -> None:
        for listener in listeners:
            listener(event)

    return tell
