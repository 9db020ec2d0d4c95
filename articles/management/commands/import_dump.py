"""import_dump: loads dumps into the database; running it again is harmless."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.events import Event, to_each
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.import_report import summary_lines
from articles.ingest.pipeline.per_input import InputTally
from articles.ingest.pipeline.run import run_import
from articles.ingest.readers import find_inputs, total_bytes
from articles.management.arguments import (
    add_reading,
    add_update_published,
    scheduler_address,
    worker_count,
)
from articles.management.command_errors import (
    is_among,
    open_report,
    telling_of_the_database,
    whoever_asks,
)
from articles.management.graceful_stop import GracefulStop
from articles.management.progress import ImportDisplay
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Import dumps of news pages: text, HTML, mail, feeds, JSON, tables (CSV, Excel, Parquet), "
        "documents and web archives, packed or not. Stories that are there already are brought up "
        "to date; what an editor changed is kept, and so is what is published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_reading(parser)
        parser.add_argument(
            "--publisher", default="", metavar="NAME", help="the paper that published the pages"
        )
        parser.add_argument(
            "--tag",
            action="append",
            default=[],
            metavar="TOPIC",
            help="a topic for every story; may be given several times",
        )
        parser.add_argument(
            "--status",
            choices=[Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED],
            default=Article.Status.IN_REVIEW,
            help="what new articles begin with (default: in_review); known ones keep theirs",
        )
        parser.add_argument(
            "--language",
            default="",
            metavar="CODE",
            help="the stories' language (default: what a page states or its text tells, or en)",
        )
        add_update_published(parser)
        parser.add_argument(
            "--no-pictures",
            action="store_true",
            help="leave out the pictures that lie beside the pages, in the same archive or folder",
        )
        parser.add_argument(
            "--fetch-pictures",
            action="store_true",
            help="fetch the pictures from the web that do not lie beside the pages",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say of each file what it is and what is in it, and write nothing",
        )
        parser.add_argument(
            "--report",
            metavar="FILE",
            help="write what came of each input there, a line of JSON each, as the import goes",
        )
        parser.add_argument(
            "--workers",
            type=worker_count,
            metavar="N",
            help="processes that parse dumps beside the one that writes; 0 does both in one, "
            "without limits (default: one a core for a large import, one for a small one)",
        )
        parser.add_argument(
            "--scheduler",
            type=scheduler_address,
            metavar="ADDRESS",
            help="a Dask cluster to do the work, such as tcp://10.0.0.5:8786; see docs/scaling.md",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_nonsense(options)
        request = ImportOptions(
            captured_at=options["captured_at"],
            publisher=options["publisher"].strip(),
            tags=tuple(tag.strip() for tag in options["tag"] if tag.strip()),
            status=options["status"],
            language=options["language"],
            fields=tuple(options["field"]),
            records=options["records"],
            dry_run=options["dry_run"],
            update_published=options["update_published"],
            all_pages=options["all_pages"],
            pictures=not options["no_pictures"],
            fetch_pictures=options["fetch_pictures"],
            asked_by=whoever_asks(),
        )
        display = ImportDisplay(self.stderr, total_bytes=total_bytes(find_inputs(options["paths"])))
        with telling_of_the_database(), open_report(options["report"]) as report, display:
            with GracefulStop(display.say) as stopping:
                inventory = InputTally(lambda outcome: display.say(outcome.in_words()))
                listeners: list[Callable[[Event], None]] = [display]
                listeners += [report] if report else []
                listeners += [inventory] if request.dry_run else []
                result = run_import(
                    options["paths"],
                    request,
                    listener=to_each(*listeners),
                    stop=stopping.asked,
                    workers=options["workers"],
                    scheduler=options["scheduler"] or "",
                )
            inventory.finish()
            if report:
                report.summarise(result)
        for line in summary_lines(result):
            self.stderr.write(line, style_func=str)
        if request.dry_run:
            self.stderr.write("Dry run: nothing was written.", style_func=str)
        if result.stopped:
            self.stderr.write(
                "Stopped. What was written is complete; run the same command again to go on."
            )
        self.stdout.write(str(result.counts))
        if result.stopped:
            raise SystemExit(stopping.exit_status)
        if result.failed:
            raise SystemExit(1)


def _refuse_nonsense(options: dict[str, Any]) -> None:
    """Wrong usage that argparse cannot see."""
    if not all(path.strip() for path in options["paths"]):
        raise CommandError("An empty PATH was given; is a variable unset?", returncode=2)
    if options["scheduler"] and options["dry_run"]:
        raise CommandError("A dry run is done by one process; leave out --scheduler.", returncode=2)
    if options["no_pictures"] and options["fetch_pictures"]:
        raise CommandError("Give --no-pictures or --fetch-pictures, not both.", returncode=2)
    if options["scheduler"] and options["workers"] is not None:
        raise CommandError("Give --workers or --scheduler, not both.", returncode=2)
    if len(options["publisher"]) > 200:
        raise CommandError("--publisher has more than 200 characters.", returncode=2)
    if any(len(tag) > 100 for tag in options["tag"]):
        raise CommandError("A --tag has more than 100 characters.", returncode=2)
    if options["report"] == "-":
        raise CommandError(
            "--report needs a file: standard output has the line of counts only.", returncode=2
        )
    if options["report"] and is_among(options["report"], options["paths"]):
        raise CommandError(
            f"The report {options['report']} would lie among the inputs; name another place.",
            returncode=2,
        )
    if options["language"] and not re.fullmatch(
        r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,6})?", options["language"]
    ):
        raise CommandError("--language takes a code such as en, ar or pt-BR.", returncode=2)
