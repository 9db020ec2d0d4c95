"""A decision of the quarantine desk can be on a whole page: it is an article."""

from __future__ import annotations

from typing import Final

from django.db import migrations, models
from django.db.models import F, Q

LINES: Final = Q(
    text="",
    first_line__isnull=False,
    last_line__isnull=False,
    first_line__gte=1,
    last_line__gte=F("first_line"),
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_original_address")]

    operations = [
        migrations.RemoveConstraint("placementrule", "placementrule_lines_or_text"),
        migrations.AlterField(
            "placementrule",
            "kind",
            models.CharField(
                choices=[
                    ("story", "a separate story"),
                    ("above", "part of the story above"),
                    ("below", "part of the story below"),
                    ("chrome", "page furniture"),
                    ("page", "an article"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            "placementrule",
            models.CheckConstraint(
                condition=Q(sha256="", kind="chrome", first_line=None, last_line=None) & ~Q(text="")
                | Q(kind="page", text="", first_line=None, last_line=None) & ~Q(sha256="")
                | ~Q(sha256="") & ~Q(kind="page") & LINES,
                name="placementrule_lines_or_text",
            ),
        ),
        migrations.AddConstraint(
            "placementrule",
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(kind="page"), name="placementrule_page_unique"
            ),
        ),
    ]
