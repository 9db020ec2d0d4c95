"""gather_words: the words of the archive, for "did you mean" when a search finds nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import search
from articles.management.command_errors import telling_of_the_database


class Command(BaseCommand):
    help = (
        "Gather the words of the published stories, from which a search that finds nothing asks "
        '"did you mean". Worth running after a large import, or each night.'
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with telling_of_the_database():
            count = search.gather_words()
        self.stdout.write(f"words {count}")
