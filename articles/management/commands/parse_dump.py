"""parse_dump: shows what the parser makes of dumps, without a database."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.readers import Fields, captured_on, read_records
from articles.ingest.readers.costly_markup import CostlyMarkupError
from articles.ingest.readers.records import Unreadable, printable
from articles.ingest.readers.text import read_text
from articles.ingest.stories.known_sources import registry
from articles.ingest.stories.language import with_languages
from articles.management.arguments import add_reading
from articles.parsing import RegistryError, article_as_json, ledger_as_json, parse


class Command(BaseCommand):
    """Prints JSON Lines: one object an article, and with --ledger one more a dump."""

    help = "Parse dumps and print each article as a line of JSON. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_reading(parser)
        parser.add_argument(
            "--ledger", action="store_true", help="also print each dump's lines and their roles"
        )
        parser.add_argument(
            "--confidence", action="store_true", help="also say how sure each block is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._parse(options)
        except BrokenPipeError:  # the reader of our output closed it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _parse(self, options: dict[str, Any]) -> None:
        failures = 0
        try:
            known = registry()
        except RegistryError as error:
            raise CommandError(str(error)) from error
        fields = Fields.with_named(dict(options["field"]), options["records"])
        for record in read_records(options["paths"], fields=fields):
            if isinstance(record, Unreadable):
                failures += record.is_failure
                self.stderr.write(f"{record.name}: {record.message}")
                continue
            try:
                source = read_text(record)
            except CostlyMarkupError as error:
                failures += 1
                self.stderr.write(f"{record.name}: {error}")
                continue
            characters = source.characters
            captured_at = options["captured_at"] or record.captured_at or captured_on(record.name)
            parsed = with_languages(
                parse(
                    characters.text,
                    marks=source.marks,
                    captured_at=captured_at,
                    hints=source.hints,
                    registry=known,
                    all_pages=options["all_pages"],
                    images=source.images,
                )
            )
            name = printable(record.name)
            for article in parsed.articles:
                self._print(article_as_json(article, name, with_confidence=options["confidence"]))
            if options["ledger"]:
                self._print(ledger_as_json(parsed, name))
            for note in (characters.note, *(issue.message for issue in parsed.issues)):
                if note:
                    self.stderr.write(f"{record.name}: {note}")
        if failures:
            raise SystemExit(1)

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False))
