"""The result of each input, summed up from an import's events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from articles.ingest.events import Counts, DumpDone, Event, Notice, PictureFound, Taken

MOST_FAILURES: Final = 1000
"""Failures of one input, or of a whole run, that are listed; more are only counted."""


@dataclass(slots=True)
class InputOutcome:
    """One input: its records, how many were imported, their bytes and counts, its failures; how
    many were of which format, and how many pictures lie beside them."""

    name: str
    record_count: int = 0
    dump_count: int = 0
    picture_count: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    byte_count: int = 0
    counts: Counts = field(default_factory=Counts)
    failures: list[Notice] = field(default_factory=list)
    failed_count: int = 0
    pending: int = 0
    """Records that were read and have no result yet."""

    @property
    def is_troubled(self) -> bool:
        """Whether somebody should check it."""
        return self.failed_count > 0 or self.counts.quarantined > 0

    def take(self, result: DumpDone | Notice) -> None:
        """Counts what became of a record."""
        if isinstance(result, DumpDone):
            self.dump_count += 1
            self.formats[result.format] += 1
            self.byte_count += result.byte_count
            self.counts += result.counts
            return
        self.failed_count += 1
        if len(self.failures) < MOST_FAILURES:
            self.failures.append(result)

    def as_json(self, *, most_failures: int = MOST_FAILURES) -> dict[str, Any]:
        """One object, as the report and the run's row have it."""
        return {
            "input": self.name,
            "records": self.record_count,
            "formats": dict(self.formats.most_common()),
            "dumps": self.dump_count,
            "pictures": self.picture_count,
            "bytes": self.byte_count,
            **counts_as_json(self.counts),
            "failed": self.failed_count,
            "failures": [
                {"record": failure.name, "message": failure.message}
                for failure in self.failures[:most_failures]
            ],
        }

    def in_words(self) -> str:
        """One line for a person: what it is, what is in it, and what is refused."""
        said = [formats_in_words(self.formats)] if self.formats else []
        stories, pictures = self.counts.stories, self.picture_count
        if self.dump_count:
            said.append(f"{stories:,} {'story' if stories == 1 else 'stories'}")
        if pictures:
            said.append(f"{pictures:,} {'picture' if pictures == 1 else 'pictures'}")
        if self.counts.quarantined:
            said.append(f"{self.counts.quarantined:,} in quarantine")
        if self.failures:
            first = self.failures[0]
            place = first.name.removeprefix(self.name).lstrip("/:,@ ")
            number = (
                f"{self.failed_count:,} refused, the first" if self.failed_count > 1 else "refused"
            )
            said.append(f"{number}: {f'{place}: ' if place else ''}{first.message}")
        return f"{self.name}: {'; '.join(said)}"


def formats_in_words(formats: Mapping[str, int]) -> str:
    """How many records are of which format: `mailbox (mbox), 12 records`; of several
    formats `3 × HTML page, mail message`."""
    if len(formats) == 1 and (total := sum(formats.values())) > 1:
        return f"{next(iter(formats))}, {total:,} records"
    return ", ".join(
        f"{count:,} × {name}" if count > 1 else name for name, count in formats.items()
    )


def counts_as_json(counts: Counts) -> dict[str, Any]:
    """Counts by their names, the lines by place."""
    return {
        "lines": {
            "in": counts.lines,
            "articles": counts.article_lines,
            "chrome": counts.chrome_lines,
            "quarantine": counts.quarantine_lines,
        },
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "kept": counts.kept,
        "kept_published": counts.kept_published,
        "quarantined": counts.quarantined,
        "issues": dict(sorted(counts.issues.items())),
    }


@dataclass(slots=True)
class InputTally:
    """Listens to an import and passes each input on when the last of its records is done.

    It stores only incomplete inputs, so its size does not grow with the import.
    """

    closed: Callable[[InputOutcome], None]
    _open: dict[str, InputOutcome] = field(default_factory=dict)
    _reading: str | None = None

    def __call__(self, event: Event) -> None:
        """Takes one event into account."""
        if isinstance(event, Taken):
            self._take(event)
        elif isinstance(event, PictureFound):
            self._outcome(event.source).picture_count += 1
        elif isinstance(event, DumpDone) or (
            isinstance(event, Notice) and event.is_failure and event.source
        ):
            outcome = self._outcome(event.source)
            outcome.take(event)
            outcome.pending -= 1
            self._close_if_done(outcome)

    def at_work(self) -> tuple[InputOutcome, ...]:
        """The incomplete inputs."""
        return tuple(self._open.values())

    def finish(self) -> None:
        """Passes on the incomplete inputs: the import has ended, or was interrupted."""
        for outcome in self._open.values():
            self.closed(outcome)
        self._open.clear()

    def _take(self, taken: Taken) -> None:
        before, self._reading = self._reading, taken.source
        outcome = self._outcome(taken.source)
        outcome.record_count += 1
        outcome.pending += 1
        if before in self._open and before != taken.source:
            self._close_if_done(self._open[before])

    def _outcome(self, source: str) -> InputOutcome:
        return self._open.setdefault(source, InputOutcome(source))

    def _close_if_done(self, outcome: InputOutcome) -> None:
        if outcome.pending <= 0 and outcome.name != self._reading:
            del self._open[outcome.name]
            self.closed(outcome)
