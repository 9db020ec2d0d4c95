"""undo_import: removes what a run created, unless somebody has changed it since."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.ingest.maintenance.undo_import import UndoResult, undo
from articles.ingest.storage.import_gate import StillRunningError
from articles.management.command_errors import run_of, telling_of_the_database, whoever_asks
from articles.management.graceful_stop import GracefulStop
from articles.models import ImportRun


class Command(BaseCommand):
    help = (
        "Withdraw and remove the articles that a run created and nobody has touched since, and its "
        "dumps; restore the published articles that it changed (--update-published), part by part, "
        "where nobody has changed them since. What stays is listed with the reason. Sources and "
        "topics stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="the run's number")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go, and remove nothing"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with telling_of_the_database(), GracefulStop(self.stderr.write) as stopping:
                run = run_of(options["run"])
                if not options["dry_run"] and not options["yes"]:
                    self._ask(run)
                result = undo(
                    run,
                    now=timezone.now(),
                    asked_by=whoever_asks(),
                    dry_run=options["dry_run"],
                    stop=stopping.asked,
                )
        except StillRunningError as error:
            raise CommandError(f"{error}.") from error
        self._tell(result)
        if options["dry_run"]:
            self.stderr.write("Dry run: nothing was removed.", style_func=str)
        self.stdout.write(str(result))
        if result.stopped:
            self.stderr.write("Stopped. Run the same command again to go on.")
            raise SystemExit(stopping.exit_status)

    def _ask(self, run: ImportRun) -> None:
        if not sys.stdin.isatty():
            raise CommandError(
                "There is no terminal to ask for confirmation; give --yes.", returncode=2
            )
        plan = undo(run, now=timezone.now(), dry_run=True)
        self._tell(plan)
        answer = input(f"{run}: this would come of it: {plan}. Undo it? [y/N] ")
        if answer.strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was removed.")

    def _tell(self, result: UndoResult) -> None:
        for reason, count in result.left.most_common():
            self.stderr.write(f"{count} left: {reason}", style_func=str)
            named = [article for article in result.named if article.reason == reason]
            for article in named[:5]:
                parts = f" ({', '.join(article.parts)} left)" if article.parts else ""
                self.stderr.write(
                    f"  article {article.article}, {article.headline}{parts}", style_func=str
                )
