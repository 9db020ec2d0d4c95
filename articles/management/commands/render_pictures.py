"""render_pictures: renders the smaller versions of every picture again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import images
from articles.management.command_errors import telling_of_the_database


class Command(BaseCommand):
    help = (
        "Render the versions of every caption's picture again, and measure it. Worth running after "
        "pictures were restored from a backup, or after a change of PICTURES."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with telling_of_the_database():
            count = images.render_all()
        self.stdout.write(f"pictures {count}")
