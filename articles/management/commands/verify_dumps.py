"""verify_dumps: proves that every imported byte and line is stored."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.ingest.maintenance.verify import verify
from articles.management.command_errors import run_of, telling_of_the_database
from articles.management.graceful_stop import GracefulStop
from articles.management.progress import CountDisplay
from articles.models import Dump


class Command(BaseCommand):
    """A thin face over `verify`; exit status 1 when a dump is not whole."""

    help = (
        "Check each dump against its clippings: its SHA-256, its bytes, its lines, and a ledger "
        "that has every line exactly once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", type=int, metavar="RUN", help="only the dumps of this run")

    def handle(self, *args: Any, **options: Any) -> None:
        with telling_of_the_database():
            dumps = Dump.objects.all()
            if options["run"] is not None:
                dumps = dumps.filter(first_run=run_of(options["run"]))
        count = failed = 0
        with (
            telling_of_the_database(),
            CountDisplay(self.stderr, "Verifying", total=dumps.count()) as display,
            GracefulStop(display.say) as stopping,
        ):
            for count, verdict in enumerate(verify(dumps), start=1):
                if verdict.faults:
                    failed += 1
                    line = f"dump {verdict.dump} ({verdict.name}): {'; '.join(verdict.faults)}"
                    display.say(line, is_failure=True)
                display.show(count)
                if stopping.asked():
                    break
        self.stdout.write(f"verified {count}, failed {failed}")
        if stopping.asked():
            raise SystemExit(stopping.exit_status)
        if failed:
            raise SystemExit(1)
