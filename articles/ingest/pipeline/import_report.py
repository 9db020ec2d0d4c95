"""An import's report, a line of JSON for each input, and its summary for a person to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from articles.ingest.events import Event, ImportResult

from .per_input import InputOutcome, InputTally, counts_as_json


class Report:
    """Listens to an import and writes an object for each input, as soon as it is complete.

    If the last line of a report has no `summary`, the import was interrupted.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._tally = InputTally(self._write_input)

    def __call__(self, event: Event) -> None:
        """Takes one event into account."""
        self._tally(event)

    def finish(self) -> None:
        """Writes the inputs that were incomplete when the import ended."""
        self._tally.finish()

    def summarise(self, result: ImportResult) -> None:
        """Writes the last object, the summary."""
        self._tally.finish()
        self._write({"summary": summary_as_json(result)})

    def _write_input(self, outcome: InputOutcome) -> None:
        self._write(outcome.as_json())

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()


def summary_as_json(result: ImportResult) -> dict[str, Any]:
    """The whole import as one object; speeds are per second."""
    return {
        "run": result.run,
        "stopped": result.stopped,
        "dumps": result.dump_count,
        "bytes": result.byte_count,
        **counts_as_json(result.counts),
        "failed": result.failed_count,
        "pictures": {name: result.pictures.get(name, 0) for name in _PICTURES},
        "seconds": round(result.seconds, 3),
        "articles_per_second": round(_per_second(result.counts.stories, result), 1),
        "megabytes_per_second": round(_per_second(result.byte_count, result) / 1e6, 3),
    }


def summary_lines(result: ImportResult) -> Iterator[str]:
    """The closing summary: what was imported and how fast, where the lines are, what to check."""
    counts = result.counts
    name = f"Run {result.run}" if result.run else "Dry run"
    yield (
        f"{name}: {_number(counts.stories, 'article')} in {_number(result.dump_count, 'dump')}, "
        f"{size_in_words(result.byte_count)} in {duration_in_words(result.seconds)} "
        f"({_per_second(counts.stories, result):,.0f} articles/s, "
        f"{_per_second(result.byte_count, result) / 1e6:,.1f} MB/s)"
    )
    yield (
        f"Lines: {counts.lines:,} in = {counts.article_lines:,} in articles + "
        f"{counts.chrome_lines:,} page furniture and blank + "
        f"{counts.quarantine_lines:,} in quarantine"
    )
    if counts.issues:
        issues = sorted(counts.issues.items(), key=lambda item: (-item[1], item[0]))
        yield "Issues: " + ", ".join(f"{code} {count:,}" for code, count in issues)
    if counts.kept_published:
        yield (
            f"Published stories were left as they are: {_number(counts.kept_published, 'part')} "
            "kept. --update-published takes what was read"
        )
    if result.pictures:
        yield pictures_in_words(result.pictures)
    if result.failed_count:
        yield f"Failures: {_number(result.failed_count, 'record')} did not come in"


_PICTURES: Final = {
    "stored": "stored",
    "missing": "not found",
    "refused": "left out",
    "kept": "kept back, as their stories are published or their captions edited",
}


def pictures_in_words(counts: Mapping[str, int]) -> str:
    """`Pictures: 12 stored, 3 not found`."""
    said = [f"{counts[name]:,} {words}" for name, words in _PICTURES.items() if counts.get(name)]
    return "Pictures: " + ", ".join(said or ["none"])


def size_in_words(byte_count: float) -> str:
    """Bytes as people say them: 0 bytes, 25.3 kB, 1.2 GB."""
    if byte_count < 1000:
        return f"{byte_count:.0f} bytes"
    for unit in ("kB", "MB"):
        byte_count /= 1000
        if byte_count < 1000:
            return f"{byte_count:.1f} {unit}"
    return f"{byte_count / 1000:,.1f} GB"


def duration_in_words(seconds: float) -> str:
    """A duration as people say it: 0.4 s, 2 min 5 s, 3 h 20 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _per_second(amount: float, result: ImportResult) -> float:
    return amount / result.seconds if result.seconds else 0.0
