"""reparse: parses the stored dumps again, after the parser has improved."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from articles.ingest.maintenance.export import NoSuchDumpError, find_dump
from articles.ingest.maintenance.reparse import reparse
from articles.management.arguments import add_update_published
from articles.management.command_errors import run_of, telling_of_the_database, whoever_asks
from articles.management.graceful_stop import GracefulStop
from articles.management.progress import ReparseDisplay
from articles.models import Dump

EXAMPLES: Final = 20


class Command(BaseCommand):
    help = (
        "Parse stored dumps again and merge what comes of it, as in a re-import: what an editor "
        "changed is kept, and so is what is published; no article is deleted and no status changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "dumps",
            nargs="*",
            metavar="DUMP",
            help="all, or ids, SHA-256s (their beginnings will do) or names",
        )
        parser.add_argument("--run", type=int, metavar="RUN", help="all dumps of this run")
        add_update_published(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would change, and write nothing"
        )
        parser.add_argument(
            "--all", action="store_true", help=f"list every change, not only the first {EXAMPLES}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with telling_of_the_database():
            dumps = _chosen(options["dumps"], options["run"])
            display = ReparseDisplay(
                self.stderr, total=dumps.count(), most=None if options["all"] else EXAMPLES
            )
            with display, GracefulStop(display.say) as stopping:
                result = reparse(
                    dumps,
                    dry_run=options["dry_run"],
                    update_published=options["update_published"],
                    asked=options["dumps"] or [f"run {options['run']}"],
                    asked_by=whoever_asks(),
                    listener=display,
                    stop=stopping.asked,
                )
        self.stderr.write(f"{result}.", style_func=str)
        if options["dry_run"]:
            self.stderr.write("Dry run: nothing was written.", style_func=str)
        if result.stopped:
            self.stderr.write("Stopped. What was written is complete; run it again to go on.")
        self.stdout.write(str(result.counts))
        if result.stopped:
            raise SystemExit(stopping.exit_status)
        if result.failed_count:
            raise SystemExit(1)


def _chosen(names: list[str], run: int | None) -> QuerySet[Dump]:
    if bool(names) == (run is not None):
        raise CommandError("Say which dumps: all, some by name, or --run RUN.", returncode=2)
    if run is not None:
        return Dump.objects.filter(first_run=run_of(run))
    if names == ["all"]:
        return Dump.objects.all()
    try:
        return Dump.objects.filter(pk__in=[find_dump(name).pk for name in names])
    except NoSuchDumpError as error:
        raise CommandError(str(error)) from error
