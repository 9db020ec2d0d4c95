"""load_sources: creates a row for every news source that is known by name."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.ingest.storage.source_rows import load_sources
from articles.ingest.stories.known_sources import registry


class Command(BaseCommand):
    """A thin face over the library call of the same name."""

    help = (
        "Make a source for each agency, broadcaster and paper in fixtures/sources.json, and add "
        "what known ones lack. What editors changed is kept; running it again is harmless."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(load_sources(registry())))
