"""A long command's progress and its messages; both go to standard error.

On a terminal it is a bar, elsewhere a plain line now and then.
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import Final, Self

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from articles.ingest.events import Counts, DumpDone, Event, Notice, Taken
from articles.ingest.events import Progress as ImportProgress
from articles.ingest.maintenance.reparse import LostStory, ReparseEvent
from articles.ingest.pipeline.import_report import size_in_words
from articles.ingest.storage.differences import ArticleChange

_PLAIN_EVERY: Final = 10.0  # seconds between two plain lines
_NAME_LENGTH: Final = 40


class Display:
    """A bar on a terminal, plain lines elsewhere; use it as a context."""

    def __init__(self, stderr: OutputWrapper, *columns: ProgressColumn | str) -> None:
        self._stderr = stderr
        self.bar = Progress(
            *columns, console=Console(stderr=True), disable=not stderr.isatty(), transient=True
        )
        self._reported_at = time.monotonic()

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.stop()

    def say(self, line: str, *, is_failure: bool = False) -> None:
        """A message, above the bar if there is one."""
        if self.bar.disable:
            self._stderr.write(line, style_func=None if is_failure else str)
        else:
            style = "red" if is_failure else ""
            self.bar.console.print(line, style=style, markup=False, highlight=False)

    def say_now_and_then(self, line: str) -> None:
        """Without a bar: reports the progress every ten seconds."""
        now = time.monotonic()
        if self.bar.disable and now - self._reported_at >= _PLAIN_EVERY:
            self._reported_at = now
            self.say(line)


class CountDisplay(Display):
    """Progress through a known number of things, such as dumps."""

    def __init__(self, stderr: OutputWrapper, doing: str, *, total: int) -> None:
        columns = (TextColumn(f"[bold]{doing}"), BarColumn(bar_width=24), MofNCompleteColumn())
        super().__init__(stderr, *columns, TimeRemainingColumn(compact=True))
        self._doing, self._total = doing, total
        self._task = self.bar.add_task(doing, total=total)

    def show(self, count: int) -> None:
        """Shows that `count` are done."""
        self.bar.update(self._task, completed=count)
        self.say_now_and_then(f"{self._doing}: {count:,} of {self._total:,}")


class ReparseDisplay(CountDisplay):
    """Listens to a reparse: a bar of dumps, and the first changes in words (`most` of them)."""

    def __init__(self, stderr: OutputWrapper, *, total: int, most: int | None) -> None:
        super().__init__(stderr, "Parsing again", total=total)
        self._most = most
        self._done = self._listed = 0

    def __call__(self, event: ReparseEvent) -> None:
        """Shows one event."""
        if isinstance(event, Notice):
            self.say(f"{event.name}: {event.message}", is_failure=event.is_failure)
        elif isinstance(event, DumpDone):
            self._done += 1
            self.show(self._done)
        elif isinstance(event, ArticleChange | LostStory):
            self._listed += 1
            if self._most is None or self._listed <= self._most:
                for line in event.lines():
                    self.say(line)
            elif self._listed == self._most + 1:
                self.say("… and more; --all lists every change.")


class ImportDisplay(Display):
    """Listens to an import: bytes of all, articles a second, time left, counts, what it reads."""

    def __init__(self, stderr: OutputWrapper, *, total_bytes: int) -> None:
        super().__init__(
            stderr,
            TextColumn("[bold]Importing"),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[speed]} articles/s · {task.fields[counts]}"),
            TextColumn("[dim]{task.fields[input]}", markup=True),
        )
        self._total = total_bytes
        self._started = time.monotonic()
        self._task = self.bar.add_task(
            "import", total=total_bytes or None, speed="0", counts="", input=""
        )

    def __call__(self, event: Event) -> None:
        """Shows one event."""
        if isinstance(event, Notice):
            self.say(f"{event.name}: {event.message}", is_failure=event.is_failure)
        elif isinstance(event, Taken):
            self.bar.update(self._task, input=_shortened(event.source))
        elif isinstance(event, ImportProgress):
            self._show(event.bytes_read, event.counts)

    def advance(self, byte_count: int, counts: Counts) -> None:
        """Moves the bar on by an input that was imported by itself."""
        speed, short = self._speed(counts), _in_short(counts)
        self.bar.update(self._task, advance=byte_count, speed=speed, counts=short)

    def _show(self, bytes_read: int, counts: Counts) -> None:
        speed, short = self._speed(counts), _in_short(counts)
        self.bar.update(self._task, completed=bytes_read, speed=speed, counts=short)
        total = f" of {size_in_words(self._total)}" if self._total else ""
        self.say_now_and_then(
            f"{size_in_words(bytes_read)}{total}, {speed} articles/s"
            f"{self._time_left(bytes_read)}: {counts}"
        )

    def _speed(self, counts: Counts) -> str:
        return f"{counts.stories / max(time.monotonic() - self._started, 0.001):,.0f}"

    def _time_left(self, bytes_read: int) -> str:
        if not bytes_read or bytes_read >= self._total:
            return ""
        seconds = (time.monotonic() - self._started) * (self._total - bytes_read) / bytes_read
        return f", {seconds / 60:.0f} min left" if seconds >= 90 else f", {seconds:.0f} s left"


def _in_short(counts: Counts) -> str:
    """The counts that are not zero, and new articles in any case."""
    found = {"updated": counts.updated, "unchanged": counts.unchanged, "kept": counts.kept}
    found["quarantined"] = counts.quarantined
    others = [f"{count:,} {name}" for name, count in found.items() if count]
    return ", ".join([f"{counts.created:,} created", *others])


def _shortened(name: str) -> str:
    """The end of a path, which says more than its beginning. Rich would read brackets as markup."""
    short = name if len(name) <= _NAME_LENGTH else "…" + name[-_NAME_LENGTH:]
    return short.replace("[", r"\[")
