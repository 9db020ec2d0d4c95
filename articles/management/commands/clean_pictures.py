"""clean_pictures: removes the files of pictures that no caption shows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.editing.actions.deletions import forget_old
from articles.management.command_errors import telling_of_the_database
from articles.models import image_files


class Command(BaseCommand):
    help = (
        "Remove the files under MEDIA_ROOT/captions of pictures that no caption names any more and "
        "that are older than an hour. Files normally go by themselves, with the picture's last use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name the files, remove none")

    def handle(self, *args: Any, **options: Any) -> None:
        with telling_of_the_database():
            if not options["dry_run"]:
                forget_old(now=timezone.now())
            names = image_files.sweep(now=timezone.now(), dry_run=options["dry_run"])
        if options["dry_run"]:
            for name in names:
                self.stdout.write(name)
        self.stdout.write(f"{'unused' if options['dry_run'] else 'removed'} {len(names)}")
