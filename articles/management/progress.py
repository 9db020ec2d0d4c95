"""An import's progress on a terminal, and its messages; both go to standard error."""

from __future__ import annotations

from types import TracebackType

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from articles.ingest.outcomes import Counts, Event, Notice
from articles.ingest.outcomes import Progress as ImportProgress


class ImportDisplay:
    """Listens to an import: a bar on a terminal, plain lines elsewhere."""

    def __init__(self, stderr: OutputWrapper, *, total_bytes: int) -> None:
        self._stderr = stderr
        self._bar = Progress(
            TextColumn("[bold]Importing"),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[stories]} stories"),
            console=Console(stderr=True),
            disable=not stderr.isatty(),
        )
        self._task = self._bar.add_task("import", total=total_bytes or None, stories=0)

    def __enter__(self) -> ImportDisplay:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, event: Event) -> None:
        """Shows one event."""
        if isinstance(event, Notice):
            self._say(event)
        elif isinstance(event, ImportProgress):
            self._bar.update(self._task, completed=event.bytes_read, stories=event.counts.stories)

    def advance(self, byte_count: int, counts: Counts) -> None:
        """Moves the bar on by an input that was imported by itself."""
        self._bar.update(self._task, advance=byte_count, stories=counts.stories)

    def _say(self, notice: Notice) -> None:
        line = f"{notice.name}: {notice.message}"
        if self._bar.disable:
            self._stderr.write(line, style_func=None if notice.is_failure else str)
        else:
            self._bar.console.print(line, style="red" if notice.is_failure else "", markup=False)
