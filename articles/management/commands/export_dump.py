"""export_dump: writes the bytes of dumps as they were imported."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.maintenance.export import (
    DamagedDumpError,
    NoSuchDumpError,
    find_dump,
    write_dump,
    write_dumps,
)
from articles.management.command_errors import run_of, telling_of_the_database
from articles.models import Dump


class Command(BaseCommand):
    help = (
        "Write the imported bytes of dumps, one after the other, to standard output or a "
        "file; or all dumps that a run brought in, as files of a folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "dumps", nargs="*", metavar="DUMP", help="an id, a SHA-256 or its beginning, or a name"
        )
        parser.add_argument(
            "--output", metavar="FILE", default="-", help="where to (default: standard output)"
        )
        parser.add_argument("--run", type=int, metavar="RUN", help="all dumps of this run")
        parser.add_argument("--folder", type=Path, metavar="DIR", help="where to, with --run")

    def handle(self, *args: Any, **options: Any) -> None:
        names, run, folder = options["dumps"], options["run"], options["folder"]
        if bool(names) == (run is not None) or (run is None) != (folder is None):
            raise CommandError("Name dumps, or give --run and --folder together.", returncode=2)
        try:
            with telling_of_the_database():
                if run is not None:
                    dumps = Dump.objects.filter(first_run=run_of(run))
                    count = sum(1 for _ in write_dumps(dumps, folder))
                    self.stderr.write(f"{count} dumps are in {folder}.", style_func=str)
                else:
                    self._write([find_dump(name) for name in names], options["output"])
        except (NoSuchDumpError, DamagedDumpError) as error:
            raise CommandError(str(error)) from error
        except BrokenPipeError:  # the reader of our output closed it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise CommandError(f"It cannot be written: {error}.") from error

    def _write(self, dumps: list[Dump], output: str) -> None:
        if output != "-":
            with Path(output).open("wb") as file:
                for dump in dumps:
                    write_dump(dump, file)
            return
        for dump in dumps:
            write_dump(dump, sys.stdout.buffer)
        sys.stdout.buffer.flush()
