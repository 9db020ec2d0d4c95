"""rebuild_search: rebuilds the search column of every article."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles import search
from articles.management.command_errors import telling_of_the_database
from articles.management.graceful_stop import GracefulStop
from articles.management.progress import CountDisplay
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Bring the search index of all articles up to date, some hundred at a time: after a change "
        "of the rules for search, or of rows by other means than the site's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--after", type=int, default=0, metavar="ID", help="go on after the article of this id"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        after, count = options["after"], 0
        total = Article.objects.filter(pk__gt=after).count()
        display = CountDisplay(self.stderr, "Indexing", total=total)
        with telling_of_the_database(), display, GracefulStop(display.say) as stopping:
            for last, rebuilt in search.rebuild(after=after):
                after, count = last, count + rebuilt
                display.show(count)
                if stopping.asked():
                    break
        self.stdout.write(f"indexed {count}")
        if stopping.asked():
            self.stderr.write(f"Stopped. To go on: rebuild_search --after {after}")
            raise SystemExit(stopping.exit_status)
