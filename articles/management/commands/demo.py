"""demo: fills a site with the fixture dumps and gives it an editor, for a first look around."""

from __future__ import annotations

import json
import secrets
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.ingest.events import Counts
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.management.demo_content import add_demo_content
from articles.management.progress import ImportDisplay
from articles.models import Article

EDITOR: Final = "editor"


class Command(BaseCommand):
    """Migrates, imports the fixture dumps, adds what they lack, and makes an editor account."""

    help = (
        "Set the site up with the invented stories in fixtures/ (most of them published, some to "
        "review) and an editor."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "demo is for trying the site out: it publishes invented stories and makes an "
                "editor whose password it prints. With DEBUG off it does nothing."
            )
        self.stdout.write("Bringing the database up to date")
        call_command("migrate", verbosity=0, stdout=self.stdout)
        self.stdout.write("Importing the fixture dumps")
        self.stdout.write(f"  {self._import_fixtures()}")
        # In one transaction, so that the next call completes an interrupted demo. Once there is an
        # editor account, nothing is added: an editor may have removed it on purpose.
        with transaction.atomic():
            editor, password, is_new = self._make_editor()
            if is_new:
                self.stdout.write("Adding pictures, a scheduled story, a correction, a withdrawal")
                add_demo_content(by=editor, now=timezone.now())
        search.gather_words()
        site = settings.SITE_URL.rstrip("/")
        queue = reverse("admin:articles_article_changelist")
        self.stdout.write(f"The site:          {site}/")
        self.stdout.write(f"The review queue:  {site}{queue}?status__exact=in_review")
        self.stdout.write(f"The upload page:   {site}{reverse('admin:articles_upload')}")
        self.stdout.write(f"Editor account: name {EDITOR}, password {password}")

    def _import_fixtures(self) -> Counts:
        folder = Path(settings.BASE_DIR, "fixtures")
        dumps = json.loads(Path(folder, "demo.json").read_text(encoding="utf-8"))["dumps"]
        sizes = [Path(folder, dump["path"]).stat().st_size for dump in dumps]
        total = Counts()
        with ImportDisplay(self.stderr, total_bytes=sum(sizes)) as display:
            for dump, size in zip(dumps, sizes, strict=True):
                request = ImportOptions(
                    captured_at=date.fromisoformat(dump["captured_at"]),
                    publisher=dump["publisher"],
                    tags=tuple(dump["tags"]),
                    status=dump.get("status", Article.Status.PUBLISHED),
                    language=dump.get("language", ""),
                )
                result = run_import([str(folder / dump["path"])], request)
                if result.failed:
                    notice = result.notices[0]
                    raise CommandError(f"{notice.name}: {notice.message}")
                total += result.counts
                display.advance(size, total)
        return total

    def _make_editor(self) -> tuple[Any, str, bool]:
        """The account, a new password (the old one is stored nowhere), whether it is new."""
        password = secrets.token_urlsafe(9)
        users = get_user_model().objects
        editor, is_new = users.get_or_create(username=EDITOR)
        editor.is_staff = editor.is_superuser = True
        editor.set_password(password)
        editor.save()
        return editor, password, is_new
