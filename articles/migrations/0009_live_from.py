"""When a story goes live apart from its date, and when it went live here: two columns that are
empty at once, whatever the size of the table."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_story_pictures")]

    operations = [
        migrations.AddField(
            "article",
            "live_from",
            models.DateTimeField(
                blank=True,
                help_text="Readers see the story from then on, whatever its date. Empty: at once.",
                null=True,
                verbose_name="live from",
            ),
        ),
        migrations.AddField(
            "article",
            "went_live_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="went live"),
        ),
    ]
